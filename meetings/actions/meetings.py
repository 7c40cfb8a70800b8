"""Proposing a meeting, noting one that was, moving it, calling it off."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import mails, meeting_owners, series
from meetings.actions.agenda_items import carry_into
from meetings.actions.checks import (
    arranged_by,
    count_object,
    locked,
    people,
    refuse_if_cancelled,
    refuse_if_outdated,
    refuse_unless_ahead,
)
from meetings.errors import MeetingError
from meetings.models import Arrangement, Attendance, Cancellation, Meeting, MeetingQuerySet, Series
from organisations import audit
from organisations.models import Member, validate_time_zone

SHORTEST, LONGEST = 5, 24 * 60
AHEAD_AT_MOST = timedelta(days=2 * 366)
BACK_AT_MOST = timedelta(days=5 * 366)


@transaction.atomic
def schedule(
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
        facilitator: one of those invited, who alone notes who came, and with ``by`` alone moves it and calls it off;
            None leaves that to everyone invited.
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
def schedule_series(
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

    Each is a meeting of its own, to be moved, answered and called off by itself or with those that follow. People are
    told once, and their calendars have one entry that repeats.

    Args:
        every: the number of weeks from one to the next.
        count: how many, the first included.
        carry_from, name, facilitator, arranged: as :func:`schedule` takes them, ``focus``, ``place`` and ``link`` last.

    Raises:
        MeetingError: the series is too short or too long, or as for :func:`schedule`.
    """
    if every not in series.WEEKS_BETWEEN or not series.FEWEST <= count <= series.MOST:
        raise MeetingError(_("Choose between two and 26 meetings, one to four weeks apart."))
    _check_length_and_zone(minutes, zone)
    invited = list(attendees)
    rule = series.rule_from(starts_at, ZoneInfo(zone), minutes=minutes, every=every, count=count)
    if not (timezone.now() < rule.start(0) and rule.start(count - 1) <= timezone.now() + AHEAD_AT_MOST):
        raise MeetingError(_("Choose times that are still ahead, within the next two years."))
    repeating = Series(organisation_id=by.organisation_id, created_by=by)
    repeating.rule = rule
    repeating.save()
    fields = {"zone": zone, "name": name, "facilitator": facilitator, "series": repeating}
    arrangement = {"focus": "", "place": "", "link": "", **arranged}
    made: list[Meeting] = []
    for number in range(count):
        before = made[-1] if made else carry_from
        times = {"number": number, "starts_at": rule.start(number)}
        meeting, people_invited = _arrange(by, invited, {**fields, **times}, minutes, arrangement, before)
        mails.remind(meeting, people_invited)
        made.append(meeting)
    audit.record(
        "meeting.series", on=made[0], by=by, meetings=count, weeks=every, attendees=len(people_invited)
    )
    mails.invite(made[0], (person for person in people_invited if person != by))
    return made


@transaction.atomic
def log_past_meeting(
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
    """Log a past meeting; all attendees count as having come. Nobody is told.

    Raises:
        MeetingError: it is not over yet or too long ago, or as for :func:`schedule`.
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
    """Write a meeting with those invited and what is taken over; return it and them.

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
    """Return all who are to come, once each. Locks them, so that the same people arrange one thing at a time."""
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
    following: bool = False,
) -> Meeting:
    """Move a meeting, and change its arrangement where given; return it as it is now.

    A new time asks the others for their answer again and moves the reminders; a new place keeps the answers; a new
    focus alone is nothing to be told by mail. Asking for what is so already changes nothing.

    Args:
        revision: the meeting's revision that the person had before them; None does not ask.
        following: change those that follow it in its series alike, and tell people once. They keep their distances
            from it. What one of them was given by itself, a time, a place, a link or a topic, it keeps
            (:func:`list_exceptions`).

    Raises:
        MeetingError: it began or was cancelled, ``by`` neither runs nor made it, somebody changed it meanwhile, the
            time is not ahead, or what follows is not for ``by`` to change.
    """
    current, later = _with_following(meeting, by) if following else (arranged_by(meeting, by), [])
    refuse_unless_ahead(current)
    refuse_if_outdated(current, revision)
    _check_length_and_zone(minutes, zone)
    was = current.starts_at
    own = _own_values(current, later)
    moving = [current, *(each for each in later if "time" not in own[each.pk])]
    changed = _move(moving, starts_at, minutes, zone, by, with_series=bool(later))
    for each in (current, *later):
        wanted = {"focus": focus, "place": place, "link": link}
        usual = {name: text for name, text in wanted.items() if name not in own.get(each.pk, ())}
        changed |= _rearrange(each, **usual)
    if changed:
        audit.record(
            "meeting.changed",
            on=current,
            by=by,
            **dict.fromkeys(sorted(changed), True),
            **({"meetings": 1 + len(later)} if following else {}),
        )
    if changed & {"time", "place", "link"}:
        _tell_change(current, later, by, was)
    return current


