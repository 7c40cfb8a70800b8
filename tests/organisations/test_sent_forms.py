"""A form that is sent twice does once what it asks for: over connections of their own, with the form of a real page."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connections, transaction
from django.test import Client, RequestFactory
from django.utils import timezone

from meetings.models import Action, AgendaItem, Meeting, Note
from organisations import sent_forms, tenancy
from organisations.models import SentForm
from organisations.tasks import remove_old_sent_forms
from tests import make

TEMPLATES = Path(settings.BASE_DIR) / "templates"
AT = "/riverside/meetings/"
KEY = re.compile(r'name="once" value="(\w+)"')
HTMX = {"HX-Request": "true"}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def maya(db: None) -> Any:
    return make.member(make.organisation(), "Maya Lindqvist")


@pytest.fixture
def meeting(maya: Any) -> Meeting:
    return make.meeting([maya, make.member(maya.organisation, "Tomás Okafor")])


def browser_of(member: Any) -> Client:
    client = Client()
    client.force_login(member.user, backend=BACKEND)
    return client


def key_of(client: Client, url: str) -> str:
    found = KEY.search(client.get(url).content.decode())
    assert found
    return found[1]


def count(model: Any, member: Any) -> int:
    with tenancy.inside(member.organisation_id, member.pk):
        return model.objects.count()


def send_six(member: Any, url: str, data: dict[str, str], headers: dict[str, str]) -> list[Any]:
    """Send a form from six tabs of one browser at the same moment."""
    clients = [browser_of(member) for _ in range(6)]
    together = Barrier(6)

    def send(client: Client) -> Any:
        together.wait()
        try:
            return client.post(url, data, headers=headers)
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(6) as pool:
        return list(pool.map(send, clients))


NOTE = ("notes", Note, {"text": "We talked about the lesson", "is_private": "no"})
ITEM = ("agenda", AgendaItem, {"text": "Observe a lesson"})
ACTION = ("actions", Action, {"text": "Send the plan", "owner": "me"})
FORMS = [(*NOTE, {}), (*ITEM, {}), (*ACTION, {}), (*ITEM, HTMX), (*ACTION, HTMX)]


def words_of(data: dict[str, str], member: Any) -> dict[str, str]:
    return {name: str(member.pk) if value == "me" else value for name, value in data.items()}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("section", "model", "data", "headers"), FORMS)
def test_a_form_sent_six_times_at_once_makes_one_row(
    maya: Any, meeting: Meeting, section: str, model: Any, data: dict[str, str], headers: dict[str, str]
) -> None:
    once = key_of(browser_of(maya), f"{AT}{meeting.pk}/")
    answers = send_six(maya, f"{AT}{meeting.pk}/{section}/", words_of(data, maya) | {"once": once}, headers)
    assert count(model, maya) == 1
    assert {answer.status_code for answer in answers} == ({200} if headers else {302})
    if headers:  # one has the piece, the others read the page again, where it stands
        assert sorted(answer.headers.get("HX-Refresh", "") for answer in answers) == ["", *["true"] * 5]
    else:
        assert len({answer.headers["Location"] for answer in answers}) == 1


@pytest.mark.django_db(transaction=True)
def test_without_its_key_a_form_sent_six_times_makes_six_rows(maya: Any, meeting: Meeting) -> None:
    """The planted fault: it is the key that the test above sees at work."""
    section, model, data = NOTE
    send_six(maya, f"{AT}{meeting.pk}/{section}/", data, {})
    assert count(model, maya) == 6


def test_the_second_is_told_that_it_was_sent_already(maya: Any, meeting: Meeting) -> None:
    client, url = browser_of(maya), f"{AT}{meeting.pk}/"
    data = {"text": "We talked", "is_private": "no", "once": key_of(client, url)}
    client.post(f"{url}notes/", data)
    again = client.post(f"{url}notes/", data, follow=True)
    assert "You have sent this already." in again.content.decode()
    assert again.content.decode().count("We talked") == 1


def test_going_back_and_writing_something_else_makes_another_row(maya: Any, meeting: Meeting) -> None:
    client, url = browser_of(maya), f"{AT}{meeting.pk}/"
    once = key_of(client, url)
    for text in ("One thing", "Another thing"):
        client.post(f"{url}notes/", {"text": text, "is_private": "no", "once": once})
    assert count(Note, maya) == 2


def test_the_same_words_from_the_page_drawn_anew_make_another_row(maya: Any, meeting: Meeting) -> None:
    client, url = browser_of(maya), f"{AT}{meeting.pk}/"
    for _ in range(2):
        data = {"text": "Observe a lesson", "once": key_of(client, url)}
        client.post(f"{url}agenda/", data)
    assert count(AgendaItem, maya) == 2


def test_a_form_that_was_refused_can_be_sent_again(maya: Any, meeting: Meeting) -> None:
    client, url = browser_of(maya), f"{AT}{meeting.pk}/"
    once = key_of(client, url)
    for _ in range(2):
        assert client.post(f"{url}agenda/", {"text": "", "once": once}).status_code == 422
    assert count(SentForm, maya) == 0


def test_a_form_whose_answer_failed_can_be_sent_again(maya: Any, meeting: Meeting, monkeypatch: Any) -> None:
    client, url = browser_of(maya), f"{AT}{meeting.pk}/"
    data = {"text": "We talked", "is_private": "no", "once": key_of(client, url)}
    with monkeypatch.context() as patch, pytest.raises(DatabaseError):
        patch.setattr("meetings.actions.write_note", broken)
        client.post(f"{url}notes/", data)
    assert count(Note, maya) == 0
    assert client.post(f"{url}notes/", data).status_code == 302
    assert count(Note, maya) == 1


def broken(*_: Any, **__: Any) -> None:
    raise DatabaseError


def test_two_people_with_the_same_key_and_words_are_two(maya: Any, meeting: Meeting) -> None:
    with tenancy.inside(maya.organisation_id, maya.pk):
        tomas = meeting.attendances.exclude(member=maya).get().member
    for person in (maya, tomas):
        client = browser_of(person)
        client.post(f"{AT}{meeting.pk}/agenda/", {"text": "Observe a lesson", "once": "same"})
    assert count(AgendaItem, maya) == 2


def test_what_was_sent_is_its_members_alone(maya: Any, meeting: Meeting) -> None:
    jonas = make.member(maya.organisation, "Jonas Aydin")
    client = browser_of(maya)
    client.post(f"{AT}{meeting.pk}/agenda/", {"text": "Observe a lesson", "once": "key"})
    assert (count(SentForm, maya), count(SentForm, jonas)) == (1, 0)
    refused = pytest.raises(DatabaseError, match="row-level security")
    with tenancy.inside(maya.organisation_id, jonas.pk), refused, transaction.atomic():
        SentForm.objects.create(organisation_id=maya.organisation_id, member=maya, digest="x")


def test_what_was_sent_is_removed_after_a_day(maya: Any) -> None:
    now = timezone.now()
    with tenancy.inside(maya.organisation_id, maya.pk):
        for name, hours in (("new", 20), ("old", 25)):
            at = now - timedelta(hours=hours)
            SentForm.objects.create(
                organisation_id=maya.organisation_id, member=maya, digest=name, sent_at=at
            )
    remove_old_sent_forms()
    with tenancy.inside(maya.organisation_id, maya.pk):
        assert [sent.digest for sent in SentForm.objects.all()] == ["new"]


def test_a_files_bytes_tell_two_forms_apart_and_stay_to_be_read() -> None:
    digests = set()
    for content in (b"one", b"two", b"one"):
        upload = SimpleUploadedFile("plan.txt", content)
        request = RequestFactory().post("/", {"once": "key", "file": upload})
        digests.add(sent_forms._digest(request))
        assert request.FILES["file"].read() == content
    assert len(digests) == 2


def forms_without_key(source: str) -> list[str]:
    forms = re.findall(r"<form\b.*?</form>", source, re.DOTALL)
    posts = [form for form in forms if re.search(r'method="post"|hx-post=', form.partition("\n")[0])]
    return [form.partition("\n")[0] for form in posts if "{% csrf_token %}" not in form]


def test_every_form_that_posts_carries_a_key() -> None:
    """The tag writes the key (see the pages above); here, that no form goes without the tag."""
    found = {
        str(path.relative_to(TEMPLATES)): without
        for path in TEMPLATES.rglob("*.html")
        if (without := forms_without_key(path.read_text()))
    }
    assert found == {}


def test_the_guard_finds_a_form_without_a_key() -> None:
    bare = '<form method="post" action="x">\n<input name="text"></form>'
    assert forms_without_key(bare) == ['<form method="post" action="x">']
    assert forms_without_key(bare.replace("<input", "{% csrf_token %}<input")) == []
