"""Evidence remembers what it was made from, for its owner alone, and leads back there while it exists."""

from datetime import timedelta

import pytest
from django.utils import timezone

from development_plans.actions import contents, plans
from portfolios.models import Evidence
from tests import make
from tests.budget import questions

HOME = "/riverside/portfolio/"


@pytest.fixture
def plan(pair):
    with pair.inside(pair.maya):
        made = plans.begin(by=pair.maya, goal="Lead a seminar")
        today = timezone.localdate()
        answers = {"measure": "a", "reach": "b", "reason": "c", "wanted_by": today}
        plans.save_answers(plan=made, values=answers, by=pair.maya)
        contents.add_action(plan=made, text="Watch two", by=pair.maya)
        return made


def make_it(client, query, **fields):
    """Open the form from where the person is, and send it as it begins."""
    page = client.get(f"{HOME}evidence/new/?{query}").text
    sent = {"kind": "achievement", "title": "Kept", "began_on": "2026-01-10", **fields}
    return page, client.get(client.post(f"{HOME}evidence/new/?{query}", sent).url).text


def test_a_finished_action_leads_to_evidence_and_back(pair, plan):
    client = pair.client(pair.maya)
    with pair.inside(pair.maya):
        action = plan.actions.get()
    begun, _page = make_it(client, f"action={action.pk}")
    assert "Watch two" not in begun  # not done yet
    with pair.inside(pair.maya):
        contents.tick_action(action=action, done=True, by=pair.maya)
    begun, page = make_it(client, f"action={action.pk}")
    assert 'value="Watch two"' in begun
    assert f'href="/riverside/plans/{plan.pk}/#step-5">“Watch two” in your plan “Lead a seminar”</a>' in page
    with pair.inside(pair.maya):
        contents.remove_action(action=action, by=pair.maya)
        (kept,) = Evidence.objects.exclude(origin=None)
    assert (
        "Lead a seminar" not in client.get(f"{HOME}evidence/{kept.pk}/").text
    )  # it is gone, and the piece stays


def test_a_meeting_or_session_a_plan_and_a_diary_entry_are_remembered_too(pair, plan):
    client = pair.client(pair.maya)
    meeting = make.meeting([pair.maya, pair.tomas], starts_in=timedelta(days=-2))
    ahead = make.meeting([pair.maya, pair.tomas], starts_in=timedelta(days=2))
    entry = pair.entry("The seminar went well")
    for query, words, url in (
        (f"meeting={meeting.pk}", "Meeting with Tomás Okafor", f"/riverside/meetings/{meeting.pk}/"),
        (f"plan={plan.pk}", "your plan “Lead a seminar”", f"/riverside/plans/{plan.pk}/"),
        (f"entry={entry.pk}", "your diary", f"{HOME}diary/{entry.pk}/"),
    ):
        begun, page = make_it(client, query)
        for seen in (begun, page):
            assert f'<a href="{url}">{words}</a>' in seen
    assert "Make it evidence" in client.get(f"/riverside/meetings/{meeting.pk}/").text
    for query in (f"meeting={ahead.pk}", "meeting=x", "plan=%00"):
        assert "Only you see this" not in make_it(client, query)[1]


def test_nobody_else_learns_what_it_came_from_nor_makes_anything_of_others_things(pair, plan):
    _begun, page = make_it(pair.client(pair.maya), f"plan={plan.pk}")
    assert "Lead a seminar" in page
    with pair.inside(pair.maya):
        kept = Evidence.objects.get()
    pair.share(kept)
    assert "Lead a seminar" not in pair.client(pair.tomas).get(f"{HOME}evidence/{kept.pk}/").text
    begun, page = make_it(pair.client(pair.tomas), f"plan={plan.pk}")
    assert "Lead a seminar" not in begun + page
    with pair.inside(pair.tomas):
        assert Evidence.objects.get(owner=pair.tomas).origin is None


def test_where_it_came_from_costs_one_question(pair, plan):
    client = pair.client(pair.maya)
    make_it(client, f"plan={plan.pk}")
    with pair.inside(pair.maya):
        kept = Evidence.objects.get()
    with questions() as asked:
        client.get(f"{HOME}evidence/{kept.pk}/")
    assert len(asked) <= 12, asked
