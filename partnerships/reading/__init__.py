"""What the pages of a partnership show, read in few queries whose number does not depend on how much there is."""

from partnerships.reading.agreements import AgreementState, agreement_state
from partnerships.reading.history import Step, steps
from partnerships.reading.page import Page, meetings_ahead, page, practices, roles_taken
from partnerships.reading.places import Place, place, places
from partnerships.reading.reviews import (
    ReviewState,
    SideBySide,
    count_settled_reviews,
    review_state,
    side_by_side,
)

__all__ = [
    "AgreementState",
    "Page",
    "Place",
    "ReviewState",
    "SideBySide",
    "Step",
    "agreement_state",
    "count_settled_reviews",
    "meetings_ahead",
    "page",
    "place",
    "places",
    "practices",
    "review_state",
    "roles_taken",
    "side_by_side",
    "steps",
]
