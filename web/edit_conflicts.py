"""Saving in place of what is there: an older text never takes the place of one that its writer has not seen.

A form that changes something carries, hidden, a mark of each value as the page found it. What was saved by others, or
in another tab, since then is kept: a field that was not touched here follows it, and where both wrote, both texts stand
beside one another until the person chooses, for each field by itself. A page that saves by itself also carries a key of
its own and counts what is typed, so that it goes on over what it saved itself, however late its answers come.

:class:`SavingForm` is a form of a row; :class:`VersionedForm`, of a text whose every version is kept; and
:class:`SavingValuesForm`, of what is no row's fields. A test finds a form that changes something and is none of these.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from secrets import token_hex
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _

from web import dates

_KEY = re.compile(r"\A[0-9a-f]{1,32}\Z")
_MARK = re.compile(r"\A[\w-]{1,60}:[0-9a-f]{16}\Z")
MOST_TURNS = 2**31

type Saves = Mapping[str, tuple[str, int]]  # for a field, the page that saved it last, and at which turn


class Outcome(Enum):
    """What becomes of one field of a form that was sent."""

    SAME = auto()  # it says what is there
    WRITE = auto()
    LEAVE = auto()  # it was not touched here, and somebody else did
    CLASH = auto()  # both did: nothing is written until the person chooses


@dataclass(frozen=True)
class FormRevision:
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
    """Return the mark of a value: the same for the same words, however lines end."""
    if value is None:
        value = ""
    elif isinstance(value, dt.datetime) and value.tzinfo:
        value = value.astimezone(dt.UTC)  # the same moment, in whichever zone it was read
    elif isinstance(value, (list, tuple)):
        value = "\n".join(map(str, value))
    words = str(getattr(value, "pk", value)).replace("\r\n", "\n").replace("\r", "\n").strip()
    return hashlib.blake2b(words.encode(), digest_size=8).hexdigest()


def outcome(
    name: str, sent: Any, stored: Any, sheet: FormRevision, last: tuple[str, int] | None = None
) -> Outcome:
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
    if seen == there or (seen is None and there == mark("")):
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
class ConflictingValue:
    """What both wrote in a field: this form, and who saved since its page was loaded.

    Args:
        name: the name of the control with which the person chooses; its values are ``mine`` and ``saved``.
        words: what was saved; ``mine``, what this form says.
    """

    name: str
    label: str
    words: str
    mine: str


class Saving(forms.BaseForm):
    """What forms have in common that change what may have been changed since their page was loaded.

    Drawn and read by itself: views and actions see the values to write. A field in which both wrote is an error, and
    ``meanwhile`` has both until the person chooses one of them.
    """

    pages_save = False  # whether the page saves by itself, so that it has a key
    together: Collection[str] = ()  # fields that mean something only as a whole, such as a day and a time

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meanwhile: list[ConflictingValue] = []
        self.over = ""  # the marks of what was saved, of the fields in which both wrote
        self.followed: dict[str, Any] = {}  # what others saved in fields that were not touched here
        self.saves: dict[str, tuple[str, int]] = {}

    def values_shown(self) -> Mapping[str, Any] | None:
        """Return what the page shows that is drawn now; None for a form of something new."""
        raise NotImplementedError

    def values_stored(self) -> Mapping[str, Any] | None:
        """Return what is there now, held until the transaction ends; None where nothing is."""
        raise NotImplementedError

    def last_saves(self) -> Saves:
        """Return which page saved which field last, where that is kept."""
        return {}

    @property
    def seen(self) -> str:
        """The marks for a page that is drawn now: of what it shows; none for what is new."""
        if self.is_bound:
            return " ".join([self._sent("seen"), *self._marks_of(self.followed)]).strip()
        if "seen" in self.initial:  # drawn once more with what was sent, to look at it (a preview)
            return str(self.initial["seen"])
        return " ".join(self._marks_of(self.values_shown() or {}))

    @property
    def page(self) -> str:
        """The key of the page that is drawn now."""
        return (self.sheet.page if self.is_bound else "") or token_hex(8)

    @property
    def turn(self) -> int:
        """How much was typed in the page before."""
        return self.sheet.turn if self.is_bound else 0

    @property
    def sheet(self) -> FormRevision:
        """The page that sent this form, as far as it says. Without marks it saw nothing."""
        key, turn = self._sent("page"), self._sent("turn")
        return FormRevision(
            read_marks(self._sent("seen")),
            key if _KEY.match(key) else "",
            min(int(turn), MOST_TURNS) if re.fullmatch(r"[0-9]{1,12}", turn) else 0,
        )

    def clean(self) -> dict[str, Any] | None:
        """Compare with what is there, before anything else is asked of the values."""
        cleaned: dict[str, Any] | None = super().clean()
        if self._says_what_it_saw and (there := self.values_stored()):
            self._compare(there)
        return cleaned

    @property
    def _says_what_it_saw(self) -> bool:
        return self.add_prefix("seen") in self.data

    def _sent(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name), ""))

    def _marks_of(self, values: Mapping[str, Any]) -> list[str]:
        return written_marks(values).split()

    def _compare(self, there: Mapping[str, Any]) -> None:
        sheet, saves = self.sheet, self.last_saves()
        both: dict[str, Any] = {}
        for name, decided in self._outcomes(there, sheet, saves).items():
            value, last = there[name], saves.get(name)
            match decided:
                case Outcome.WRITE:
                    self.saves[name] = (sheet.page, sheet.turn)
                case Outcome.SAME if last and last[0] == sheet.page:
                    self.saves[name] = (sheet.page, max(sheet.turn, last[1]))
                case Outcome.LEAVE:
                    self.cleaned_data[name] = self.followed[name] = value
                case Outcome.CLASH:
                    both[name] = value
        self.over = written_marks(both)
        for name, value in both.items():
            self._keep_both(name, value)

    def _outcomes(self, there: Mapping[str, Any], sheet: FormRevision, saves: Saves) -> dict[str, Outcome]:
        found = {
            name: self._chosen(name, value)
            or outcome(name, self.cleaned_data[name], value, sheet, saves.get(name))
            for name, value in there.items()
            if name in self.cleaned_data
        }
        if Outcome.WRITE in [found.get(name) for name in self.together]:
            half = [name for name in self.together if found.get(name) is Outcome.LEAVE]
            found |= {name: Outcome.CLASH for name in half if not self._chosen(name, there[name])}
        return found

    def _chosen(self, name: str, value: Any) -> Outcome | None:
        """Return what the person chose, if it was this very value that they saw beside their own."""
        if read_marks(self._sent("over")).get(name) != mark(value):
            return None
        return {"mine": Outcome.WRITE, "saved": Outcome.LEAVE}.get(self._sent(f"stays-{name}"))

    def _keep_both(self, name: str, value: Any) -> None:
        mine = self._in_words(name, self.cleaned_data[name])
        chooser = self.add_prefix(f"stays-{name}")
        self.meanwhile.append(
            ConflictingValue(chooser, str(self[name].label), self._in_words(name, value), mine)
        )
        self.add_error(name, _("Something else was saved here meanwhile. Choose which of the two stays."))

    def _in_words(self, name: str, value: Any) -> str:
        if isinstance(value, dt.datetime):
            return dates.moment(value)
        if isinstance(value, dt.date):
            return dates.day(value)
        if isinstance(value, dt.time):
            return dates.clock(value)
        choices = dict(getattr(self.fields[name], "choices", ()) or ())
        keys = [getattr(each, "pk", each) for each in (value if isinstance(value, list) else [value])]
        said = [str(choices.get(key, key)) for key in keys]
        return ", ".join(said) if value not in (None, "", []) else _("nothing")


class SavingForm[Row: models.Model](Saving, forms.ModelForm[Row]):
    """A form of a row that is there and may have been changed since its page was loaded."""

    @property
    def is_new(self) -> bool:
        """Whether it makes something, in whose place nothing is."""
        return bool(self.instance._state.adding)  # noqa: SLF001  # a key from the database is no sign of it

    def stored(self) -> Row | None:
        """Return the row as it is now, held until the transaction ends; None for one that is being made."""
        if self.is_new:
            return None
        rows: models.Manager[Row] = type(self.instance).objects  # type: ignore[attr-defined]  # each of ours has them
        return rows.select_for_update(no_key=True).filter(pk=self.instance.pk).first()

    def values_of(self, row: Row) -> dict[str, Any]:
        """Return what this form is about of a row: its fields, of those that are both the form's and the row's."""
        names = {field.name for field in row._meta.fields} & set(self.fields)
        return {name: getattr(row, name, None) for name in self.fields if name in names}

    def values_shown(self) -> Mapping[str, Any] | None:
        return None if self.is_new else self.values_of(self.instance)

    def values_stored(self) -> Mapping[str, Any] | None:
        row = self.stored()
        self.saves_before = self.saves_of(row) if row else {}
        return self.values_of(row) if row else None

    def saves_of(self, stored: Row) -> Saves:
        """Return which page saved which field last, where that is kept."""
        return {}

    def last_saves(self) -> Saves:
        return self.saves_before


class VersionedForm[Row: models.Model](SavingForm[Row]):
    """A form of a text whose every version is kept: what it writes is compared with the newest one.

    It is about what ``instance`` says, an unsaved one where there is no version yet.
    """

    based_on = 0  # the version that it was compared with, on which the next one stands
    _says_what_it_saw = True  # what says nothing saw nothing: no version is written over

    @property
    def is_new(self) -> bool:
        return False

    def stored(self) -> Row | None:
        newest = self.newest()
        self.based_on = int(newest.version) if newest else 0  # type: ignore[attr-defined]
        return newest or type(self.instance)()

    def newest(self) -> Row | None:
        """Return the newest version, whose text is held: nobody adds another before the transaction ends."""
        raise NotImplementedError


class SavingValuesForm(Saving, forms.Form):
    """A form of something that is there and is no row's fields.

    Args:
        read: gives what is there by the names of the form's fields; None where nothing is.
        held: the row to which it belongs; while the form is taken it is held, and as it is now.
    """

    def __init__(
        self,
        data: Any = None,
        *args: Any,
        read: Callable[[], Mapping[str, Any] | None],
        held: models.Model | None = None,
        **kwargs: Any,
    ) -> None:
        if data is not None and held is not None:
            _hold(held)
        there = read()
        self.is_new = there is None
        super().__init__(data, *args, **{"initial": there, **kwargs})

    def values_shown(self) -> Mapping[str, Any] | None:
        if self.is_new:
            return None
        return {name: self.get_initial_for_field(field, name) for name, field in self.fields.items()}

    def values_stored(self) -> Mapping[str, Any] | None:
        return self.values_shown()


def _hold(row: models.Model) -> None:
    """Hold a row until the transaction ends, as far as its reader may change it, and read its own values anew."""
    rows: models.Manager[models.Model] = type(row).objects  # type: ignore[attr-defined]  # each of ours has them
    rows.select_for_update(no_key=True, of=("self",)).filter(pk=row.pk).first()
    row.refresh_from_db(fields=[field.name for field in row._meta.concrete_fields if not field.is_relation])
