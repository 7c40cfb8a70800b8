"""Annual summary."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from organisations.access import MemberRequest
from portfolios.queries.annual_summary import get_annual_summary, list_years


@require_GET
def portfolio_year(request: MemberRequest) -> HttpResponse:
    """Show one's own year; ``?year=`` chooses which, and what makes no sense is the latest."""
    offered = list_years(request.member)
    wanted = request.GET.get("year", "")
    number = next((each for each in offered if str(each) == wanted), offered[0])
    tabs = [{"url": f"?year={each}", "label": str(each), "current": each == number} for each in offered]
    context = {"year": get_annual_summary(request.member, number), "offered": offered, "tabs": tabs}
    return render(request, "portfolios/annual_summary.html", context)
