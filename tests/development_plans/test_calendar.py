"""The days of plans in one's own calendar, and what the demo's people have in theirs."""

from datetime import timedelta

from django.test import Client

from development_plans.actions import plans
from meetings import ics_feed
from tests.development_plans.conftest import CANARY


def calendar(desk):
    with desk.inside(desk.maya):
        ics_feed.make_address(by=desk.maya)
        address = ics_feed.address_of(desk.maya)
    answer = Client().get("/calendar/" + address.split("/calendar/")[1])
    assert answer.status_code == 200
    return answer.text.replace("\r\n ", "")


def test_start_completion_and_follow_up_stand_in_ones_calendar_without_what_they_are_about(desk):
    plan = desk.plan(5)
    text = calendar(desk)
    for name in plan.DATES:
        day = getattr(plan, name)
        assert f"UID:{plan.pk}-{name}" in text
        assert f"DTSTART;VALUE=DATE:{day:%Y%m%d}" in text
        assert f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}" in text
    assert f"/riverside/plans/{plan.pk}/" in text
    assert CANARY not in text


def test_a_plan_set_aside_leaves_it_and_another_persons_never_comes_in(desk):
    plan, other = desk.plan(5), desk.plan(5, owner=desk.tomas)
    with desk.inside(desk.maya):
        plans.set_aside(plan=plan, by=desk.maya)
    text = calendar(desk)
    assert str(plan.pk) not in text
    assert str(other.pk) not in text
