"""Somebody in office comes into a community by a member's yes alone, and reads from that day on."""

from datetime import timedelta

import pytest
from django.db import Error, transaction
from django.utils import timezone

from cop.actions import communities, ideas, join_requests, joint_questions, peers, threads
from cop.errors import CommunityError
from cop.models import (
    Charter,
    EvaluationOutcome,
    Idea,
    JoinDecision,
    JoinRequest,
    JointAnswer,
    Membership,
    PeerWish,
    Post,
    PostBody,
    Thread,
)
from meetings import actions as meetings
from meetings.models import AgendaItem, Meeting
from notifications import kinds
from organisations.models import AuditEntry
from programmes.models import Coordination
from tests import make
from tests.post import messages

pytestmark = pytest.mark.django_db


def ask(circle, by=None):
    by = by or circle.coordinator
    with circle.inside(by):
        return join_requests.ask(community=circle.community, reason="To learn", by=by)


def decide(circle, request, by, accepted=True):
    with circle.inside(by):
        return join_requests.decide(request=request, accepted=accepted, by=by)


def share(circle, title):
    author = circle.people[0]
    with circle.inside(author):
        return threads.begin(
            community=circle.community, kind="advice", title=title, body="In confidence", by=author
        )


def titles(circle, person):
    with circle.inside(person):
        return set(PostBody.objects.values_list("title", flat=True)) - {""}


def belongs(circle, person):
    with circle.inside(person):
        return Membership.objects.current().filter(community=circle.community, member=person).exists()


def test_a_member_lets_a_coordinator_in_and_they_read_from_then_on(circle):
    old = share(circle, "Before")
    decide(circle, ask(circle), circle.people[1])
    assert belongs(circle, circle.coordinator)
    new = share(circle, "After")
    with circle.inside(circle.people[1]):
        threads.answer(thread=old, body="Late answer", by=circle.people[1])
    with circle.inside(circle.coordinator):
        assert list(Thread.objects.all()) == [new]
        assert {post.thread_id for post in Post.objects.all()} == {new.pk}
        assert list(Thread.objects.visible_to(circle.coordinator)) == [new]
        assert {post.thread_id for post in Post.objects.visible_to(circle.coordinator)} == {new.pk}
    assert titles(circle, circle.coordinator) == {"After"}
    assert titles(circle, circle.people[2]) == {"Before", "After"}


def test_nobody_reads_by_asking(circle):
    share(circle, "Before")
    ask(circle)
    assert not belongs(circle, circle.coordinator)
    assert titles(circle, circle.coordinator) == set()


def test_everyone_is_told_who_was_let_in_and_by_whom(circle):
    decide(circle, ask(circle), circle.people[1])
    with circle.inside():
        told = messages().filter(kind="community-let-in")
        assert {message.recipient_id for message in told} == {circle.people[0].pk, circle.people[2].pk}
        answered = messages().get(kind="community-join-answered")
    assert answered.recipient_id == circle.coordinator.pk


def test_a_no_closes_the_request_for_a_month(circle):
    request = ask(circle)
    decide(circle, request, circle.people[1], accepted=False)
    assert not belongs(circle, circle.coordinator)
    with pytest.raises(CommunityError, match="answered already"):
        decide(circle, request, circle.people[2])
    with pytest.raises(CommunityError, match="less than a month"):
        ask(circle)


def test_asking_twice_is_asking_once(circle):
    assert ask(circle) == ask(circle)


def test_a_request_is_withdrawn(circle):
    request = ask(circle)
    with circle.inside(circle.coordinator):
        join_requests.withdraw(community=circle.community, by=circle.coordinator)
    with pytest.raises(CommunityError, match="withdrawn"):
        decide(circle, request, circle.people[1])


def test_a_request_lapses_when_the_community_closes(circle):
    request = ask(circle)
    with circle.inside(circle.coordinator):
        communities.close(community=circle.community, by=circle.coordinator)
        communities.reopen(community=circle.community, by=circle.coordinator)
    with pytest.raises(CommunityError):
        decide(circle, request, circle.people[1])


def test_who_was_let_in_lets_in_nobody(circle):
    other = make.member(circle.coordinator.organisation, "Second Coordinator")
    with circle.inside(circle.coordinator):
        Coordination.objects.create(
            organisation_id=other.organisation_id,
            programme=circle.programme,
            member=other,
            by=circle.coordinator,
        )
    decide(circle, ask(circle), circle.people[1])
    request = ask(circle, other)
    with pytest.raises(CommunityError):
        decide(circle, request, circle.coordinator)
    refused(
        circle,
        circle.coordinator,
        lambda: decision(circle, request, by=circle.coordinator),
        "row-level security",
    )


