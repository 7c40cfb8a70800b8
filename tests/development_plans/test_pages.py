"""The pages: calm steps that save by themselves, for whose plan it is; few questions, however much there is."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from development_plans.actions import comments, contents, plans, shares
from development_plans.models import LastViewed, Plan
from organisations.middleware import URLCONF
from tests import make
from tests.budget import questions
from tests.development_plans.conftest import ANSWERS, CANARY
from tests.post import messages


def url(name, *args):
    return "/riverside" + reverse(name, args=args, urlconf=URLCONF)


@pytest.mark.parametrize("step", range(1, 7))
def test_each_step_has_its_page_and_can_be_visited_again(desk, step):
    plan, client = desk.plan(6), desk.client(desk.maya)
    page = client.get(url("plan_step", plan.pk, step))
    assert page.status_code == 200
    assert f"Step {step} of 6" in page.text


def test_a_step_ahead_leads_to_the_one_that_comes_first(desk):
    plan, client = desk.plan(2), desk.client(desk.maya)
    for step in (5, 0, 9):
        assert client.get(url("plan_step", plan.pk, step)).url == url("plan_step", plan.pk, 2)


def test_what_was_done_stays_done_and_open_when_an_earlier_step_is_visited_or_opened_again(desk):
    plan, client = desk.plan(6), desk.client(desk.maya)
    revisited = client.get(url("plan_step", plan.pk, 2)).text
    assert [revisited.count(f'<path class="{state}"') for state in ("done", "here", "ahead")] == [
        4,
        1,
        1,
    ]
    assert "Step 2 of 6: actions. Done further on: barriers, dates, doing." in revisited
    with desk.inside(desk.maya):
        contents.add_barrier(plan=plan, text="Mondays", by=desk.maya)
    plan = desk.again(plan)
    assert (plan.step, plan.complete) == (3, [1, 2, 4, 5])
    for address in (url("plans"), url("plan", plan.pk)):
        assert "Done further on: dates, doing." in client.get(address).text
    assert client.get(url("plan_step", plan.pk, 4)).status_code == 200
    assert client.get(url("plan_step", plan.pk, 6)).url == url("plan_step", plan.pk, 3)


def test_a_half_written_step_is_kept_and_going_on_asks_for_the_rest(desk):
    plan, client = desk.plan(1), desk.client(desk.maya)
    address = url("plan_step", plan.pk, 1)
    kept = client.post(address, {"goal": "Lead a seminar", "measure": " "}, headers={"HX-Request": "true"})
    assert kept.text.strip() == "Saved a moment ago"
    assert desk.again(plan).goal == "Lead a seminar"
    refused = client.post(address, {"goal": "Lead a seminar", "go": "next"})
    assert refused.status_code == 422
    assert refused.text.count("Write a few words here before you go on.") == 6
    whole = {**ANSWERS, "wanted_by": "2031-03-12"}
    assert client.post(address, {**whole, "go": "next"}).url == url("plan_step", plan.pk, 2)
    assert client.post(address, whole).url == address


def test_what_is_wrong_is_said_and_what_is_right_is_kept(desk):
    plan, client = desk.plan(1), desk.client(desk.maya)
    address = url("plan_step", plan.pk, 1)
    said = client.post(address, {"goal": "Lead", "wanted_by": "someday"}, headers={"HX-Request": "true"})
    assert "Not all of it is saved yet" in said.text
    assert desk.again(plan).goal == "Lead"


def test_dates_out_of_order_are_said_beside_the_field(desk):
    plan, client = desk.plan(4), desk.client(desk.maya)
    dates = {
        "starts_on": "2031-03-12",
        "completes_on": "2031-03-11",
        "follows_up_on": "2031-05-01",
        "go": "next",
    }
    page = client.post(url("plan_step", plan.pk, 4), dates)
    assert page.status_code == 422
    assert "Choose a day on or after the start." in page.text
    assert desk.again(plan).starts_on is None


def test_a_day_that_has_passed_is_refused_wherever_something_is_planned_for_it(desk):
    gone, ahead = timezone.localdate() - timedelta(days=1), timezone.localdate() + timedelta(days=1)
    plan, client = desk.plan(5), desk.client(desk.maya)
    goal = {**ANSWERS, "wanted_by": gone}
    dates = {"starts_on": gone, "completes_on": ahead, "follows_up_on": ahead}
    sent = [
        (url("plan_step", plan.pk, 1), goal),
        (url("plan_step", plan.pk, 4), dates | {"completes_on": gone, "follows_up_on": gone}),
        (url("plan_actions", plan.pk), {"text": "Watch", "due_on": gone}),
    ]
    for address, values in sent:
        answer = client.post(address, values)
        assert answer.status_code == 422, address
        assert "This day has passed. Choose today or a later one." in answer.text
    stored = desk.again(plan)
    assert gone not in (stored.wanted_by, stored.completes_on, stored.follows_up_on)
    client.post(url("plan_step", plan.pk, 4), dates)
    assert desk.again(plan).starts_on == gone  # one may have started before writing it down


def test_a_day_that_passed_meanwhile_does_not_stop_other_words(desk):
    plan, client = desk.plan(2), desk.client(desk.maya)
    gone = timezone.localdate() - timedelta(days=1)
    with desk.inside(desk.maya):
        plans.save_answers(plan=plan, values={"wanted_by": gone}, by=desk.maya)
    client.post(url("plan_step", plan.pk, 1), {**ANSWERS, "goal": "Lead a seminar", "wanted_by": gone})
    assert desk.again(plan).goal == "Lead a seminar"


def test_a_barrier_without_a_way_is_named_when_one_wants_to_go_on(desk):
    plan, client = desk.plan(3), desk.client(desk.maya)
    client.post(url("plan_barriers", plan.pk), {"text": "Mondays"})
    page = client.post(url("plan_step", plan.pk, 3), {"go": "next"}, follow=True).text
    assert "“Mondays” still needs a way past it" in page
    assert "To go on to the dates, each barrier needs a way past it" in page


def test_the_whole_way_in_the_browser(desk):
    client = desk.client(desk.maya)
    first = client.post(url("plan_new")).url
    key = first.split("/plans/")[1].split("/")[0]
    client.post(first, {**ANSWERS, "wanted_by": "2031-03-12", "go": "next"})
    assert client.post(url("plan_step", key, 2), {"go": "next"}).url == url("plan_step", key, 2)
    client.post(url("plan_actions", key), {"text": "Watch two seminars"})
    client.post(url("plan_barriers", key), {"text": "Mondays", "way": "Swap with Wei"})
    assert client.post(url("plan_step", key, 3), {"go": "next"}).url == url("plan_step", key, 4)
    dates = {
        "starts_on": "2031-01-12",
        "completes_on": "2031-03-12",
        "follows_up_on": "2031-05-01",
        "go": "next",
    }
    client.post(url("plan_step", key, 4), dates)
    with desk.inside(desk.maya):
        action = Plan.objects.get(pk=key).actions.get()
    client.post(url("plan_action_tick", key, action.pk), {"done": "yes"})
    client.post(url("plan_log", key), {"text": "Fourteen spoke"})
    onward = client.post(url("plan_step", key, 6), {"reflection": "Waiting is hard.", "go": "goal"}).url
    assert "/steps/1/" in onward
    assert "All six steps are done." in client.get(url("plan", key)).text
    assert "History" in client.get(onward.split("steps/")[0]).text


def test_looking_back_says_what_each_way_to_finish_does(desk):
    page = desk.client(desk.maya).get(url("plan_step", desk.plan(6).pk, 6)).text
    day = (timezone.localdate() + timedelta(days=90)).isoformat()
    assert f'On <time datetime="{day}">' in page
    assert "a new one follows it" in page
    assert page.count('class="button main"') == 1


def test_a_plan_set_aside_rests_and_shows_what_is_in_it_alone(desk):
    plan = desk.plan(3)
    with desk.inside(desk.maya):
        plans.set_aside(plan=plan, by=desk.maya)
    page = desk.client(desk.maya).get(url("plan", plan.pk)).text
    assert "This plan rests as you left it" in page
    assert "Watch two seminars" in page
    assert ('id="step-3"' in page, 'id="step-4"' in page) == (True, False)


def test_home_says_what_is_new_until_one_has_looked(desk):
    mentor, mentee = desk.client(desk.tomas), desk.client(desk.maya)
    plan, home = desk.plan(5), url("home")

    def news():
        return [
            words
            for client, words in (
                (mentor, "Maya L shares a plan with you"),
                (mentor, "Maya L has commented on their plan"),
                (mentee, "1 new comment on your plan"),
                (mentee, "2 new comments on your plan"),
            )
            if words in client.get(home).text
        ]

    def say(person):
        with desk.inside(person):
            comments.comment(plan=plan, step=2, text="Whom will you watch?", by=person)

    assert news() == []
    with desk.inside(desk.maya):
        share = shares.share(plan=plan, mentor=desk.tomas, by=desk.maya)
    assert news() == ["Maya L shares a plan with you"]
    say(desk.tomas)
    say(desk.tomas)
    mentor.get(url("plan", plan.pk))
    assert news() == ["2 new comments on your plan"]
    assert mentee.get(url("plan", plan.pk)).text.count(">new</span>") == 2
    assert ">new</span>" not in mentee.get(url("plan", plan.pk)).text
    say(desk.maya)
    assert news() == ["Maya L has commented on their plan"]
    with desk.inside(desk.maya):
        shares.end_share(share=share, by=desk.maya)
    assert news() == []


def test_when_somebody_looked_is_theirs_alone(desk):
    plan = desk.plan(5)
    with desk.inside(desk.maya):
        shares.share(plan=plan, mentor=desk.tomas, by=desk.maya)
    desk.client(desk.tomas).get(url("plan", plan.pk))
    for person, seen in ((desk.tomas, 1), (desk.maya, 0), (desk.ines, 0), (None, 0)):
        with desk.inside(person):
            assert LastViewed.objects.count() == seen


def test_a_shared_plan_in_a_cycle_with_all_that_stands_beside_it_asks_little(desk):
    plan = desk.plan(6)
    make.meeting([desk.maya, desk.tomas])
    other = make.member(desk.maya.organisation, "Wei Z")
    make.partnership(desk.cohort, mentor=other, mentee=desk.maya)
    with desk.inside(desk.maya):
        barrier = contents.add_barrier(plan=plan, text="Mondays", by=desk.maya)
        contents.add_prerequisite_plan(barrier=barrier, by=desk.maya)
        contents.log_progress(plan=plan, text="A line", by=desk.maya)
        shares.share(plan=plan, mentor=desk.tomas, by=desk.maya)
        comments.comment(plan=plan, step=1, text="Mine", by=desk.maya)
    for person, budget in ((desk.maya, 12), (desk.tomas, 10)):
        client = desk.client(person)
        client.get(url("plan", plan.pk))  # which notes that they have seen what is new
        with questions() as asked:
            page = client.get(url("plan", plan.pk)).text
        assert "History" in page
        assert "Mine" in page
        assert ("Put it on the agenda" in page and "Share with Wei Z" in page) == (person == desk.maya)
        assert len(asked) == budget, asked


def test_a_finished_plan_can_be_read_and_its_steps_lead_to_it(desk):
    plan, client = desk.plan(7), desk.client(desk.maya)
    assert client.get(url("plan_step", plan.pk, 2)).url == url("plan", plan.pk)
    assert "Set the next goal" in client.get(url("plan", plan.pk)).text


def test_a_mentor_reads_comments_and_finds_no_way_to_change_it(desk):
    plan = desk.plan(5)
    with desk.inside(desk.maya):
        shares.share(plan=plan, mentor=desk.tomas, by=desk.maya)
    client = desk.client(desk.tomas)
    assert "Shared by Maya L" in client.get(url("plans")).text
    page = client.get(url("plan", plan.pk))
    assert CANARY in page.text
    assert "Change" not in page.text
    assert client.get(url("plan_step", plan.pk, 1)).status_code == 404
    answer = client.post(url("plan_comments", plan.pk), {"step": 2, "text": "Whom will you watch?"})
    assert answer.url == url("plan", plan.pk)
    assert "Whom will you watch?" in desk.client(desk.maya).get(url("plan_step", plan.pk, 2)).text


def test_a_stranger_to_the_plan_gets_nothing(desk):
    plan = desk.plan(5)
    for person in (desk.tomas, desk.ines, desk.noor):
        client = desk.client(person)
        assert client.get(url("plan", plan.pk)).status_code == 404
        assert CANARY not in client.get(url("plans")).text


def test_a_plan_comes_to_a_meetings_agenda(desk):
    plan, meeting = desk.plan(5), make.meeting([desk.maya, desk.tomas])
    with desk.inside(desk.maya):
        shares.share(plan=plan, mentor=desk.tomas, by=desk.maya)
    client = desk.client(desk.maya)
    assert "Put it on the agenda" in client.get(url("plan", plan.pk)).text
    for _turn in range(2):
        answer = client.post(url("plan_agenda", plan.pk, meeting.pk))
        assert answer.url == url("meeting", meeting.pk) + "#agenda"
    agenda = desk.client(desk.tomas).get(url("meeting", meeting.pk)).text
    assert agenda.count("from a development plan") == 1
    assert "from a development plan" in agenda


def test_an_action_from_a_meeting_comes_into_the_log_once(desk):
    from meetings import actions as meetings

    plan, client = desk.plan(5), desk.client(desk.maya)
    meeting = make.meeting([desk.maya, desk.tomas])
    with desk.inside(desk.maya):
        mine = meetings.add_action(
            by=desk.maya, meeting=meeting, owner=desk.maya, text="Ask Lena what she saw"
        )
    page = client.get(url("plan_step", plan.pk, 5)).text
    assert "Add an action from a meeting" in page
    for _turn in range(2):
        client.post(url("plan_log_meeting_action", plan.pk), {"action": mine.pk})
    page = client.get(url("plan_step", plan.pk, 5)).text
    assert page.count("<small>from a meeting</small>") == 1
    assert "Ask Lena what she saw" in page
    assert client.post(url("plan_log_meeting_action", plan.pk), {"action": "none"}).status_code == 404


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_pages_ask_the_same_however_much_there_is(desk, rows):
    for number in range(rows):
        mentee = make.member(desk.maya.organisation, f"Mentee {number}")
        make.partnership(desk.cohort, mentor=desk.tomas, mentee=mentee)
        plan = desk.plan(5, owner=mentee)
        with desk.inside(mentee):
            shares.share(plan=plan, mentor=desk.tomas, by=mentee)
        mine = desk.plan(5, owner=desk.tomas)
    with desk.inside(desk.tomas):
        for number in range(rows):
            contents.add_action(plan=mine, text=f"Action {number}", by=desk.tomas)
            contents.add_barrier(plan=mine, text=f"Barrier {number}", way="Round it", by=desk.tomas)
            contents.log_progress(plan=mine, text=f"Line {number}", by=desk.tomas)
            comments.comment(plan=mine, step=5, text=f"Comment {number}", by=desk.tomas)
    client = desk.client(desk.tomas)
    for address, budget in (
        (url("plans"), 6),
        (url("plan", mine.pk), 12),
        (url("plan_step", mine.pk, 5), 12),
        (url("plan_step", mine.pk, 3), 11),
    ):
        with questions() as asked:
            assert client.get(address).status_code == 200
        assert len(asked) <= budget, asked


def test_reminders_follow_the_dates(desk):

    plan = desk.plan(5)
    waiting = messages().filter(subject_id=plan.pk, state="waiting")
    with desk.inside(desk.maya):
        assert set(waiting.values_list("kind", flat=True)) == {
            "plan-start",
            "plan-completion",
            "plan-follow-up",
        }
        day = timezone.localdate() + timedelta(days=5)
        plans.set_dates(plan=plan, starts_on=day, completes_on=day, follows_up_on=day, by=desk.maya)
        assert {timezone.localtime(each.due_at, desk.maya.zone).date() for each in waiting} == {day}
        assert waiting.count() == 3
        plans.set_aside(plan=plan, by=desk.maya)
        assert not waiting.all().exists()