def _with_following(meeting: Meeting, by: Member) -> tuple[Meeting, list[Meeting]]:
    """Return a meeting and those that follow it in its series, all held until the transaction ends.

    Raises:
        MeetingError: they are not for ``by`` to change, or nothing repeats.
    """
    current = locked(meeting, by)
    if current.series_id is None:
        return arranged_by(meeting, by), []
    Series.objects.select_for_update(of=("self",), no_key=True).get(pk=current.series_id)
    if not may_change_following(current, by):
        raise MeetingError(
            _("The whole series is for who arranged it, or runs its next meeting, to change. Ask them.")
        )
    later = Meeting.objects.visible_to(by).following(current).select_for_update(of=("self",))
    return current, list(later)


def may_change_following(meeting: Meeting, member: Member) -> bool:
    """Whether a member may change a meeting together with those that follow it in its series.

    That is who arranged the series, and who runs its next meeting; everybody where everybody runs them.
    """
    if meeting.series is None:
        return False
    if meeting.facilitator_id is None or meeting.series.created_by_id == member.pk:
        return True
    ahead = Meeting.objects.standing().filter(series=meeting.series, starts_at__gt=timezone.now())
    coming = ahead.order_by("number").first()
    return coming is not None and coming.facilitator_id == member.pk


def list_exceptions(meeting: Meeting, reader: Member) -> list[Meeting]:
    """Return which of those that follow a meeting in its series keep a time, place, link or topic of their own."""
    later = list(Meeting.objects.visible_to(reader).following(meeting))
    own = _own_values(meeting, later)
    return [each for each in later if own[each.pk]]


def _own_values(current: Meeting, later: Sequence[Meeting]) -> dict[Any, set[str]]:
    """Return what each of the meetings that follow one in its series was given by itself, by their keys.

    A time is its own when it is neither by the rule of the series nor in line with ``current``; anything else when
    ``current`` has it otherwise, and it is not what most of the series have.
    """
    if not (later and current.series):
        return {}
    rule = current.series.rule
    in_line = rule.moved(
        current.number or 0, to=current.starts_at, zone=current.agreed_zone, minutes=current.minutes
    )
    own: dict[Any, set[str]] = {each.pk: set() for each in later}
    for each in later:
        number = each.number or 0
        if (each.starts_at, each.ends_at) not in [
            (way.start(number), way.end(number)) for way in (rule, in_line)
        ]:
            own[each.pk].add("time")
    arranged = Arrangement.objects.filter(meeting__series=current.series, meeting__cancellation=None)
    found = {each.meeting_id: each for each in arranged}
    for name in ("focus", "place", "link"):
        values = {key: getattr(each, name) for key, each in found.items()}
        most, times = Counter(values.values()).most_common(1)[0] if values else ("", 0)
        usual = {values.get(current.pk, ""), *([most] if times > 1 else [])}
        for each in later:
            if values.get(each.pk, "") not in usual:
                own[each.pk].add(name)
    return own


def _move(
    meetings: Sequence[Meeting],
    starts_at: datetime,
    minutes: int,
    zone: str,
    by: Member,
    *,
    with_series: bool,
) -> set[str]:
    """Let the first of some meetings begin then, and the others of its series with it; return what is new of them.

    Args:
        with_series: whether the rule of the series moves too.
    """
    current = meetings[0]
    times = {current.pk: (starts_at, starts_at + timedelta(minutes=minutes))}
    if with_series and current.series:
        number = current.number or 0
        rule = current.series.rule.moved(number, to=starts_at, zone=ZoneInfo(zone), minutes=minutes)
        times = {each.pk: (rule.start(each.number or 0), rule.end(each.number or 0)) for each in meetings}
    starts = [start for start, _end in times.values()]
    if not (timezone.now() < min(starts) and max(starts) <= timezone.now() + AHEAD_AT_MOST):
        raise MeetingError(_("Choose a time that is still ahead, within the next two years."))
    moved = [each for each in meetings if (each.starts_at, each.ends_at) != times[each.pk]]
    for each in moved:
        each.starts_at, each.ends_at = times[each.pk]
        each.zone = zone
        each.save(update_fields=["starts_at", "ends_at", "zone"])
    if not moved:
        return set()
    if with_series and current.series:
        current.series.rule = rule
        current.series.save()
    _ask_again(moved, by)
    return {"time"}


