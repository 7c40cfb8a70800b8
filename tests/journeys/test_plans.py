"""A mentee's way, in the browser: a goal, a barrier that comes first, feedback from outside, the next cycle."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from development_plans import feedback_links
from development_plans.actions import plans, shares
from development_plans.models import FeedbackInvitation, Plan
from organisations import tenancy
from organisations.models import Member
from tests import make
from tests.journeys.conftest import Person

ANSWERS = {
    "goal": "Lead a seminar of twenty on my own",
    "measure": "Twelve of them speak",
    "reach": "I have the Monday group",
    "reason": "I apply in the spring",
}
ASKED = "On Monday I tried to wait. What did you see?"


@pytest.fixture
def maya() -> Any:
    """A mentee with her mentor."""
    with transaction.atomic():
        organisation = make.organisation("riverside", name="University of Riverside")
        coordinator = make.member(organisation, "Ines Duarte", coordinator=True)
        mentee, mentor = (make.member(organisation, name) for name in ("Maya Lindqvist", "Tomás Okafor"))
        make.partnership(make.cohort(make.programme(coordinator)), mentor=mentor, mentee=mentee)
    return mentee


def press(person: Person, name: str) -> None:
    """Press a button that leads to another page, and look that over unless they were on it before."""
    page, been = person.page, person.page.title()
    with page.expect_navigation():
        page.get_by_role("button", name=name).first.click()
    person.settle()
    if page.title() != been:
        person.look_over()


def write(person: Person, **fields: str) -> None:
    for name, words in fields.items():
        person.page.fill(f"main [name={name}]", words)


def day(ahead: int) -> str:
    return (timezone.localdate() + timedelta(days=ahead)).isoformat()


def goal_and_action(person: Person, **answers: str) -> None:
    """The first two steps."""
    write(person, **answers, wanted_by=day(60))
    press(person, "Next: actions")
    write(person, text="Watch two seminars")
    press(person, "Add action")
    press(person, "Next: barriers")


def from_dates_to_looking_back(person: Person) -> None:
    """Steps four and five."""
    write(person, starts_on=day(1), completes_on=day(60), follows_up_on=day(90))
    press(person, "Next: doing")
    press(person, "Done: Watch two seminars")
    write(person, text="Lena spoke first.")
    press(person, "Add to the log")
    press(person, "Next: looking back")
    write(person, reflection="Waiting is harder than any question.")


def link_of(mentee: Any) -> str:
    with tenancy.inside(mentee.organisation_id, mentee.pk):
        address = feedback_links.address(FeedbackInvitation.objects.get(), mentee)
    return "/feedback/" + address.split("/feedback/")[1]


def test_from_a_goal_over_its_barrier_to_the_next_cycle(maya: Any, somebody: Any) -> None:
    desk = somebody(signed_in=maya.user)
    desk.go("/riverside/plans/")
    press(desk, "Begin a plan")
    goal_and_action(desk, **ANSWERS)
    write(desk, text="I freeze when nobody answers")
    press(desk, "Add barrier")
    press(desk, "Make this my first goal")
    assert desk.sees("Another plan waits for it")

    phone = somebody(width=360, dark=True, signed_in=maya.user)
    phone.go("/riverside/plans/")
    phone.follow("Go on")
    goal_and_action(phone, **{name: words for name, words in ANSWERS.items() if name != "goal"})
    press(phone, "I see nothing in the way")
    from_dates_to_looking_back(phone)
    press(phone, "Save")
    phone.follow("Ask for feedback")
    write(phone, words=ASKED, emails="lena@example.org")
    press(phone, "Ask them")

    lena = somebody(width=360)
    link = link_of(maya)
    lena.go(link)
    assert lena.sees(ASKED)
    write(lena, saw="You waited.", name="Lena Kaya")
    press(lena, "Send the feedback")
    assert lena.sees("Thank you")
    lena.go(link)
    assert lena.sees("This link does not lead anywhere now")

    phone.page.reload()
    assert phone.sees("You waited.")
    with tenancy.inside(maya.organisation_id, maya.pk):
        first, waiting = Plan.objects.get(removes__isnull=False), Plan.objects.get(removes=None)
    phone.go(f"/riverside/plans/{first.pk}/steps/6/")
    press(phone, "Finish, and keep what I learned")

    desk.go("/riverside/")
    assert desk.sees("A plan of yours can go on")
    desk.go(f"/riverside/plans/{waiting.pk}/steps/4/")
    from_dates_to_looking_back(desk)
    press(desk, "Finish, and set the next goal")
    assert desk.sees("Step 1 of 6")
    desk.go(f"/riverside/plans/{waiting.pk}/")
    assert desk.sees("History")


def writes_on(tab: Any, words: str) -> None:
    """Add words to the goal, and wait until they are saved."""
    with tab.expect_response(lambda answer: answer.request.method == "POST"):
        tab.press("[name=goal]", "Control+End")
        tab.locator("[name=goal]").press_sequentially(words)
    tab.get_by_text("Saved a moment ago").wait_for()


def test_two_tabs_that_save_by_themselves_keep_both_texts(maya: Any, somebody: Any) -> None:
    with tenancy.inside(maya.organisation_id, maya.pk):
        plan = plans.begin(by=maya, goal="Lead a seminar")
    desk = somebody(signed_in=maya.user)
    older = desk.go(f"/riverside/plans/{plan.pk}/steps/1/")
    newer = older.context.new_page()
    newer.goto(older.url)

    writes_on(newer, " on my own")
    writes_on(newer, ", twice")  # over what it saved itself
    older.fill("[name=goal]", "Lead a workshop")
    older.get_by_text("Something else was saved since you opened this page").wait_for()
    desk.look_over()
    assert older.locator("main .meanwhile [data-saved]").inner_text() == "Lead a seminar on my own, twice"
    with tenancy.inside(maya.organisation_id, maya.pk):
        assert Plan.objects.get().goal == "Lead a seminar on my own, twice"

    older.reload()  # what was written is offered again as it was left, and is still no newer than what is saved
    assert older.input_value("[name=goal]") == "Lead a workshop"
    older.press("[name=goal]", "Control+End")
    older.locator("[name=goal]").press_sequentially("!")
    older.get_by_text("Something else was saved since you opened this page").wait_for()
    older.get_by_label("What you wrote").check()
    press(desk, "Save what I chose")
    assert older.input_value("[name=goal]") == "Lead a workshop!"
    writes_on(older, " for ten")

    newer.fill("[name=goal]", "Lead nothing")
    newer.get_by_label("What is saved").check()
    newer.get_by_role("button", name="Save what I chose").click()
    newer.wait_for_load_state()
    assert newer.input_value("[name=goal]") == "Lead a workshop! for ten"


def test_a_comment_not_sent_stands_beside_its_step_alone(somebody, maya):
    with tenancy.inside(maya.organisation_id, maya.pk):
        plan = plans.begin(by=maya, goal="Lead a seminar")
        plan = plans.save_answers(plan=plan, values={**ANSWERS, "wanted_by": timezone.localdate()}, by=maya)
        tomas = Member.objects.get(display_name="Tomás Okafor")
        shares.share(plan=plan, mentor=tomas, by=maya)
    person = somebody(signed_in=maya.user)

    def beside(step: int) -> Any:
        person.go(f"/riverside/plans/{plan.pk}/steps/{step}/")
        return person.page.locator(f"#comment-{step} textarea")

    beside(1).evaluate("area => area.closest('details').open = true")
    person.page.locator("#comment-1 textarea").fill("Which of the seminars?")
    assert beside(2).input_value() == ""
    assert beside(1).input_value() == "Which of the seminars?"
