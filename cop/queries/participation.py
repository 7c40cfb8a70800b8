"""Ways from a community's edge to its centre: what ``participation`` counts, read from the database."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, DateTimeField, Exists, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone
from django.utils.translation import gettext as _

from cop import participation, phases
from cop.models import Community, Membership, Post, Session, Turn
from cop.participation import CENTRE, EDGE, MIDDLE, Act
from meetings.models import Attendance
from organisations.models import Member
from organisations.prepared_queries import prepared_query
from partnerships.models import PEER, Party

# Mentoring and being peers go on; they count once at their beginning and once each quarter after it.
GOES_ON, A_QUARTER = {"mentored", "paired"}, timedelta(weeks=13)
HALF_A_YEAR = timedelta(days=182)


@dataclass(frozen=True)
class ParticipationHistory:
    """A community in sum, and one member's own way in it.

    Args:
        others: how many other members there are in each ring, the centre first; nobody where that told of one of them.
        own: the member's ring; ``came_from`` the one they were in half a year ago.
    """

    others: tuple[int, int, int]
    own: int
    came_from: int

    @property
    def words(self) -> str:
        """The picture as text; it names nobody."""
        if not any(self.others):
            alone = _("Others are not shown as long as that would tell where each of them is.")
            return f"{self.own_words} {alone}"
        counts = list(self.others)
        counts[self.own] += 1
        everyone = _("%(centre)s at the centre, %(middle)s on the way, %(edge)s at the edge.") % {
            "centre": counts[CENTRE],
            "middle": counts[MIDDLE],
            "edge": counts[EDGE],
        }
        return f"{everyone} {self.own_words}"

    @property
    def own_words(self) -> str:
        """Where the member is, and was half a year ago."""
        here = {
            CENTRE: _("You are at the centre."),
            MIDDLE: _("You are on the way."),
            EDGE: _("You are at the edge: coming, listening and a first word lead inwards."),
        }[self.own]
        if self.came_from == self.own:
            return here
        before = {
            CENTRE: _("Half a year ago you were at the centre."),
            MIDDLE: _("Half a year ago you were on the way."),
            EDGE: _("Half a year ago you were at the edge."),
        }[self.came_from]
        return f"{here} {before}"


def get_participation(community: Community, member: Member) -> ParticipationHistory:
    """Read how a community takes part, and the member's own way, in one question.

    Args:
        community: with its ``size``, since who did nothing yet leaves no act.
    """
    today = timezone.localdate()
    acts = _acts(community, today)
    held = [act.on for act in acts.pop(community.pk, [])]
    own = acts.pop(member.pk, [])
    centre, middle, edge = participation.in_sum(acts.values(), held, today)
    silent = community.size - len(acts) - 1  # type: ignore[attr-defined]  # annotated by with_size()
    before, here = participation.way(own, held, [today - HALF_A_YEAR, today])
    return ParticipationHistory(participation.tellable((centre, middle, edge + silent)), here, before)


def latest_community() -> Subquery:
    """Return a query, for a member, of the community that they joined last and that shows rings: see ``from_said``."""
    mine = Membership.objects.current().filter(member=OuterRef("pk"), community__closure=None)
    members = Membership.objects.current().filter(community=OuterRef("community")).order_by()
    size = members.values("community").annotate(count=Count("pk")).values("count")
    said = JSONObject(
        pk="community", name="community__name", programme="community__programme", size=Subquery(size)
    )
    found = mine.exclude(community__phase=phases.FOUNDING).order_by("-joined_at", "id")
    return Subquery(found.values_list(said)[:1])


def community_from_flag(said: dict[str, Any]) -> Community:
    """Return the community that :func:`latest_community` found, with its ``size``."""
    community = Community(pk=UUID(said["pk"]), name=said["name"], programme_id=UUID(said["programme"]))
    community.size = said["size"]  # type: ignore[attr-defined]  # as with_size() adds it
    return community


def _acts(community: Community, today: date) -> dict[UUID, list[Act]]:
    """Return what each who belongs to the community did in it, by the member's key; by its own, that it was held."""
    found: dict[UUID, list[Act]] = defaultdict(list)
    for key, kind, first, last in _rows(community, community.programme_id, timezone.now()):
        day, end = timezone.localdate(first), timezone.localdate(last) if last else today
        found[key].append(Act(kind, day))
        while kind in GOES_ON and (day := day + A_QUARTER) <= end:
            found[key].append(Act(kind, day))
    return found


@prepared_query
def _rows(community: Community, programme: UUID, now: datetime) -> QuerySet[Any, Any]:
    """Return what all who belong to the community did in it: whose act it is, which, and from when to when."""
    worked = _worked(community, programme)
    others = [_came(community), _facilitated(community, now), worked, _shared(community)]
    return _held(community, now).union(*others, all=True)


def _members(community: Community) -> QuerySet[Membership, Any]:
    return Membership.objects.current().filter(community=community).values("member_id")


def _dated(
    found: QuerySet[Any, Any], kind: str | Case, first: str, *, last: str = "", who: str = "member_id"
) -> QuerySet[Any, Any]:
    """Return whose act it is, which, and from when to when."""
    act = kind if isinstance(kind, Case) else Value(kind)
    until = F(last) if last else Cast(Value(None), DateTimeField())
    dated: QuerySet[Any, Any] = found.order_by().annotate(act=act, began=F(first), ended=until)
    return dated.values_list(who, "act", "began", "ended")


def _held(community: Community, now: datetime) -> QuerySet[Any, Any]:
    """The sessions for which somebody is noted to have come: to the others nobody can have."""
    came = Attendance.objects.filter(meeting=OuterRef("meeting"), presence=Attendance.Presence.CAME)
    noted = Session.objects.standing().filter(Exists(came), community=community, meeting__ends_at__lte=now)
    return _dated(noted, "held", "meeting__starts_at", who="community_id")


def _came(community: Community) -> QuerySet[Any, Any]:
    came = Attendance.objects.filter(
        meeting__session__community=community,
        presence=Attendance.Presence.CAME,
        member__in=_members(community),
    )
    return _dated(came, participation.ATTENDED, "meeting__starts_at")


def _facilitated(community: Community, now: datetime) -> QuerySet[Any, Any]:
    taken = Turn.objects.taken(now).filter(community=community, member__in=_members(community))
    return _dated(taken, "facilitated", "session__meeting__starts_at")


def _worked(community: Community, programme: UUID) -> QuerySet[Any, Any]:
    """Partnerships in which members are mentors or peers."""
    places = Party.objects.filter(
        role__in=["mentor", PEER],
        partnership__cohort__programme=programme,
        member__in=_members(community),
    )
    kind = Case(When(role=PEER, then=Value("paired")), default=Value("mentored"))
    return _dated(places, kind, "partnership__began_at", last="partnership__conclusion__at")


def _shared(community: Community) -> QuerySet[Any, Any]:
    """Threads and answers; what was removed does not count. The wall gives them to who belongs, as the reader does."""
    posts = Post.objects.filter(community=community, removed_at=None, author__in=_members(community))
    kind = Case(When(number=0, then=Value("shared")), default=Value("answered"))
    return _dated(posts, kind, "at", who="author_id")
