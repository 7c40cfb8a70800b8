"""What is done in a partnership. Each action is one transaction: rows, a line in the audit log, messages.

Every action but the first locks the partnership's row, so that two people who press at once come one after the other
and the second meets what the first did. The audit log names neither stage nor outcome: who reads it may not know them.
"""

from partnerships.actions.agreements import edit_agreement, sign
from partnerships.actions.conclusions import conclude, end_early
from partnerships.actions.meetings import log_meeting, propose_meeting
from partnerships.actions.partnerships import begin
from partnerships.actions.peers import accept_peer, ask_to_be_peers, decline_peer, take_peer_invitation_back
from partnerships.actions.reviews import answer_review, open_review, take_view_back, unsettled_difference
from partnerships.errors import AgreementChangedError, PartnershipError

__all__ = [
    "AgreementChangedError",
    "PartnershipError",
    "accept_peer",
    "answer_review",
    "ask_to_be_peers",
    "begin",
    "conclude",
    "decline_peer",
    "edit_agreement",
    "end_early",
    "log_meeting",
    "open_review",
    "propose_meeting",
    "sign",
    "take_peer_invitation_back",
    "take_view_back",
    "unsettled_difference",
]
