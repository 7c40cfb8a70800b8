"""Two people press at the same moment: one result, and a sentence for who came second."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from partnerships import actions
from partnerships.actions import PartnershipError
from partnerships.models import (
    Agreement,
    Conclusion,
    Partnership,
    Signature,
    StageReview,
    Transition,
)
from tests import make
from tests.partnerships.conftest import Pair, make_pair

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do things at the same moment in threads of their own; return results and refusals in order."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        start.wait()
        try:
            return act()
        except PartnershipError as error:
            return error
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refusals(results: list[object]) -> list[str]:
    return [str(result) for result in results if isinstance(result, PartnershipError)]


@pytest.fixture
def pair() -> Pair:
    return make_pair()


def test_both_conclude_at_once(pair: Pair):
    results = at_once(lambda: pair.conclude(pair.maya), lambda: pair.conclude(pair.tomas))
    assert refusals(results) == ["This partnership has ended. All of it stays here for you to read."]
    with pair.inside():
        assert Conclusion.objects.count() == 1


def test_both_sign_at_once(pair: Pair):
    results = at_once(
        lambda: pair.sign(pair.maya), lambda: pair.sign(pair.tomas), lambda: pair.sign(pair.maya)
    )
    assert refusals(results) == []
    with pair.inside():
        assert Signature.objects.count() == 2


def test_both_edit_at_once(pair: Pair):
    results = at_once(
        lambda: pair.edit(pair.maya, focus="Maya's"), lambda: pair.edit(pair.tomas, focus="Tomás's")
    )
    assert len(refusals(results)) == 1
    with pair.inside(pair.maya):
        assert set(Agreement.objects.values_list("version", flat=True)) == {1, 2}
    assert pair.again().agreement_version == 2


def test_signing_and_editing_at_once_never_signs_what_was_not_read(pair: Pair):
    at_once(lambda: pair.sign(pair.maya), lambda: pair.edit(pair.tomas, focus="Other"))
    with pair.inside():
        assert set(Signature.objects.values_list("version", flat=True)) <= {1}


def test_both_give_their_last_answer_at_once(pair: Pair):
    results = at_once(lambda: pair.answer(pair.maya), lambda: pair.answer(pair.tomas))
    assert refusals(results) == []
    with pair.inside(pair.maya):
        assert StageReview.objects.get().outcome == "moved"
        assert Transition.objects.filter(reason="agreed").count() == 1
    assert pair.again().stage == "consolidation"


def test_two_begin_the_same_at_once(pair: Pair):
    mentor, mentee = (make.member(pair.organisation, name) for name in ("Amara Nwosu", "Jonas Weber"))
    places = make.enrolment(pair.cohort, mentor, "mentor"), make.enrolment(pair.cohort, mentee, "mentee")

    def begin(by: object) -> Partnership:
        with pair.inside(by):
            return actions.begin(mentor=places[0], mentee=places[1], by=by)

    results = at_once(lambda: begin(pair.ines), lambda: begin(pair.ines))
    assert refusals(results) == ["These two work together already."]
    with pair.inside():
        assert Partnership.objects.count() == 2
