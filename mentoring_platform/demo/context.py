"""Offers the demo's people on the sign-in page; in the list of context processors only where DEMO is set."""

from typing import Any

from django.http import HttpRequest

from mentoring_platform.demo import people


def demo_people(request: HttpRequest) -> dict[str, Any]:
    return {"demo_people": people.offered()}
