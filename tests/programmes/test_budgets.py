"""Pages cost the same few queries whether one, three or thirty things stand on them."""

import pytest

from programmes import actions
from tests.budget import questions
from tests.programmes import people

pytestmark = pytest.mark.django_db

SIZES = (1, 3, 30)


def cost(member, rest):
    client = people.browser(member)
    with questions() as asked:
        assert client.get(people.url(member, rest)).status_code == 200
    return len(asked)


def filled(where, number):
    text = "name,email,grade,department\n" + "".join(
        f"P {n},p{n}@example.org,{{grade}},{{department}}\n" for n in range(number)
    )
    for role, grade, department in (("mentor", "Manager", "A"), ("mentee", "Officer", "B")):
        list_ = text.format(grade=grade, department=department).replace(",p", f",{role}")
        import_ = people.started(where, list_, role, {"department": ["A", "B"]})
        with where.inside():
            actions.apply_import(import_=import_, by=where.ines)


def test_the_list_of_programmes():
    found = []
    for size in SIZES:
        where = people.place(f"place-{size}")
        with where.inside():
            for number in range(size - 1):
                made = actions.create_programme(name=f"Programme {number}", template="blank", by=where.ines)
                actions.create_cohort(
                    programme=made,
                    name="One",
                    starts_on=people.a_day(1),
                    ends_on=people.a_day(9),
                    by=where.ines,
                )
        found.append(cost(where.ines, ""))
    assert found == [7, 7, 7]


@pytest.mark.parametrize(
    ("page", "budget"), [("people", 8), ("matching", 12), ("preview", 9), ("programme", 11)]
)
def test_pages_of_a_cohort(page, budget):
    found = []
    for size in SIZES:
        where = people.place(f"place-{size}")
        filled(where, size)
        with where.inside():
            mentor, mentee = where.cohort.enrolments.mentors()[0], where.cohort.enrolments.mentees()[0]
            actions.propose_pair(mentor=mentor, mentee=mentee, by=where.ines)
            left_out = where.person("Dora High", "mentee", grade="Director", department="A")
            where.person("Max Free", "mentor", grade="Manager", department="B", capacity=5)
            where.person("Ben Free", "mentee", grade="Officer", department="A")
        with where.inside():
            actions.run_matching(cohort=where.cohort, by=where.ines)
        assert left_out.role == "mentee"
        import_ = people.started(
            where, "name,email\n" + "".join(f"N {n},n{n}@example.org\n" for n in range(size))
        )
        rest = {
            "people": f"cohorts/{where.cohort.pk}/people/",
            "matching": f"cohorts/{where.cohort.pk}/matching/",
            "preview": f"imports/{import_.pk}/",
            "programme": f"{where.programme.pk}/",
        }[page]
        found.append(cost(where.ines, rest))
    assert found == [budget] * 3
