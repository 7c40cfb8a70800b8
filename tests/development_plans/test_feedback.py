"""Feedback without an account: who asks reads it, who answers sees what was written to them, nobody else anything."""

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts import account_mails
from accounts.models import Letter
from development_plans import feedback_links
from development_plans.actions import feedback
from development_plans.errors import PlanError
from development_plans.models import FeedbackAnswer, FeedbackInvitation, FeedbackRequest
from development_plans.queries.feedback import list_feedback_requests
from development_plans.queries.plans import get_plan
from tests.development_plans.conftest import CANARY
from tests.development_plans.test_pages import url
from tests.post import messages

THREE = ("one@example.org", "two@example.org", "three@example.org")
SAID = {"saw": "You waited, and Lena spoke.", "change": "Say less at the start.", "name": "Ada Visitor"}


def asked(desk, emails=THREE, *, named=True, words="What did you see on Monday?"):
    """Ask, and give the links by address."""
    plan = desk.plan(6)
    with desk.inside(desk.maya):
        feedback_request = feedback.request_feedback(
            plan=plan, emails=emails, words=words, named=named, by=desk.maya
        )
        invitations = FeedbackInvitation.objects.filter(feedback_request=feedback_request)
        return feedback_request, {each.email: path_of(each, desk) for each in invitations}


def path_of(invitation, desk):
    return "/feedback/" + feedback_links.address(invitation, desk.maya).split("/feedback/")[1]


def read_by_owner(desk, feedback_request):
    with desk.inside(desk.maya):
        (found,) = list_feedback_requests(get_plan(desk.maya, feedback_request.plan_id))
        return found


def test_a_person_without_an_account_answers_once_and_sees_only_the_words(desk):
    feedback_request, links = asked(desk)
    client, link = Client(), links[THREE[0]]
    page = client.get(link)
    assert page.status_code == 200
    assert "What did you see on Monday?" in page.text
    assert CANARY not in page.text
    assert client.post(link, {"saw": " "}).status_code == 422
    assert "Thank you" in client.post(link, SAID).text
    for again in (client.get(link), client.post(link, SAID)):
        assert again.status_code == 404
    found = read_by_owner(desk, feedback_request)
    assert [(answer.name, answer.saw) for answer in found.readable()] == [(SAID["name"], SAID["saw"])]
    assert (found.asked, found.answered) == (3, 1)
    with desk.inside(desk.maya):
        assert messages().filter(kind="plan-feedback", recipient=desk.maya).count() == 1


def told(desk):
    with desk.inside(desk.maya):
        return [each.due_at for each in messages().filter(kind="plan-feedback")]


def test_answers_without_names_are_read_all_at_once_and_lead_to_nobody(desk):
    feedback_request, links = asked(desk, (*THREE, "four@example.org"), named=False)
    for count, link in enumerate(links.values(), 1):
        page = Client().get(link)
        assert "Your name" not in page.text
        Client().post(link, SAID)
        found = read_by_owner(desk, feedback_request)
        assert len(found.readable()) == (4 if count == 4 else 0)
        if count < 4:
            assert told(desk) == ([feedback_request.expires_at] if count == 3 else [])
    (due_at,) = told(desk)
    assert due_at <= timezone.now()
    with desk.inside(desk.maya):
        assert {(each.name, each.invitation_id) for each in FeedbackAnswer.objects.all()} == {("", None)}


