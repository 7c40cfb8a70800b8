"""Having the people of a partnership told, in the transaction of what happened."""

from notifications import outbox
from organisations.addresses import path
from organisations.models import Member, OrganisationModel
from partnerships.models import Conclusion, Partnership
from programmes.models import Coordination


def tell_others(
    partnership: Partnership, by: Member, kind: str, *, about: OrganisationModel, page: str
) -> None:
    for party in partnership.parties.all():
        if party.member_id != by.pk:
            tell(party.member, kind, of=partnership, about=about, page=page)


def tell_coordinators(conclusion: Conclusion, by: Member) -> None:
    """Have the coordinators of the programme told that a partnership ended early; why, they read on the page."""
    cohort = conclusion.partnership.cohort
    for coordination in Coordination.objects.filter(programme=cohort.programme_id).select_related("member"):
        if coordination.member_id != by.pk:
            link = path("cohort", cohort.pk)
            outbox.enqueue(coordination.member, "partnership-ended-early", about=conclusion, link=link)


def tell(recipient: Member, kind: str, *, of: Partnership, about: OrganisationModel, page: str) -> None:
    arguments = [of.pk, about.pk] if page == "partnership_review_views" else [of.pk]
    outbox.enqueue(recipient, kind, about=about, link=path(page, *arguments))
