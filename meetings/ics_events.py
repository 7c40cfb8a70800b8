"""Meetings as they stand in one person's calendar. They name people, time and place; never what about."""

from collections.abc import Iterable
from dataclasses import replace
from email.utils import parseaddr

from django.conf import settings
from django.utils.translation import gettext as _

from meetings import calendar_objects, wording
from meetings.calendar_objects import CONFIRMED, TENTATIVE, Attendee, Entry, Item, Repeating
from meetings.models import Arrangement, Attendance, Meeting
from organisations.addresses import absolute, path
from organisations.models import Member

ANSWERS = {
    Attendance.Response.YES: calendar_objects.ACCEPTED,
    Attendance.Response.MAYBE: calendar_objects.TENTATIVE,
    Attendance.Response.NO: calendar_objects.DECLINED,
    Attendance.Response.NONE: calendar_objects.UNANSWERED,
}
OPEN = {Attendance.Response.NONE, Attendance.Response.MAYBE}


def entry_for(meeting: Meeting, reader: Member) -> Entry:
    """Return the meeting as it stands in one person's calendar. Needs the meeting with its people.

    The platform itself stands as organiser: whoever runs a meeting may move it, and a calendar takes changes only
    from the organiser of what it has. In a series the page is that of the series, so that its meetings are alike.
    """
    arrangement = getattr(meeting, "arrangement", None) or Arrangement()
    row = meeting.calendar_row
    inside = path("meeting", meeting.pk) if row is meeting else path("meeting_series", row.pk)
    page = absolute(reader.organisation, inside)
    said = {each.member_id: each.response for each in meeting.attendances.all()}
    words = [_("Join online: %(link)s") % {"link": arrangement.link}] if arrangement.link else []
    words.append(_("Agenda, notes and actions: %(page)s") % {"page": page})
    return Entry(
        uid=str(row.pk),
        sequence=row.sequence,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        zone=meeting.agreed_zone.key,
        summary=wording.title_for(meeting, reader),
        organiser=(reader.organisation.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]),
        attendees=_attendees(meeting, reader),
        location=arrangement.place or arrangement.link,
        url=arrangement.link or page,
        description="\n".join(words),
        status=TENTATIVE if said.get(reader.pk) in OPEN else CONFIRMED,
    )


def _attendees(meeting: Meeting, reader: Member) -> list[Attendee]:
    """Return whom the object names: two who meet know each other's address; in a circle nobody but the reader."""
    invited = list(meeting.attendances.all())
    if meeting.name or len(invited) != 2:
        invited = [each for each in invited if each.member_id == reader.pk]
    return [
        Attendee(
            each.member.display_name, each.member.mail_address, ANSWERS[Attendance.Response(each.response)]
        )
        for each in invited
    ] or [Attendee(reader.display_name, reader.mail_address)]


def object_for(meeting: Meeting, reader: Member) -> Item | None:
    """Return what stands in one person's calendar of a meeting or of its series; None when none of it stands."""
    if meeting.calendar_row is meeting:
        invited = any(each.member_id == reader.pk for each in meeting.attendances.all())
        return entry_for(meeting, reader) if invited and not meeting.is_cancelled else None
    found = Meeting.objects.visible_to(reader).standing().with_people().filter(series=meeting.series_id)
    return next(iter(objects_for(found, reader)), None)


def kept_by(meeting: Meeting, reader: Member) -> list[Item]:
    """Return what one person's calendar keeps of a meeting, or of all its series, as far as they have not declined.

    A series is one object, unless its meetings were sent as objects of their own. A single meeting is kept also by who
    declined it: they ask for it.
    """
    if meeting.series is None:
        return [item for item in [object_for(meeting, reader)] if item]
    found = Meeting.objects.visible_to(reader).standing().with_people().filter(series=meeting.series_id)
    standing = [each for each in found.order_by("number") if each.invites(reader)]
    coming = [each for each in standing if each.attendance_of(reader).response != Attendance.Response.NO]
    return objects_for(coming, reader)


def objects_for(meetings: Iterable[Meeting], reader: Member) -> list[Item]:
    """Return the objects that some meetings make, each series being one. Needs them with their people."""
    items: list[Item] = []
    series: dict[object, dict[int, Entry]] = {}
    for meeting in meetings:
        if meeting.calendar_row is meeting:
            items.append(entry_for(meeting, reader))
        else:
            if meeting.series_id not in series:
                series[meeting.series_id] = {}
                items.append(Repeating(meeting.series.rule, series[meeting.series_id]))
            series[meeting.series_id][meeting.number or 0] = entry_for(meeting, reader)
    return items


def cancelled_for(meeting: Meeting, reader: Member) -> Entry:
    """Return what takes the meeting, or its whole series, off one person's calendar."""
    entry = entry_for(meeting, reader)
    if meeting.calendar_row is meeting:
        return entry
    rule = meeting.series.rule
    return replace(entry, starts_at=rule.start(0), ends_at=rule.end(0), zone=rule.zone.key)
