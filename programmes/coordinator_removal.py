"""What becomes of programmes when somebody is no longer a coordinator of the organisation."""

from typing import Any

from organisations.models import Appointment, Member
from organisations.ordering import ByName
from programmes.actions.programmes import relieve
from programmes.actions.unwanted_invitations import withdraw_if_unwanted
from programmes.models import Coordination


def when_dismissed(
    sender: Any, member: Member, role: str, by: Member, successor: Member | None = None, **_: Any
) -> None:
    """Relieve a dismissed coordinator of every programme; what nobody else runs goes to the successor.

    Whoever has not come in yet, and is wanted for nothing else, is not invited any more.

    Raises:
        ProgrammeError: nobody else runs one of them and no successor is named; they then stay what they were.
    """
    withdraw_if_unwanted(member=member, by=by)
    if role != Appointment.Role.COORDINATOR:
        return
    held = Coordination.objects.filter(member=member).select_related("programme", "member")
    for coordination in held.order_by(ByName("programme__name"), "pk"):
        relieve(coordination=coordination, successor=successor, by=by)
