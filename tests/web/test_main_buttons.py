"""The guard that a page has one main button finds a second one, and counts only what is seen."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.form_walk import Walk
from tests.main_buttons import list_main_buttons

ONE = '<a class="button main" href="/a/">Propose a <b>meeting</b></a>'


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (ONE, ["Propose a meeting"]),
        (
            f'{ONE}<form><button class="button harm main">Cancel it</button></form>',
            ["Propose a meeting", "Cancel it"],
        ),
        (f"<dialog>{ONE}</dialog>", []),
        (f"<details><summary>More</summary><p>{ONE}</details>{ONE}", ["Propose a meeting"]),
        (f"<details open><summary>More</summary>{ONE}</details>", ["Propose a meeting"]),
        ('<details><summary class="button main">Write</summary><p>Here</p></details>', ["Write"]),
        (f"<dialog><details><summary>{ONE}</summary></details></dialog>", []),
        (f"<section hidden>{ONE}</section><div popover>{ONE}</div>", []),
        (
            '<input class="button main" value="Save"><a class="button" href="/">Back</a><main>It</main>',
            ["Save"],
        ),
    ],
)
def test_what_a_page_shows_before_anything_is_opened_counts(html, found):
    assert list_main_buttons(html) == found


@pytest.mark.django_db
def test_a_second_main_button_is_found_by_who_walks_there(monkeypatch):
    login = reverse("account_login")
    assert Walk(Client(), [login], most_in_all=1).go().crowded == []
    monkeypatch.setattr("tests.form_walk.list_main_buttons", lambda html: list_main_buttons(html + ONE))
    crowded = Walk(Client(), [login], most_in_all=1).go().crowded
    assert len(crowded) == 1
    assert "Propose a meeting" in crowded[0]
