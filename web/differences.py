"""What is different between two texts, word by word. Plain values in and out."""

import difflib
import re
from dataclasses import dataclass

_WORDS = re.compile(r"\n+|[^\S\n]+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """Some words that stand in both texts, in the earlier one alone (``gone``) or in the later one alone (``new``)."""

    words: str
    kind: str = ""


def compare(before: str, after: str) -> list[Piece]:
    """Return both texts as one, in pieces: what stayed, what is gone and what is new.

    The pieces that are not new make the earlier text, those that are not gone the later one.
    """
    old, new = _words(before), _words(after)
    pieces: list[Piece] = []
    for tag, start, end, new_start, new_end in difflib.SequenceMatcher(None, old, new, False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("".join(old[start:end])))
            continue
        gone, come = "".join(old[start:end]), "".join(new[new_start:new_end])
        pieces += [piece for piece in (Piece(gone, "gone"), Piece(come, "new")) if piece.words]
    return pieces


def _words(text: str) -> list[str]:
    return _WORDS.findall(text.replace("\r\n", "\n"))
