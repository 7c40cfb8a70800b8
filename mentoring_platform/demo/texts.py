"""What the demo's people write to each other: talks, views of a stage, why one says no."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from random import Random

from mentoring_platform.demo.people import DATA


@dataclass(frozen=True)
class Talk:
    """One meeting's worth: ``shared`` is the note for both, ``mentor`` and ``mentee`` are private ones.

    ``promises`` are (who, what); ``{mentor}`` and ``{mentee}`` stand for first names.
    """

    focus: str
    agenda: Sequence[str] = ()
    shared: str = ""
    mentor: str = ""
    mentee: str = ""
    promises: Sequence[Sequence[str]] = field(default_factory=list)

    def of(self, mentor: str, mentee: str) -> "Talk":
        """Return the talk with the names put in."""

        def fill(text: str) -> str:
            return text.replace("{mentor}", mentor).replace("{mentee}", mentee)

        return replace(
            self,
            focus=fill(self.focus),
            agenda=[fill(item) for item in self.agenda],
            shared=fill(self.shared),
            mentor=fill(self.mentor),
            mentee=fill(self.mentee),
            promises=[(who, fill(what)) for who, what in self.promises],
        )


@cache
def talks(name: str) -> dict[str, list[Talk]]:
    """Return the talks of a kind of programme (``teaching`` or ``ward``) by stage."""
    read = tomllib.loads((DATA / f"{name}-talks.toml").read_text(encoding="utf-8"))
    return {key: [Talk(**each) for each in found] for key, found in read.items()}


def own(name: str) -> list[Talk]:
    """Return the talks of a pair that has its own."""
    return talks("own")[name]


def chosen(name: str, stage: str, count: int, random: Random) -> list[Talk]:
    """Choose talks of a stage: the first of them always, the others as it comes, in their order."""
    first, *others = talks(name)[stage]
    places = sorted(random.sample(range(len(others)), count - 1)) if count else []
    found = [first, *(others[place] for place in places)]
    return [replace(talk, agenda=talk.agenda[: random.randint(1, 3)]) for talk in found]


# What people write when they look back on a stage, by stage and role.
NOTICED = {
    "initiation": {
        "mentor": [
            "We talk easily. I have begun to hear what is not said, and it is answered when I ask.",
            "It took three meetings until something went wrong and was told. Since then it feels like the real thing.",
            "I give fewer tips than I had feared. The worries have names by now, and that helps both of us.",
            "A careful start. I know now which silences mean thinking.",
        ],
        "mentee": [
            "I no longer prepare what I am going to say before I come. That says most of it.",
            "I felt taken seriously, above all on the day when I had nothing to show.",
            "I can bring bad hours here, and leave with one thing to try.",
            "It was good to hear about another person's first year, the embarrassing parts included.",
        ],
    },
    "consolidation": {
        "mentor": [
            "The solutions come from the other side of the table now. My part is to ask twice.",
            "We changed our way of working half-way, and it was not my idea.",
            "Others have begun to ask me about this work. I enjoyed answering.",
        ],
        "mentee": [
            "I know what I am good at and can say it without looking at the floor.",
            "What is expected of me is clear, and some of it I set myself.",
            "When an explanation did not work, we looked for another. I do the same in class now.",
        ],
    },
    "construction": {
        "mentor": [
            "I learned at least as much. We plan like colleagues, and argue like colleagues too.",
            "I said one firm thing this term and it was used the next day.",
        ],
        "mentee": [
            "I tried something of my own in front of everyone, and would again.",
            "I notice that I say *we* when I speak about the people who teach here.",
        ],
    },
    "redefinition": {
        "mentor": ["The year has a shape when we tell it. We could each tell it differently, and did."],
        "mentee": ["I would like to pass this on, and I know to whom."],
    },
}

# How often, how and where, as pairs put it into their agreements.
RHYTHMS = [
    "An hour every other week, mostly on the same weekday. A visit to a class once a month.",
    "Every two weeks, forty-five minutes at the office and fifteen on foot around the lake.",
    "Every other week, online when one of us travels. We send each other one line the day before: what matters most.",
    "Two hours in a month, in one piece or in two. Whoever moves a date proposes the next one.",
]
