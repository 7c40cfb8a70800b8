"""What becomes of programmes when somebody is no longer a coordinator of the organisation."""

from typing import Any

from organisations import audit
from organisations.models import Appointment, Member
from programmes.models import Coordination


def when_dismissed(sender: Any, member: Member, role: str, by: Member, **_: Any) -> None:
    """End a dismissed coordinator's hold on every programme.

    A programme that nobody would coordinate then goes to whoever dismissed them, if they are a coordinator too.
    """
    if role != Appointment.Role.COORDINATOR:
        return
    takes_over = Appointment.objects.filter(member=by, role=role).exists() and by != member
    for held in Coordination.objects.filter(member=member).select_related("programme"):
        others = Coordination.objects.filter(programme=held.programme).exclude(pk=held.pk)
        if takes_over and not others.exists():
            Coordination.objects.create(
                organisation_id=member.organisation_id, programme=held.programme, member=by, by=by
            )
            audit.record("programme.taken-over", on=held.programme, by=by)
        held.delete()
