"""Home: what is next and what waits, in few questions however much there is."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from meetings import actions as meetings
from organisations import tenancy
from organisations.models import Member
from programmes.models import Answer, Enrolment
from tests import make
from tests.budget import questions

pytestmark = pytest.mark.django_db


@pytest.fixture
def tomas():
    riverside = make.organisation("riverside", name="University of Riverside")
    ines = make.member(riverside, "Ines Duarte", coordinator=True)
    mentor = make.member(riverside, "Tomás Okafor")
    mentor.cohort = make.cohort(make.programme(ines))
    mentor.ines = ines
    return mentor


def busy(mentor, pairs: int) -> None:
    """Give a mentor so many mentees, each with a meeting ahead and a promise to keep."""
    for number in range(pairs):
        mentee = make.member(mentor.organisation, f"Mentee {number}")
        make.partnership(mentor.cohort, mentor=mentor, mentee=mentee)
        with tenancy.inside(mentor.organisation_id, mentor.pk):
            meeting = meetings.propose(
                by=mentor,
                attendees=[mentor, mentee],
                starts_at=datetime.now(ZoneInfo("UTC")) + timedelta(days=number + 1),
                minutes=60,
                zone="Europe/London",
                focus="canary in confidence",
            )
            meetings.promise(
                by=mentor,
                meeting=meeting,
                owner=mentor,
                text=f"Promise {number}",
                due_on=meeting.starts_at.date(),
            )


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_home_asks_the_same_however_much_there_is(client, tomas, rows):
    busy(tomas, rows)
    client.force_login(tomas.user)
    with questions() as asked:
        page = client.get("/riverside/")
    assert page.status_code == 200
    assert len(asked) == 8, asked


@pytest.mark.parametrize("cohorts", [1, 3, 30])
def test_a_coordinators_home_asks_the_same_however_many_cohorts(client, tomas, cohorts):
    for number in range(cohorts - 1):
        make.cohort(tomas.cohort.programme, f"Cohort {number}")
    client.force_login(tomas.ines.user)
    with questions() as asked:
        page = client.get("/riverside/")
    assert page.content.decode().count("Teaching practice") >= cohorts
    assert len(asked) == 7, asked


def test_home_asks_whoever_has_not_answered_and_not_who_proposed(client, tomas):
    busy(tomas, 1)
    with tenancy.inside(tomas.organisation_id):
        mentee = Member.objects.select_related("user").get(display_name="Mentee 0")
    for person, asked in ((tomas, False), (mentee, True)):
        client.force_login(person.user)
        assert ("Can you come?" in client.get("/riverside/").text) == asked


def test_home_says_what_is_next_and_what_was_promised(client, tomas):
    busy(tomas, 1)
    client.force_login(tomas.user)
    page = client.get("/riverside/").content.decode()
    assert "Meeting with Mentee 0" in page
    assert "Promise 0" in page
    assert "1 meeting in the next 7 days, 1 thing promised" in page


@pytest.mark.parametrize(
    ("ahead", "counts"), [(timedelta(days=7, minutes=-5), True), (timedelta(days=7, minutes=5), False)]
)
def test_in_the_next_7_days_means_seven_days(client, tomas, ahead, counts):
    mentee = make.member(tomas.organisation, "Maya Lindqvist")
    make.meeting([tomas, mentee], starts_in=ahead)
    client.force_login(tomas.user)
    assert ("1 meeting in the next 7 days" in client.get("/riverside/").text) == counts


def test_an_unsigned_agreement_waits_on_the_home_page(client, tomas):
    mentee = make.member(tomas.organisation, "Maya Lindqvist")
    make.partnership(tomas.cohort, mentor=tomas, mentee=mentee)
    client.force_login(mentee.user)
    page = client.get("/riverside/").content.decode()
    assert "Your agreement with Tomás Okafor" in page
    assert "You and Tomás Okafor" in page


def test_a_member_with_nothing_yet_reads_what_will_come(client, tomas):
    noor = make.member(tomas.organisation, "Noor Haddad")
    client.force_login(noor.user)
    page = client.get("/riverside/").content.decode()
    assert "All quiet here" in page
    assert "Nothing waits for you just now." in page


@pytest.mark.parametrize(
    ("clock", "greeting"), [("08:00", "Good morning"), ("13:00", "Good afternoon"), ("23:00", "Good evening")]
)
def test_the_greeting_goes_by_the_readers_own_clock(client, tomas, clock, greeting):
    nairobi = make.member(tomas.organisation, "Achieng Otieno", time_zone="Africa/Nairobi")
    client.force_login(nairobi.user)
    now = datetime.fromisoformat(f"2026-11-24T{clock}").replace(tzinfo=ZoneInfo("Africa/Nairobi"))
    with time_machine.travel(now):
        assert f"{greeting}, Achieng" in client.get("/riverside/").content.decode()


def test_who_waits_for_a_match_finds_their_programme_and_what_to_answer(client, tomas):
    with tenancy.inside(tomas.organisation_id, tomas.ines.pk):
        programme = tomas.cohort.programme
        make.enrolment(tomas.cohort, tomas, "mentor", state="accepted")
        asked = programme.questions.create(
            organisation_id=tomas.organisation_id,
            key="grade",
            label="Grade",
            kind="short",
            asked="mentors",
            required=True,
            position=9,
        )
    client.force_login(tomas.user)
    page = client.get("/riverside/").content.decode()
    assert "You take part in Teaching practice as a mentor" in page
    assert "Answer the questions" in page
    assert "All quiet here" not in page
    with tenancy.inside(tomas.organisation_id, tomas.pk):
        place = Enrolment.objects.get(member=tomas)
        Answer.objects.create(
            organisation_id=tomas.organisation_id, enrolment=place, question=asked, value="7"
        )
    page = client.get("/riverside/").content.decode()
    assert "You have not been matched yet." in page
    assert "Answer the questions" not in page
