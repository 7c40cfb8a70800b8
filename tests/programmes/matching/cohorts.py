"""Cohorts and criteria for the tests: drawn by hypothesis, or in the shape of a real coordinator's files."""

import random
from dataclasses import dataclass, replace

from hypothesis import strategies as st

from programmes.matching import Criterion, Gate, Kind, Person

GRADES = ("AA", "AO", "EO", "HEO", "SEO", "G7", "G6", "SCS1", "SCS2")
FEW = ("p", "q", "r")


def criterion(kind: Kind, key: str = "", **parts) -> Criterion:
    """Make a criterion over one question asked of both."""
    keys = {"mentor_key": key, "mentee_key": key} if key else {}
    return Criterion(kind=kind, label=parts.pop("label", key or kind.value), **keys, **parts)


REAL_CRITERIA = (
    criterion(Kind.DISTANCE, "grade", minimum=1, maximum=2),
    criterion(Kind.DIFFERENT, "department"),
    criterion(Kind.SAME, "profession", weight=6),
    criterion(Kind.SHARED, "identity", weight=10, only_if=Gate("match with similar identity")),
    criterion(Kind.OVERLAP, "hours", weight=3, at_least=4),
    criterion(Kind.PREFERENCE, weight=8),
    criterion(Kind.MANAGEMENT),
)


@dataclass(frozen=True)
class Cohort:
    """What one call of the solver takes."""

    mentors: tuple[Person, ...]
    mentees: tuple[Person, ...]
    criteria: tuple[Criterion, ...]
    forbidden: tuple[tuple[str, str], ...] = ()
    partnered: tuple[tuple[str, str], ...] = ()
    refused: tuple[tuple[str, str], ...] = ()

    @property
    def pairs_known(self) -> dict:
        return {"forbidden": self.forbidden, "partnered": self.partnered, "refused": self.refused}

    def shuffled(self, chance: random.Random) -> "Cohort":
        """Return the same cohort with the people and the pairs in another order."""
        mixed = {}
        for name in ("mentors", "mentees", "forbidden", "partnered", "refused"):
            part = list(getattr(self, name))
            chance.shuffle(part)
            mixed[name] = tuple(part)
        return replace(self, **mixed)


def real_cohort(mentors: int, mentees: int, seed: int = 1) -> Cohort:
    """Make a cohort in the shape of the files: grades, departments, identities; some people on both sides."""
    chance = random.Random(seed)

    def person(side: str, number: int, lowest: int, highest: int) -> Person:
        first = chance.randrange(168)
        return Person(
            id=f"{side}-{number:04}",
            # Every third number is one person on both sides.
            identity=f"both-{number}" if number % 3 == 0 else "",
            capacity=chance.choice((0, 1, 1, 1, 2, 3)),
            answers={
                "grade": chance.randrange(lowest, highest),
                "department": f"department {chance.randrange(6)}",
                "profession": f"profession {chance.randrange(5)}",
                "identity": frozenset(f"identity {chance.randrange(6)}" for _ in range(chance.randrange(3))),
                "match with similar identity": chance.choice(("yes", "no", "")),
                "hours": frozenset((first + step * 7) % 168 for step in range(chance.randrange(20))),
            },
            prefers=tuple(f"mentor-{chance.randrange(mentors):04}" for _ in range(3))
            if side == "mentee"
            else (),
            managers=(f"manager {chance.randrange(30)}",),
        )

    return Cohort(
        tuple(person("mentor", number, 2, len(GRADES)) for number in range(mentors)),
        tuple(person("mentee", number, 0, len(GRADES) - 1) for number in range(mentees)),
        REAL_CRITERIA,
    )


weights = st.none() | st.integers(1, 10)
gates = st.none() | st.just(Gate("gate"))
bounds = st.tuples(st.none() | st.integers(-2, 2), st.none() | st.integers(-2, 2)).filter(
    lambda pair: pair != (None, None) and (None in pair or pair[0] <= pair[1])
)
criteria = st.one_of(
    st.builds(
        lambda kind, weight, gate: criterion(kind, "choice", weight=weight, only_if=gate),
        st.sampled_from((Kind.SAME, Kind.DIFFERENT)),
        weights,
        gates,
    ),
    st.builds(
        lambda kind, weight, gate, enough: criterion(
            kind,
            "items" if kind is Kind.SHARED else "hours",
            weight=weight,
            only_if=gate,
            at_least=enough,
        ),
        st.sampled_from((Kind.SHARED, Kind.OVERLAP)),
        weights,
        gates,
        st.integers(1, 3),
    ),
    st.builds(
        lambda pair, weight, gate: criterion(
            Kind.DISTANCE, "grade", minimum=pair[0], maximum=pair[1], weight=weight, only_if=gate
        ),
        bounds,
        weights,
        gates,
    ),
    st.builds(
        lambda weight, ranks: criterion(Kind.PREFERENCE, weight=weight, ranks=ranks),
        weights,
        st.integers(1, 3),
    ),
    st.sampled_from((Kind.AVOID, Kind.MANAGEMENT, Kind.PARTNERED)).map(criterion),
)
answers = st.fixed_dictionaries(
    {},
    optional={
        "choice": st.sampled_from((*FEW, "", None)) | st.frozensets(st.sampled_from(FEW)),
        "items": st.frozensets(st.sampled_from(FEW)) | st.sampled_from(FEW),
        "hours": st.frozensets(st.sampled_from((0, 1, 2, 166, 167))),
        "grade": st.none() | st.integers(-2, 2),
        "gate": st.sampled_from(("yes", "no")),
    },
)


@st.composite
def cohorts(draw, mentors: int = 4, mentees: int = 5, rules: int = 4) -> Cohort:
    """Draw a small cohort in which people are on both sides, name each other, and tie a lot."""
    names = tuple(f"n{number}" for number in range(mentors + mentees))

    def side(letter: str, most: int) -> tuple[Person, ...]:
        people = []
        identities = draw(st.lists(st.sampled_from(names), max_size=most, unique=True))
        for number, identity in enumerate(identities):
            people.append(
                Person(
                    id=f"{letter}{number}",
                    identity=identity,
                    capacity=draw(st.integers(0, 2)),
                    answers=draw(answers),
                    prefers=tuple(draw(st.lists(st.sampled_from(names), max_size=3))),
                    avoids=draw(st.frozensets(st.sampled_from(names), max_size=1)),
                    managers=tuple(draw(st.lists(st.sampled_from(names), max_size=2))),
                )
            )
        return tuple(people)

    pairs = st.tuples(st.sampled_from(names), st.sampled_from(names))
    ids = st.tuples(st.integers(0, mentors), st.integers(0, mentees)).map(
        lambda pair: (f"a{pair[0]}", f"b{pair[1]}")
    )
    return Cohort(
        side("a", mentors),
        side("b", mentees),
        tuple(draw(st.lists(criteria, max_size=rules))),
        tuple(draw(st.lists(ids, max_size=2))),
        tuple(draw(st.lists(pairs, max_size=3))),
        tuple(draw(st.lists(pairs, max_size=2))),
    )
