"""A cohort's page: that people met and where they stand, in few questions, and no word of what they wrote."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards import health
from tests import make
from tests.budget import questions

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def line(**changes):
    """A partnership that is fine: began ten weeks ago, signed, met last week."""
    return SimpleNamespace(
        **{
            "under_way": True,
            "began_at": NOW - timedelta(weeks=10),
            "last_met_at": NOW - timedelta(weeks=1),
            "next_meeting_at": None,
            "is_signed": True,
            "review_waits_since": None,
            "stage": "initiation",
            **changes,
        }
    )


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, None),
        ({"last_met_at": NOW - timedelta(weeks=5)}, "No meeting for 5 weeks"),
        ({"last_met_at": NOW - timedelta(weeks=5), "next_meeting_at": NOW + timedelta(days=1)}, None),
        ({"last_met_at": None}, "No meeting for 10 weeks"),
        (
            {"last_met_at": None, "began_at": NOW - timedelta(weeks=3), "is_signed": False},
            "Agreement not signed",
        ),
        ({"is_signed": False, "began_at": NOW - timedelta(days=13)}, None),
        ({"review_waits_since": NOW - timedelta(days=15)}, "the other not yet"),
        ({"review_waits_since": NOW - timedelta(days=13)}, None),
        ({"under_way": False, "last_met_at": None}, None),
    ],
)
def test_who_would_welcome_a_word(changes, why):
    found = health.would_welcome_a_word([line(**changes)], 2, NOW)
    assert [why in word.why for word in found] == ([True] if why else [])


def test_the_longest_wait_comes_first():
    found = health.would_welcome_a_word(
        [line(last_met_at=NOW - timedelta(weeks=weeks)) for weeks in (5, 9, 7)], 2, NOW
    )
    assert [(NOW - word.since).days // 7 for word in found] == [9, 7, 5]


@given(st.lists(st.integers(0, 20), max_size=20), st.integers(1, 8))
def test_the_share_that_kept_their_rhythm_and_those_who_did_not_add_up(weeks_ago, rhythm):
    lines = [
        line(last_met_at=NOW - timedelta(weeks=weeks), began_at=NOW - timedelta(weeks=60))
        for weeks in weeks_ago
    ]
    share, late = (
        health.kept_their_rhythm(lines, rhythm, NOW),
        health.would_welcome_a_word(lines, rhythm, NOW),
    )
    if not lines:
        assert share is None
    else:
        assert share == round(100 * (len(lines) - len(late)) / len(lines))


def test_young_partnerships_are_not_judged():
    assert (
        health.kept_their_rhythm([line(began_at=NOW - timedelta(days=3), last_met_at=None)], 2, NOW) is None
    )


def test_the_stages_are_counted_in_their_order():
    lines = [line(stage="construction"), line(stage="initiation"), line(), line(under_way=False)]
    assert [count for _, count, _ in health.by_stage(lines)] == [2, 0, 1, 0]


@pytest.fixture
def cohort(db):
    ines = make.member(make.organisation("riverside"), "Ines Duarte", coordinator=True)
    made = make.cohort(make.programme(ines))
    made.ines = ines
    return made


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_page_asks_the_same_however_many_partnerships(client, cohort, rows):
    organisation = cohort.ines.organisation
    for number in range(rows):
        mentor, mentee = (make.member(organisation, f"{role} {number}") for role in ("Mentor", "Mentee"))
        make.partnership(cohort, mentor=mentor, mentee=mentee)
        make.meeting([mentor, mentee], starts_in=timedelta(days=-3))
    client.force_login(cohort.ines.user)
    with questions() as asked:
        page = client.get(f"/riverside/programmes/cohorts/{cohort.pk}/")
    assert f"Mentor {rows - 1}" in page.content.decode()
    assert len(asked) == 9, asked


def test_an_empty_cohort_offers_the_first_step(client, cohort):
    client.force_login(cohort.ines.user)
    page = client.get(f"/riverside/programmes/cohorts/{cohort.pk}/").content.decode()
    assert page.count("Import people") == 1
