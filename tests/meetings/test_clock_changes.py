"""Nights in which the clocks change: a reminder's way from the action to the mail, with the clock moved."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.core import mail

from notifications import tasks
from notifications.models import Message
from organisations import tenancy
from tests.meetings.conftest import utc
from tests.post import messages

pytestmark = pytest.mark.django_db


@pytest.fixture
def workers(monkeypatch):
    """Tasks run where they are handed over; everything else is as it is at night."""
    monkeypatch.setattr(tasks.deliver, "delay", tasks.deliver)


def round_at(moment: datetime) -> dict[str, str]:
    """Let beat's round take place at a moment; return the subjects of its mails by the recipient's first name."""
    mail.outbox.clear()
    with time_machine.travel(moment, tick=False):
        tasks.deliver_due()
    return {sent.to[0].partition(" ")[0]: sent.subject for sent in mail.outbox}


NIGHTS = [
    # In London the clocks go back at 01:00 UTC on 25 October 2026, and forward at 01:00 UTC on 28 March 2027.
    # Nairobi has one clock all year. A meeting before, within and after the hour in question.
    ("2026-10-25 00:30", "Sun 25 Oct 2026, 01:30 (London)", "Sun 25 Oct 2026, 03:30 (Nairobi)"),
    ("2026-10-25 01:30", "Sun 25 Oct 2026, 01:30 (London)", "Sun 25 Oct 2026, 04:30 (Nairobi)"),
    ("2026-10-25 09:00", "Sun 25 Oct 2026, 09:00 (London)", "Sun 25 Oct 2026, 12:00 (Nairobi)"),
    ("2027-03-28 00:30", "Sun 28 Mar 2027, 00:30 (London)", "Sun 28 Mar 2027, 03:30 (Nairobi)"),
    ("2027-03-28 01:00", "Sun 28 Mar 2027, 02:00 (London)", "Sun 28 Mar 2027, 04:00 (Nairobi)"),
    ("2027-03-28 08:00", "Sun 28 Mar 2027, 09:00 (London)", "Sun 28 Mar 2027, 11:00 (Nairobi)"),
]


@pytest.mark.parametrize(("starts", "london", "nairobi"), NIGHTS)
def test_a_reminder_comes_24_hours_before_and_says_the_time_on_each_clock(
    people, propose, workers, starts, london, nairobi
):
    meeting = utc(starts)
    with time_machine.travel(utc("2026-10-20 10:00"), tick=False):
        propose(people.maya, people.tomas, starts_at=meeting)
    assert set(round_at(utc("2026-10-20 10:01"))) == {"Tomás"}
    assert round_at(meeting - timedelta(hours=24, minutes=1)) == {}
    reminders = round_at(meeting - timedelta(hours=24))
    assert reminders["Maya"].endswith(f", {london}")
    assert reminders["Tomás"].endswith(f", {nairobi}")
    assert len(mail.outbox) == 2
    assert round_at(meeting) == {}
    with tenancy.inside(people.maya.organisation_id):
        assert not messages().exclude(state=Message.State.SENT).exists()


def test_nothing_is_told_twice_or_late_while_the_clocks_change(people, propose, workers):
    """Meetings each half hour of the mornings after, so that reminders fall due all through both nights."""
    nights = [utc(f"{day} 00:00") for day in ("2026-10-25", "2027-03-28")]
    moments = [night + timedelta(minutes=30 * half) for night in nights for half in range(8)]
    with time_machine.travel(utc("2026-10-20 10:00"), tick=False):
        for moment in moments:
            propose(people.maya, people.tomas, starts_at=moment + timedelta(hours=24))
    round_at(utc("2026-10-20 10:01"))
    for moment in moments:
        assert round_at(moment - timedelta(minutes=1)) == {}
        assert set(round_at(moment)) == {"Maya", "Tomás"}, moment
        assert len(mail.outbox) == 2, moment


def test_by_night_nothing_is_told_and_nothing_lost_while_the_clocks_change(
    people, propose, workers, settings
):
    """The same meetings, with nights kept: everybody hears of each once, by day on their own clock."""
    settings.QUIET_HOURS = (time(22), time(7))
    nights = [utc(f"{day} 00:00") for day in ("2026-10-25", "2027-03-28")]
    moments = [night + timedelta(minutes=30 * half) for night in nights for half in range(8)]
    with time_machine.travel(utc("2026-10-20 10:00"), tick=False):
        for moment in moments:
            propose(people.maya, people.tomas, starts_at=moment + timedelta(hours=24))
    round_at(utc("2026-10-20 10:01"))
    heard = {"Maya": 0, "Tomás": 0}
    for night in nights:
        for minutes in range(0, 24 * 60, 30):
            moment = night + timedelta(minutes=minutes)
            for name in round_at(moment):
                person = people.maya if name == "Maya" else people.tomas
                assert time(7) <= moment.astimezone(person.zone).time() < time(22), (name, moment)
            for sent in mail.outbox:
                heard[sent.to[0].partition(" ")[0]] += 1
    assert heard == {"Maya": len(moments), "Tomás": len(moments)}
