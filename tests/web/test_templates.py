"""What holds for every template: it compiles, it obeys the policy, error pages need nothing, mails are whole."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import TemplateSyntaxError
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory

TEMPLATES = Path(settings.BASE_DIR) / "templates"
ALL = sorted(
    str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".txt"}
)
PAGES = [name for name in ALL if name.endswith(".html") and not name.startswith("mail/")]
TROUBLE = [
    "400.html",
    "403.html",
    "403_csrf.html",
    "404.html",
    "link_ended.html",
    "429.html",
    "500.html",
    "kept_words.html",
]
MAILS = sorted(name.removesuffix("_subject.txt") for name in ALL if name.endswith("_subject.txt"))


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    return {name: (TEMPLATES / name).read_text() for name in ALL}


def test_every_template_compiles() -> None:
    assert {name: wrong for name in ALL if (wrong := trouble_with(name))} == {}


def trouble_with(name: str) -> str:
    try:
        get_template(name)
    except TemplateSyntaxError as error:
        return str(error)
    return ""


FORBIDDEN = re.compile(r" style=|<style|\son[a-z]+=|hx-on")
OWN_SCRIPT = re.compile(r' src=|type="application/json"')


def test_every_template_obeys_the_policy(sources: dict[str, str]) -> None:
    for name in PAGES:
        assert not FORBIDDEN.search(sources[name]), name
        for script in re.findall(r"<script[^>]*>", sources[name]):
            assert OWN_SCRIPT.search(script), name


def test_every_template_speaks_calmly(sources: dict[str, str]) -> None:
    for name, source in sources.items():
        words = re.sub(r"<!doctype|!=|!important", "", source)
        assert not re.search(r"!|uccessful", words), name


@pytest.mark.parametrize("name", TROUBLE)
@pytest.mark.parametrize("with_request", [False, True])
def test_error_page_needs_no_database(name: str, with_request: bool) -> None:
    request: Any = RequestFactory().get("/") if with_request else None
    html = get_template(name).render({}, request)
    assert html.count("<h1>") == 1
    assert "{%" not in html


MAIL_CONTEXT = {
    "email": "o'neil@example.org",
    "code": "ABCD-EFGH",
    "from_email": "old@example.org",
    "to_email": "new@example.org",
    "deleted_email": "old@example.org",
    "password_reset_url": "https://example.org/reset?a=1&b=2",
    "signup_url": "https://example.org/signup",
    "activate_url": "https://example.org/confirm",
    "ip": "192.0.2.1",
    "user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0",
    "timestamp": dt.datetime(2026, 11, 24, 14, 0, tzinfo=dt.UTC),
}


@pytest.mark.parametrize("name", MAILS)
def test_account_mail_is_whole(name: str) -> None:
    subject = render_to_string(f"{name}_subject.txt", MAIL_CONTEXT).strip()
    text = render_to_string(f"{name}_message.txt", MAIL_CONTEXT)
    html = render_to_string(f"{name}_message.html", MAIL_CONTEXT)
    assert subject
    assert "\n" not in subject
    assert "&#" not in text
    assert "&amp;" not in text
    assert "<" not in text
    assert len(re.sub(r"<[^>]+>", "", html)) > 200
    for left_open in ("{{", "{%", "None"):
        assert left_open not in text + html
    if "ABCD-EFGH" in text:
        assert "ABCD-EFGH" in html
    if "https://" in text:
        assert 'href="https://' in html


@pytest.mark.parametrize(
    "name", [name for name in MAILS if name.split("/")[-1].endswith(("changed", "added"))]
)
def test_account_mail_says_where_a_change_came_from(name: str) -> None:
    text = render_to_string(f"{name}_message.txt", MAIL_CONTEXT)
    assert "Firefox on Linux" in text
    assert "Tue 24 Nov 2026, 14:00" in text
