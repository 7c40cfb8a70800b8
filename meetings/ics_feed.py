"""A member's meetings as a calendar that their own calendar reads from time to time, at an address that tells who."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import calendar_objects
from meetings.calendar_objects import Day
from meetings.ics_events import objects_for
from meetings.models import Attendance, CalendarFeed, Meeting
from organisations import audit, tenancy
from organisations.models import Member

SALT = "meetings.ics_feed"
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
    """Return the absolute address of a member's calendar; empty when they have none."""
    feed = CalendarFeed.objects.filter(member=member).first()
    if feed is None:
        return ""
    said = [str(member.organisation_id), str(member.pk), str(feed.key)]
    token = signing.Signer(salt=SALT).sign_object(said)
    outside = reverse("calendar_feed", args=[token], urlconf=settings.ROOT_URLCONF)
    return f"{settings.SITE_URL}/{outside.removeprefix(get_script_prefix())}"


def read(token: str) -> bytes | None:
    """Return the calendar at an address: standing meetings ahead, and the last 90 days; and days of upper apps.

    What its owner cannot come to is left out. None when we did not make the address, or it is void.
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
        days = [day for find in _days for day in find(feed.member, since.date())]
        return calendar_objects.subscription(
            *objects_for(_meetings(feed.member, since), feed.member),
            days=days,
            name=_("Mentoring at %(organisation)s") % {"organisation": feed.member.organisation.name},
            zone=feed.member.zone,
        )


def _meetings(member: Member, since: datetime) -> Iterable[Meeting]:
    """The meetings in a member's calendar: those to which they have not said no; of a series all, once one is there."""
    mine = Meeting.objects.visible_to(member).standing()
    mine = mine.filter(
        attendances__in=Attendance.objects.filter(member=member).exclude(response=Attendance.Response.NO)
    )
    recent = mine.filter(ends_at__gt=since)
    repeating = recent.exclude(series=None).values("series")
    return (
        mine.with_people().filter(Q(ends_at__gt=since) | Q(series__in=repeating)).order_by("starts_at", "id")
    )
