"""Which column means what, and the order of the choices that a list brings."""

import pytest

from programmes.models import MatchingRun
from tests.programmes import people
from tests.programmes.lists import address_of, confirm, upload
from tests.worlds import kept

pytestmark = pytest.mark.django_db

_once_where, where = kept("where", people.place)


def test_the_coordinator_orders_the_scale_and_new_choices_join_the_old(where):
    client = people.browser(where.ines)
    rest = address_of(upload(where, "name,email,grade\nAda,a@example.org,G7\nBob,b@example.org,G6\n"))
    form = client.get(people.url(where.ines, f"{rest}mapping/")).context["form"]
    assert form["choices_grade"].value() == "G6\nG7"
    confirm(where, client, rest, choices_grade="G7\nG6")
    client.post(people.url(where.ines, f"{rest}application/"))
    with where.inside():
        assert where.programme.questions.get(key="grade").choices == ["G7", "G6"]
    rest = address_of(upload(where, "name,email,grade\nCleo,c@example.org,G5\n", role="mentee"))
    form = client.get(people.url(where.ines, f"{rest}mapping/")).context["form"]
    assert form["choices_grade"].value() == "G7\nG6\nG5"
    refused = confirm(where, client, rest, choices_grade="G5")
    assert refused.status_code == 422
    assert "Somebody has chosen these already" in refused.content.decode()
    assert confirm(where, client, rest, choices_grade="G7\nG6\nG5").status_code == 302


def test_values_left_out_of_the_choices_are_mistakes_in_their_rows(where):
    client = people.browser(where.ines)
    rest = address_of(upload(where, "name,email,grade\nAda,a@example.org,Typo\nBob,b@example.org,G6\n"))
    confirm(where, client, rest, choices_grade="G6")
    page = client.get(people.url(where.ines, rest)).content.decode()
    assert "“Typo” is not one of the choices" in page


def test_choices_that_nobody_has_chosen_are_left_out_and_that_is_said(where):
    with where.inside():
        before = where.programme.questions.get(key="grade").choices
    rest = address_of(upload(where, "name,email,grade\nAda,a@example.org,Offizier\n"))
    field = (
        people.browser(where.ines)
        .get(people.url(where.ines, f"{rest}mapping/"))
        .context["form"]["choices_grade"]
    )
    assert field.value() == "Offizier"
    assert f"anybody here has chosen them: {', '.join(before)}." in field.help_text


def test_choosing_another_column_asks_for_its_choices_before_going_on(where):
    client = people.browser(where.ines)
    rest = address_of(upload(where, "name,email,branch\nAda,a@example.org,Law\n"))
    answer = confirm(where, client, rest, column_2="question:profession")
    assert answer.status_code == 200
    assert "One more look" in answer.content.decode()
    form = answer.context["form"]
    assert form["choices_profession"].value() == "Law"
    answer = confirm(where, client, rest, column_2="question:profession", choices_profession="Law\nArt")
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"column_1": ""}, "Choose the column that holds “E-mail address”"),
        ({"column_2": "email"}, "Only one column can be “E-mail address”"),
        ({"column_2": "shoe size"}, "Choose one of those that are offered."),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused_at_the_column(where, other, words):
    client = people.browser(where.ines)
    rest = address_of(upload(where, "name,email,grade\nAda,a@example.org,Officer\n"))
    answer = confirm(where, client, rest, **other)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def matched(where):
    return people.browser(where.ines).post(
        people.url(where.ines, f"cohorts/{where.cohort.pk}/matching/runs/"), follow=True
    )


def order(where, *choices):
    with where.inside():
        grade = where.programme.questions.get(key="grade")
    rest = f"cohorts/{where.cohort.pk}/questions/{grade.pk}/order/"
    return people.browser(where.ines).post(
        people.url(where.ines, rest), {"choices": "\n".join(choices)}, follow=True
    )


def grades_come_in(where, *grades):
    for role, department in (("mentor", "Law"), ("mentee", "Art")):
        rows = "".join(f"{grade},{role}.{grade}@example.org,{grade},{department}\n" for grade in grades)
        rest = address_of(upload(where, f"name,email,grade,department\n{rows}", "people.csv", role))
        confirm(where, people.browser(where.ines), rest)
        people.browser(where.ines).post(people.url(where.ines, f"{rest}application/"))


def test_the_order_of_imported_grades_is_confirmed_before_the_first_matching_that_counts_their_steps(where):
    grades_come_in(where, "Captain", "Admiral")
    asked = matched(where)
    assert asked.status_code == 422
    assert "Is this the order of “Grade”?" in asked.content.decode()
    with where.inside():
        assert not MatchingRun.objects.exists()
    assert "These are missing: Admiral" in order(where, "Captain").content.decode()
    assert (
        "no choices of this question: Ensign" in order(where, "Ensign", "Captain", "Admiral").content.decode()
    )
    assert "The order stands" in order(where, "Captain", "Admiral").content.decode()
    assert matched(where).status_code == 200
    with where.inside():
        pair = MatchingRun.objects.get().pairs.get()
        assert (pair.mentee.member.display_name, pair.mentor.member.display_name) == ("Captain", "Admiral")


def test_grades_of_a_later_list_do_not_silently_become_the_highest(where):
    grades_come_in(where, "Captain", "Admiral")
    order(where, "Captain", "Admiral")
    grades_come_in(where, "Captain", "Admiral", "Ensign")
    words = matched(where).content.decode()
    assert "A list brought new choices" in words
    assert "as if they were the highest: Ensign." in words
    order(where, "Ensign", "Captain", "Admiral")
    assert matched(where).status_code == 200
