"""What a coordinator sees of a cohort: the right facts, in three queries, without a word that anyone wrote."""

from datetime import timedelta

import pytest

from meetings import actions as meetings
from meetings.models import Cancellation, Meeting
from partnerships.models import Partnership, PartnershipMeeting
from partnerships.queries.overviews import Overview, overview
from tests import make
from tests.budget import questions
from tests.partnerships.conftest import Pair

pytestmark = pytest.mark.django_db

# Tables behind the member wall: their names must not turn up in a coordinator's statements.
CONFIDENTIAL = (
    "partnerships_agreement",
    "partnerships_reviewanswer",
    "partnerships_practicerating",
    "meetings_arrangement",
    "meetings_agendaitem",
    "meetings_note",
    "meetings_action",
)


def met(pair: Pair, **when: object) -> Meeting:
    meeting = make.meeting([pair.maya, pair.tomas], **when)
    with pair.inside():
        PartnershipMeeting.objects.create(
            organisation=pair.organisation, partnership=pair.partnership, meeting=meeting
        )
    return meeting


def line(pair: Pair) -> Overview:
    with pair.inside(pair.ines):
        return overview(pair.cohort)[0]


def test_a_new_partnership(pair: Pair):
    seen = line(pair)
    assert [(party.name, party.role) for party in seen.parties] == [
        ("Tomás Okafor", "mentor"),
        ("Maya Lindqvist", "mentee"),
    ]
    assert (seen.stage, seen.meetings_held, seen.last_met_at, seen.next_meeting_at) == (
        "initiation",
        0,
        None,
        None,
    )
    assert seen.began_at == seen.stage_since == pair.partnership.began_at
    assert not seen.is_signed
    assert seen.missing_signatures == ["Tomás Okafor", "Maya Lindqvist"]
    assert seen.review_waits_since is None
    assert seen.under_way


def test_signatures_are_those_of_the_newest_version(pair: Pair):
    pair.sign(pair.maya)
    assert line(pair).missing_signatures == ["Tomás Okafor"]
    last = pair.sign(pair.tomas)
    assert line(pair).signed_at == last.at
    pair.edit(pair.maya, focus="Other")
    assert line(pair).missing_signatures == ["Tomás Okafor", "Maya Lindqvist"]
    assert line(pair).signed_at is None


def test_meetings_count_when_they_took_place(pair: Pair):
    held = met(pair, starts_in=timedelta(days=-10))
    missed = met(pair, starts_in=timedelta(days=-3))
    cancelled = met(pair, starts_in=timedelta(days=-2))
    planned = met(pair, starts_in=timedelta(days=4))
    met(pair, starts_in=timedelta(days=9))
    with pair.inside(pair.maya):
        meetings.record_attendance(by=pair.maya, meeting=missed, presence={pair.tomas.pk: "missed"})
        meetings.record_attendance(by=pair.maya, meeting=held, presence={pair.tomas.pk: "came"})
        Cancellation.objects.create(organisation=pair.organisation, meeting=cancelled, by=pair.maya)
    seen = line(pair)
    assert seen.meetings_held == 1
    assert seen.last_met_at == held.starts_at
    assert seen.next_meeting_at == planned.starts_at


def test_a_review_waits_until_both_have_answered(pair: Pair):
    review = pair.answer(pair.maya)
    assert line(pair).review_waits_since == review.opened_at
    pair.answer(pair.tomas)
    seen = line(pair)
    assert seen.review_waits_since is None
    assert seen.stage == "consolidation"
    assert seen.stage_since > seen.began_at


def test_a_concluded_partnership_says_how(pair: Pair):
    pair.answer(pair.maya)
    conclusion = pair.conclude(pair.tomas)
    seen = line(pair)
    assert (seen.concluded, seen.concluded_at, seen.review_waits_since) == ("early", conclusion.at, None)


@pytest.mark.parametrize("count", [1, 3, 30])
def test_two_queries_for_any_number_and_none_into_what_people_wrote(pair: Pair, count: int):
    met(pair, starts_in=timedelta(days=-10))
    pair.answer(pair.maya)
    for index in range(count - 1):
        mentor, mentee = (make.member(pair.organisation, f"{role} {index}", joined=False) for role in "AB")
        make.partnership(pair.cohort, mentor=mentor, mentee=mentee)
    with pair.inside(pair.ines), questions() as asked:
        assert len(overview(pair.cohort)) == count
    assert len(asked) == 2
    for table in CONFIDENTIAL:
        assert not [sql for sql in asked if f'"{table}"' in sql], table


def test_coordinated_by_leaves_other_programmes_out(pair: Pair):
    other = make.member(pair.organisation, "Olga Other", coordinator=True)
    make.programme(other, name="Another programme")
    with pair.inside():
        assert list(Partnership.objects.coordinated_by(pair.ines)) == [pair.partnership]
        assert not Partnership.objects.coordinated_by(other).exists()
        assert not Partnership.objects.coordinated_by(pair.maya).exists()
