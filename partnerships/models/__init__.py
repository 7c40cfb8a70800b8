"""Partnerships and what belongs to them; how two peers come to one. One room for each."""

from partnerships.models.partnerships import (
    PEER,
    Agreement,
    Conclusion,
    ConclusionReason,
    Partnership,
    PartnershipMeeting,
    Party,
    PracticeRating,
    ReviewAnswer,
    ReviewAnswered,
    Signature,
    StageReview,
    Transition,
    took_place,
)
from partnerships.models.peers import PeerInvitation

__all__ = [
    "PEER",
    "Agreement",
    "Conclusion",
    "ConclusionReason",
    "Partnership",
    "PartnershipMeeting",
    "Party",
    "PeerInvitation",
    "PracticeRating",
    "ReviewAnswer",
    "ReviewAnswered",
    "Signature",
    "StageReview",
    "Transition",
    "took_place",
]
