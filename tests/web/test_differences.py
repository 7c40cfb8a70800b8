"""What is different between two texts."""

from hypothesis import given
from hypothesis import strategies as st

from web.differences import Piece, compare

TEXTS = st.text(alphabet="ab \n.,é", max_size=40)


@given(TEXTS, TEXTS)
def test_the_pieces_make_both_texts(before: str, after: str) -> None:
    pieces = compare(before, after)
    assert "".join(piece.words for piece in pieces if piece.kind != "new") == before
    assert "".join(piece.words for piece in pieces if piece.kind != "gone") == after


@given(TEXTS)
def test_the_same_text_is_one_piece(text: str) -> None:
    assert [piece.kind for piece in compare(text, text)] == ([""] if text else [])


def test_a_word_in_place_of_another_is_said_as_gone_and_new() -> None:
    assert compare("Every other week.", "Every third week.\r\n") == [
        Piece("Every "),
        Piece("other", "gone"),
        Piece("third", "new"),
        Piece(" week."),
        Piece("\n", "new"),
    ]
