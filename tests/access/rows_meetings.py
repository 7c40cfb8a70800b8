"""Rows of the addresses of meetings: who is invited, and nobody else.

The agenda item and the notes are the mentor's; the promise is the mentee's, written down by the mentor.
"""

from datetime import timedelta

from django.utils import timezone

from tests.access.table import EVERY_MEMBER, Row

INVITED = "mentor mentee"


def _meeting(world):
    return [world.meeting.pk]


def _item(world):
    return [world.meeting.pk, world.agenda_item.pk]


def _note(world):
    return [world.meeting.pk, world.note.pk]


def _resource(world):
    return [world.meeting.pk, world.resource.pk]


def _action(world):
    return [world.meeting.pk, world.action.pk]


def _text(world):
    return {"text": "Something"}


def _promise(world):
    return {"text": "Something", "owner": world.mentee.pk, "due_on": ""}


ROWS = {
    "meetings": Row(get=EVERY_MEMBER),
    "own_actions": Row(get=EVERY_MEMBER),
    "own_action": Row(
        post="mentee", args=lambda world: [world.action.pk], data=lambda world: {"to": "let-go"}
    ),
    "meeting": Row(get=INVITED, args=_meeting),
    "meeting_series": Row(get=INVITED, args=lambda world: [world.repeating[0].series_id]),
    "meeting_time": Row(get=INVITED, post=INVITED, args=_meeting, refused=INVITED),
    "meeting_record": Row(
        refused="mentor",
        get="mentor",
        post="mentor",
        args=lambda world: [world.noted_meeting.pk],
        data=lambda world: {"minutes": "60"},
    ),
    "meeting_record_removal": Row(get="mentor", post="mentor", args=lambda world: [world.noted_meeting.pk]),
    "feed_address": Row(post=EVERY_MEMBER),
    "feed_removal": Row(post=EVERY_MEMBER),
    "meeting_usefulness": Row(
        get=INVITED,
        post=INVITED,
        args=lambda world: [world.past_meeting.pk],
        data=lambda world: {"value": "3"},
    ),
    "meeting_roles": Row(
        get=INVITED,
        post=INVITED,
        args=lambda world: [world.past_meeting.pk],
        data=lambda world: {"roles": "listener"},
    ),
    "meeting_calendar": Row(get=INVITED, args=_meeting),
    "meeting_response": Row(get=INVITED, post=INVITED, args=_meeting, data=lambda world: {"response": "yes"}),
    "meeting_cancellation": Row(get=INVITED, post=INVITED, args=_meeting),
    "meeting_attendance": Row(
        get=INVITED,
        post=INVITED,
        args=lambda world: [world.past_meeting.pk],
        data=lambda world: {str(world.mentor.pk): "came"},
    ),
    "meeting_agenda": Row(get=INVITED, post=INVITED, args=_meeting, data=_text),
    "meeting_left_over": Row(get=INVITED, post=INVITED, args=_meeting),
    "agenda_item": Row(get="mentor", post="mentor", args=_item, data=_text),
    "agenda_item_tick": Row(get=INVITED, post=INVITED, args=_item, data=lambda world: {"done": "yes"}),
    "agenda_item_removal": Row(get="mentor", post="mentor", args=_item),
    "meeting_notes": Row(get=INVITED, post=INVITED, args=_meeting, data=_text),
    "meeting_note": Row(get="mentor", post="mentor", args=_note, data=_text),
    "meeting_note_removal": Row(get="mentor", post="mentor", args=_note),
    "meeting_resources": Row(get=INVITED, post=INVITED, args=_meeting, data=_text),
    "meeting_resource": Row(get="mentor", post="mentor", args=_resource, data=_text),
    "meeting_resource_removal": Row(get="mentor", post="mentor", args=_resource),
    "meeting_actions": Row(get=INVITED, post=INVITED, args=_meeting, data=_promise),
    "meeting_action": Row(get=INVITED, post=INVITED, args=_action, data=_promise),
    "meeting_action_tick": Row(get=INVITED, post=INVITED, args=_action, data=lambda world: {"done": "yes"}),
    "meeting_action_removal": Row(get=INVITED, post=INVITED, args=_action),
}


def furnish(world, canary):
    """Write something of each kind into the meeting, and a private note of the mentee's beside the mentor's."""
    from meetings import actions
    from organisations import tenancy

    meeting, mentor, mentee = world.meeting, world.mentor, world.mentee
    with tenancy.inside(world.organisation.pk, mentor.pk):
        world.rows["agenda_item"] = actions.add_agenda_item(by=mentor, meeting=meeting, text=canary)
        world.rows["note"] = actions.write_note(by=mentor, meeting=meeting, text=canary, is_private=True)
        world.rows["shared_note"] = actions.write_note(
            by=mentor, meeting=meeting, text=canary, is_private=False
        )
        world.rows["noted_meeting"] = actions.log_past_meeting(
            by=mentor,
            attendees=[mentee],
            starts_at=timezone.now() - timedelta(days=20),
            minutes=60,
            zone="Europe/London",
            focus=canary,
        )
        world.rows["repeating"] = actions.schedule_series(
            by=mentor,
            attendees=[mentee],
            starts_at=timezone.now() + timedelta(days=40),
            minutes=60,
            zone="Europe/London",
            every=1,
            count=2,
            focus=canary,
        )
        world.rows["resource"] = actions.share_resource(by=mentor, meeting=meeting, text=canary)
        world.rows["action"] = actions.add_action(by=mentor, meeting=meeting, owner=mentee, text=canary)
    with tenancy.inside(world.organisation.pk, mentee.pk):
        actions.write_note(by=mentee, meeting=meeting, text=canary, is_private=True)
