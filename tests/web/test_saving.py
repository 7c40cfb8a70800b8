"""An older text never takes the place of one that its writer has not seen: as values, and as pages in any order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.edit_conflicts import FormRevision, Outcome, mark, outcome, read_marks, written_marks

WORDS = st.text(max_size=3)
KEYS = st.sampled_from(["aa", "bb"])


def sheet(seen, page="", turn=0):
    return FormRevision({"goal": mark(seen)}, page, turn)


@pytest.mark.parametrize(
    ("seen", "stored", "sent", "becomes"),
    [
        ("old", "old", "mine", Outcome.WRITE),
        ("old", "theirs", "mine", Outcome.CLASH),
        ("old", "theirs", "old", Outcome.LEAVE),
        ("old", "theirs", "theirs", Outcome.SAME),
        ("old", "old", "old", Outcome.SAME),
        ("old", "old", "", Outcome.WRITE),
        ("", "theirs", "mine", Outcome.CLASH),
    ],
)
def test_a_field_that_others_wrote_since_is_not_written_over(seen, stored, sent, becomes):
    assert outcome("goal", sent, stored, sheet(seen)) == becomes


def test_a_page_goes_on_over_what_it_saved_itself_and_its_late_answers_come_too_late():
    last = ("aa", 4)
    assert outcome("goal", "ab", "a", sheet("", "aa", 5), last) == Outcome.WRITE
    assert outcome("goal", "ab", "a", sheet("", "aa", 4), last) == Outcome.WRITE
    assert outcome("goal", "older", "a", sheet("", "aa", 3), last) == Outcome.CLASH
    assert outcome("goal", "ab", "a", sheet("", "bb", 5), last) == Outcome.CLASH
    assert outcome("goal", "ab", "a", FormRevision({}, "", 5), ("", 4)) == Outcome.CLASH


@given(WORDS, WORDS, WORDS, KEYS, st.integers(0, 3), st.none() | st.tuples(KEYS, st.integers(0, 3)))
def test_what_is_written_takes_the_place_only_of_what_its_writer_saw_or_wrote(
    seen, stored, sent, page, turn, last
):
    became = outcome("goal", sent, stored, sheet(seen, page, turn), last)
    own = last is not None and last[0] == page and turn >= last[1]
    if became == Outcome.WRITE:
        assert mark(stored) == mark(seen) or own
    if became == Outcome.CLASH:
        assert mark(sent) != mark(stored)
    if mark(sent) != mark(stored) and mark(sent) != mark(seen):
        assert became in (Outcome.WRITE, Outcome.CLASH)  # what somebody wrote is never dropped without a word


def test_marks_are_the_same_for_the_same_words_however_their_lines_end():
    assert mark("a\r\nb ") == mark("a\nb")
    assert mark(None) == mark("")
    assert mark(["a", "b"]) != mark(["a"])


@given(st.dictionaries(st.sampled_from(["goal", "text", "due_on"]), WORDS))
def test_marks_are_read_as_they_were_written(values):
    assert read_marks(written_marks(values)) == {name: mark(value) for name, value in values.items()}


@given(st.text())
def test_anything_else_than_marks_is_left_out(noise):
    assert read_marks(f"{noise}\n goal:xyz {mark('a')} :{mark('a')} text:{mark('a')}")["text"] == mark("a")
