"""Who never came in and was made a member of before is none any more; and back."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

pytestmark = pytest.mark.django_db(databases=["owner"])

BEFORE, AFTER = "0001_schema", "0002_members_have_come_in"


def go_to(name):
    """Migrate the app to a state, as the owner; return the models as they are then. The test's end undoes it."""
    owner = connections["owner"]
    with owner.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    executor = MigrationExecutor(owner)
    executor.migrate([("cop", name)])
    others = [node for node in executor.loader.graph.leaf_nodes() if node[0] != "cop"]
    return executor.loader.project_state([*others, ("cop", name)]).apps


@pytest.fixture
def of_before():
    """A community of a coordinator who was put in charge meanwhile, a mentee who came in and one who never did."""
    apps = go_to(BEFORE)
    names = {"ines": 1, "maya": 1, "absent": 0}

    def rows(app, model):
        return apps.get_model(app, model).objects.using("owner")

    organisation = rows("organisations", "Organisation").create(id=uuid4(), name="Before", slug="before")
    made = {}
    for name, joined in names.items():
        user = rows("accounts", "User").create(email=f"{name}@before.example") if joined else None
        made[name] = rows("organisations", "Member").create(
            organisation=organisation, email=f"{name}@before.example", display_name=name, user=user
        )
    here = {"organisation": organisation}
    programme = rows("programmes", "Programme").create(created_by=made["ines"], name="P", **here)
    rows("programmes", "Coordination").create(
        programme=programme, member=made["ines"], by=made["ines"], **here
    )
    today = timezone.localdate()
    cohort = rows("programmes", "Cohort").create(
        programme=programme,
        name="C",
        created_by=made["ines"],
        starts_on=today,
        ends_on=today + timedelta(weeks=40),
        **here,
    )
    community = rows("cop", "Community").create(
        programme=programme, name="Circle", created_by=made["ines"], phase="rotating", **here
    )
    for person in made.values():
        rows("programmes", "Enrolment").create(
            cohort=cohort, member=person, role="mentee", state="accepted", **here
        )
        rows("cop", "Membership").create(community=community, member=person, **here)
    absent = made["absent"]
    for weeks in (-2, 2):
        starts_at = timezone.now() + timedelta(weeks=weeks)
        meeting = rows("meetings", "Meeting").create(
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            zone="Europe/London",
            created_by=made["ines"],
            facilitator=absent,
            **here,
        )
        session = rows("cop", "Session").create(community=community, meeting=meeting, **here)
        for person in made.values():
            rows("meetings", "Attendance").create(meeting=meeting, member=person, **here)
        rows("cop", "Turn").create(
            community=community, number=weeks + 3, member=absent, session=session, **here
        )
    made["community"] = community
    return made


def members(apps):
    found = apps.get_model("cop", "Membership").objects.using("owner")
    return set(found.values_list("member__display_name", flat=True))


def test_members_who_never_came_in_are_none_any_more_and_what_was_planned_with_them_goes(of_before):
    apps = go_to(AFTER)
    assert members(apps) == {"ines", "maya"}
    listed = apps.get_model("meetings", "Attendance").objects.using("owner")
    assert not listed.filter(member__display_name="absent").exists()
    turns = apps.get_model("cop", "Turn").objects.using("owner")
    assert [turn.number for turn in turns.all()] == [1]
    meetings = apps.get_model("meetings", "Meeting").objects.using("owner").order_by("starts_at")
    assert [each.facilitator.display_name for each in meetings] == ["absent", "ines"]
    memberships = apps.get_model("cop", "Membership").objects.using("owner")
    reads_from = dict(memberships.values_list("member__display_name", "reads_from"))
    assert reads_from["maya"] is None
    assert reads_from["ines"] is not None
    assert members(go_to(BEFORE)) == {"ines", "maya", "absent"}
