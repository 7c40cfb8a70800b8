"""What stands beside home: the rings of one's community, and what can be added."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cop.queries.participation import ParticipationHistory, community_from_flag, get_participation
from organisations.models import Member
from partnerships.queries import MemberPartnership


@dataclass(frozen=True)
class Rings:
    """A community, and one's own way in it."""

    community: Any
    participation: ParticipationHistory


@dataclass(frozen=True)
class Addition:
    """Something that can be added from here."""

    label: str
    url: str


def read_rings(member: Member) -> Rings | None:
    """Return the community that somebody joined last and that has rings to show, in one query; None without one."""
    said = member.latest_community  # type: ignore[attr-defined]  # a registered fact
    if not said:
        return None
    community = community_from_flag(said)
    return Rings(community, get_participation(community, member))


def list_additions(places: list[MemberPartnership], rings: Rings | None) -> list[Addition]:
    """Return what a participant can add: to what is theirs alone, to their one partnership, to their community."""
    under_way = [place for place in places if not place.partnership.is_concluded]
    additions = [Addition(_("A thought to my diary"), reverse("diary_entry_new"))]
    if any(not place.is_mentor for place in under_way):
        additions.append(Addition(_("Evidence to my portfolio"), reverse("evidence_new")))
    if len(under_way) == 1:
        url = reverse("partnership_meeting_log", args=[under_way[0].partnership.pk])
        additions.append(Addition(_("A past meeting"), url))
    if rings:
        url = reverse("community_thread_new", args=[rings.community.pk])
        additions.append(Addition(_("Something for the community"), url))
    return additions
