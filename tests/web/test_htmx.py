"""Answers to htmx: a piece when a piece is asked for, the whole page otherwise."""

import json
from unittest.mock import patch

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django_htmx.middleware import HtmxMiddleware

from web import htmx


def ask(**headers: str) -> tuple[str, HttpResponse]:
    request = RequestFactory().get("/", headers=headers)
    HtmxMiddleware(lambda _: HttpResponse())(request)
    with patch("web.htmx.render", return_value=HttpResponse()) as render:
        response = htmx.reply(request, "plans/page.html", {}, partial="steps", status=htmx.WRONG_INPUT)
    return render.call_args.args[1], response


@pytest.mark.parametrize(
    ("headers", "template"),
    [
        ({}, "plans/page.html"),
        ({"HX-Request": "true"}, "plans/page.html#steps"),
        ({"HX-Request": "true", "HX-Boosted": "true"}, "plans/page.html"),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, "plans/page.html"),
    ],
)
def test_reply_gives_what_was_asked_for(headers: dict[str, str], template: str) -> None:
    rendered, response = ask(**headers)
    assert rendered == template
    assert "HX-Request" in response.headers["Vary"]


def test_toast_travels_as_an_event() -> None:
    response = htmx.toast(HttpResponse(), "Kept.")
    assert json.loads(response.headers["HX-Trigger"]) == {"toast": {"text": "Kept.", "level": "success"}}
