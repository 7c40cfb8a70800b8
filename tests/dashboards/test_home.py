"""Home: what is next and what waits, in few questions however much there is."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from cop.models import Community
from development_plans.actions import plans
from meetings import actions as meetings
from organisations import tenancy
from organisations.models import Member
from programmes.models import Enrolment, EnrolmentAnswer
from tests import make
from tests.budget import questions
from tests.cop.conftest import make_circle
from tests.main_buttons import list_main_buttons

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
    """Create so many mentees for a mentor, each with a meeting ahead and a promise to keep."""
    for number in range(pairs):
        mentee = make.member(mentor.organisation, f"Mentee {number}")
        make.partnership(mentor.cohort, mentor=mentor, mentee=mentee)
        with tenancy.inside(mentor.organisation_id, mentor.pk):
            meeting = meetings.schedule(
                by=mentor,
                attendees=[mentor, mentee],
                starts_at=datetime.now(ZoneInfo("UTC")) + timedelta(days=number + 1),
                minutes=60,
                zone="Europe/London",
                focus="canary in confidence",
            )
            meetings.add_action(
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
    assert len(asked) == 5, asked


@pytest.mark.parametrize("pairs", [1, 3, 30])
def test_a_coordinators_home_asks_the_same_however_many_partnerships_need_a_word(client, tomas, pairs):
    for number in range(pairs):
        mentee = make.member(tomas.organisation, f"Mentee {number}")
        make.partnership(tomas.cohort, mentor=tomas, mentee=mentee)
    with time_machine.travel(datetime.now(ZoneInfo("UTC")) + timedelta(days=90)):
        client.force_login(tomas.ines.user)
        with questions() as asked:
            page = client.get("/riverside/").text
    assert len(asked) == 7, asked
    assert page.count("Write to both") == min(pairs, 5)
    assert ("more partnerships need attention" in page) == (pairs == 30)


def test_a_home_with_everything_on_it_asks_no_more_than_twelve_times(client):
    circle = make_circle()
    amara, jonas, wei = circle.people
    for other in (jonas, wei):
        make.partnership(circle.cohort, mentor=other, mentee=amara)
    circle.name(amara)
    session = circle.held(amara)
    circle.arrange(circle.coordinator)
    with circle.inside(circle.coordinator):
        Community.objects.filter(pk=circle.community.pk).update(phase="rotating")
    make.open_evaluation(session, [amara, jonas, wei])
    meeting = make.meeting([amara, jonas])
    with circle.inside(amara):
        meetings.add_action(
            by=amara, meeting=meeting, owner=amara, text="Slides", due_on=meeting.starts_at.date()
        )
        plans.begin(by=amara)
    client.force_login(amara.user)
    with questions() as asked:
        page = client.get("/riverside/").text
    for words in (
        "How was the session",
        "Your plans",
        "Slides",
        "Jonas Aydin",
        "A thought to my diary",
        "rings",
    ):
        assert words in page, words
    assert len(asked) <= 12, asked


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
    assert "1 meeting in the next 7 days, 1 open action" in page


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
    ("clock", "greeting"),
    [
        ("04:30", "Hello"),
        ("08:00", "Good morning"),
        ("13:00", "Good afternoon"),
        ("23:00", "Good evening"),
    ],
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
        EnrolmentAnswer.objects.create(
            organisation_id=tomas.organisation_id, enrolment=place, question=asked, value="7"
        )
    page = client.get("/riverside/").content.decode()
    assert "You have not been matched yet." in page
    assert "Answer the questions" not in page


def test_only_what_is_next_has_a_filled_button(client, tomas):
    busy(tomas, 3)
    client.force_login(tomas.user)
    page = client.get("/riverside/").text
    assert len(list_main_buttons(page)) == 1
    assert list_main_buttons(page)[0].startswith("Read and sign")


@pytest.mark.parametrize(
    ("pairs", "more"), [(1, ""), (2, "1 more meeting waits"), (4, "3 more meetings wait")]
)
def test_home_says_how_many_meetings_wait_for_an_answer(client, tomas, pairs, more):
    mentor = make.member(tomas.organisation, "Jonas Aydin")
    for days in range(pairs):
        make.meeting([mentor, tomas], starts_in=timedelta(days=days + 1))
    client.force_login(tomas.user)
    page = client.get("/riverside/").text
    assert f"{pairs} meeting{'s wait' if pairs > 1 else ' waits'} for your answer" in page
    assert (more in page) if more else "more meeting" not in page
    assert list_main_buttons(page) == ["Reply: Meeting with Jonas Aydin"]


def test_home_names_the_zone_of_a_meeting_where_it_differs_from_the_readers(client, tomas):
    mentee = make.member(tomas.organisation, "Achieng Otieno", time_zone="Africa/Nairobi")
    make.meeting([tomas, mentee], starts_in=timedelta(days=9))
    client.force_login(tomas.user)
    assert re.search(r"your time, \d\d:\d\d in Nairobi", client.get("/riverside/").text)
    mentee.time_zone = "Europe/London"
    with tenancy.inside(tomas.organisation_id, mentee.pk):
        mentee.save()
    assert "your time" not in client.get("/riverside/").text


def test_a_coordinators_home_begins_with_what_needs_attention_in_all_cohorts(client, tomas):
    with tenancy.inside(tomas.organisation_id, tomas.ines.pk):
        later = make.cohort(tomas.cohort.programme, "January 2027")
    for cohort in (tomas.cohort, later):
        make.enrolment(
            cohort, make.member(tomas.organisation, f"Mentor of {cohort.name}"), "mentor", state="accepted"
        )
        make.enrolment(
            cohort, make.member(tomas.organisation, f"Mentee of {cohort.name}"), "mentee", state="accepted"
        )
    client.force_login(tomas.ines.user)
    page = client.get("/riverside/").text
    assert "2 things need attention in 2 cohorts." in page
    assert page.count("Match 1 mentee") >= 2
    assert [words.partition(":")[0] for words in list_main_buttons(page)] == ["Match people"]
    assert page.index("Next step") < page.index("Needs attention") < page.index("Your cohorts")


def test_a_meeting_that_one_declined_is_neither_prepared_nor_counted(client, tomas):
    mentee = make.member(tomas.organisation, "Maya Lindqvist")
    meeting = make.meeting([tomas, mentee], starts_in=timedelta(days=2))
    client.force_login(tomas.user)
    assert "1 meeting in the next 7 days" in client.get("/riverside/").text
    with tenancy.inside(tomas.organisation_id):
        meeting.attendances.filter(member=tomas).update(response="no")
    page = client.get("/riverside/").text
    assert "You cannot come" in page
    assert "Prepare" not in page
    assert "1 meeting in the next 7 days" not in page
