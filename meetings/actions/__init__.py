"""What people do with meetings. Each action is one transaction, leaves a line in the trail and tells whom it concerns.

Only those invited may act; who is not gets MeetingError, as for anything else that cannot be done. Moments are
aware, zones are names such as Europe/London, lengths are minutes.
"""

from meetings.actions.agenda import (
    add_agenda_item,
    carry_over,
    edit_agenda_item,
    remove_agenda_item,
    take_over,
    tick_agenda_item,
)
from meetings.actions.arranging import (
    AHEAD_AT_MOST,
    BACK_AT_MOST,
    call_off_ahead,
    cancel,
    correct,
    list_exceptions,
    log_past,
    may_change_following,
    propose,
    propose_series,
    reschedule,
    take_back,
)
from meetings.actions.attending import (
    excuse,
    hand_over,
    invite,
    note_roles,
    record_attendance,
    respond,
    say_how_useful,
)
from meetings.actions.notes import (
    edit_note,
    remove_note,
    write_note,
)
from meetings.actions.promises import (
    edit_action,
    finish_action,
    let_go,
    promise,
    remove_action,
    reopen_action,
)
from meetings.actions.resources import edit_resource, remove_resource, share_resource
from meetings.errors import MeetingError

__all__ = [
    "AHEAD_AT_MOST",
    "BACK_AT_MOST",
    "MeetingError",
    "add_agenda_item",
    "call_off_ahead",
    "cancel",
    "carry_over",
    "correct",
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
    "log_past",
    "may_change_following",
    "note_roles",
    "promise",
    "propose",
    "propose_series",
    "record_attendance",
    "remove_action",
    "remove_agenda_item",
    "remove_note",
    "remove_resource",
    "reopen_action",
    "reschedule",
    "respond",
    "say_how_useful",
    "share_resource",
    "take_back",
    "take_over",
    "tick_agenda_item",
    "write_note",
]
