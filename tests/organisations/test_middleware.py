"""The way into an organisation, and that a failing view leaves nothing behind."""

from contextlib import suppress

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection
from django.http import Http404
from django.test import Client

from organisations import tenancy
from organisations.models import Member
from tests import make

pytestmark = pytest.mark.django_db


def test_an_anonymous_person_is_led_to_sign_in_whether_or_not_the_organisation_exists(client):
    make.organisation("riverside")
    for slug in ("riverside", "nowhere"):
        assert (
            client.get(f"/{slug}/people/?page=2").url == f"/accounts/login/?next=/{slug}/people/%3Fpage%3D2"
        )


def test_a_stranger_gets_the_same_as_for_an_organisation_that_is_not_there(client):
    make.organisation("riverside")
    client.force_login(make.user())
    there, nowhere = client.get("/riverside/"), client.get("/nowhere/")
    assert there.status_code == nowhere.status_code == 404
    assert there.content.replace(b"riverside", b"") == nowhere.content.replace(b"nowhere", b"")


def test_a_view_that_fails_leaves_nothing_half_written(monkeypatch):
    from organisations import actions

    admin = make.member(make.organisation("riverside"), admin=True)
    client = Client(raise_request_exception=False)
    client.force_login(admin.user)

    def fail(**_):
        raise RuntimeError

    monkeypatch.setattr(actions, "invite", fail)
    form = {"name": "Ines Duarte", "email": "ines@riverside.example", "role": "coordinator"}
    answer = client.post("/riverside/people/", form)
    assert answer.status_code == 500
    assert b"canary" not in answer.content
    with tenancy.inside(admin.organisation_id):
        assert not Member.objects.filter(email="ines@riverside.example").exists()


def prepared() -> int:
    """Return how many statements the connection has prepared; the first question carries out what psycopg put off."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "path",
    ["/riverside/meetings/0199b5c2-0000-7000-8000-000000000000/", "/riverside/nothing/", "/northgate/"],
)
def test_a_page_that_is_not_there_forgets_no_prepared_statement(client, path):
    maya = make.member(make.organisation("riverside"))
    make.organisation("northgate")
    client.force_login(maya.user)
    for _ in range(12):
        assert client.get("/riverside/").status_code == 200
    before = prepared()
    assert before
    assert client.get(path).status_code == 404
    assert prepared() >= before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", [Http404, PermissionDenied])
def test_what_was_written_before_a_page_was_not_there_is_undone(client, monkeypatch, error):
    from organisations import actions

    admin = make.member(make.organisation("riverside"), admin=True)
    client.force_login(admin.user)

    def refuse(**_):
        assert Member.objects.filter(email="ines@riverside.example").exists()
        raise error

    monkeypatch.setattr(actions, "invite", refuse)
    form = {"name": "Ines Duarte", "email": "ines@riverside.example", "role": "coordinator"}
    assert client.post("/riverside/people/", form).status_code in {403, 404}
    with tenancy.inside(admin.organisation_id):
        assert not Member.objects.filter(email="ines@riverside.example").exists()


@pytest.mark.django_db(transaction=True)
def test_what_failed_in_the_database_is_rolled_back_also_where_the_answer_is_not_found():
    organisation = make.organisation("riverside")

    def fail():
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
        assert tenancy.has_written()
        raise Http404

    with pytest.raises(Http404), tenancy.inside(organisation.pk):
        fail()
    with tenancy.inside(organisation.pk):
        assert not tenancy.has_written()


def test_times_are_shown_in_the_members_zone(client):
    from django.utils import timezone

    maya = make.member(make.organisation("riverside"), time_zone="Africa/Nairobi")
    client.force_login(maya.user)
    response = client.get("/riverside/")
    assert response.status_code == 200
    assert timezone.get_current_timezone_name() == "UTC"


def test_a_cached_prefix_does_not_leak_into_the_next_request(client):
    maya = make.member(make.organisation("riverside"))
    client.force_login(maya.user)
    client.get("/riverside/")
    from django.urls import reverse

    assert reverse("entrance") == "/"


@pytest.mark.parametrize("path", ["/riverside/", "/accounts/login/"])
def test_every_page_carries_the_headers_that_keep_it_private(client, path):
    maya = make.member(make.organisation("riverside"))
    if path == "/riverside/":
        client.force_login(maya.user)
    response = client.get(path)
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    if path == "/riverside/":
        assert response["Cache-Control"] == "no-store"


def test_no_template_carries_inline_style_or_script():
    import re
    from pathlib import Path

    root = Path(__file__).parents[2] / "templates"
    found = [
        str(file.relative_to(root))
        for file in root.rglob("*.html")
        if "mail" not in file.parts
        and "email" not in file.parts
        and re.search(
            r"\sstyle=|\son[a-z]+=\"|<script(?![^>]*(src=|application/json))[^>]*>", file.read_text()
        )
    ]
    assert found == []


@pytest.mark.parametrize("path", ["", "me/", "meetings/"])
def test_every_page_that_is_read_answers_head_without_its_words(client, path):
    member = make.member(make.organisation("riverside"))
    client.force_login(member.user)
    answer = client.head(f"/riverside/{path}")
    assert (answer.status_code, answer.content) == (200, b"")
