from development_plans.models.comments import PlanComment
from development_plans.models.feedback import FeedbackAnswer, FeedbackInvitation, FeedbackRequest
from development_plans.models.pathways import Pathway, PathwayEnrolment, Task, TaskFile, TaskMark
from development_plans.models.plans import Barrier, LogEntry, LogFile, Plan, PlanAction, PlanConclusion
from development_plans.models.shares import LastViewed, PlanShare
from development_plans.models.snapshots import CountedMentee, StepSnapshot

__all__ = [
    "Barrier",
    "CountedMentee",
    "FeedbackAnswer",
    "FeedbackInvitation",
    "FeedbackRequest",
    "LastViewed",
    "LogEntry",
    "LogFile",
    "Pathway",
    "PathwayEnrolment",
    "Plan",
    "PlanAction",
    "PlanComment",
    "PlanConclusion",
    "PlanShare",
    "StepSnapshot",
    "Task",
    "TaskFile",
    "TaskMark",
]
