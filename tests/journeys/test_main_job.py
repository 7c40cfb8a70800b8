"""The main job, in the browser: a programme runs from an empty page over import and matching to the next stage."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import time_machine
from django.core import mail
from django.db import transaction
from django.utils import timezone

from meetings.models import Meeting
from mentoring_platform.celery import app
from notifications import tasks
from organisations import tenancy
from tests import post

CANARY = "only-between-the-two"
MENTORS = """first name,last name,email address,grade,organisation,profession,characteristics
Tomás,Okafor,tomas@example.org,Senior officer,Biology,Teaching,Parent or carer
Priya,Raman,priya@example.org,Manager,History,Research,
"""
MENTEES = """first name,last name,email address,grade,organisation,profession,match with similar identity,\
identity to match
Maya,Lindqvist,maya@example.org,Officer,Chemistry,Teaching,yes,Parent or carer
Jonas,Aydin,jonas@example.org,Senior officer,Law,Research,no,
"""


@pytest.fixture
def worker(settings) -> Iterator[Any]:
    """What beat and a worker do, done here and now."""
    app.conf.task_always_eager = True
    yield tasks.deliver_due
    app.conf.task_always_eager = False


def link_to(person: str, start: str = "/join/") -> str:
    """The newest link that was mailed to somebody."""
    [*_, body] = [message.body for message in mail.outbox if person in message.to[0]]
    return re.search(rf"http://127.0.0.1:8000({re.escape(start)}\S*)", body)[1]


def code_for(person: str) -> str:
    [*_, body] = [message.body for message in post.delivered() if message.to == [person]]
    return re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]*)\s*$", body, re.MULTILINE)[1]


def sign_up(person: Any, name: str, email: str, *, invited: bool = False) -> None:
    """Make an account; whoever followed the link of an invitation is asked for no code."""
    page = person.page
    page.get_by_label("Your name").fill(name)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill("a long and quiet phrase")
    person.submit()
    if not invited:
        page.get_by_label("Code").fill(code_for(email))
        person.submit()


def bring_in(person: Any, role: str, rows: str, folder: Path) -> None:
    page = person.page
    person.follow("Import people") if page.get_by_role("link", name="Import people").count() else None
    page.get_by_label("Mentors" if role == "mentor" else "Mentees", exact=True).check()
    file = folder / f"{role}s.csv"
    file.write_text(rows, encoding="utf-8")
    page.set_input_files("input[type=file]", file)
    person.submit()
    person.submit()
    person.press(re.compile(r"Take these \d+ people"))


def take_place(address: str) -> None:
    """Let a meeting lie two hours back: the meeting moves, not the clock."""
    with transaction.atomic():
        tenancy.enter_by_slug("harbour-university", None)
        begun = timezone.now() - timedelta(hours=2)
        moved = Meeting.objects.filter(pk=address.rstrip("/").rpartition("/")[2])
        assert moved.update(starts_at=begun, ends_at=begun + timedelta(hours=1)) == 1


def rate(page: Any, proposes: str) -> None:
    for field in page.locator("fieldset:has(input[name^=practice_])").all():
        field.locator("input[type=radio]").last.check()
    for name in ("trust", "openness", "enthusiasm"):
        page.locator(f"input[name={name}][value='4']").check()
    page.locator(f"input[name=proposes][value='{proposes}']").check()
    page.locator("[name=noticed]").fill(f"We found our pace. {CANARY}")


def test_a_programme_runs_from_import_to_the_next_stage(somebody, worker, tmp_path):
    # 1. A person signs up and creates an organisation.
    ines = somebody()
    page = ines.go("/accounts/signup/")
    sign_up(ines, "Ines Duarte", "ines@example.org")
    ines.follow("Create an organisation")
    page.get_by_label("Name of the organisation").fill("Harbour University")
    page.get_by_label("Time zone").select_option("Europe/Lisbon")
    ines.submit()

    # 2. She creates a programme and a cohort, and brings people in from two files.
    ines.follow("Create a programme")
    page.locator("[name=name]").fill("Teaching practice")
    page.get_by_label("Teaching practice").check()
    ines.submit()
    ines.follow("New cohort")
    page.locator("[name=name]").fill("Autumn")
    page.locator("[name=starts_on]").fill(timezone.localdate().isoformat())
    page.locator("[name=ends_on]").fill((timezone.localdate() + timedelta(weeks=40)).isoformat())
    ines.submit()
    people = page.url.partition("/imports/")[0]
    bring_in(ines, "mentor", MENTORS, tmp_path)
    page.goto(f"{people}/imports/new/")
    bring_in(ines, "mentee", MENTEES, tmp_path)
    assert ines.sees("Maya Lindqvist")
    ines.press(re.compile(r"Invite all \d+"))

    # 3. She matches them, reads why, and proposes the pairs; both of a pair are asked and accept.
    page.goto(f"{people}/matching/")
    ines.press("Match people")
    ines.look_over()
    page.locator("details summary").first.click()
    ines.click(page.get_by_role("link", name=re.compile(r"Propose (these|this|the chosen)")).first)
    ines.look_over()
    ines.click(page.get_by_role("button", name=re.compile(r"Propose (these|this|the chosen)")).first)
    ines.look_over()
    worker()
    tomas, maya = somebody(), somebody(width=360, dark=True)
    for person, name in ((tomas, "Tomás Okafor"), (maya, "Maya Lindqvist")):
        email = f"{'tomas' if person is tomas else 'maya'}@example.org"
        person.go(link_to(email))
        person.follow("Make an account")
        sign_up(person, name, email, invited=True)
        person.press("Join with this account")
        person.follow("Answer")
        person.press("Yes, I would like that")

    # 4. The pair signs its agreement and plans a meeting with an agenda.
    maya.go("/harbour-university/")
    maya.follow("Read and sign")
    maya.follow("Change it")
    maya.page.locator("[name=focus]").fill(f"Lead a seminar of twenty. {CANARY}")
    maya.submit()
    for person in (maya, tomas):
        person.go("/harbour-university/")
        person.click(person.page.get_by_role("link", name=re.compile("Open ?: (Maya|Tomás)")).first)
        partnership = person.page.url
        person.page.goto(partnership + "agreement/")
        person.look_over()
        person.press("Sign the agreement")
    worker()
    assert any("tomas" in message.to[0] and "agreement" in message.subject.lower() for message in mail.outbox)

    maya.page.goto(partnership + "meetings/new/")
    starts_at = (timezone.now().astimezone(ZoneInfo("Europe/Lisbon")) + timedelta(days=3)).replace(
        hour=14, minute=0, second=0, microsecond=0
    )
    maya.page.locator("[name=date]").fill(starts_at.date().isoformat())
    maya.page.locator("[name=time]").fill("14:00")
    maya.page.locator("[name=place]").fill("Room 2.14")
    maya.page.locator("[name=focus]").fill(f"Getting to know each other {CANARY}")
    maya.submit()
    maya.page.goto(partnership)
    maya.follow("Open agenda")
    maya.page.wait_for_url("**/meetings/*/")
    meeting = maya.page.url
    maya.page.locator("#agenda [name=text]").fill(f"What the first lesson showed {CANARY}")
    maya.press("Add to the agenda")
    tomas.page.goto(meeting)
    tomas.press("I will come")
    worker()

    # The reminder goes out a day before, with the calendar object, in the reader's zone.
    sent = len(mail.outbox)
    with time_machine.travel(starts_at - timedelta(hours=23), tick=True):
        worker()
    reminders = mail.outbox[sent:]
    assert {message.to[0].partition("<")[2] for message in reminders} == {
        "maya@example.org>",
        "tomas@example.org>",
    }
    assert all("14:00" in message.body for message in reminders)
    invitations = [message for message in mail.outbox if message.attachments and "tomas" in message.to[0]]
    event = icalendar.Calendar.from_ical(invitations[0].attachments[0].content).walk("VEVENT")[0]
    assert event["DTSTART"].dt == starts_at

    # Afterwards: who came, notes, a promise; then both look back, and the stage changes.
    take_place(meeting)
    maya.page.goto(meeting)
    maya.look_over()
    assert maya.page.locator("#presence-card").count(), (
        f"{maya.page.url}: {maya.page.locator('main').inner_text()}"
    )
    for choice in maya.page.locator("#presence-card input[value=came]").all():
        choice.check()
    maya.click(maya.page.locator("#presence-card button").last)
    for kind, button in (
        ("Write a shared note", "Share this note"),
        ("Write a private note", "Keep this note"),
    ):
        maya.page.get_by_text(kind).click()
        maya.page.locator("details[open] textarea[name=text]").fill(f"{kind} {CANARY}")
        maya.press(button)
    maya.page.get_by_text("Add an action").click()
    maya.page.locator("#promised [name=text]").fill(f"Draft two questions {CANARY}")
    maya.press("Add action")
    for person in (maya, tomas):
        person.page.goto(partnership + "review/")
        person.look_over()
        rate(person.page, "move-on")
        person.submit()
    maya.page.goto(partnership)
    maya.look_over()
    assert "Consolidation" in maya.page.locator("main").inner_text()

    tomas.page.goto(meeting)
    shown = tomas.page.content()
    assert "Write a shared note" in shown
    assert f"Write a private note {CANARY}" not in shown

    # 5. The coordinator sees that they met and where they stand, and nothing of what they wrote.
    page.goto(f"{people}/")
    ines.look_over()
    assert "Consolidation" in page.locator("table").last.inner_text()
    assert CANARY not in page.content()
    for address in (meeting, partnership, partnership + "agreement/", partnership + "review/"):
        assert page.goto(address).status == 404
        assert CANARY not in page.content()
    assert not [message for message in mail.outbox if CANARY in message.body or CANARY in message.subject]
    assert not [
        message
        for message in mail.outbox
        for attachment in message.attachments
        if CANARY in str(attachment.content)
    ]
