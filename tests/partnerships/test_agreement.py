"""Versions of an agreement: each kept, each signed for itself, none overwritten."""

import pytest
from django.db import transaction
from lxml import html

from partnerships.actions import AgreementChangedError, PartnershipError
from partnerships.models import Agreement, Signature
from tests import make
from tests.forms import form_in, form_of
from tests.partnerships.conftest import CANARY, Pair
from tests.post import messages

pytestmark = pytest.mark.django_db


def waiting(pair: Pair, kind: str) -> list[str]:
    with pair.inside():
        told = messages().filter(kind=kind, state="waiting").order_by("recipient__display_name")
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
        assert messages().filter(kind="agreement-to-sign").count() == 1


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
    form = form_of(client, pair.url("agreement/edit/"))
    answer = form.send(client, focus="Lead a seminar\r\nof twenty", rhythm="Weekly")
    answer = client.get(answer.headers["Location"])
    assert "This is version 2 now." in answer.text
    with pair.inside(pair.maya):
        assert Agreement.objects.get(version=2).focus == "Lead a seminar\nof twenty"
    assert "What you want to work towards." in client.get(pair.url("agreement/1/")).text
    assert client.get(pair.url("agreement/3/")).status_code == 404


def test_who_writes_at_the_same_time_keeps_their_words_and_sees_the_others(pair: Pair):
    client, url = pair.client(pair.maya), pair.url("agreement/edit/")
    form = form_of(client, url)
    pair.edit(pair.tomas, focus="The words of Tomás")
    answer = form.send(client, focus="The words of Maya")
    assert answer.status_code == 422
    assert "The words of Maya" in answer.text
    assert "The words of Tomás" in answer.text
    form = form_in(answer.text, url)
    assert form.send(client).status_code == 422  # saving once more is no choice
    again = form.send(client, focus="The words of both", **{"stays-focus": "mine"})
    assert again.status_code == 302
    with pair.inside(pair.maya):
        assert list(Agreement.objects.values_list("focus", flat=True))[:2] == [
            "The words of both",
            "The words of Tomás",
        ]


def test_sections_that_each_of_the_two_changed_come_together(pair: Pair):
    client, url = pair.client(pair.maya), pair.url("agreement/edit/")
    form = form_of(client, url)
    pair.edit(pair.tomas, focus="The words of Tomás")
    answer = client.get(form.send(client, rhythm="The words of Maya").headers["Location"])
    assert "What your partner saved meanwhile is in it as well: Focus and goals." in answer.text
    with pair.inside(pair.maya):
        newest = Agreement.objects.get(version=3)
    assert (newest.focus, newest.rhythm) == ("The words of Tomás", "The words of Maya")


def test_choosing_between_two_texts_of_one_section_undoes_nothing_in_another(pair: Pair):
    """The conflict's page said that nothing is lost, and its Save undid the partner's other section."""
    client, url = pair.client(pair.maya), pair.url("agreement/edit/")
    form = form_of(client, url)
    pair.edit(pair.tomas, focus="His focus", rhythm="His rhythm")
    form = form_in(form.send(client, focus="Her focus", trouble="Her way out").text, url)
    assert form.texts["rhythm"] == "His rhythm"  # it follows, and nobody is asked about it
    assert [name for name in form.choices if name.startswith("stays-")] == ["stays-focus"]
    for choice, focus in (("mine", "Her focus"), ("saved", "His focus")):
        with transaction.atomic():
            assert form.send(client, **{"stays-focus": choice}).status_code == 302
            with pair.inside(pair.maya):
                newest = Agreement.objects.get(version=3)
            assert (newest.focus, newest.rhythm, newest.trouble) == (focus, "His rhythm", "Her way out")
            transaction.set_rollback(True)


def test_two_who_draft_the_first_version_at_once_lose_no_section(pair: Pair):
    pair.partnership = make.partnership(pair.cohort, mentor=pair.noor, mentee=pair.ines)
    clients = [pair.client(person) for person in (pair.noor, pair.ines)]
    windows = [form_of(client, pair.url("agreement/edit/")) for client in clients]
    for client, form, section in zip(clients, windows, ("focus", "trouble"), strict=True):
        assert form.send(client, **{section: "Written"}).status_code == 302
    with pair.inside(pair.noor):
        newest = Agreement.objects.filter(partnership=pair.partnership).first()
    assert (newest.focus, newest.trouble) == ("Written", "Written")


def test_a_form_that_does_not_say_what_it_saw_writes_over_no_version(pair: Pair):
    answer = pair.client(pair.maya).post(pair.url("agreement/edit/"), {"focus": "Mine"})
    assert answer.status_code == 422
    assert "Every other week, an hour." in answer.text


def test_what_is_different_since_the_version_one_signed_stands_above_it(pair: Pair):
    pair.sign(pair.maya)
    page = pair.client(pair.maya).get(pair.url("agreement/")).text
    assert "What is different since" not in page
    pair.edit(pair.tomas, focus="What both of you want to work towards.")
    pair.edit(pair.tomas, based_on=2, rhythm="Weekly.")
    changes = html.fromstring(pair.client(pair.maya).get(pair.url("agreement/")).text).get_element_by_id(
        "changes"
    )
    assert changes.findtext(".//h2") == "What is different since version 1, which you signed"
    assert [each.text for each in changes.iterfind(".//h3")] == [
        "Focus and goals",
        "How often, how and where",
    ]
    said = " ".join(changes.find(".//p").text_content().split())
    assert said == "What[new: both of] you want to work towards."  # as it is read aloud
    assert (
        'id="changes"' not in pair.client(pair.tomas).get(pair.url("agreement/")).text
    )  # he signed none before


def test_too_long_a_text_is_said_beside_the_field(pair: Pair):
    answer = pair.client(pair.maya).post(pair.url("agreement/edit/"), {"focus": "x" * 4001})
    assert answer.status_code == 422
    assert "4000" in answer.text
