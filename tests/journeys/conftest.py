"""A real browser before the real server, with every page checked for accessibility and broken policies."""

import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, sync_playwright

# The first is the same engine without the window, menus and profile that nobody looks at here.
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome", "chromium-browser")
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync "
    "--js-flags=--no-opt,--no-maglev,--no-sparkplug"  # no page lives long enough to get back what compiling costs
)
AXE = {
    "resultTypes": ["violations"],  # what holds is looked at all the same, but not told of node by node
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "rules": {"target-size": {"enabled": True}},
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.nodeid:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert path, (
        "The journeys need a browser: install Chromium (Debian: apt install chromium-headless-shell)."
    )
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = (
        "true"  # Playwright's loop lives in this thread, beside our queries
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS.split())
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


# What a page is made of: each kind of element by what it stands in, its attributes, and whether it has words. What a
# kind looks like at a width and in a colour scheme is looked over once, whichever journey comes to it first.
KINDS = """() => {
    window.kinds = Map.groupBy(document.querySelectorAll("body *"), each => [
        each.parentElement.tagName, each.parentElement.getAttribute("class"), each.tagName, each.getAttribute("class"),
        each.getAttribute("role"), each.getAttributeNames().sort().join(), Boolean(each.textContent.trim()),
    ].join("|"));
    return [...kinds.keys()];
}"""
LOOK_OVER = "([fresh, options]) => axe.run({include: fresh.map(kind => kinds.get(kind)[0])}, options)"

LOOKED_OVER: dict[tuple[int, bool], set[str]] = defaultdict(set)

COMPLETE = """() => document.readyState === "complete"
    && !document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling")"""


class Person:
    """Somebody at a browser of their own: goes to pages, and everything on them is looked over."""

    def __init__(
        self, context: BrowserContext, base: str, complaints: list[str], looked_over: set[str]
    ) -> None:
        self.page: Page = context.new_page()
        self.base, self.complaints, self.looked_over = base, complaints, looked_over
        self.page.set_default_timeout(15_000)
        self.under_way: set[Any] = set()
        self.page.on("request", lambda request: self.under_way.add(request))
        for ending in ("requestfinished", "requestfailed"):
            self.page.on(ending, lambda request: self.under_way.discard(request))
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: complaints.append(f"{self.page.url}: {error}"))

    def _listen(self, message: Any) -> None:
        # A refused form is a 422, and a browser says so in its console; that is no mistake. Nor is it one that a page
        # is left while it saves by itself: what leaves it sends the same words.
        left = message.text.startswith(("htmx:afterRequest", "htmx:sendError", "htmx:sendAbort"))
        if message.type == "error" and not left and "status of 4" not in message.text:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def go(self, path: str) -> Page:
        self.page.goto(self.base + path)
        self.look_over()
        return self.page

    def press(self, name: str, role: str = "button") -> None:
        """Press a button (or follow a link) and look the next page over."""
        self.click(self.page.get_by_role(role, name=name).first)
        self.look_over()

    def submit(self) -> None:
        """Press the main button of the page's form."""
        self.click(self.page.locator("main form button.main").first)
        self.look_over()

    def click(self, target: Locator) -> None:
        """Click on what goes to the server, at once or by htmx, and wait until all that follows from it has come."""
        with self.page.expect_event("requestfinished"):
            target.click()
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is loaded any more: as "networkidle", which takes half a second longer each time."""
        still = 0
        for _moment in range(750):
            self.page.wait_for_timeout(20)
            still = still + 1 if not self.under_way and self._is_complete() else 0
            if still == 3:
                return
        raise AssertionError(f"{self.page.url} does not come to rest: {self.under_way}")

    def _is_complete(self) -> bool:
        try:
            return bool(self.page.evaluate(COMPLETE))
        except Error:  # another page has just come in its place
            return False

    def follow(self, name: str) -> None:
        self.press(name, "link")

    def look_over(self) -> None:
        """See that nothing sticks out of the page; run axe on whatever is new, with all in it."""
        if fresh := set(self.page.evaluate(KINDS)) - self.looked_over:
            self._run_axe(sorted(fresh))
            self.looked_over |= fresh
        if not self.page.title():
            self.complaints.append(f"{self.page.url}: no title")
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if wide > 0:
            self.complaints.append(f"{self.page.url}: {wide} pixels too wide")

    def _run_axe(self, fresh: list[str]) -> None:
        """The first page is looked over as a whole: some rules are about the document."""
        self.page.evaluate(Axe().axe_script)
        arguments = [fresh, AXE] if self.looked_over else AXE
        found = self.page.evaluate(LOOK_OVER if self.looked_over else "axe.run", arguments)["violations"]
        self.complaints += [
            f"{self.page.url}: {rule['id']} at {[node['target'] for node in rule['nodes']]}" for rule in found
        ]

    def sees(self, text: str) -> bool:
        return self.page.get_by_text(text).first.is_visible()


@pytest.fixture
def somebody(browser: Browser, live_server: Any) -> Iterator[Callable[..., Person]]:
    """Return a person with a browser of their own: ``somebody(width=360, dark=True, signed_in=account)``."""
    from django.conf import settings
    from django.test import Client

    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def make(*, width: int = 1280, dark: bool = False, scripts: bool = True, signed_in: Any = None) -> Person:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        contexts.append(context)
        if signed_in:
            client = Client()
            client.force_login(signed_in)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return Person(context, live_server.url, complaints, LOOKED_OVER[width, dark])

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(autouse=True)
def _real_database(transactional_db: Any) -> None:
    """The server answers in threads of its own, which see only what is committed."""
