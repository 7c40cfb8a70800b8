"""Tests run on PostgreSQL, as the role that serves requests, on tables that the migrations made."""

import ast
import gc
import hashlib
import os
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.management import call_command
from django.db import connections
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis
from psycopg import connect, sql
from psycopg._preparing import PrepareManager
from xdist.scheduler import LoadScopeScheduling

from mentoring_platform.local import refuse_temporary_tables
from organisations import declared_database, tenancy
from organisations.models import Member
from portfolios.issuing import keys

ROOT = Path(__file__).parents[1]

# The same examples each time, so that a run says the same of the same code, however busy the machine is. To search
# for others: pytest --hypothesis-profile=search.
UNTIMED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
hypothesis.register_profile("same", derandomize=True, **UNTIMED)
hypothesis.register_profile("search", **UNTIMED)
hypothesis.load_profile("same")

# Python looks through all that is alive for what could be thrown away: a hundred times less often.
gc.set_threshold(70_000, *gc.get_threshold()[1:])

# An evaluation is over by the database's own clock, which nobody moves, and no row that the product writes brings it
# nearer: a test would have to wait.
PUT_A_WEEK_BEHIND = """
CREATE FUNCTION tests_put_a_week_behind(wanted uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE moment timestamptz := clock_timestamp();
BEGIN
    UPDATE public.cop_evaluation SET opened_at = moment - interval '7 days', closes_at = moment WHERE id = wanted;
END $$
"""

# Plans are counted once in a week of the database's clock.
BEGIN_NEXT_WEEK = """
CREATE FUNCTION tests_begin_next_week() RETURNS void LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE public.development_plans_stepsnapshot SET week = week - 7, taken_at = taken_at - interval '7 days';
$$
"""

# Django empties the tables after a test that commits by truncating all of them and making permissions anew, which takes
# a second each time. This one leaves out what migrating itself put in.
EMPTY = """
CREATE FUNCTION tests_empty() RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET session_replication_role = replica AS $$
DECLARE each regclass;
BEGIN
    FOR each IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
        AND relname NOT IN ('django_migrations', 'django_content_type', 'auth_permission')
    LOOP EXECUTE format('DELETE FROM %s', each); END LOOP;
END $$
"""


def _empty(case: TransactionTestCase) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT tests_empty()")


TransactionTestCase._fixture_teardown = _empty  # nothing public stands before it


# What comes first, the longest before the others, so that no process is left alone with it at the end. The first two
# need none of what all the others wait for at the beginning, migrated tables of their own.
FIRST = (
    "tests/architecture/test_types.py",
    "tests/architecture/test_deployment.py",
    "tests/platform/test_demo",  # and all forms in it
    "tests/access/",
    "tests/cop/",
    "tests/notifications/test_fault",
    "tests/programmes/",
    "tests/portfolios/",
    "tests/journeys/",
    "tests/meetings/",
    "tests/development_plans/",
)
# Each of these goes to whichever process is free. All others stay together with those of their folder or file: what
# they ask of the database is planned once then, and the world that they begin with is made once.
ONE_BY_ONE = ("tests/notifications/test_fault", "tests/journeys/")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {first: place for place, first in enumerate(FIRST)}
    items.sort(key=lambda item: places.get(_first(item.nodeid), len(FIRST)))


def _first(nodeid: str) -> str:
    return next(filter(nodeid.startswith, FIRST), "")


class Together(LoadScopeScheduling):
    """Hands each process what belongs together, as soon as it is free."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(ONE_BY_ONE):
            return nodeid
        return _first(nodeid) or nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    config.option.loadscopereorder = False  # the order is ours
    return Together(config, log)


def _plan_once() -> None:
    """Have each statement planned once in a test, walls and all; the product does so with chosen ones.

    The driver forgets what it prepared whenever something is rolled back, which the product does seldom and tests do
    all the time; PostgreSQL itself plans anew what such a rollback has touched.
    """
    connections["default"].settings_dict["OPTIONS"]["prepare_threshold"] = 1
    forgets = PrepareManager._should_discard

    def forgets_not(manager: Any, prepare: Any, results: Any) -> bool:
        return forgets(manager, prepare, [each for each in results if each.command_status != b"ROLLBACK"])

    PrepareManager._should_discard = forgets_not
    PrepareManager.prepared_max = 1_000  # of one test


@pytest.fixture
def planned_as_ever(db: None) -> Iterator[None]:
    """Prepare and plan as the product does."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = auto")
    wire = connections["default"].connection
    usual, wire.prepare_threshold = wire.prepare_threshold, None
    yield
    wire.prepare_threshold = usual  # the pool hands the same connection to the tests that follow


