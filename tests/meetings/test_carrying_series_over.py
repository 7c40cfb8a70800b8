"""Series of before, which were meetings with a mark in common, become series with a rule; and back."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from meetings.series import Rule

pytestmark = pytest.mark.django_db(databases=["owner"])

BEFORE, AFTER = "0005_what_each_says", "0008_series_alone"
LONDON = ZoneInfo("Europe/London")


def go_to(name):
    """Migrate the app to a state, as the owner; give the models as they are then. The test's end undoes it."""
    owner = connections["owner"]
    with owner.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    executor = MigrationExecutor(owner)
    executor.migrate([("meetings", name)])
    others = [node for node in executor.loader.graph.leaf_nodes() if node[0] != "meetings"]
    return executor.loader.project_state([*others, ("meetings", name)]).apps


@pytest.fixture
def meetings_of_before():
    """Five, every second Tuesday across a change of clocks, the second moved and the fourth called off; one alone."""
    apps = go_to(BEFORE)
    key, mark = uuid4(), uuid4()
    organisation = (
        apps.get_model("organisations", "Organisation")
        .objects.using("owner")
        .create(id=key, name="Riverside", slug="riverside-before")
    )
    maya = (
        apps.get_model("organisations", "Member")
        .objects.using("owner")
        .create(organisation=organisation, email="maya@example.org", display_name="Maya Lindqvist")
    )
    meetings = apps.get_model("meetings", "Meeting").objects.using("owner")
    made = []
    for number in range(6):
        starts_at = datetime(2026, 10, 6, 10, tzinfo=LONDON) + timedelta(weeks=2 * number)
        starts_at = starts_at.astimezone(UTC) + (timedelta(days=1, hours=3) if number == 1 else timedelta())
        made.append(
            meetings.create(
                organisation=organisation,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=45),
                zone="Europe/London",
                series=mark if number < 5 else None,
                revision=number,
                created_by=maya,
            )
        )
    apps.get_model("meetings", "Cancellation").objects.using("owner").create(
        organisation=organisation, meeting=made[3], by=maya
    )
    return mark, [each.pk for each in made], [each.starts_at for each in made]


def test_a_series_of_before_gets_the_rule_that_most_of_its_meetings_follow(meetings_of_before):
    mark, keys, starts = meetings_of_before
    apps = go_to(AFTER)
    [series] = apps.get_model("meetings", "Series").objects.using("owner").all()
    assert (series.pk, series.created_by.display_name, series.is_one_object) == (
        mark,
        "Maya Lindqvist",
        False,
    )
    assert (series.first_on, series.clock, series.zone) == (date(2026, 10, 6), time(10), "Europe/London")
    assert (series.every, series.count, series.minutes) == (2, 5, 45)
    found = {each.pk: each for each in apps.get_model("meetings", "Meeting").objects.using("owner").all()}
    assert [found[key].number for key in keys] == [0, 1, 2, 3, 4, None]
    assert [found[key].series_id for key in keys] == [mark] * 5 + [None]
    assert [found[key].sequence for key in keys] == [0, 1, 2, 3, 4, 5]
    assert [found[key].starts_at for key in keys] == starts
    rule = Rule(datetime.combine(series.first_on, series.clock), LONDON, 45, series.every, series.count)
    assert [rule.start(number) == starts[number] for number in range(5)] == [True, False, True, True, True]


def test_it_can_be_taken_back(meetings_of_before):
    mark, keys, _starts = meetings_of_before
    go_to(AFTER)
    apps = go_to(BEFORE)
    found = {each.pk: each for each in apps.get_model("meetings", "Meeting").objects.using("owner").all()}
    assert [found[key].series for key in keys] == [mark] * 5 + [None]
