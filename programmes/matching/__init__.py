"""The matching room: who should be whose mentor, and why.

Pure code: no database, no Django, no clock, no chance. Plain values go in, plain values come out.

In:

- `Person`: a mentor or a mentee of one cohort: answers by question, capacity, wishes, people to avoid,
  managers.
- `Criterion`: one rule of the coordinator over those answers: required (weight None) or weighted (1 to 10).
- Pairs the coordinator pins or forbids, by the ids of the two people (mentor first), and pairs who were
  partners already or of whom one refused the other, by the people's identities.

Out:

- `solve` gives an `Assignment`: the pairs with their explanations, the mentees left out with the rules that
  stood in the way, and the mentors who still have places.
- `explain` gives one pair's `Explanation`, with the very same judgement, for a coordinator who edits by hand.
- Everything given back is a frozen dataclass of plain values: `dataclasses.asdict` makes it ready for JSON.
- Reasons are a code and parameters, never a sentence: the web layer says them in the reader's language. All
  codes stand in `judgements.py`.

What is best: first as many mentees with a mentor as can be; then the highest total of points; then, among
equally good assignments, the first in order: going through the mentees by id, each gets the first mentor by
id that some best assignment still allows, and a mentor rather than none. So the answer is unique. It depends
neither on the order in which people are given nor on the engine, and where ids grow with time it favours
those who came first.

Method: this is the assignment problem with capacities, a classic of the literature (Kuhn 1955; Ford and
Fulkerson 1962; Ahuja, Magnanti and Orlin, "Network Flows", 1993), solved as a min-cost flow by OR-Tools
(`flow.py`). From the flow we work out prices (the linear programme's dual). They prove that the flow is
optimal, or raise; and they say which pairs occur in any best assignment at all, among which `ties.py` finds
the first in order.

Missing answers: None, blank text, an empty choice and an absent key all mean "did not answer" (a browser
cannot tell them apart). A required criterion over a missing answer is not satisfied, a weighted one gives 0
points. What is not an answer is never missing: an empty list of wishes, of people to avoid or of managers
forbids nothing.

A criterion may be gated (`Gate`): it applies only to mentees who gave a certain answer to another question.
To the others it neither gives points, nor asks for any, nor forbids.

Four rules hold whether or not the coordinator lists them: nobody mentors themself, nobody is given a person
they avoid or who avoids them, two who were partners are not paired again, and neither are two of whom one
refused the other. A pin overrides every rule but the first; the pair is then flagged by `blocked_by`.

Size: memory and time grow with mentors times mentees. A cohort of 1,000 by 1,000 takes about a second; this
is not made for tens of thousands at once.
"""

from programmes.matching.criteria import Criterion, Gate, Kind
from programmes.matching.errors import AnswerError, CriterionError, MatchingError, PeopleError, PinError
from programmes.matching.people import HOURS_IN_WEEK, Person
from programmes.matching.scoring import Contribution, Explanation, Reason
from programmes.matching.solver import (
    Assignment,
    LeftOut,
    LeftOutBecause,
    Obstacle,
    Pair,
    SpareCapacity,
    explain,
    solve,
)

__all__ = [
    "HOURS_IN_WEEK",
    "AnswerError",
    "Assignment",
    "Contribution",
    "Criterion",
    "CriterionError",
    "Explanation",
    "Gate",
    "Kind",
    "LeftOut",
    "LeftOutBecause",
    "MatchingError",
    "Obstacle",
    "Pair",
    "PeopleError",
    "Person",
    "PinError",
    "Reason",
    "SpareCapacity",
    "explain",
    "solve",
]
