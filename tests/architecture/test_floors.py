"""The floors: imports point down only, and the tables are what the models say."""

from io import StringIO

import pytest
from django.core.management import call_command
from importlinter.cli import lint_imports


def test_imports_point_down_only():
    assert lint_imports(no_cache=True) == 0


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())
