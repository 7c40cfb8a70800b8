"""Connections that lie in the pool while their database server goes away."""

from typing import Any


def check(connection: Any) -> None:
    """Refuse a pooled connection that is dead, and throw those out that lie in the pool beside it.

    When one is dead, a server has gone and taken all with it. The pool by itself would try one after the other and wait
    between them for one second, two, four, …: a request after a restart then gives up, having met a few of them.

    Raises:
        psycopg.Error: it is dead.
    """
    from django.db import connections
    from psycopg_pool import ConnectionPool

    try:
        ConnectionPool.check_connection(connection)
    except Exception:
        connections["default"].pool.drain()  # type: ignore[attr-defined]  # PostgreSQL's wrapper has one
        raise
