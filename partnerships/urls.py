from django.urls import include, path

from partnerships.views import partnerships as views
from partnerships.views import peers

partnership = [
    path("", views.partnership, name="partnership"),
    path("agreement/", views.agreement, name="partnership_agreement"),
    path("agreement/<int:version>/", views.agreement_version, name="partnership_agreement_version"),
    path("agreement/edit/", views.agreement_edit, name="partnership_agreement_edit"),
    path("agreement/signature/", views.signature, name="partnership_signature"),
    path("meetings/new/", views.meeting_new, name="partnership_meeting_new"),
    path("meetings/log/", views.meeting_log, name="partnership_meeting_log"),
    path("promises/<uuid:action_pk>/tick/", views.promise_tick, name="partnership_promise_tick"),
    path("review/", views.review, name="partnership_review"),
    path("review/withdrawal/", views.review_withdrawal, name="partnership_review_withdrawal"),
    path("reviews/<uuid:review_pk>/", views.review_views, name="partnership_review_views"),
    path("conclusion/", views.conclusion, name="partnership_conclusion"),
    path("ending/", views.ending, name="partnership_ending"),
    path("history/", views.history, name="partnership_history"),
]

peer_invitation = [
    path("", peers.invitation, name="peer_invitation"),
    path("answer/", peers.invitation_answer, name="peer_invitation_answer"),
    path("withdrawal/", peers.invitation_withdrawal, name="peer_invitation_withdrawal"),
]

urlpatterns = [
    path("", views.partnerships, name="partnerships"),
    path("peers/<uuid:pk>/", include(peer_invitation)),
    path("<uuid:pk>/", include(partnership)),
]
