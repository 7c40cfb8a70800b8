"""What partnerships tell by mail: that something waits, with its link; never a word of what anyone wrote."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client

from notifications import delivery, kinds
from notifications.models import Message
from tests import make
from tests.partnerships.conftest import CANARY, Pair
from tests.post import messages

pytestmark = pytest.mark.django_db


def deliver(pair: Pair) -> list[mail.EmailMultiAlternatives]:
    """Send all that waits; return what was sent."""
    mail.outbox.clear()
    for organisation, message, attempt in delivery.claim_due():
        delivery.deliver(organisation, message, attempt)
    return sorted(mail.outbox, key=lambda sent: sent.to[0])


def text_of(sent: mail.EmailMultiAlternatives) -> str:
    return "\n".join([sent.subject, sent.body, *(str(part.content) for part in sent.alternatives)])


def drop_what_waits(pair: Pair) -> None:
    with pair.inside():
        messages().delete()


def test_both_are_greeted_by_the_name_of_the_other(pair: Pair):
    maya, tomas = deliver(pair)
    assert maya.subject == "You and Tomás Okafor work together from now on"
    assert tomas.subject == "You and Maya Lindqvist work together from now on"
    assert f"/riverside/partnerships/{pair.partnership.pk}/" in maya.body
    assert f"/riverside/partnerships/{pair.partnership.pk}/" in text_of(maya).split("<html")[1]


def edited(pair: Pair) -> None:
    pair.edit(pair.tomas, focus=CANARY, trouble=CANARY)


def signed_by_one(pair: Pair) -> None:
    pair.edit(pair.maya, focus=CANARY)
    drop_what_waits(pair)
    pair.sign(pair.tomas, version=2)


def signed_by_both(pair: Pair) -> None:
    signed_by_one(pair)
    pair.sign(pair.maya, version=2)


def answered_by_one(pair: Pair) -> None:
    pair.answer(pair.tomas)


def answered_by_both(pair: Pair) -> None:
    pair.answer(pair.tomas)
    pair.answer(pair.maya)


def concluded(pair: Pair) -> None:
    pair.conclude(pair.tomas)


def continued(pair: Pair) -> None:
    pair.move_to("redefinition")
    pair.conclude(pair.tomas, "continued")


@pytest.mark.parametrize(
    ("happens", "subjects"),
    [
        (edited, {"maya": "Your agreement with Tomás Okafor has a new version"}),
        (signed_by_one, {"maya": "Your agreement with Tomás Okafor waits for your signature"}),
        (
            signed_by_both,
            {
                "maya": "Your agreement with Tomás Okafor is signed",
                "tomás": "Your agreement with Maya Lindqvist is signed",
            },
        ),
        (answered_by_one, {"maya": "Tomás Okafor has reviewed a stage with you"}),
        (
            answered_by_both,
            {
                "maya": "You and Tomás Okafor have both reviewed the stage",
                "tomás": "You and Maya Lindqvist have both reviewed the stage",
            },
        ),
        (
            concluded,
            {
                "ines": "A partnership in Autumn cohort has ended early",
                "maya": "Your partnership with Tomás Okafor has ended",
            },
        ),
        (continued, {"maya": "You and Tomás Okafor go on informally"}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_each_mail_says_that_something_waits(
    pair: Pair, happens: Callable[[Pair], None], subjects: dict[str, str]
):
    drop_what_waits(pair)
    happens(pair)
    sent = deliver(pair)
    assert [each.subject for each in sent] == list(subjects.values())
    for each in sent:
        assert CANARY not in text_of(each)
        assert (
            "/riverside/pro" in each.body if "Ines" in each.to[0] else "/riverside/partnerships/" in each.body
        )
        assert "{" not in each.subject + each.body


def test_links_lead_to_pages_that_are_there(pair: Pair):
    answered_by_both(pair)
    edited(pair)
    with pair.inside():
        links = {(message.recipient_id, message.link) for message in messages()}
    clients: dict[object, Client] = {each.pk: pair.client(each) for each in (pair.maya, pair.tomas)}
    for recipient, link in links:
        assert clients[recipient].get(f"/riverside{link}").status_code == 200, link


def test_what_no_longer_applies_is_not_sent(pair: Pair):
    drop_what_waits(pair)
    pair.sign(pair.tomas)  # asks Maya, who signs before the mail goes out: both then hear that it is signed
    pair.sign(pair.maya)
    assert {each.subject.split()[-1] for each in deliver(pair)} == {"signed"}
    edited(pair)
    pair.conclude(pair.maya)
    assert [each.to[0].split(" <")[0] for each in deliver(pair)] == ["Ines Duarte", "Tomás Okafor"]


def test_an_answered_review_no_longer_waits(pair: Pair):
    drop_what_waits(pair)
    answered_by_both(pair)
    assert all("both" in each.subject for each in deliver(pair))


def test_every_kind_has_a_name_for_the_preferences(pair: Pair):
    names = {kind.name for kind in kinds.optional()}
    assert {
        "partnership-began",
        "agreement-changed",
        "agreement-to-sign",
        "agreement-signed",
        "review-waits",
        "review-settled",
    } <= names
    assert "partnership-concluded" not in names  # it takes off calendars what was planned


def test_a_message_about_nothing_is_dropped(pair: Pair):
    gone = make.partnership(pair.cohort, mentor=pair.noor, mentee=pair.ines)
    for name in (
        "partnership-began",
        "agreement-changed",
        "agreement-signed",
        "review-waits",
        "review-settled",
    ):
        with pair.inside(pair.maya):
            message = Message(recipient=pair.maya, kind=name, subject_id=gone.pk)
            assert kinds.get(name).compose(message) is None, name


def test_the_first_mail_names_the_partner(pair: Pair):
    began = [each for each in deliver(pair) if "work together" in each.subject]
    assert began
    assert all("and are partners" not in " ".join(each.body.split()) for each in began)
    assert {"You and Maya Lindqvist are", "You and Tomás Okafor are"} == {
        f"{' '.join(each.body.split()).partition(' are ')[0]} are" for each in began
    }
