"""The coordinator's criteria, and how they are kept as plain JSON values."""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from enum import StrEnum
from typing import Self, cast

from programmes.matching.errors import CriterionError
from programmes.matching.people import HOURS_IN_WEEK, LAST_POSITION, is_whole

HEAVIEST = 10
LONGEST_TEXT = 200


class Kind(StrEnum):
    """What a criterion looks at."""

    SAME = "same"
    DIFFERENT = "different"
    SHARED = "shared"
    DISTANCE = "distance"
    OVERLAP = "overlap"
    PREFERENCE = "preference"
    AVOID = "avoid"
    MANAGEMENT = "management"
    PARTNERED = "partnered"
    # Held by the house, never chosen by a coordinator.
    THEMSELF = "themself"
    FORBIDDEN = "forbidden"
    REFUSED = "refused"


HOUSE_KINDS = frozenset({Kind.THEMSELF, Kind.FORBIDDEN, Kind.REFUSED})
FORBIDDING_KINDS = frozenset({Kind.AVOID, Kind.MANAGEMENT, Kind.PARTNERED}) | HOUSE_KINDS

_KEYS = ("mentor_key", "mentee_key")
_OWN_FIELDS: Mapping[Kind, tuple[str, ...]] = {
    Kind.SAME: (*_KEYS, "only_if"),
    Kind.DIFFERENT: (*_KEYS, "only_if"),
    Kind.SHARED: (*_KEYS, "at_least", "only_if"),
    Kind.DISTANCE: (*_KEYS, "minimum", "maximum", "only_if"),
    Kind.OVERLAP: (*_KEYS, "at_least", "only_if"),
    Kind.PREFERENCE: ("ranks", "only_if"),
    **dict.fromkeys(FORBIDDING_KINDS, ()),
}
_COMMON_FIELDS = ("kind", "label", "weight")


