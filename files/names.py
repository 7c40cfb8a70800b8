"""Names that come with a file: for people to read, never for finding the bytes."""

import unicodedata

from files.kinds import FILE_KINDS, Family, FileKind

LONGEST = 120  # characters, with the extension
_PICTURES = {
    extension for kind in FILE_KINDS if kind.family is Family.PICTURE for extension in kind.extensions
}


def cleaned(name: str, kind: FileKind) -> str:
    """Return a name that is safe to show and to put into a header, and that ends as its kind does.

    Folders, control and direction signs, and dots and spaces at the ends go; what is left is cut to LONGEST. An
    extension that is not the kind's is not taken off but followed by the right one, so that a text called
    ``page.html`` is ``page.html.txt`` on whosever machine it is opened.
    """
    stem = _readable(name)
    extension = kind.extensions[0]
    before, dot, after = stem.rpartition(".")
    if dot and after.lower() in kind.extensions:
        stem, extension = before.rstrip(". "), after.lower()
    elif (
        dot and kind.family is Family.PICTURE and after.lower() in _PICTURES
    ):  # it was written anew as another
        stem = before.rstrip(". ")
    elif stem.lower() in kind.extensions:  # it was only an extension, such as ".pdf"
        stem = ""
    return f"{(stem or 'file')[: LONGEST - len(extension) - 1].rstrip('. ')}.{extension}"


def shown(name: str, longest: int) -> str:
    """Return a name as it came, fit for a message: readable signs only, cut in the middle where it is long."""
    plain = _readable(name) or "…"
    return plain if len(plain) <= longest else f"{plain[: longest - 12]}…{plain[-11:]}"


def _readable(name: str) -> str:
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(_plain(sign) for sign in unicodedata.normalize("NFC", last))
    return " ".join(plain.split()).strip(". ")


def _plain(sign: str) -> str:
    """Spaces of every sort are spaces; signs that nobody sees, or that turn the line around, are nothing."""
    category = unicodedata.category(sign)
    if category[0] == "Z" or sign in "\t\n\r":
        return " "
    return "" if category[0] == "C" else sign
