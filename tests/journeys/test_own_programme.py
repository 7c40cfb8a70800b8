"""Somebody who takes part finds their programme, what it is and what comes next for them."""

import pytest

from programmes import actions
from tests.programmes import people


@pytest.mark.parametrize(("width", "dark"), [(360, False), (1280, True)])
def test_a_participant_finds_their_programme_and_what_comes_next(somebody, width, dark):
    where = people.place()
    maya = where.person("Maya Lindqvist", "mentee", grade="Officer").member
    mentor = where.person("Tomás Okafor", "mentor")
    with where.inside():
        mentee = where.cohort.enrolments.get(member=maya)
        actions.propose_pair(mentor=mentor, mentee=mentee, by=where.ines)
    her = somebody(width=width, dark=dark, signed_in=maya.user)
    her.go("/riverside/programmes/")
    her.follow("New colleagues")
    assert her.sees("What comes next for you")
    assert her.sees("Ines Duarte")
    her.follow("Answer the proposal")
    assert her.sees("Tomás Okafor")
