"""What a member has here, asked for once in a request: floors above say how to find out, this floor asks.

An upper floor registers a condition on a member under a name (``register("has_partnerships", Exists(…))``); the
member that the middleware loads carries the answer as an attribute, so that the rail and the checks need no query.
What few pages need is registered as ``seldom``, and comes with :func:`learn_more`.
"""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisations.models import ROLES, Appointment, Member, MemberQuerySet
from organisations.questions import asked_often

_FACTS: dict[str, Exists] = {}
_SELDOM: dict[str, Exists] = {}


def register(name: str, condition: Exists, role: str | Promise = "", *, seldom: bool = False) -> None:
    """Let every member that a request loads carry ``name`` as True or False; ``role`` is what it makes them here.

    ``seldom``: only few pages need it, and ask for it themselves.
    """
    (_SELDOM if seldom else _FACTS)[name] = condition
    if role:
        ROLES[name] = role


@asked_often
def _with_facts(key: UUID) -> MemberQuerySet:
    return Member.objects.filter(pk=key).select_related("organisation").annotate(**_FACTS)


def member_with_facts(key: UUID) -> Member:
    """Give a member that is there, with the organisation and what every page needs to know, in one query."""
    (member,) = _with_facts(key)
    return member


@asked_often
def _more_about(key: UUID) -> QuerySet[Member, dict[str, bool]]:
    more: QuerySet[Member, dict[str, bool]] = (
        Member.objects.filter(pk=key).annotate(**_SELDOM).values(*_SELDOM)
    )
    return more


def learn_more(member: Member) -> None:
    """Let a member also carry what only few pages need to know; in one query."""
    (more,) = _more_about(member.pk)
    for name, holds in more.items():
        setattr(member, name, holds)


def members_with_facts() -> MemberQuerySet:
    """Give all members of the organisation, each with what every page needs to know."""
    return Member.objects.annotate(**_FACTS)


def _appointed(role: str) -> Exists:
    return Exists(Appointment.objects.filter(member=OuterRef("pk"), role=role))


register("is_admin", _appointed(Appointment.Role.ADMIN), role=_("Organisation admin"))
register("may_design_programmes", _appointed(Appointment.Role.COORDINATOR))
