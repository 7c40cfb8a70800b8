from django.urls import URLPattern, URLResolver, include, path

from cop.views import (
    communities,
    conflicts,
    coordination,
    evaluations,
    ideas,
    join_requests,
    joint_questions,
    peers,
    reports,
    rota,
    sessions,
    speaker_marks,
    stories,
    threads,
    turns,
)

community = [
    path("", communities.community, name="community"),
    path("marks/", speaker_marks.marks, name="community_marks"),
    path("members/", communities.members, name="community_members"),
    path("membership/", communities.membership, name="community_membership"),
    path("join-request/", join_requests.join_request, name="community_join_request"),
    path("join-request/withdrawal/", join_requests.withdrawal, name="community_join_request_withdrawal"),
    path("join-requests/<uuid:request_pk>/decision/", join_requests.decision, name="community_join_decision"),
    path("departure/", communities.departure, name="community_departure"),
    path("charter/", communities.charter, name="community_charter"),
    path("charter/edit/", communities.charter_edit, name="community_charter_edit"),
    path("phase/", communities.phase, name="community_phase"),
    path("rota/", rota.rota, name="community_rota"),
    path("rota/turns/", rota.turns_wanted, name="community_turns_wanted"),
    path("rota/absences/", rota.absences, name="community_absences"),
    path("rota/absences/<uuid:absence_pk>/end/", rota.absence_end, name="community_absence_end"),
    path("rota/<uuid:turn_pk>/swaps/", rota.swaps, name="community_swaps"),
    path("rota/<uuid:turn_pk>/stand-in/", rota.stand_in, name="community_stand_in"),
    path("swaps/<uuid:swap_pk>/answer/", rota.swap_answer, name="community_swap_answer"),
    path("swaps/<uuid:swap_pk>/withdrawal/", rota.swap_withdrawal, name="community_swap_withdrawal"),
    path("sessions/", sessions.sessions, name="community_sessions"),
    path("sessions/new/", sessions.session_new, name="community_session_new"),
    path("sessions/<uuid:session_pk>/closing/", evaluations.closing, name="community_closing"),
    path("sessions/<uuid:session_pk>/evaluation/", evaluations.evaluation, name="community_evaluation"),
    path(
        "sessions/<uuid:session_pk>/evaluation/answer/",
        evaluations.answer,
        name="community_evaluation_answer",
    ),
    path("evaluations/", evaluations.evaluations, name="community_evaluations"),
    path("evaluations/questions/", evaluations.questions, name="evaluation_questions"),
    path("evaluations/questions/new/", evaluations.question_new, name="evaluation_question_new"),
    path(
        "evaluations/questions/<uuid:question_pk>/edit/",
        evaluations.question_edit,
        name="evaluation_question_edit",
    ),
    path(
        "evaluations/questions/<uuid:question_pk>/retirement/",
        evaluations.question_retirement,
        name="evaluation_question_retirement",
    ),
    path("coordination/", coordination.care, name="community_care"),
    path("coordination/edit/", coordination.edit, name="community_edit"),
    path("coordination/facilitator/", coordination.facilitator, name="community_facilitator"),
    path("coordination/closure/", coordination.closure, name="community_closure"),
]

thread = [
    path("", threads.thread, name="community_thread"),
    path("answers/", threads.answers, name="community_answers"),
    path("following/", threads.following, name="community_following"),
    path("closure/", threads.closure, name="community_thread_closure"),
    path("posts/<uuid:post_pk>/edit/", threads.post_edit, name="community_post_edit"),
    path("posts/<uuid:post_pk>/removal/", threads.post_removal, name="community_post_removal"),
    path("posts/<uuid:post_pk>/report/", reports.post_report, name="community_post_report"),
    path("story/", stories.consent, name="community_story"),
    path("story/ask/", stories.story_ask, name="community_story_ask"),
    path("files/<uuid:file_pk>/", threads.post_file, name="community_post_file"),
    path("files/<uuid:file_pk>/small/", threads.post_thumbnail, name="community_post_thumbnail"),
]

sharing: list[URLPattern | URLResolver] = [
    path("threads/", threads.threads, name="community_threads"),
    path("threads/new/", threads.thread_new, name="community_thread_new"),
    path("threads/<uuid:thread_pk>/", include(thread)),
    path("posts/<uuid:post_pk>/", threads.post, name="community_post"),
]

turn = [
    path("", turns.turn, name="community_turn"),
    path("agenda/", turns.turn_agenda, name="community_turn_agenda"),
    path("focus/", turns.turn_focus, name="community_turn_focus"),
    path("run/", turns.turn_run, name="community_turn_run"),
    path("voices/", turns.turn_voice, name="community_turn_voice"),
    path("rounds/", turns.turn_rounds, name="community_turn_rounds"),
    path("close/", turns.turn_close, name="community_turn_close"),
    path("handover/", turns.turn_handover, name="community_turn_handover"),
]

of_peers = [
    path("", peers.peers, name="community_peers"),
    path("wish/", peers.peer_wish, name="community_peer_wish"),
    path("wish/removal/", peers.peer_wish_removal, name="community_peer_wish_removal"),
    path("<uuid:member_pk>/ask/", peers.peer_ask, name="community_peer_ask"),
]

of_ideas = [
    path("", ideas.ideas, name="community_ideas"),
    path("<uuid:idea_pk>/hand/", ideas.hand, name="community_idea_hand"),
    path("<uuid:idea_pk>/withdrawal/", ideas.withdrawal, name="community_idea_withdrawal"),
]

asked = [
    path("", joint_questions.questions, name="community_questions"),
    path("<str:key>/", joint_questions.question, name="community_question"),
    path("<str:key>/edit/", joint_questions.question_edit, name="community_question_edit"),
    path("<str:key>/agenda/", joint_questions.question_agenda, name="community_question_agenda"),
]

in_confidence = [
    path("", conflicts.conflicts, name="community_conflicts"),
    path("new/", conflicts.conflict_new, name="community_conflict_new"),
    path("<uuid:conflict_pk>/", conflicts.conflict, name="community_conflict"),
    path("<uuid:conflict_pk>/bringing/", conflicts.bringing, name="community_conflict_bringing"),
    path("<uuid:conflict_pk>/closure/", conflicts.closure, name="community_conflict_closure"),
]

urlpatterns = [
    path("", communities.communities, name="communities"),
    path("new/", coordination.community_new, name="community_new"),
    path("reports/", reports.reports, name="community_reports"),
    path("reports/<uuid:report_pk>/", reports.report, name="community_report"),
    path(
        "reports/<uuid:report_pk>/settlement/", reports.report_settlement, name="community_report_settlement"
    ),
    path("reports/<uuid:report_pk>/hiding/", reports.report_hiding, name="community_report_hiding"),
    path("stories/", stories.stories, name="stories"),
    path("stories/taken-out/<uuid:taken_pk>/", stories.taken_out, name="story_taken_out"),
    path("stories/<uuid:story_pk>/", stories.story, name="story"),
    path("stories/<uuid:story_pk>/removal/", stories.story_removal, name="story_removal"),
    path("<uuid:pk>/", include(community)),
    path("<uuid:pk>/", include(sharing)),
    path("<uuid:pk>/turns/<uuid:turn_pk>/", include(turn)),
    path("<uuid:pk>/peers/", include(of_peers)),
    path("<uuid:pk>/ideas/", include(of_ideas)),
    path("<uuid:pk>/questions/", include(asked)),
    path("<uuid:pk>/confidence/", include(in_confidence)),
]
