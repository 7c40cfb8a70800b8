"""What people hear of their meetings by mail: that something waits, when, with whom, and the link. Never what about.

Each kind decides when it is sent whether it still applies, so that a message which was claimed just before a
meeting moved is not sent. The calendar object goes along with the first three.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings import calendar_objects, wording
from meetings.ics_events import cancelled_for, object_for
from meetings.models import Attendance, Meeting, Series
from notifications import kinds, outbox
from notifications.audience import Audience
from notifications.kinds import Attachment, Content, MessageKind
from notifications.models import Message
from organisations.addresses import path
from organisations.models import Member

INVITATION, CHANGED, CANCELLED = "meeting-invitation", "meeting-changed", "meeting-cancelled"
REMINDER, DECLINED, EXCUSED = "meeting-reminder", "meeting-declined", "meeting-excused"
ABSENT, OTHERWISE = "meeting-absent", "meeting-otherwise"
REMINDED_BEFORE = timedelta(hours=24)
REFUSALS_GATHERED_FOR = timedelta(minutes=5)
OUT = (Message.State.CLAIMED, Message.State.SENT)


def invite(meeting: Meeting, people: Iterable[Member]) -> None:
    """Tell people at once that they are invited; to a series once, whichever of its meetings it is."""
    about = meeting.series or meeting
    outbox.enqueue_all(people, INVITATION, about=about, link=_page(about))


def remind(meeting: Meeting, people: Iterable[Member]) -> None:
    """Remind people a day before the start. Is that over already, then what they hear now suffices."""
    due_at = meeting.starts_at - REMINDED_BEFORE
    if due_at > timezone.now():
        outbox.enqueue_all(
            people,
            REMINDER,
            about=meeting,
            link=_page(meeting),
            due_at=due_at,
            occurrence=str(meeting.revision),
        )


def tell_change(meeting: Meeting, people: Iterable[Member], *, by: Member, was: datetime) -> None:
    """Tell people of the meeting's new time or place. The invitation of who has not been sent it yet says it too.

    ``by`` hears of it when their calendar was sent it before.

    Args:
        was: when it began before. Is it called off before they heard of this, they hear of that time.
    """
    told = _invited([meeting], _addressees([meeting], people, by))
    starts = _starts_told(meeting)
    outbox.cancel(meeting.pk, CHANGED, REMINDER, DECLINED)
    by_start: dict[str, list[Member]] = {}
    for person in told:
        by_start.setdefault(starts.get(person.pk, str(int(was.timestamp()))), []).append(person)
    for start, those in by_start.items():
        occurrence = f"{meeting.revision}@{start}"
        outbox.enqueue_all(those, CHANGED, about=meeting, link=_page(meeting), occurrence=occurrence)


def tell_series_change(
    series: Series, meetings: Sequence[Meeting], people: Iterable[Member], *, by: Member
) -> None:
    """Tell people once that these meetings, the last of a series, have a new time or place; else as above.

    Who still waits to hear of an earlier change of the series hears of both at once, from where that one began.
    """
    told = _invited(meetings, _addressees(meetings, people, by))
    untold = _first_untold(series)
    outbox.cancel(series.pk, CHANGED)
    for meeting in meetings:
        outbox.cancel(meeting.pk, CHANGED, REMINDER, DECLINED)
    together: dict[int, list[Member]] = {}
    for person in told:
        first = meetings[0].number or 0
        together.setdefault(min(first, untold.get(person.pk, first)), []).append(person)
    for first, those in together.items():
        occurrence = f"{series.revision}.{first}"
        outbox.enqueue_all(those, CHANGED, about=series, link=_page(series), occurrence=occurrence)


def tell_cancellation(meetings: Sequence[Meeting], people: Iterable[Member], *, by: Member) -> None:
    """Tell people once that meetings of one series, or a single one, do not take place; call off all else of them.

    ``by`` hears of it when their calendar was sent it before. Who has not joined yet does not, then or later, nor who
    has not been sent the invitation, which is called off.
    """
    first = meetings[0]
    told = [person for person in _invited(meetings, _addressees(meetings, people, by)) if person.has_joined]
    starts = _starts_told(first)
    hush(meetings)
    is_single = len(meetings) == 1 or first.series is None
    about, occurrence = (first, "") if is_single else (first.series, str(first.pk))
    by_start: dict[str, list[Member]] = {}
    for person in told:
        by_start.setdefault(starts.get(person.pk, ""), []).append(person)
    for start, those in by_start.items():
        at = f"@{start}" if start else ""
        outbox.enqueue_all(those, CANCELLED, about=about, link=_page(about), occurrence=occurrence + at)


def _starts_told(meeting: Meeting) -> dict[UUID, str]:
    """Return when a meeting began as far as those were told who wait to hear that it moved, by who they are.

    In seconds, as a change of one meeting keeps it in its occurrence.
    """
    waiting = outbox.list_messages(subject_id=meeting.pk, kind=CHANGED, state__in=Message.UNTOLD)
    return {
        message.recipient_id: start
        for message in waiting
        if (start := _occurrence(message).partition("@")[2])
    }


def hush(meetings: Iterable[Meeting]) -> None:
    """Call off what people would have heard of meetings, and of their series when none of it stands."""
    for meeting in meetings:
        outbox.cancel(meeting.pk)
        if meeting.series and not Meeting.objects.standing().filter(series=meeting.series).exists():
            outbox.cancel(meeting.series.pk)


def tell_refusal(meeting: Meeting, people: Iterable[Member], *, by: Member) -> None:
    """Tell people that someone cannot come; of a series a little later, and once for what they answer until then."""
    if meeting.series:
        _tell_refusal_in(meeting.series, people, by)
        return
    outbox.enqueue_all(
        people,
        DECLINED,
        about=meeting,
        link=_page(meeting),
        occurrence=f"{meeting.revision}.{by.pk}",
    )


def _tell_refusal_in(series: Series, people: Iterable[Member], by: Member) -> None:
    """Who looks through a series and answers each of its meetings is told of by one mail, not by one for each."""
    waiting = outbox.list_messages(subject_id=series.pk, kind=DECLINED, state__in=Message.UNTOLD)
    hear_already = {
        message.recipient_id for message in waiting if _occurrence(message).startswith(f"{by.pk}.")
    }
    now = timezone.now()
    outbox.enqueue_all(
        [person for person in people if person.pk not in hear_already],
        DECLINED,
        about=series,
        link=_page(series),
        due_at=now + REFUSALS_GATHERED_FOR,
        occurrence=f"{by.pk}.{int(now.timestamp())}",
    )


def tell_absent(meeting: Meeting, person: Member, *, by: Member) -> None:
    """Tell somebody that another noted them as absent, so that they can say otherwise."""
    outbox.enqueue(person, ABSENT, about=meeting, link=_page(meeting), occurrence=str(by.pk))


def tell_otherwise(meeting: Meeting, person: Member, *, by: Member) -> None:
    """Tell who noted somebody as present or absent that they themself say otherwise."""
    outbox.enqueue(person, OTHERWISE, about=meeting, link=_page(meeting), occurrence=str(by.pk))


def tell_excused(meeting: Meeting, person: Member, *, tell: bool = True) -> None:
    """Call off what waits for somebody who is not expected any more; take it off their calendar if it has it.

    Args:
        tell: whether they hear of it now; else the floor above tells them, with what :func:`withdrawals` returns.
    """
    about = meeting.series or meeting
    outbox.cancel_for(person, meeting.pk)
    ahead = Meeting.objects.visible_to(person).standing().filter(series=meeting.series_id)
    if meeting.series is None or not ahead.filter(starts_at__gt=timezone.now()).exists():
        outbox.cancel_for(person, about.pk)
    if tell and was_sent([meeting], person):
        outbox.enqueue(person, EXCUSED, about=about, link=path("meetings"))


def was_sent(meetings: Iterable[Meeting], person: Member) -> bool:
    """Return whether a person was sent one of these meetings for their calendar, by itself or with its series."""
    return bool(sent_of(meetings, person))


def sent_of(meetings: Iterable[Meeting], person: Member) -> list[Meeting]:
    """Return those of some meetings that a person was sent for their calendar, by themselves or with their series."""
    found = list(meetings)
    series_of = {meeting.pk: meeting.series_id for meeting in found}
    series = {key for key in series_of.values() if key}
    if series:
        series_of |= dict(Meeting.objects.filter(series__in=series).values_list("pk", "series"))
    about = [*series_of, *series]
    out = outbox.list_messages(
        recipient=person, kind__in=(INVITATION, CHANGED), state__in=OUT, subject_id__in=about
    )
    sent = {message.subject_id for message in out}
    sent |= {series_id for key in sent if (series_id := series_of.get(key))}
    return [meeting for meeting in found if meeting.pk in sent or meeting.series_id in sent]


def _addressees(meetings: Sequence[Meeting], people: Iterable[Member], by: Member) -> list[Member]:
    return [person for person in people if person != by or was_sent(meetings, by)]


def _invited(meetings: Sequence[Meeting], people: Iterable[Member]) -> list[Member]:
    """Return who of some people was told of meetings of one series, or a single one: their invitation is out."""
    about = meetings[0].series or meetings[0]
    untold = outbox.list_messages(subject_id=about.pk, kind=INVITATION, state__in=Message.UNTOLD)
    new = {message.recipient_id for message in untold}
    return [person for person in people if person.pk not in new]


def _first_untold(series: Series) -> dict[UUID, int]:
    """Return from which of its meetings on a change of a series has not reached people yet, by whom it has not.

    A message that a worker holds counts too: it is dropped when it is of an earlier revision.
    """
    waiting = outbox.list_messages(
        subject_id=series.pk, kind=CHANGED, state__in=(*Message.UNTOLD, Message.State.CLAIMED)
    )
    firsts: dict[UUID, int] = {}
    for message in waiting:
        first = int(_occurrence(message).partition(".")[2])
        firsts[message.recipient_id] = min(first, firsts.get(message.recipient_id, first))
    return firsts


def _page(about: Meeting | Series) -> str:
    return path("meeting_series" if isinstance(about, Series) else "meeting", about.pk)


def _occurrence(message: Message) -> str:
    return message.key.rpartition(":")[2]


def _meetings_of(message: Message) -> list[Meeting]:
    """Return the meetings that a message is about, of those ahead to which its recipient is invited, in order.

    That is one, or those of a series.
    """
    ahead = Meeting.objects.visible_to(message.recipient).with_people().filter(starts_at__gt=timezone.now())
    return list(ahead.filter(Q(pk=message.subject_id) | Q(series=message.subject_id)).order_by("number"))


def _standing_of(message: Message) -> list[Meeting]:
    return [meeting for meeting in _meetings_of(message) if not meeting.is_cancelled]


def _meeting_of(message: Message) -> Meeting | None:
    """Return the one meeting a message is about, as long as it stands."""
    return next(iter(_standing_of(message)), None)


def compose_invitation(message: Message) -> Content | None:
    """Someone proposes a meeting, or a series. Dropped once it was cancelled or began."""
    if not (meetings := _standing_of(message)):
        return None
    meeting = meetings[0]
    names = {"name": _plain(meeting.created_by), "when": _when(meeting, message)}
    waits = any(not each.attendance_of(message.recipient).response for each in meetings)
    if meeting.name:
        subject = _("You are invited: %(title)s, %(when)s") % _title_and_time(meeting, message)
    elif waits:
        subject = _("%(name)s proposes to meet: %(when)s") % names
    else:
        subject = _("%(title)s, %(when)s") % _title_and_time(meeting, message)
    following = len(meetings) - 1
    said = {
        "intro": _who_invites(meeting, waits=waits, repeats=following > 0),
        "outro": _what_an_invitation_asks(waits=waits, repeats=following > 0),
    }
    return _content(message, meeting, subject, meetings, following=following, **said)


def _who_invites(meeting: Meeting, *, waits: bool, repeats: bool) -> str:
    """Say who invites to what; that it is proposed only to whom an answer is asked of."""
    names = {"name": meeting.created_by.display_name, "title": meeting.name}
    if meeting.name and repeats:
        return _("%(name)s invites you to a series of meetings: %(title)s.") % names
    if meeting.name:
        return _("%(name)s invites you: %(title)s.") % names
    if waits and repeats:
        return _("%(name)s proposes a series of meetings.") % names
    if waits:
        return _("%(name)s proposes a meeting.") % names
    if repeats:
        return _("%(name)s arranged a series of meetings with you.") % names
    return _("%(name)s arranged a meeting with you.") % names


def _what_an_invitation_asks(*, waits: bool, repeats: bool) -> str:
    """Say what there is to do with an invitation, where there is anything, and what the entry does."""
    if waits and repeats:
        return _(
            "Say on the page of the series whether you can come. "
            "The entry attached to this mail puts all of it into your calendar."
        )
    if waits:
        return _(
            "Say on the meeting’s page whether you can come. "
            "The entry attached to this mail puts it into your calendar."
        )
    if repeats:
        return _("You have answered. The entry attached to this mail puts all of it into your calendar.")
    return _("You have answered. The entry attached to this mail puts it into your calendar.")


def compose_change(message: Message) -> Content | None:
    """Time or place are new, of a meeting or of the rest of a series.

    Dropped once they changed again, or all of it was cancelled or began.
    """
    occurrence = _occurrence(message).partition("@")[0]
    revision, _dot, first = occurrence.partition(".")  # of a series, from which of its meetings on
    meetings = [each for each in _standing_of(message) if not first or (each.number or 0) >= int(first)]
    if not meetings:
        return None
    meeting = meetings[0]
    changed = meeting if meeting.pk == message.subject_id else meeting.series
    if revision != str(changed.revision):
        return None
    subject = _("Changed: %(title)s, now %(when)s") % _title_and_time(meeting, message)
    waits = any(not each.attendance_of(message.recipient).response for each in meetings)
    following = len(meetings) - 1
    alike = _are_alike(meetings)
    return _content(message, meeting, subject, meetings, following=following, alike=alike, waits=waits)


def _are_alike(meetings: Sequence[Meeting]) -> bool:
    """Whether the later of some meetings of one series are at the time of the first of them, each in its week."""
    first = meetings[0]
    if first.series is None:
        return True
    rule = first.series.rule.moved(
        first.number or 0, to=first.starts_at, zone=first.agreed_zone, minutes=first.minutes
    )
    return all(each.starts_at == rule.start(each.number or 0) for each in meetings)


def compose_cancellation(message: Message) -> Content | None:
    """A meeting, or the rest of a series, does not take place. Dropped once it would have begun."""
    cancelled = [meeting for meeting in _meetings_of(message) if meeting.is_cancelled]
    first, _at, told = _occurrence(message).partition("@")  # of a series, from which of its meetings on
    told_at = datetime.fromtimestamp(int(told), UTC) if told else None
    while first and cancelled and str(cancelled[0].pk) != first:
        del cancelled[0]
    if not cancelled:
        return None
    meeting = cancelled[0]
    is_mine = meeting.cancellation.by == message.recipient
    following = len(cancelled) - 1
    if told_at:  # it moved since, and that was never told
        meeting.starts_at = told_at
    subject = _("Cancelled: %(title)s, %(when)s") % _title_and_time(meeting, message)
    return _content(message, meeting, subject, cancelled, following=following, is_mine=is_mine)


def compose_excuse(message: Message) -> Content | None:
    """The recipient is not expected any more. Dropped once they are again, or it began."""
    ahead = Meeting.objects.with_people().filter(starts_at__gt=timezone.now()).order_by("number")
    about = ahead.filter(Q(pk=message.subject_id) | Q(series=message.subject_id))
    meeting = about.exclude(attendances__member=message.recipient).first()
    if meeting is None:
        return None
    subject = _("Not in your calendar any more: %(title)s") % _title_and_time(meeting, message)
    return _content(message, meeting, subject, [meeting])


def compose_reminder(message: Message) -> Content | None:
    """A day before. Dropped when the meeting moved, was cancelled or began, or the recipient cannot come."""
    meeting = _meeting_of(message)
    if meeting is None or _occurrence(message) != str(meeting.revision):
        return None
    if meeting.attendance_of(message.recipient).response == Attendance.Response.NO:
        return None
    return _content(message, meeting, _("%(title)s, %(when)s") % _title_and_time(meeting, message))


def compose_refusal(message: Message) -> Content | None:
    """Someone cannot come. Dropped once they can, or the meeting moved, was cancelled or began."""
    meeting = _meeting_of(message)
    if meeting is None:
        return None
    if meeting.pk != message.subject_id:
        return _compose_refusal_in_series(message)
    revision, _dot, member_id = _occurrence(message).partition(".")
    refusing = [
        attendance.member
        for attendance in meeting.attendances.all()
        if str(attendance.member_id) == member_id and attendance.response == Attendance.Response.NO
    ]
    if not refusing or revision != str(meeting.revision):
        return None
    names = {"name": _plain(refusing[0]), "when": wording.when_for(meeting, message.recipient)}
    subject = _("%(name)s cannot come: %(when)s") % names
    return _content(message, meeting, subject, **_who_refuses(meeting, refusing[0], message.recipient))


def _compose_refusal_in_series(message: Message) -> Content | None:
    """Someone cannot come to meetings of a series: those they refused since the last mail about it, as it is now."""
    member_id, _dot, since = _occurrence(message).partition(".")
    refused = [
        (meeting, attendance)
        for meeting in _standing_of(message)
        for attendance in meeting.attendances.all()
        if str(attendance.member_id) == member_id
        and attendance.response == Attendance.Response.NO
        and attendance.responded_at
        and int(attendance.responded_at.timestamp()) >= int(since)
    ]
    if not refused:
        return None
    meeting, attendance = refused[0]
    names = {
        "name": _plain(attendance.member),
        "when": wording.when_for(meeting, message.recipient),
    }
    subject = _("%(name)s cannot come: %(when)s") % names
    who = _who_refuses(meeting, attendance.member, message.recipient)
    return _content(message, meeting, subject, following=len(refused) - 1, when=names["when"], **who)


def _who_refuses(meeting: Meeting, refusing: Member, reader: Member) -> dict[str, Any]:
    return {
        "refusing": refusing,
        "was_to_run_it": meeting.facilitator_id == refusing.pk,
        "may_move": meeting.is_arranged_by(reader),
    }


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
    return {"title": wording.title_for(meeting, message.recipient), "when": _when(meeting, message)}


def _when(meeting: Meeting, message: Message) -> str:
    """Say the time, of the first of several with how they repeat."""
    when = wording.when_for(meeting, message.recipient)
    if meeting.series is None or meeting.pk == message.subject_id:
        return when
    return _("%(when)s, %(rhythm)s") % {"when": when, "rhythm": wording.rhythm(meeting.series)}


def _when_in_series(meeting: Meeting, message: Message) -> str:
    """Say the time as :func:`_when` does, of one meeting of a series also which of it that is."""
    when = _when(meeting, message)
    if meeting.series is None or meeting.pk != message.subject_id:
        return when
    place = {"number": meeting.place_in_series, "count": meeting.series.count}
    return _("%(when)s, meeting %(number)d of %(count)d of a series") % {"when": when, **place}


def _plain(member: Member) -> str:
    """Return a name for a subject line, which has one line."""
    return " ".join(member.display_name.split())


def _content(
    message: Message, meeting: Meeting, subject: str, changed: Iterable[Meeting] = (), **more: object
) -> Content:
    """Return what the mail says of a meeting.

    Args:
        changed: the meetings of which the recipient's calendar has something to take in.
    """
    context = {
        "meeting": meeting,
        "when": _when_in_series(meeting, message),
        "where": wording.where(meeting),
        "join_url": arrangement.link if (arrangement := getattr(meeting, "arrangement", None)) else "",
        "names": wording.names_of(meeting.others_than(message.recipient)),
        **more,
    }
    return Content(
        subject=subject,
        action=_("Open the meeting") if meeting.pk == message.subject_id else _("Open the series"),
        context=context,
        calendars=calendars(changed, message.recipient),
        happens_at=meeting.starts_at,
    )


def calendars(meetings: Iterable[Meeting], reader: Member) -> list[Attachment]:
    """Return what a person's calendar takes in of some meetings, one object for each series and each other meeting.

    What stands is asked for, what does not is taken off.
    """
    rows = {meeting.calendar_row.pk: meeting for meeting in reversed(list(meetings))}
    return [
        _calendar(meeting, reader, "meeting.ics" if not place else f"meeting-{place + 1}.ics")
        for place, meeting in enumerate(reversed(rows.values()))
    ]


def withdrawals(meetings: Iterable[Meeting], reader: Member) -> list[Attachment]:
    """Return what takes meetings off a person's calendar that do not take place, or not with them.

    Only of those that they were sent: for a mail of the floor above that tells of all of them at once.
    """
    return calendars(sent_of(meetings, reader), reader)


def _calendar(meeting: Meeting, reader: Member, name: str) -> Attachment:
    item = object_for(meeting, reader)
    if item is None:
        method, content = "CANCEL", calendar_objects.cancel(cancelled_for(meeting, reader))
    else:
        method, content = "REQUEST", calendar_objects.request(item)
    return Attachment(name, content, f"text/calendar; method={method}")


KINDS = (
    MessageKind(
        INVITATION,
        gettext_lazy("Invitations to meetings"),
        compose_invitation,
        Audience.JOINED,
        optional=False,
    ),
    MessageKind(CHANGED, gettext_lazy("Meetings that move"), compose_change, Audience.JOINED, optional=False),
    MessageKind(
        CANCELLED,
        gettext_lazy("Meetings that are cancelled"),
        compose_cancellation,
        Audience.JOINED,
        optional=False,
    ),
    MessageKind(
        EXCUSED,
        gettext_lazy("Meetings at which you are not expected any more"),
        compose_excuse,
        Audience.JOINED,
        optional=False,
    ),
    MessageKind(
        REMINDER, gettext_lazy("A reminder the day before a meeting"), compose_reminder, Audience.JOINED
    ),
    MessageKind(
        DECLINED, gettext_lazy("That someone cannot come to a meeting"), compose_refusal, Audience.JOINED
    ),
    MessageKind(ABSENT, gettext_lazy("That you were noted as absent"), compose_absent, Audience.JOINED),
    MessageKind(
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
