"""The rail shows a member their places, in order, and where they are."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory, override_settings
from django.urls import path

from web import navigation
from web.context import page

urlpatterns = [
    path(f"{name}/", lambda request: HttpResponse(), name=name) for name in ("home", "plans", "secret")
]


@pytest.fixture(autouse=True)
def _entries(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(navigation, "_entries", {})
    navigation.register(navigation.NavigationEntry("Plans", "plans", "plans", 40, section="/plans/"))
    navigation.register(navigation.NavigationEntry("Home", "home", "home", 10))
    navigation.register(
        navigation.NavigationEntry(
            "Secret", "lock", "secret", 20, visible=lambda member: member.is_coordinator
        )
    )
    with override_settings(ROOT_URLCONF=__name__):
        yield


def ask(where: str, member: Any = None) -> list[navigation.RailLink]:
    request = RequestFactory().get(where)
    request.member = member  # type: ignore[attr-defined]
    return navigation.links_for(request)


PLAIN = SimpleNamespace(is_coordinator=False)


def test_rail_keeps_its_order() -> None:
    assert [link.label for link in ask("/home/", SimpleNamespace(is_coordinator=True))] == [
        "Home",
        "Secret",
        "Plans",
    ]


def test_rail_hides_what_is_not_for_this_member() -> None:
    assert [link.label for link in ask("/home/", PLAIN)] == ["Home", "Plans"]


def test_rail_is_empty_without_a_member() -> None:
    assert ask("/home/") == []


def test_rail_marks_the_page_and_the_section() -> None:
    assert [link.current for link in ask("/home/", PLAIN)] == ["page", ""]
    assert [link.current for link in ask("/plans/7/", PLAIN)] == ["", "true"]


def test_rail_entry_can_be_replaced_and_taken_out() -> None:
    navigation.register(navigation.NavigationEntry("My plans", "plans", "plans", 5))
    assert [link.label for link in ask("/home/", PLAIN)] == ["My plans", "Home"]
    navigation.unregister("plans")
    navigation.unregister("plans")
    assert [link.label for link in ask("/home/", PLAIN)] == ["Home"]


def test_context_asks_for_nothing_until_it_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(navigation, "links_for", lambda request: asked.append(request.path) or [])
    context = page(RequestFactory().get("/home/"))
    assert context["organisation"] is None
    assert context["member"] is None
    assert asked == []
    assert not list(context["navigation"])
    assert asked == ["/home/"]
