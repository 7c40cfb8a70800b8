"""Times as they are said: in the reader's zone, counted in the reader's days."""

import datetime as dt
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from tests import make
from web import dates

PACKAGES = [each.name for each in apps.get_app_configs() if not each.name.startswith(("django", "allauth"))]

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
    assert dates.in_days(today + dt.timedelta(days=days), today) == words


def test_days_are_counted_in_the_readers_zone() -> None:
    late = dt.datetime(2026, 11, 24, 22, 30, tzinfo=dt.UTC)
    today = dt.date(2026, 11, 24)
    assert dates.in_days(late, today) == "today"
    with timezone.override("Africa/Nairobi"):
        assert dates.in_days(late, today) == "tomorrow"


def test_nothing_is_said_of_nothing() -> None:
    assert render("{{ x|day }}{{ x|moment }}{{ x|clock }}{{ x|in_days }}{{ x|zone_name }}", x=None) == ""


def test_midnight_is_a_time() -> None:
    assert ">00:00<" in render("{{ x|clock }}", x=dt.time(0, 0))


def test_zone_is_named_by_its_place() -> None:
    assert dates.zone_name("America/New_York") == "New York"
    assert render("{% zone_name %}") == "London"


def test_zones_differ_by_their_clocks_not_by_their_names() -> None:
    assert dates.differs_here(NOON, "Africa/Nairobi")
    assert not dates.differs_here(NOON, "Europe/Lisbon")
    assert not dates.differs_here(NOON, ZoneInfo("Europe/London"))


def test_date_block_names_a_year_that_is_not_this_one() -> None:
    far = timezone.localdate().replace(day=1, month=1) + dt.timedelta(days=800)
    assert str(far.year) in render("{% date_block x %}", x=far)
    assert f" {timezone.localdate().year}<" not in render("{% date_block x %}", x=timezone.localdate())


def test_a_time_names_its_zone_where_the_reader_is_not_known_to_live_by_it() -> None:
    """Outside an organisation, in somebody else's zone, and in a mail to who never came in."""
    zone = ZoneInfo("Africa/Nairobi")
    said = "{{ x|moment }} {{ x|clock }}"
    with timezone.override(None):
        assert render(said, x=NOON).count("(UTC)") == 2
    with dates.speaking_in(zone, is_readers=False):
        assert render(said, x=NOON).count("(Nairobi)") == 2
        assert "(" not in render("{{ x|day }}", x=NOON)
        assert dates.plain_moment(NOON) == "Tue 24 Nov 2026, 15:00 (Nairobi)"
    with dates.speaking_in(zone):
        assert "(" not in render(said, x=NOON)
    with dates.speaking_in(ZoneInfo("UTC")):
        assert dates.plain_clock(NOON) == "12:00"
    assert dates.plain_clock(NOON) == "12:00"  # once more in London


PROJECT = Path(__file__).parents[2]
# A time of day is written in these ways; each place beside the door names the zone itself, or writes for programs.
WRITTEN = re.compile(
    r"""["'](DATE)?TIME_FORMAT|%H|:%H|\|time\b|\|date:"[^"]*[HhGgPU:]|time_format\(|strftime\("""
)
BESIDE = {
    "web/dates.py",  # the door
    "meetings/wording.py",  # names the place of each time
    "meetings/forms.py",  # says on whose clocks
    "meetings/models/meetings.py",  # for programmers
    "programmes/models/matching.py",  # for programmers
    "portfolios/issuing/documents.py",  # for programs, in UTC
}


def test_nothing_says_a_time_of_day_but_by_the_door() -> None:
    found = {
        str(path.relative_to(PROJECT))
        for folder in ("templates", *PACKAGES)
        for path in (PROJECT / folder).rglob("*")
        if path.suffix in {".py", ".html", ".txt"}
        and "migrations" not in path.parts
        and "formats" not in path.parts
        and WRITTEN.search(path.read_text(encoding="utf-8"))
    }
    assert found - BESIDE == set()
    assert BESIDE - found == set()


def test_a_zone_is_given_only_where_it_is_named_beside() -> None:
    for path in (PROJECT / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for given in re.findall(r"\|(?:clock|moment):(\w[\w.]*)", text):
            assert f"{given}|zone_name" in text, path


@pytest.mark.django_db
def test_pages_and_mails_outside_an_organisation_name_the_zone() -> None:
    account = make.user("Maya Lindqvist")
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    UserSession.objects.create(user=account, ip="192.0.2.1", session_key=client.session.session_key)
    with timezone.override(None):
        page = client.get(reverse("usersessions_list")).text
    times = re.findall(r"<time[^>]*>[^<]*\d\d:\d\d[^<]*</time>", page)
    assert times
    assert all("(UTC)" in each for each in times)
