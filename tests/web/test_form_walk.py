"""The walk through all forms finds what it is for: each of its faults is planted here, beside a form that has none."""

from types import SimpleNamespace

import pytest
from django.contrib import messages
from django.db import connection
from django.forms import Form, IntegerField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.test import Client
from django.urls import path

from tests.form_walk import Walk, errors_of, other_fillings, read, right_fillings
from web.htmx import WRONG_INPUT
from web.responses import read_or_write

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

REPEATS = '<select name="every"><option value="">No<option value="1">1<option value="2">2</select>'
WORDS = '<input name="text" required maxlength="20">'
STEP = '<button name="to" value="rotating">On</button>'
# What the database says no to only at the end of the transaction.
BROKEN = """INSERT INTO account_emailaddress (email, verified, "primary", user_id)
    VALUES ('a@example.org', false, false, '00000000-0000-0000-0000-000000000000')"""
FORMS = {
    "fine": REPEATS + WORDS,
    "crashes-on-an-option": REPEATS,
    "crashes-with-htmx": WORDS,
    "crashes-on-nothing": STEP,
    "crashes-at-the-end": WORDS,
    "says-nothing": WORDS,
    "is-not-there": STEP,
}


def page(_request: HttpRequest) -> HttpResponse:
    forms = (f'<form method="post" action="/dev/{name}/">{fields}</form>' for name, fields in FORMS.items())
    return HttpResponse(f'<a href="/dev/mail/nowhere/">Out</a>{"".join(forms)}')


@read_or_write
def act(request: HttpRequest, name: str) -> HttpResponse:
    match name:
        case "is-not-there":
            return HttpResponse(status=404)
        case "crashes-on-an-option" if request.POST.get("every") == "2":
            raise TypeError("propose() got an unexpected keyword argument 'every'")
        case "crashes-with-htmx" if "HX-Request" in request.headers:
            return render(request, "meetings/meeting.html#songs")
        case "crashes-on-nothing" if not request.POST.get("to"):
            raise ValueError("no phase")
        case "crashes-at-the-end":
            with connection.cursor() as cursor:
                cursor.execute(BROKEN)
    text = request.POST.get("text", "fine")
    if "\0" in text or not text:
        return HttpResponse("wrong", status=WRONG_INPUT)
    if name != "says-nothing":
        messages.info(request, "Done.")
    return redirect("page")


urlpatterns = [
    path("dev/", page, name="page"),
    *(path(f"dev/{name}/", act, {"name": name}, name=name) for name in FORMS),
]


@pytest.fixture
def walk() -> Walk:
    return Walk(Client(), ["/dev/"]).go()


def faults(walk: Walk, name: str) -> list[str]:
    return [fault for fault in walk.faults if f"/dev/{name}/" in fault]


def test_a_form_without_a_fault_passes(walk):
    assert faults(walk, "fine") == []
    assert walk.counts["forms"] == len(FORMS)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("crashes-on-an-option", "(every=2): TypeError"),
        ("crashes-with-htmx", "(filled in, by htmx): TemplateDoesNotExist"),
        ("crashes-on-nothing", "(nothing in it): ValueError"),
        ("crashes-at-the-end", "(filled in): IntegrityError"),
        ("says-nothing", "(filled in): leads on, changes nothing and says nothing"),
        ("is-not-there", "(filled in): 404"),
        ("mail/nowhere", "404 at the end of a link"),
    ],
)
def test_each_kind_of_fault_is_found(walk, name, said):
    assert any(said in fault for fault in faults(walk, name)), walk.faults


def test_a_form_is_read_as_a_browser_reads_it():
    html = """
        <form id="one" method="post" action="save/"><input type="hidden" name="key" value="k">
        <textarea name="text">\nTwo\nlines</textarea><input type="checkbox" name="days" value="mon" checked>
        <input type="checkbox" name="days" value="tue"><input name="off" disabled><button>Save</button>
        <select name="size"><option value="s">S<option value="m" selected>M</select></form>
        <form action="/find/?kind=a#top"><input name="q"></form>
        <button form="one" name="go" value="back">Back</button>"""
    first, second = read("/here/page/", html).forms
    assert (first.action, first.method) == ("/here/page/save/", "post")
    assert {name: (each.kind, each.values, each.options) for name, each in first.fields.items()} == {
        "key": ("hidden", ["k"], []),
        "text": ("textarea", ["Two\nlines"], []),
        "days": ("checkbox", ["mon"], ["mon", "tue"]),
        "size": ("select", ["m"], ["s", "m"]),
        "go": ("button", [], ["back"]),
    }
    assert (second.action, second.method) == ("/find/?kind=a", "get")


def test_one_button_is_pressed_at_a_time():
    html = (
        '<form><button name="go" value="on">On</button><button name="end">End</button><input name="q"></form>'
    )
    (form,) = read("/here/", html).forms
    start = next(iter(right_fillings(form))).data
    assert start == {"go": ["on"], "q": ["Something new"]}
    assert {"end": [""], "q": ["Something new"]} in [each.data for each in other_fillings(form, start)]


def test_what_a_form_says_is_wrong_is_read_off_its_page() -> None:
    class Number(Form):
        number = IntegerField(
            min_value=1, error_messages={"min_value": "Ensure this value is greater than 1."}
        )

    page = SimpleNamespace(context=[{"form": Number({"number": "0"}), "other": Number()}])
    assert errors_of(page) == {"Ensure this value is greater than 1."}
