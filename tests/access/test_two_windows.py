"""Two windows: every form that edits text is opened twice and sent twice; no word is lost without being shown."""

import datetime as dt
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.access import test_matrix, world
from tests.access.test_matrix import ROWS, client_of, path_of
from tests.forms import PageForm, forms_of

pytestmark = pytest.mark.django_db

# Forms that make something new of what a page fills in; the first sending is refused, since it lacks something.
ANEW = {"enrolment_new", "evidence_confirmation", "diary_entry_new"}


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield world.build()
        transaction.set_rollback(True)


def written_forms(client: Client, url: str) -> list[tuple[int, str]]:
    """Return the forms of a page in whose text something stands: the form's place, and the name of that text."""
    found = []
    for place, form in enumerate(forms_of(client, url)):
        found += [(place, name) for name, text in form.texts.items() if text][:1]
    return found


def other(text: str, number: int) -> str:
    """Return something else of the same kind."""
    if text.isdigit():
        return str(int(text) + number)
    try:
        return (dt.date.fromisoformat(text) + dt.timedelta(days=number)).isoformat()
    except ValueError:
        return f"{text} window{number}"


def form_at(client: Client, url: str, place: int) -> PageForm:
    return forms_of(client, url)[place]


def what_is_lost(client: Client, url: str, place: int, name: str) -> str:
    """Open a form in two windows and send both; say what was lost without a word, if anything."""
    first, second = form_at(client, url, place), form_at(client, url, place)
    mine, theirs = other(first.texts[name], 1), other(first.texts[name], 2)
    answer = first.send(client, **{name: mine})
    if answer.status_code == 422 and "seen" in first.values:
        return ""  # refused for what it is; it knows what it saw
    if answer.status_code not in (200, 302):
        return f"{answer.status_code} for the first"
    forms = forms_of(client, url)
    if len(forms) <= place or forms[place].texts.get(name) != mine:
        return ""  # it made something new
    answer = second.send(client, **{name: theirs})
    if answer.status_code == 422:
        shown = unescape(answer.text)
        return "" if mine in shown and theirs in shown else "not both are shown"
    now = form_at(client, url, place).texts.get(name)
    return "" if now == mine else f"{answer.status_code}: {now!r} stands for {mine!r}"


def test_no_word_is_lost_without_being_shown(built: Any) -> None:
    lost, tried = [], 0
    for address, row in ROWS.items():
        if not row.get or address.startswith(test_matrix.ALLAUTH):
            continue
        person = row.get.split()[0]
        url, client = path_of(address, row, built), client_of(built, person)
        if "html" not in client.get(url).headers.get("Content-Type", ""):
            continue
        for place, name in written_forms(client, url):
            if address in ANEW:
                continue
            tried += 1
            with transaction.atomic():
                if wrong := what_is_lost(client, url, place, name):
                    lost.append(f"{address} as {person}, {name}: {wrong}")
                transaction.set_rollback(True)
    assert "\n".join(lost) == ""
    assert tried > 25
