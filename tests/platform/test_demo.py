"""The demo's world as ``bin/dev`` makes it from nothing: every stage is there, everybody offered can come in, and it is
the same every time. It is made once for all that is to be seen of it, and of the command that makes it."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from meetings.models import Arrangement, Meeting
from mentoring_platform.demo import people, world
from notifications.models import Message
from organisations import tenancy
from organisations.models import AuditEntry, Member, Organisation
from organisations.row_security import is_tenant
from partnerships.models import Partnership, Party
from programmes.models import Cohort, Enrolment, Proposal
from tests.platform.installation import demo_database
from tests.post import messages


@pytest.mark.fault
def test_the_product_starts_side_by_side_and_stops_without_a_trace(seen):
    assert "Demo data is in." in seen.first
    assert [line for line in seen.first if "WARNING" in line] == []
    for said, expected in seen.urls:
        assert said == expected
    assert seen.health == ["200", "200"]
    for page in seen.sign_in:
        assert page.startswith("200")
        assert "mentoring-demo" not in page
    assert seen.left == [[], [], []]


@pytest.mark.fault
def test_a_part_that_stops_is_said_to_have_stopped_and_started_again(seen):
    worker, broker = seen.restarts
    assert (
        worker[0]
        == f"The worker has stopped ({seen.folder / 'worker.log'} says why). It is started again in 0.5 s …"
    )
    assert any(line.startswith("The broker has stopped") for line in broker)
    assert seen.health_after == "200"


@pytest.mark.fault
def test_the_second_start_keeps_the_data(seen):
    assert "Demo data is in." not in seen.second, "the data it had is still there"
    assert not [line for line in seen.second if line.startswith("Database:")], "it was ready, and seen to be"


@pytest.fixture(scope="module")
def made_again(django_db_setup, django_db_blocker):
    """What comes out when the small organisation is made by itself, elsewhere; nothing of it is left."""
    with django_db_blocker.unblock(), transaction.atomic():
        world.make("northgate")
        found = snapshot(ids()["northgate"])
        transaction.set_rollback(True)
    return found


@pytest.fixture(scope="module")
def made(seen, made_again, django_db_blocker):
    """The database as both starts left it, for all tests here; gives the organisations' ids by address."""
    with django_db_blocker.unblock(), demo_database(seen.folder):
        yield ids()


def ids():
    with tenancy.as_operator():
        return dict(Organisation.objects.values_list("slug", "pk"))


def as_member(organisation, email):
    with tenancy.inside(organisation):
        return Member.objects.get(email=email)


def test_pairs_are_in_every_stage_and_people_still_wait(made):
    with tenancy.inside(made["riverside"]):
        under_way = Partnership.objects.under_way().values_list("stage", flat=True)
        assert {"initiation", "consolidation", "construction", "redefinition"} == set(under_way)
        assert Partnership.objects.exclude(conclusion=None).count() == 3
        assert Proposal.objects.open().count() == 2
        waiting = Enrolment.objects.filter(role="mentee", state=Enrolment.State.ACCEPTED)
        assert {each.cohort.programme.name for each in waiting} == {"Teaching practice", "Induction"}
        assert Meeting.objects.upcoming().filter(starts_at__lt=timezone.now() + timedelta(days=5)).exists()


def test_everybody_offered_can_sign_in_and_finds_a_home(made, client):
    for person in people.offered():
        slug = person["email"].partition("@")[2].removesuffix(".example")
        client.force_login(User.objects.get(email=person["email"]))
        page = client.get(f"/{slug}/")
        assert page.status_code == 200
        assert people.NAMES[slug][person["email"].partition("@")[0]] in page.content.decode()
    assert client.login(email=person["email"], password=people.PASSWORD)


def test_the_consultant_is_in_both_organisations_and_others_in_one(made, client):
    client.force_login(User.objects.get(email=people.email("northgate", people.IN_BOTH)))
    assert [client.get(f"/{slug}/").status_code for slug in ("riverside", "northgate")] == [200, 200]
    client.force_login(User.objects.get(email="mentee@riverside.example"))
    assert client.get("/northgate/").status_code == 404


def test_a_member_of_one_organisation_sees_no_row_of_the_other(made):
    maya = as_member(made["riverside"], "mentee@riverside.example")
    with tenancy.inside(maya.organisation_id, maya.pk):
        for model in apps.get_models():
            if is_tenant(model):
                assert not model._base_manager.exclude(organisation=maya.organisation_id).exists(), model


def test_nobody_is_mailed_about_the_past_and_reminders_stay(made):
    for organisation in made.values():
        with tenancy.inside(organisation):
            waiting = messages().filter(state=Message.State.WAITING)
            assert not waiting.filter(due_at__lte=timezone.now()).exists()
            assert waiting.filter(kind="meeting-reminder").exists()
            assert messages().filter(state=Message.State.SENT, kind="proposal").exists()


def test_rows_carry_the_time_they_tell_of(made):
    with tenancy.inside(made["riverside"]):
        today = timezone.now() - timedelta(hours=1)
        lately = AuditEntry.objects.filter(at__gt=today).exclude(action__startswith="agenda")
        assert set(lately.values_list("action", flat=True)) <= {"session.closed"}
        for meeting in Meeting.objects.past():
            assert meeting.created_at < meeting.ends_at + timedelta(hours=2)