def test_a_participant_asks_nobody(circle):
    person = circle.enrol("Noor Haddad")
    with pytest.raises(CommunityError):
        ask(circle, person)
    refused(circle, person, lambda: request_of(circle, person), "row-level security")


def test_coming_back_takes_another_yes(circle):
    made = decide(circle, ask(circle), circle.people[1])
    with circle.inside(circle.coordinator):
        communities.leave(community=circle.community, member=circle.coordinator, by=circle.coordinator)
    refused(circle, circle.people[1], lambda: membership(circle, made), "cop_membership")


@pytest.mark.parametrize("by", ["coordinator", "asked", "stranger"])
def test_the_database_takes_a_yes_from_present_members_for_themselves_alone(circle, by):
    request = ask(circle)
    who = {
        "coordinator": circle.coordinator,
        "asked": circle.people[1],
        "stranger": circle.enrol("Noor Haddad"),
    }[by]
    # The second tries in the name of somebody else.
    named = circle.people[2] if by == "asked" else who
    refused(circle, who, lambda: decision(circle, request, by=named), "row-level security")


def test_the_database_lets_in_by_the_yes_alone(circle):
    request = ask(circle)
    refused(circle, circle.coordinator, lambda: membership(circle, None), "row-level security")
    refused(circle, circle.people[1], lambda: membership(circle, None), "row-level security")
    no = decide(circle, request, circle.people[1], accepted=False)
    for person in (circle.coordinator, circle.people[1]):
        refused(circle, person, lambda: membership(circle, no), "row-level security")


def test_the_database_lets_nobody_in_by_the_yes_of_somebody_else(circle):
    request = ask(circle)
    with circle.inside(circle.people[1]):
        yes = decision(circle, request, by=circle.people[1])
    for person in (circle.coordinator, circle.people[2]):
        refused(circle, person, lambda: membership(circle, yes), "row-level security")


def test_the_database_lets_nobody_in_for_what_was_before(circle):
    request = ask(circle)
    person = circle.people[1]

    def with_the_past():
        yes = decision(circle, request, by=person)
        membership(circle, yes, reads_from=timezone.now() - timedelta(days=400))

    refused(circle, person, with_the_past, "row-level security")


def test_nobody_moves_the_day_they_read_from(circle):
    decide(circle, ask(circle), circle.people[1])

    def moved():
        Membership.objects.filter(member=circle.coordinator).update(reads_from=None)

    refused(circle, circle.coordinator, moved, "not for this member to change")


def test_the_audit_log_says_who_let_whom_in(circle):
    decide(circle, ask(circle), circle.people[1])
    with circle.inside(circle.people[1]):
        entry = AuditEntry.objects.get(action="community.let-in")
    assert entry.by_id == circle.people[1].pk
    assert entry.subject_id == circle.community.pk


def request_of(circle, person):
    return JoinRequest.objects.create(
        organisation_id=person.organisation_id, community=circle.community, member=person
    )


def decision(circle, request, by, accepted=True):
    return JoinDecision.objects.create(
        organisation_id=by.organisation_id, request=request, by=by, accepted=accepted
    )


def membership(circle, decision, **more):
    return Membership.objects.create(
        organisation_id=circle.coordinator.organisation_id,
        community=circle.community,
        member=circle.coordinator,
        decision=decision,
        **{"reads_from": timezone.now()} | more,
    )


def refused(circle, person, attempt, words):
    with circle.inside(person), pytest.raises(Error, match=words), transaction.atomic():
        attempt()


def visit(circle, client, person, rest, form=None):
    client.force_login(person.user)
    address = f"/{person.organisation.slug}/{rest}"
    answer = client.get(address) if form is None else client.post(address, form, follow=True)
    return answer.content.decode()


def test_a_request_and_its_answer_are_on_the_pages(circle, client):
    me, member, other = circle.coordinator, circle.people[1], circle.people[2]
    here = f"communities/{circle.community.pk}/"
    assert "Ask to join" in visit(circle, client, me, f"{here}coordination/")
    asked = visit(circle, client, me, f"{here}join-request/", {"reason": "To learn with you"})
    assert "Withdraw request" in asked
    assert "To learn with you" in asked
    for person in (member, other):
        assert "Ines Duarte asks to join" in visit(circle, client, person, "")
        page = visit(circle, client, person, here)
        assert "Ines Duarte asks to join" in page
        assert "To learn with you" in page
        assert "Let in" in page
    with circle.inside(me):
        request = JoinRequest.objects.get()
    after = visit(circle, client, member, f"{here}join-requests/{request.pk}/decision/", {"answer": "yes"})
    assert "Ines Duarte is a member now." in after
    assert "asks to join" not in after
    assert f"{member.display_name} let them in." in visit(circle, client, other, "")
    assert "Ines Duarte" in visit(circle, client, other, f"{here}members/")
    assert "New lecturers" in visit(circle, client, me, here)


