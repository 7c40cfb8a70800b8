"""Addresses inside an organisation, after ``/<organisation>/``. Every view here has ``request.member``."""

from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", include("dashboards.urls")),
    path("", include("organisations.urls")),
    path("entrance/", RedirectView.as_view(url="/"), name="entrance"),
    path("accounts/", include("allauth.urls")),
    path("communities/", include("cop.urls")),
    path("meetings/", include("meetings.urls")),
    path("notifications/", include("notifications.urls")),
    path("partnerships/", include("partnerships.urls")),
    path("plans/", include("development_plans.urls")),
    path("portfolio/", include("portfolios.urls")),
    path("programmes/", include("programmes.urls")),
]
