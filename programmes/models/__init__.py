"""Programmes; people in them; the import of a list of people; matching. One room for each."""

from programmes.models.enrolments import Enrolment, EnrolmentAnswer, EnrolmentChange, Import, ImportJob
from programmes.models.matching import (
    MatchingCriterion,
    MatchingRun,
    PairDecision,
    Proposal,
    ProposalAnswer,
    Refusal,
    RunPair,
)
from programmes.models.programmes import Cohort, Coordination, Practice, Programme, Question

__all__ = [
    "Cohort",
    "Coordination",
    "Enrolment",
    "EnrolmentAnswer",
    "EnrolmentChange",
    "Import",
    "ImportJob",
    "MatchingCriterion",
    "MatchingRun",
    "PairDecision",
    "Practice",
    "Programme",
    "Proposal",
    "ProposalAnswer",
    "Question",
    "Refusal",
    "RunPair",
]
