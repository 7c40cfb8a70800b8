"""The one thing to do next in a cohort, for who coordinates it: plain values in and out."""

from enum import StrEnum


class CohortStep(StrEnum):
    """What the main button of a cohort's page does."""

    IMPORT = "import"
    MATCH = "match"
    NOTHING = "nothing"


class MatchingStep(StrEnum):
    """What the main button of a cohort's matching does."""

    ORDER = "order"  # say the order of a scale, without which a rule cannot be read
    MATCH = "match"
    PROPOSE = "propose"
    NOTHING = "nothing"


def cohort_step(*, is_closed: bool, mentors: int, mentees: int, unmatched: int, asked: int) -> CohortStep:
    """Return what comes next in a cohort.

    Args:
        unmatched: how many mentees have no mentor; ``asked``, to how many of them somebody is proposed.
    """
    if is_closed:
        return CohortStep.NOTHING
    if not mentors or not mentees:
        return CohortStep.IMPORT
    return CohortStep.MATCH if unmatched > asked else CohortStep.NOTHING


def matching_step(
    *, is_closed: bool, has_to_order: bool, may_match: bool, may_propose: bool, pairs: int, has_changed: bool
) -> MatchingStep:
    """Return what comes next in the matching: pairs are proposed as they were found, if nothing changed since."""
    if is_closed:
        return MatchingStep.NOTHING
    if has_to_order:
        return MatchingStep.ORDER
    if may_propose and pairs and not has_changed:
        return MatchingStep.PROPOSE
    return MatchingStep.MATCH if may_match else MatchingStep.NOTHING
