"""Versions of an agreement: each kept, each signed for itself, none overwritten."""

import pytest

from notifications.models import Message
from partnerships.actions import AgreementChangedError, PartnershipError
from partnerships.models import Agreement, Signature
from tests import make
from tests.partnerships.conftest import CANARY, Pair

pytestmark = pytest.mark.django_db


def waiting(pair: Pair, kind: str) -> list[str]:
    with pair.inside():
        told = Message.objects.filter(kind=kind, state="waiting").order_by("recipient__display_name")
        return list(told.values_list("recipient__display_name", flat=True))


def test_the_first_signature_asks_for_the_second(pair: Pair):
    pair.sign(pair.maya)
    assert waiting(pair, "agreement-to-sign") == ["Tomás Okafor"]
    assert waiting(pair, "agreement-signed") == []


def test_when_all_have_signed_all_are_told(pair: Pair):
    pair.sign(pair.maya)
    pair.sign(pair.tomas)
    assert waiting(pair, "agreement-signed") == ["Maya Lindqvist", "Tomás Okafor"]


def test_signing_twice_changes_nothing(pair: Pair):
    first = pair.sign(pair.maya)
    assert pair.sign(pair.maya) == first
    with pair.inside():
        assert Signature.objects.count() == 1
        assert Message.objects.filter(kind="agreement-to-sign").count() == 1


def test_an_edit_makes_the_next_version_and_keeps_the_one_before(pair: Pair):
    pair.sign(pair.maya)
    pair.sign(pair.tomas)
    stored = pair.edit(pair.tomas, focus=CANARY)
    assert (stored.version, stored.written_by, stored.focus) == (2, pair.tomas, CANARY)
    assert stored.rhythm == "Every other week, an hour."
    assert pair.again().agreement_version == 2
    with pair.inside(pair.maya):
        assert list(Agreement.objects.values_list("version", "focus")) == [
            (2, CANARY),
            (1, "What you want to work towards."),
        ]
        assert set(Signature.objects.values_list("version", flat=True)) == {1}
    assert waiting(pair, "agreement-changed") == ["Maya Lindqvist"]


def test_an_edit_calls_off_what_waited_about_the_version_before(pair: Pair):
    pair.sign(pair.maya)
    pair.edit(pair.maya, focus="Other")
    assert waiting(pair, "agreement-to-sign") == []
    assert waiting(pair, "agreement-changed") == ["Tomás Okafor"]


def test_after_an_edit_both_sign_again(pair: Pair):
    pair.sign(pair.maya)
    pair.edit(pair.maya, focus="Other")
    with pytest.raises(AgreementChangedError, match="version 2"):
        pair.sign(pair.tomas, version=1)
    pair.sign(pair.tomas, version=2)
    assert waiting(pair, "agreement-signed") == []
    pair.sign(pair.maya, version=2)
    assert len(waiting(pair, "agreement-signed")) == 2


def test_who_writes_on_an_outdated_version_is_told_and_overwrites_nothing(pair: Pair):
    pair.edit(pair.maya, focus="Maya's words")
    with pytest.raises(AgreementChangedError, match="version 2") as caught:
        pair.edit(pair.tomas, focus="Tomás's words")
    assert caught.value.newest.focus == "Maya's words"
    with pair.inside(pair.maya):
        assert Agreement.objects.count() == 2


def test_storing_the_same_words_makes_no_version_and_keeps_signatures(pair: Pair):
    pair.sign(pair.maya)
    assert pair.edit(pair.tomas, focus="What you want to work towards.").version == 1
    assert pair.again().agreement_version == 1


def test_an_empty_agreement_cannot_be_signed(pair: Pair):
    pair.edit(pair.maya, focus="", rhythm="")
    with pytest.raises(PartnershipError, match="nothing to sign"):
        pair.sign(pair.maya, version=2)


def test_a_partnership_without_a_draft_gets_its_first_version_by_an_edit(pair: Pair):
    pair.partnership = make.partnership(pair.cohort, mentor=pair.noor, mentee=pair.ines)
    assert pair.edit(pair.noor, based_on=0, focus="From nothing").version == 1


def test_the_text_is_the_parties_alone(pair: Pair):
    for person, count in ((pair.maya, 1), (pair.tomas, 1), (pair.ines, 0), (pair.noor, 0), (None, 0)):
        with pair.inside(person):
            assert Agreement.objects.count() == count, person


# On the pages


def test_sign_on_the_page_what_was_read(pair: Pair):
    client = pair.client(pair.maya)
    page = client.get(pair.url("agreement/"))
    assert "Every other week" in page.text
    assert "Sign the agreement" in page.text
    answer = client.post(pair.url("agreement/signature/"), {"version": 1}, follow=True)
    assert "You have signed." in answer.text
    assert "Sign the agreement" not in answer.text


@pytest.mark.parametrize("version", ["", "0", "-1", "x", "99999999999999999999", "\0"])
def test_a_wrong_version_is_answered_in_words(pair: Pair, version: str):
    answer = pair.client(pair.maya).post(pair.url("agreement/signature/"), {"version": version}, follow=True)
    assert "Read the agreement, then sign it at its end." in answer.text
    with pair.inside():
        assert not Signature.objects.exists()


def test_an_edit_on_the_page(pair: Pair):
    client = pair.client(pair.maya)
    texts = {"based_on": 1, "focus": "Lead a seminar\r\nof twenty", "rhythm": "Weekly"}
    answer = client.post(pair.url("agreement/edit/"), texts, follow=True)
    assert "This is version 2 now." in answer.text
    with pair.inside(pair.maya):
        assert Agreement.objects.get(version=2).focus == "Lead a seminar\nof twenty"
    assert "What you want to work towards." in client.get(pair.url("agreement/1/")).text
    assert client.get(pair.url("agreement/3/")).status_code == 404


def test_who_writes_at_the_same_time_keeps_their_words_and_sees_the_others(pair: Pair):
    pair.edit(pair.tomas, focus="The words of Tomás")
    client = pair.client(pair.maya)
    answer = client.post(pair.url("agreement/edit/"), {"based_on": 1, "focus": "The words of Maya"})
    assert answer.status_code == 422
    assert "The words of Maya" in answer.text
    assert "The words of Tomás" in answer.text
    assert 'name="based_on" value="2"' in answer.text
    again = client.post(pair.url("agreement/edit/"), {"based_on": 2, "focus": "The words of both"})
    assert again.status_code == 302
    with pair.inside(pair.maya):
        assert list(Agreement.objects.values_list("focus", flat=True))[:2] == [
            "The words of both",
            "The words of Tomás",
        ]


def test_too_long_a_text_is_said_beside_the_field(pair: Pair):
    answer = pair.client(pair.maya).post(pair.url("agreement/edit/"), {"based_on": 1, "focus": "x" * 4001})
    assert answer.status_code == 422
    assert "4000" in answer.text
