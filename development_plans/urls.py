from django.urls import include, path

from development_plans.views import agenda, comments, contents, feedback, pathways, plans, shares, steps

plan = [
    path("", plans.plan, name="plan"),
    path("steps/<int:step>/", steps.plan_step, name="plan_step"),
    path("actions/", contents.plan_actions, name="plan_actions"),
    path("actions/<uuid:action_pk>/", contents.plan_action, name="plan_action"),
    path("actions/<uuid:action_pk>/removal/", contents.plan_action_removal, name="plan_action_removal"),
    path("actions/<uuid:action_pk>/tick/", contents.plan_action_tick, name="plan_action_tick"),
    path("barriers/", contents.plan_barriers, name="plan_barriers"),
    path("barriers/none/", contents.plan_no_barrier, name="plan_no_barrier"),
    path("barriers/<uuid:barrier_pk>/", contents.plan_barrier, name="plan_barrier"),
    path("barriers/<uuid:barrier_pk>/removal/", contents.plan_barrier_removal, name="plan_barrier_removal"),
    path("barriers/<uuid:barrier_pk>/goal/", contents.plan_barrier_goal, name="plan_barrier_goal"),
    path("log/", contents.plan_log, name="plan_log"),
    path("log/files/<uuid:file_pk>/", contents.plan_log_file, name="plan_log_file"),
    path("log/meeting-action/", contents.plan_log_meeting_action, name="plan_log_meeting_action"),
    path("log/<uuid:entry_pk>/removal/", contents.plan_log_removal, name="plan_log_removal"),
    path("shares/", shares.plan_shares, name="plan_shares"),
    path("shares/<uuid:share_pk>/end/", shares.plan_share_end, name="plan_share_end"),
    path("comments/", comments.plan_comments, name="plan_comments"),
    path("comments/<uuid:comment_pk>/removal/", comments.plan_comment_removal, name="plan_comment_removal"),
    path("agenda/<uuid:meeting_pk>/", agenda.plan_agenda, name="plan_agenda"),
    path("feedback/", feedback.plan_feedback, name="plan_feedback"),
    path("feedback/<uuid:request_pk>/end/", feedback.plan_feedback_end, name="plan_feedback_end"),
    path("next-goal/", plans.next_goal, name="plan_next_goal"),
    path("setting-aside/", plans.setting_aside, name="plan_setting_aside"),
    path("resumption/", plans.resumption, name="plan_resumption"),
]

pathway = [
    path("", pathways.pathway, name="pathway"),
    path("edit/", pathways.pathway_edit, name="pathway_edit"),
    path("opening/", pathways.pathway_opening, name="pathway_opening"),
    path("copy/", pathways.pathway_copy, name="pathway_copy"),
    path("tasks/new/", pathways.task_new, name="task_new"),
    path("tasks/<uuid:task_pk>/", pathways.task_edit, name="task_edit"),
    path("tasks/<uuid:task_pk>/removal/", pathways.task_removal, name="task_removal"),
    path("tasks/<uuid:task_pk>/move/", pathways.task_move, name="task_move"),
    path("tasks/<uuid:task_pk>/files/<uuid:file_pk>/", pathways.task_file, name="task_file"),
    path(
        "tasks/<uuid:task_pk>/files/<uuid:file_pk>/removal/",
        pathways.task_file_removal,
        name="task_file_removal",
    ),
    path("tasks/<uuid:task_pk>/entry/", pathways.task_entry, name="task_entry"),
    path("tasks/<uuid:task_pk>/action/", pathways.task_action, name="task_action"),
    path("enrolments/<uuid:enrolment_pk>/", pathways.enrolment, name="pathway_enrolment"),
    path("enrolments/<uuid:enrolment_pk>/<uuid:task_pk>/mark/", pathways.pathway_mark, name="pathway_mark"),
]

urlpatterns = [
    path("", plans.plans, name="plans"),
    path("new/", plans.plan_new, name="plan_new"),
    path("pathways/", pathways.pathways, name="pathways"),
    path("pathways/new/", pathways.pathway_new, name="pathway_new"),
    path("pathways/<uuid:pk>/", include(pathway)),
    path("<uuid:pk>/", include(plan)),
]
