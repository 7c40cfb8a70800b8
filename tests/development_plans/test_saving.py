"""Two pages of one plan: what was saved since a page was loaded is never written over, and neither text is lost."""

import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from threading import Barrier

import pytest
from django.db import connections

from development_plans.actions import contents
from tests.development_plans.conftest import CANARY
from tests.development_plans.test_pages import url

BOTH = "Something else was saved since you opened this page"
PIECE = {"HX-Request": "true"}


class Tab:
    """A page of a step that is open, and what is typed in it."""

    def __init__(self, desk, address, **fields):
        self.client, self.address = desk.client(desk.maya), address
        self.fields = fields
        self.read(self.client.get(address).text)

    def read(self, text):
        hidden = re.findall(r'<input type="hidden" name="(seen|page|turn)" value="([^"]*)"', text)
        self.stamp = {name: unescape(value) for name, value in hidden}

    def types(self, **fields):
        self.fields |= fields
        self.stamp["turn"] = str(int(self.stamp["turn"]) + 1)
        return dict(self.fields | self.stamp)

    def sends(self, data, **more):
        return self.client.post(self.address, data, headers=PIECE, **more)

    def saves_by_itself(self, **fields):
        return self.sends(self.types(**fields))

    def presses(self, **data):
        return self.client.post(self.address, self.fields | self.stamp | data)


def goal_tabs(desk):
    plan = desk.plan(1)
    address = url("plan_step", plan.pk, 1)
    return plan, Tab(desk, address, goal=CANARY), Tab(desk, address, goal=CANARY)


def test_a_tab_goes_on_saving_by_itself_over_what_it_saved(desk):
    plan, tab, _other = goal_tabs(desk)
    for words in ("Lead", "Lead a seminar", "Lead a seminar of twenty"):
        assert "Saved a moment ago" in tab.saves_by_itself(goal=words).text
    assert desk.again(plan).goal == "Lead a seminar of twenty"
    assert tab.presses(goal="Lead one").status_code == 302  # its button goes on, too, whichever answer came
    assert desk.again(plan).goal == "Lead one"


def test_an_older_text_from_the_same_tab_that_arrives_late_changes_nothing(desk):
    plan, tab, _other = goal_tabs(desk)
    slow = tab.types(goal="Lead")
    tab.saves_by_itself(goal="Lead a seminar")
    tab.sends(slow)
    assert desk.again(plan).goal == "Lead a seminar"


def test_a_tab_that_has_not_seen_the_newer_text_does_not_write_over_it_and_shows_both(desk):
    plan, older, newer = goal_tabs(desk)
    newer.saves_by_itself(goal="Written in the newer tab")
    said = older.saves_by_itself(goal="Written in the older tab")
    assert said.status_code == 200
    assert said.headers["HX-Reswap"] == "outerHTML"  # it rests until the person has chosen
    assert "HX-Trigger" not in said.headers
    assert BOTH in said.text
    assert "Written in the newer tab" in said.text
    assert desk.again(plan).goal == "Written in the newer tab"


def test_without_scripts_the_page_comes_back_with_both_texts_and_the_choice_stands_beside_them(desk):
    plan, older, newer = goal_tabs(desk)
    newer.presses(goal="Written in the newer tab")
    page = older.presses(goal="Written in the older tab", go="next")
    assert page.status_code == 422
    assert BOTH in page.text
    assert "Written in the newer tab" in page.text
    assert "Written in the older tab</textarea>" in page.text
    assert desk.again(plan).goal == "Written in the newer tab"
    again = older.presses(goal="Written in the older tab")  # pressing save once more is no choice
    assert BOTH in again.text
    over = unescape(re.search(r'name="over" value="([^"]+)"', again.text)[1])
    chosen = {"over": over, "stays-goal": "mine"}
    assert older.presses(goal="Written in the older tab", **chosen).status_code == 302
    assert desk.again(plan).goal == "Written in the older tab"


def test_choosing_ones_own_text_does_not_write_over_what_was_saved_after_the_choice_was_shown(desk):
    plan, older, newer = goal_tabs(desk)
    newer.saves_by_itself(goal="First")
    shown = older.presses(goal="Mine")
    over = unescape(re.search(r'name="over" value="([^"]+)"', shown.text)[1])
    newer.saves_by_itself(goal="Second")
    page = older.presses(goal="Mine", over=over, **{"stays-goal": "mine"})
    assert page.status_code == 422
    assert "Second" in page.text
    assert desk.again(plan).goal == "Second"


def test_fields_that_only_one_of_the_two_wrote_come_together(desk):
    plan, older, newer = goal_tabs(desk)
    newer.saves_by_itself(measure="Twelve speak")
    said = older.saves_by_itself(reason="I apply in spring", measure="")
    assert BOTH not in said.text
    plan = desk.again(plan)
    assert (plan.goal, plan.measure, plan.reason) == (CANARY, "Twelve speak", "I apply in spring")


def test_dates_that_two_tabs_set_are_chosen_between_as_well(desk):
    plan = desk.plan(4)
    address = url("plan_step", plan.pk, 4)
    days = {"starts_on": "2031-03-01", "completes_on": "2031-04-01", "follows_up_on": "2031-05-01"}
    older, newer = Tab(desk, address, **days), Tab(desk, address, **days)
    newer.saves_by_itself(starts_on="2031-03-02")
    said = older.saves_by_itself(starts_on="2031-03-03")
    assert "Sun 2 Mar 2031" in said.text
    assert str(desk.again(plan).starts_on) == "2031-03-02"


def test_a_reflection_is_kept_from_an_older_tab(desk):
    plan = desk.plan(6)
    address = url("plan_step", plan.pk, 6)
    older, newer = Tab(desk, address), Tab(desk, address)
    newer.saves_by_itself(reflection="Waiting is hard.")
    older.saves_by_itself(reflection="It went.")
    assert desk.again(plan).reflection == "Waiting is hard."


def test_a_stamp_that_says_nothing_is_no_leave_to_write_over(desk):
    plan, tab, _other = goal_tabs(desk)
    tab.stamp = {"seen": "\x00 goal:", "page": "<b>", "turn": "-1"}
    assert BOTH in tab.sends(tab.fields | tab.stamp | {"goal": "Mine"}).text
    assert desk.again(plan).goal == CANARY


def test_an_action_changed_in_two_tabs_keeps_the_newer_words(desk):
    plan = desk.plan(3)
    with desk.inside(desk.maya):
        action = plan.actions.get()
    address = url("plan_action", plan.pk, action.pk)
    older, newer = Tab(desk, address, text=action.text), Tab(desk, address, text=action.text)
    assert newer.presses(text="Watch three seminars").status_code == 302
    assert "Watch three seminars" in older.presses(text="Watch one").text
    with desk.inside(desk.maya):
        assert plan.actions.get().text == "Watch three seminars"
        contents.remove_action(action=plan.actions.get(), by=desk.maya)
    assert older.presses(text="Watch one").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_two_tabs_that_save_at_the_same_moment_one_saves_and_the_other_shows_both(desk):
    plan, one, other = goal_tabs(desk)
    start = Barrier(2)

    def send(tab, words):
        start.wait()
        try:
            return BOTH in tab.saves_by_itself(goal=words).text
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(send, (one, other), ("From the one", "From the other")))
    assert sorted(told) == [False, True]
    assert desk.again(plan).goal == ("From the other" if told[0] else "From the one")
