"""Pathways: made by a mentor or for a programme, entered where one stands, marked by both."""

import pytest
from django.db import DatabaseError, transaction

from development_plans.actions import pathways
from development_plans.errors import PlanError
from development_plans.models import Pathway, PathwayEnrolment, Task, TaskFile, TaskMark
from development_plans.queries.pathways import list_tasks
from partnerships import actions as partnerships
from tests import make
from tests.budget import questions
from tests.development_plans.test_pages import url

TASKS = ("Watch a seminar", "Lead ten minutes", "Lead an hour")


def made(desk, by=None, programme=None, *, opened=True):
    by = by or desk.tomas
    with desk.inside(by):
        found = pathways.create(name="Leading seminars", about="", programme=programme, by=by)
        for name in TASKS:
            pathways.add_task(pathway=found, values={"name": name, "practise": "Try it"}, by=by)
        if opened:
            pathways.open_to_all(pathway=found, by=by)
    return found


def sees(desk, person):
    with desk.inside(person):
        return Pathway.objects.exists(), Pathway.objects.visible_to(person).exists(), Task.objects.exists()


def tasks(desk, pathway, person):
    with desk.inside(person):
        return list(pathway.tasks.filter(removed_at=None))


def test_a_mentors_pathway_is_for_their_mentees_once_it_is_open(desk):
    draft = made(desk, opened=False)
    assert sees(desk, desk.maya) == (False, False, False)
    with desk.inside(desk.tomas):
        pathways.open_to_all(pathway=draft, by=desk.tomas)
    assert sees(desk, desk.maya) == (True, True, True)
    assert sees(desk, desk.noor) == (False, False, False)


def test_a_programmes_pathway_is_for_those_in_it(desk):
    made(desk, desk.ines, desk.cohort.programme)
    assert sees(desk, desk.maya) == sees(desk, desk.tomas) == (True, True, True)
    assert sees(desk, desk.noor) == (False, False, False)


def test_who_mentors_nobody_makes_none(desk):
    for person in (desk.maya, desk.noor):
        with desk.inside(person), pytest.raises(PlanError, match="for mentors"):
            pathways.create(name="Mine", about="", programme=None, by=person)
        assert desk.client(person).get(url("pathway_new")).status_code == 404
    with desk.inside(desk.tomas), pytest.raises(PlanError, match="coordinator"):
        pathways.create(name="Ours", about="", programme=desk.cohort.programme, by=desk.tomas)


def test_one_enters_where_one_stands_and_can_move_the_entry(desk):
    pathway = made(desk)
    first, second, _third = tasks(desk, pathway, desk.maya)
    with desk.inside(desk.maya):
        enrolment = pathways.enrol(task=second, by=desk.maya)
        assert [line.is_before_entry for line in list_tasks(pathway, enrolment)] == [True, False, False]
        assert pathways.enrol(task=first, by=desk.maya).entered == first
        assert PathwayEnrolment.objects.count() == 1


def test_both_mark_and_each_takes_back_their_own(desk):
    pathway = made(desk)
    task = tasks(desk, pathway, desk.maya)[0]
    with desk.inside(desk.maya):
        enrolment = pathways.enrol(task=task, by=desk.maya)
        pathways.set_mark(enrolment=enrolment, task=task, how="alone", done=True, by=desk.maya)
    with desk.inside(desk.tomas):
        pathways.set_mark(enrolment=enrolment, task=task, how="shown", done=True, by=desk.tomas)
        assert TaskMark.objects.count() == 2
        with pytest.raises(PlanError, match="who set this"):
            pathways.set_mark(enrolment=enrolment, task=task, how="alone", done=False, by=desk.tomas)
        pathways.set_mark(enrolment=enrolment, task=task, how="shown", done=False, by=desk.tomas)
        assert TaskMark.objects.get().how == "alone"
    with desk.inside(desk.noor):
        assert not TaskMark.objects.exists()
        with pytest.raises(PlanError, match="cannot mark"):
            pathways.set_mark(enrolment=enrolment, task=task, how="shown", done=True, by=desk.noor)


