"""Every address × every person × GET and POST, generated from the addresses themselves."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.db import models, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, clear_script_prefix, get_resolver, reverse

from meetings.models import Meeting
from organisations import prepared_queries, tenancy
from organisations.management.commands.row_security import inspect
from organisations.middleware import URLCONF
from tests.access import (
    rows_cop,
    rows_ground,
    rows_meetings,
    rows_partnerships,
    rows_plans,
    rows_portfolios,
    rows_programmes,
    world,
)
from tests.access.table import PEOPLE, Row
from tests.forms import forms_in

pytestmark = pytest.mark.django_db

APPS = (rows_ground, rows_meetings, rows_partnerships, rows_programmes, rows_cop, rows_portfolios, rows_plans)
ROWS: dict[str, Row] = {name: row for app in APPS for name, row in app.ROWS.items()}
ALLAUTH = ("account_", "mfa_", "usersessions_")
SHOWN = {200, 302}
# As a browser sends it, no form is ever empty.
SENT = {"csrfmiddlewaretoken": "x"}

# Who may see which canary: those whose words they are; and the coordinator, what enrolment answers say.
CIRCLE = {"mentor", "mentee", "facilitator"}
INSIDERS = {
    world.CANARY: {"mentor", "mentee"},
    world.CIRCLE: CIRCLE,
    world.REPORT: {"mentee", "coordinator"},
    world.LIBRARY: {*CIRCLE, "other_mentor", "other_mentee", "coordinator"},
    world.PEERS: {"facilitator", "mentee"},
    world.DIARY: {"mentee"},
    world.CONFIRM: {"mentee", "coordinator"},
}
OF_THE_PROGRAMME = {
    "programmes_enrolmentanswer",
    "programmes_refusal",
    "programmes_import",
    "programmes_matchingrun",
    "programmes_runpair",
}


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """The world, made once for all tests here; each undoes what it changes."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield world.build()
        transaction.set_rollback(True)


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            if each.app_name != "admin":
                yield from patterns(each)
        else:
            yield each


def path_of(name: str, row: Row, built: Any) -> str:
    clear_script_prefix()
    return "/riverside" + reverse(name, args=row.args(built), urlconf=URLCONF)


def client_of(built: Any, person: str) -> Client:
    client = Client()
    if account := built.account(person):
        client.force_login(account)
    return client


def visit(client: Client, built: Any, name: str, method: str) -> Any:
    """Go to an address; whatever posting there changed is undone."""
    row = ROWS[name]
    if method == "get":
        return client.get(path_of(name, row, built))
    path = path_of(name, row, built)
    with transaction.atomic():
        response = client.post(path, SENT | (shown(client, path) if row.as_shown else {}) | row.data(built))
        transaction.set_rollback(True)
    return response


def shown(client: Client, path: str) -> dict[str, Any]:
    """Return what a browser would send of the form that a page posts to itself; nothing where there is no page."""
    page = client.get(path)
    own = (
        [form for form in forms_in(page.text, path) if form.action == path] if page.status_code == 200 else []
    )
    return own[0].values if own else {}


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def expected(person: str, row: Row, method: str) -> set[Any]:
    may_get, may_post = row.get.split(), row.post.split()
    if person == "anonymous":
        return {"sign-in"}
    if person in (may_get if method == "get" else may_post):
        return SHOWN if method == "get" else {row.after_post(person)}
    if person in {*may_get, *may_post}:
        return {405}
    # A stranger to the page learns nothing: not found, whether or not the method would exist.
    return {404, 405} if not (may_get if method == "get" else may_post) else {404}


def outcome(response: Any) -> Any:
    if response.status_code == 302 and "/accounts/login/" in response.url:
        return "sign-in"
    return response.status_code


def test_every_address_of_an_organisation_has_its_row():
    names = {
        pattern.name
        for pattern in patterns(get_resolver(URLCONF))
        if not str(pattern.name).startswith(ALLAUTH)
    }
    assert names - set(ROWS) == set()
    assert set(ROWS) - names == set()


def test_every_address_outside_has_its_row():
    names = {
        pattern.name for pattern in patterns(get_resolver()) if not str(pattern.name).startswith(ALLAUTH)
    }
    assert names == set(rows_ground.PLATFORM)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("person", PEOPLE)
def test_each_address_answers_each_person_as_its_row_says(built, person, method):
    """And shows none of the two people's words to anybody else."""
    client = client_of(built, person)
    wrong = []
    for name, row in ROWS.items():
        response = visit(client, built, name, method)
        got, wanted = outcome(response), expected(person, row, method)
        if got not in wanted:
            wrong.append(f"{name}: {got}, not {wanted}")
        if not reads_answers(person, row):
            wrong += [
                f"{name}: shows {word}" for word in kept_from(person) if word.encode() in body(response)
            ]
    assert wrong == []


def kept_from(person: str | None) -> list[str]:
    """The canaries that a person must never see."""
    return [word for word, insiders in INSIDERS.items() if person not in insiders]


def reads_answers(person: str, row: Row) -> bool:
    """Whether a page is one on which the coordinator reads what people answered on enrolling."""
    return person == "coordinator" and row.shows_answers


@pytest.mark.parametrize("person", [None, "member"])
def test_each_address_outside_answers_as_its_row_says(built, person):
    client = Client()
    if person:
        client.force_login(built.account(person))
    for name, (anonymous, signed_in) in rows_ground.PLATFORM.items():
        response = client.get(reverse(name, args=rows_ground.PLATFORM_ARGS.get(name, [])))
        assert outcome(response) == (signed_in if person else anonymous), name


