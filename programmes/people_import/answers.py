"""From the text in a cell to a value of the field's type, or to what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from .choices import Choices
from .cleaning import paragraphs, single_line
from .fields import BOTH, MENTEE, MENTOR, Field, Kind
from .names import compact
from .unpacking import NO_VALUE
from .wording import Text, listed, quoted

type Value = str | bool | int | tuple[str, ...]

YES_WORDS = "yes y true t 1 x on ✓ ✔ ☑ ja j oui o si sí s sim tak да はい 是"
NO_WORDS = "no n false f 0 - – — off ☐ ✗ ✘ nein non não nao nee nie нет いいえ 否"
YES, NO = frozenset(YES_WORDS.split()), frozenset(NO_WORDS.split())
# Plural forms and what people call the roles; in the form `compact` gives.
ROLES = {
    "mentor": MENTOR,
    "mentors": MENTOR,
    "mentee": MENTEE,
    "mentees": MENTEE,
    "both": BOTH,
    "bothmentorandmentee": BOTH,
    "mentorandmentee": BOTH,
    "menteeandmentor": BOTH,
    "mentormentee": BOTH,
    "menteementor": BOTH,
}
SPREADSHEET_ERRORS = frozenset(
    ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!")
)
BROKEN_LETTER = "\ufffd"
WHOLE_NUMBER = re.compile(r"([+-]?[0-9]{1,9})(?:[.,]0{1,2})?")
ADDRESS_AFTER_NAME = re.compile(r"[^<>]*<([^<>]+)>")
INVISIBLE_JOINERS = dict.fromkeys((0x200C, 0x200D))
LONGEST = {Kind.SHORT_TEXT: 200, Kind.LONG_TEXT: 5_000, Kind.EMAIL: 254}
LONGEST_FREE_CHOICE = 200
# More than this and the list of choices would be longer than anyone reads beside a cell.
FEW_CHOICES = 13
MOST_UNKNOWN_NAMED = 3


class Complaint(NamedTuple):
    """What is wrong with a value: a code for programs and a message for people."""

    code: str
    message: Text


class Answer(NamedTuple):
    """What a cell says: a value, or None when it is blank or cannot be taken, and then why not."""

    value: Value | None
    complaints: tuple[Complaint, ...] = ()


type Reader = Callable[[str], Answer]

BLANK = Answer(None)


def reader_for(field: Field, list_role: str | None = None) -> Reader:
    """A function from the text of a cell to the answer it gives to this field.

    Takes the field and, for a column that asks whether somebody is both, the role of those who are not.
    """
    return partial(_read, READERS[field.kind](field, list_role))


def _read(reader: Reader, text: str) -> Answer:
    """The answer, once the text is known to be what somebody wrote."""
    if BROKEN_LETTER in text:
        return _wrong(
            "broken_letters", _("Some letters were lost when this file was saved. Write this text again.")
        )
    if text.strip() == NO_VALUE:
        return _wrong(
            "formula_without_value",
            _(
                "This cell holds a formula without a value. Open the file in your spreadsheet program, save it, and "
                "choose it again."
            ),
        )
    if text.strip() in SPREADSHEET_ERRORS:
        message = format_lazy(
            _("Your spreadsheet shows {value} here. Put the value itself in."), value=text.strip()
        )
        return _wrong("spreadsheet_error", message)
    return reader(text)


def _wrong(code: str, message: Text) -> Answer:
    return Answer(None, (Complaint(code, message),))


def _text_reader(field: Field, _list_role: str | None) -> Reader:
    clean = paragraphs if field.kind is Kind.LONG_TEXT else single_line
    longest = field.longest or LONGEST[field.kind]

    def read(text: str) -> Answer:
        value = clean(text)
        return _too_long(value, longest) if len(value) > longest else Answer(value or None)

    return read


def _too_long(value: str, longest: int) -> Answer:
    surplus = len(value) - longest
    message = format_lazy(
        ngettext_lazy(
            "This is {surplus} character too long. Shorten it to {longest} characters.",
            "This is {surplus} characters too long. Shorten it to {longest} characters.",
            surplus,
        ),
        surplus=f"{surplus:,}",
        longest=f"{longest:,}",
    )
    return _wrong("too_long", message)


def _email_reader(field: Field, _list_role: str | None) -> Reader:
    longest = field.longest or LONGEST[Kind.EMAIL]

    def read(text: str) -> Answer:
        value = address(text)
        if not value:
            return BLANK
        try:
            # The same rule that an account's address has to pass later.
            validate_email(value)
        except ValidationError:
            return _not_an_address(text)
        return Answer(value) if len(value) <= longest else _not_an_address(text)

    return read


def address(text: str) -> str:
    """The e-mail address in a text such as “mailto:ada@riverside.example” or “Ada <ada@riverside.example>”.

    Lower case and in compatible form (NFKC), so that look-alike letters and full-width signs make no second
    person.
    """
    bare = unicodedata.normalize("NFKC", single_line(text).translate(INVISIBLE_JOINERS)).strip()
    named = ADDRESS_AFTER_NAME.fullmatch(bare)
    inner = named[1].strip() if named else bare
    return inner.lower().removeprefix("mailto:").strip().rstrip(",;")


def _not_an_address(text: str) -> Answer:
    message = format_lazy(
        _("{value} is not an e-mail address. Write one address, such as name@organisation.org."),
        value=quoted(single_line(text)),
    )
    return _wrong("email_invalid", message)


def _role_reader(_field: Field, list_role: str | None) -> Reader:
    def read(text: str) -> Answer:
        written = single_line(text).casefold()
        role = ROLES.get(compact(written))
        if role or written in YES:
            return Answer(role or BOTH)
        if not written or (written in NO and list_role):
            return Answer(list_role)
        message = format_lazy(
            _("{value} is not a role. Write mentor, mentee or both."), value=quoted(written)
        )
        return _wrong("role_unknown", message)

    return read


def _yes_no_reader(_field: Field, _list_role: str | None) -> Reader:
    def read(text: str) -> Answer:
        written = single_line(text).casefold()
        if not written:
            return BLANK
        if written in YES or written in NO:
            return Answer(written in YES)
        return _wrong(
            "yes_no_unknown", format_lazy(_("{value} is neither yes nor no."), value=quoted(written))
        )

    return read


def _number_reader(field: Field, _list_role: str | None) -> Reader:
    def read(text: str) -> Answer:
        written = single_line(text)
        if not written:
            return BLANK
        number = WHOLE_NUMBER.fullmatch(written)
        if not number:
            message = format_lazy(
                _("{value} is not a whole number. Write it in digits."), value=quoted(written)
            )
            return _wrong("number_invalid", message)
        return _within_bounds(int(number[1]), field)

    return read


def _within_bounds(value: int, field: Field) -> Answer:
    if field.minimum is not None and value < field.minimum:
        message = format_lazy(
            _("{value} is too small. Write {bound} or more."), value=value, bound=field.minimum
        )
        return _wrong("number_too_small", message)
    if field.maximum is not None and value > field.maximum:
        message = format_lazy(
            _("{value} is too large. Write {bound} or less."), value=value, bound=field.maximum
        )
        return _wrong("number_too_large", message)
    return Answer(value)


def _choice_reader(field: Field, _list_role: str | None) -> Reader:
    choices = Choices(field.choices)

    # Thousands of rows share a few choices.
    @lru_cache(maxsize=1024)
    def read(text: str) -> Answer:
        written = single_line(text)
        if not written:
            return BLANK
        if not choices.labels:
            return _free((written,)) or Answer(written)
        label = choices.find(written)
        return Answer(label) if label is not None else Answer(None, (_unknown(written, choices),))

    return read


def _several_reader(field: Field, _list_role: str | None) -> Reader:
    choices = Choices(field.choices)

    @lru_cache(maxsize=1024)
    def read(text: str) -> Answer:
        known, unknown = choices.find_several(paragraphs(text))
        if not choices.labels:
            return _free(unknown) or Answer(unknown or None)
        if unknown:
            return Answer(None, tuple(_unknown(value, choices) for value in unknown[:MOST_UNKNOWN_NAMED]))
        return Answer(known or None)

    return read


def _free(values: Iterable[str]) -> Answer | None:
    """The complaint about the first value too long to become a choice."""
    return next(
        (_too_long(value, LONGEST_FREE_CHOICE) for value in values if len(value) > LONGEST_FREE_CHOICE), None
    )


def _unknown(written: str, choices: Choices) -> Complaint:
    close = choices.suggestions(written)
    sentences: list[Text] = [format_lazy(_("{value} is not one of the choices."), value=quoted(written))]
    if close:
        sentences.append(format_lazy(_("Did you mean {choices}?"), choices=listed(close)))
    if len(choices.labels) <= FEW_CHOICES:
        sentences.append(format_lazy(_("The choices are: {choices}."), choices=listed(choices.labels)))
    return Complaint("choice_unknown", format_lazy(" ".join(["{}"] * len(sentences)), *sentences))


READERS: dict[Kind, Callable[[Field, str | None], Reader]] = {
    Kind.SHORT_TEXT: _text_reader,
    Kind.LONG_TEXT: _text_reader,
    Kind.EMAIL: _email_reader,
    Kind.ROLE: _role_reader,
    Kind.YES_NO: _yes_no_reader,
    Kind.NUMBER: _number_reader,
    Kind.ONE_CHOICE: _choice_reader,
    Kind.SCALE: _choice_reader,
    Kind.SEVERAL_CHOICES: _several_reader,
}
