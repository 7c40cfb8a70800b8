"""What the pages of a partnership show, read in few queries whose number does not depend on how much there is."""

from partnerships.queries.agreements import AgreementState, get_agreement_state
from partnerships.queries.history import HistoryStep, list_steps
from partnerships.queries.partnership_page import (
    PartnershipPage,
    count_roles_taken,
    get_page,
    list_meetings_ahead,
    list_practices,
)
from partnerships.queries.partnerships import MemberPartnership, get_partnership, list_partnerships
from partnerships.queries.reviews import (
    ReviewState,
    SideBySide,
    compare_views,
    count_settled_reviews,
    get_review_state,
)

__all__ = [
    "AgreementState",
    "HistoryStep",
    "MemberPartnership",
    "PartnershipPage",
    "ReviewState",
    "SideBySide",
    "compare_views",
    "count_roles_taken",
    "count_settled_reviews",
    "get_agreement_state",
    "get_page",
    "get_partnership",
    "get_review_state",
    "list_meetings_ahead",
    "list_partnerships",
    "list_practices",
    "list_steps",
]
