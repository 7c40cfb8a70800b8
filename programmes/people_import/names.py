"""Names of columns and choices, reduced to what makes them the same name."""

from __future__ import annotations

import re
import unicodedata

CAMEL_CASE = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
# Accents on Latin, Greek and Cyrillic letters. Marks of other scripts are letters in their own right and
# stay.
ACCENTS = re.compile(r"[\u0300-\u036f]")
# What people put round the name of a thing when they ask for it.
FILLING = """
a an and any are at can do enter field for have i if in is it like me my of on optional or our please
required s select that the their they this to type us want what when which who would write you your yours
"""
FILLERS = frozenset(FILLING.split())
WORD = {"mail": "email", "emails": "email", "organization": "organisation", "organizations": "organisation"}


def plain(text: str) -> str:
    """The letters, marks and digits of a text as lower-case words without accents, with single spaces
    between."""
    split = CAMEL_CASE.sub(" ", unicodedata.normalize("NFKC", text))
    bare = ACCENTS.sub("", unicodedata.normalize("NFKD", split)).casefold()
    kept = (letter if unicodedata.category(letter)[0] in "LMN" else " " for letter in bare)
    return " ".join("".join(kept).split())


def compact(text: str) -> str:
    """The plain text without spaces: “Grade 7”, “grade-7” and “GRADE7” are one."""
    return plain(text).replace(" ", "")


def column_name(text: str) -> str:
    """The plain text as the name of a column: without the words round the name, one spelling for e-mail."""
    words = plain(text).replace("e mail", "email").split()
    telling = [WORD.get(word, word) for word in words if word not in FILLERS]
    return " ".join(telling or words)
