"""Text as people meant it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.people_import.cleaning import paragraphs, single_line


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (" two\t words \n", "two words"),
        ("no\u00a0break", "no break"),
        ("Zoe\u0308", "Zoë"),
        ("bell\x07\x00", "bell"),
        ("turned\u202eround\u200b\ufeff", "turnedround"),
        ("نمی\u200cخواهم", "نمی\u200cخواهم"),
        ("'=1+1", "=1+1"),
        ("'@a\\|b", "@a|b"),
        ("'tis", "'tis"),
        ("", ""),
    ],
)
def test_a_line(text, clean):
    assert single_line(text) == clean


def test_paragraphs_keep_lines_and_at_most_one_empty_one_between():
    assert paragraphs("\r\n a  b \r\rc\n\n \n\nd\u2028e\n") == "a b\n\nc\n\nd\ne"


@given(st.text(st.one_of(st.characters(), st.sampled_from(list("\x00\r\n\t '=|\u202e"))), max_size=40))
def test_clean_text_is_composed_trimmed_and_without_controls(text):
    for clean in (single_line(text), paragraphs(text)):
        assert clean == clean.strip()
        assert unicodedata.is_normalized("NFC", clean)
        assert not any(unicodedata.category(letter) == "Cc" and letter != "\n" for letter in clean)
    assert "\n" not in single_line(text)
    assert "\n\n\n" not in paragraphs(text)
