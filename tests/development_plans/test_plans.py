"""What is done with a plan: where it stands after it, whom it wakes, and what the database refuses."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from development_plans import steps
from development_plans.actions import contents, plans
from development_plans.errors import PlanError
from development_plans.models import Barrier, Plan
from development_plans.queries.plans import get_plan, list_cycle, read_contents
from tests.development_plans.conftest import ANSWERS
from tests.post import messages


@pytest.mark.parametrize("step", range(1, 8))
def test_a_plan_stands_where_its_first_incomplete_step_is(desk, step):
    plan = desk.plan(step)
    assert plan.step == step
    with desk.inside(desk.maya):
        assert steps.current_step(read_contents(plan)) == step


def test_an_untouched_plan_is_given_again(desk):
    with desk.inside(desk.maya):
        assert plans.begin(by=desk.maya) == plans.begin(by=desk.maya)
        plans.save_answers(plan=plans.begin(by=desk.maya), values={"goal": "Something"}, by=desk.maya)
        plans.begin(by=desk.maya)
        assert Plan.objects.count() == 2


def test_taking_out_the_last_action_leads_back(desk):
    plan = desk.plan(5)
    with desk.inside(desk.maya):
        contents.remove_action(action=plan.actions.get(), by=desk.maya)
    assert desk.again(plan).step == steps.ACTIONS


def test_the_database_refuses_dates_out_of_order(desk):
    plan, today = desk.plan(5), timezone.localdate()
    with desk.inside(desk.maya):
        for wrong in (
            {"completes_on": today - timedelta(days=9)},
            {"follows_up_on": today},
            {"starts_on": today + timedelta(days=70)},
            {"completes_on": None, "follows_up_on": today - timedelta(days=9)},
        ):
            with pytest.raises(IntegrityError, match="dates_in_order"), transaction.atomic():
                Plan.objects.filter(pk=plan.pk).update(**wrong)
        with pytest.raises(PlanError, match="in order"):
            plans.set_dates(
                plan=plan,
                starts_on=today,
                completes_on=today - timedelta(days=1),
                follows_up_on=None,
                by=desk.maya,
            )


def test_a_finished_plan_and_one_set_aside_stay_as_they_are(desk):
    finished, aside = desk.plan(7), desk.plan(2)
    with desk.inside(desk.maya):
        plans.set_aside(plan=aside, by=desk.maya)
        for plan in (finished, aside):
            with pytest.raises(PlanError, match=r"finished|set aside"):
                plans.save_answers(plan=plan, values={"goal": "Other"}, by=desk.maya)
        plans.resume(plan=aside, by=desk.maya)
        plans.save_answers(plan=aside, values={"goal": "Other"}, by=desk.maya)
    assert desk.again(aside).goal == "Other"


def test_a_plan_is_finished_only_when_its_steps_are_complete_and_it_was_looked_back_on(desk):
    with desk.inside(desk.maya):
        with pytest.raises(PlanError, match="Step 2"):
            plans.conclude(plan=desk.plan(2), how="keep", by=desk.maya)
        with pytest.raises(PlanError, match="few words"):
            plans.conclude(plan=desk.plan(6), how="keep", by=desk.maya)


def test_the_next_goal_follows_once_and_the_story_tells_both(desk):
    first = desk.plan(6)
    with desk.inside(desk.maya):
        plans.save_answers(plan=first, values={"reflection": "Good."}, by=desk.maya)
        second = plans.conclude(plan=first, how="next", by=desk.maya)
        assert second.follows_id == first.pk
        with pytest.raises(PlanError, match="already"):
            plans.begin(follows=first, by=desk.maya)
        told = list_cycle(get_plan(desk.maya, second.pk, whole=True))
        assert [(chapter.plan.pk, chapter.is_here) for chapter in told] == [
            (first.pk, False),
            (second.pk, True),
        ]


def stuck(desk, plan):
    with desk.inside(desk.maya):
        return contents.add_barrier(plan=plan, text="I freeze", by=desk.maya)


def test_a_barrier_becomes_the_first_goal_and_the_plan_waits_for_it(desk):
    plan = desk.plan(3)
    barrier = stuck(desk, plan)
    with desk.inside(desk.maya):
        first = contents.add_prerequisite_plan(barrier=barrier, by=desk.maya)
        assert contents.add_prerequisite_plan(barrier=barrier, by=desk.maya) == first
        place = get_plan(desk.maya, plan.pk)
        assert place.plan.waits
        assert place.plan.step == steps.BARRIERS
        assert "I freeze" in first.goal
        whole = get_plan(desk.maya, plan.pk, whole=True)
        assert [chapter.first for chapter in list_cycle(whole)] == [[first]]


def test_reaching_the_first_goal_wakes_the_plan_that_waits(desk):
    plan = desk.plan(3)
    barrier = stuck(desk, plan)
    with desk.inside(desk.maya):
        first = contents.add_prerequisite_plan(barrier=barrier, by=desk.maya)
        plans.save_answers(plan=first, values={**ANSWERS, "wanted_by": timezone.localdate()}, by=desk.maya)
        contents.add_action(plan=first, text="Wait ten seconds", by=desk.maya)
        contents.see_no_barrier(plan=first, by=desk.maya)
        day = timezone.localdate()
        plans.set_dates(plan=first, starts_on=day, completes_on=day, follows_up_on=day, by=desk.maya)
        contents.tick_action(action=first.actions.get(), done=True, by=desk.maya)
        plans.save_answers(plan=first, values={"reflection": "They answer."}, by=desk.maya)
        plans.conclude(plan=first, how="keep", by=desk.maya)
        told = messages().filter(kind="plan-unblocked", recipient=desk.maya, subject_id=plan.pk)
        assert told.count() == 1
        assert not get_plan(desk.maya, plan.pk).plan.waits
    assert desk.again(plan).step == steps.DATES


def test_setting_the_first_goal_aside_opens_the_barrier_again(desk):
    plan = desk.plan(3)
    barrier = stuck(desk, plan)
    with desk.inside(desk.maya):
        first = contents.add_prerequisite_plan(barrier=barrier, by=desk.maya)
        plans.set_aside(plan=first, by=desk.maya)
        assert Barrier.objects.get(pk=barrier.pk).is_open
        again = contents.add_prerequisite_plan(barrier=barrier, by=desk.maya)
        assert again != first


def test_plans_wait_for_one_another_to_a_depth_and_no_deeper(desk):
    plan, made = desk.plan(3), 0
    with desk.inside(desk.maya), pytest.raises(PlanError, match="wait for one another"):
        for _turn in range(10):
            barrier = contents.add_barrier(plan=plan, text="Something first", by=desk.maya)
            plan = contents.add_prerequisite_plan(barrier=barrier, by=desk.maya)
            made += 1
    assert made == steps.MOST_DEEP - 1


def test_the_database_refuses_a_circle_of_waiting_and_of_following(desk):
    plan = desk.plan(3)
    barrier = stuck(desk, plan)
    with desk.inside(desk.maya):
        first = contents.add_prerequisite_plan(barrier=barrier, by=desk.maya)
        back = contents.add_barrier(plan=first, text="The other way round", by=desk.maya)
        with pytest.raises(IntegrityError, match="circle"), transaction.atomic():
            Barrier.objects.filter(pk=back.pk).update(goal=plan)
        with pytest.raises(IntegrityError, match="waits_for_another"), transaction.atomic():
            Barrier.objects.filter(pk=back.pk).update(goal=first)
        with (
            connection.cursor() as cursor,
            pytest.raises(IntegrityError, match="circle"),
            transaction.atomic(),
        ):
            cursor.execute(
                """WITH keys AS (SELECT uuidv7() AS a, uuidv7() AS b)
                INSERT INTO development_plans_plan (id, organisation_id, owner_id, follows_id, goal, measure, reach,
                    reason, reflection, step, complete, begun_at, changed_at)
                SELECT k.*, '', '', '', '', '', 1, '{}', now(), now() FROM keys,
                    LATERAL (VALUES (a, %s::uuid, %s::uuid, b), (b, %s::uuid, %s::uuid, a)) AS k""",
                [plan.organisation_id, desk.maya.pk] * 2,
            )


def test_nobody_makes_anothers_plan_come_first(desk):
    theirs = desk.plan(2, owner=desk.noor)
    barrier = stuck(desk, desk.plan(3))
    with desk.inside(desk.maya), pytest.raises(IntegrityError, match="same person"), transaction.atomic():
        Barrier.objects.filter(pk=barrier.pk).update(goal=theirs)


def test_an_action_from_a_meeting_is_added_once(desk):
    from meetings import actions as meetings
    from tests import make

    plan, meeting = desk.plan(5), make.meeting([desk.maya, desk.tomas])
    with desk.inside(desk.maya):
        mine = meetings.add_action(by=desk.maya, meeting=meeting, owner=desk.maya, text="Film ten minutes")
        his = meetings.add_action(by=desk.maya, meeting=meeting, owner=desk.tomas, text="Write it down")
        for _turn in range(2):
            contents.log_meeting_action(plan=plan, action=mine, by=desk.maya)
        assert [entry.text for entry in plan.log.all()] == ["Film ten minutes"]
        with pytest.raises(PlanError, match="your own actions"):
            contents.log_meeting_action(plan=plan, action=his, by=desk.maya)
