"""Annual summary: what was planned, done, learned and confirmed, of one's own and of that year alone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from development_plans.models import Plan, PlanConclusion
from portfolios.queries.annual_summary import list_years
from tests.budget import questions
from tests.portfolios.confirming import ask, confirm, revoke

HERE = "/riverside/portfolio/year/"
THIS = timezone.localdate().year


def plan(pair, goal, began, *, ended=None, **fields):
    zone = ZoneInfo("Europe/London")
    with pair.inside(pair.maya):
        made = Plan.objects.create(
            organisation=pair.organisation,
            owner=pair.maya,
            goal=goal,
            begun_at=datetime(began, 6, 1, tzinfo=zone),
            step=7 if ended else 1,
            **fields,
        )
        if ended:
            PlanConclusion.objects.create(
                organisation=pair.organisation, plan=made, how="keep", at=datetime(ended, 6, 1, tzinfo=zone)
            )
    return made


def test_a_year_holds_what_belongs_to_it_and_nothing_else(pair):
    plan(pair, "Begun before, reached now", THIS - 1, ended=THIS, reflection="It was the silence")
    plan(pair, "Reached before", THIS - 2, ended=THIS - 1, reflection="Not of this year")
    plan(pair, "Under way", THIS)
    plan(pair, "Set aside", THIS, set_aside_at=timezone.now())
    pair.evidence("Prize", began_on=date(THIS, 1, 5))
    pair.evidence("Looked back", kind="reflection", began_on=date(THIS, 1, 6), shows="I talk less")
    pair.evidence("Long ago", began_on=date(THIS - 2, 1, 5))
    pair.entry("In the diary")
    page = pair.client(pair.maya).get(HERE).content.decode()
    for words in ("Begun before, reached now", "It was the silence", "Under way", "Prize", "I talk less"):
        assert words in page
    for words in ("Reached before", "Not of this year", "Set aside", "Long ago", "In the diary"):
        assert words not in page
    before = pair.client(pair.maya).get(f"{HERE}?year={THIS - 1}").content.decode()
    assert "Not of this year" in before
    assert "It was the silence" not in before


def test_what_the_organisation_confirmed_and_stands_by_is_in_it(pair):
    asked = [ask(pair, pair.evidence(name), achievement=name) for name in ("Stands", "Revoked", "Waits")]
    for each in asked[:2]:
        confirm(pair, each)
    revoke(pair, asked[1])
    page = pair.client(pair.maya).get(HERE).content.decode()
    confirmed = page.split("<h2>Confirmed</h2>")[1]
    assert "Stands" in confirmed
    assert "confirmed by Riverside" in confirmed
    assert "Revoked" not in confirmed
    assert "Waits" not in confirmed


def test_the_years_reach_back_to_the_first_thing_and_no_further_than_ten(pair):
    with pair.inside(pair.maya):
        assert list_years(pair.maya) == [THIS]
    pair.evidence("Before", began_on=date(THIS - 3, 1, 5))
    with pair.inside(pair.maya):
        assert list_years(pair.maya) == [THIS, THIS - 1, THIS - 2, THIS - 3]
    pair.evidence("School", began_on=date(THIS - 40, 1, 5))
    with pair.inside(pair.maya):
        assert len(list_years(pair.maya)) == 11


@pytest.mark.parametrize("wanted", ["", "x", "99999999999", "%00", "-1", "1066"])
def test_a_year_that_makes_no_sense_is_the_latest(pair, wanted):
    page = pair.client(pair.maya).get(f"{HERE}?year={wanted}").content.decode()
    assert f"The year {THIS}" in page
    assert "Nothing of this year yet" in page


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_page_asks_few_questions(pair, count):
    for number in range(count):
        pair.evidence(f"Piece {number}", began_on=date(THIS, 1, 5))
        plan(pair, f"Goal {number}", THIS - 1, ended=THIS, reflection="Much")
    client = pair.client(pair.maya)
    with questions() as asked:
        assert client.get(HERE).status_code == 200
    assert len(asked) <= 10, asked
