"""What to make of a name as people write it."""

import pytest

from organisations.names import address_name


@pytest.mark.parametrize(
    ("name", "addressed"),
    [
        ("Maya Lindqvist", "Maya"),
        ("Madonna", "Madonna"),
        ("Dr. Anselm Weber", "Dr. Anselm Weber"),
        ("PROF Ada Lovelace", "PROF Ada Lovelace"),
        ("Drew Adeyemi", "Drew"),
        ("", ""),
    ],
)
def test_nobody_is_addressed_by_their_title(name, addressed):
    assert address_name(name) == addressed