def _tell_change(current: Meeting, later: Sequence[Meeting], by: Member, was: datetime) -> None:
    """Count a change of time or place, and tell of it once; ``was`` is when the first of them began before."""
    meetings = [current, *later]
    Meeting.objects.filter(pk__in=[each.pk for each in meetings]).update(revision=F("revision") + 1)
    for each in meetings:
        each.revision += 1
    count_object(current, *later)
    if later and current.series:
        current.series.revision += 1
        current.series.save(update_fields=["revision"])
        mails.tell_series_change(current.series, meetings, people(*meetings), by=by)
    else:
        mails.tell_change(current, people(current), by=by, was=was)
    for each in meetings:
        mails.remind(each, people(each))


def _rearrange(meeting: Meeting, **wanted: str | None) -> set[str]:
    """Write what is given of focus, place and link; return the names of what is new."""
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


def _ask_again(meetings: Collection[Meeting], by: Member) -> None:
    """A yes was said to the old time: everyone but who moves it answers again."""
    invited = Attendance.objects.filter(meeting__in=[each.pk for each in meetings])
    invited.exclude(member=by).update(response=Attendance.Response.NONE, responded_at=None)
    invited.filter(member=by).update(response=Attendance.Response.YES, responded_at=timezone.now())


@transaction.atomic
def cancel(*, by: Member, meeting: Meeting, following: bool = False) -> Cancellation:
    """Call a meeting off and tell the others; with those that follow it in its series, where wanted.

    Raises:
        MeetingError: it began, was cancelled already, ``by`` neither runs nor made it, or what follows is not for
            ``by`` to change.
    """
    current, later = _with_following(meeting, by) if following else (arranged_by(meeting, by), [])
    refuse_unless_ahead(current)
    return _call_off([current, *later], by)[0]


@transaction.atomic
def cancel_ahead(*, by: Member, meetings: MeetingQuerySet, tell: bool = True) -> list[Meeting]:
    """Call off those of some meetings that are still ahead, and tell everyone invited; return them.

    For a floor above when what they belong to ends. It answers for it that ``by``, invited or not, may do so.

    Args:
        tell: whether people hear of it now, once of each series and each other meeting; else the floor above tells
            them, with what ``meetings.mails.withdrawals`` returns.
    """
    ahead = meetings.standing().filter(starts_at__gt=timezone.now()).select_for_update(of=("self",))
    found = list(ahead.order_by("starts_at", "id"))
    if found:
        _call_off(found, by, tell=tell)
    return found


def _call_off(meetings: Sequence[Meeting], by: Member, *, tell: bool = True) -> list[Cancellation]:
    """Call meetings off, one or more; tell of those of one series together."""
    Meeting.objects.filter(pk__in=[each.pk for each in meetings]).update(revision=F("revision") + 1)
    cancellations = Cancellation.objects.bulk_create(
        Cancellation(organisation_id=each.organisation_id, meeting=each, by=by) for each in meetings
    )
    count_object(*meetings)
    for each in meetings:
        audit.record("meeting.cancelled", on=each, by=by)
    together: dict[Any, list[Meeting]] = {}
    for each in meetings:
        together.setdefault(each.series_id or each.pk, []).append(each)
    for those in together.values():
        if tell:
            mails.tell_cancellation(those, people(*those), by=by)
        else:
            mails.hush(those)
    return cancellations


@transaction.atomic
def correct_log(
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
    """Put right what was noted of a meeting that had already taken place; return it as it is now. Nobody is told.

    Raises:
        MeetingError: it was arranged here rather than noted, somebody else noted it, it was taken back, or the time
            will not do, as for :func:`log_past_meeting`.
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
def withdraw_log(*, by: Member, meeting: Meeting) -> Cancellation:
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
        raise MeetingError(_("Only who logged a meeting can correct or withdraw it."))
    return current


def _refuse_before_its_host(meeting: Meeting, by: Member, starts_at: datetime) -> None:
    host = meeting_owners.host_of(meeting, by)
    if host:
        meeting_owners.refuse_before(host.began_at, starts_at)
