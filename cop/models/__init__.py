from cop.models.communities import (
    Charter,
    Closure,
    Community,
    JoinDecision,
    JoinRequest,
    Membership,
    PhaseStep,
)
from cop.models.conflicts import Bringing, Conflict, ConflictEnd, Reply
from cop.models.evaluations import (
    Answer,
    Asked,
    Evaluation,
    Finding,
    Outcome,
    Question,
    Raised,
    Reflection,
    Respondent,
)
from cop.models.facilitating import Hand, HandOver, Idea, Round, Taking, Voice
from cop.models.peers import PeerWish
from cop.models.prompts import Prompt
from cop.models.questions import JointAnswer, JointQuestion
from cop.models.reports import Report, Settlement
from cop.models.sessions import Absence, Session, Swap, Turn, TurnOffer
from cop.models.stories import Consent, Story, StoryAsk, TakenOut
from cop.models.threads import Following, Hiding, Post, PostFile, Thread, ThreadClosure, Words

__all__ = [
    "Absence",
    "Answer",
    "Asked",
    "Bringing",
    "Charter",
    "Closure",
    "Community",
    "Conflict",
    "ConflictEnd",
    "Consent",
    "Evaluation",
    "Finding",
    "Following",
    "Hand",
    "HandOver",
    "Hiding",
    "Idea",
    "JoinDecision",
    "JoinRequest",
    "JointAnswer",
    "JointQuestion",
    "Membership",
    "Outcome",
    "PeerWish",
    "PhaseStep",
    "Post",
    "PostFile",
    "Prompt",
    "Question",
    "Raised",
    "Reflection",
    "Reply",
    "Report",
    "Respondent",
    "Round",
    "Session",
    "Settlement",
    "Story",
    "StoryAsk",
    "Swap",
    "TakenOut",
    "Taking",
    "Thread",
    "ThreadClosure",
    "Turn",
    "TurnOffer",
    "Voice",
    "Words",
]
