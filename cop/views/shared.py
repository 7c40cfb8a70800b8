"""What the views share: loading a community as one's own, and what each page shows."""

from typing import Any
from uuid import UUID

from django.http import Http404

from cop.queries.communities import MemberCommunity, get_community
from organisations.access import MemberRequest


def place_of(request: MemberRequest, pk: UUID) -> MemberCommunity:
    """Load a community the member belongs to.

    Raises:
        Http404: there is none of that key, or it is other people's.
    """
    found = get_community(request.member, pk)
    if not found:
        raise Http404
    return found


def frame(place: MemberCommunity) -> dict[str, Any]:
    """Return what each page of a community shows."""
    return {"place": place, "community": place.community}
