"""What a member has here, asked for once in a request: floors above say how to find out, this floor asks.

An upper floor registers a condition on a member under a name (``register("has_partnerships", Exists(…))``); the
member that the middleware loads carries the answer as an attribute, so that the rail and the checks need no query.
"""

from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisations.models import ROLES, Appointment, Member, MemberQuerySet
from organisations.questions import asked_often

_FACTS: dict[str, Exists] = {}


def register(name: str, condition: Exists, role: str | Promise = "") -> None:
    """Let every member that a request loads carry ``name`` as True or False; ``role`` is what it makes them here."""
    _FACTS[name] = condition
    if role:
        ROLES[name] = role


@asked_often
def _with_facts(key: UUID) -> MemberQuerySet:
    return Member.objects.filter(pk=key).select_related("organisation").annotate(**_FACTS)


def member_with_facts(key: UUID) -> Member:
    """Give a member that is there, with the organisation and everything registered about members, in one query."""
    (member,) = _with_facts(key)
    return member


def members_with_facts() -> MemberQuerySet:
    """Give all members of the organisation, each with everything registered about members."""
    return Member.objects.annotate(**_FACTS)


def _appointed(role: str) -> Exists:
    return Exists(Appointment.objects.filter(member=OuterRef("pk"), role=role))


register("is_admin", _appointed(Appointment.Role.ADMIN), role=_("Organisation admin"))
register("may_design_programmes", _appointed(Appointment.Role.COORDINATOR))
