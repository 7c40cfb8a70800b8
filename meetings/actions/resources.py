"""What people share for keeping: links and words."""

from django.db import transaction

from meetings.actions import contents
from meetings.actions.checks import locked, refuse_if_cancelled
from meetings.models import Meeting, Resource
from organisations.models import Member


@transaction.atomic
def share_resource(*, by: Member, meeting: Meeting, text: str, link: str = "") -> Resource:
    """Share something with everyone invited: what it is, and where it is found when it has an address.

    Raises:
        MeetingError: it says nothing or too much, or the meeting was cancelled.
    """
    current = locked(meeting, by)
    refuse_if_cancelled(current)
    resource = Resource(organisation_id=current.organisation_id, meeting=current, author=by, link=link)
    return contents.save(resource, by=by, event="resource.shared", text=text)


@transaction.atomic
def edit_resource(*, by: Member, resource: Resource, text: str, link: str = "") -> Resource:
    """Describe what one shared in other words, or give it another address.

    Raises:
        MeetingError: it is somebody else's, or says nothing or too much.
    """
    current = contents.own(resource, by)
    current.link = link
    return contents.save(current, by=by, event="resource.edited", text=text)


@transaction.atomic
def remove_resource(*, by: Member, resource: Resource) -> None:
    """Take back what one shared.

    Raises:
        MeetingError: it is somebody else's.
    """
    contents.remove(contents.own(resource, by), by=by, event="resource.removed")
