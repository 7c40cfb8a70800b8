"""Content decides: the right name on the wrong bytes helps nobody, the wrong name on the right ones harms nobody."""

import io
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from files.content_types import recognise
from files.errors import Refused
from files.kinds import CONTENT_TYPES, FILE_KINDS, LARGEST, MB, Family
from files.upload_validation import validate
from tests.files.builders import GOOD, HTML, SVG, office, pdf, picture, relation, upload
from tests.files.hostile import HOSTILE, SETTINGS


def kind_of(content: bytes):
    return recognise(io.BytesIO(content), len(content))


@pytest.mark.parametrize("name", GOOD)
def test_each_kind_is_taken_whatever_the_browser_says(name):
    content, content_type = GOOD[name]
    valid = validate(upload(content, name, "text/html"))
    assert valid.content_type == content_type
    assert valid.size > 0
    assert len(valid.content.read()) == valid.size


@pytest.mark.parametrize("name", GOOD)
def test_the_name_has_no_say_in_what_a_file_is(name):
    content, content_type = GOOD[name]
    assert validate(upload(content, "page.html")).content_type == content_type


@pytest.mark.parametrize("name", HOSTILE)
def test_each_hostile_file_is_refused_in_words_and_leaves_nothing_behind(name, tmp_path):
    settings.INCOMING_DIR.mkdir(parents=True, exist_ok=True)
    content, words = HOSTILE[name]
    with pytest.raises(Refused) as refused:
        validate(upload(content() if callable(content) else content, name))
    assert words in refused.value.message
    assert "Traceback" not in refused.value.message
    assert list(Path(settings.INCOMING_DIR).iterdir()) == []


@pytest.mark.parametrize("family", Family)
def test_a_file_larger_than_its_kind_may_be_is_refused_with_the_limit(family):
    begin = {
        Family.PICTURE: picture("JPEG"),
        Family.PDF: pdf()[:-6],
        Family.OFFICE: office(),
        Family.TEXT: b"a",
        Family.SOUND: GOOD["talk.mp3"][0],
    }[family]
    end = b"startxref\n9\n%%EOF\n" if family is Family.PDF else b""
    filling = b"a" if family is Family.TEXT else b"\0"
    content = begin + filling * (LARGEST[family] - len(begin) + 1) + end
    with pytest.raises(Refused, match=f"larger than {LARGEST[family] // MB} MB"):
        kind_of(content)


@hypothesis_settings(deadline=None)
@given(st.binary(max_size=2_000))
def test_any_bytes_are_a_kind_or_refused(content):
    with suppress(Refused):
        assert kind_of(content) in FILE_KINDS


@hypothesis_settings(deadline=None)
@given(st.sampled_from(sorted(GOOD)), st.integers(0, 400), st.binary(min_size=1, max_size=8))
def test_a_damaged_file_is_taken_or_refused_and_never_anything_else(name, place, noise):
    content = bytearray(GOOD[name][0])
    content[place % len(content) : place % len(content) + len(noise)] = noise
    with suppress(Refused):
        assert validate(upload(bytes(content), name)).content_type in CONTENT_TYPES


@hypothesis_settings(deadline=None)
@given(
    st.sampled_from([HTML, SVG]),
    st.text(alphabet=" \t\r\n", max_size=50),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_a_web_page_is_refused_behind_any_space_in_any_encoding(page, space, encoding):
    with pytest.raises(Refused):
        kind_of((space + page.decode()).encode(encoding))


def test_a_template_on_ones_own_machine_and_links_are_no_harm():
    for kind, target in (
        ("attachedTemplate", "file:///C:\\Users\\maya\\Normal.dotm"),
        ("attachedTemplate", "C:\\Templates\\Letter.dotx"),
        ("hyperlink", "https://example.org/"),
    ):
        assert kind_of(office(parts={SETTINGS: relation(kind, target, external=True)})).extensions == (
            "docx",
        )


def test_only_the_wanted_families_are_taken():
    with pytest.raises(Refused, match="Only these can be added here: pictures"):
        validate(upload(pdf()), [Family.PICTURE])