def test_who_is_declined_reads_it_on_the_page(circle, client):
    request = ask(circle)
    decide(circle, request, circle.people[1], accepted=False)
    here = f"communities/{circle.community.pk}/join-request/"
    assert "declined on" in visit(circle, client, circle.coordinator, here)
    assert "less than a month ago" in visit(circle, client, circle.coordinator, here, {"reason": ""})


def test_mails_say_who_was_let_in_and_by_whom(circle):
    decide(circle, ask(circle), circle.people[1])
    with circle.inside(circle.people[0]):
        message = messages().get(kind="community-let-in", recipient=circle.people[0])
        content = kinds.get(message.kind).compose(message)
    assert content.subject == "Ines Duarte is now a member of New lecturers"
    assert any(circle.people[1].display_name in line for line in content.context["lines"])


def test_an_admin_with_a_place_asks_too(circle):
    admin = make.member(circle.coordinator.organisation, "Ada Admin", admin=True)
    with pytest.raises(CommunityError):
        ask(circle, admin)
    make.enrolment(circle.cohort, admin, "mentee", state="accepted")
    decide(circle, ask(circle, admin), circle.people[1])
    assert belongs(circle, admin)


def test_what_else_was_written_before_stays_closed(circle):
    first, me = circle.people[0], circle.coordinator
    session = circle.held(me, focus="Workshop")
    ahead = circle.arrange(me, starts_at=timezone.now() + timedelta(days=9))
    with circle.inside(me):
        # Somebody else runs it, so what is written for it is not of a session of one's own.
        Meeting.objects.filter(pk=ahead.meeting_id).update(facilitator=first)
    with circle.inside(first):
        communities.write_charter(community=circle.community, based_on=0, purpose="Once", ways="", by=first)
        communities.write_charter(community=circle.community, based_on=1, purpose="Now", ways="", by=first)
        ideas.suggest(community=circle.community, text="Old idea", by=first)
        asked = joint_questions.ask(community=circle.community, text="Why?", by=first)
        joint_questions.answer(question=asked, based_on=0, text="Old answer", by=first)
        peers.wish(
            community=circle.community, seeks=["review"], topics=[], times=[], words="Old wish", by=first
        )
        meetings.add_agenda_item(by=first, meeting=ahead.meeting, text="Old item")
    make.open_evaluation(session, circle.people)
    decide(circle, ask(circle), circle.people[1])
    with circle.inside(first):
        ideas.suggest(community=circle.community, text="New idea", by=first)
        joint_questions.answer(question=asked, based_on=1, text="Later answer", by=first)
        new = joint_questions.ask(community=circle.community, text="What now?", by=first)
        joint_questions.answer(question=new, based_on=0, text="New answer", by=first)
        meetings.add_agenda_item(by=first, meeting=ahead.meeting, text="New item")
    with circle.inside(me):
        assert set(Idea.objects.values_list("text", flat=True)) == {"New idea"}
        assert set(JointAnswer.objects.values_list("text", flat=True)) == {"New answer"}
        assert set(Charter.objects.values_list("purpose", flat=True)) == {"Now"}
        assert set(AgendaItem.objects.values_list("text", flat=True)) == {"New item"}
        assert not PeerWish.objects.exists()
        with pytest.raises(CommunityError, match="before you came in"):
            joint_questions.answer(question=asked, based_on=0, text="Mine", by=me)
        joint_questions.answer(question=new, based_on=1, text="Mine", by=me)
        communities.write_charter(community=circle.community, based_on=2, purpose="Next", ways="", by=me)
    with circle.inside(circle.people[2]):
        assert Idea.objects.count() == 2
        assert Charter.objects.count() == 3
        assert AgendaItem.objects.filter(meeting=ahead.meeting).count() == 2


def test_results_of_sessions_before_stay_closed(circle):
    session = circle.held(circle.coordinator)
    make.looked_back(session, {person: {} for person in circle.people})
    decide(circle, ask(circle), circle.people[1])
    with circle.inside(circle.people[2]):
        assert EvaluationOutcome.objects.count() == 1
    with circle.inside(circle.coordinator):
        assert not EvaluationOutcome.objects.exists()
