"""The people to be matched, and how their answers are read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from programmes.matching.errors import AnswerError, PeopleError

HOURS_IN_WEEK = 168

# Far beyond any grade or count of years, and small enough that a distance is a small number.
LAST_POSITION = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A mentor or a mentee in one cohort.

    `id` is the enrolment's: unique among the mentors and among the mentees. Pins and forbidden pairs speak of
    it, and ties are decided by its order. `identity` is the person behind it (the id when not given), the
    same for someone who is mentor and mentee at once. `prefers` (most wanted first), `avoids` and `managers`
    (nearest first, upwards) speak of identities. `answers` holds, by question key: text or a choice (str),
    several choices (a collection of str), a position on an ordered scale (int, -1000 to 1000), or weekly
    availability (a collection of hours of the UTC week, 0 to 167). `capacity` is how many mentees a mentor
    takes; a mentee's is not looked at.

    Raises PeopleError for a blank id and for a capacity that is not a whole number from 0.
    """

    id: str
    answers: Mapping[str, object] = field(default_factory=dict)
    capacity: int = 1
    identity: str = ""
    prefers: tuple[str, ...] = ()
    avoids: frozenset[str] = frozenset()
    managers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.id, str) or not self.id:
            raise PeopleError(repr(self.id), "an id is text and not blank")
        if not is_whole(self.capacity) or self.capacity < 0:
            raise PeopleError(self.id, f"a capacity is a whole number from 0, not {self.capacity!r}")
        if not self.identity:
            object.__setattr__(self, "identity", self.id)


def is_whole(value: object) -> bool:
    """Say whether this is an int; True and False are not numbers here."""
    return isinstance(value, int) and not isinstance(value, bool)


def answer(person: Person, key: str) -> object:
    """Return what the person answered, or None when they did not: absent, None, blank or empty."""
    given = person.answers.get(key)
    if isinstance(given, str):
        return given if given.strip() else None
    if isinstance(given, Collection):
        return given if len(given) else None
    return given


def choices(person: Person, key: str) -> frozenset[str] | None:
    """Return the chosen items, one or several, or None. Raises AnswerError for anything but text."""
    given = answer(person, key)
    if given is None:
        return None
    if isinstance(given, str):
        return frozenset({given})
    if isinstance(given, list | tuple | set | frozenset) and all(isinstance(item, str) for item in given):
        return frozenset(given)
    raise AnswerError(person.id, key, "choices are text")


def position(person: Person, key: str) -> int | None:
    """Return the position on an ordered scale, or None. Raises AnswerError for anything but an int in range."""
    given = answer(person, key)
    if given is None:
        return None
    if isinstance(given, int) and is_whole(given) and abs(given) <= LAST_POSITION:
        return given
    raise AnswerError(
        person.id, key, f"a position is a whole number from -{LAST_POSITION} to {LAST_POSITION}"
    )


def hours(person: Person, key: str) -> frozenset[int] | None:
    """Return the free hours of the UTC week, or None. Raises AnswerError for anything but 0 to 167."""
    given = answer(person, key)
    if given is None:
        return None
    if isinstance(given, list | tuple | set | frozenset) and all(
        is_whole(hour) and 0 <= hour < HOURS_IN_WEEK for hour in given
    ):
        return frozenset(given)
    raise AnswerError(person.id, key, f"availability is hours of the week, 0 to {HOURS_IN_WEEK - 1}")


def alike(person: Person, key: str) -> frozenset[str] | int | None:
    """Return an answer to be compared for being the same: choices or a position, or None."""
    if is_whole(person.answers.get(key)):
        return position(person, key)
    return choices(person, key)