@pytest.mark.parametrize(("answered", "readable"), [(2, 0), (3, 3)])
@pytest.mark.parametrize("ends", ["revoked", "too old"])
def test_what_came_without_names_is_read_when_it_is_over_from_three_on(desk, answered, readable, ends):
    feedback_request, links = asked(desk, (*THREE, "four@example.org"), named=False)
    for link in list(links.values())[:answered]:
        Client().post(link, SAID)
    assert read_by_owner(desk, feedback_request).readable() == []
    over = timezone.now() if ends == "revoked" else feedback_request.expires_at
    if ends == "revoked":
        with desk.inside(desk.maya):
            feedback.end_request(feedback_request=feedback_request, by=desk.maya)
    with time_machine.travel(over + timedelta(seconds=1)):
        assert len(read_by_owner(desk, feedback_request).readable()) == readable
        assert [each <= timezone.now() for each in told(desk)] == [True] * (readable // 3)


@pytest.mark.parametrize("named", [True, False])
def test_nobody_asks_themselves(desk, named):
    for own in (desk.maya.email.upper(), "Maya.Elsewhere@example.org"):
        EmailAddress.objects.get_or_create(user=desk.maya.user, email=own.lower())
        with pytest.raises(PlanError, match="your own"):
            asked(desk, (*THREE, own), named=named)


def test_fewer_than_three_cannot_be_asked_without_names(desk):
    with pytest.raises(PlanError, match="at least 3"):
        asked(desk, THREE[:2], named=False)


def test_a_link_ends_when_it_is_revoked_or_too_old_or_not_ours(desk):
    feedback_request, links = asked(desk)
    link = links[THREE[0]]
    with desk.inside(desk.maya):
        FeedbackRequest.objects.filter(pk=feedback_request.pk).update(revoked_at=timezone.now())
    assert Client().get(link).status_code == 404
    with desk.inside(desk.maya):
        FeedbackRequest.objects.filter(pk=feedback_request.pk).update(revoked_at=None)
    assert Client().get(link).status_code == 200
    for wrong in ("no-token", link.split("/")[2][:-2] + "xx"):
        assert Client().get(f"/feedback/{wrong}/").status_code == 404


def test_a_link_lasts_three_weeks(desk):
    _asking, links = asked(desk)
    with time_machine.travel(timezone.now() + timedelta(days=22)):
        assert Client().get(links[THREE[0]]).status_code == 404


def test_the_mail_says_who_asks_and_nothing_of_what(desk):
    asked(desk, words="What did you think of my secret lesson?")
    assert Letter.objects.count() == 3
    assert account_mails.send_due() == 3
    (first, *_others) = mail.outbox
    assert first.subject == "Maya L asks for your feedback"
    whole = first.body + first.alternatives[0].content
    assert "/feedback/" in whole
    assert "secret lesson" not in whole
    assert CANARY not in whole


def test_an_address_of_a_member_is_asked_as_any_other(desk):
    client, plan = desk.client(desk.maya), desk.plan(6)
    said = set()
    for address in (desk.noor.email, "nobody@example.org"):
        form = {"words": "What did you see?", "emails": address, "named": "yes"}
        answer = client.post(url("plan_feedback", plan.pk), form, follow=True)
        said.add(answer.text.split('class="toast')[1].split("</")[0] if 'class="toast' in answer.text else "")
    assert len(said) == 1
    assert Letter.objects.count() == 2


def test_as_many_as_a_day_allows(desk):
    plan = desk.plan(6)
    with desk.inside(desk.maya):
        for turn in range(2):
            emails = [f"{turn}.{number}@example.org" for number in range(10)]
            feedback.request_feedback(plan=plan, emails=emails, words="?", named=True, by=desk.maya)
        with pytest.raises(PlanError, match="in a day"):
            feedback.request_feedback(
                plan=plan, emails=["one@example.org"], words="?", named=True, by=desk.maya
            )
        with pytest.raises(PlanError, match="at once"):
            feedback.request_feedback(
                plan=plan, emails=[f"{n}@example.org" for n in range(11)], words="?", named=True, by=desk.maya
            )


def test_answering_is_limited_by_where_it_comes_from(desk):
    _asking, links = asked(desk)
    client = Client()
    answers = [client.post(links[THREE[0]], {"saw": ""}).status_code for _turn in range(31)]
    assert answers[-1] == 429
    assert set(answers[:-1]) == {422}


def test_what_is_no_address_is_named_beside_the_field(desk):
    plan = desk.plan(6)
    form = {"words": "?", "emails": "one@example.org, somebody", "named": "yes"}
    page = desk.client(desk.maya).post(url("plan_feedback", plan.pk), form)
    assert page.status_code == 422
    assert "This is no e-mail address: somebody" in page.text


def test_feedback_is_the_owners_alone_even_of_a_shared_plan(desk):
    from development_plans.actions import shares

    feedback_request, links = asked(desk)
    Client().post(links[THREE[0]], SAID)
    with desk.inside(desk.maya):
        shares.share(plan=feedback_request.plan, mentor=desk.tomas, by=desk.maya)
    for person in (desk.tomas, desk.ines, None):
        with desk.inside(person):
            assert not FeedbackRequest.objects.exists()
            assert not FeedbackInvitation.objects.exists()
            assert not FeedbackAnswer.objects.exists()
    assert desk.client(desk.tomas).get(url("plan_feedback", feedback_request.plan_id)).status_code == 404


def test_the_page_for_asking_asks_little(desk):
    from tests.budget import questions

    feedback_request, links = asked(desk)
    for link in links.values():
        Client().post(link, SAID)
    maya = desk.client(desk.maya)  # signing in asks questions of its own
    with questions() as said:
        assert maya.get(url("plan_feedback", feedback_request.plan_id)).status_code == 200
    assert len(said) <= 12, said


def test_the_address_is_reserved():
    from organisations.models import RESERVED_SLUGS

    assert reverse("feedback", args=["x"]).split("/")[1] in RESERVED_SLUGS


@pytest.mark.parametrize(
    ("named", "says"),
    [
        (True, "You answer with your name."),
        (False, "Your name is not asked for, and who wrote what is not kept."),
    ],
)
def test_the_mail_says_whether_one_answers_with_ones_name_and_until_when(desk, named, says):
    feedback_request, _links = asked(desk, named=named)
    account_mails.send_due()
    until = date_format(timezone.localtime(feedback_request.expires_at), "DATE_FORMAT")
    for sent in mail.outbox:
        for words in (sent.body, str(sent.alternatives[0].content)):
            assert says in words
            assert f"The link works once, until {until}." in words
    assert len(mail.outbox) == 3
