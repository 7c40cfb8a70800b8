"""What people do with meetings. Each action is one transaction, leaves a line in the trail and tells whom it concerns.

Only those invited may act; who is not gets MeetingError, as for anything else that cannot be done. Moments are
aware, zones are names such as Europe/London, lengths are minutes.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import mails
from meetings.models import Action, AgendaItem, Arrangement, Attendance, Cancellation, Meeting, Note
from organisations import audit
from organisations.models import Member, OrganisationModel, validate_time_zone

SHORTEST, LONGEST = 5, 24 * 60
AHEAD_AT_MOST = timedelta(days=2 * 366)
BACK_AT_MOST = timedelta(days=5 * 366)


class MeetingError(ValueError):
    """What cannot be done, in words for the person who tried."""


# Times


@transaction.atomic
def propose(
    *,
    by: Member,
    attendees: Iterable[Member],
    starts_at: datetime,
    minutes: int,
    zone: str,
    focus: str = "",
    place: str = "",
    link: str = "",
    carry_from: Meeting | None = None,
) -> Meeting:
    """Arrange a meeting and invite the others to it.

    Args:
        attendees: who is to come; ``by`` is taken to come with or without being named.
        carry_from: the meeting before it, of which ``by`` must be an attendee. The two then stand in one line: what
            is unfinished in it and may be read by everyone invited now is taken over, and open promises are shown.

    Raises:
        MeetingError: the time is not ahead, nobody else is invited, the same people meet then already, or
            ``carry_from`` is not theirs.
    """
    if not timezone.now() < starts_at <= timezone.now() + AHEAD_AT_MOST:
        raise MeetingError(_("Choose a time that is still ahead, within the next two years."))
    meeting, invited = _arrange(by, attendees, starts_at, minutes, zone, focus, place, link, carry_from)
    audit.record("meeting.proposed", on=meeting, by=by, starts_at=starts_at, attendees=len(invited))
    mails.invite(meeting, (person for person in invited if person != by))
    mails.remind(meeting, invited)
    return meeting


@transaction.atomic
def log_past(
    *,
    by: Member,
    attendees: Iterable[Member],
    starts_at: datetime,
    minutes: int,
    zone: str,
    focus: str = "",
    place: str = "",
    link: str = "",
    carry_from: Meeting | None = None,
) -> Meeting:
    """Note a meeting that already took place; all attendees count as having come. Nobody is told.

    Raises:
        MeetingError: it is not over yet or too long ago, or as for :func:`propose`.
    """
    if starts_at + timedelta(minutes=minutes) > timezone.now():
        raise MeetingError(_("By this time it is not over yet. Choose an earlier time or a shorter length."))
    if starts_at < timezone.now() - BACK_AT_MOST:
        raise MeetingError(_("Choose a time within the last five years."))
    meeting, invited = _arrange(by, attendees, starts_at, minutes, zone, focus, place, link, carry_from)
    Attendance.objects.filter(meeting=meeting).update(
        presence=Attendance.Presence.CAME, presence_by=by, presence_at=timezone.now()
    )
    audit.record("meeting.logged", on=meeting, by=by, starts_at=starts_at, attendees=len(invited))
    return meeting


def _arrange(
    by: Member,
    attendees: Iterable[Member],
    starts_at: datetime,
    minutes: int,
    zone: str,
    focus: str,
    place: str,
    link: str,
    carry_from: Meeting | None,
) -> tuple[Meeting, list[Member]]:
    """Write a meeting with those invited and what is taken over; give it and them."""
    invited = _invited(by, attendees)
    _check_length_and_zone(minutes, zone)
    followed: dict[str, Any] = {"line": _locked(carry_from, by).line} if carry_from else {}
    _refuse_twin(invited, starts_at)
    meeting = Meeting.objects.create(
        organisation_id=by.organisation_id,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        zone=zone,
        created_by=by,
        **followed,
    )
    Attendance.objects.bulk_create(
        Attendance(
            organisation_id=by.organisation_id,
            meeting=meeting,
            member=person,
            **({"response": Attendance.Response.YES, "responded_at": timezone.now()} if person == by else {}),
        )
        for person in invited
    )
    Arrangement.objects.create(
        organisation_id=by.organisation_id, meeting=meeting, focus=focus, place=place, link=link
    )
    if carry_from and not meeting.is_over:
        _carry_into(meeting, invited)
    return meeting, invited


def _invited(by: Member, attendees: Iterable[Member]) -> list[Member]:
    """Give all who are to come, once each. Locks them, so that the same people arrange one thing at a time."""
    wanted = {by.pk, *(person.pk for person in attendees)}
    invited = list(Member.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk"))
    if len(invited) < 2 or len(invited) < len(wanted):
        raise MeetingError(_("Invite at least one other person."))
    return invited


def _refuse_twin(invited: list[Member], starts_at: datetime) -> None:
    """Pressing a button twice, or both at once, makes one meeting."""
    twins = Meeting.objects.standing().filter(starts_at=starts_at).attended_by_all(invited)
    counts = [Attendance.objects.filter(meeting=twin).count() for twin in twins]
    if len(invited) in counts:
        raise MeetingError(_("You have a meeting with the same people at this time already."))


def _check_length_and_zone(minutes: int, zone: str) -> None:
    if not SHORTEST <= minutes <= LONGEST:
        raise MeetingError(_("A meeting lasts between five minutes and a day."))
    try:
        validate_time_zone(zone)
    except ValidationError as error:
        raise MeetingError(error.messages[0]) from None


@transaction.atomic
def reschedule(
    *,
    by: Member,
    meeting: Meeting,
    starts_at: datetime,
    minutes: int,
    zone: str,
    focus: str | None = None,
    place: str | None = None,
    link: str | None = None,
    revision: int | None = None,
) -> Meeting:
    """Move a meeting, and change its arrangement where given; give it as it is now.

    A new time asks the others for their answer again and moves the reminders; a new place keeps the answers; a new
    focus alone is nothing to be told by mail. Asking for what is so already changes nothing.

    Args:
        revision: the meeting's revision that the person had before them; None does not ask.

    Raises:
        MeetingError: it began or was cancelled, somebody else changed it meanwhile, or the time is not ahead.
    """
    current = _locked(meeting, by)
    _refuse_unless_ahead(current)
    _refuse_if_outdated(current, revision)
    _check_length_and_zone(minutes, zone)
    if not timezone.now() < starts_at <= timezone.now() + AHEAD_AT_MOST:
        raise MeetingError(_("Choose a time that is still ahead, within the next two years."))
    changed = _rearrange(current, focus=focus, place=place, link=link)
    ends_at = starts_at + timedelta(minutes=minutes)
    moved = (current.starts_at, current.ends_at) != (starts_at, ends_at)
    if moved:
        changed |= {"time"}
        current.starts_at, current.ends_at, current.zone = starts_at, ends_at, zone
        _ask_again(current, by)
    if changed & {"time", "place", "link"}:
        current.revision += 1
    current.save()
    if changed:
        audit.record("meeting.changed", on=current, by=by, **dict.fromkeys(sorted(changed), True))
    if changed & {"time", "place", "link"}:
        invited = _people(current)
        mails.tell_change(current, (person for person in invited if person != by))
        mails.remind(current, invited)
    return current


def _rearrange(meeting: Meeting, **wanted: str | None) -> set[str]:
    """Write what is given of focus, place and link; give the names of what is new."""
    arrangement, _made = Arrangement.objects.get_or_create(
        organisation_id=meeting.organisation_id, meeting=meeting
    )
    changed = {
        name for name, text in wanted.items() if text is not None and text != getattr(arrangement, name)
    }
    for name in changed:
        setattr(arrangement, name, wanted[name])
    if changed:
        arrangement.save(update_fields=sorted(changed))
    return changed


def _ask_again(meeting: Meeting, by: Member) -> None:
    """A yes was said to the old time: everyone but who moves it answers again."""
    invited = Attendance.objects.filter(meeting=meeting)
    invited.exclude(member=by).update(response=Attendance.Response.NONE, responded_at=None)
    invited.filter(member=by).update(response=Attendance.Response.YES, responded_at=timezone.now())


@transaction.atomic
def cancel(*, by: Member, meeting: Meeting) -> Cancellation:
    """Call a meeting off and tell the others.

    Raises:
        MeetingError: it began, or was cancelled already.
    """
    current = _locked(meeting, by)
    _refuse_unless_ahead(current)
    current.revision += 1
    current.save(update_fields=["revision"])
    cancellation = Cancellation.objects.create(
        organisation_id=current.organisation_id, meeting=current, by=by
    )
    audit.record("meeting.cancelled", on=current, by=by)
    mails.tell_cancellation(current, (person for person in _people(current) if person != by))
    return cancellation


@transaction.atomic
def respond(*, by: Member, meeting: Meeting, response: str, revision: int | None = None) -> Attendance:
    """Answer an invitation with ``"yes"`` or ``"no"``; an answer can be changed until the meeting begins.

    A no is told to who proposed the meeting; is it theirs, then to everyone else.

    Raises:
        MeetingError: it began or was cancelled, or its time changed since the person looked.
    """
    if response not in (Attendance.Response.YES, Attendance.Response.NO):
        raise MeetingError(_("Say whether you will come."))
    current = _locked(meeting, by)
    _refuse_unless_ahead(current)
    _refuse_if_outdated(current, revision)
    attendance = Attendance.objects.get(meeting=current, member=by)
    if attendance.response == response:
        return attendance
    attendance.response, attendance.responded_at = response, timezone.now()
    attendance.save(update_fields=["response", "responded_at"])
    audit.record("meeting.answered", on=current, by=by, response=response)
    if response == Attendance.Response.NO:
        others = [person for person in _people(current) if person != by]
        proposer = [person for person in others if person.pk == current.created_by_id]
        mails.tell_refusal(current, proposer or others, by=by)
    return attendance


@transaction.atomic
def record_attendance(*, by: Member, meeting: Meeting, presence: Mapping[UUID, str]) -> None:
    """Note who came.

    Args:
        presence: ``"came"``, ``"missed"`` or ``""`` (not noted) by the id of an invited member; who is left out
            keeps what is noted.

    Raises:
        MeetingError: the meeting has not begun or was cancelled, or someone is named who is not invited.
    """
    current = _locked(meeting, by)
    _refuse_if_cancelled(current)
    if not current.has_begun:
        raise MeetingError(_("The meeting has not begun. Note who came once it has."))
    invited = {attendance.member_id: attendance for attendance in Attendance.objects.filter(meeting=current)}
    if not presence.keys() <= invited.keys() or not set(presence.values()) <= set(Attendance.Presence.values):
        raise MeetingError(_("Say of each person invited whether they came."))
    noted = [invited[key] for key, value in presence.items() if invited[key].presence != value]
    for attendance in noted:
        attendance.presence = presence[attendance.member_id]
        attendance.presence_by, attendance.presence_at = by, timezone.now()
    Attendance.objects.bulk_update(noted, ["presence", "presence_by", "presence_at"])
    if noted:
        audit.record("meeting.attendance", on=current, by=by, noted=len(noted))


# Agenda


@transaction.atomic
def add_agenda_item(*, by: Member, meeting: Meeting, text: str) -> AgendaItem:
    """Put something on the agenda, after what is there.

    Raises:
        MeetingError: it says nothing or too much, or the meeting was cancelled.
    """
    current = _locked(meeting, by)
    _refuse_if_cancelled(current)
    item = AgendaItem(
        organisation_id=current.organisation_id,
        meeting=current,
        author=by,
        text=text.strip(),
        position=_next_position(current),
    )
    _save(item)
    audit.record("agenda.added", on=item, by=by)
    return item


@transaction.atomic
def edit_agenda_item(*, by: Member, item: AgendaItem, text: str) -> AgendaItem:
    """Say one's own item in other words.

    Raises:
        MeetingError: it is somebody else's, or says nothing or too much.
    """
    current = _own_item(item, by)
    current.text = text.strip()
    _save(current)
    audit.record("agenda.edited", on=current, by=by)
    return current


@transaction.atomic
def remove_agenda_item(*, by: Member, item: AgendaItem) -> None:
    """Take one's own item off the agenda; a copy taken over into a later meeting stays.

    Raises:
        MeetingError: it is somebody else's.
    """
    current = _own_item(item, by)
    audit.record("agenda.removed", on=current, by=by)
    current.delete()


@transaction.atomic
def tick_agenda_item(*, by: Member, item: AgendaItem, done: bool) -> AgendaItem:
    """Note that an item was talked about, or was not after all; any attendee may.

    An item ticked late, when the next meeting has already taken it over, goes from that meeting's agenda again.

    Raises:
        MeetingError: ``by`` is not invited.
    """
    current = _one(AgendaItem.objects.visible_to(by).select_for_update(of=("self",)), item)
    if (current.done_at is not None) == done:
        return current
    current.done_at = timezone.now() if done else None
    current.save(update_fields=["done_at"])
    audit.record("agenda.ticked" if done else "agenda.unticked", on=current, by=by)
    if done:
        _take_back(current, by)
    return current


def _take_back(item: AgendaItem, by: Member) -> None:
    """Remove what later meetings took over of an item and have not talked about."""
    for copy in AgendaItem.objects.visible_to(by).filter(carried_from=item, done_at=None):
        _take_back(copy, by)
        copy.delete()


@transaction.atomic
def carry_over(*, by: Member, meeting: Meeting) -> list[AgendaItem]:
    """Take over what earlier meetings of the same line left unfinished; give the new items. Twice adds nothing.

    Raises:
        MeetingError: the meeting is over or was cancelled.
    """
    current = _locked(meeting, by)
    _refuse_if_cancelled(current)
    if current.is_over:
        raise MeetingError(_("This meeting is over. What is left can go to the next one."))
    return _carry_into(current, _people(current), by=by)


def _carry_into(meeting: Meeting, attendees: list[Member], by: Member | None = None) -> list[AgendaItem]:
    position = _next_position(meeting)
    left = AgendaItem.objects.needing_carrying(into=meeting, attendees=attendees)
    carried = AgendaItem.objects.bulk_create(
        AgendaItem(
            organisation_id=meeting.organisation_id,
            meeting=meeting,
            author_id=item.author_id,
            text=item.text,
            position=position + index,
            carried_from=item,
        )
        for index, item in enumerate(left)
    )
    if carried:
        audit.record("agenda.carried", on=meeting, by=by or meeting.created_by, items=len(carried))
    return carried


def _next_position(meeting: Meeting) -> int:
    last = AgendaItem.objects.filter(meeting=meeting).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _own_item(item: AgendaItem, by: Member) -> AgendaItem:
    return _one(AgendaItem.objects.visible_to(by).select_for_update(of=("self",)).filter(author=by), item)


# Notes


@transaction.atomic
def write_note(*, by: Member, meeting: Meeting, text: str, is_private: bool) -> Note:
    """Write something down, for all who are invited or for oneself alone.

    Raises:
        MeetingError: it says nothing or too much, or the meeting was cancelled.
    """
    current = _locked(meeting, by)
    _refuse_if_cancelled(current)
    note = Note(
        organisation_id=current.organisation_id,
        meeting=current,
        author=by,
        text=text.strip(),
        is_private=is_private,
    )
    _save(note)
    audit.record("note.written", on=note, by=by)
    return note


@transaction.atomic
def edit_note(*, by: Member, note: Note, text: str) -> Note:
    """Say one's own note in other words. Private stays private, shared stays shared.

    Raises:
        MeetingError: it is somebody else's, or says nothing or too much.
    """
    current = _own_note(note, by)
    current.text = text.strip()
    _save(current)
    audit.record("note.edited", on=current, by=by)
    return current


@transaction.atomic
def remove_note(*, by: Member, note: Note) -> None:
    """Remove one's own note.

    Raises:
        MeetingError: it is somebody else's.
    """
    current = _own_note(note, by)
    audit.record("note.removed", on=current, by=by)
    current.delete()


def _own_note(note: Note, by: Member) -> Note:
    return _one(Note.objects.visible_to(by).select_for_update(of=("self",)).filter(author=by), note)


# Promises


@transaction.atomic
def promise(*, by: Member, meeting: Meeting, owner: Member, text: str, due_on: date | None = None) -> Action:
    """Note what one of those invited will do, and by which day (on their own calendar).

    Raises:
        MeetingError: it says nothing or too much, the owner is not invited, or the meeting was cancelled.
    """
    current = _locked(meeting, by)
    _refuse_if_cancelled(current)
    action = Action(
        organisation_id=current.organisation_id,
        meeting=current,
        created_by=by,
        owner=_invited_owner(current, owner),
        text=text.strip(),
        due_on=due_on,
    )
    _save(action)
    audit.record("action.promised", on=action, by=by, owner=owner)
    return action


@transaction.atomic
def edit_action(*, by: Member, action: Action, owner: Member, text: str, due_on: date | None) -> Action:
    """Change what was promised; for who promised it and who wrote it down.

    Raises:
        MeetingError: ``by`` is neither, or as for :func:`promise`.
    """
    current = _own_action(action, by)
    current.owner, current.text, current.due_on = _invited_owner(current.meeting, owner), text.strip(), due_on
    _save(current)
    audit.record("action.edited", on=current, by=by, owner=owner)
    return current


@transaction.atomic
def remove_action(*, by: Member, action: Action) -> None:
    """Remove what was promised; for who promised it and who wrote it down.

    Raises:
        MeetingError: ``by`` is neither.
    """
    current = _own_action(action, by)
    audit.record("action.removed", on=current, by=by)
    current.delete()


@transaction.atomic
def finish_action(*, by: Member, action: Action) -> Action:
    """Note that a promise was kept; any attendee may. Doing it twice keeps the first time.

    Raises:
        MeetingError: ``by`` is not invited to its meeting.
    """
    current = _one(Action.objects.visible_to(by).select_for_update(of=("self",)), action)
    if not current.is_done:
        current.done_at = timezone.now()
        current.save(update_fields=["done_at"])
        audit.record("action.finished", on=current, by=by)
    return current


@transaction.atomic
def reopen_action(*, by: Member, action: Action) -> Action:
    """Note that there is still something to do; any attendee may.

    Raises:
        MeetingError: ``by`` is not invited to its meeting.
    """
    current = _one(Action.objects.visible_to(by).select_for_update(of=("self",)), action)
    if current.is_done:
        current.done_at = None
        current.save(update_fields=["done_at"])
        audit.record("action.reopened", on=current, by=by)
    return current


def _own_action(action: Action, by: Member) -> Action:
    visible = Action.objects.visible_to(by).select_related("meeting").select_for_update(of=("self",))
    found = _one(visible, action)
    if by.pk not in (found.owner_id, found.created_by_id):
        raise MeetingError(_("Only who promised this or wrote it down can change it."))
    return found


def _invited_owner(meeting: Meeting, owner: Member) -> Member:
    if not Attendance.objects.filter(meeting=meeting, member=owner).exists():
        raise MeetingError(_("Choose someone who is invited to this meeting."))
    return owner


# What several of them need


def _locked(meeting: Meeting, by: Member) -> Meeting:
    """Give the meeting as it is now, held until the transaction ends.

    What hangs on it is asked for afterwards: in the statement that waits for the lock it would be read too early.

    Raises:
        MeetingError: ``by`` is not invited.
    """
    return _one(Meeting.objects.visible_to(by).select_for_update(of=("self",)), meeting)


def _one[Row: OrganisationModel](visible: Any, row: Row) -> Row:
    """Give one row as it is now.

    Raises:
        MeetingError: it is not, or no longer, among those that may be acted on.
    """
    found: Row | None = visible.filter(pk=row.pk).first()
    if found is None:
        raise MeetingError(_("This is not here any more, or it is somebody else's."))
    return found


def _save(row: AgendaItem | Note | Action) -> None:
    """Save what a person wrote, checked.

    Raises:
        MeetingError: the text is empty or too long.
    """
    if not row.text:
        raise MeetingError(_("Write something first."))
    limit = row._meta.get_field("text").max_length
    if limit and len(row.text) > limit:
        raise MeetingError(_("Use at most %(limit)d characters.") % {"limit": limit})
    row.save()


def _people(meeting: Meeting) -> list[Member]:
    invited = Attendance.objects.filter(meeting=meeting).select_related("member__organisation").order_by("id")
    return [attendance.member for attendance in invited]


def _refuse_if_cancelled(meeting: Meeting) -> None:
    if meeting.is_cancelled:
        raise MeetingError(_("This meeting was cancelled."))


def _refuse_unless_ahead(meeting: Meeting) -> None:
    _refuse_if_cancelled(meeting)
    if meeting.has_begun:
        raise MeetingError(_("This meeting has begun already."))


def _refuse_if_outdated(meeting: Meeting, revision: int | None) -> None:
    if revision is not None and revision != meeting.revision:
        raise MeetingError(_("The meeting was changed meanwhile. Look at the new time and place first."))
