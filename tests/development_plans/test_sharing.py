"""Who reads a plan: its owner, and a mentor to whom it was shown, for as long as the two work together."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from development_plans.actions import agenda, comments, contents, shares
from development_plans.errors import PlanError
from development_plans.models import Plan, PlanAction, PlanComment, PlanShare
from partnerships import actions as partnerships
from tests import make
from tests.development_plans.conftest import CANARY
from tests.development_plans.test_pages import url

TABLES = ("plan", "planaction", "barrier", "logentry", "plancomment", "planshare")


def seen(desk, person):
    """How many rows of each table somebody sees in plain SQL."""
    found = {}
    with desk.inside(person), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM development_plans_{table}")
            found[table] = cursor.fetchone()[0]
    return found


def full(desk):
    plan = desk.plan(5)
    with desk.inside(desk.maya):
        contents.log_progress(plan=plan, text="First try", by=desk.maya)
        contents.add_barrier(plan=plan, text="Mondays", way="Swap", by=desk.maya)
    return plan


def shown(desk, plan):
    with desk.inside(desk.maya):
        return shares.share(plan=plan, mentor=desk.tomas, by=desk.maya)


def test_a_plan_is_its_owners_until_it_is_shared_and_again_when_that_is_taken_back(desk):
    plan = full(desk)
    nothing = dict.fromkeys(TABLES, 0)
    for person in (desk.tomas, desk.ines, desk.noor, None):
        assert seen(desk, person) == nothing
    share = shown(desk, plan)
    with desk.inside(desk.tomas):
        comments.comment(plan=plan, step=2, text="Whom will you watch?", by=desk.tomas)
    everything = dict.fromkeys(TABLES, 1)
    assert seen(desk, desk.tomas) == everything
    for person in (desk.ines, desk.noor, None):
        assert seen(desk, person) == nothing
    with desk.inside(desk.maya):
        shares.end_share(share=share, by=desk.maya)
    assert seen(desk, desk.tomas) == nothing | {"planshare": 1}
    assert seen(desk, desk.maya) == everything


def test_a_mentor_reads_it_only_while_the_two_work_together(desk):
    plan = full(desk)
    shown(desk, plan)
    with desk.inside(desk.maya):
        partnerships.conclude(partnership=desk.partnership, kind="early", by=desk.maya)
    assert seen(desk, desk.tomas)["plan"] == 0
    with desk.inside(desk.tomas):
        assert not Plan.objects.visible_to(desk.tomas).exists()


def test_sharing_is_with_a_mentor_one_works_with(desk):
    plan = desk.plan(2)
    with desk.inside(desk.maya):
        for person in (desk.noor, desk.ines, desk.maya):
            with pytest.raises(PlanError, match="mentor"):
                shares.share(plan=plan, mentor=person, by=desk.maya)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            PlanShare.objects.create(
                organisation=plan.organisation, plan=plan, owner=desk.maya, member=desk.noor
            )
    with (
        desk.inside(desk.tomas),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        PlanShare.objects.create(
            organisation_id=plan.organisation_id, plan=plan, owner=desk.maya, member=desk.tomas
        )
    make.partnership(desk.cohort, mentor=desk.tomas, mentee=desk.noor)
    with desk.inside(desk.noor), pytest.raises(IntegrityError, match="own_plan"), transaction.atomic():
        PlanShare.objects.create(
            organisation_id=plan.organisation_id, plan=plan, owner=desk.noor, member=desk.tomas
        )


def test_every_sharing_is_kept(desk):
    plan = desk.plan(2)
    with desk.inside(desk.maya):
        for _turn in range(2):
            shares.end_share(share=shares.share(plan=plan, mentor=desk.tomas, by=desk.maya), by=desk.maya)
        assert PlanShare.objects.filter(plan=plan).exclude(taken_back_at=None).count() == 2


def test_a_mentor_comments_and_changes_nothing(desk):
    plan = full(desk)
    shown(desk, plan)
    with desk.inside(desk.tomas):
        said = comments.comment(plan=plan, step=1, text="Smaller?", by=desk.tomas)
        assert Plan.objects.filter(pk=plan.pk).update(goal="His") == 0
        assert PlanAction.objects.filter(plan=plan).update(text="His") == 0
        assert PlanAction.objects.filter(plan=plan).delete()[0] == 0
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            PlanAction.objects.create(organisation_id=plan.organisation_id, plan=plan, text="His")
        with pytest.raises(PlanError, match="owner of a plan"):
            contents.add_action(plan=plan, text="His", by=desk.tomas)
    with desk.inside(desk.maya):
        assert PlanComment.objects.filter(pk=said.pk).update(text="Hers") == 0
        with pytest.raises(PlanError, match="Only its author"):
            comments.remove_comment(comment=said, by=desk.maya)


def test_a_file_beside_a_line_of_progress_is_read_by_whom_the_plan_is_shown_to(desk, settings, tmp_path):
    from tests.development_plans.test_pages import url
    from tests.files.builders import pdf, upload

    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}},
    }
    plan, client = desk.plan(5), desk.client(desk.maya)
    form = {"text": "Filmed it", "files": [upload(pdf(), "hour.pdf")]}
    assert client.post(url("plan_log", plan.pk), form).status_code == 302
    with desk.inside(desk.maya):
        address = url("plan_log_file", plan.pk, plan.log.get().files.get().pk)
    assert client.get(address).headers["Content-Disposition"] == 'attachment; filename="hour.pdf"'
    assert desk.client(desk.tomas).get(address).status_code == 404
    shown(desk, plan)
    assert desk.client(desk.tomas).get(address).status_code == 200
    wrong = client.post(url("plan_log", plan.pk), {"text": "Again", "files": [upload(b"<svg/>", "a.svg")]})
    assert wrong.status_code == 422
    with desk.inside(desk.maya):
        assert plan.log.count() == 1


def test_a_plan_comes_onto_the_agenda_only_where_everybody_invited_may_read_it(desk):
    plan = desk.plan(2)
    circle = make.meeting([desk.maya, desk.tomas, desk.noor])
    alone = make.meeting([desk.maya])
    with desk.inside(desk.maya):
        with pytest.raises(PlanError, match="do not share"):
            agenda.put_on_agenda(plan=plan, meeting=make.meeting([desk.maya, desk.tomas]), by=desk.maya)
        shares.share(plan=plan, mentor=desk.tomas, by=desk.maya)
        for meeting in (circle, alone):
            with pytest.raises(PlanError, match="do not share"):
                agenda.put_on_agenda(plan=plan, meeting=meeting, by=desk.maya)
    page = desk.client(desk.maya).get(url("plan", plan.pk)).text
    assert page.count("Put it on the agenda") == 1
    assert url("plan_agenda", plan.pk, circle.pk) not in page


def test_the_button_names_the_meeting_and_its_people_and_is_not_offered_twice(desk):
    plan, meeting = desk.plan(2), make.meeting([desk.maya, desk.tomas])
    with desk.inside(desk.maya):
        shares.share(plan=plan, mentor=desk.tomas, by=desk.maya)
    client = desk.client(desk.maya)
    assert "Put it on the agenda of your meeting with Tomás O on " in client.get(url("plan", plan.pk)).text
    client.post(url("plan_agenda", plan.pk, meeting.pk))
    assert "Put it on the agenda" not in client.get(url("plan", plan.pk)).text


def test_a_plan_on_an_agenda_leads_there_whoever_may_see_it_and_nobody_else(desk):
    plan = desk.plan(2)
    meeting = make.meeting([desk.maya, desk.tomas])
    with desk.inside(desk.maya):
        share = shares.share(plan=plan, mentor=desk.tomas, by=desk.maya)
        agenda.put_on_agenda(plan=plan, meeting=meeting, by=desk.maya)
        agenda.put_on_agenda(plan=plan, meeting=meeting, by=desk.maya)
    link, page = f'<a href="{url("plan", plan.pk)}">My plan', url("meeting", meeting.pk)
    assert desk.client(desk.maya).get(page).text.count(link) == 1
    assert link in desk.client(desk.tomas).get(page).text
    with desk.inside(desk.maya):
        shares.end_share(share=share, by=desk.maya)
    seen = desk.client(desk.tomas).get(page).text
    assert link not in seen
    assert "My plan" in seen
    assert CANARY not in seen
