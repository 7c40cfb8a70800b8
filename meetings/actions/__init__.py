"""What people do with meetings. Each action is one transaction, adds to the audit log and tells whom it concerns.

Only those invited may act; who is not gets MeetingError, as for anything else that cannot be done. Moments are
aware, zones are names such as Europe/London, lengths are minutes.
"""

from meetings.actions.action_items import (
    add_action,
    edit_action,
    finish_action,
    let_go,
    remove_action,
    reopen_action,
)
from meetings.actions.agenda_items import (
    add_agenda_item,
    carry_over,
    copy_agenda_item,
    edit_agenda_item,
    remove_agenda_item,
    tick_agenda_item,
)
from meetings.actions.attendances import (
    excuse,
    hand_over,
    invite,
    note_roles,
    record_attendance,
    respond,
    say_how_useful,
)
from meetings.actions.meetings import (
    AHEAD_AT_MOST,
    BACK_AT_MOST,
    cancel,
    cancel_ahead,
    correct_log,
    list_exceptions,
    log_past_meeting,
    may_change_following,
    reschedule,
    schedule,
    schedule_series,
    withdraw_log,
)
from meetings.actions.notes import (
    edit_note,
    remove_note,
    write_note,
)
from meetings.actions.resources import edit_resource, remove_resource, share_resource
from meetings.errors import MeetingError

__all__ = [
    "AHEAD_AT_MOST",
    "BACK_AT_MOST",
    "MeetingError",
    "add_action",
    "add_agenda_item",
    "cancel",
    "cancel_ahead",
    "carry_over",
    "copy_agenda_item",
    "correct_log",
    "edit_action",
    "edit_agenda_item",
    "edit_note",
    "edit_resource",
    "excuse",
    "finish_action",
    "hand_over",
    "invite",
    "let_go",
    "list_exceptions",
    "log_past_meeting",
    "may_change_following",
    "note_roles",
    "record_attendance",
    "remove_action",
    "remove_agenda_item",
    "remove_note",
    "remove_resource",
    "reopen_action",
    "reschedule",
    "respond",
    "say_how_useful",
    "schedule",
    "schedule_series",
    "share_resource",
    "tick_agenda_item",
    "withdraw_log",
    "write_note",
]
