"""Prompting whoever should find a time, twice in each half-year, and the coordinators before it ends."""

from django.utils import timezone

from cop import halves, mails, prompting
from cop.models import Community, Prompt, Turn
from organisations import audit
from organisations.models import Member


def prompt_who_is_short() -> int:
    """Prompt for each community of the organisation that is short of its meetings; give how many prompts went out.

    To be called inside an organisation, with its time zone in force, as often as one likes: each prompt goes out once.
    """
    communities = (
        Community.objects.standing().select_related("programme").prefetch_related("programme__cohorts")
    )
    return sum(_prompt(community) for community in communities)


def _prompt(community: Community) -> bool:
    today = timezone.localdate()
    half = prompting.half_now(community, today)
    if half is None or not prompting.is_short(community, half):
        return False
    prompt, made = Prompt.objects.get_or_create(
        organisation_id=community.organisation_id,
        community=community,
        half_on=half.first,
        moment=half.moment(today),
    )
    if made:
        audit.record("community.prompted", on=community, by=None, moment=prompt.moment, half_on=half.first)
        for recipient, page in _recipients(community, prompt.moment):
            mails.tell(recipient, mails.SHORT, community=community, about=prompt, page=page)
    return made


def _recipients(community: Community, moment: str) -> list[tuple[Member, str]]:
    """Who facilitates next; at the end, and where nobody does yet, the coordinators. Each with the page to go to."""
    turn = Turn.objects.coming().unbound().filter(community=community).select_related("member").first()
    if turn and moment != halves.END:
        return [(turn.member, "community_session_new")]
    coordinators = Member.objects.filter(coordinations__programme=community.programme_id)
    return [(member, "community_care") for member in coordinators.order_by("pk")]
