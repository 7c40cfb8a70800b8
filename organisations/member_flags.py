"""What a member has here, asked for once in a request: floors above say how to find out, this floor asks.

An upper floor registers a condition on a member under a name (``register("has_partnerships", Exists(…))``); the
member that the middleware loads carries the answer as an attribute, so that the rail and the checks need no query.
What only the first page tells of, such as that something waits for an answer, comes with that page alone.
"""

from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisations.models import ROLES, Appointment, Member, MemberQuerySet
from organisations.prepared_queries import prepared_query

_FACTS: dict[str, Exists] = {}
_FIRST_PAGE: dict[str, Exists | Subquery] = {}


def register(name: str, condition: Exists, role: str | Promise = "", *, first_page: bool = False) -> None:
    """Let every member that a request loads carry ``name`` as True or False; ``role`` is what it makes them here.

    ``first_page``: only the organisation's first page needs it, and other requests are not to wait for it.
    """
    (_FIRST_PAGE if first_page else _FACTS)[name] = condition
    if role:
        ROLES[name] = role


def register_value(name: str, value: Subquery) -> None:
    """Let the member that the first page loads carry ``name`` as what ``value`` finds, or None."""
    _FIRST_PAGE[name] = value


@prepared_query
def _with_facts(key: UUID) -> MemberQuerySet:
    return Member.objects.filter(pk=key).select_related("organisation").annotate(**_FACTS)


@prepared_query
def _with_all_facts(key: UUID) -> MemberQuerySet:
    return Member.objects.filter(pk=key).select_related("organisation").annotate(**_FACTS, **_FIRST_PAGE)


def member_with_facts(key: UUID, *, first_page: bool = False) -> Member:
    """Return a member that is there, with the organisation and what every page needs to know, in one query.

    ``first_page``: and with what that page alone needs.
    """
    (member,) = _with_all_facts(key) if first_page else _with_facts(key)
    return member


def members_with_facts() -> MemberQuerySet:
    """Return all members of the organisation, each with what every page needs to know."""
    return Member.objects.annotate(**_FACTS)


def _appointed(role: str) -> Exists:
    return Exists(Appointment.objects.filter(member=OuterRef("pk"), role=role))


register("is_admin", _appointed(Appointment.Role.ADMIN), role=_("Organisation admin"))
register("may_design_programmes", _appointed(Appointment.Role.COORDINATOR))
