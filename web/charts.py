"""The geometry of the pictures: plain numbers in, plain numbers out; the templates only draw.

Along a line everything is in per cent of the width, so that no drawing is ever scaled and its text stays as
large as the page's. Round pictures have a view box of their own.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import cos, pi, sin, sqrt

from django.utils.translation import gettext, ngettext

from web.labels import STAGES, STEPS, Words, stage_index

DONE, HERE, AHEAD = "done", "here", "ahead"


def clamp(value: float, low: float = 0.0, high: float = 1.0) -> float:
    """Return the value, or the bound it exceeds."""
    return max(low, min(high, value))


def along(stage: int | str, share: float) -> float:
    """Return the place on the whole path (0 to 1) of a moment ``share`` of the way through ``stage``."""
    return clamp((stage_index(stage) + clamp(share)) / (len(STAGES) - 1))


@dataclass(frozen=True)
class Station:
    """A stage's beginning on the path, and how its label hangs from it."""

    x: str
    label: Words
    colour: str
    state: str
    anchor: str


@dataclass(frozen=True)
class Stretch:
    """A piece of line in a stage's colour."""

    start: str
    end: str
    colour: str


@dataclass(frozen=True)
class Path:
    """Everything the path template draws, and the same in words."""

    stations: list[Station]
    stretches: list[Stretch]
    meetings: list[str]
    words: str


def path(
    stage: int | str,
    progress: float = 0.0,
    meetings: Iterable[float] = (),
    *,
    concluded: bool = False,
    right_to_left: bool = False,
) -> Path:
    """Lay out the path of a partnership.

    ``progress`` is how far the current stage has come (0 to 1), each of ``meetings`` a place on the whole
    path (0 to 1, see ``along``). A concluded partnership has all its stations behind it.
    """
    here = stage_index(stage)
    last = len(STAGES) - 1
    marks = [clamp(mark) for mark in meetings]

    def place(share: float) -> str:
        return f"{100 * (1 - share if right_to_left else share):.2f}%"

    stations = [
        Station(
            place(index / last),
            known.label,
            known.colour,
            DONE if concluded or index < here else HERE if index == here else AHEAD,
            "start" if index == 0 else "end" if index == last else "middle",
        )
        for index, known in enumerate(STAGES)
    ]
    stretches = []
    for index, known in enumerate(STAGES[:-1]):
        share = 1.0 if concluded or index < here else clamp(progress) if index == here else 0.0
        if share:
            stretches.append(Stretch(place(index / last), place((index + share) / last), known.colour))
    return Path(
        stations,
        stretches,
        [place(mark) for mark in marks],
        _path_in_words(here, len(marks), concluded=concluded),
    )


def _path_in_words(here: int, meetings: int, *, concluded: bool) -> str:
    if concluded:
        where = gettext("All four stages are done.")
    else:
        where = gettext("Stage %(number)d of %(all)d: %(stage)s.") % {
            "number": here + 1,
            "all": len(STAGES),
            "stage": STAGES[here].label,
        }
    if not meetings:
        return where
    met = ngettext("%(count)d meeting so far.", "%(count)d meetings so far.", meetings) % {"count": meetings}
    return f"{where} {met}"


@dataclass(frozen=True)
class Bar:
    """One row of a bar chart: ``width`` and ``x`` in per cent, ``text`` is what is read."""

    label: Words
    text: str
    width: str
    x: str
    colour: str


def bars(
    rows: Iterable[tuple[Words, float, str] | tuple[Words, float]],
    maximum: float | None = None,
    *,
    colour: str = "sky",
    right_to_left: bool = False,
) -> list[Bar]:
    """Lay out (label, value) or (label, value, colour); the longest bar is full, or one of ``maximum``."""
    given = [(row[0], row[1], row[2] if len(row) > 2 else colour) for row in rows]
    top = maximum or max((value for _, value, _ in given), default=0) or 1
    found, places = [], _places(value for _, value, _ in given)
    for label, value, shade in given:
        width = 100 * clamp(value / top)
        x = 100 - width if right_to_left else 0
        found.append(Bar(label, f"{value:.{places}f}", f"{width:.2f}%", f"{x:.2f}%", shade))
    return found


def _places(values: Iterable[float]) -> int:
    """Return how many decimal places values of one picture are said with: none where all are whole."""
    return int(any(value != int(value) for value in values))


@dataclass(frozen=True)
class Mark:
    """A value on a line over time: its place in per cent, from the start and from the top, and how it is read."""

    x: str
    y: str
    text: str


@dataclass(frozen=True)
class Trend:
    """A line over time: its marks, and the pieces between neighbours that both have a value."""

    marks: list[Mark]
    pieces: list[tuple[Mark, Mark]]