def test_the_same_comes_out_again(made, made_again):
    assert snapshot(made["northgate"]) == made_again


def snapshot(organisation):
    """Who works with whom in which stage, what their meetings are about, and what was left to talk about."""
    with tenancy.inside(organisation):
        members = list(Member.objects.order_by("email").values_list("email", "display_name"))
        pairs = sorted(
            (party.member.email, party.role, party.partnership.stage)
            for party in Party.objects.select_related("member", "partnership")
        )
        people_in = list(Member.objects.all())
    written = set()
    for member in people_in:
        with tenancy.inside(organisation, member.pk):
            for arrangement in Arrangement.objects.select_related("meeting"):
                items = tuple(arrangement.meeting.agenda.order_by("position").values_list("text", flat=True))
                written.add((arrangement.meeting.starts_at, arrangement.focus, items))
    return members, pairs, sorted(written)


def test_plans_stand_at_every_step_and_one_waits_for_another(made):
    from accounts.models import Letter
    from development_plans.models import FeedbackRequest, Plan, PlanComment, TaskMark
    from development_plans.queries.plans import get_home_plans
    from development_plans.queries.snapshots import get_step_counts

    steps, asked, waiting, followed = set(), set(), 0, 0
    with tenancy.inside(made["riverside"]):
        people_there = list(Member.objects.all())
    for person in people_there:
        with tenancy.inside(made["riverside"], person.pk):
            mine = Plan.objects.filter(owner=person).with_waiting()
            steps |= {plan.step for plan in mine}
            waiting += sum(plan.waits for plan in mine)
            followed += sum(plan.follows_id is not None for plan in mine)
            asked |= {
                (each.named, each.asked, each.answered) for each in FeedbackRequest.objects.with_counts()
            }
    assert asked == {(True, 2, 2), (False, 3, 2)}
    assert not Letter.objects.filter(recipient__endswith="@example.org").exists()
    assert steps == set(range(1, 8))
    assert (waiting, followed) == (1, 1)
    tomas = as_member(made["riverside"], "mentor@riverside.example")
    with tenancy.inside(tomas.organisation_id, tomas.pk):
        assert Plan.objects.visible_to(tomas).count() == 4
        # The latest one is written on a working day after its plan was shared, which may still lie ahead.
        assert PlanComment.objects.filter(author=tomas).count() in (3, 4)
        assert TaskMark.objects.count() == 5
        assert [(plan.owner.display_name, plan.said) for plan in get_home_plans(tomas).news] == [
            ("Kofi Mensah", 1)
        ]
    ines = as_member(made["riverside"], "coordinator@riverside.example")
    with tenancy.inside(ines.organisation_id, ines.pk):
        counted = [get_step_counts(cohort.pk) for cohort in Cohort.objects.coordinated_by(ines)]
        assert [[people for _step, people in each.rows] for each in counted if each] == [[6, 5, 5]]


def test_communities_have_conflicts_reports_and_stories_at_every_turn(made):
    from cop.models import Conflict, JointAnswer, Report, Story, StoryRequest

    found = {
        role: as_member(made["riverside"], f"{role}@riverside.example") for role in people.NAMES["riverside"]
    }
    riverside = made["riverside"]
    with tenancy.inside(riverside, found["facilitator"].pk):
        waiting = Conflict.objects.visible_to(found["facilitator"]).select_related("end")
        assert [conflict.is_closed for conflict in waiting] == [False]
        assert max(JointAnswer.objects.values_list("version", flat=True)) == 2
        assert Story.objects.filter(author=None).count() == 1
        assert Story.objects.exclude(author=None).count() == 2
    with tenancy.inside(riverside, found["coordinator"].pk):
        assert [each.is_closed for each in Conflict.objects.select_related("end")] == [True]
        reports = Report.objects.coordinated_by(found["coordinator"])
        assert sorted(each.is_settled for each in reports.select_related("settlement")) == [False, True]
    with tenancy.inside(riverside, found["mentee"].pk):
        assert StoryRequest.objects.filter(thread__author=found["mentee"], declined_at=None).count() == 1


def test_portfolios_hold_evidence_and_an_assessment_is_under_way(made):
    from portfolios.models import (
        Assessment,
        DiaryEntry,
        Evidence,
        EvidenceFile,
        EvidencePlanLink,
        ItemShare,
        ShowcaseLink,
    )

    maya = as_member(made["riverside"], "mentee@riverside.example")
    tomas = as_member(made["riverside"], "mentor@riverside.example")
    with tenancy.inside(maya.organisation_id, maya.pk):
        mine = Evidence.objects.owned_by(maya)
        assert len({each.kind for each in mine}) == mine.count() == 5
        assert {file.extension for file in EvidenceFile.objects.owned_by(maya)} == {"PDF", "PNG", "TXT"}
        assert DiaryEntry.objects.owned_by(maya).count() == 5
        assert ItemShare.objects.standing().filter(owner=maya).count() == 2
        judged = Assessment.objects.exclude(result=None).get()
        assert judged.result.level.name == "Partly"
        assert judged.result.at - judged.asked_at > timedelta(days=1)
        assert EvidencePlanLink.objects.get().plan.is_finished
        assert ShowcaseLink.objects.standing().count() == 1
    with tenancy.inside(tomas.organisation_id, tomas.pk):
        assert Assessment.objects.waiting_for(tomas).count() == 2
        assert DiaryEntry.objects.count() == 2