def test_nobody_walks_what_they_cannot_read_and_who_walks_keeps_it(desk):
    pathway = made(desk)
    task = tasks(desk, pathway, desk.maya)[0]
    with desk.inside(desk.noor):
        with pytest.raises(PlanError, match="not open"):
            pathways.enrol(task=task, by=desk.noor)
        with pytest.raises(DatabaseError, match="not open to them"), transaction.atomic():
            PathwayEnrolment.objects.create(
                organisation_id=task.organisation_id, pathway=pathway, member=desk.noor, entered=task
            )
    with desk.inside(desk.maya):
        pathways.enrol(task=task, by=desk.maya)
        partnerships.conclude(partnership=desk.partnership, kind="early", by=desk.maya)
    assert sees(desk, desk.maya) == (True, True, True)


def test_only_who_keeps_it_changes_it(desk):
    pathway = made(desk)
    task = tasks(desk, pathway, desk.maya)[0]
    with desk.inside(desk.maya):
        assert Task.objects.filter(pk=task.pk).update(name="Hers") == 0
        assert Pathway.objects.filter(pk=pathway.pk).update(name="Hers") == 0
        with pytest.raises(PlanError, match="copy"):
            pathways.remove_task(task=task, by=desk.maya)


def test_tasks_change_places_and_the_last_of_an_open_one_stays(desk):
    pathway = made(desk)
    first, second, third = tasks(desk, pathway, desk.tomas)
    with desk.inside(desk.tomas):
        pathways.move_task(task=third, earlier=True, by=desk.tomas)
        assert tasks(desk, pathway, desk.tomas) == [first, third, second]
        for task in (first, second):
            pathways.remove_task(task=task, by=desk.tomas)
        with pytest.raises(PlanError, match="needs a task"):
            pathways.remove_task(task=third, by=desk.tomas)


def test_a_copy_is_adapted_without_the_other_changing(desk):
    pathway = made(desk, desk.ines, desk.cohort.programme)
    with desk.inside(desk.tomas):
        copied = pathways.copy(pathway=pathway, by=desk.tomas)
        assert copied.adapted_from_id == pathway.pk
        assert copied.opened_at is None
        pathways.edit(pathway=copied, name="My way", about="", by=desk.tomas)
        assert [task.name for task in copied.tasks.all()] == list(TASKS)
        assert Pathway.objects.get(pk=pathway.pk).name == "Leading seminars"


def test_a_task_becomes_an_action_of_a_plan_once(desk):
    pathway, plan = made(desk), desk.plan(2)
    task = tasks(desk, pathway, desk.maya)[0]
    with desk.inside(desk.maya):
        pathways.add_to_plan(task=task, plan=plan, by=desk.maya)
        with pytest.raises(PlanError, match="already"):
            pathways.add_to_plan(task=task, plan=plan, by=desk.maya)
    assert desk.again(plan).step == 3
    with desk.inside(desk.maya):
        pathways.enrol(task=task, by=desk.maya)
    page = desk.client(desk.maya).get(url("pathway", pathway.pk)).text
    assert page.count("An action of your plan") == 1
    assert page.count("Make it an action of this plan") == len(TASKS) - 1


def test_a_tasks_files_are_for_those_it_is_for_and_come_along_into_a_copy(desk, settings, tmp_path):
    from tests.files.builders import pdf, picture, upload

    default = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    pathway = made(desk, desk.ines, desk.cohort.programme)
    coordinator, mentee = desk.client(desk.ines), desk.client(desk.maya)
    form = {"name": "Watch", "files": [upload(pdf(), "sheet.pdf"), upload(picture(), "board.png")]}
    assert coordinator.post(url("task_new", pathway.pk), form).status_code == 302
    wrong = {"name": "Watch", "files": [upload(b"<svg/>", "a.svg")]}
    assert coordinator.post(url("task_new", pathway.pk), wrong).status_code == 422
    assert "sheet.pdf" in mentee.get(url("pathway", pathway.pk)).text
    with desk.inside(desk.maya):
        sheet = TaskFile.objects.get(name="sheet.pdf")
    address = url("task_file", pathway.pk, sheet.task_id, sheet.pk)
    content = b"".join(mentee.get(address))
    assert desk.client(desk.noor).get(address).status_code == 404
    removal = url("task_file_removal", pathway.pk, sheet.task_id, sheet.pk)
    assert mentee.post(removal).status_code == 404
    copy = desk.client(desk.tomas).post(url("pathway_copy", pathway.pk)).url.split("/")[-2]
    coordinator.post(removal)
    assert mentee.get(address).status_code == 404
    with desk.inside(desk.tomas):
        copied = TaskFile.objects.filter(task__pathway=copy)
        assert set(copied.values_list("name", flat=True)) == {"sheet.pdf", "board.png"}
        sheet = copied.get(name="sheet.pdf")
    address = url("task_file", copy, sheet.task_id, sheet.pk)
    assert b"".join(desk.client(desk.tomas).get(address)) == content


