"""Ways from a community's edge to its centre: what ``participation`` counts, read from the database."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from cop import participation
from cop.models import Community, Membership, Turn
from cop.participation import CENTRE, EDGE, MIDDLE, Act
from meetings.models import Attendance
from organisations.models import Member
from partnerships.models import Party

A_QUARTER = timedelta(
    weeks=13
)  # mentoring goes on; it counts once at its beginning and once each quarter after it
HALF_A_YEAR = timedelta(days=182)


@dataclass(frozen=True)
class Ways:
    """A community in sum, and one member's own way in it.

    Args:
        others: how many other members there are in each ring, the centre first.
        own: the member's ring; ``came_from`` the one they were in half a year ago.
    """

    others: tuple[int, int, int]
    own: int
    came_from: int

    @property
    def words(self) -> str:
        """The picture as text; it names nobody."""
        counts = list(self.others)
        counts[self.own] += 1
        everyone = _("%(centre)s at the centre, %(middle)s on the way, %(edge)s at the edge.") % {
            "centre": counts[CENTRE],
            "middle": counts[MIDDLE],
            "edge": counts[EDGE],
        }
        return f"{everyone} {self._own_words()}"

    def _own_words(self) -> str:
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


def ways(community: Community, member: Member) -> Ways:
    """Read how a community takes part, and the member's own way, in a constant number of questions."""
    today = timezone.localdate()
    acts = _acts(community, today)
    here = set(Membership.objects.current().filter(community=community).values_list("member_id", flat=True))
    others = participation.in_sum((acts[key] for key in here - {member.pk}), today)
    before, own = participation.way(acts[member.pk], [today - HALF_A_YEAR, today])
    return Ways(others, own, before)


def _acts(community: Community, today: date) -> dict[UUID, list[Act]]:
    """Give what each member did in the community, by the member's key."""
    found: dict[UUID, list[Act]] = defaultdict(list)
    for key, act in (*_came(community), *_facilitated(community), *_mentored(community, today)):
        found[key].append(act)
    return found


def _came(community: Community) -> Iterator[tuple[UUID, Act]]:
    came = Attendance.objects.filter(meeting__session__community=community, presence=Attendance.Presence.CAME)
    for key, at in came.values_list("member_id", "meeting__starts_at"):
        yield key, Act("attended", timezone.localdate(at))


def _facilitated(community: Community) -> Iterator[tuple[UUID, Act]]:
    taken = Turn.objects.taken().filter(community=community)
    for key, at in taken.values_list("member_id", "session__meeting__starts_at"):
        yield key, Act("facilitated", timezone.localdate(at))


def _mentored(community: Community, today: date) -> Iterator[tuple[UUID, Act]]:
    mentors = Party.objects.filter(
        role="mentor",
        partnership__cohort__programme=community.programme_id,
        member__communities__community=community,
        member__communities__left_at=None,
    )
    rows = mentors.values_list("member_id", "partnership__began_at", "partnership__conclusion__at")
    for key, began, ended in rows.distinct():
        day, last = timezone.localdate(began), timezone.localdate(ended) if ended else today
        while day <= last:
            yield key, Act("mentored", day)
            day += A_QUARTER