def test_the_operators_pages_are_the_operators(built):
    client = Client()
    assert client.get("/admin/").status_code == 302
    client.force_login(built.admin.user)
    assert client.get("/admin/").status_code == 302
    client.force_login(make_operator())
    assert client.get("/admin/").status_code == 200
    listing = client.get("/admin/organisations/organisation/")
    assert b"Northgate Hospital Trust" in listing.content
    assert client.get("/riverside/").status_code == 404


def test_an_operator_signs_in_as_everybody_does_and_never_at_the_operators_own_form():
    operator = make_operator()
    operator.set_password("a long and quiet phrase")
    operator.save()
    client = Client()
    answer = client.post("/admin/login/", {"username": operator.email, "password": "a long and quiet phrase"})
    assert answer.status_code == 302
    assert "/accounts/login/" in answer.url
    assert client.get("/admin/").status_code == 302


def make_operator():
    from tests import make

    return make.user("Op Erator", is_staff=True, is_superuser=True)


def outsiders() -> list[str]:
    return [person for person in PEOPLE if kept_from(person) and person != "anonymous"]


@pytest.mark.parametrize("person", outsiders())
def test_with_the_applications_filter_taken_out_the_database_still_holds(built, person, without_filter):
    client = client_of(built, person)
    for name, row in ROWS.items():
        if row.get and not reads_answers(person, row):  # the others answer 405 before anything is asked
            look_without_filter(client, built, name, person)


def look_without_filter(client: Client, built: Any, name: str, person: str) -> None:
    """See that a page shows no word to the wrong person. One that stumbles shows nothing of what it would: it fails."""
    response = visit(client, built, name, "get")
    assert outcome(response) in {*SHOWN, 404, 405}, name
    assert [word for word in kept_from(person) if word.encode() in body(response)] == [], name


def test_a_page_that_stumbles_with_the_filter_out_is_found(built, without_filter, monkeypatch):
    def stumble(_meeting: Any, _member: Any) -> bool:
        raise LookupError("planted")

    client = client_of(built, "member")
    look_without_filter(client, built, "meeting", "member")
    monkeypatch.setattr(Meeting, "invites", stumble)
    with pytest.raises(LookupError, match="planted"):
        look_without_filter(client, built, "meeting", "member")


def test_an_answer_that_only_refuses_is_not_taken_for_having_been_let_in(built, monkeypatch):
    row = ROWS["meeting_agenda"]
    client = client_of(built, "mentor")
    assert outcome(visit(client, built, "meeting_agenda", "post")) in expected("mentor", row, "post")
    monkeypatch.setitem(ROWS, "meeting_agenda", replace(row, data=lambda world: {"text": ""}))
    refused = outcome(visit(client, built, "meeting_agenda", "post"))
    assert refused == 422
    assert refused not in expected("mentor", row, "post")


@pytest.fixture
def without_filter(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let every queryset show everything: only the database is left to hold."""
    taken = 0
    for queryset in all_subclasses(models.QuerySet):
        for name in ("visible_to", "coordinated_by", "waiting_for"):
            if name in vars(queryset):
                monkeypatch.setattr(queryset, name, lambda self, *_member, **_when: self.all())
                taken += 1
    assert taken >= 6
    prepared_queries.forget()  # those asked before were written with the filter
    yield
    prepared_queries.forget()


def all_subclasses(cls: type) -> set[type]:
    return {each for sub in cls.__subclasses__() for each in {sub, *all_subclasses(sub)}}


@pytest.mark.parametrize("person", [*outsiders(), None])
def test_no_table_shows_a_confidential_word_to_the_wrong_person_in_sql(built, person):
    from django.db import connection

    member = built.members[person] if person else None
    for organisation in {built.organisation.pk, built.stranger.organisation_id}:
        with tenancy.inside(organisation, member and member.pk), connection.cursor() as cursor:
            for table, walls in inspect()[0]:
                if not walls.startswith("tenant"):
                    continue
                words = [f"%{word}%" for word in kept_from(person)]
                cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE ANY (%s)", [words])
                allowed = person == "coordinator" and table in OF_THE_PROGRAMME
                assert allowed or cursor.fetchone()[0] == 0, table


def test_the_canaries_are_there_for_those_whose_words_they_are(built):
    from django.db import connection

    seen = set()
    for person in INSIDERS[world.CANARY]:
        with tenancy.inside(built.organisation.pk, built.members[person].pk), connection.cursor() as cursor:
            for table, walls in inspect()[0]:
                if "member wall" in walls:
                    cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", ["%canary-in-%"])
                    if cursor.fetchone()[0]:
                        seen.add(table)
    assert seen >= {
        "cop_charter",
        "cop_peerwish",
        "cop_postfile",
        "cop_report",
        "cop_story",
        "cop_postbody",
        "development_plans_plan",
        "development_plans_planaction",
        "development_plans_barrier",
        "development_plans_logentry",
        "development_plans_plancomment",
        "development_plans_feedbackrequest",
        "development_plans_feedbackanswer",
        "development_plans_pathway",
        "development_plans_task",
        "meetings_arrangement",
        "meetings_agendaitem",
        "meetings_note",
        "meetings_action",
        "partnerships_agreement",
        "partnerships_peerinvitation",
        "partnerships_reviewanswer",
        "portfolios_assessedfile",
        "portfolios_assessedevidence",
        "portfolios_assessment",
        "portfolios_diaryentry",
        "portfolios_evidence",
        "portfolios_evidencefile",
        "portfolios_assessmentresult",
        "portfolios_profile",
        "portfolios_submission",
        "portfolios_submissionfile",
        "programmes_enrolmentanswer",
    }
