"""The pages: what fits the state, for the two alone, in a number of queries that does not grow."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from meetings import actions as meetings
from meetings.errors import MeetingError
from meetings.meeting_owners import host_of
from meetings.models import Action, AgendaItem, Meeting, RolesTaken
from organisations import tenancy
from organisations.member_flags import member_with_facts
from partnerships import actions as partnerships
from partnerships.models import Partnership, PartnershipMeeting, Party
from tests import make
from tests.budget import questions
from tests.partnerships.conftest import CANARY, Pair

pytestmark = pytest.mark.django_db

PAGES = (
    "",
    "agreement/",
    "agreement/1/",
    "agreement/edit/",
    "meetings/new/",
    "meetings/log/",
    "review/",
    "conclusion/",
    "history/",
)


def met(pair: Pair, **when: object) -> Meeting:
    meeting = make.meeting([pair.maya, pair.tomas], **when)
    with pair.inside():
        PartnershipMeeting.objects.create(
            organisation=pair.organisation, partnership=pair.partnership, meeting=meeting
        )
    return meeting


def counted(pair: Pair, address: str) -> int:
    """How many statements a page asks for, without those that only open and close transactions."""
    client = pair.client(pair.maya)
    with questions() as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def main_action(text: str) -> str:
    return text.split('<div class="page-action">')[1].split("</div>")[0]


def test_the_main_action_fits_the_state(pair: Pair):
    client = pair.client(pair.maya)
    assert "Read and sign the agreement" in main_action(client.get(pair.url()).text)
    pair.sign(pair.maya)
    assert "Propose a meeting" in main_action(client.get(pair.url()).text)
    pair.answer(pair.tomas)
    assert "Review this stage" in main_action(client.get(pair.url()).text)
    pair.answer(pair.maya)
    assert "Propose a meeting" in main_action(client.get(pair.url()).text)
    pair.conclude(pair.maya)
    concluded = client.get(pair.url()).text
    assert main_action(concluded) == ""
    assert "This partnership ended before its last stage." in concluded


def test_a_declined_meeting_is_moved_and_none_is_proposed_instead(pair: Pair):
    pair.sign(pair.maya)
    meeting = met(pair, starts_in=timedelta(days=2))
    with pair.inside(pair.tomas):
        meetings.respond(by=pair.tomas, meeting=meeting, response="no")
    page = pair.client(pair.maya).get(pair.url()).text
    assert f"/meetings/{meeting.pk}/time/" in main_action(page)
    assert "Move the meeting" in main_action(page)
    assert "Tomás cannot come: find another time." in page
    assert "in 2 days" not in page


def test_the_main_action_goes_on_with_the_meetings(pair: Pair):
    pair.sign(pair.maya)
    client = pair.client(pair.maya)
    past = met(pair, starts_in=timedelta(days=-2))
    assert "Wrap up the last meeting" in main_action(client.get(pair.url()).text)
    with pair.inside(pair.maya):
        meetings.add_action(by=pair.maya, meeting=past, owner=pair.maya, text="Read on", due_on=None)
    assert "Propose a meeting" in main_action(client.get(pair.url()).text)
    meeting = met(pair, starts_in=timedelta(days=2))
    assert "Prepare the next meeting" in main_action(client.get(pair.url()).text)
    asked = main_action(pair.client(pair.tomas).get(pair.url()).text)
    assert "Say whether you can come" in asked
    assert f"/meetings/{meeting.pk}/" in asked
    with pair.inside(pair.tomas):
        meetings.respond(by=pair.tomas, meeting=meeting, response="yes")
    assert "Read and sign" in main_action(pair.client(pair.tomas).get(pair.url()).text)


def test_a_page_has_one_main_button(pair: Pair):
    client = pair.client(pair.maya)
    for _each in range(2):
        assert client.get(pair.url()).text.count("button main") == 1
        pair.sign(pair.maya)


def test_the_page_shows_what_is_next_promised_and_past(pair: Pair):
    upcoming, past = met(pair), met(pair, starts_in=timedelta(days=-14))
    with pair.inside(pair.maya):
        meetings.add_agenda_item(by=pair.maya, meeting=upcoming, text="What the first lesson showed")
        meetings.add_action(
            by=pair.maya, meeting=past, owner=pair.tomas, text="Introduce Maya", due_on=date(2031, 5, 6)
        )
    page = pair.client(pair.maya).get(pair.url()).text
    assert "You and Tomás Okafor" in page
    assert "What the first lesson showed" in page
    assert "Introduce Maya" in page
    assert "Tue 6 May 2031" in page
    assert "60 minutes" in page
    assert "Only you two can read this" in page
    assert f"/meetings/{past.pk}/" in page


def test_a_question_is_the_mentors_to_ask(pair: Pair):
    with pair.inside():
        practice = pair.cohort.programme.practices.filter(stage="initiation")[0]
        practice.question = "What worries you?"
        practice.save()
    assert "What worries you?" in pair.client(pair.tomas).get(pair.url()).text
    assert "What worries you?" not in pair.client(pair.maya).get(pair.url()).text


def test_the_partners_clock_is_shown_where_it_differs(pair: Pair):
    met(pair)
    assert "in Nairobi for Tomás" not in pair.client(pair.maya).get(pair.url()).text
    with pair.inside():
        pair.tomas.time_zone = "Africa/Nairobi"
        pair.tomas.save()
    assert "in Nairobi for Tomás" in pair.client(pair.maya).get(pair.url()).text


@pytest.mark.parametrize("inside", PAGES)
def test_each_page_is_for_the_two_alone(pair: Pair, inside: str):
    for person in (pair.maya, pair.tomas):
        assert pair.client(person).get(pair.url(inside)).status_code == 200
    for person in (pair.ines, pair.noor):
        assert pair.client(person).get(pair.url(inside)).status_code == 404


def test_once_concluded_each_page_can_still_be_opened(pair: Pair):
    pair.answer(pair.tomas)
    review = pair.answer(pair.maya, "stay")
    pair.conclude(pair.maya)
    client = pair.client(pair.tomas)
    for inside in ("", "agreement/", "agreement/1/", "history/", f"reviews/{review.pk}/"):
        assert client.get(pair.url(inside)).status_code == 200, inside
    for inside in ("agreement/edit/", "meetings/new/", "meetings/log/", "review/", "conclusion/"):
        answer = client.get(pair.url(inside), follow=True)
        assert answer.redirect_chain[-1][0] == pair.url(), inside
        assert "has ended" in answer.text


def test_the_list_says_what_waits(pair: Pair):
    client = pair.client(pair.maya)
    page = client.get("/riverside/partnerships/").text
    assert "Tomás Okafor" in page
    assert "Read and sign the agreement" in page
    assert "No meeting planned" in page
    pair.sign(pair.maya)
    pair.answer(pair.tomas)
    met(pair)
    assert "No meeting planned" not in client.get("/riverside/partnerships/").text
    assert "Review this stage" in client.get("/riverside/partnerships/").text
    pair.conclude(pair.maya)
    assert "This partnership ended before its last stage." in client.get("/riverside/partnerships/").text


def test_without_a_partnership_the_list_says_what_it_is_for(pair: Pair):
    assert "No partnership yet" in pair.client(pair.noor).get("/riverside/partnerships/").text


def test_the_rail_leads_there_whoever_has_one(pair: Pair):
    rail = "<span>Partnerships</span>"
    assert rail in pair.client(pair.maya).get("/riverside/partnerships/").text
    assert rail not in pair.client(pair.noor).get("/riverside/partnerships/").text
    with pair.inside():
        assert member_with_facts(pair.maya.pk).has_partnerships
        assert not member_with_facts(pair.ines.pk).has_partnerships


# Meetings


def when(days: int) -> dict[str, str]:
    day = timezone.localdate() + timedelta(days=days)
    return {"date": day.isoformat(), "time": "14:00", "minutes": "60", "zone": "Europe/London"}


def test_proposing_a_meeting_invites_the_partner_and_belongs_to_the_partnership(pair: Pair):
    answer = pair.client(pair.maya).post(pair.url("meetings/new/"), when(3) | {"focus": CANARY})
    with pair.inside(pair.tomas):
        meeting = Meeting.objects.get(partnership_link__partnership=pair.partnership)
        assert answer.headers["Location"] == f"/riverside/meetings/{meeting.pk}/"
        assert {each.member_id for each in meeting.attendances.all()} == {pair.maya.pk, pair.tomas.pk}
    assert CANARY in pair.client(pair.tomas).get(pair.url()).text


def test_what_was_left_open_comes_along(pair: Pair):
    client = pair.client(pair.maya)
    assert "began on" in client.post(pair.url("meetings/log/"), when(-7)).text
    with pair.inside():
        Partnership.objects.update(began_at=timezone.now() - timedelta(days=7))
    client.post(pair.url("meetings/log/"), when(-7))
    with pair.inside(pair.maya):
        logged = Meeting.objects.get(partnership_link__partnership=pair.partnership)
        meetings.add_agenda_item(by=pair.maya, meeting=logged, text="Reading list")
    client.post(pair.url("meetings/new/"), when(5))
    with pair.inside(pair.tomas):
        assert AgendaItem.objects.filter(text="Reading list").count() == 2
    assert "Left from last time: Reading list" in client.get(pair.url()).text


@pytest.mark.parametrize(
    ("inside", "days"), [("meetings/new/", -1), ("meetings/log/", 1), ("meetings/new/", 4000)]
)
def test_a_time_that_will_not_do(pair: Pair, inside: str, days: int):
    assert pair.client(pair.maya).post(pair.url(inside), when(days)).status_code == 422
    with pair.inside():
        assert not Meeting.objects.exists()


def test_a_meeting_proposed_twice_is_one(pair: Pair):
    client = pair.client(pair.maya)
    client.post(pair.url("meetings/new/"), when(3))
    again = client.post(pair.url("meetings/new/"), when(3))
    assert again.status_code == 422
    assert "at this time already" in again.text
    with pair.inside():
        assert PartnershipMeeting.objects.count() == 1


def test_a_meeting_finds_back_to_its_partnership(pair: Pair):
    meeting, other = met(pair), make.meeting([pair.maya, pair.tomas], starts_in=timedelta(days=9))
    with pair.inside():
        found = host_of(meeting, pair.maya)
        assert found
        assert found.label == "You and Tomás Okafor"
        assert found.url == f"/partnerships/{pair.partnership.pk}/"
        assert found.next_url.endswith("/meetings/new/")
        assert host_of(meeting, pair.noor) is None
        assert host_of(other, pair.maya) is None


def test_a_promise_is_ticked_on_the_page(pair: Pair):
    with pair.inside(pair.maya):
        promised = meetings.add_action(by=pair.maya, meeting=met(pair), owner=pair.maya, text="Read")
    address = pair.url(f"promises/{promised.pk}/tick/")
    client = pair.client(pair.tomas)
    assert client.post(address, {"done": "yes"}).headers["Location"] == pair.url() + "#promised"
    assert "done on" in client.get(pair.url()).text
    client.post(address, {"done": "no"})
    with pair.inside(pair.maya):
        assert not Action.objects.get().is_done
    assert pair.client(pair.noor).post(address, {"done": "yes"}).status_code == 404
    elsewhere = make.meeting([pair.maya, pair.noor])
    with pair.inside(pair.maya):
        other = meetings.add_action(by=pair.maya, meeting=elsewhere, owner=pair.maya, text="Other")
    assert client.post(pair.url(f"promises/{other.pk}/tick/")).status_code == 404


# History


def test_the_way_so_far_names_every_step(pair: Pair):
    pair.answer(pair.maya, "stay")
    pair.answer(pair.tomas, "move-on")
    pair.answer(pair.maya)
    review = pair.answer(pair.tomas)
    pair.conclude(pair.maya)
    page = pair.client(pair.tomas).get(pair.url("history/")).text
    places = [
        page.index(words)
        for words in ("The partnership began", "You reviewed", "Both reviewed", "Ended early")
    ]
    assert places == sorted(places)
    assert f"reviews/{review.pk}/" in page


def test_the_log_offers_no_day_before_the_beginning(pair: Pair):
    began = timezone.localdate(pair.partnership.began_at, pair.maya.zone)
    assert f'min="{began.isoformat()}"' in pair.client(pair.maya).get(pair.url("meetings/log/")).text


def test_the_mentor_notes_which_roles_they_took_and_nobody_else_reads_it(pair: Pair):
    first, second = met(pair, starts_in=timedelta(days=-9)), met(pair, starts_in=timedelta(days=-2))
    client = pair.client(pair.tomas)
    for meeting, roles in ((first, ["listener", "broker"]), (second, ["helper"]), (second, ["listener"])):
        client.post(f"/riverside/meetings/{meeting.pk}/roles/", {"roles": roles})
    assert 'value="listener" checked' in client.get(f"/riverside/meetings/{second.pk}/").text
    assert 'value="helper" checked' not in client.get(f"/riverside/meetings/{second.pk}/").text
    for page in (client.get(pair.url()), client.get(pair.url("review/"))):
        shown = dict(page.context["page"].roles if "page" in page.context else page.context["roles"])
        assert {str(role): times for role, times in shown.items() if times} == {"Listener": 2, "Broker": 1}
        assert "Meetings in which you took each role" in page.text
    for page in (pair.url(), pair.url("review/"), f"/riverside/meetings/{second.pk}/"):
        text = pair.client(pair.maya).get(page).text
        assert "which you took each role" not in text
        assert "Which roles did you take" not in text
    for reader in (pair.maya, pair.ines, pair.noor):
        with pair.inside(reader), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM meetings_rolestaken")
            assert cursor.fetchone() == (0,)


def test_roles_are_noted_by_the_mentor_after_a_meeting(pair: Pair):
    past, ahead = met(pair, starts_in=timedelta(days=-2)), met(pair, starts_in=timedelta(days=2))
    for person, meeting, roles in (
        (pair.maya, past, ["listener"]),
        (pair.tomas, ahead, ["listener"]),
        (pair.tomas, past, ["listener", "boss"]),
    ):
        with pair.inside(person), pytest.raises(MeetingError, match="its mentor can note"):
            meetings.note_roles(by=person, meeting=meeting, roles=roles)
    with pair.inside(pair.tomas):
        meetings.note_roles(by=pair.tomas, meeting=past, roles=["listener"])
        meetings.note_roles(by=pair.tomas, meeting=past, roles=[])
        assert not RolesTaken.objects.exists()


def test_without_roles_noted_there_is_no_picture_of_them(pair: Pair):
    met(pair, starts_in=timedelta(days=-2))
    assert "Which roles you take" not in pair.client(pair.tomas).get(pair.url()).text


# Query budgets


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_of_the_page(pair: Pair, count: int):
    for index in range(count):
        past = met(pair, starts_in=timedelta(days=-2 * index - 2))
        upcoming = met(pair, starts_in=timedelta(days=2 * index + 2))
        with pair.inside(pair.maya):
            meetings.add_action(by=pair.maya, meeting=past, owner=pair.tomas, text=f"Promise {index}")
            meetings.add_agenda_item(by=pair.maya, meeting=upcoming, text=f"Item {index}")
    pair.answer(pair.tomas)
    assert counted(pair, pair.url()) == 12


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_of_the_list(pair: Pair, count: int):
    for index in range(count - 1):
        mentee = make.member(pair.organisation, f"Mentee {index}", joined=False)
        made = make.partnership(
            make.cohort(pair.cohort.programme, f"Cohort {index}"), mentor=pair.maya, mentee=mentee
        )
        with tenancy.inside(pair.organisation.pk):
            assert Party.objects.filter(partnership=made).count() == 2
    assert counted(pair, "/riverside/partnerships/") == 5


@pytest.mark.parametrize("inside", PAGES)
def test_no_page_asks_more_than_twelve_times(pair: Pair, inside: str):
    met(pair)
    pair.sign(pair.tomas)
    pair.answer(pair.tomas)
    assert counted(pair, pair.url(inside)) <= 12


def test_what_is_planned_after_the_next_meeting_says_what_repeats_and_who_cannot_come(pair: Pair):
    now = timezone.now()
    met(pair, starts_in=timedelta(days=2))
    later = met(pair, starts_in=timedelta(days=9))
    with pair.inside(pair.maya):
        repeated = meetings.schedule_series(
            by=pair.maya,
            attendees=[pair.tomas],
            starts_at=now + timedelta(days=16),
            minutes=60,
            zone="Europe/London",
            every=1,
            count=3,
        )
        for meeting in repeated:
            PartnershipMeeting.objects.create(
                organisation=pair.organisation, partnership=pair.partnership, meeting=meeting
            )
    with pair.inside(pair.tomas):
        meetings.respond(by=pair.tomas, meeting=later, response="no")
    page = pair.client(pair.maya).get(f"/riverside/partnerships/{pair.partnership.pk}/").content.decode()
    planned = page.partition("Planned after it:")[2].partition("</ul>")[0]
    assert planned.count("<li>") == 2
    assert "Tomás cannot come" in planned
    assert "Every week, 1 of 3" in planned
    assert "waits for your answer" not in planned
    page = pair.client(pair.tomas).get(f"/riverside/partnerships/{pair.partnership.pk}/").content.decode()
    planned = page.partition("Planned after it:")[2].partition("</ul>")[0]
    assert planned.count("waits for your answer") == 1
    address = f"/riverside/partnerships/{pair.partnership.pk}/meetings/new/"
    assert "is asked whether it suits." in pair.client(pair.maya).get(address).content.decode()


def test_once_it_has_ended_no_page_of_a_partnership_asks_to_go_on(pair):
    with pair.inside(pair.maya):
        partnerships.conclude(partnership=pair.partnership, kind="early", by=pair.maya)
    address = f"/riverside/partnerships/{pair.partnership.pk}/"
    assert "it is not working" not in pair.client(pair.tomas).get(address).content.decode()
    agreement = pair.client(pair.tomas).get(f"{address}agreement/").content.decode()
    assert "Change it whenever" not in agreement
    assert "The agreement stays here for the two of you to read" in agreement
