"""A storage of each test's own, and the sample floor's table."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.files import sample


@pytest.fixture(autouse=True)
def stored(tmp_path: Path, settings: Any) -> Path:
    """Where this test's bytes are stored."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path / "files"}},
    }
    return tmp_path / "files"


@pytest.fixture(scope="module")
def sample_table(django_db_setup: Any, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), sample.table():
        yield


def bytes_in(folder: Path) -> list[str]:
    """Return the stored names, without the folders."""
    return sorted(path.name for path in folder.rglob("*") if path.is_file())
