"""How many stand at which step is counted by the week, from five on: whoever compares learns of nobody."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from development_plans import tasks
from development_plans.models import CountedMentee, Plan, StepSnapshot
from development_plans.queries.snapshots import get_step_counts
from organisations import tenancy
from programmes.models import Enrolment
from tests import make
from tests.worlds import kept

pytestmark = pytest.mark.django_db


class Course:
    """A cohort whose mentees stand where a test says."""

    def __init__(self):
        self.organisation = make.organisation()
        self.ines = make.member(self.organisation, "Ines D", coordinator=True)
        self.cohort = make.cohort(make.programme(self.ines))

    def inside(self, person=None):
        return tenancy.inside(self.organisation.pk, person and person.pk)

    def stand(self, *steps, cohort=None):
        """Enrol a mentee for each step, with a plan that stands there."""
        return [self.enrol(step=step, cohort=cohort) for step in steps]

    def enrol(self, person=None, step=None, cohort=None):
        person = person or make.member(self.organisation, f"Mentee {uuid4()}", joined=False)
        make.enrolment(cohort or self.cohort, person, "mentee", state="active")
        if step:
            with self.inside(person):
                Plan.objects.create(organisation_id=self.organisation.pk, owner=person, step=step)
        return person

    def leave(self, *people, cohort=None):
        with self.inside():
            gone = Enrolment.objects.filter(cohort=cohort or self.cohort, member__in=people)
            gone.update(state=Enrolment.State.WITHDRAWN)

    def move(self, person, step):
        with self.inside(person):
            Plan.objects.filter(owner=person).update(step=step)

    def told(self, cohort=None, by=None):
        """What a coordinator is told now, as label and figure."""
        tasks.take_snapshots()
        with self.inside(by or self.ines):
            counts = get_step_counts((cohort or self.cohort).pk)
        return dict(counts.rows) if counts else {}

    def told_next_week(self, cohort=None):
        with self.inside(), connection.cursor() as cursor:
            cursor.execute("SELECT tests_begin_next_week()")
        return self.told(cohort)


_once_course, course = kept("course", Course)

GOAL, ACTIONS = "Goal", "Actions and resources"


def figures(told):
    return sorted(told.values())


def test_plans_of_fewer_than_five_people_are_not_told(course):
    course.stand(1, 2, 2, 5)
    assert course.told() == {}
    course.stand(2)
    assert course.told_next_week() == {}  # five, and all in steps of fewer than five


def test_nobody_is_told_where_all_stand_when_all_stand_at_one_step(course):
    course.stand(*[3] * 9)
    assert course.told() == {}


def test_steps_of_fewer_than_five_are_told_together(course):
    course.stand(*[1] * 6, *[2] * 7, 3, 4, 4, 5, 7)
    assert figures(course.told()) == [5, 6, 7]
    assert course.told()["Other steps"] == 5


@pytest.mark.parametrize("few", [1, 2, 3, 4])
def test_a_step_of_few_cannot_be_reckoned_from_all_and_the_other_steps(course, few):
    course.stand(*[1] * 6, *[2] * 9, *[5] * few)
    told = course.told()
    assert told == {next(iter(told)): 9, "Other steps": 6 + few}


def test_where_hiding_leaves_one_group_nothing_is_told(course):
    course.stand(*[1] * 6, 5, 5)
    assert course.told() == {}


def test_each_person_counts_once_by_the_plan_they_work_on(course):
    people = course.stand(*[1] * 5, *[2] * 5)
    for _again in range(3):
        with course.inside(people[0]):
            Plan.objects.create(organisation_id=course.organisation.pk, owner=people[0], step=7)
            Plan.objects.create(
                organisation_id=course.organisation.pk, owner=people[0], step=3, set_aside_at=timezone.now()
            )
    assert figures(course.told()) == [5, 5]


def test_within_a_week_nothing_changes_whoever_comes_goes_or_moves(course):
    people = course.stand(*[1] * 6, *[2] * 7)
    before = course.told()
    assert figures(before) == [6, 7]
    course.stand(*[1] * 5)
    course.leave(*people[:6])
    course.move(people[-1], 5)
    assert course.told() == before


def test_adding_one_person_shows_nothing_next_week_either(course):
    """Maya has a plan already: whoever enrols her and compares would see where it stands."""
    course.stand(*[1] * 6, *[2] * 7)
    before = course.told()
    for added in range(1, 5):
        course.stand(1)
        assert course.told_next_week() == before, added
    course.stand(2)
    assert figures(course.told_next_week()) == [8, 10]


def test_adding_people_who_have_no_plan_does_not_make_one_of_five(course):
    course.stand(*[1] * 6, *[2] * 7)
    before = course.told()
    course.stand(1)
    for _invented in range(9):
        course.enrol()
    assert course.told_next_week() == before


def test_removing_one_person_shows_nothing_next_week_either(course):
    people = course.stand(*[1] * 11, *[2] * 7)
    before = course.told()
    for removed in range(4):
        course.leave(people[removed])
        assert course.told_next_week() == before, removed
    course.leave(people[4])
    assert figures(course.told_next_week()) == [6, 7]


def test_whoever_left_counts_as_they_stood_whatever_they_do_since(course):
    people = course.stand(*[1] * 7, *[2] * 7)
    before = course.told()
    course.leave(people[0])
    course.move(people[0], 2)
    assert course.told_next_week() == before
    course.enrol(people[0])  # and back: as anybody who never left
    assert figures(course.told_next_week()) == [6, 8]


def test_those_who_stay_move_from_week_to_week(course):
    people = course.stand(*[1] * 7, *[2] * 7)
    course.told()
    course.move(people[0], 2)
    assert figures(course.told_next_week()) == [6, 8]


def test_two_cohorts_with_the_same_people_but_one_tell_nothing_of_that_one(course):
    people = course.stand(*[1] * 7, *[2] * 7)
    before = course.told()
    later = make.cohort(make.programme(course.ines, "Another"), starts_on=timezone.localdate())
    for person in people[1:]:
        course.enrol(person, cohort=later)
    assert course.told_next_week(later) != {}
    assert figures(course.told(later)) == [6, 7]
    assert course.told() == {}  # who is counted there is not counted here
    assert before


def test_only_coordinators_of_the_programme_read_them_and_nobody_writes_them(course):
    (first, *_others) = course.stand(*[1] * 7, *[2] * 7)
    course.told()
    elsewhere = make.member(course.organisation, "Ada L", coordinator=True)
    make.programme(elsewhere, "Another")
    admin = make.member(course.organisation, "Greta H", admin=True)
    for person, sees in ((course.ines, 1), (elsewhere, 0), (admin, 0), (first, 0), (None, 0)):
        with course.inside(person):
            assert StepSnapshot.objects.count() == sees
            assert CountedMentee.objects.count() == 0
            assert StepSnapshot.objects.update(others=99) == 0
            assert StepSnapshot.objects.all().delete()[0] == 0
            assert CountedMentee.objects.update(step=1) == 0
            for model, fields in (
                (StepSnapshot, {"week": timezone.localdate(), "taken_at": timezone.now()}),
                (CountedMentee, {"member": first}),
            ):
                with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                    model.objects.create(organisation=course.organisation, cohort=course.cohort, **fields)


def test_no_member_has_them_counted_and_so_chooses_the_moment(course):
    course.stand(*[1] * 7, *[2] * 7)
    with course.inside(course.ines), connection.cursor() as cursor:
        cursor.execute("SELECT development_plans_take_snapshots()")
        assert cursor.fetchone() == (0,)
        assert get_step_counts(course.cohort.pk) is None


def test_the_clock_counts_each_cohort_once_a_week(course):
    course.stand(*[1] * 7, *[2] * 7)
    other = make.organisation("elsewhere")
    with course.inside(), connection.cursor() as cursor:
        cursor.execute("SELECT development_plans_take_snapshots(), development_plans_take_snapshots()")
        assert cursor.fetchone() == (1, 0)
    with tenancy.inside(other.pk), connection.cursor() as cursor:
        cursor.execute("SELECT development_plans_take_snapshots()")
        assert cursor.fetchone() == (0,)
    assert figures(course.told_next_week()) == [7, 7]
    with course.inside(course.ines):
        assert StepSnapshot.objects.get().week.weekday() == 0


def page_of(course, client):
    client.force_login(course.ines.user)
    mentor = make.member(course.organisation, "Tomás O")
    make.partnership(course.cohort, mentor=mentor, mentee=make.member(course.organisation, "Maya L"))
    return client.get(f"/riverside/programmes/cohorts/{course.cohort.pk}/").text


def test_the_page_says_as_of_which_day_and_why(course, client):
    course.stand(*[1] * 7, *[2] * 7)
    course.told()
    page = page_of(course, client)
    assert "in groups of at least five people" in page
    assert f'As of <time datetime="{timezone.localdate()}' in page


def test_the_page_says_why_it_shows_nothing_yet(course, client):
    course.stand(1, 2, 3)
    course.told()
    page = page_of(course, client)
    assert "Shown once enough mentees have a plan" in page
    assert "As of " not in page
