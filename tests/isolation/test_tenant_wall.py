"""As the runtime role, in plain SQL: another organisation's rows cannot be read, written, referred to or inferred."""

from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from meetings.models import Attendance, Note
from organisations import tenancy
from organisations.management.commands.row_security import inspect
from organisations.models import Appointment, Member
from partnerships.models import Signature
from tests import make

pytestmark = pytest.mark.django_db


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def test_every_table_has_its_walls_or_its_reason():
    rows, wrong = inspect()
    assert wrong == []
    assert len(rows) > 40


def test_without_an_organisation_every_walled_table_looks_empty():
    make.member(make.organisation())
    for table, walls in inspect()[0]:
        if walls.startswith("tenant"):
            assert count(table) == 0, table


def test_the_runtime_role_is_bound_by_the_walls():
    from organisations.checks import what_is_wrong_with_the_role

    assert what_is_wrong_with_the_role() == []


def test_every_function_with_the_owners_rights_is_explained():
    page = (Path(__file__).parents[2] / "docs/architecture.md").read_text()
    with connection.cursor() as cursor:
        cursor.execute("SELECT proname FROM pg_proc WHERE prosecdef AND proname NOT LIKE 'tests\\_%'")
        assert [name for (name,) in cursor.fetchall() if f"`{name}`" not in page] == []


def test_another_organisations_row_cannot_be_read_changed_or_removed():
    here, there = make.member(make.organisation("here")), make.member(make.organisation("there"))
    with tenancy.inside(here.organisation_id, here.pk):
        assert list(Member.objects.all()) == [here]
        assert Member.objects.filter(pk=there.pk).update(display_name="Mallory") == 0
        assert Member.objects.filter(pk=there.pk).delete()[0] == 0
    with tenancy.inside(there.organisation_id):
        assert Member.objects.get().display_name == there.display_name


def test_a_row_cannot_be_put_into_another_organisation():
    here, there = make.member(make.organisation("here")), make.organisation("there")
    with pytest.raises(DatabaseError, match="row-level security"), tenancy.inside(here.organisation_id):
        Member.objects.create(organisation=there, email="m@example.org", display_name="Mallory")


def test_a_row_cannot_refer_to_another_organisations_row():
    here, there = make.member(make.organisation("here")), make.member(make.organisation("there"))
    with tenancy.inside(here.organisation_id), pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(organisation_id=here.organisation_id, member=there, role="admin", by=here)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_unique_constraint_does_not_tell_of_another_organisations_row():
    there = make.member(make.organisation("there"), email="shared@example.org")
    here = make.organisation("here")
    with tenancy.inside(here.pk):
        twin = Member.objects.create(organisation=here, email="shared@example.org", display_name="Twin")
    assert twin.pk != there.pk


def test_the_audit_log_is_append_only():
    from organisations import audit
    from organisations.models import AuditEntry

    member = make.member(make.organisation())
    with tenancy.inside(member.organisation_id, member.pk):
        audit.record("member.tested", on=member, by=member)
        for change in (AuditEntry.objects.all().delete, lambda: AuditEntry.objects.update(action="x")):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                change()


def test_a_line_of_the_trail_is_its_authors_and_some_are_the_admins_too():
    from organisations import audit
    from organisations.models import AuditEntry

    riverside = make.organisation()
    greta = make.member(riverside, "Greta H", admin=True)
    ines = make.member(riverside, "Ines D", coordinator=True)
    maya = make.member(riverside, "Maya L")
    with tenancy.inside(riverside.pk, maya.pk):
        for action in ("note.written", "member.changed"):
            audit.record(action, on=maya, by=maya)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            audit.record("member.changed", on=maya, by=ines)
    seen = {}
    for person in (greta, ines, maya):
        with tenancy.inside(riverside.pk, person.pk):
            lines = AuditEntry.objects.filter(subject_id=maya.pk)
            seen[person.display_name] = {line.action for line in lines}
    assert seen == {
        "Greta H": {"member.changed"},
        "Ines D": set(),
        "Maya L": {"note.written", "member.changed"},
    }


