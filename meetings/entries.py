"""A meeting as the entry that stands in one person's calendar. It names people, time and place; never what about."""

from email.utils import parseaddr

from django.conf import settings
from django.utils.translation import gettext as _

from meetings import calendar_objects, wording
from meetings.calendar_objects import Attendee, Entry
from meetings.models import Arrangement, Attendance, Meeting
from organisations.addresses import absolute, path
from organisations.models import Member

STATUS = {
    Attendance.Response.YES: calendar_objects.ACCEPTED,
    Attendance.Response.MAYBE: calendar_objects.TENTATIVE,
    Attendance.Response.NO: calendar_objects.DECLINED,
    Attendance.Response.NONE: calendar_objects.UNANSWERED,
}


def entry_for(meeting: Meeting, reader: Member) -> Entry:
    """Give the entry for one of the attendees. Needs the meeting with its people.

    The platform itself stands as organiser: any attendee may move a meeting, and a calendar takes changes only
    from the organiser of what it has.
    """
    arrangement = getattr(meeting, "arrangement", None) or Arrangement()
    page = absolute(reader.organisation, path("meeting", meeting.pk))
    return Entry(
        uid=str(meeting.pk),
        sequence=meeting.revision,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        zone=meeting.zone,
        summary=wording.title_for(meeting, reader),
        organiser=(reader.organisation.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]),
        attendees=[
            Attendee(
                attendance.member.display_name,
                attendance.member.mail_address,
                STATUS[Attendance.Response(attendance.response)],
            )
            for attendance in meeting.attendances.all()
        ],
        location=arrangement.place or arrangement.link,
        url=arrangement.link or page,
        description=_("Agenda, notes and what you promised: %(page)s") % {"page": page},
    )
