"""When mail waits for the morning: on the recipient's clock, also in nights in which the clocks change."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.quiet_hours import SOON, not_before, quiet_until, read_hours

NIGHT = (time(22), time(7))
ZONES = st.sampled_from(
    ["Europe/London", "Africa/Nairobi", "America/St_Johns", "Asia/Kathmandu", "Africa/Cairo"]
)
MOMENTS = st.timedeltas(timedelta(0), timedelta(days=730)).map(
    lambda passed: datetime(2026, 1, 1, tzinfo=UTC) + passed
)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-24 21:59", None),
        ("2026-11-24 22:00", "2026-11-25 07:00"),
        ("2026-11-25 00:02", "2026-11-25 07:00"),
        ("2026-11-25 06:59", "2026-11-25 07:00"),
        ("2026-11-25 07:00", None),
        ("2026-10-24 22:30", "2026-10-25 07:00"),  # London's clocks go back in this night,
        ("2027-03-27 22:30", "2027-03-28 06:00"),  # and forward in this one: times here are UTC
    ],
)
def test_a_night_lasts_from_ten_to_seven(now, until):
    read = datetime.fromisoformat
    found = quiet_until(
        read(f"{now}Z") - (timedelta(hours=1) if "10-24" in now else timedelta()), LONDON, NIGHT
    )
    assert found == (read(f"{until}Z") if until else None)


LONDON = ZoneInfo("Europe/London")


@given(MOMENTS, ZONES, st.none() | st.timedeltas(timedelta(hours=-2), timedelta(days=2)))
def test_a_mail_goes_by_day_or_about_what_happens_within_the_hour(now, zone, ahead):
    happens_at = None if ahead is None else now + ahead
    later = not_before(now, ZoneInfo(zone), NIGHT, happens_at=happens_at)
    goes = later or now
    clock = goes.astimezone(ZoneInfo(zone)).time()
    by_day = time(7) <= clock < time(22)
    assert by_day or (happens_at and happens_at - goes <= SOON)
    assert goes >= now
    assert goes - now <= timedelta(hours=10)  # nine, and one more when the clocks go back
    if happens_at and happens_at - now >= SOON:
        assert happens_at - goes >= SOON or by_day, "not later than an hour before because of the night"
    assert not_before(goes, ZoneInfo(zone), NIGHT, happens_at=happens_at) is None


def test_hours_are_read_and_can_be_off():
    assert read_hours("22:00-07:00") == NIGHT
    assert read_hours("off") is None
    assert quiet_until(datetime(2026, 1, 1, tzinfo=UTC), LONDON, None) is None
    for wrong in ("", "22", "22:00", "25:00-07:00", "late-early"):
        with pytest.raises(ValueError):  # noqa: PT011  # whatever time says
            read_hours(wrong)


def test_a_night_may_lie_within_one_day():
    hours = (time(1), time(5))
    assert quiet_until(datetime(2026, 1, 1, 0, 59, tzinfo=UTC), LONDON, hours) is None
    assert quiet_until(datetime(2026, 1, 1, 1, tzinfo=UTC), LONDON, hours) == datetime(
        2026, 1, 1, 5, tzinfo=UTC
    )
