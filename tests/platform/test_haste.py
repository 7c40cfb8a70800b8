"""What is left out while the demo is made is there again afterwards."""

import gc

import pytest
from django.db import connection

from mentoring_platform.demo.haste import in_haste

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("planned_as_ever")]


def surroundings() -> list[object]:
    wire = connection.connection
    features = connection.features.uses_savepoints, gc.isenabled()
    return [*features, wire.prepare_threshold, wire.prepared_max, connection.make_debug_cursor]


def test_haste_ends_with_its_block():
    before = surroundings()
    with in_haste():
        inside = surroundings()
    assert surroundings() == before
    assert all(one != other for one, other in zip(before, inside, strict=True))


def test_haste_ends_with_an_error_too():
    before = surroundings()
    with pytest.raises(ZeroDivisionError), in_haste():
        raise ZeroDivisionError
    assert surroundings() == before
