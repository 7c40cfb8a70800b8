"""The night, in which no mail goes out: from 22:00 to 07:00 on the recipient's own clock. Plain values, no database."""

from datetime import datetime, time, timedelta, tzinfo

SOON = timedelta(hours=1)

Hours = tuple[time, time]


def read_hours(written: str) -> Hours | None:
    """Return when the night begins and ends, as in ``22:00-07:00``; None for ``off``.

    Raises:
        ValueError: it is written in another way.
    """
    if written == "off":
        return None
    begins, _dash, ends = written.partition("-")
    return time.fromisoformat(begins), time.fromisoformat(ends)


def quiet_until(now: datetime, zone: tzinfo, hours: Hours | None) -> datetime | None:
    """Return when the night that ``now`` lies in ends on a clock; None during the day."""
    if hours is None:
        return None
    begins, ends = hours
    local = now.astimezone(zone)
    clock, day = local.time(), local.date()
    if begins <= ends:
        is_night = begins <= clock < ends
    else:
        is_night = clock >= begins or clock < ends
        if clock >= begins:
            day += timedelta(days=1)
    return datetime.combine(day, ends, zone).astimezone(now.tzinfo) if is_night else None


def not_before(
    now: datetime, zone: tzinfo, hours: Hours | None, *, happens_at: datetime | None = None
) -> datetime | None:
    """Return until when a mail waits; None when it may go now.

    What is about something that happens soon does not wait until the morning, but until an hour before.

    Args:
        happens_at: when what the mail is about takes place, if it takes place at a time.
    """
    until = quiet_until(now, zone, hours)
    if until and happens_at:
        until = min(until, happens_at - SOON)
    return until if until and until > now else None