@dataclass(frozen=True, slots=True)
class Gate:
    """Opens a criterion only for mentees who answered `mentee_key` with `answer`. Raises CriterionError."""

    mentee_key: str
    answer: str = "yes"

    def __post_init__(self) -> None:
        _check_text("only_if.mentee_key", self.mentee_key)
        _check_text("only_if.answer", self.answer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One rule over the answers of a mentor and a mentee.

    `weight` None makes it required; 1 to 10 makes it weighted: worth up to 100 points for each unit of
    weight.

    | kind       | satisfied, or full points                          | points in between                      |
    |------------|----------------------------------------------------|----------------------------------------|
    | same       | both answered the same                             |                                        |
    | different  | both answered, and not the same                    |                                        |
    | shared     | `at_least` items in common                         | in proportion to the items in common   |
    | distance   | mentor's position minus mentee's lies in `minimum` to `maximum`, both included; either may be open |  |
    | overlap    | `at_least` hours in common                         | in proportion to the hours in common   |
    | preference | each ranked the other (required) or ranked the other first (full points) | each side's rank gives up to half; only the first `ranks` count |
    | avoid, management, partnered | always required: forbid, and give no points |                             |

    *management* forbids a mentor who is above the mentee in their line, or below, or has the same nearest
    manager. Raises CriterionError when it makes no sense: unknown kind, missing keys, fields that the kind
    does not have, bounds that exclude everything.
    """  # noqa: E501 (a table's row is one line)

    kind: Kind
    label: str
    weight: int | None = None
    mentor_key: str = ""
    mentee_key: str = ""
    minimum: int | None = None
    maximum: int | None = None
    at_least: int = 1
    ranks: int = 3
    only_if: Gate | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", _kind(self.kind))
        # What always forbids is well named by its kind; a rule over answers needs the coordinator's word for
        # it.
        _check_text("label", self.label, shortest=0 if self.kind in FORBIDDING_KINDS else 1)
        self._check_weight()
        self._check_own_fields_only()
        if "mentor_key" in _OWN_FIELDS[self.kind]:
            _check_text("mentor_key", self.mentor_key)
            _check_text("mentee_key", self.mentee_key)
        self._check_bounds()
        _check_whole("at_least", self.at_least, 1, HOURS_IN_WEEK)
        _check_whole("ranks", self.ranks, 1, 20)
        if self.only_if is not None and not isinstance(self.only_if, Gate):
            raise CriterionError("only_if", "a gate is needed")

    @property
    def required(self) -> bool:
        """Whether a pair that does not satisfy it may not be."""
        return self.weight is None

    def to_dict(self) -> dict[str, object]:
        """Return the criterion as plain JSON values, with the fields that its kind has and nothing else."""
        plain: dict[str, object] = {"kind": self.kind.value, "label": self.label, "weight": self.weight}
        for name in _OWN_FIELDS[self.kind]:
            plain[name] = getattr(self, name)
        if self.only_if is not None:
            plain["only_if"] = {"mentee_key": self.only_if.mentee_key, "answer": self.only_if.answer}
        return plain

    @classmethod
    def from_dict(cls, plain: object) -> Self:
        """Read what `to_dict` gave; own fields with a default may be absent. Raises CriterionError."""
        given = _mapping("criterion", plain)
        kind = _kind(given.get("kind"))
        if kind in HOUSE_KINDS:
            raise CriterionError("kind", f"{kind.value!r} is not for coordinators to choose")
        _check_names(given, required=_COMMON_FIELDS, allowed=(*_COMMON_FIELDS, *_OWN_FIELDS[kind]))
        gate = given.get("only_if")
        if gate is not None:
            given = {**given, "only_if": _gate(gate)}
        # Every field is checked when the criterion is made.
        return cls(**cast("dict[str, str]", given))  # type: ignore[arg-type]

    def _check_weight(self) -> None:
        if self.weight is None:
            return
        _check_whole("weight", self.weight, 1, HEAVIEST)
        if self.kind in FORBIDDING_KINDS:
            raise CriterionError("weight", f"{self.kind.value!r} always forbids and takes no weight")

    def _check_own_fields_only(self) -> None:
        for spec in fields(self):
            foreign = spec.name not in (*_COMMON_FIELDS, *_OWN_FIELDS[self.kind])
            if foreign and spec.default is not MISSING and getattr(self, spec.name) != spec.default:
                raise CriterionError(spec.name, f"{self.kind.value!r} has no such field")

    def _check_bounds(self) -> None:
        for name in ("minimum", "maximum"):
            if getattr(self, name) is not None:
                _check_whole(name, getattr(self, name), -2 * LAST_POSITION, 2 * LAST_POSITION)
        if self.kind is not Kind.DISTANCE:
            return
        if self.minimum is None and self.maximum is None:
            raise CriterionError("minimum", "a distance needs a minimum, a maximum or both")
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise CriterionError("maximum", "the maximum is below the minimum")


def _kind(value: object) -> Kind:
    try:
        return Kind(value)  # type: ignore[arg-type]  # anything may come in; the enum decides
    except ValueError:
        raise CriterionError("kind", f"no such kind: {_shown(value)}") from None


def _gate(plain: object) -> Gate:
    given = _mapping("only_if", plain)
    _check_names(given, required=("mentee_key",), allowed=("mentee_key", "answer"), within="only_if.")
    return Gate(**cast("dict[str, str]", given))


def _mapping(name: str, value: object) -> dict[str, object]:
    if not isinstance(value, Mapping):
        raise CriterionError(name, f"an object is needed, not {_shown(value)}")
    return dict(value)


def _check_names(
    given: Mapping[str, object], *, required: tuple[str, ...], allowed: tuple[str, ...], within: str = ""
) -> None:
    for name in given:
        if name not in allowed:
            raise CriterionError(f"{within}{_shown(name)}", "no such field")
    for name in required:
        # A forgotten weight must not quietly turn a wish into a requirement, so it is given even when None.
        if name not in given:
            raise CriterionError(f"{within}{name}", "is missing")


def _check_text(name: str, value: object, shortest: int = 1) -> None:
    if not isinstance(value, str) or not shortest <= len(value.strip()) or len(value) > LONGEST_TEXT:
        raise CriterionError(
            name, f"text of {shortest} to {LONGEST_TEXT} characters is needed, not {_shown(value)}"
        )


def _check_whole(name: str, value: object, lowest: int, highest: int) -> None:
    if not isinstance(value, int) or not is_whole(value) or not lowest <= value <= highest:
        raise CriterionError(
            name, f"a whole number from {lowest} to {highest} is needed, not {_shown(value)}"
        )


def _shown(value: object) -> str:
    """Return a short picture of a value that may be huge, nested or hostile."""
    if isinstance(value, str):
        return repr(value[:40])
    return f"a {type(value).__name__}"
