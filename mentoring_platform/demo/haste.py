"""Doing some thousand actions in one transaction that nobody else takes part in, with less work for each."""

import gc
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.conf import settings
from django.db import connection

from organisations.prepared_queries import prepared

STATEMENTS = 5_000  # more than the actions have different ones


@contextmanager
def in_haste() -> Iterator[None]:
    """Leave out in this block what only costs time there; to be entered inside a transaction."""
    with ExitStack() as haste:
        _without_savepoints(haste)
        _without_a_log(haste)
        _without_looking_for_cycles(haste)
        if settings.DATABASE_PREPARES:
            _planned_once(haste)
        yield


def _without_savepoints(haste: ExitStack) -> None:
    """Whatever fails undoes everything here."""
    connection.features.uses_savepoints = False
    haste.callback(delattr, connection.features, "uses_savepoints")


def _without_a_log(haste: ExitStack) -> None:
    """Where DEBUG is set, Django keeps the text of the last statements, for pages that nobody looks at here."""
    connection.make_debug_cursor = connection.make_cursor  # type: ignore[method-assign,assignment]
    haste.callback(delattr, connection, "make_debug_cursor")


def _without_looking_for_cycles(haste: ExitStack) -> None:
    """Python looks through all that is alive again and again for what could be thrown away."""
    if gc.isenabled():
        gc.disable()
        haste.callback(gc.enable)


def _planned_once(haste: ExitStack) -> None:
    """The same statements come again and again: the database plans each once, walls and all, and not each time."""
    haste.enter_context(prepared())
    wire = connection.connection
    haste.callback(setattr, wire, "prepared_max", wire.prepared_max)
    wire.prepared_max = STATEMENTS
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")  # until the transaction ends
