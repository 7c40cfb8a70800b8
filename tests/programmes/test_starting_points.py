"""What a programme begins with."""

import pytest

from programmes import rules
from programmes.models import Programme
from programmes.programme_templates import SECTIONS, STAGE_GUIDE
from tests.programmes import people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("template", Programme.Template.values)
def test_each_starting_point_makes_a_whole_programme(template):
    where = people.place(template=template)
    with where.inside():
        programme = Programme.objects.get()
        counts = [programme.practices.filter(stage=stage).count() for stage in STAGE_GUIDE]
        assert counts == [3, 4, 6, 5]
        assert not programme.practices.filter(question="").exists()
        assert [rule.required for rule in rules.of_programme(programme)] == [True, True, False, False]
        assert [rule.weight for rule in rules.of_programme(programme)] == [None, None, 5, 8]
        assert programme.coordinations.get().member == where.ines
        has_words = [bool(getattr(programme, f"agreement_{section}")) for section in SECTIONS]
        assert has_words == [template != "blank"] * 6
        assert bool(programme.purpose) == (template != "blank")


def test_the_texts_fit_into_their_fields():
    where = people.place()
    with where.inside():
        where.programme.full_clean(exclude=["created_by"])
        for row in (*where.programme.practices.all(), *where.programme.questions.all()):
            row.clean_fields(exclude=["programme", "organisation", "choices"])


def test_characteristics_are_not_shown_to_the_person_proposed():
    where = people.place()
    with where.inside():
        shown = set(where.programme.questions.filter(shown_to_match=True).values_list("key", flat=True))
    assert shown == {"job-title", "grade", "department", "profession", "hopes", "offer", "biography"}
