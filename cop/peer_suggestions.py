"""Who of a community could be whose peer, by what each of them says they look for. The matching is the programmes'."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cop.models import Community, PeerWish
from organisations.models import Member
from organisations.names import sort_key
from organisations.ordering import ByName
from organisations.prepared_queries import prepared_query
from partnerships.models import Partnership, Party, PeerInvitation
from programmes import matching
from programmes.matching.criteria import Criterion, Kind

MOST = 3  # suggestions: enough to choose from, too few to compare colleagues like goods

# What two wishes have in common, and how much each part weighs. Nobody is left out by it: it only orders.
CRITERIA = (
    Criterion(kind=Kind.SHARED, label="seeks", mentor_key="seeks", mentee_key="seeks", weight=3, at_least=2),
    Criterion(
        kind=Kind.SHARED, label="topics", mentor_key="topics", mentee_key="topics", weight=4, at_least=2
    ),
    Criterion(kind=Kind.SHARED, label="times", mentor_key="times", mentee_key="times", weight=3, at_least=1),
)


@dataclass(frozen=True)
class Suggestion:
    """Somebody who could be a member's peer, and why."""

    wish: PeerWish
    reasons: list[str]


@prepared_query
def wishes(community: Community) -> "QuerySet[PeerWish]":
    """Return the wishes of a community that stand, each with its member, by name."""
    found = PeerWish.objects.standing().filter(community=community)
    return found.select_related("member__organisation").order_by(ByName("member__display_name"), "id")


def suggested(mine: PeerWish, others: Collection[PeerWish], away: Collection[UUID]) -> list[Suggestion]:
    """Return up to three whose wishes go best with one's own, the best first; equals by name.

    Args:
        others: wishes of the same community.
        away: keys of members who are not to be suggested.
    """
    me = _person(mine)
    fits = [
        (matching.explain(me, _person(each), CRITERIA).points, each)
        for each in others
        if each.member_id != mine.member_id and each.member_id not in away
    ]
    best = sorted(fits, key=lambda fit: (-fit[0], sort_key(fit[1].member.display_name), str(fit[1].pk)))
    return [Suggestion(wish, _reasons(mine, wish)) for points, wish in best[:MOST] if points]


def not_to_be_suggested(member: Member) -> set[UUID]:
    """Return the keys of those who work with the member already, and of those between whom it was asked before."""
    together = Party.objects.filter(
        partnership__in=Partnership.objects.visible_to(member).under_way().values("pk")
    )
    asked = PeerInvitation.objects.visible_to(member).exclude(outcome=PeerInvitation.Outcome.WITHDRAWN)
    settled = asked.exclude(outcome=PeerInvitation.Outcome.ACCEPTED).values_list("by", "to")
    keys = {key for pair in settled for key in pair} | set(together.values_list("member", flat=True))
    return keys - {member.pk}


def _person(wish: PeerWish) -> matching.Person:
    answers = {"seeks": wish.seeks, "topics": [_same(each) for each in wish.topics], "times": wish.times}
    return matching.Person(id=str(wish.pk), identity=str(wish.member_id), answers=answers)


def _same(topic: str) -> str:
    return topic.casefold().strip()


def _reasons(mine: PeerWish, theirs: PeerWish) -> list[str]:
    """Say what two wishes have in common, in the words that the other used."""
    own = {_same(each) for each in mine.topics}
    topics = [each for each in theirs.topics if _same(each) in own]
    seeks = [PeerWish.Seeks(each).label for each in theirs.seeks if each in mine.seeks]
    times = [PeerWish.Time(each).label for each in theirs.times if each in mine.times]
    reasons = []
    if topics:
        reasons.append(_("Both of you name %(what)s.") % {"what": ", ".join(topics)})
    if seeks:
        reasons.append(_("You look for the same: %(what)s.") % {"what": ", ".join(map(str, seeks))})
    if times:
        reasons.append(_("Both of you have time: %(what)s.") % {"what": ", ".join(map(str, times))})
    return reasons
