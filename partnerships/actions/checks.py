"""What several actions ask first: is it theirs, does it still go on; who and what belongs to it."""

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from meetings.models import Meeting, MeetingQuerySet
from organisations.models import Member
from organisations.prepared_queries import prepared_query
from partnerships.errors import PartnershipError
from partnerships.models import Conclusion, Partnership, Party


def locked(partnership: Partnership, by: Member, *, or_coordinator: bool = False) -> Partnership:
    """Lock a partnership and give it as it is now.

    Raises:
        PartnershipError: the member is no party of it (nor coordinates its programme, where that is enough), or it
            has ended.
    """
    if not (found := _held(partnership)):
        raise Partnership.DoesNotExist
    (partnership,) = found
    prefetch_related_objects(
        found, Prefetch("parties", Party.objects.select_related("member").order_by("pk"))
    )
    theirs = by.pk in {party.member_id for party in partnership.parties.all()}
    if not theirs and not (
        or_coordinator and Partnership.objects.coordinated_by(by).filter(pk=partnership.pk)
    ):
        raise PartnershipError(_("This partnership is not yours."))
    if _conclusions(partnership):
        raise PartnershipError(_("This partnership has ended. All of it stays here for you to read."))
    return partnership


@prepared_query
def _held(partnership: Partnership) -> QuerySet[Partnership]:
    return Partnership.objects.filter(pk=partnership.pk).select_for_update(of=("self",))


@prepared_query
def _conclusions(partnership: Partnership) -> QuerySet[Conclusion]:
    return Conclusion.objects.filter(partnership=partnership)


def meetings_of(partnership: Partnership, by: Member) -> MeetingQuerySet:
    return Meeting.objects.visible_to(by).standing().filter(partnership_link__partnership=partnership)


def members_of(partnership: Partnership) -> list[Member]:
    return [party.member for party in partnership.parties.all()]
