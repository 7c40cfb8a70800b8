"""The audit log as an admin reads it: what can be looked for, and whose days they are."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations import actions, audit, tenancy
from organisations.models import Appointment, AuditEntry, Member
from tests import make
from tests.budget import questions
from tests.meetings.conftest import utc

pytestmark = pytest.mark.django_db
PATH = "/riverside/audit-log/"


@pytest.fixture
def reader(client):
    """An admin in Nairobi, three hours ahead of UTC; what she and another admin did lies at known moments."""
    riverside = make.organisation("riverside")
    ines = make.member(riverside, "Ines Duarte", admin=True, time_zone="Africa/Nairobi")
    otto = make.member(riverside, "Otto Berg", admin=True)
    maya = make.member(riverside, "Maya Lindqvist", joined=False)
    with tenancy.inside(riverside.pk, ines.pk):
        actions.appoint(member=maya, role=Appointment.Role.COORDINATOR, by=ines)
    with tenancy.inside(riverside.pk, otto.pk):
        actions.invite(member=maya, by=otto)
    client.force_login(ines.user)
    client.ines = ines
    return client


def steps(client, **filters: str) -> list[tuple[str, str]]:
    """Who did what, line by line."""
    answer = client.get(PATH, filters)
    assert answer.status_code == 200
    return [(entry.by.display_name, entry.action) for entry, _words, _name in answer.context["lines"]]


def test_without_filters_all_is_there(reader):
    assert ("Otto Berg", "member.invited") in steps(reader)
    assert ("Ines Duarte", "member.appointed") in steps(reader)


def test_who(reader):
    assert {name for name, _action in steps(reader, who="otto")} == {"Otto Berg"}


def test_what(reader):
    assert steps(reader, what="member.invited") == [("Otto Berg", "member.invited")]
    assert steps(reader, what="member.invited", who="ines") == []


def test_days_are_the_readers(reader):
    with tenancy.inside(reader.ines.organisation_id, reader.ines.pk):
        for moment in ("2026-03-01 20:59", "2026-03-01 21:00", "2026-03-02 20:59", "2026-03-02 21:00"):
            AuditEntry.objects.create(
                organisation_id=reader.ines.organisation_id,
                by=reader.ines,
                at=utc(moment),
                action="organisation.changed",
                subject_kind="organisations.organisation",
                subject_id=reader.ines.organisation_id,
                for_admins=True,
            )
    answer = reader.get(PATH, {"since": "2026-03-02", "until": "2026-03-02"})
    assert [entry.at for entry, *_ in answer.context["lines"]] == [
        utc("2026-03-02 20:59"),
        utc("2026-03-01 21:00"),
    ]


def test_what_makes_no_sense_is_said_and_lets_all_through(reader):
    answer = reader.get(PATH, {"since": "yesterday", "who": "otto"})
    assert len(answer.context["lines"]) > 1
    assert answer.context["filters"].errors["since"][0] in unescape(answer.text)


def test_filters_stay_on_the_next_page_and_can_be_taken_off(reader):
    answer = reader.get(PATH, {"who": "nobody"})
    assert "Nothing fits these filters" in answer.text
    assert answer.text.count(f'href="{PATH}"') == 2


def test_filters_cost_no_further_question(reader):
    for filters in ({}, {"who": "otto", "what": "member.invited", "since": "2026-01-01"}):
        with questions() as asked:
            reader.get(PATH, filters)
        assert len(asked) <= 9, str(asked)


def test_lines_gathered_are_written_at_the_end_each_in_its_authors_name(reader):
    ines = reader.ines
    with tenancy.inside(ines.organisation_id, ines.pk):
        otto = Member.objects.get(display_name="Otto Berg")
    with audit.batched():
        for member in (ines, otto, ines):
            with tenancy.inside(member.organisation_id, member.pk):
                actions.change_self(member=member)
                changed = AuditEntry.objects.filter(action="member.changed")
                assert not changed.exists()
    assert sorted(steps(reader, what="member.changed")) == [
        ("Ines Duarte", "member.changed"),
        ("Ines Duarte", "member.changed"),
        ("Otto Berg", "member.changed"),
    ]


def test_lines_gathered_are_as_many_statements_as_authors(reader):
    ines = reader.ines
    with CaptureQueriesContext(connection) as asked, audit.batched():
        for _time in range(30):
            audit.record("member.changed", on=ines, by=ines)
    assert len([each for each in asked if "INSERT" in each["sql"]]) == 1


def test_nothing_gathered_is_written_when_it_fails(reader):
    ines = reader.ines
    with tenancy.inside(ines.organisation_id, ines.pk):
        with pytest.raises(ZeroDivisionError), audit.batched():
            audit.record("member.changed", on=ines, by=ines)
            raise ZeroDivisionError
        audit.record("member.appointed", on=ines, by=ines)
    assert steps(reader, what="member.changed") == []
    assert ("Ines Duarte", "member.appointed") in steps(reader)


def test_what_nothing_does_any_more_is_still_read_and_not_offered_to_look_for(reader):
    ines = reader.ines
    with tenancy.inside(ines.organisation_id, ines.pk):
        AuditEntry.objects.create(
            organisation_id=ines.organisation_id,
            action="programme.taken-over",
            subject_kind="programme",
            subject_id=ines.pk,
            by=ines,
            for_admins=True,
        )
    assert ("Ines Duarte", "programme.taken-over") in steps(reader)
    page = reader.get(PATH).content.decode()
    assert "took a programme over" in page
    assert 'value="programme.taken-over"' not in page
