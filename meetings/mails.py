"""What people hear of their meetings by mail: that something waits, when, with whom, and the link. Never what about.

Each kind decides when it is sent whether it still applies, so that a message which was claimed just before a
meeting moved is not sent. The calendar object goes along with the first three.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings import calendar_objects, wording
from meetings.entries import entry_for
from meetings.models import Attendance, Meeting
from notifications import kinds, outbox
from notifications.audience import Audience
from notifications.kinds import Attachment, Content, Kind
from notifications.models import Message
from organisations.addresses import path
from organisations.models import Member

INVITATION, CHANGED, CANCELLED = "meeting-invitation", "meeting-changed", "meeting-cancelled"
REMINDER, DECLINED = "meeting-reminder", "meeting-declined"
ABSENT, OTHERWISE = "meeting-absent", "meeting-otherwise"
REMINDED_BEFORE = timedelta(hours=24)


def invite(meeting: Meeting, people: Iterable[Member]) -> None:
    """Tell people at once that they are invited."""
    outbox.tell_all(people, INVITATION, about=meeting, link=path("meeting", meeting.pk))


def remind(meeting: Meeting, people: Iterable[Member]) -> None:
    """Remind people a day before the start. Is that over already, then what they hear now suffices."""
    due_at = meeting.starts_at - REMINDED_BEFORE
    if due_at > timezone.now():
        outbox.tell_all(
            people,
            REMINDER,
            about=meeting,
            link=path("meeting", meeting.pk),
            due_at=due_at,
            occurrence=str(meeting.revision),
        )


def tell_change(meeting: Meeting, people: Iterable[Member]) -> None:
    """Tell people of the meeting's new time or place. Who has not been sent the invitation yet gets that instead."""
    not_yet_invited = _waiting_for(meeting, INVITATION)
    outbox.call_off(meeting.pk, INVITATION, CHANGED, REMINDER, DECLINED)
    for person in people:
        if person.pk in not_yet_invited:
            _tell(person, INVITATION, meeting)
        else:
            _tell(person, CHANGED, meeting, occurrence=str(meeting.revision))


def tell_cancellation(meeting: Meeting, people: Iterable[Member]) -> None:
    """Tell people that the meeting does not take place, and call off what else they would have heard of it."""
    outbox.call_off(meeting.pk)
    for person in people:
        _tell(person, CANCELLED, meeting)


def tell_refusal(meeting: Meeting, people: Iterable[Member], *, by: Member) -> None:
    """Tell people that someone cannot come."""
    for person in people:
        _tell(person, DECLINED, meeting, occurrence=f"{meeting.revision}.{by.pk}")


def tell_absent(meeting: Meeting, person: Member, *, by: Member) -> None:
    """Tell somebody that another noted them as absent, so that they can say otherwise."""
    _tell(person, ABSENT, meeting, occurrence=str(by.pk))


def tell_otherwise(meeting: Meeting, person: Member, *, by: Member) -> None:
    """Tell who noted somebody as present or absent that they themself say otherwise."""
    _tell(person, OTHERWISE, meeting, occurrence=str(by.pk))


def forget(meeting: Meeting, person: Member) -> None:
    """Call off what still waits for one person about the meeting."""
    outbox.call_off_for(person, meeting.pk)


def _tell(person: Member, kind: str, meeting: Meeting, occurrence: str = "") -> None:
    outbox.tell(person, kind, about=meeting, link=path("meeting", meeting.pk), occurrence=occurrence)


def _waiting_for(meeting: Meeting, kind: str) -> set[object]:
    waiting = Message.objects.filter(subject_id=meeting.pk, kind=kind, state__in=Message.UNTOLD)
    return set(waiting.values_list("recipient_id", flat=True))


def _occurrence(message: Message) -> str:
    return message.key.rpartition(":")[2]


def _meeting_of(message: Message) -> Meeting | None:
    """Give the meeting a message is about, while its recipient is invited and it has not begun."""
    found = Meeting.objects.visible_to(message.recipient).with_people().filter(pk=message.subject_id)
    return found.filter(starts_at__gt=timezone.now()).first()


def compose_invitation(message: Message) -> Content | None:
    """Someone proposes a meeting. Dropped once it was cancelled or began."""
    meeting = _meeting_of(message)
    if meeting is None or meeting.is_cancelled:
        return None
    names = {"name": _plain(meeting.created_by), "when": wording.when_for(meeting, message.recipient)}
    if meeting.name:
        subject = _("You are invited: %(title)s, %(when)s") % _title_and_time(meeting, message)
    else:
        subject = _("%(name)s proposes to meet: %(when)s") % names
    following = list(Meeting.objects.visible_to(message.recipient).with_people().following(meeting))
    attached = _attached(meeting, message, "REQUEST")
    if following:
        entries = [entry_for(later, message.recipient) for later in following]
        content = calendar_objects.publish(*entries)
        attached += (Attachment("following.ics", content, "text/calendar; method=PUBLISH"),)
    return _content(message, meeting, subject, attached, following=len(following))


def compose_change(message: Message) -> Content | None:
    """Time or place are new. Dropped once they changed again, or the meeting was cancelled or began."""
    meeting = _meeting_of(message)
    if meeting is None or meeting.is_cancelled or _occurrence(message) != str(meeting.revision):
        return None
    subject = _("Changed: %(title)s, now %(when)s") % _title_and_time(meeting, message)
    return _content(message, meeting, subject, _attached(meeting, message, "REQUEST"))


