"""Pages of meetings."""

from meetings.views.action_items import action, action_removal, action_tick, promises
from meetings.views.agenda_items import agenda, agenda_item, agenda_item_removal, agenda_item_tick, left_over
from meetings.views.attendances import attendance, cancellation, response, roles, usefulness
from meetings.views.ics_feed import calendar_feed, feed_address, feed_removal
from meetings.views.meetings import calendar, meeting, meetings, record, record_removal, series, time
from meetings.views.notes import note, note_removal, notes
from meetings.views.own_action_items import own_action, own_actions
from meetings.views.resources import resource, resource_removal, resources

__all__ = [
    "action",
    "action_removal",
    "action_tick",
    "agenda",
    "agenda_item",
    "agenda_item_removal",
    "agenda_item_tick",
    "attendance",
    "calendar",
    "calendar_feed",
    "cancellation",
    "feed_address",
    "feed_removal",
    "left_over",
    "meeting",
    "meetings",
    "note",
    "note_removal",
    "notes",
    "own_action",
    "own_actions",
    "promises",
    "record",
    "record_removal",
    "resource",
    "resource_removal",
    "resources",
    "response",
    "roles",
    "series",
    "time",
    "usefulness",
]