def superuser(database: str) -> Any:
    """Return a connection that no wall holds back, for what another session or the operator would do."""
    host = settings.DATABASES["default"]["HOST"]
    return connect(f"postgresql://postgres@/{database}?host={host}", autocommit=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any, worker_id: str) -> Iterator[None]:
    """Make one database for each process of the run, as a copy of one that was migrated as the owner."""
    name = f"test_{worker_id}_{os.getpid()}"
    _plan_once()
    with superuser("postgres") as server:
        # One of several processes migrates, the others wait for it; the next run finds it made.
        server.execute("SELECT pg_advisory_lock(1)")
        with django_db_blocker.unblock():
            template = _migrated(server)
        server.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(_owner()), sql.Identifier(template)
            )
        )
        refuse_temporary_tables(server, name)  # a copy has all tables, and none of these rights
        server.execute("SELECT pg_advisory_unlock(1)")
    _lead_to(name)
    yield
    with django_db_blocker.unblock():
        for alias in ("default", "owner"):
            connections[alias].close()
            getattr(connections[alias], "close_pool", lambda: None)()
    with superuser("postgres") as server:
        _drop(server, name)


def _owner() -> str:
    return str(settings.DATABASES["owner"]["USER"])


def _migrated(server: Any) -> str:
    """Return the name of a migrated database; made unless one is there for these very migrations."""
    name = f"template_{_fingerprint()}"
    known = "SELECT datname FROM pg_database WHERE datname LIKE 'template\\__%' OR datname = 'unfinished'"
    found = {row[0] for row in server.execute(known).fetchall()}
    if name in found:
        return name
    for old in found:
        _drop(server, old)
    making = "unfinished"
    server.execute(
        sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(making), sql.Identifier(_owner()))
    )
    _lead_to(making)
    call_command("migrate", verbosity=0)
    with connections["owner"].cursor() as cursor:
        cursor.execute(PUT_A_WEEK_BEHIND)
        cursor.execute(BEGIN_NEXT_WEEK)
    with superuser(making) as inside:
        inside.execute(EMPTY)
    for alias in ("default", "owner"):
        connections[alias].close()
        getattr(connections[alias], "close_pool", lambda: None)()
    server.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(making), sql.Identifier(name))
    )
    return name


def _fingerprint() -> str:
    """Return what the tables depend on as one word: our migrations, what they import, declarations, and packages."""
    ours = {Path(declared_database.__file__)}
    ours |= {path for folder in ROOT.glob("*/migrations") for path in folder.glob("*.py")}
    for path in list(ours):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom | ast.Import):
                names = (
                    [node.module or ""] if isinstance(node, ast.ImportFrom) else [n.name for n in node.names]
                )
                files = [(ROOT / name.replace(".", "/")).with_suffix(".py") for name in names]
                ours |= {file for file in files if file.exists()}
    packages = sorted(f"{each.name} {each.version}" for each in distributions())
    functions = [function for _name, function in sorted(declared_database.declared_functions().items())]
    tables = [
        statement
        for table, declaration in sorted(declared_database.declared_tables().items())
        for statement in declaration.statements(table)
    ]
    words = "\n".join([*functions, *tables, *packages]).encode()
    content = b"".join(path.read_bytes() for path in sorted({Path(__file__), *ours})) + words
    return hashlib.sha256(content).hexdigest()[:16]


def _lead_to(name: str) -> None:
    for alias in ("default", "owner"):
        connections[alias].close()
        getattr(connections[alias], "close_pool", lambda: None)()
        connections[alias].settings_dict["NAME"] = settings.DATABASES[alias]["NAME"] = name


def _drop(server: Any, name: str) -> None:
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
    settings.WHITENOISE_AUTOREFRESH = (
        True  # look for a file when it is asked for; else each client goes through all
    )
    settings.QUIET_HOURS = None  # the same mails go out at whatever hour the tests run
    part = {"KEY_PREFIX": str(uuid4())}
    settings.CACHES = {name: {**cache, **part} for name, cache in settings.CACHES.items()}


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """Passwords are kept and checked by Argon2 as ever, with little of the work that thieves are to have."""
    with pytest.MonkeyPatch.context() as patch:
        for cost, little in (("time_cost", 1), ("memory_cost", 1024), ("parallelism", 1)):
            patch.setattr(Argon2PasswordHasher, cost, little)
        yield


@pytest.fixture
def inside() -> Any:
    """Work in a member's organisation as that member: ``with inside(member): …``."""

    def enter(member: Member) -> Any:
        return tenancy.inside(member.organisation_id, member.pk)

    return enter


@pytest.fixture(scope="session", autouse=True)
def _cheap_keys() -> Iterator[int]:
    """Organisations sign with shorter keys, which are found in a third of the time; gives how long theirs are."""
    with pytest.MonkeyPatch.context() as patch:
        full_length = keys.BITS
        patch.setattr(keys, "BITS", 2048)
        yield full_length


@pytest.fixture
def keys_of_full_length(_cheap_keys: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Organisations sign with keys as they do in the product."""
    monkeypatch.setattr(keys, "BITS", _cheap_keys)
