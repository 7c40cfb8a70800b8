"""Tests run on PostgreSQL, as the role that serves requests, on tables that the migrations made."""

import os
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import connect, sql

from organisations import tenancy
from organisations.models import Member

SERVER = os.environ["OWNER_DATABASE_URL"]


def _superuser(database: str) -> Any:
    host = settings.DATABASES["default"]["HOST"]
    return connect(f"postgresql://postgres@/{database}?host={host}", autocommit=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any, worker_id: str) -> Iterator[None]:
    """Make one database for each process of the run, by migrating it as the owner."""
    name = f"test_{worker_id}_{os.getpid()}"
    owner, runtime = settings.DATABASES["owner"]["USER"], settings.RUNTIME_ROLE
    with _superuser("postgres") as server:
        server.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(owner))
        )
    for alias in ("default", "owner"):
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = settings.DATABASES[alias]["NAME"] = name
    with django_db_blocker.unblock():
        call_command("migrate", verbosity=0)
        with connections["owner"].cursor() as cursor:  # pytest empties tables after tests that commit
            cursor.execute(f"GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO {runtime}")
        connections["owner"].close()
    yield
    with django_db_blocker.unblock():
        for alias in ("default", "owner"):
            connections[alias].close()
            getattr(connections[alias], "close_pool", lambda: None)()
    with _superuser("postgres") as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """The name of this process: gw0, gw1, … or main."""
    return str(getattr(request.config, "workerinput", {}).get("workerid", "main"))


@pytest.fixture(autouse=True)
def _surroundings(settings: Any) -> None:
    """A part of the cache of one's own (rate limits of one test are none of the next one's), and uncollected files."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.WHITENOISE_USE_FINDERS = True
    part = {"KEY_PREFIX": str(uuid4())}
    settings.CACHES = {name: {**cache, **part} for name, cache in settings.CACHES.items()}


@pytest.fixture
def inside() -> Any:
    """Work in a member's organisation as that member: ``with inside(member): …``."""

    def enter(member: Member) -> Any:
        return tenancy.inside(member.organisation_id, member.pk)

    return enter
