"""Who reads and writes plans and pathways."""

from organisations.row_security import Condition, of, own, readers_of
from partnerships.models.predicates import mentor_of
from programmes.models.predicates import coordinates_programme, takes_part_in_programme

# Plans. A mentor reads what was shared with them, while the two work together.
WITH_MENTOR = mentor_of("member_id", "owner_id", "the other is a mentor of theirs")
SHARED_WITH = Condition(
    "EXISTS (SELECT 1 FROM public.development_plans_planshare s WHERE s.plan_id = {row}.id "
    "AND s.member_id = {member} AND s.taken_back_at IS NULL "
    f"AND {mentor_of('s.member_id', 's.owner_id', '').sql})",
    "a mentor with whom it is shared",
)
READERS_OF_PLAN = readers_of("plan_id", "development_plans_plan", "whoever may read its plan")
OWNER_OF_PLAN = of("plan_id", "development_plans_plan", own("owner_id", "the plan's owner"))
READERS_OF_ENTRY = readers_of("line_id", "development_plans_logentry", "whoever may read its log entry")
OWNER_OF_ENTRY = of("line_id", "development_plans_logentry", OWNER_OF_PLAN)
OWNER_OF_REQUEST = readers_of("feedback_request_id", "development_plans_feedbackrequest", "who asked for it")

# Pathways. One of no programme is for those whom its author mentors now.
EDITORS = own("author_id", "the pathway's author") | coordinates_programme("programme_id")
OFFERED = Condition("{row}.opened_at IS NOT NULL", "it is open") & (
    takes_part_in_programme("programme_id")
    | (
        Condition("{row}.programme_id IS NULL", "it is of no programme")
        & mentor_of("author_id", "{member}", "its author mentors them")
    )
)
IS_ENROLLED = Condition(
    "EXISTS (SELECT 1 FROM public.development_plans_pathwayenrolment e "
    "WHERE e.pathway_id = {row}.id AND e.member_id = {member})",
    "who is on it",
)
READERS_OF_PATHWAY = readers_of("pathway_id", "development_plans_pathway", "whoever may read its pathway")
EDITORS_OF_PATHWAY = of("pathway_id", "development_plans_pathway", EDITORS)
READERS_OF_TASK = readers_of("task_id", "development_plans_task", "whoever may read its task")
EDITORS_OF_TASK = of("task_id", "development_plans_task", EDITORS_OF_PATHWAY)
LEARNER = own("member_id", "who is on it")
LEARNER_OR_MENTOR = LEARNER | mentor_of("{member}", "member_id", "a mentor of whoever is on it")
READERS_OF_ENROLMENT = readers_of(
    "enrolment_id", "development_plans_pathwayenrolment", "whoever may read its enrolment"
)
