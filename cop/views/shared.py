"""What the views share: loading a community as one's own, and what each page shows."""

from typing import Any
from uuid import UUID

from django.http import Http404

from cop import reading
from cop.reading import Place
from organisations.access import MemberRequest


def place_of(request: MemberRequest, pk: UUID) -> Place:
    """Load a community the member belongs to.

    Raises:
        Http404: there is none of that key, or it is other people's.
    """
    found = reading.place(request.member, pk)
    if not found:
        raise Http404
    return found


def frame(place: Place) -> dict[str, Any]:
    """Return what each page of a community shows."""
    return {"place": place, "community": place.community}
