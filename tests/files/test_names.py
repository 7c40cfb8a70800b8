"""Names are for people to read; whatever comes, something harmless that ends rightly is left."""

import unicodedata

import pytest
from django.utils.http import content_disposition_header
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from files.kinds import FILE_KINDS, JPEG, PDF, PNG, TEXT
from files.names import LONGEST, cleaned, shown


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("../../etc/passwd", TEXT, "passwd.txt"),
        ("C:\\Users\\maya\\Plan.PDF", PDF, "Plan.pdf"),
        ("....", PDF, "file.pdf"),
        ("", PDF, "file.pdf"),
        (".pdf", PDF, "file.pdf"),
        ("page.html", TEXT, "page.html.txt"),
        ("holiday.jpg.exe", JPEG, "holiday.jpg.exe.jpg"),
        ("holiday.svg.jpeg", JPEG, "holiday.svg.jpeg"),
        ("moving.gif", PNG, "moving.png"),
        ("diary.md", TEXT, "diary.md"),
        ("in\u202efdp.exe", PDF, "infdp.exe.pdf"),
        ("a\r\nSet-Cookie: x=1\0.pdf", PDF, "a Set-Cookie: x=1.pdf"),
        ("two  \u2003 spaces .pdf", PDF, "two spaces.pdf"),
        ("Über mich – Zoë.pdf", PDF, "Über mich – Zoë.pdf"),
        ("x" * 300 + ".pdf", PDF, "x" * (LONGEST - 4) + ".pdf"),
    ],
)
def test_a_name_is_cleaned_and_ends_as_its_kind(name, kind, expected):
    assert cleaned(name, kind) == expected


@hypothesis_settings(deadline=None)
@given(st.text(max_size=400), st.sampled_from(FILE_KINDS))
@example("\u202e\u200b\ud800.pdf", PDF)
def test_any_name_becomes_one_that_can_be_shown_stored_and_sent(name, kind):
    made = cleaned(name, kind)
    assert 0 < len(made) <= LONGEST
    assert made.rpartition(".")[2] in kind.extensions
    assert made.rpartition(".")[0].strip(". ")
    assert not any(unicodedata.category(sign)[0] == "C" or sign in "/\\" for sign in made)
    header = content_disposition_header(as_attachment=True, filename=made)
    assert "\n" not in header
    header.encode("ascii")
    assert cleaned(made, kind) == made


@hypothesis_settings(deadline=None)
@given(st.text(max_size=400))
def test_a_name_in_a_message_is_short_and_readable(name):
    assert 0 < len(shown(name, 60)) <= 60
