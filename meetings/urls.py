from django.urls import path

from meetings import views

urlpatterns = [
    path("", views.meetings, name="meetings"),
    path("calendar/", views.feed_address, name="feed_address"),
    path("calendar/removal/", views.feed_removal, name="feed_removal"),
    path("<uuid:pk>/roles/", views.roles, name="meeting_roles"),
    path("<uuid:pk>/usefulness/", views.usefulness, name="meeting_usefulness"),
    path("<uuid:pk>/", views.meeting, name="meeting"),
    path("<uuid:pk>/time/", views.time, name="meeting_time"),
    path("<uuid:pk>/record/", views.record, name="meeting_record"),
    path("<uuid:pk>/record/removal/", views.record_removal, name="meeting_record_removal"),
    path("<uuid:pk>/calendar.ics", views.calendar, name="meeting_calendar"),
    path("<uuid:pk>/response/", views.response, name="meeting_response"),
    path("<uuid:pk>/cancellation/", views.cancellation, name="meeting_cancellation"),
    path("<uuid:pk>/attendance/", views.attendance, name="meeting_attendance"),
    path("<uuid:pk>/agenda/", views.agenda, name="meeting_agenda"),
    path("<uuid:pk>/agenda/left/", views.left_over, name="meeting_left_over"),
    path("<uuid:pk>/agenda/<uuid:item_pk>/", views.agenda_item, name="agenda_item"),
    path("<uuid:pk>/agenda/<uuid:item_pk>/tick/", views.agenda_item_tick, name="agenda_item_tick"),
    path("<uuid:pk>/agenda/<uuid:item_pk>/removal/", views.agenda_item_removal, name="agenda_item_removal"),
    path("<uuid:pk>/notes/", views.notes, name="meeting_notes"),
    path("<uuid:pk>/notes/<uuid:note_pk>/", views.note, name="meeting_note"),
    path("<uuid:pk>/notes/<uuid:note_pk>/removal/", views.note_removal, name="meeting_note_removal"),
    path("<uuid:pk>/resources/", views.resources, name="meeting_resources"),
    path("<uuid:pk>/resources/<uuid:resource_pk>/", views.resource, name="meeting_resource"),
    path(
        "<uuid:pk>/resources/<uuid:resource_pk>/removal/",
        views.resource_removal,
        name="meeting_resource_removal",
    ),
    path("<uuid:pk>/actions/", views.promises, name="meeting_actions"),
    path("<uuid:pk>/actions/<uuid:action_pk>/", views.action, name="meeting_action"),
    path("<uuid:pk>/actions/<uuid:action_pk>/tick/", views.action_tick, name="meeting_action_tick"),
    path("<uuid:pk>/actions/<uuid:action_pk>/removal/", views.action_removal, name="meeting_action_removal"),
]
