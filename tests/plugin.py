"""Brings PostgreSQL and the broker along before Django reads its settings; loaded by pytest's ``-p``."""

import os
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

_services = ExitStack()

# Compiled modules are kept where bin/_setup keeps them, also in a run that was started without it: each of the many
# processes that tests start then takes a second of work to begin with, not four.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ.setdefault("PYTHONPYCACHEPREFIX", str(Path(__file__).parents[1] / ".tools/pycache"))
sys.dont_write_bytecode, sys.pycache_prefix = False, os.environ["PYTHONPYCACHEPREFIX"]


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Start the services once, in the process that was started by hand; its workers inherit the addresses."""
    os.environ["OPENPYXL_LXML"] = (
        "False"  # a package of the tests brings lxml along; the product reads without it
    )
    os.environ.setdefault("SECRET_KEY", "only-for-the-tests-and-never-anywhere-else-0123456789")
    if os.environ.get("DATABASE_URL"):
        return
    from mentoring_platform import local

    var = local.var_dir() / "test"
    var.mkdir(exist_ok=True)
    server = _services.enter_context(local.postgres(var))
    os.environ.update(server.environment)
    os.environ["BROKER_URL"] = _services.enter_context(local.broker(var))
    os.environ["VAR_DIR"] = str(var)
    with server.superuser() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")  # a crash may cost the tests their data
        # What tests keep is too little for a plan to depend on the values: none is made again for others.
        connection.execute("ALTER SYSTEM SET plan_cache_mode = force_generic_plan")
        connection.execute("SELECT pg_reload_conf()")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        _services.close()


def var() -> Path:
    """Return the folder of this run."""
    return Path(os.environ["VAR_DIR"])
