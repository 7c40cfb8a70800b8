"""Programmes; people in them; the import of a list of people; matching. One room for each."""

from programmes.models.enrolments import Answer, Enrolment, EnrolmentChange, Import, Taking
from programmes.models.matching import (
    Criterion,
    MatchingRun,
    PairDecision,
    Proposal,
    ProposalAnswer,
    Refusal,
    RunPair,
)
from programmes.models.programmes import Cohort, Coordination, Practice, Programme, Question

__all__ = [
    "Answer",
    "Cohort",
    "Coordination",
    "Criterion",
    "Enrolment",
    "EnrolmentChange",
    "Import",
    "MatchingRun",
    "PairDecision",
    "Practice",
    "Programme",
    "Proposal",
    "ProposalAnswer",
    "Question",
    "Refusal",
    "RunPair",
    "Taking",
]