def test_a_task_done_alone_becomes_evidence_of_who_did_it(desk):
    pathway = made(desk)
    first, second, _third = tasks(desk, pathway, desk.maya)
    with desk.inside(desk.maya):
        enrolment = pathways.enrol(task=first, by=desk.maya)
        pathways.set_mark(enrolment=enrolment, task=first, how="alone", done=True, by=desk.maya)
    client = desk.client(desk.maya)
    page = client.get(url("pathway", pathway.pk)).text
    assert page.count("Keep it as evidence") == 1
    begun = url("evidence_new") + f"?task={first.pk}"
    assert begun in page
    form = client.get(begun).context["form"].initial
    assert (form["kind"], form["title"]) == ("achievement", first.name)
    assert "Leading seminars" in form["shows"]
    for person, task in ((desk.maya, second), (desk.tomas, first), (desk.noor, first)):
        page = desk.client(person).get(url("evidence_new") + f"?task={task.pk}")
        assert "title" not in page.context["form"].initial
    assert client.get(url("evidence_new") + "?task=none").status_code == 200


def test_the_way_in_the_browser(desk):
    mentor, mentee = desk.client(desk.tomas), desk.client(desk.maya)
    page = mentor.post(url("pathway_new"), {"name": "Leading seminars", "about": "It is quiet."}).url
    key = page.split("/pathways/")[1].strip("/")
    mentor.post(url("task_new", key), {"name": "Watch", "inside": "I count."})
    mentor.post(url("pathway_opening", key))
    assert "Leading seminars" in mentee.get(url("pathways")).text
    task = tasks(desk, Pathway(pk=key), desk.maya)[0]
    mentee.post(url("task_entry", key, task.pk))
    assert "You came in here" in mentee.get(page).text
    with desk.inside(desk.maya):
        enrolment = PathwayEnrolment.objects.get()
    mentor.post(url("pathway_mark", key, enrolment.pk, task.pk), {"how": "shown"})
    mentee.post(url("pathway_mark", key, enrolment.pk, task.pk), {"how": "together"})
    assert "Shown · Tomás" in " ".join(mentee.get(page).text.split())
    mentee.post(url("pathway_mark", key, enrolment.pk, task.pk), {"how": "not-together"})
    with desk.inside(desk.maya):
        assert TaskMark.objects.get().how == "shown"
    assert mentor.get(url("pathway_enrolment", key, enrolment.pk)).status_code == 200


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_pages_ask_the_same_however_much_there_is(desk, rows):
    for number in range(rows):
        pathway = made(desk)
        mentee = make.member(desk.maya.organisation, f"Mentee {number}")
        make.partnership(desk.cohort, mentor=desk.tomas, mentee=mentee)
    task = tasks(desk, pathway, desk.maya)[0]
    with desk.inside(desk.maya):
        enrolment = pathways.enrol(task=task, by=desk.maya)
        pathways.set_mark(enrolment=enrolment, task=task, how="alone", done=True, by=desk.maya)
    for person in (desk.maya, desk.tomas):
        client = desk.client(person)
        for address, budget in ((url("pathways"), 7), (url("pathway", pathway.pk), 12)):
            with questions() as asked:
                assert client.get(address).status_code == 200
            assert len(asked) <= budget, asked
