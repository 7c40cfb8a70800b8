"""Rows of the plans' addresses: whose plan it is; and the mentor, what was shared."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.access.table import EVERY_MEMBER, Row

OWNER, READERS = "mentee", "mentee mentor"
COORDINATORS = "coordinator other_coordinator"  # who say for which programme a pathway is
MAKERS = f"mentor other_mentor {COORDINATORS}"


def its_key(world: Any) -> list[Any]:
    return [world.plan.pk]


def inside(name: str) -> Any:
    return lambda world: [world.plan.pk, world.rows[name].pk]


def a_task(world: Any) -> list[Any]:
    return [world.pathway.pk, world.task.pk]


ROWS = {
    "plans": Row(get=EVERY_MEMBER),
    "plan_new": Row(post=EVERY_MEMBER),
    "plan": Row(get=READERS, args=its_key),
    "plan_step": Row(get=OWNER, post=OWNER, args=lambda world: [world.plan.pk, 1]),
    "plan_actions": Row(get=OWNER, post=OWNER, args=its_key, data=lambda world: {"text": "Another"}),
    "plan_action": Row(
        get=OWNER, post=OWNER, args=inside("plan_action"), data=lambda world: {"text": "Other"}
    ),
    "plan_action_removal": Row(post=OWNER, args=inside("plan_action")),
    "plan_action_tick": Row(post=OWNER, args=inside("plan_action"), data=lambda world: {"done": "yes"}),
    "plan_barriers": Row(get=OWNER, post=OWNER, args=its_key, data=lambda world: {"text": "Another"}),
    "plan_no_barrier": Row(post=OWNER, args=its_key),
    "plan_barrier": Row(get=OWNER, post=OWNER, args=inside("barrier"), data=lambda world: {"text": "Other"}),
    "plan_barrier_removal": Row(post=OWNER, args=inside("barrier")),
    "plan_barrier_goal": Row(post=OWNER, args=inside("barrier")),
    "plan_log": Row(get=OWNER, post=OWNER, args=its_key, data=lambda world: {"text": "A line"}),
    "plan_log_file": Row(get=READERS, args=inside("log_file")),
    "plan_log_meeting_action": Row(
        post=OWNER, args=its_key, data=lambda world: {"action": world.meeting_action.pk}
    ),
    "plan_log_removal": Row(post=OWNER, args=inside("log_entry")),
    "plan_shares": Row(post=OWNER, args=its_key, data=lambda world: {"member": world.mentor.pk}),
    "plan_share_end": Row(post=OWNER, args=inside("plan_share")),
    "plan_comments": Row(
        get=READERS, post=READERS, args=its_key, data=lambda world: {"step": 1, "text": "Smaller?"}
    ),
    "plan_comment_removal": Row(post="mentor", args=inside("comment")),
    "plan_agenda": Row(post=OWNER, args=inside("meeting")),
    "plan_feedback": Row(
        get=OWNER,
        post=OWNER,
        args=its_key,
        data=lambda world: {"words": "What did you see?", "emails": "one@example.org", "named": "yes"},
    ),
    "plan_feedback_end": Row(post=OWNER, args=inside("feedback_request")),
    "pathways": Row(get=EVERY_MEMBER),
    "pathway_new": Row(get=MAKERS, post=MAKERS, data=lambda world: {"name": "Another"}, refused=COORDINATORS),
    "pathway": Row(get="mentor mentee", args=lambda world: [world.pathway.pk]),
    "pathway_edit": Row(
        get="mentor",
        post="mentor",
        args=lambda world: [world.pathway.pk],
        data=lambda world: {"name": "Other"},
    ),
    "pathway_opening": Row(post="mentor", args=lambda world: [world.pathway.pk]),
    "pathway_copy": Row(post="mentor mentee", args=lambda world: [world.pathway.pk]),
    "task_new": Row(
        get="mentor",
        post="mentor",
        args=lambda world: [world.pathway.pk],
        data=lambda world: {"name": "Next"},
    ),
    "task_edit": Row(get="mentor", post="mentor", args=a_task, data=lambda world: {"name": "Other"}),
    "task_removal": Row(post="mentor", args=a_task),
    "task_file": Row(get="mentor mentee", args=lambda world: [*a_task(world), world.task_file.pk]),
    "task_file_removal": Row(post="mentor", args=lambda world: [*a_task(world), world.task_file.pk]),
    "task_move": Row(post="mentor", args=a_task),
    "task_entry": Row(post="mentor mentee", args=a_task),
    "task_action": Row(post="mentor mentee", args=a_task),
    "pathway_enrolment": Row(
        get="mentor mentee", args=lambda world: [world.pathway.pk, world.pathway_enrolment.pk]
    ),
    "pathway_mark": Row(
        post="mentor mentee",
        args=lambda world: [world.pathway.pk, world.pathway_enrolment.pk, world.task.pk],
        data=lambda world: {"how": "shown"},
    ),
    "plan_next_goal": Row(post=OWNER, args=its_key),
    "plan_setting_aside": Row(post=OWNER, args=its_key),
    "plan_resumption": Row(post=OWNER, args=its_key),
}


def furnish(world: Any, canary: str) -> None:
    """Create a plan for the mentee, shared with their mentor, with a canary in each of its steps."""
    from development_plans import feedback_links
    from development_plans.actions import comments, contents, feedback, pathways, plans, shares
    from development_plans.models import LogFile, TaskFile
    from files.actions import store
    from files.upload_validation import validate
    from meetings import actions as meetings
    from organisations import tenancy
    from tests.files.builders import pdf, upload

    organisation, mentee, mentor = world.organisation, world.mentee, world.mentor
    today = timezone.localdate()
    with tenancy.inside(organisation.pk, mentee.pk):
        plan = plans.begin(by=mentee, goal=canary)
        answers = dict.fromkeys(("goal", "measure", "reach", "reason", "reflection"), canary)
        plans.save_answers(plan=plan, values=answers | {"wanted_by": today + timedelta(days=90)}, by=mentee)
        world.rows["plan"] = plan
        world.rows["plan_action"] = contents.add_action(plan=plan, text=canary, needs=canary, by=mentee)
        world.rows["barrier"] = contents.add_barrier(plan=plan, text=canary, way=canary, by=mentee)
        days = {name: today + timedelta(days=30) for name in plan.DATES}
        plans.set_dates(plan=plan, by=mentee, **days)
        world.rows["log_entry"] = contents.log_progress(plan=plan, text=canary, by=mentee)
        (world.rows["log_file"],) = store(LogFile, [validate(upload(pdf()))], by=mentee, line=world.log_entry)
        world.rows["meeting_action"] = meetings.add_action(
            by=mentee, meeting=world.meeting, owner=mentee, text=canary
        )
        world.rows["plan_share"] = shares.share(plan=plan, mentor=mentor, by=mentee)
    with tenancy.inside(organisation.pk, mentee.pk):
        asked = {"emails": ["one@example.org"], "words": canary, "named": True}
        world.rows["feedback_request"] = feedback.request_feedback(plan=plan, by=mentee, **asked)
        link = feedback_links.address(world.feedback_request.invitations.get(), mentee)
        token = link.rstrip("/").rpartition("/")[2]
        assert feedback.save_answer(token=token, saw=canary, change=canary, name=canary)
    with tenancy.inside(organisation.pk, mentor.pk):
        world.rows["pathway"] = pathways.create(name=canary, about=canary, programme=None, by=mentor)
        texts = dict.fromkeys(("name", "inside", "practise", "sign"), canary)
        world.rows["task"] = pathways.add_task(pathway=world.pathway, values=texts, by=mentor)
        (world.rows["task_file"],) = store(TaskFile, [validate(upload(pdf()))], by=mentor, task=world.task)
        pathways.open_to_all(pathway=world.pathway, by=mentor)
    with tenancy.inside(organisation.pk, mentee.pk):
        world.rows["pathway_enrolment"] = pathways.enrol(task=world.task, by=mentee)
    with tenancy.inside(organisation.pk, mentor.pk):
        world.rows["comment"] = comments.comment(plan=plan, step=2, text=canary, by=mentor)
