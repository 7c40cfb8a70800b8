"""What a meeting's page says and offers in each state it can be in, and nothing that is true only in another.

Each sentence and each action stands here once, with the states in which a reader may meet it. The page is read as Maya,
who was invited by Tomás, or who invited him; alone or as one of a series; while what it belongs to goes on, and after.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from meetings import actions, meeting_owners
from meetings.meeting_owners import Host
from meetings.models import Attendance, Meeting
from tests.meetings.conftest import utc

pytestmark = pytest.mark.django_db

NOW, START = utc("2026-11-21 10:00"), utc("2026-11-24 14:00")
UNDER_WAY, AFTER = START + timedelta(minutes=10), START + timedelta(days=1)

AHEAD = {"proposed", "confirmed", "I declined", "other declined"}
PAST = {"past", "wrapped up"}
STANDING = AHEAD | {"under way"} | PAST
STATES = STANDING | {"called off", "called off with agenda"}

# Where it says so while what it belongs to goes on, and where once that has ended.
SENTENCES: dict[str, tuple[set[str], set[str]]] = {
    ">Join online</a>": (AHEAD | {"under way"}, {"under way"}),
    "Come, or join online": (AHEAD | {"under way"}, {"under way"}),
    "in the room and online": (STATES - AHEAD - {"under way"}, STATES - AHEAD - {"under way"}),
    ">I will come</button>": ({"proposed"}, set()),
    "You will come.": ({"confirmed", "other declined"}, set()),
    "You said that you cannot come.": ({"I declined"}, set()),
    "Tomás Okafor cannot come.": ({"other declined"}, set()),
    ">Move the meeting</a>": ({"I declined", "other declined"}, set()),
    ">Change time or place</a>": (AHEAD - {"I declined", "other declined"}, set()),
    ">Cancel the meeting</a>": (AHEAD, set()),
    "to your calendar</a>": (AHEAD - {"I declined"} | {"under way"}, set()),
    "cancelled this meeting on": (STATES - STANDING, STATES - STANDING),
    "can be taken over into the next one.": ({"called off with agenda"}, set()),
    ">Add to the agenda</button>": (AHEAD | {"under way"}, set()),
    "What would make this meeting worth your time?": (AHEAD | {"under way"}, set()),
    "Nothing stood on the agenda.": (PAST | {"called off"}, PAST | {"under way", "called off"}),
    'aria-label="Talked about': (set(), set()),  # the one item is that of a meeting called off
    "Note here what each of you will do": (STANDING, set()),
    "No action was noted.": (set(), STANDING - AHEAD),
    " Add an action</summary>": (STANDING, set()),
    "Write a shared note": (STANDING, set()),
    "<h2>Who came?</h2>": ({"under way", "past"}, set()),
    "How useful was it?": (PAST, set()),
    "/diary/new/?meeting=": (PAST, PAST),
    ">Propose the next meeting</a>": (PAST, set()),
    "Good to know": (AHEAD - {"other declined"}, set()),
}


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def page(people: Any, inside: Any, sign_in: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return the words of the meeting's page in a state; ``is_closed`` once what it belongs to has ended."""

    def read(state: str, *, repeats: bool = False, is_closed: bool = False) -> str:
        maya, tomas = people.maya, people.tomas
        made = arrange(people, inside, by=maya if state == "other declined" else tomas, repeats=repeats)
        for person, response in {
            "confirmed": [(maya, "yes")],
            "I declined": [(maya, "no")],
            "other declined": [(tomas, "no")],
        }.get(state, []):
            with inside(person):
                actions.respond(by=person, meeting=made, response=response)
        if state == "called off with agenda":
            with inside(tomas):
                actions.add_agenda_item(by=tomas, meeting=made, text="The reading list")
        if state.startswith("called off"):
            with inside(tomas):
                actions.cancel(by=tomas, meeting=made)
        monkeypatch.setattr(meeting_owners, "_finders", {})
        host = Host(
            "You and Tomás", "/p/1/", "Good to know", "" if is_closed else "/p/1/new/", is_closed=is_closed
        )
        with time_machine.travel(moment_of(state), tick=False):
            if state == "wrapped up":
                with inside(maya):
                    actions.record_attendance(
                        by=maya, meeting=made, presence={maya.pk: "came", tomas.pk: "came"}
                    )
            meeting_owners.register(lambda found, member: host, lambda found, member: is_closed)
            return str(sign_in(maya).get(f"/riverside/meetings/{made.pk}/").text)

    return read


def moment_of(state: str) -> datetime:
    return {"under way": UNDER_WAY, "past": AFTER, "wrapped up": AFTER}.get(state, NOW)


def arrange(people: Any, inside: Any, *, by: Any, repeats: bool) -> Meeting:
    wanted = {
        "by": by,
        "attendees": [people.maya, people.tomas],
        "starts_at": START,
        "minutes": 60,
        "zone": "Europe/London",
        "place": "Room 2.14",
        "link": "https://meet.example.org/room",
    }
    with inside(by):
        return (
            actions.schedule_series(**wanted, every=2, count=3)[0] if repeats else actions.schedule(**wanted)
        )


