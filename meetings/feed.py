"""A member's meetings as a calendar that their own calendar reads from time to time, at an address that tells who."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import get_script_prefix, reverse
from django.utils import timezone

from meetings import calendar_objects
from meetings.calendar_objects import Day
from meetings.entries import entry_for
from meetings.models import CalendarFeed, Meeting
from organisations import audit, tenancy
from organisations.models import Member

SALT = "meetings.feed"
KEPT_FOR = timedelta(days=90)


Days = Callable[[Member, date], Iterable[Day]]

_days: list[Days] = []


def register(days: Days) -> None:
    """Add the days of an upper app, from a day on, to everybody's calendar; called once when the apps are ready."""
    if days not in _days:
        _days.append(days)


@transaction.atomic
def make_address(*, by: Member) -> CalendarFeed:
    """Make a member's private address, or a new one in place of the old, which then gives nothing any more."""
    feed, _made = CalendarFeed.objects.update_or_create(
        organisation_id=by.organisation_id,
        member=by,
        defaults={"key": uuid4(), "made_at": timezone.now()},
    )
    audit.record("feed.made", on=feed, by=by)
    return feed


@transaction.atomic
def remove_address(*, by: Member) -> None:
    """Make a member's private address void."""
    for feed in CalendarFeed.objects.filter(member=by):
        audit.record("feed.removed", on=feed, by=by)
        feed.delete()


def address_of(member: Member) -> str:
    """Give the absolute address of a member's calendar; empty when they have none."""
    feed = CalendarFeed.objects.filter(member=member).first()
    if feed is None:
        return ""
    said = [str(member.organisation_id), str(member.pk), str(feed.key)]
    token = signing.Signer(salt=SALT).sign_object(said)
    outside = reverse("calendar_feed", args=[token], urlconf=settings.ROOT_URLCONF)
    return f"{settings.SITE_URL}/{outside.removeprefix(get_script_prefix())}"


def read(token: str) -> bytes | None:
    """Give the calendar at an address: standing meetings ahead, and those of the last 90 days; and days of upper apps.

    None when we did not make the address, or it is void.
    """
    try:
        organisation, member, key = (UUID(part) for part in signing.Signer(salt=SALT).unsign_object(token))
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return None
    with tenancy.inside(organisation, member):
        held = CalendarFeed.objects.filter(member=member, key=key, member__user__is_active=True)
        feed = held.select_related("member__organisation").first()
        if feed is None:
            return None
        since = timezone.now() - KEPT_FOR
        mine = Meeting.objects.visible_to(feed.member).standing().with_people()
        meetings = mine.filter(ends_at__gt=since).order_by("starts_at", "id")
        days = [day for find in _days for day in find(feed.member, since.date())]
        return calendar_objects.publish(*(entry_for(meeting, feed.member) for meeting in meetings), days=days)
