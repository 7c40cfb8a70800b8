"""What a finding is worth, and how it is said: a code and parameters, for the web layer to put into words.

The codes: not_applicable, neither_answered, mentor_did_not_answer, mentee_did_not_answer, same_answer,
different_answer, shared_items, scale_distance, overlap_hours, mutual_preference, preferred_by_mentee,
preferred_by_mentor, no_preference, avoided_by_mentor, avoided_by_mentee, avoided_by_both, not_avoided,
mentor_above_mentee, mentee_above_mentor, same_manager, separate_lines, already_partnered, not_partnered,
themself, not_themself, forbidden_by_coordinator, not_forbidden, already_refused, not_refused.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from programmes.matching.criteria import Criterion, Kind
from programmes.matching.scores import (
    BY_MENTEE,
    BY_MENTOR,
    MENTEE_SILENT,
    MENTOR_SILENT,
    NEITHER_ANSWERED,
    NOT_APPLICABLE,
    SAME_MANAGER,
)

# Fine enough for thirds and tenths of a criterion, and whole, so that sums are exact and two runs compare
# equal.
POINTS_PER_WEIGHT = 100


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, for a machine: a code of this module, and whole numbers to fill into its sentence."""

    code: str
    params: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one criterion gave to one pair.

    A required criterion gives no points: it is `met` or blocks. A weighted one gives `points` of `out_of`.
    One that does not apply to the mentee is met, and gives 0 of 0.
    """

    kind: Kind
    label: str
    required: bool
    met: bool
    points: int
    out_of: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a pair fits, or does not.

    `contributions` has one for each criterion, in the coordinator's order. `blocked_by` has the required ones
    that are not met, the house's own rules (with a blank label) among them; empty when the pair may be.
    """

    contributions: tuple[Contribution, ...]
    blocked_by: tuple[Contribution, ...]

    @property
    def allowed(self) -> bool:
        """Whether no rule stands in the way."""
        return not self.blocked_by

    @property
    def points(self) -> int:
        """What the weighted criteria gave together."""
        return sum(contribution.points for contribution in self.contributions)

    @property
    def out_of(self) -> int:
        """What the weighted criteria could have given together."""
        return sum(contribution.out_of for contribution in self.contributions)


class _Judgement(NamedTuple):
    """`part` of `whole` is what is earned; `met` is what a requirement asks."""

    met: bool
    part: int
    whole: int
    reason: Reason


def judge(criterion: Criterion, finding: int) -> Contribution:
    """Say what this finding gives under this criterion."""
    judgement = _SPECIAL.get(finding) or _JUDGES[criterion.kind](criterion, finding)
    # A criterion that does not apply has nothing to give: a whole of 0.
    out_of = (criterion.weight or 0) * POINTS_PER_WEIGHT if judgement.whole else 0
    return Contribution(
        kind=criterion.kind,
        label=criterion.label,
        required=criterion.required,
        met=judgement.met,
        points=out_of * judgement.part // judgement.whole if judgement.whole else 0,
        out_of=out_of,
        reason=judgement.reason,
    )


_SPECIAL = {
    NOT_APPLICABLE: _Judgement(True, 0, 0, Reason("not_applicable")),
    NEITHER_ANSWERED: _Judgement(False, 0, 1, Reason("neither_answered")),
    MENTEE_SILENT: _Judgement(False, 0, 1, Reason("mentee_did_not_answer")),
    MENTOR_SILENT: _Judgement(False, 0, 1, Reason("mentor_did_not_answer")),
}


def _all_or_nothing(met: bool, reason: Reason) -> _Judgement:
    return _Judgement(met, int(met), 1, reason)


def _judge_same(_criterion: Criterion, finding: int) -> _Judgement:
    return _all_or_nothing(finding == 1, _sameness(finding))


def _judge_different(_criterion: Criterion, finding: int) -> _Judgement:
    return _all_or_nothing(finding == 0, _sameness(finding))


def _sameness(finding: int) -> Reason:
    return Reason("same_answer" if finding else "different_answer")


def _judge_distance(criterion: Criterion, finding: int) -> _Judgement:
    bounds = {"minimum": criterion.minimum, "maximum": criterion.maximum}
    known = {name: bound for name, bound in bounds.items() if bound is not None}
    inside = known.get("minimum", finding) <= finding <= known.get("maximum", finding)
    return _all_or_nothing(inside, Reason("scale_distance", {"distance": finding, **known}))


def _judge_shared(criterion: Criterion, finding: int) -> _Judgement:
    return _enough(
        criterion, finding, Reason("shared_items", {"shared": finding, "at_least": criterion.at_least})
    )


def _judge_overlap(criterion: Criterion, finding: int) -> _Judgement:
    return _enough(
        criterion, finding, Reason("overlap_hours", {"hours": finding, "at_least": criterion.at_least})
    )


def _enough(criterion: Criterion, count: int, reason: Reason) -> _Judgement:
    return _Judgement(count >= criterion.at_least, min(count, criterion.at_least), criterion.at_least, reason)


def _judge_preference(criterion: Criterion, finding: int) -> _Judgement:
    mentee_rank, mentor_rank = divmod(finding, criterion.ranks + 1)
    ranks = {
        name: rank for name, rank in (("mentee_rank", mentee_rank), ("mentor_rank", mentor_rank)) if rank
    }
    code = {
        (True, True): "mutual_preference",
        (True, False): "preferred_by_mentee",
        (False, True): "preferred_by_mentor",
        (False, False): "no_preference",
    }[mentee_rank > 0, mentor_rank > 0]
    earned = sum(criterion.ranks + 1 - rank for rank in ranks.values())
    return _Judgement(len(ranks) == 2, earned, 2 * criterion.ranks, Reason(code, ranks))


def _judge_avoid(_criterion: Criterion, finding: int) -> _Judgement:
    codes = {
        0: "not_avoided",
        BY_MENTOR: "avoided_by_mentor",
        BY_MENTEE: "avoided_by_mentee",
        BY_MENTOR | BY_MENTEE: "avoided_by_both",
    }
    return _all_or_nothing(finding == 0, Reason(codes[finding]))


def _judge_management(_criterion: Criterion, finding: int) -> _Judgement:
    for bit, code in (
        (BY_MENTOR, "mentor_above_mentee"),
        (BY_MENTEE, "mentee_above_mentor"),
        (SAME_MANAGER, "same_manager"),
    ):
        if finding & bit:
            return _all_or_nothing(False, Reason(code))
    return _all_or_nothing(True, Reason("separate_lines"))


def _judge_plainly(forbidding: str, allowing: str) -> Callable[[Criterion, int], _Judgement]:
    def judge_plainly(_criterion: Criterion, finding: int) -> _Judgement:
        return _all_or_nothing(finding == 0, Reason(forbidding if finding else allowing))

    return judge_plainly


_JUDGES: dict[Kind, Callable[[Criterion, int], _Judgement]] = {
    Kind.SAME: _judge_same,
    Kind.DIFFERENT: _judge_different,
    Kind.SHARED: _judge_shared,
    Kind.DISTANCE: _judge_distance,
    Kind.OVERLAP: _judge_overlap,
    Kind.PREFERENCE: _judge_preference,
    Kind.AVOID: _judge_avoid,
    Kind.MANAGEMENT: _judge_management,
    Kind.PARTNERED: _judge_plainly("already_partnered", "not_partnered"),
    Kind.THEMSELF: _judge_plainly("themself", "not_themself"),
    Kind.FORBIDDEN: _judge_plainly("forbidden_by_coordinator", "not_forbidden"),
    Kind.REFUSED: _judge_plainly("already_refused", "not_refused"),
}
