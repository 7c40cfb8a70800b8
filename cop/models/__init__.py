from cop.models.communities import Charter, Closure, Community, Membership, PhaseStep
from cop.models.prompts import Prompt
from cop.models.sessions import Absence, Session, Swap, Turn

__all__ = [
    "Absence",
    "Charter",
    "Closure",
    "Community",
    "Membership",
    "PhaseStep",
    "Prompt",
    "Session",
    "Swap",
    "Turn",
]
