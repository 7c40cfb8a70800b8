from cop.models.communities import (
    Charter,
    Community,
    CommunityClosure,
    JoinDecision,
    JoinRequest,
    Membership,
    PhaseStep,
)
from cop.models.conflicts import Conflict, ConflictClosure, ConflictRecipient, ConflictReply
from cop.models.evaluations import (
    AgendaCarryover,
    CommunityQuestion,
    Evaluation,
    EvaluationAnswer,
    EvaluationFinding,
    EvaluationOutcome,
    EvaluationQuestion,
    Reflection,
    Respondent,
)
from cop.models.facilitation import HandOver, Idea, IdeaAdoption, IdeaVote, Round, SpeakerMark
from cop.models.joint_questions import JointAnswer, JointQuestion
from cop.models.peers import PeerWish
from cop.models.prompts import Prompt
from cop.models.reports import Report, ReportSettlement
from cop.models.sessions import Absence, Session, Swap, Turn, TurnOffer
from cop.models.stories import Story, StoryConsent, StoryRemoval, StoryRequest
from cop.models.threads import HiddenPost, Post, PostBody, PostFile, Thread, ThreadClosure, ThreadFollow

__all__ = [
    "Absence",
    "AgendaCarryover",
    "Charter",
    "Community",
    "CommunityClosure",
    "CommunityQuestion",
    "Conflict",
    "ConflictClosure",
    "ConflictRecipient",
    "ConflictReply",
    "Evaluation",
    "EvaluationAnswer",
    "EvaluationFinding",
    "EvaluationOutcome",
    "EvaluationQuestion",
    "HandOver",
    "HiddenPost",
    "Idea",
    "IdeaAdoption",
    "IdeaVote",
    "JoinDecision",
    "JoinRequest",
    "JointAnswer",
    "JointQuestion",
    "Membership",
    "PeerWish",
    "PhaseStep",
    "Post",
    "PostBody",
    "PostFile",
    "Prompt",
    "Reflection",
    "Report",
    "ReportSettlement",
    "Respondent",
    "Round",
    "Session",
    "SpeakerMark",
    "Story",
    "StoryConsent",
    "StoryRemoval",
    "StoryRequest",
    "Swap",
    "Thread",
    "ThreadClosure",
    "ThreadFollow",
    "Turn",
    "TurnOffer",
]
