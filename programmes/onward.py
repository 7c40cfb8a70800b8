"""What becomes of two people once both have said yes: known by the floor above, which says so here."""

from collections.abc import Callable
from dataclasses import dataclass

from programmes.models import Enrolment, Proposal

type Finder = Callable[[Proposal], str]


@dataclass(frozen=True)
class UnderWay:
    """That an enrolled person works with others: with whom, and where their coordinator can end it early."""

    names: str
    ending_url: str


_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """Let the floor above say where (as an address) a proposal that was accepted goes on; "" for nowhere."""
    _finders.append(finder)


def address(proposal: Proposal) -> str:
    """Return where an accepted proposal goes on, "" where nobody knows."""
    return next((found for finder in _finders if (found := finder(proposal))), "")


_lookers: list[Callable[[Enrolment], list[UnderWay]]] = []


def register_under_way(looker: Callable[[Enrolment], list[UnderWay]]) -> None:
    """Let the floor above say with whom somebody works at the moment."""
    _lookers.append(looker)


def under_way(enrolment: Enrolment) -> list[UnderWay]:
    """Return with whom an enrolled person works at the moment, for the eyes of their coordinators."""
    return [found for looker in _lookers for found in looker(enrolment)]
