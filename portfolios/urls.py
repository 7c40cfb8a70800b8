from django.urls import path

from portfolios.views import assessments, frameworks, pieces, sharing, showcases, taking_along

urlpatterns = [
    path("", pieces.portfolio, name="portfolio"),
    path("archive/", taking_along.archive, name="portfolio_archive"),
    path("assessments/", assessments.assessments, name="assessments"),
    path("assessments/new/", assessments.assessment_new, name="assessment_new"),
    path("assessments/<uuid:pk>/", assessments.assessment, name="assessment"),
    path("assessments/<uuid:pk>/beginning/", assessments.assessment_beginning, name="assessment_beginning"),
    path("assessments/<uuid:pk>/judgement/", assessments.assessment_judgement, name="assessment_judgement"),
    path("assessments/<uuid:pk>/ending/", assessments.assessment_ending, name="assessment_ending"),
    path(
        "assessments/<uuid:pk>/second-look/",
        assessments.assessment_second_look,
        name="assessment_second_look",
    ),
    path(
        "assessments/<uuid:pk>/shares/end/", assessments.assessment_shares_end, name="assessment_shares_end"
    ),
    path("showcases/", showcases.showcases, name="showcases"),
    path("showcases/new/", showcases.showcase_new, name="showcase_new"),
    path("showcases/<uuid:pk>/", showcases.showcase, name="showcase"),
    path("showcases/<uuid:pk>/edit/", showcases.showcase_edit, name="showcase_edit"),
    path("showcases/<uuid:pk>/choice/", showcases.showcase_choice, name="showcase_choice"),
    path("showcases/<uuid:pk>/removal/", showcases.showcase_removal, name="showcase_removal"),
    path("showcases/<uuid:pk>/items/<uuid:item_pk>/order/", showcases.showcase_order, name="showcase_order"),
    path(
        "showcases/<uuid:pk>/links/<uuid:link_pk>/end/", showcases.showcase_link_end, name="showcase_link_end"
    ),
    path("shared/", sharing.lent, name="portfolio_lent"),
    path("shares/<uuid:pk>/end/", sharing.share_end, name="share_end"),
    path("profile/", pieces.profile_edit, name="profile_edit"),
    path("profiles/<uuid:pk>/", pieces.profile, name="profile"),
    path("profiles/<uuid:pk>/shares/", sharing.profile_shares, name="profile_shares"),
    path("diary/", pieces.diary, name="diary"),
    path("diary/new/", pieces.entry_new, name="diary_entry_new"),
    path("diary/<uuid:pk>/", pieces.entry, name="diary_entry"),
    path("diary/<uuid:pk>/edit/", pieces.entry_edit, name="diary_entry_edit"),
    path("diary/<uuid:pk>/removal/", pieces.entry_removal, name="diary_entry_removal"),
    path("diary/<uuid:pk>/shares/", sharing.entry_shares, name="diary_entry_shares"),
    path("evidence/", pieces.evidence_list, name="evidence_list"),
    path("evidence/new/", pieces.evidence_new, name="evidence_new"),
    path("evidence/<uuid:pk>/", pieces.evidence, name="evidence"),
    path("evidence/<uuid:pk>/edit/", pieces.evidence_edit, name="evidence_edit"),
    path("evidence/<uuid:pk>/removal/", pieces.evidence_removal, name="evidence_removal"),
    path("evidence/<uuid:pk>/shares/", sharing.evidence_shares, name="evidence_shares"),
    path("evidence/<uuid:pk>/competencies/", frameworks.evidence_competencies, name="evidence_competencies"),
    path("frameworks/", frameworks.frameworks, name="frameworks"),
    path("frameworks/new/", frameworks.framework_new, name="framework_new"),
    path("frameworks/<uuid:pk>/", frameworks.framework, name="framework"),
    path("frameworks/<uuid:pk>/edit/", frameworks.framework_edit, name="framework_edit"),
    path("frameworks/<uuid:pk>/name/", frameworks.framework_name, name="framework_name"),
    path("frameworks/<uuid:pk>/levels/", frameworks.framework_levels, name="framework_levels"),
    path("frameworks/<uuid:pk>/import/", frameworks.framework_import, name="framework_import"),
    path("frameworks/<uuid:pk>/opening/", frameworks.framework_opening, name="framework_opening"),
    path("frameworks/<uuid:pk>/copy/", frameworks.framework_copy, name="framework_copy"),
    path("frameworks/competencies/<uuid:pk>/", frameworks.competency_edit, name="competency_edit"),
    path(
        "frameworks/competencies/<uuid:pk>/removal/", frameworks.competency_removal, name="competency_removal"
    ),
    path("evidence/files/<uuid:pk>/", pieces.evidence_file, name="evidence_file"),
    path("evidence/files/<uuid:pk>/small/", pieces.evidence_thumbnail, name="evidence_thumbnail"),
    path("evidence/files/<uuid:pk>/removal/", pieces.evidence_file_removal, name="evidence_file_removal"),
]
