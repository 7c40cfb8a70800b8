"""Proposing a meeting, noting one that was, moving it, calling it off."""

import zoneinfo
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import hosts, mails, series
from meetings.actions.agenda import carry_into
from meetings.actions.checks import (
    locked,
    people,
    refuse_if_cancelled,
    refuse_if_outdated,
    refuse_unless_ahead,
    run_by,
)
from meetings.errors import MeetingError
from meetings.models import Arrangement, Attendance, Cancellation, Meeting, MeetingQuerySet
from organisations import audit
from organisations.models import Member, validate_time_zone

SHORTEST, LONGEST = 5, 24 * 60
AHEAD_AT_MOST = timedelta(days=2 * 366)
BACK_AT_MOST = timedelta(days=5 * 366)


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
    name: str = "",
    facilitator: Member | None = None,
) -> Meeting:
    """Arrange a meeting and invite the others to it.

    Args:
        attendees: who is to come; ``by`` is taken to come with or without being named.
        name: what the meeting is called in lists, mails and calendars, such as the name of a community; the
            organisation may know it. Empty calls it after the people.
        facilitator: one of those invited, who alone moves it, calls it off and notes who came; None leaves that to
            everyone invited.
        carry_from: the meeting before it, of which ``by`` must be an attendee. The two then stand in one line: what
            is unfinished in it and may be read by everyone invited now is taken over, and open promises are shown.

    Raises:
        MeetingError: the time is not ahead, nobody else is invited, the same people meet then already, or
            ``carry_from`` is not theirs, or the facilitator is not invited.
    """
    if not timezone.now() < starts_at <= timezone.now() + AHEAD_AT_MOST:
        raise MeetingError(_("Choose a time that is still ahead, within the next two years."))
    meeting, invited = _arrange(
        by,
        attendees,
        {"starts_at": starts_at, "zone": zone, "name": name, "facilitator": facilitator},
        minutes,
        {"focus": focus, "place": place, "link": link},
        carry_from,
    )
    audit.record("meeting.proposed", on=meeting, by=by, starts_at=starts_at, attendees=len(invited))
    mails.invite(meeting, (person for person in invited if person != by))
    mails.remind(meeting, invited)
    return meeting


@transaction.atomic
def propose_series(
    *,
    by: Member,
    attendees: Iterable[Member],
    starts_at: datetime,
    minutes: int,
    zone: str,
    every: int,
    count: int,
    carry_from: Meeting | None = None,
    name: str = "",
    facilitator: Member | None = None,
    **arranged: str,
) -> list[Meeting]:
    """Arrange meetings that repeat at the same time on clocks in ``zone``, and invite the others to all of them.

    Each is a meeting of its own, to be moved, answered and called off by itself. People are told once, of the first.

    Args:
        every: the number of weeks from one to the next.
        count: how many, the first included.
        carry_from, name, facilitator, arranged: as :func:`propose` takes them, ``focus``, ``place`` and ``link`` last.

    Raises:
        MeetingError: the series is too short or too long, or as for :func:`propose`.
    """
    if every not in series.WEEKS_BETWEEN or not series.FEWEST <= count <= series.MOST:
        raise MeetingError(_("Choose between two and 26 meetings, one to four weeks apart."))
    _check_length_and_zone(minutes, zone)
    invited = list(attendees)
    starts = list(series.moments(starts_at, zoneinfo.ZoneInfo(zone), every=every, count=count))
    if not (timezone.now() < starts[0] and starts[-1] <= timezone.now() + AHEAD_AT_MOST):
        raise MeetingError(_("Choose times that are still ahead, within the next two years."))
    fields = {"zone": zone, "name": name, "facilitator": facilitator, "series": uuid4()}
    arrangement = {"focus": "", "place": "", "link": "", **arranged}
    made: list[Meeting] = []
    for start in starts:
        before = made[-1] if made else carry_from
        meeting, people_invited = _arrange(
            by, invited, {**fields, "starts_at": start}, minutes, arrangement, before
        )
        mails.remind(meeting, people_invited)
        made.append(meeting)
    audit.record(
        "meeting.series", on=made[0], by=by, meetings=count, weeks=every, attendees=len(people_invited)
    )
    mails.invite(made[0], (person for person in people_invited if person != by))
    return made


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
    name: str = "",
    facilitator: Member | None = None,
) -> Meeting:
    """Note a meeting that already took place; all attendees count as having come. Nobody is told.

    Raises:
        MeetingError: it is not over yet or too long ago, or as for :func:`propose`.
    """
    _refuse_unless_over(starts_at, minutes)
    meeting, invited = _arrange(
        by,
        attendees,
        {"starts_at": starts_at, "zone": zone, "name": name, "facilitator": facilitator, "was_noted": True},
        minutes,
        {"focus": focus, "place": place, "link": link},
        carry_from,
    )
    Attendance.objects.filter(meeting=meeting).update(
        presence=Attendance.Presence.CAME, presence_by=by, presence_at=timezone.now()
    )
    audit.record("meeting.logged", on=meeting, by=by, starts_at=starts_at, attendees=len(invited))
    return meeting


def _refuse_unless_over(starts_at: datetime, minutes: int) -> None:
    if starts_at + timedelta(minutes=minutes) > timezone.now():
        raise MeetingError(_("By this time it is not over yet. Choose an earlier time or a shorter length."))
    if starts_at < timezone.now() - BACK_AT_MOST:
        raise MeetingError(_("Choose a time within the last five years."))


