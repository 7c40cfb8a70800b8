from cop.models.communities import Charter, Closure, Community, Membership, PhaseStep
from cop.models.facilitating import Hand, HandOver, Idea, Round, Taking, Voice
from cop.models.prompts import Prompt
from cop.models.reports import Report, Settlement
from cop.models.sessions import Absence, Session, Swap, Turn
from cop.models.stories import Consent, Story, StoryAsk
from cop.models.threads import Following, Hiding, Post, PostFile, Thread, ThreadClosure, Words

__all__ = [
    "Absence",
    "Charter",
    "Closure",
    "Community",
    "Consent",
    "Following",
    "Hand",
    "HandOver",
    "Hiding",
    "Idea",
    "Membership",
    "PhaseStep",
    "Post",
    "PostFile",
    "Prompt",
    "Report",
    "Round",
    "Session",
    "Settlement",
    "Story",
    "StoryAsk",
    "Swap",
    "Taking",
    "Thread",
    "ThreadClosure",
    "Turn",
    "Voice",
    "Words",
]