def compose_cancellation(message: Message) -> Content | None:
    """The meeting does not take place. Dropped once it would have begun."""
    meeting = _meeting_of(message)
    if meeting is None or not meeting.is_cancelled:
        return None
    subject = _("Cancelled: %(title)s, %(when)s") % _title_and_time(meeting, message)
    return _content(message, meeting, subject, _attached(meeting, message, "CANCEL"))


def compose_reminder(message: Message) -> Content | None:
    """A day before. Dropped when the meeting moved, was cancelled or began, or the recipient cannot come."""
    meeting = _meeting_of(message)
    if meeting is None or meeting.is_cancelled or _occurrence(message) != str(meeting.revision):
        return None
    if meeting.attendance_of(message.recipient).response == Attendance.Response.NO:
        return None
    return _content(message, meeting, _("%(title)s, %(when)s") % _title_and_time(meeting, message))


def compose_refusal(message: Message) -> Content | None:
    """Someone cannot come. Dropped once they can, or the meeting moved, was cancelled or began."""
    meeting = _meeting_of(message)
    if meeting is None or meeting.is_cancelled:
        return None
    revision, _dot, member_id = _occurrence(message).partition(".")
    refusing = [
        attendance.member
        for attendance in meeting.attendances.all()
        if str(attendance.member_id) == member_id and attendance.response == Attendance.Response.NO
    ]
    if not refusing or revision != str(meeting.revision):
        return None
    names = {"name": _plain(refusing[0]), "when": wording.when_for(meeting, message.recipient)}
    return _content(message, meeting, _("%(name)s cannot come: %(when)s") % names, refusing=refusing[0])


def compose_absent(message: Message) -> Content | None:
    """Somebody noted the recipient as absent. Dropped once that is not noted any more, or they said something."""
    meeting = _past_meeting_of(message)
    mine = meeting.attendance_of(message.recipient) if meeting else None
    if (
        meeting is None
        or mine is None
        or mine.own_presence
        or mine.noted_presence != Attendance.Presence.MISSED
    ):
        return None
    return _about_absence(message, meeting, _("%(name)s noted that you did not come: %(when)s"))


def compose_otherwise(message: Message) -> Content | None:
    """Somebody says otherwise than the recipient noted of them. Dropped once both say the same."""
    meeting = _past_meeting_of(message)
    differs = [each for each in meeting.attendances.all() if each.is_disputed] if meeting else []
    if meeting is None or _occurrence(message) not in {str(each.member_id) for each in differs}:
        return None
    return _about_absence(message, meeting, _("%(name)s says otherwise about who came: %(when)s"))


def _past_meeting_of(message: Message) -> Meeting | None:
    found = Meeting.objects.visible_to(message.recipient).with_people().filter(pk=message.subject_id)
    return found.filter(starts_at__lte=timezone.now(), cancellation=None).first()


def _about_absence(message: Message, meeting: Meeting, subject: str) -> Content | None:
    said = [each.member for each in meeting.attendances.all() if str(each.member_id) == _occurrence(message)]
    if not said:
        return None
    when = wording.when_for(meeting, message.recipient)
    return Content(
        subject=subject % {"name": _plain(said[0]), "when": when},
        action=_("Say who came"),
        context={"meeting": meeting, "when": when, "other": said[0]},
    )


def _title_and_time(meeting: Meeting, message: Message) -> dict[str, str]:
    return {
        "title": wording.title_for(meeting, message.recipient),
        "when": wording.when_for(meeting, message.recipient),
    }


def _plain(member: Member) -> str:
    """Give a name for a subject line, which has one line."""
    return " ".join(member.display_name.split())


def _content(
    message: Message, meeting: Meeting, subject: str, attachments: tuple[Attachment, ...] = (), **more: object
) -> Content:
    context = {
        "meeting": meeting,
        "when": wording.when_for(meeting, message.recipient),
        "names": wording.names_of(meeting.others_than(message.recipient)),
        **more,
    }
    return Content(
        subject=subject,
        action=_("Open the meeting"),
        context=context,
        attachments=attachments,
        happens_at=meeting.starts_at,
    )


def _attached(meeting: Meeting, message: Message, method: str) -> tuple[Attachment, ...]:
    """Give the calendar object; ``method`` is REQUEST or CANCEL, and mail programs want it named twice."""
    write = {"REQUEST": calendar_objects.request, "CANCEL": calendar_objects.cancel}[method]
    content = write(entry_for(meeting, message.recipient))
    return (Attachment("meeting.ics", content, f"text/calendar; method={method}"),)


KINDS = (
    Kind(
        INVITATION,
        gettext_lazy("Invitations to meetings"),
        compose_invitation,
        Audience.JOINED,
        optional=False,
    ),
    Kind(CHANGED, gettext_lazy("Meetings that move"), compose_change, Audience.JOINED, optional=False),
    Kind(
        CANCELLED,
        gettext_lazy("Meetings that are cancelled"),
        compose_cancellation,
        Audience.JOINED,
        optional=False,
    ),
    Kind(REMINDER, gettext_lazy("A reminder the day before a meeting"), compose_reminder, Audience.JOINED),
    Kind(DECLINED, gettext_lazy("That someone cannot come to a meeting"), compose_refusal, Audience.JOINED),
    Kind(ABSENT, gettext_lazy("That you were noted as absent"), compose_absent, Audience.JOINED),
    Kind(
        OTHERWISE,
        gettext_lazy("That someone says otherwise about who came"),
        compose_otherwise,
        Audience.JOINED,
    ),
)


def register_kinds() -> None:
    """Make the kinds known to the outbox."""
    for kind in KINDS:
        kinds.register(kind)
