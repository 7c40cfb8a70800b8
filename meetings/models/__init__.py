"""Meetings. When and who is known to the organisation; what it is about and what is written only to its attendees."""

from meetings.models.contents import Action, ActionQuerySet, AgendaItem, Note, Resource
from meetings.models.meetings import (
    Arrangement,
    Attendance,
    CalendarFeed,
    Cancellation,
    Meeting,
    MeetingQuerySet,
    RolesTaken,
    Usefulness,
)
from meetings.models.series import Series

__all__ = [
    "Action",
    "ActionQuerySet",
    "AgendaItem",
    "Arrangement",
    "Attendance",
    "CalendarFeed",
    "Cancellation",
    "Meeting",
    "MeetingQuerySet",
    "Note",
    "Resource",
    "RolesTaken",
    "Series",
    "Usefulness",
]
