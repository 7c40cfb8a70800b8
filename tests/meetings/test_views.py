"""The pages of meetings, as people use them in a browser, without scripts and with them."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import icalendar
import pytest
import time_machine
from django.utils import timezone

from meetings import actions, meeting_owners
from meetings.meeting_owners import Host
from meetings.models import Action, AgendaItem, Attendance, Meeting, Note
from tests import make
from tests.budget import questions

pytestmark = pytest.mark.django_db

AT = "/riverside/meetings/"
HTMX = {"HX-Request": "true"}


def page_of(meeting: Meeting, rest: str = "") -> str:
    return f"{AT}{meeting.pk}/{rest}"


def queries(client: Any, url: str) -> int:
    """Count the statements of one page, without those that begin and end transactions."""
    client.get(url)
    with questions() as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def read(client: Any, url: str, **more: Any) -> str:
    response = client.get(url, **more)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def meeting(people, propose):
    return propose(people.maya, people.tomas, focus="Feedback that lands", place="Room 2.14")


# Costs


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_my_meetings_cost_the_same_however_many_there_are(rows, people, sign_in):
    for index in range(rows):
        make.meeting([people.maya, people.tomas], starts_in=timedelta(days=index + 1))
        make.meeting([people.maya, people.tomas], starts_in=-timedelta(days=index + 1))
    assert queries(sign_in(people.maya), AT) == 10


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_a_meeting_costs_the_same_however_much_stands_in_it(rows, meeting, people, sign_in, inside):
    for person in (people.maya, people.tomas):
        with inside(person):
            for index in range(rows):
                actions.add_agenda_item(by=person, meeting=meeting, text=f"item {index}")
                actions.add_action(by=person, meeting=meeting, owner=people.tomas, text=f"promise {index}")
                actions.write_note(by=person, meeting=meeting, text="note", is_private=bool(index % 2))
    assert queries(sign_in(people.maya), page_of(meeting)) == 12


# My meetings


def test_my_meetings_are_mine(meeting, people, propose, sign_in):
    page = read(sign_in(people.maya), AT)
    assert "Meeting with Tomás Okafor" in page
    assert "Feedback that lands" in page
    assert "Meeting with" not in read(sign_in(people.ines), AT)
    assert "No meeting ahead" in read(sign_in(people.ines), AT)


def test_who_has_not_answered_is_asked_to(meeting, people, sign_in):
    assert "Reply" in read(sign_in(people.tomas), AT)
    assert "Reply" not in read(sign_in(people.maya), AT)


def test_past_meetings_come_page_by_page(people, sign_in):
    for index in range(25):
        make.meeting([people.maya, people.tomas], starts_in=-timedelta(days=index + 1))
    client = sign_in(people.maya)
    assert read(client, AT).count("Meeting with Tomás Okafor") == 20
    assert read(client, f"{AT}?page=2").count("Meeting with Tomás Okafor") == 5
    for odd in ("0", "-1", "x", "999999999999"):
        assert client.get(f"{AT}?page={odd}").status_code == 200


# The meeting's page


def test_a_meeting_shows_each_person_their_own_time_and_the_others(meeting, people, sign_in):
    clocks = [
        timezone.localtime(meeting.starts_at, person.zone).strftime("%H:%M")
        for person in (people.maya, people.tomas)
    ]
    mayas, tomas = read(sign_in(people.maya), page_of(meeting)), read(sign_in(people.tomas), page_of(meeting))
    assert "Meeting with Tomás Okafor" in mayas
    assert f"{clocks[1]} in Nairobi for Tomás" in mayas
    assert f"{clocks[0]} in London for Maya" in tomas
    assert "Feedback that lands" in tomas


def test_a_meeting_is_nowhere_for_others(meeting, people, sign_in):
    for person in (people.ines, people.jonas):
        client = sign_in(person)
        for rest in (
            "",
            "time/",
            "calendar.ics",
            "response/",
            "cancellation/",
            "agenda/",
            "notes/",
            "actions/",
        ):
            assert client.get(page_of(meeting, rest)).status_code == 404
        assert client.post(page_of(meeting, "response/"), {"response": "yes"}).status_code == 404


def test_odd_addresses_are_nowhere(meeting, people, sign_in):
    client = sign_in(people.maya)
    for rest in (f"agenda/{uuid4()}/", f"notes/{uuid4()}/removal/", f"actions/{uuid4()}/tick/", "agenda/1/"):
        assert client.post(page_of(meeting, rest)).status_code == 404
    assert client.get(f"{AT}{uuid4()}/").status_code == 404
    assert client.delete(page_of(meeting)).status_code == 405


def test_an_address_for_posts_leads_back_when_it_is_read(meeting, people, sign_in):
    client = sign_in(people.maya)
    for rest in ("response/", "attendance/", "agenda/", "agenda/left/", "notes/", "actions/"):
        assert client.get(page_of(meeting, rest)).url.startswith(page_of(meeting))


def test_a_meeting_leads_back_to_what_it_belongs_to(meeting, people, sign_in, monkeypatch):
    monkeypatch.setattr(meeting_owners, "_finders", {})
    meeting_owners.register(lambda found, member: None, lambda found, member: False)
    meeting_owners.register(
        lambda found, member: Host("You and Tomás", "/p/1/", note="Good to know", next_url="/p/1/new/"),
        lambda found, member: False,
    )
    page = read(sign_in(people.maya), page_of(meeting))
    assert '<a href="/p/1/">You and Tomás</a>' in page
    assert "Good to know" in page
    assert "/p/1/new/" not in page
    with time_machine.travel(meeting.ends_at):
        assert "/p/1/new/" in read(sign_in(people.maya), page_of(meeting))


def test_answering_shows_the_answer(meeting, people, sign_in):
    client = sign_in(people.tomas)
    for answer, words in (("yes", "You will come."), ("no", "You said that you cannot come.")):
        response = client.post(
            page_of(meeting, "response/"), {"response": answer, "revision": "0"}, follow=True
        )
        assert words in response.content.decode()


@pytest.mark.parametrize(
    "data",
    [{}, {"response": "perhaps"}, {"response": "yes", "revision": "7"}, {"response": "yes", "revision": "²"}],
)
def test_an_answer_that_cannot_be_taken_says_why(data, meeting, people, sign_in, inside):
    response = sign_in(people.tomas).post(page_of(meeting, "response/"), data, follow=True)
    assert response.status_code == 200
    with inside(people.tomas):
        taken = Attendance.objects.get(meeting=meeting, member=people.tomas).response
    assert taken == ("yes" if data.get("revision") == "²" else "")
    assert ('class="toast error"' in response.content.decode()) == (not taken)


def test_moving_a_meeting_by_its_form(meeting, people, sign_in, inside):
    client = sign_in(people.tomas)
    assert "As it is now" in read(client, page_of(meeting, "time/"))
    day = timezone.localdate() + timedelta(days=6)
    data = {
        "date": day.isoformat(),
        "time": "17:00",
        "minutes": "45",
        "zone": "Africa/Nairobi",
        "revision": "0",
    }
    assert client.post(page_of(meeting, "time/"), data).url == page_of(meeting)
    again = client.post(page_of(meeting, "time/"), {**data, "time": "18:00"})
    assert again.status_code == 422
    assert "changed meanwhile" in again.content.decode()
    with inside(people.maya):
        assert Meeting.objects.get().starts_for(people.tomas).hour == 17


def test_a_form_with_errors_keeps_what_was_typed(meeting, people, sign_in):
    data = {
        "date": "2020-01-01",
        "time": "",
        "minutes": "45",
        "zone": "Africa/Nairobi",
        "place": "The old mill",
    }
    response = sign_in(people.tomas).post(page_of(meeting, "time/"), data)
    assert response.status_code == 422
    assert "error-summary" in response.content.decode()
    assert "The old mill" in response.content.decode()


def test_cancelling_asks_first_and_then_says_so(meeting, people, sign_in):
    client = sign_in(people.maya)
    assert "Cancel this meeting?" in read(client, page_of(meeting, "cancellation/"))
    page = client.post(page_of(meeting, "cancellation/"), follow=True).content.decode()
    assert "You cancelled this meeting" in page
    assert "Maya Lindqvist cancelled this meeting" in read(sign_in(people.tomas), page_of(meeting))
    for rest in ("cancellation/", "time/"):
        assert client.get(page_of(meeting, rest)).url == page_of(meeting)
    assert "cancelled" in client.post(page_of(meeting, "cancellation/"), follow=True).content.decode()
    assert "Meeting with" not in read(client, AT)


def test_the_entry_for_a_calendar_can_be_taken_home(meeting, people, sign_in):
    client = sign_in(people.tomas)
    response = client.get(page_of(meeting, "calendar.ics"))
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "attachment" in response.headers["Content-Disposition"]
    calendar = icalendar.Calendar.from_ical(response.content)
    assert calendar["method"] == "PUBLISH"
    assert calendar.walk("VEVENT")[0]["dtstart"].dt == meeting.starts_at
    assert b"Feedback" not in response.content
    client.post(page_of(meeting, "cancellation/"))
    assert b"METHOD:CANCEL" in client.get(page_of(meeting, "calendar.ics")).content


def test_who_came_is_asked_once_it_began(meeting, people, sign_in, inside):
    data = {str(people.maya.pk): "came", str(people.tomas.pk): "missed"}
    early = sign_in(people.maya).post(page_of(meeting, "attendance/"), data)
    assert early.status_code == 422
    assert "not begun" in early.content.decode()
    with time_machine.travel(meeting.ends_at):
        client = sign_in(people.maya)
        assert "Who came?" in read(client, page_of(meeting))
        page = client.post(page_of(meeting, "attendance/"), data, follow=True).content.decode()
        assert "did not come" in page
        client.post(page_of(meeting, "attendance/"), data | {"everyone": "yes"})
        with inside(people.maya):
            assert {each.presence for each in Attendance.objects.filter(meeting=meeting)} == {"came"}
        wrong = client.post(page_of(meeting, "attendance/"), {str(people.maya.pk): "slept"})
        assert wrong.status_code == 422


def test_items_are_added_ticked_changed_and_removed(meeting, people, sign_in, inside):
    client = sign_in(people.maya)
    response = client.post(page_of(meeting, "agenda/"), {"text": "Reading list"})
    assert response.url == page_of(meeting) + "#agenda"
    with inside(people.maya):
        item = AgendaItem.objects.get()
    tomas = sign_in(people.tomas)
    for done in ("yes", "yes"):
        tomas.post(page_of(meeting, f"agenda/{item.pk}/tick/"), {"done": done})
    with inside(people.maya):
        assert AgendaItem.objects.get().done_at
    assert tomas.get(page_of(meeting, f"agenda/{item.pk}/")).status_code == 404
    assert tomas.post(page_of(meeting, f"agenda/{item.pk}/removal/")).status_code == 404
    assert "Reading list" in read(client, page_of(meeting, f"agenda/{item.pk}/"))
    client.post(page_of(meeting, f"agenda/{item.pk}/"), {"text": "Reading lists"})
    assert "Reading lists" in read(client, page_of(meeting))
    client.post(page_of(meeting, f"agenda/{item.pk}/removal/"))
    assert "Reading lists" not in read(client, page_of(meeting))


@pytest.mark.parametrize("rest", ["agenda/", "notes/", "actions/"])
@pytest.mark.parametrize("text", ["", "   ", "x" * 20_001, "a\x00b"])
def test_bad_words_come_back_with_a_message(rest, text, meeting, people, sign_in, inside):
    response = sign_in(people.maya).post(page_of(meeting, rest), {"text": text, "owner": str(people.maya.pk)})
    assert response.status_code == 422
    assert "error-summary" in response.content.decode()
    with inside(people.maya):
        assert not any(model.objects.exists() for model in (AgendaItem, Note, Action))


def test_a_note_is_private_unless_said_otherwise(meeting, people, sign_in, inside):
    client = sign_in(people.maya)
    client.post(page_of(meeting, "notes/"), {"text": "said between us", "is_private": "no"})
    for data in ({"text": "kept to myself", "is_private": "yes"}, {"text": "not said which"}):
        assert client.post(page_of(meeting, "notes/"), data).url == page_of(meeting) + "#private-notes"
    seen = read(sign_in(people.tomas), page_of(meeting))
    assert "said between us" in seen
    assert "kept to myself" not in seen
    assert "not said which" not in seen
    assert "kept to myself" in read(client, page_of(meeting))


def test_notes_are_changed_and_removed_by_their_author(meeting, people, sign_in, inside):
    client, tomas = sign_in(people.maya), sign_in(people.tomas)
    client.post(page_of(meeting, "notes/"), {"text": "*first*", "is_private": "no"})
    with inside(people.maya):
        note = Note.objects.get()
    assert "<em>first</em>" in read(tomas, page_of(meeting))
    assert tomas.get(page_of(meeting, f"notes/{note.pk}/")).status_code == 404
    assert tomas.post(page_of(meeting, f"notes/{note.pk}/removal/")).status_code == 404
    client.post(page_of(meeting, f"notes/{note.pk}/"), {"text": "<script>second</script>"})
    page = read(tomas, page_of(meeting))
    assert "second" in page
    assert "<script>second" not in page
    client.post(page_of(meeting, f"notes/{note.pk}/removal/"))
    assert "second" not in read(tomas, page_of(meeting))


def test_promises_are_made_kept_changed_and_removed(meeting, people, sign_in, inside):
    client, tomas = sign_in(people.maya), sign_in(people.tomas)
    data = {"text": "Introduce Maya", "owner": str(people.tomas.pk), "due_on": "2030-01-01"}
    assert client.post(page_of(meeting, "actions/"), data).url == page_of(meeting) + "#promised"
    with inside(people.maya):
        action = Action.objects.get()
    tomas.post(page_of(meeting, f"actions/{action.pk}/tick/"), {"done": "yes"})
    with inside(people.maya):
        assert Action.objects.get().is_done
    tomas.post(page_of(meeting, f"actions/{action.pk}/tick/"), {"done": "no"})
    tomas.post(page_of(meeting, f"actions/{action.pk}/"), {**data, "text": "Introduce Maya to Wei"})
    assert "Introduce Maya to Wei" in read(client, page_of(meeting))
    client.post(page_of(meeting, f"actions/{action.pk}/removal/"))
    assert "Introduce Maya" not in read(client, page_of(meeting))


def test_what_is_left_over_is_offered_and_taken_over(people, propose, sign_in, inside):
    past = make.meeting([people.maya, people.tomas], starts_in=-timedelta(days=2))
    following = propose(people.maya, people.tomas, carry_from=past)
    client = sign_in(people.maya)
    with inside(people.maya):
        actions.add_agenda_item(by=people.maya, meeting=past, text="Reading list")
        promise = actions.add_action(by=people.maya, meeting=past, owner=people.maya, text="Record a seminar")
    assert "1 item was left over" in read(client, page_of(following))
    client.post(page_of(following, "agenda/left/"))
    page = read(client, page_of(following))
    assert "left over" not in page
    assert "Reading list" in page
    assert "taken over into a later meeting" in read(client, page_of(past))
    assert "Record a seminar" in page
    client.post(page_of(following, f"actions/{promise.pk}/tick/"), {"done": "yes"})
    with inside(people.maya):
        assert Action.objects.get().is_done


def test_with_scripts_only_the_piece_that_changed_comes_back(meeting, people, sign_in, inside):
    client = sign_in(people.maya)
    added = client.post(page_of(meeting, "agenda/"), {"text": "Reading list"}, headers=HTMX)
    assert added.status_code == 200
    assert added.content.decode().strip().startswith('<section class="card" id="agenda">')
    assert "Reading list" in added.content.decode()
    wrong = client.post(page_of(meeting, "agenda/"), {"text": ""}, headers=HTMX)
    assert wrong.status_code == 422
    assert wrong.content.decode().strip().startswith('<section class="card" id="agenda">')
    promised = client.post(
        page_of(meeting, "actions/"), {"text": "Record", "owner": str(people.maya.pk)}, headers=HTMX
    )
    assert promised.content.decode().strip().startswith('<section class="card" id="promised">')


def test_the_page_says_at_its_top_who_cannot_come(people, meeting, inside, sign_in):
    with inside(people.tomas):
        actions.respond(by=people.tomas, meeting=meeting, response="no")
    assert f"{people.tomas.display_name} cannot come." in read(sign_in(people.maya), page_of(meeting))
    assert f"{people.tomas.display_name} cannot come." not in read(sign_in(people.tomas), page_of(meeting))


WRITTEN = [
    ("notes/", {"text": "Ours", "is_private": "no"}, "notes"),
    ("notes/", {"text": "Mine", "is_private": "yes"}, "private-notes"),
    ("resources/", {"text": "A book"}, "resources"),
    ("agenda/", {"text": "An item"}, "agenda"),
]


@pytest.mark.parametrize(("rest", "data", "section"), WRITTEN)
def test_with_scripts_each_section_comes_back_by_itself(rest, data, section, meeting, people, sign_in):
    client = sign_in(people.maya)
    for sent, status in ((data, 200), (data | {"text": ""}, 422)):
        answer = client.post(page_of(meeting, rest), sent, headers=HTMX)
        assert answer.status_code == status
        assert answer.content.decode().strip().startswith("<section")
        assert f'id="{section}"' in answer.content.decode()
        assert data["text"] in answer.content.decode()
