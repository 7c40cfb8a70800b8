"""The matching said once more, as plainly and slowly as can be, for the engine to be held against."""

from collections.abc import Callable, Iterator, Sequence

from programmes.matching import Criterion, Kind, Person

type Pairs = tuple[tuple[str, str], ...]


def worth(criterion: Criterion, mentor: Person, mentee: Person, partnered: Pairs = ()) -> tuple[bool, int]:
    """Say whether the pair satisfies the criterion, and the points it gives if it is weighted."""
    if criterion.only_if and not _chose(mentee, criterion.only_if.mentee_key, criterion.only_if.answer):
        return True, 0
    theirs, own = mentor.answers.get(criterion.mentor_key), mentee.answers.get(criterion.mentee_key)
    if criterion.mentor_key and (theirs in (None, "", frozenset()) or own in (None, "", frozenset())):
        return False, 0
    share = SHARES[criterion.kind](criterion, mentor, mentee, theirs, own, partnered)
    full = 100 * (criterion.weight or 0)
    met, part, whole = share
    return met, full * part // whole


def _chose(mentee: Person, key: str, wanted: str) -> bool:
    given = mentee.answers.get(key)
    return given == wanted or (isinstance(given, frozenset) and wanted in given)


def _set(answer):
    return {answer} if isinstance(answer, str) else set(answer)


def _same(criterion, mentor, mentee, theirs, own, partnered):
    same = theirs == own if isinstance(own, int) or isinstance(theirs, int) else _set(theirs) == _set(own)
    return same, int(same), 1


def _different(*args):
    same, _, _ = _same(*args)
    return not same, int(not same), 1


def _distance(criterion, mentor, mentee, theirs, own, partnered):
    distance = theirs - own
    inside = not (criterion.minimum is not None and distance < criterion.minimum)
    inside = inside and not (criterion.maximum is not None and distance > criterion.maximum)
    return inside, int(inside), 1


def _enough(criterion, mentor, mentee, theirs, own, partnered):
    common = len(_set(theirs) & _set(own))
    return common >= criterion.at_least, min(common, criterion.at_least), criterion.at_least


def _preference(criterion, mentor, mentee, theirs, own, partnered):
    parts = []
    for person, other in ((mentor, mentee), (mentee, mentor)):
        named = list(dict.fromkeys(person.prefers))[: criterion.ranks]
        if other.identity in named:
            parts.append(criterion.ranks - named.index(other.identity))
    return len(parts) == 2, sum(parts), 2 * criterion.ranks


def _avoid(criterion, mentor, mentee, theirs, own, partnered):
    return mentor.identity not in mentee.avoids and mentee.identity not in mentor.avoids, 0, 1


def _management(criterion, mentor, mentee, theirs, own, partnered):
    in_line = mentor.identity in mentee.managers or mentee.identity in mentor.managers
    beside = bool(mentor.managers and mentee.managers and mentor.managers[0] == mentee.managers[0])
    return not in_line and not beside, 0, 1


def _partnered(criterion, mentor, mentee, theirs, own, partnered):
    pairs = {frozenset(pair) for pair in partnered}
    return frozenset((mentor.identity, mentee.identity)) not in pairs, 0, 1


SHARES: dict[Kind, Callable] = {
    Kind.SAME: _same,
    Kind.DIFFERENT: _different,
    Kind.SHARED: _enough,
    Kind.DISTANCE: _distance,
    Kind.OVERLAP: _enough,
    Kind.PREFERENCE: _preference,
    Kind.AVOID: _avoid,
    Kind.MANAGEMENT: _management,
    Kind.PARTNERED: _partnered,
}


def pair_worth(mentor, mentee, criteria, *, partnered=(), forbidden=(), refused=()) -> tuple[bool, int]:
    """Say whether the pair may be, and its points."""
    given = [(criterion, *worth(criterion, mentor, mentee, partnered)) for criterion in criteria]
    allowed = all(met for criterion, met, _ in given if criterion.weight is None)
    allowed = allowed and mentor.identity != mentee.identity and (mentor.id, mentee.id) not in forbidden
    allowed = allowed and _avoid(None, mentor, mentee, None, None, ())[0]
    allowed = allowed and all(
        _partnered(None, mentor, mentee, None, None, pairs)[0] for pairs in (partnered, refused)
    )
    return allowed, sum(points for _, _, points in given)


def every_assignment(
    allowed: Sequence[Sequence[bool]], places: Sequence[int], row: int = 0
) -> Iterator[tuple[int, ...]]:
    """Return every assignment there is: by mentee the mentor's number, or one past the last."""
    if row == len(allowed):
        yield ()
        return
    nobody = len(places)
    for mentor in range(nobody + 1):
        if mentor < nobody and not (allowed[row][mentor] and places[mentor]):
            continue
        left = [place - (number == mentor) for number, place in enumerate(places)]
        for rest in every_assignment(allowed, left, row + 1):
            yield (mentor, *rest)


def best_assignment(
    points: Sequence[Sequence[int]], allowed: Sequence[Sequence[bool]], places: Sequence[int]
) -> tuple[int, ...]:
    """Try them all: most pairs, then most points, then the first in order."""
    nobody = len(places)

    def rank(mates: tuple[int, ...]) -> tuple[int, int, tuple[int, ...]]:
        taken = [(row, mentor) for row, mentor in enumerate(mates) if mentor != nobody]
        return -len(taken), -sum(points[row][mentor] for row, mentor in taken), mates

    return min(every_assignment(allowed, places), key=rank)
