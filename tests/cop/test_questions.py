"""What a community asks itself: answered together, every version kept, put on the agenda."""

import pytest

from cop.actions import joint_questions
from cop.errors import CharterChangedError, CommunityError
from cop.models import JointAnswer, JointQuestion
from cop.queries.joint_questions import get_question, list_questions
from meetings.models import AgendaItem
from tests.budget import questions as counted
from tests.forms import form_in

pytestmark = pytest.mark.django_db


def answer(circle, person, key, text, based_on=0):
    with circle.inside(person):
        asked = get_question(circle.community, person, key)
        return joint_questions.answer(question=asked, based_on=based_on, text=text, by=person)


def address(circle, page=""):
    return f"/{circle.coordinator.organisation.slug}/communities/{circle.community.pk}/questions/{page}"


def test_the_three_design_questions_are_there_before_anybody_writes(circle):
    amara = circle.people[0]
    with circle.inside(amara):
        found = list_questions(circle.community, amara)
        assert [each.key for each in found] == ["now", "together", "own"]
        assert not JointQuestion.objects.exists()


def test_every_version_of_an_answer_is_kept_and_the_same_words_make_none(circle):
    amara, jonas, _wei = circle.people
    answer(circle, amara, "now", "Over coffee")
    answer(circle, jonas, "now", "Over coffee, mostly", based_on=1)
    answer(circle, jonas, "now", "Over coffee, mostly", based_on=2)
    with circle.inside(amara):
        versions = JointAnswer.objects.values_list("version", "text", "written_by")
        assert list(versions) == [(2, "Over coffee, mostly", jonas.pk), (1, "Over coffee", amara.pk)]


def test_who_writes_at_the_same_time_compares(client, circle):
    amara, jonas, _wei = circle.people
    answer(circle, amara, "now", "Over coffee")
    with pytest.raises(CharterChangedError):
        answer(circle, jonas, "now", "In corridors")
    client.force_login(jonas.user)
    page = client.post(address(circle, "now/edit/"), {"text": "In corridors"})
    assert page.status_code == 422
    words = page.content.decode()
    assert "Over coffee" in words
    assert "In corridors" in words
    form = form_in(words, address(circle, "now/edit/"))
    assert form.send(client, text="Both", **{"stays-text": "mine"}).status_code == 302


def test_a_question_of_ones_own_is_put_on_the_next_agenda_once(circle):
    amara = circle.people[0]
    circle.name(amara)
    session = circle.arrange(amara)
    with circle.inside(amara):
        asked = joint_questions.ask(community=circle.community, text="  Who is  missing? ", by=amara)
        item = joint_questions.put_on_agenda(question=asked, by=amara)
        assert (item.text, item.source) == ("Who is missing?", "design-question")
        with pytest.raises(CommunityError):
            joint_questions.put_on_agenda(question=asked, by=amara)
        assert AgendaItem.objects.filter(meeting=session.meeting_id).count() == 1


def test_without_a_session_there_is_no_agenda(circle):
    amara = circle.people[0]
    with circle.inside(amara), pytest.raises(CommunityError):
        joint_questions.put_on_agenda(question=get_question(circle.community, amara, "own"), by=amara)


def test_nobody_outside_reads_or_writes(circle):
    answer(circle, circle.people[0], "now", "Over coffee")
    with circle.inside(circle.coordinator):
        assert not JointQuestion.objects.exists()
        assert not JointAnswer.objects.exists()
        with pytest.raises(CommunityError):
            joint_questions.ask(community=circle.community, text="May I?", by=circle.coordinator)


@pytest.mark.parametrize("key", ["then", "0" * 32, "x" * 300])
def test_a_question_that_is_not_there_is_not_found(client, circle, key):
    client.force_login(circle.people[0].user)
    assert client.get(address(circle, f"{key}/")).status_code == 404


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_pages_ask_the_same_however_many_questions(client, circle, rows):
    amara = circle.people[0]
    with circle.inside(amara):
        for number in range(rows):
            joint_questions.ask(community=circle.community, text=f"Question {number}", by=amara)
    answer(circle, amara, "now", "Over coffee")
    client.force_login(amara.user)
    for page in ("", "now/"):
        with counted() as asked:
            assert client.get(address(circle, page)).status_code == 200
        assert len(asked) <= 8, asked
