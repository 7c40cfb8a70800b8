"""What every page may rely on."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from web import rail


def page(request: HttpRequest) -> dict[str, Any]:
    """Return ``organisation``, ``member`` (either may be None) and ``rail``.

    Nothing is looked up here: the rail is made when a page draws it, so that error pages need no database.
    """
    return {
        "organisation": getattr(request, "organisation", None),
        "member": getattr(request, "member", None),
        "rail": SimpleLazyObject(lambda: rail.links_for(request)),
    }
