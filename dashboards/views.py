"""Home and programme health."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from organisations.access import MemberRequest


@require_GET
def home(request: MemberRequest) -> HttpResponse:
    """What is next and what waits, for this person."""
    return render(request, "dashboards/home.html")
