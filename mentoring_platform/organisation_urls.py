"""Addresses inside an organisation, after ``/<organisation>/``. Every view here has ``request.member``."""

from django.urls import include, path

urlpatterns = [
    path("", include("dashboards.urls")),
    path("", include("organisations.urls")),
    path("accounts/", include("allauth.urls")),
    path("meetings/", include("meetings.urls")),
    path("notifications/", include("notifications.urls")),
    path("partnerships/", include("partnerships.urls")),
    path("programmes/", include("programmes.urls")),
]