def trend(
    values: Iterable[float | None], lowest: float, highest: float, *, right_to_left: bool = False
) -> Trend:
    """Lay out values at even distances, the earliest first; None leaves a gap."""
    given = list(values)
    span, places = highest - lowest, _places(value for value in given if value is not None)
    marks = [
        None
        if value is None
        else _mark(index, len(given), f"{value:.{places}f}", (value - lowest) / span, right_to_left)
        for index, value in enumerate(given)
    ]
    pieces = [(one, other) for one, other in pairwise(marks) if one and other]
    return Trend([mark for mark in marks if mark], pieces)


def _mark(index: int, count: int, said: str, share: float, right_to_left: bool) -> Mark:
    across = (index + 0.5) / count
    x = 100 * (1 - across if right_to_left else across)
    return Mark(f"{x:.2f}%", f"{100 * (1 - clamp(share)):.2f}%", said)


@dataclass(frozen=True)
class Segment:
    """One step of the wheel: its outline, where its label stands, and whether it is done, here or ahead."""

    outline: str
    state: str
    label: Words
    x: float
    y: float
    anchor: str


def wheel(
    step: int, done: Collection[int] | None = None, *, outer: float = 66, inner: float = 44, gap: float = 4
) -> list[Segment]:
    """Lay out the wheel of a plan around (0, 0) at ``step`` 1 to 6, or 7 when all are done.

    ``done`` are the steps that are complete: by default each before ``step``.
    """
    found = []
    behind = range(1, step) if done is None else done
    for index, label in enumerate(STEPS):
        start, end = index * pi / 3, (index + 1) * pi / 3
        middle = (start + end) / 2
        state = HERE if index + 1 == step else DONE if index + 1 in behind else AHEAD
        x, y = (outer + 11) * sin(middle), -(outer + 11) * cos(middle)
        found.append(
            Segment(
                _ring_piece(start, end, outer, inner, gap / 2),
                state,
                label,
                round(x, 1),
                round(y + 4, 1),
                "start" if x > 0 else "end",
            )
        )
    return found


def _ring_piece(start: float, end: float, outer: float, inner: float, half_gap: float) -> str:
    """Return the outline of a piece of ring with parallel gaps beside it; angles run clockwise from the top."""

    def point(radius: float, angle: float, inward: int) -> str:
        shifted = angle + inward * half_gap / radius
        return f"{radius * sin(shifted):.1f} {-radius * cos(shifted):.1f}"

    return (
        f"M{point(outer, start, 1)}A{outer:g} {outer:g} 0 0 1 {point(outer, end, -1)}"
        f"L{point(inner, end, -1)}A{inner:g} {inner:g} 0 0 0 {point(inner, start, 1)}Z"
    )


RING_RADII = (50.0, 95.0, 140.0)
_GOLDEN_ANGLE = pi * (3 - sqrt(5))


@dataclass(frozen=True)
class Dot:
    """A member in the rings."""

    x: float
    y: float


@dataclass(frozen=True)
class Rings:
    """A community's members by ring, centre first; one's own dot apart, with the way it has come."""

    dots: list[Dot]
    own: Dot | None
    way: str
    label_y: float


def rings(counts: tuple[int, int, int], own: int | None = None, came_from: int | None = None) -> Rings:
    """Spread members over centre, middle and edge.

    ``counts`` are the others in each ring, ``own`` is the viewer's ring (0 is the centre) and ``came_from``
    the one they were in before. The same input gives the same picture.
    """
    dots = []
    for ring, count in enumerate(counts):
        outer = RING_RADII[ring] - 16
        inner = RING_RADII[ring - 1] + 14 if ring else 14.0
        for index in range(count):
            angle = 2 * pi * (index + 0.5) / count + ring * _GOLDEN_ANGLE
            if own is not None:  # leave a wedge in the upper right for one's own dot, its label and its way
                angle = pi / 2 + (angle % (2 * pi)) * 0.78
            depth = inner + (outer - inner) * ((index * 0.618 + 0.35) % 1)
            dots.append(_dot(depth, angle))
    if own is None:
        return Rings(dots, None, "", 0)
    me = _dot(_own_depth(own), 0.22 * pi)
    way = ""
    if came_from is not None and came_from != own:
        start = _dot(_own_depth(came_from) + (12 if came_from > own else -12), 0.31 * pi)
        bend = _dot((_own_depth(own) + _own_depth(came_from)) / 2 + 6, 0.25 * pi)
        way = f"M{start.x} {start.y}Q{bend.x} {bend.y} {me.x} {me.y}"
    return Rings(dots, me, way, round(me.y - 16, 1))


def _own_depth(ring: int) -> float:
    return (26.0, 72.0, 118.0)[ring]


def _dot(radius: float, angle: float) -> Dot:
    return Dot(round(radius * sin(angle), 1), round(-radius * cos(angle), 1))
