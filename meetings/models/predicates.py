"""Who is what in a meeting, for the row security of its tables and of those above.

Each takes a column of the row; or one of another that is named with it, such as ``OLD.id``.
"""

from organisations.row_security import Condition, of, own, qualify

INVITED = own("member_id", "the invited")
# Of a meeting: whoever made it, and whoever runs it.
HOST = Condition("{member} IN ({row}.created_by_id, {row}.facilitator_id)", "who made or runs it")


def attendees_of(column: str = "meeting_id") -> Condition:
    """Return whether the member is invited to the meeting that a column names."""
    return Condition(
        "EXISTS (SELECT 1 FROM public.meetings_attendance a "
        f"WHERE a.meeting_id = {qualify(column)} AND a.member_id = {{member}})",
        "an attendee of its meeting",
    )


def hosts_of(column: str = "meeting_id") -> Condition:
    """Return whether the member made or runs the meeting that a column names."""
    return of(column, "meetings_meeting", HOST)


def attendees_of_series(column: str) -> Condition:
    """Return whether the member is invited to a meeting of the series that a column names."""
    return Condition(
        "EXISTS (SELECT 1 FROM public.meetings_meeting m "
        "JOIN public.meetings_attendance a ON a.meeting_id = m.id "
        f"WHERE m.series_id = {qualify(column)} AND a.member_id = {{member}})",
        "an attendee of one of its meetings",
    )
