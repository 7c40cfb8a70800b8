"""What many tests of a module begin with, made once for all of them."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.db import transaction


def kept(name: str, build: Callable[[], Any]) -> tuple[Any, Any]:
    """Return two fixtures, to be assigned in a module: one makes a world once, ``name`` gives each test its copy.

    The world is made in a transaction around those of the module's tests; each test undoes what it changes, and the
    end of the module undoes the world. Where a test of the module commits, each of them has one made for itself.
    """

    @pytest.fixture(scope="module", autouse=True, name=f"_once_{name}")
    def once(request: pytest.FixtureRequest) -> Iterator[Any]:
        tests = [item for item in request.session.items if item.getparent(pytest.Module) is request.node]
        if any(map(_commits, tests)) or not any(name in item.fixturenames for item in tests):
            yield None
            return
        request.getfixturevalue("django_db_setup")
        with request.getfixturevalue("django_db_blocker").unblock(), transaction.atomic():
            yield build()
            transaction.set_rollback(True)

    @pytest.fixture(name=name)
    def each(request: pytest.FixtureRequest, db: None) -> Any:
        world = request.getfixturevalue(f"_once_{name}")
        return build() if world is None else deepcopy(world)

    return once, each


def _commits(item: pytest.Item) -> bool:
    marks = item.get_closest_marker("django_db")
    return bool(marks and marks.kwargs.get("transaction")) or bool(
        {"transactional_db", "live_server"} & set(item.fixturenames)
    )
