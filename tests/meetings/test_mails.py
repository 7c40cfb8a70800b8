"""What people hear of their meetings, when, and what no mail ever carries."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from meetings import actions
from notifications import delivery
from notifications.models import Message
from tests import make
from tests.meetings.conftest import utc
from tests.meetings.posted import calendar_of, everything, send_due, to
from tests.post import messages

pytestmark = pytest.mark.django_db

CANARY = "canary"


@pytest.fixture(autouse=True)
def _in_november():
    """Long before any change of the clocks, on a Saturday."""
    with time_machine.travel(utc("2026-11-21 10:00"), tick=False):
        yield


@pytest.fixture
def meeting(people, propose, inside):
    """Tuesday 24 November, 14:00 in London, 17:00 in Nairobi; with confidential words in every field."""
    meeting = propose(
        people.maya,
        people.tomas,
        starts_at=utc("2026-11-24 14:00"),
        focus=f"{CANARY} focus",
        place="Room 2.14",
        link="https://meet.example.org/room",
    )
    with inside(people.maya):
        actions.add_agenda_item(by=people.maya, meeting=meeting, text=f"{CANARY} item")
        actions.write_note(by=people.maya, meeting=meeting, text=f"{CANARY} note", is_private=False)
        actions.write_note(by=people.maya, meeting=meeting, text=f"{CANARY} private", is_private=True)
        actions.add_action(by=people.maya, meeting=meeting, owner=people.tomas, text=f"{CANARY} promise")
    return meeting


def waiting(person, inside):
    """Kind and due time of what waits for a person."""
    with inside(person):
        found = messages().filter(recipient=person, state=Message.State.WAITING).order_by("kind")
        return [(message.kind, message.due_at) for message in found]


def test_the_others_are_invited_at_once_and_everyone_is_reminded_a_day_before(meeting, people, inside):
    assert waiting(people.maya, inside) == [("meeting-reminder", utc("2026-11-23 14:00"))]
    assert waiting(people.tomas, inside) == [
        ("meeting-invitation", timezone.now()),
        ("meeting-reminder", utc("2026-11-23 14:00")),
    ]


def test_an_invitation_says_when_on_the_recipients_clock_and_brings_the_entry(meeting, people):
    sent = send_due()
    assert set(sent) == {to(people.tomas)}
    invitation = sent[to(people.tomas)]
    assert invitation.subject == "Maya Lindqvist proposes to meet: Tue 24 Nov 2026, 17:00 (Nairobi)"
    for words in (invitation.body, str(invitation.alternatives[0].content)):
        assert "Tue 24 Nov 2026, 17:00 (Nairobi)" in words
        assert "Maya Lindqvist" in words
        assert f"/riverside/meetings/{meeting.pk}/" in words
    method, event = calendar_of(invitation)
    assert method == "REQUEST"
    assert event["dtstart"].dt == utc("2026-11-24 14:00")
    assert event["summary"] == "Meeting with Maya Lindqvist"
    assert event["location"] == "Room 2.14"
    assert event["uid"] == str(meeting.pk)
    assert event["sequence"] == 0


def test_what_is_sent_of_a_meeting_ahead_says_where_and_how_to_join(meeting, people, inside):
    """The invitation, the change and the reminder: whoever reads it in a hurry needs no page."""
    found = [send_due()[to(people.tomas)]]
    move(people.maya, meeting, inside)
    found += send_due().values()
    found.append(send_due(utc("2026-11-25 09:00"))[to(people.maya)])
    assert len(found) == 3
    for sent in found:
        for words in (sent.body, str(sent.alternatives[0].content)):
            assert "Room 2.14" in words, sent.subject
            assert "https://meet.example.org/room" in words, sent.subject


def test_a_reminder_comes_a_day_before_and_once(meeting, people):
    send_due()
    assert send_due(utc("2026-11-23 13:59")) == {}
    sent = send_due(utc("2026-11-23 14:00"))
    assert set(sent) == {to(people.maya), to(people.tomas)}
    assert sent[to(people.maya)].subject == "Meeting with Tomás Okafor, Tue 24 Nov 2026, 14:00 (London)"
    assert "List-Unsubscribe" in sent[to(people.maya)].extra_headers
    assert send_due(utc("2026-11-23 15:00")) == {}


def test_a_meeting_within_a_day_has_no_reminder(people, propose, inside):
    propose(people.maya, people.tomas, starts_in=timedelta(hours=23))
    assert waiting(people.maya, inside) == []
    assert [kind for kind, _due in waiting(people.tomas, inside)] == ["meeting-invitation"]


def test_a_logged_meeting_tells_nobody(people, inside):
    with inside(people.maya):
        actions.log_past_meeting(
            by=people.maya,
            attendees=[people.tomas],
            starts_at=utc("2026-11-20 10:00"),
            minutes=60,
            zone="Europe/London",
        )
    assert waiting(people.maya, inside) == waiting(people.tomas, inside) == []


def move(by, meeting, inside, to="2026-11-26 09:00", **more):
    with inside(by):
        actions.reschedule(
            by=by, meeting=meeting, starts_at=utc(to), minutes=60, zone="Europe/London", **more
        )


def test_moving_moves_the_reminders_and_tells_the_others(meeting, people, inside):
    send_due()
    move(people.tomas, meeting, inside)
    # Tomás, too, has it in his calendar.
    assert (
        waiting(people.tomas, inside)
        == waiting(people.maya, inside)
        == [
            ("meeting-changed", timezone.now()),
            ("meeting-reminder", utc("2026-11-25 09:00")),
        ]
    )
    sent = send_due()
    changed = sent[to(people.maya)]
    assert changed.subject == "Changed: Meeting with Tomás Okafor, now Thu 26 Nov 2026, 09:00 (London)"
    method, event = calendar_of(changed)
    assert (method, event["sequence"], event["dtstart"].dt) == ("REQUEST", 1, utc("2026-11-26 09:00"))
    assert event["uid"] == str(meeting.pk)
    assert send_due(utc("2026-11-23 14:00")) == {}


def test_who_was_not_yet_invited_gets_the_invitation_with_the_new_time_only(meeting, people, inside):
    move(people.maya, meeting, inside)
    sent = send_due()
    assert set(sent) == {to(people.tomas)}
    assert "Thu 26 Nov 2026, 12:00 (Nairobi)" in sent[to(people.tomas)].subject
    assert "proposes" in sent[to(people.tomas)].subject


def test_only_the_last_of_several_changes_is_told(meeting, people, inside):
    send_due()
    for day in ("2026-11-26 09:00", "2026-11-27 09:00"):
        move(people.maya, meeting, inside, to=day)
    [changed] = send_due().values()
    assert "Fri 27 Nov" in changed.subject


def test_a_change_claimed_just_before_the_next_is_dropped(meeting, people, inside):
    send_due()
    move(people.maya, meeting, inside, to="2026-11-26 09:00")
    [outdated] = delivery.claim_due()
    move(people.maya, meeting, inside, to="2026-11-27 09:00")
    mail.outbox.clear()
    assert not delivery.deliver(*outdated)
    assert mail.outbox == []


def test_a_reminder_claimed_just_before_the_meeting_moves_is_dropped(meeting, people, inside):
    send_due()
    with time_machine.travel(utc("2026-11-23 14:00"), tick=False):
        claims = delivery.claim_due()
        move(people.maya, meeting, inside, to="2026-11-26 09:00")
        mail.outbox.clear()
        assert [delivery.deliver(*claim) for claim in claims] == [False, False]
    assert mail.outbox == []


def test_a_focus_alone_is_not_told(meeting, people, inside):
    send_due()
    move(people.maya, meeting, inside, to="2026-11-24 14:00", focus="another")
    assert send_due() == {}
    assert ("meeting-reminder", utc("2026-11-23 14:00")) in waiting(people.tomas, inside)


def test_cancelling_calls_everything_off_and_takes_the_entry_back(meeting, people, inside):
    send_due()
    with inside(people.maya):
        actions.cancel(by=people.maya, meeting=meeting)
    assert waiting(people.maya, inside) == []
    assert [kind for kind, _due in waiting(people.tomas, inside)] == ["meeting-cancelled"]
    [cancelled] = send_due().values()
    assert cancelled.subject == "Cancelled: Meeting with Maya Lindqvist, Tue 24 Nov 2026, 17:00 (Nairobi)"
    method, event = calendar_of(cancelled)
    assert (method, event["sequence"], event["status"]) == ("CANCEL", 1, "CANCELLED")
    assert send_due(utc("2026-11-23 14:00")) == {}


def test_who_cannot_come_is_not_reminded_and_the_proposer_hears_of_it(meeting, people, inside):
    send_due()
    with inside(people.tomas):
        actions.respond(by=people.tomas, meeting=meeting, response="no")
    [refusal] = send_due().values()
    assert refusal.to == [to(people.maya)]
    assert refusal.subject == "Tomás Okafor cannot come: Tue 24 Nov 2026, 14:00 (London)"
    assert set(send_due(utc("2026-11-23 14:00"))) == {to(people.maya)}


def test_a_refusal_taken_back_at_once_is_not_told(meeting, people, inside):
    send_due()
    with inside(people.tomas):
        for answer in ("no", "yes"):
            actions.respond(by=people.tomas, meeting=meeting, response=answer)
    assert send_due() == {}


def test_nothing_is_told_of_a_meeting_that_began(meeting, people):
    assert send_due(utc("2026-11-24 14:00")) == {}


@pytest.mark.parametrize("event", ["invited", "changed", "cancelled", "reminded", "declined"])
def test_no_mail_carries_a_confidential_word(event, meeting, people, inside):
    sent = send_due()
    if event == "changed":
        move(people.maya, meeting, inside)
        sent = send_due()
    elif event == "cancelled":
        with inside(people.maya):
            actions.cancel(by=people.maya, meeting=meeting)
        sent = send_due()
    elif event == "reminded":
        sent = send_due(utc("2026-11-23 14:00"))
    elif event == "declined":
        with inside(people.tomas):
            actions.respond(by=people.tomas, meeting=meeting, response="no")
        sent = send_due()
    assert sent
    for each in sent.values():
        assert CANARY not in everything(each)


def test_a_name_with_line_breaks_or_markup_harms_no_mail(propose, people, inside):
    odd = make.member(people.maya.organisation, "Eve <b>\r\nBcc: all@example.org", email="eve@example.org")
    propose(odd, people.tomas)
    [sent] = send_due().values()
    assert "\n" not in sent.subject
    assert "<b>" not in str(sent.alternatives[0].content).split("</style>")[1].split("<p>")[1]
    assert not sent.message()["Bcc"]
