"""What stands on home in rows: something that waits, something new, something that comes."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from meetings.next_step import Step


@dataclass(frozen=True)
class Ask:
    """Something that waits for the person, or that is new to them.

    Args:
        is_news: whether it is only to be read.
        group: for a coordinator, what it is about.
    """

    title: str
    words: str
    url: str
    label: str
    step: Step = Step.OTHER
    is_news: bool = False
    group: str = ""


@dataclass(frozen=True)
class Upcoming:
    """A meeting, an action or a day of a plan.

    Args:
        on: its day, which orders it.
        at: when it begins; None for a whole day.
        waits_for_answer: whether the person has not said whether they can come.
        is_declined: whether the person has said that they cannot come.
        series: which one a meeting is of, by its key.
    """

    on: date
    at: datetime | None
    title: str
    words: str
    url: str
    label: str
    step: Step = Step.NOTHING
    is_action: bool = False
    waits_for_answer: bool = False
    series: UUID | None = None
    is_declined: bool = False
