"""Saving in place of what is there: an older text never takes the place of one that its writer has not seen.

A form that changes something carries, hidden, a mark of each value as the page found it. What was saved by others, or
in another tab, since then is kept: a field that was not touched here follows it, and where both wrote, both texts stand
beside one another until the person chooses. A page that saves by itself also carries a key of its own and counts what
is typed, so that it goes on over what it saved itself, however late its answers come.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from secrets import token_hex
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _

from web import moments

_KEY = re.compile(r"\A[0-9a-f]{1,32}\Z")
_MARK = re.compile(r"\A\w{1,60}:[0-9a-f]{16}\Z")
MOST_TURNS = 2**31

type Saves = Mapping[str, tuple[str, int]]  # for a field, the page that saved it last, and at which turn


class Outcome(Enum):
    """What becomes of one field of a form that was sent."""

    SAME = auto()  # it says what is there
    WRITE = auto()
    LEAVE = auto()  # it was not touched here, and somebody else did
    CLASH = auto()  # both did: nothing is written until the person chooses


@dataclass(frozen=True)
class Sheet:
    """A page of somebody's, as it was loaded and written on since.

    Args:
        seen: the mark of each value when the page was loaded.
        page: the key of the page, the same for all that it sends; empty for one that does not save by itself.
        turn: how much was typed in it; what it sends later has a higher one, or the same.
    """

    seen: Mapping[str, str]
    page: str = ""
    turn: int = 0


def mark(value: Any) -> str:
    """Give the mark of a value: the same for the same words, however lines end."""
    if value is None:
        value = ""
    elif isinstance(value, (list, tuple)):
        value = "\n".join(map(str, value))
    words = str(getattr(value, "pk", value)).replace("\r\n", "\n").replace("\r", "\n").strip()
    return hashlib.blake2b(words.encode(), digest_size=8).hexdigest()


def outcome(name: str, sent: Any, stored: Any, sheet: Sheet, last: tuple[str, int] | None = None) -> Outcome:
    """Decide what becomes of one field.

    Args:
        sent: what the form says; ``stored``, what is there now.
        last: which page wrote it last and at which turn, where pages save by themselves.
    """
    here, there, seen = mark(sent), mark(stored), sheet.seen.get(name)
    if here == there:
        return Outcome.SAME
    if last and sheet.page and last[0] == sheet.page:
        return Outcome.WRITE if sheet.turn >= last[1] else Outcome.CLASH
    if seen == there:
        return Outcome.WRITE
    return Outcome.LEAVE if seen == here else Outcome.CLASH


def read_marks(text: str) -> dict[str, str]:
    """Read marks as :func:`written_marks` wrote them; what is anything else is left out."""
    found = (part.partition(":") for part in text.split()[:100] if _MARK.match(part))
    return {name: value for name, _colon, value in found}


def written_marks(values: Mapping[str, Any]) -> str:
    """Write the marks of values into one line."""
    return " ".join(f"{name}:{mark(value)}" for name, value in values.items())


@dataclass(frozen=True)
class Meanwhile:
    """What somebody else saved in a field in which one wrote, too."""

    label: str
    words: str


class SavingForm[Row: models.Model](forms.ModelForm[Row]):
    """A form of something that is there and may have been changed since its page was loaded.

    Drawn and read by itself: views and actions see the values to write. A field in which both wrote is an error, and
    ``meanwhile`` says what was saved; pressing the button that is drawn beside it writes this form's words after all.
    """

    pages_save = False  # whether the page saves by itself, so that it has a key

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meanwhile: list[Meanwhile] = []
        self.over = ""
        self.saves: dict[str, tuple[str, int]] = {}

    @property
    def is_new(self) -> bool:
        """Whether it makes something, in whose place nothing is."""
        return bool(self.instance._state.adding)  # noqa: SLF001  # a key from the database is no sign of it

    @property
    def seen(self) -> str:
        """The marks for a page that is drawn now: those it came with, or of what is there; none for what is new."""
        if self.is_bound or self.is_new:
            return str(self.data.get("seen", ""))
        return written_marks(self._values(self.instance))

    @property
    def page(self) -> str:
        """The key of the page that is drawn now."""
        return (self.sheet.page if self.is_bound else "") or token_hex(8)

    @property
    def turn(self) -> int:
        """How much was typed in the page before."""
        return self.sheet.turn if self.is_bound else 0

    @property
    def sheet(self) -> Sheet:
        """The page that sent this form, as far as it says. Without marks it saw nothing."""
        key, turn = str(self.data.get("page", "")), str(self.data.get("turn", ""))
        return Sheet(
            read_marks(str(self.data.get("over") or self.data.get("seen", ""))),
            key if _KEY.match(key) else "",
            min(int(turn), MOST_TURNS) if re.fullmatch(r"[0-9]{1,12}", turn) else 0,
        )

    def stored(self) -> Row | None:
        """Give the row as it is now, held until the transaction ends; None for one that is being made."""
        if self.is_new:
            return None
        rows: models.Manager[Row] = type(self.instance).objects  # type: ignore[attr-defined]  # each of ours has them
        return rows.select_for_update(no_key=True).filter(pk=self.instance.pk).first()

    def saves_of(self, stored: Row) -> Saves:
        """Give which page saved which field last, where that is kept."""
        return {}

    def clean(self) -> dict[str, Any] | None:
        """Compare with what is there, before anything else is asked of the values."""
        cleaned = super().clean()
        if "seen" in self.data and (row := self.stored()):
            self._compare(row)
        return cleaned

    def _compare(self, row: Row) -> None:
        sheet, saves, there = self.sheet, self.saves_of(row), self._values(row)
        self.over = written_marks(there)
        for name, value in there.items():
            if name not in self.cleaned_data:
                continue
            last = saves.get(name)
            match outcome(name, self.cleaned_data[name], value, sheet, last):
                case Outcome.WRITE:
                    self.saves[name] = (sheet.page, sheet.turn)
                case Outcome.SAME if last and last[0] == sheet.page:
                    self.saves[name] = (sheet.page, max(sheet.turn, last[1]))
                case Outcome.LEAVE:
                    self.cleaned_data[name] = value
                case Outcome.CLASH:
                    self._keep_both(name, value)

    def _keep_both(self, name: str, value: Any) -> None:
        self.meanwhile.append(Meanwhile(str(self[name].label), self._in_words(name, value)))
        self.add_error(name, _("Something else was saved here meanwhile. Choose which of the two stays."))

    def _values(self, row: Row) -> dict[str, Any]:
        names = {field.name for field in row._meta.fields} & set(self.fields)
        return {name: getattr(row, name, None) for name in self.fields if name in names}

    def _in_words(self, name: str, value: Any) -> str:
        if isinstance(value, dt.date):
            return moments.day(value)
        choices = dict(getattr(self.fields[name], "choices", ()) or ())
        keys = [getattr(each, "pk", each) for each in (value if isinstance(value, list) else [value])]
        said = [str(choices.get(key, key)) for key in keys]
        return ", ".join(said) if value not in (None, "", []) else _("nothing")