def _arrange(
    by: Member,
    attendees: Iterable[Member],
    fields: dict[str, Any],
    minutes: int,
    arranged: dict[str, str],
    carry_from: Meeting | None,
) -> tuple[Meeting, list[Member]]:
    """Write a meeting with those invited and what is taken over; give it and them.

    Args:
        fields: of the meeting: ``starts_at``, ``zone``, ``name``, ``facilitator`` and whether it ``was_noted``.
        arranged: ``focus``, ``place`` and ``link``.
    """
    invited = _invited(by, attendees)
    _check_length_and_zone(minutes, fields["zone"])
    if fields["facilitator"] not in (None, *invited):
        raise MeetingError(_("Who runs the meeting has to be invited to it."))
    followed: dict[str, Any] = {"line": locked(carry_from, by).line} if carry_from else {}
    _refuse_twin(invited, fields["starts_at"])
    meeting = Meeting.objects.create(
        organisation_id=by.organisation_id,
        ends_at=fields["starts_at"] + timedelta(minutes=minutes),
        created_by=by,
        **fields,
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
    Arrangement.objects.create(organisation_id=by.organisation_id, meeting=meeting, **arranged)
    if carry_from and not meeting.is_over:
        carry_into(meeting, invited)
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
        MeetingError: it began or was cancelled, somebody else runs it or changed it meanwhile, or the time is not
            ahead.
    """
    current = run_by(meeting, by)
    refuse_unless_ahead(current)
    refuse_if_outdated(current, revision)
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
        invited = people(current)
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
def cancel(*, by: Member, meeting: Meeting, following: bool = False) -> Cancellation:
    """Call a meeting off and tell the others; with those that follow it in its series, where wanted.

    Raises:
        MeetingError: it began, was cancelled already, or somebody else runs it.
    """
    current = run_by(meeting, by)
    refuse_unless_ahead(current)
    if following:
        for later in Meeting.objects.visible_to(by).following(current).select_for_update(of=("self",)):
            if later.is_run_by(by):
                _call_off(later, by)
    return _call_off(current, by)


@transaction.atomic
def call_off_ahead(*, by: Member, meetings: MeetingQuerySet) -> int:
    """Call off those of some meetings that are still ahead, and tell everyone invited but ``by``; give how many.

    For a floor above when what they belong to ends. It answers for it that ``by``, invited or not, may do so.
    """
    ahead = meetings.standing().filter(starts_at__gt=timezone.now()).select_for_update(of=("self",))
    for meeting in (found := list(ahead)):
        _call_off(meeting, by)
    return len(found)


def _call_off(meeting: Meeting, by: Member) -> Cancellation:
    meeting.revision += 1
    meeting.save(update_fields=["revision"])
    cancellation = Cancellation.objects.create(
        organisation_id=meeting.organisation_id, meeting=meeting, by=by
    )
    audit.record("meeting.cancelled", on=meeting, by=by)
    mails.tell_cancellation(meeting, (person for person in people(meeting) if person != by))
    return cancellation


@transaction.atomic
def correct(
    *,
    by: Member,
    meeting: Meeting,
    starts_at: datetime,
    minutes: int,
    zone: str,
    focus: str = "",
    place: str = "",
    link: str = "",
) -> Meeting:
    """Put right what was noted of a meeting that had already taken place; give it as it is now. Nobody is told.

    Raises:
        MeetingError: it was arranged here rather than noted, somebody else noted it, it was taken back, or the time
            will not do, as for :func:`log_past`.
    """
    current = _noted(meeting, by)
    _check_length_and_zone(minutes, zone)
    _refuse_unless_over(starts_at, minutes)
    _refuse_before_its_host(current, by, starts_at)
    changed = _rearrange(current, focus=focus, place=place, link=link)
    ends_at = starts_at + timedelta(minutes=minutes)
    if (current.starts_at, current.ends_at) != (starts_at, ends_at):
        changed |= {"time"}
        current.starts_at, current.ends_at, current.zone = starts_at, ends_at, zone
        current.save(update_fields=["starts_at", "ends_at", "zone"])
    if changed:
        audit.record("meeting.corrected", on=current, by=by, **dict.fromkeys(sorted(changed), True))
    return current


@transaction.atomic
def take_back(*, by: Member, meeting: Meeting) -> Cancellation:
    """Say that a meeting which was noted did not take place after all. What was written in it stays; nobody is told.

    Raises:
        MeetingError: it was arranged here rather than noted, somebody else noted it, or it was taken back already.
    """
    current = _noted(meeting, by)
    cancellation = Cancellation.objects.create(
        organisation_id=current.organisation_id, meeting=current, by=by
    )
    audit.record("meeting.taken-back", on=current, by=by)
    return cancellation


def _noted(meeting: Meeting, by: Member) -> Meeting:
    current = locked(meeting, by)
    refuse_if_cancelled(current)
    if not current.was_noted or current.created_by_id != by.pk:
        raise MeetingError(_("Only who noted a meeting afterwards can correct it or take it back."))
    return current


def _refuse_before_its_host(meeting: Meeting, by: Member, starts_at: datetime) -> None:
    host = hosts.host_of(meeting, by)
    if host:
        hosts.refuse_before(host.began_at, starts_at)
