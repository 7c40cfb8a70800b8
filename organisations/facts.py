"""What a member has here, asked for once in a request: floors above say how to find out, this floor asks.

An upper floor registers a condition on a member under a name (``register("has_partnerships", Exists(…))``); the
member that the middleware loads carries the answer as an attribute, so that the rail and the checks need no query.
"""

from functools import cache

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisations.models import ROLES, Appointment, Member, MemberQuerySet

_FACTS: dict[str, Exists] = {}


def register(name: str, condition: Exists, role: str | Promise = "") -> None:
    """Let every member that a request loads carry ``name`` as True or False; ``role`` is what it makes them here."""
    _FACTS[name] = condition
    if role:
        ROLES[name] = role


def member_with_facts() -> MemberQuerySet:
    """Give members with their organisation and everything registered about them, in one query."""
    return _with_facts().all()


@cache
def _with_facts() -> MemberQuerySet:
    """The same question for every request, put together once: putting it together costs more than asking it."""
    return Member.objects.select_related("organisation").annotate(**_FACTS)


def _appointed(role: str) -> Exists:
    return Exists(Appointment.objects.filter(member=OuterRef("pk"), role=role))


register("is_admin", _appointed(Appointment.Role.ADMIN), role=_("Organisation admin"))
register("may_design_programmes", _appointed(Appointment.Role.COORDINATOR))
