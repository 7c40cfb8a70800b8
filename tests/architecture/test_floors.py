"""The floors: imports point down only, and the tables are what the models say."""

import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from tests.conftest import ROOT


def test_imports_point_down_only():
    """In a process of its own: import-linter silences all loggers of the one that it runs in."""
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


def test_no_migration_has_the_name_of_one_that_was_folded():
    """Django would think it had run, wherever the folded one did."""
    there = MigrationLoader(None).disk_migrations
    ours = [there[key] for key in there if key[1] == "0001_schema"]
    folded = {name for migration in ours for name in migration.replaces}
    assert folded
    assert not folded & set(there)
