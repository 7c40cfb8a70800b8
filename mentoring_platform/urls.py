"""Addresses outside any organisation. Inside one, ``organisation_urls`` serves what follows ``/<organisation>/``."""

from django.conf import settings
from django.urls import include, path

from development_plans.views import feedback as plans
from meetings import views as meetings
from mentoring_platform import demo_views, health, mail_views, operator_site
from notifications import views as notifications
from organisations import views as organisations
from portfolios.views import issuer, shown

urlpatterns = [
    path("", organisations.entrance, name="entrance"),
    path("accounts/", include("allauth.urls")),
    path("admin/", operator_site.site.urls),
    path("calendar/<str:token>.ics", meetings.calendar_feed, name="calendar_feed"),
    path("feedback/<str:token>/", plans.feedback, name="feedback"),
    path("healthz", health.healthz, name="healthz"),
    path("join/<slug:slug>/<str:token>/", organisations.join, name="join"),
    path("organisations/new/", organisations.new_organisation, name="new_organisation"),
    path("organisations/<uuid:organisation>/issuer/", issuer.issuer, name="issuer"),
    path("organisations/<uuid:organisation>/issuer/keys/", issuer.issuer_keys, name="issuer_keys"),
    path("organisations/<uuid:organisation>/issuer/keys/<uuid:key>/", issuer.issuer_key, name="issuer_key"),
    path(
        "organisations/<uuid:organisation>/issuer/revocations/",
        issuer.issuer_revocations,
        name="issuer_revocations",
    ),
    path(
        "organisations/<uuid:organisation>/issuer/achievements/<uuid:key>/",
        issuer.issuer_achievement,
        name="issuer_achievement",
    ),
    path("showcases/<str:token>/", shown.showcase_shown, name="showcase_shown"),
    path("showcases/<str:token>/pdf/", shown.showcase_shown_pdf, name="showcase_shown_pdf"),
    path("showcases/<str:token>/files/<uuid:pk>/", shown.showcase_shown_file, name="showcase_shown_file"),
    path(
        "showcases/<str:token>/credentials/<uuid:pk>/<slug:form>/",
        shown.showcase_shown_credential,
        name="showcase_shown_credential",
    ),
    path("unsubscribe/<str:token>/", notifications.unsubscribe, name="unsubscribe"),
]

if settings.DEMO:
    urlpatterns.append(path("demo/sign-in/", demo_views.sign_in, name="demo_sign_in"))
if settings.DEBUG:
    urlpatterns += [
        path("dev/mail/", mail_views.mailbox, name="dev_mail"),
        path("dev/mail/<str:name>/", mail_views.mail, name="dev_mail_one"),
    ]
