"""From bytes to text. Files say nothing about their encoding, so this looks at what only one of them can
be."""

from __future__ import annotations

import codecs
import re
import unicodedata

from charset_normalizer import from_bytes

from . import alphabets
from .unreadable import refusal

# UTF-32 first: its little-endian mark begins with that of UTF-16.
MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
WESTERN = "cp1252"
# What spreadsheet programs write for languages that are not spelled with Latin letters.
OTHER_SCRIPTS = [
    "cp1251",
    "koi8_r",
    "cp1253",
    "cp1255",
    "cp1256",
    "cp874",
    "cp932",
    "gb18030",
    "big5",
    "cp949",
]
# What spreadsheet programs write for languages that are spelled with Latin letters, the commonest first.
LATIN = [
    *(WESTERN, "cp1250", "cp1254", "cp1257", "cp1258"),
    *("mac_roman", "mac_latin2", "mac_turkish", "cp850", "cp852", "cp857", "cp775"),
]
# The same for other alphabets, a byte a letter.
OTHER_ALPHABETS = [
    *("cp1251", "cp1253", "cp1255", "cp1256", "koi8_r", "iso8859_5", "iso8859_7", "iso8859_8", "iso8859_6"),
    *("cp866", "cp855", "cp737", "cp862"),
]
# What somebody may choose by hand when the letters of a file look wrong.
ENCODINGS = (
    *("utf-8", "utf-16", *LATIN, "iso8859_2", "iso8859_9", "iso8859_16", *OTHER_ALPHABETS),
    *("mac_cyrillic", "mac_greek", "mac_arabic", "cp864", "cp874", "cp932", "gb18030", "big5", "cp949"),
)
# How many readings are offered where it cannot be known which is right.
MOST_READINGS = 3
RUN_OF_HIGH_BYTES = re.compile(rb"[\x80-\xff]{3,}")
HIGH_BYTES = bytes(range(0x80, 0x100))
SAMPLE = 64 * 1024
# How many correct letters of UTF-8 outweigh one broken one: a file cut or patched by hand is still UTF-8.
CORRECT_FOR_ONE_BROKEN = 10
CONTROLS_THAT_TEXT_HAS = "\t\n\v\f\r\x1a"


def decoded(data: bytes, file: str, encoding: str | None = None) -> tuple[str, str]:
    """The text in the bytes and the encoding it was in.

    Takes the bytes, the file's name for messages and, when somebody chose one of ENCODINGS by hand, that.
    Raises Unreadable when the bytes are no text, or not in that encoding.
    """
    if encoding:
        return _as_asked(data, file, encoding)
    for mark, name in MARKS:
        if data.startswith(mark):
            text = _strictly(data[len(mark) :], name)
            break
    else:
        text, name = _guessed(data.removeprefix(codecs.BOM_UTF8))
    if text is None or _is_binary(text):
        raise refusal("binary", file)
    return text.lstrip("\ufeff"), name


def _as_asked(data: bytes, file: str, encoding: str) -> tuple[str, str]:
    text = _strictly(data, encoding) if encoding in ENCODINGS else None
    if text is None or _is_binary(text):
        raise refusal("encoding", file)
    return text.lstrip("\ufeff"), encoding


def likely_encodings(data: bytes, encoding: str) -> tuple[str, ...]:
    """Return the encodings in which the bytes make sense, each read in another way, the likeliest first.

    Takes the bytes and the encoding that :func:`decoded` found. One alone where there is no doubt.
    """
    if encoding not in (*LATIN, *OTHER_ALPHABETS):
        return (encoding,)
    return tuple(dict.fromkeys([encoding, *_convincing(data)]))[:MOST_READINGS]


def _guessed(data: bytes) -> tuple[str | None, str]:
    if b"\0" in data:
        return _guessed_with_zeros(data)
    text = _strictly(data, "utf-8")
    if text is not None:
        return text, "utf-8"
    repaired = data.decode("utf-8", errors="replace")
    if _mostly_correct(data, repaired):
        return repaired, "utf-8"
    for name in (_eight_bit(data), WESTERN):
        text = _strictly(data, name)
        if text is not None:
            return text, name
    return data.decode("latin-1"), "latin-1"


def _convincing(data: bytes) -> list[str]:
    """Return the encodings of one byte a letter in which nearly every word is one of some language, the best first.

    Of those that read the bytes alike the commonest stands for all.
    """
    found: dict[str, tuple[float, str]] = {}
    for name in (*LATIN, *OTHER_ALPHABETS):
        text = _strictly(data[:SAMPLE], name)
        if text is None or text in found:
            continue
        share = alphabets.explained(text)
        if share >= alphabets.CONVINCING:
            found[text] = (share * alphabets.common_share(text), name)
    return [name for _share, name in sorted(found.values(), key=lambda each: -each[0])]


def _guessed_with_zeros(data: bytes) -> tuple[str | None, str]:
    """UTF-16, in which one half of every ASCII character is zero: separators and line ends at least."""
    # ASCII with a few zeros in it would pass for UTF-16 of very odd Chinese.
    few_zeros = data.count(0) * 5 < len(data) * 2
    if few_zeros and data.translate(None, b"\0").isascii():
        return None, ""
    name = "utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be"
    return _strictly(data, name), name


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None


def _mostly_correct(data: bytes, repaired: str) -> bool:
    broken = repaired.count("\ufffd")
    # Each correct letter beyond ASCII takes two bytes or more, so the text is shorter than the bytes by at
    # least one.
    correct = len(data) - len(repaired)
    return correct >= CORRECT_FOR_ONE_BROKEN * broken


def _eight_bit(data: bytes) -> str:
    """The likeliest encoding of one byte a letter, or two.

    Words are spelled with the letters of some language; where they are not, and every letter is beyond ASCII, so that
    these stand in runs, guessing by frequency is worth it. On short lists of names it takes Jürgen for Hungarian.
    """
    if convincing := _convincing(data):
        return convincing[0]
    sample = data[:SAMPLE]
    high = len(sample) - len(sample.translate(None, HIGH_BYTES))
    in_runs = sum(len(run) for run in RUN_OF_HIGH_BYTES.findall(sample))
    if in_runs * 2 < high:
        return WESTERN
    whole_lines = sample[: sample.rfind(b"\n") + 1] or sample
    best = from_bytes(whole_lines, cp_isolation=OTHER_SCRIPTS).best()
    return best.encoding if best else WESTERN


def _is_binary(text: str) -> bool:
    """Whether the text is what arbitrary bytes look like: zeros, or more than a few characters that nobody
    types."""
    if "\0" in text:
        return True
    sample = text[:SAMPLE]
    odd = sum(
        1
        for letter in sample
        if letter not in CONTROLS_THAT_TEXT_HAS and unicodedata.category(letter) in {"Cc", "Cn", "Co", "Cs"}
    )
    return odd > 3 + len(sample) // 50
