"""What every page may rely on."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from web import navigation


def page(request: HttpRequest) -> dict[str, Any]:
    """Return ``organisation``, ``member`` (either may be None) and ``navigation``.

    Nothing is looked up here: the rail is made when a page draws it, so that error pages need no database.
    """
    return {
        "organisation": getattr(request, "organisation", None),
        "member": getattr(request, "member", None),
        "navigation": SimpleLazyObject(lambda: navigation.links_for(request)),
    }
