"""Times as they are said: in the reader's zone, counted in the reader's days."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from web import moments

NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _british() -> object:
    with translation.override("en-gb"), timezone.override("Europe/London"):
        yield


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def test_day_is_said_with_its_weekday() -> None:
    assert render("{{ x|day }}", x=NOON) == '<time datetime="2026-11-24T12:00+00:00">Tue 24 Nov 2026</time>'
    assert render("{{ x|day }}", x=NOON.date()) == '<time datetime="2026-11-24">Tue 24 Nov 2026</time>'


def test_moment_is_said_in_the_active_zone() -> None:
    with timezone.override("Africa/Nairobi"):
        assert render("{{ x|moment }}", x=NOON) == (
            '<time datetime="2026-11-24T15:00+03:00">Tue 24 Nov 2026, 15:00</time>'
        )


def test_moment_can_be_said_in_another_zone() -> None:
    assert "Wed 25 Nov 2026, 01:00" in render('{{ x|moment:"Pacific/Auckland" }}', x=NOON)
    assert ">15:00<" in render('{{ x|clock:"Africa/Nairobi" }}', x=NOON)


def test_summer_and_winter_are_told_apart() -> None:
    summer = dt.datetime(2026, 7, 1, 12, 0, tzinfo=dt.UTC)
    assert ">13:00<" in render("{{ x|clock }}", x=summer)
    assert ">12:00<" in render("{{ x|clock }}", x=NOON)


def test_span_says_the_day_once() -> None:
    hour, day = dt.timedelta(hours=1), dt.timedelta(days=1)
    spoken = render("{% span a b %}", a=NOON, b=NOON + hour)
    assert spoken.count("Nov") == 1
    assert "Tue 24 Nov 2026, 12:00</time>–<time" in spoken
    assert render("{% span a b %}", a=NOON, b=NOON + day).count("Nov") == 2


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (-1, "yesterday"),
        (3, "in 3 days"),
        (-5, "5 days ago"),
        (400, "in 400 days"),
    ],
)
def test_days_are_counted(days: int, words: str) -> None:
    today = dt.date(2026, 11, 24)
    assert moments.in_days(today + dt.timedelta(days=days), today) == words


def test_days_are_counted_in_the_readers_zone() -> None:
    late = dt.datetime(2026, 11, 24, 22, 30, tzinfo=dt.UTC)
    today = dt.date(2026, 11, 24)
    assert moments.in_days(late, today) == "today"
    with timezone.override("Africa/Nairobi"):
        assert moments.in_days(late, today) == "tomorrow"


def test_nothing_is_said_of_nothing() -> None:
    assert render("{{ x|day }}{{ x|moment }}{{ x|clock }}{{ x|in_days }}{{ x|zone_name }}", x=None) == ""


def test_midnight_is_a_time() -> None:
    assert ">00:00<" in render("{{ x|clock }}", x=dt.time(0, 0))


def test_zone_is_named_by_its_place() -> None:
    assert moments.zone_name("America/New_York") == "New York"
    assert render("{% zone_name %}") == "London"


def test_zones_differ_by_their_clocks_not_by_their_names() -> None:
    assert moments.differs_here(NOON, "Africa/Nairobi")
    assert not moments.differs_here(NOON, "Europe/Lisbon")
    assert not moments.differs_here(NOON, ZoneInfo("Europe/London"))


def test_date_block_names_a_year_that_is_not_this_one() -> None:
    far = timezone.localdate().replace(day=1, month=1) + dt.timedelta(days=800)
    assert str(far.year) in render("{% date_block x %}", x=far)
    assert f" {timezone.localdate().year}<" not in render("{% date_block x %}", x=timezone.localdate())
