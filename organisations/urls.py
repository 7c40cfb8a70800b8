from django.urls import path

from organisations import views

urlpatterns = [
    path("me/", views.member_settings, name="member_settings"),
    path("settings/", views.organisation_settings, name="organisation_settings"),
    path("people/", views.people, name="people"),
    path("people/appointments/<uuid:pk>/dismissal/", views.dismissal, name="dismissal"),
    path("people/<uuid:pk>/invitation/", views.reinvitation, name="reinvitation"),
    path(
        "people/<uuid:pk>/invitation/withdrawal/", views.invitation_withdrawal, name="invitation_withdrawal"
    ),
    path("audit-log/", views.audit_log, name="audit_log"),
]