@pytest.mark.parametrize("repeats", [False, True], ids=["single", "series"])
@pytest.mark.parametrize("state", sorted(STATES))
def test_a_page_says_what_is_true_of_its_state(page: Any, state: str, repeats: bool) -> None:
    words = page(state, repeats=repeats)
    wrong = [said for said, (where, _closed) in SENTENCES.items() if (said in words) != (state in where)]
    assert wrong == []


@pytest.mark.parametrize("state", sorted(STATES - AHEAD))
def test_so_it_does_once_what_it_belongs_to_has_ended(page: Any, state: str) -> None:
    """Ahead there is none: an end calls off what is planned."""
    words = page(state, is_closed=True)
    wrong = [said for said, (_open, where) in SENTENCES.items() if (said in words) != (state in where)]
    assert wrong == []


def test_no_page_to_change_something_opens_once_what_it_belongs_to_has_ended(
    people: Any, inside: Any, sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = arrange(people, inside, by=people.maya, repeats=False)
    with inside(people.maya):
        item = actions.add_agenda_item(by=people.maya, meeting=made, text="The reading list")
        note = actions.write_note(by=people.maya, meeting=made, text="Words", is_private=True)
        promise = actions.add_action(by=people.maya, meeting=made, owner=people.maya, text="Read it")
    monkeypatch.setattr(meeting_owners, "_finders", {})
    meeting_owners.register(
        lambda found, member: Host("Us", "/p/1/", is_closed=True), lambda found, member: True
    )
    browser, at = sign_in(people.maya), f"/riverside/meetings/{made.pk}/"
    for rest in (
        "time/",
        "cancellation/",
        f"agenda/{item.pk}/",
        f"notes/{note.pk}/",
        f"actions/{promise.pk}/",
    ):
        answer = browser.get(f"{at}{rest}")
        assert (rest, answer.status_code, getattr(answer, "url", "")) == (rest, 302, at)
    assert ">Change<" not in browser.get(at).text


@pytest.mark.parametrize(
    ("state", "runs", "words"),
    [
        ("proposed", "tomas", "Tomás Okafor runs this meeting."),
        ("past", "tomas", "It was Tomás Okafor’s turn to run this meeting."),
        ("proposed", "maya", "You run this meeting."),
        ("past", "maya", "You were to run this meeting."),
        ("called off", "tomas", ""),
    ],
)
def test_it_says_who_runs_it_or_ran_it(
    people: Any, inside: Any, sign_in: Any, state: str, runs: str, words: str
) -> None:
    runner = getattr(people, runs)
    with inside(people.tomas):
        made = actions.schedule(
            by=people.tomas,
            attendees=[people.maya, people.tomas, people.ines],
            starts_at=START,
            minutes=60,
            zone="Europe/London",
            facilitator=runner,
            name="Circle",
        )
        if state == "called off":
            actions.cancel(by=people.tomas, meeting=made)
    with time_machine.travel(moment_of(state), tick=False):
        text = sign_in(people.maya).get(f"/riverside/meetings/{made.pk}/").text
    assert words in text
    assert (" run this meeting" in text or " runs this meeting" in text) == bool(words)


def test_who_does_not_arrange_a_circle_is_offered_no_other_time(
    people: Any, inside: Any, sign_in: Any
) -> None:
    made = arrange(people, inside, by=people.tomas, repeats=False)
    with inside(people.tomas):
        Meeting.objects.filter(pk=made.pk).update(facilitator=people.tomas)
        Attendance.objects.filter(meeting=made, member=people.tomas).update(response="no")
    text = sign_in(people.maya).get(f"/riverside/meetings/{made.pk}/").text
    assert "Tomás Okafor cannot come." in text
    assert "Move the meeting" not in text


def test_ending_a_series_asks_for_just_that_first(people: Any, inside: Any, sign_in: Any) -> None:
    made = arrange(people, inside, by=people.maya, repeats=True)
    browser = sign_in(people.maya)
    series = f"/riverside/meetings/series/{made.series_id}/"
    ending = f"/riverside/meetings/{made.pk}/cancellation/?following=yes"
    assert f'href="{ending}">End the series</a>' in browser.get(series).text
    asked = browser.get(ending).text
    assert "<h1>End this series?</h1>" in asked
    filled = asked.index('class="button main harm"')
    assert 'name="following" value="yes">End the series</button>' in asked[filled : filled + 120]
    assert asked.count("button main") == 1
    answer = browser.post(ending, {"following": "yes"}, follow=True)
    assert answer.redirect_chain[-1][0] == series
    assert "none is left." in answer.text
    # One alone is cancelled as ever.
    assert "Cancel this meeting?" not in asked