def test_how_a_review_came_out_is_the_two_peoples_and_that_it_waits_the_coordinators_too():
    from django.utils import timezone

    from partnerships.models import StageReview

    riverside = make.organisation()
    greta = make.member(riverside, "Greta H", admin=True)
    ines, tomas, maya = (make.member(riverside, name) for name in ("Ines D", "Tomás O", "Maya L"))
    pair = make.partnership(make.cohort(make.programme(ines)), mentor=tomas, mentee=maya)
    with tenancy.inside(riverside.pk, maya.pk):
        review = StageReview.objects.create(
            organisation=riverside, partnership=pair, stage=pair.stage, opened_by=maya
        )

    def readers():
        found = set()
        for person in (greta, ines, tomas, maya):
            with tenancy.inside(riverside.pk, person.pk):
                found |= {person.display_name} if count("partnerships_stagereview") else set()
        return found

    assert readers() == {"Ines D", "Tomás O", "Maya L"}
    with tenancy.inside(riverside.pk, ines.pk):
        settled = {"outcome": "differed", "settled_at": timezone.now()}
        assert StageReview.objects.filter(pk=review.pk).update(**settled) == 0
    with tenancy.inside(riverside.pk, maya.pk):
        assert StageReview.objects.filter(pk=review.pk).update(**settled) == 1
    assert readers() == {"Tomás O", "Maya L"}


def test_a_private_note_is_its_authors_and_a_shared_one_its_attendees():
    riverside = make.organisation()
    maya, tomas, ines = (make.member(riverside, name) for name in ("Maya L", "Tomas O", "Ines D"))
    meeting = make.meeting([maya, tomas])
    with tenancy.inside(riverside.pk, maya.pk):
        for private in (True, False):
            Note.objects.create(
                organisation=riverside, meeting=meeting, author=maya, text="x", is_private=private
            )
    seen = {}
    for person in (maya, tomas, ines):
        with tenancy.inside(riverside.pk, person.pk):
            seen[person.display_name] = count("meetings_note")
    with tenancy.inside(riverside.pk):
        seen["nobody"] = count("meetings_note")
    assert seen == {"Maya L": 2, "Tomas O": 1, "Ines D": 0, "nobody": 0}


def test_own_memberships_are_seen_across_organisations_and_nothing_else():
    account = make.user()
    riverside, northgate = make.organisation("riverside"), make.organisation("northgate")
    make.member(riverside, account=account)
    make.member(northgate, account=account)
    make.member(northgate, "Somebody Else")
    with tenancy.own_memberships(account.pk):
        seen = Member.objects.select_related("organisation").order_by("organisation__slug")
        assert [member.organisation.slug for member in seen] == ["northgate", "riverside"]
    with tenancy.inside(riverside.pk):
        assert count("organisations_member") == 1


def test_nobody_lets_themself_into_a_meeting_and_nobody_signs_for_another():
    riverside = make.organisation()
    ines, tomas, maya = (make.member(riverside, name) for name in ("Ines D", "Tomás O", "Maya L"))
    meeting = make.meeting([tomas, maya])
    partnership = make.partnership(make.cohort(make.programme(ines)), mentor=tomas, mentee=maya)
    common = {"organisation": riverside, "member": ines}
    with tenancy.inside(riverside.pk, ines.pk):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Attendance.objects.create(meeting=meeting, **common)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Signature.objects.create(partnership=partnership, version=1, **(common | {"member": maya}))


def test_nobody_changes_whose_row_something_is_or_what_another_wrote():
    riverside = make.organisation()
    ines, tomas, maya = (make.member(riverside, name) for name in ("Ines D", "Tomás O", "Maya L"))
    meeting = make.meeting([tomas, maya])
    with tenancy.inside(riverside.pk, maya.pk):
        note = Note.objects.create(organisation=riverside, meeting=meeting, author=maya, text="hers")
    with tenancy.inside(riverside.pk, tomas.pk):
        assert Note.objects.filter(pk=note.pk).update(text="his") == 0
        assert Note.objects.filter(pk=note.pk).delete()[0] == 0
    with tenancy.inside(riverside.pk, ines.pk):
        for change in (
            lambda: Attendance.objects.filter(member=tomas).update(member=ines),
            lambda: meeting.__class__.objects.filter(pk=meeting.pk).update(created_by=ines),
        ):
            with pytest.raises(DatabaseError, match="stays as it was made"), transaction.atomic():
                change()


def test_who_is_entered_goes_on_until_another_is_and_leaves_the_block_as_it_was():
    riverside, northgate = make.organisation("riverside"), make.organisation("northgate")
    maya, dylan = make.member(riverside), make.member(northgate)
    with tenancy.inside(riverside.pk, maya.pk):
        tenancy.enter(northgate.pk, dylan.pk)
        assert list(Member.objects.all()) == [dylan]
        tenancy.enter(riverside.pk, maya.pk)
        assert list(Member.objects.all()) == [maya]
    assert not Member.objects.exists()
