from development_plans.models.feedback import Asking, FeedbackAnswer, FeedbackInvitation
from development_plans.models.pathways import Mark, Pathway, Task, TaskFile, Walk
from development_plans.models.plans import Barrier, Conclusion, LogEntry, LogFile, Plan, PlanAction
from development_plans.models.sharing import Comment, Look, Share
from development_plans.models.snapshots import CountedMentee, StepSnapshot

__all__ = [
    "Asking",
    "Barrier",
    "Comment",
    "Conclusion",
    "CountedMentee",
    "FeedbackAnswer",
    "FeedbackInvitation",
    "LogEntry",
    "LogFile",
    "Look",
    "Mark",
    "Pathway",
    "Plan",
    "PlanAction",
    "Share",
    "StepSnapshot",
    "Task",
    "TaskFile",
    "Walk",
]
