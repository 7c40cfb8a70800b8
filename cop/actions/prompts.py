"""Prompting whoever should find a time, twice in each half-year, and the coordinators before it ends.

Nobody is asked to find a time while a session is planned already; the coordinators hear near the end what is missing.
"""

from datetime import date

from django.utils import timezone

from cop import half_year_prompts, half_years, mails
from cop.models import Community, Prompt, Session, Turn
from cop.queries.communities import can_arrange
from organisations import audit
from organisations.models import Member


def prompt_who_is_short() -> int:
    """Prompt for each community of the organisation that is short of its meetings; return how many prompts went out.

    To be called inside an organisation, with its time zone in force, as often as one likes: each prompt goes out once.
    """
    today = timezone.localdate()
    standing = Community.objects.standing().select_related("programme").prefetch_related("programme__cohorts")
    due = {
        (community.pk, half.first, half.moment(today)): community
        for community, half in half_year_prompts.short_of(standing, today)
    }
    gone_out = Prompt.objects.filter(community__in={community for community, _half_on, _moment in due})
    for key in gone_out.values_list("community_id", "half_on", "moment"):
        due.pop(key, None)
    planned = set(
        Session.objects.upcoming()
        .order_by()
        .filter(community__in=set(due.values()))
        .values_list("community_id", flat=True)
    )
    due = {
        key: community for key, community in due.items() if key[0] not in planned or key[2] == half_years.END
    }
    return sum(_prompt(community, half_on, moment) for (_key, half_on, moment), community in due.items())


def _prompt(community: Community, half_on: date, moment: str) -> bool:
    prompt, made = Prompt.objects.get_or_create(
        organisation_id=community.organisation_id, community=community, half_on=half_on, moment=moment
    )
    if made:
        audit.record("community.prompted", on=community, by=None, moment=moment, half_on=half_on)
        for recipient, page in _recipients(community, moment):
            mails.tell(recipient, mails.SHORT, community=community, about=prompt, page=page)
    return made


def _recipients(community: Community, moment: str) -> list[tuple[Member, str]]:
    """Return who prepares next; at the end, and where nobody can yet, the coordinators. Each with the page to go to."""
    turn = Turn.objects.coming().unbound().filter(community=community).select_related("member").first()
    if turn and moment != half_years.END and can_arrange(community, turn.member):
        return [(turn.member, "community_session_new")]
    coordinators = Member.objects.filter(coordinations__programme=community.programme_id)
    return [(member, "community_care") for member in coordinators.order_by("pk")]
