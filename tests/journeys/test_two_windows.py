"""Two windows in a real browser: what each wrote is there, and only what both wrote is asked about."""

from typing import Any

import pytest

from organisations import tenancy
from partnerships import actions
from tests import make
from tests.journeys.conftest import Person


@pytest.fixture
def pair() -> Any:
    organisation = make.organisation("riverside", name="University of Riverside")
    ines = make.member(organisation, "Ines Duarte", coordinator=True)
    maya, tomas = (make.member(organisation, name) for name in ("Maya Lindqvist", "Tomás Okafor"))
    programme = make.programme(ines)
    partnership = make.partnership(make.cohort(programme), mentor=tomas, mentee=maya)
    with tenancy.inside(organisation.pk, tomas.pk):
        actions.edit_agreement(partnership=partnership, based_on=0, texts={"focus": "Teach"}, by=tomas)
    return ines, maya, tomas, programme, partnership


def press(person: Person, name: str) -> None:
    with person.page.expect_navigation():
        person.page.get_by_role("button", name=name).first.click()
    person.settle()


def test_two_edit_one_agreement(pair: Any, somebody: Any) -> None:
    _ines, maya, tomas, _programme, partnership = pair
    hers, his = somebody(signed_in=maya.user, width=360), somebody(signed_in=tomas.user)
    for person in (hers, his):
        person.go(f"/riverside/partnerships/{partnership.pk}/agreement/edit/")
    his.page.fill("[name=focus]", "Teach ten")
    his.page.fill("[name=rhythm]", "Weekly")
    press(his, "Save as a new version")
    press(his, "Sign the agreement")
    hers.page.fill("[name=focus]", "Teach twenty")
    hers.page.fill("[name=trouble]", "Say so")
    press(hers, "Save as a new version")
    hers.look_over()
    assert hers.page.input_value("[name=rhythm]") == "Weekly"
    assert hers.page.input_value("[name=focus]") == "Teach twenty"
    hers.page.get_by_label("What you wrote").check()
    press(hers, "Save what I chose")
    hers.look_over()
    for words in ("Teach twenty", "Weekly", "Say so"):
        assert hers.sees(words)
    his.go(f"/riverside/partnerships/{partnership.pk}/agreement/")
    his.look_over()
    assert "twenty" in "".join(his.page.locator("#changes ins").all_inner_texts())
    assert his.page.locator("#changes h3").all_inner_texts() == [
        "Focus and goals",
        "What we do if it is not working",
    ]


def test_a_programme_in_two_windows(pair: Any, somebody: Any) -> None:
    ines, _maya, _tomas, programme, _partnership = pair
    desk = somebody(signed_in=ines.user)
    older = desk.go(f"/riverside/programmes/{programme.pk}/edit/")
    newer = older.context.new_page()
    newer.goto(older.url)
    newer.fill("[name=name]", "Teaching well")
    newer.get_by_role("button", name="Save the changes").click()
    newer.get_by_text("Your changes are saved.").wait_for()
    older.fill("[name=purpose]", "So that new lecturers find their feet")
    press(desk, "Save the changes")
    older.goto(newer.url)
    assert desk.sees("Teaching well")
    assert desk.sees("So that new lecturers find their feet")
