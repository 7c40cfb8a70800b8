"""Two people are asked, and answer; a mentor never has more mentees than places, however many press yes at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from django.db import connections
from django.template.loader import render_to_string
from django.utils import timezone

from notifications import delivery
from notifications.models import Message
from organisations.models import Invitation
from programmes import actions, deadlines, mentor_capacity, tasks
from programmes.errors import ProgrammeError
from programmes.mails import compose_withdrawn
from programmes.models import Enrolment, MatchingRun, Proposal, ProposalAnswer, Refusal
from programmes.signals import proposal_accepted
from tests import make
from tests.post import messages
from tests.programmes import people


@pytest.fixture
def where(db):
    return people.place()


def matched(where, capacity=1, **mentor):
    """A mentor and a mentee, and a run that makes them a pair."""
    one = where.person("Tomas Okafor", "mentor", grade="Manager", department="A", capacity=capacity, **mentor)
    other = where.person("Maya Lindqvist", "mentee", grade="Officer", department="B", characteristics=["x"])
    with where.inside():
        return one, other, actions.run_matching(cohort=where.cohort, by=where.ines)


def confirmed(where, **mentor):
    one, other, run = matched(where, **mentor)
    with where.inside():
        [proposal] = actions.confirm_run(run=run, by=where.ines)
    return one, other, proposal


def state(where, enrolment):
    with where.inside():
        return Enrolment.objects.get(pk=enrolment.pk).state


def outcome(where, proposal):
    with where.inside():
        return Proposal.objects.get(pk=proposal.pk).outcome


def answer(where, who, proposal, **data):
    return people.browser(who.member).post(people.url(who.member, f"proposals/{proposal.pk}/answer/"), data)


def test_confirming_asks_both_once(where):
    mentor, mentee, run = matched(where)
    client = people.browser(where.ines)
    assert client.post(people.url(where.ines, f"runs/{run.pk}/confirmation/")).status_code == 302
    again = client.post(people.url(where.ines, f"runs/{run.pk}/confirmation/"))
    assert again.status_code == 422
    assert "have been proposed already" in again.content.decode()
    with where.inside():
        proposal = Proposal.objects.get()
        told = messages().filter(kind="proposal", subject_id=proposal.pk)
        assert {message.recipient_id for message in told} == {mentor.member_id, mentee.member_id}
        assert {message.link for message in told} == {f"/programmes/proposals/{proposal.pk}/"}
        for each in (mentor.member, mentee.member):
            assert list(Proposal.objects.waiting_for(each)) == [proposal]
        assert not Proposal.objects.waiting_for(where.ines).exists()


@pytest.mark.parametrize(
    ("joined", "words"),
    [
        (True, "1 pair is proposed. Both people of each get an e-mail."),
        (
            False,
            "1 pair is proposed. Whoever has joined gets an e-mail; the others are asked once they have come in.",
        ),
    ],
)
def test_who_proposes_is_told_who_hears_of_it_when(where, joined, words):
    _mentor, _mentee, run = matched(where, joined=joined)
    client = people.browser(where.ines)
    client.post(people.url(where.ines, f"runs/{run.pk}/confirmation/"))
    page = client.get(people.url(where.ines, f"cohorts/{where.cohort.pk}/matching/")).content.decode()
    assert words in page
    cohort = client.get(people.url(where.ines, f"cohorts/{where.cohort.pk}/")).content.decode()
    assert "Pairs are proposed and wait for answers." in cohort


def test_who_said_yes_hears_that_nothing_comes_of_it_and_not_why(where):
    mentor, mentee, proposal = confirmed(where)
    answer(where, mentor, proposal, answer="yes")
    answer(where, mentee, proposal, answer="no", reason="They are my landlord")
    with where.inside():
        told = messages().get(kind="proposal-withdrawn")
    assert told.recipient_id == mentor.member_id
    with where.inside(mentor.member):
        content = compose_withdrawn(told)
    assert content.subject == "Nothing comes of a proposal"
    mail = render_to_string("mail/proposal-withdrawn.txt", content.context)
    assert "does not become a partnership" in mail
    assert "landlord" not in mail
    assert "Maya" not in mail


def test_a_run_that_does_not_fit_any_more_is_refused_whole(where):
    _mentor, mentee, run = matched(where)
    where.person("Second Mentor", "mentor", grade="Manager", department="A")
    with where.inside():
        actions.withdraw(enrolment=mentee, by=where.ines)
        with pytest.raises(ProgrammeError, match="Match again, then propose"):
            actions.confirm_run(run=run, by=where.ines)
        assert not Proposal.objects.exists()
        assert MatchingRun.objects.get(pk=run.pk).confirmed_at is None


def test_people_without_an_account_are_invited_with_the_proposal(where):
    mentor = where.person("Tomas Okafor", "mentor", joined=False)
    mentee = where.person("Maya Lindqvist", "mentee", joined=False)
    with where.inside():
        actions.invite_people(enrolments=[mentor], by=where.ines)
        sent_at = Invitation.objects.get().sent_at
        actions.propose_pair(mentor=mentor, mentee=mentee, by=where.ines)
        sent = {each.member_id: each.sent_at for each in Invitation.objects.all()}
    assert set(sent) == {mentor.member_id, mentee.member_id}
    assert sent[mentor.member_id] == sent_at, "whoever has an invitation that works gets no second one"


def test_each_sees_the_other_as_far_as_the_form_says(where):
    mentor, mentee, proposal = confirmed(where, job_title="Head of maps", hopes="nothing")
    page = people.browser(mentee.member).get(people.url(mentee.member, f"proposals/{proposal.pk}/"))
    words = page.content.decode()
    assert "Tomas Okafor as your mentor?" in words
    assert "Head of maps" in words
    assert {question.key for question, _words in page.context["answers"]} == {
        "job-title",
        "grade",
        "department",
    }
    other = people.browser(mentor.member).get(people.url(mentor.member, f"proposals/{proposal.pk}/"))
    assert "Would you mentor Maya Lindqvist?" in other.content.decode()
    assert "characteristics" not in {question.key for question, _words in other.context["answers"]}
    for stranger in (where.ines, make.member(where.organisation, "Otto Other")):
        stranger.organisation = where.organisation
        address = people.url(stranger, f"proposals/{proposal.pk}/")
        assert people.browser(stranger).get(address).status_code == 404
        assert people.browser(stranger).post(f"{address}answer/", {"answer": "yes"}).status_code == 404


def test_two_yeses_begin_a_partnership(where):
    mentor, mentee, proposal = confirmed(where)
    heard = []

    def hear(sender, proposal, by, **others):
        heard.append((proposal.pk, by.pk))

    proposal_accepted.connect(hear)
    try:
        assert answer(where, mentee, proposal, answer="yes").status_code == 302
        assert heard == []
        assert outcome(where, proposal) == ""
        page = people.browser(mentee.member).get(people.url(mentee.member, f"proposals/{proposal.pk}/"))
        assert "You said yes" in page.content.decode()
        assert answer(where, mentor, proposal, answer="yes").status_code == 302
    finally:
        proposal_accepted.disconnect(hear)
    assert heard == [(proposal.pk, mentor.member_id)]
    assert outcome(where, proposal) == "accepted"
    assert (state(where, mentor), state(where, mentee)) == ("active", "active")
    late = answer(where, mentee, proposal, answer="yes")
    assert late.status_code == 422
    assert "closed" in late.content.decode()


def test_a_no_needs_a_reason_which_the_coordinator_alone_reads(where):
    mentor, mentee, proposal = confirmed(where)
    refused = answer(where, mentor, proposal, answer="no", reason=" ")
    assert refused.status_code == 422
    assert outcome(where, proposal) == ""
    assert answer(where, mentor, proposal, answer="no", reason="I am their landlord").status_code == 302
    assert outcome(where, proposal) == "declined"
    assert (state(where, mentor), state(where, mentee)) == ("accepted", "accepted")
    closed = (
        people.browser(mentee.member)
        .get(people.url(mentee.member, f"proposals/{proposal.pk}/"))
        .content.decode()
    )
    assert "This proposal is closed" in closed
    assert "landlord" not in closed
    matching = people.browser(where.ines).get(people.url(where.ines, f"cohorts/{where.cohort.pk}/matching/"))
    assert "I am their landlord" in matching.content.decode()
    with where.inside():
        told = messages().get(kind="proposal-declined")
        assert told.recipient_id == where.ines.pk
        asked = messages().filter(kind="proposal").values_list("state", flat=True)
        assert set(asked) == {"cancelled"}


def test_answers_are_given_once(where):
    _mentor, mentee, proposal = confirmed(where)
    assert answer(where, mentee, proposal, answer="yes").status_code == 302
    twice = answer(where, mentee, proposal, answer="no", reason="Changed my mind")
    assert twice.status_code == 422
    assert "answered this already" in twice.content.decode()
    with where.inside():
        assert ProposalAnswer.objects.get().accepts
        assert not Refusal.objects.exists()


@pytest.mark.parametrize(
    "data",
    [{}, {"answer": "maybe"}, {"answer": "no", "reason": "x" * 501}, {"answer": "no", "reason": "a\0b"}],
)
def test_an_answer_that_is_none_is_asked_for_again(where, data):
    _mentor, mentee, proposal = confirmed(where)
    assert answer(where, mentee, proposal, **data).status_code == 422
    assert outcome(where, proposal) == ""


def test_the_coordinator_takes_a_proposal_back(where):
    mentor, mentee, proposal = confirmed(where)
    client = people.browser(where.ines)
    for _time in range(2):
        assert client.post(people.url(where.ines, f"proposals/{proposal.pk}/withdrawal/")).status_code == 302
    assert outcome(where, proposal) == "withdrawn"
    assert (
        people.browser(mentee.member)
        .post(people.url(mentee.member, f"proposals/{proposal.pk}/withdrawal/"))
        .status_code
        == 404
    )
    with where.inside():
        again = actions.propose_pair(mentor=mentor, mentee=mentee, by=where.ines)
    assert outcome(where, again) == ""


def test_no_more_people_are_asked_than_there_are_places(where):
    mentor = where.person("Tomas Okafor", "mentor")
    first, second = (where.person(name, "mentee") for name in ("First", "Second"))
    with where.inside():
        actions.propose_pair(mentor=mentor, mentee=first, by=where.ines)
        with pytest.raises(ProgrammeError, match="no place left"):
            actions.propose_pair(mentor=mentor, mentee=second, by=where.ines)


def test_a_mentee_has_one_open_proposal_at_a_time(where):
    mentee = where.person("Maya", "mentee")
    first, second = (where.person(name, "mentor") for name in ("First", "Second"))
    with where.inside():
        actions.propose_pair(mentor=first, mentee=mentee, by=where.ines)
        with pytest.raises(ProgrammeError, match="open proposal already"):
            actions.propose_pair(mentor=second, mentee=mentee, by=where.ines)


def test_an_ended_pair_goes_back_to_where_it_belongs(where):
    mentor, mentee, proposal = confirmed(where)
    for each in (mentor, mentee):
        with where.inside(each.member):
            actions.accept_proposal(proposal=proposal, by=each.member)
    with where.inside():
        before = mentor_capacity._counters["places"]
        mentor_capacity.register(lambda mentors: {})
        try:
            actions.end_pair(mentor=mentor, mentee=mentee, fulfilled=False, by=where.ines)
        finally:
            mentor_capacity.register(before)
    assert (state(where, mentor), state(where, mentee)) == ("accepted", "accepted")


def test_mails_say_that_something_waits_and_nothing_more(where, mailoutbox):
    mentor, mentee, proposal = confirmed(where)
    where_to = {mentor.member.email: mentor, mentee.member.email: mentee}
    for organisation, message, attempt in delivery.claim_due():
        delivery.deliver(organisation, message, attempt)
    about = [mail for mail in mailoutbox if mail.to[0].split("<")[-1].rstrip(">") in where_to]
    assert len(about) == 2
    for mail in about:
        html = mail.alternatives[0][0]
        assert f"/programmes/proposals/{proposal.pk}/" in mail.body
        assert f"/programmes/proposals/{proposal.pk}/" in html
        for words in ("Tomas", "Maya", "Manager"):
            assert words not in mail.body.replace("Hello Tomas", "").replace("Hello Maya", "")
    with where.inside(mentor.member):
        actions.decline_proposal(proposal=proposal, reason="A secret reason", by=mentor.member)
    mailoutbox.clear()
    for organisation, message, attempt in delivery.claim_due():
        delivery.deliver(organisation, message, attempt)
    [mail] = [mail for mail in mailoutbox if where.ines.email in mail.to[0]]
    assert "secret" not in mail.body
    assert f"/programmes/cohorts/{where.cohort.pk}/matching/" in mail.body


@pytest.mark.django_db(transaction=True)
def test_a_mentor_never_has_more_mentees_than_places_however_many_press_yes_at_once():
    where = people.place()
    mentor = where.person("Tomas Okafor", "mentor", capacity=6)
    mentees = [where.person(f"Mentee {number}", "mentee") for number in range(6)]
    with where.inside():
        proposals = [actions.propose_pair(mentor=mentor, mentee=mentee, by=where.ines) for mentee in mentees]
    with where.inside(mentor.member):
        for proposal in proposals:
            actions.accept_proposal(proposal=proposal, by=mentor.member)
    with where.inside():
        actions.change_capacity(enrolment=mentor, capacity=2, by=where.ines)
    begin = Barrier(len(proposals))

    def press_yes(mentee, proposal):
        try:
            begin.wait()
            with where.inside(mentee.member):
                return actions.accept_proposal(proposal=proposal, by=mentee.member).outcome
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(proposals)) as pool:
        found = sorted(pool.map(press_yes, mentees, proposals))
    assert found == ["accepted", "accepted", "full", "full", "full", "full"]
    with where.inside():
        assert Proposal.objects.filter(outcome="accepted").count() == 2
        states = Enrolment.objects.filter(role="mentee").values_list("state", flat=True)
        assert sorted(states) == ["accepted"] * 4 + ["active"] * 2


@pytest.mark.django_db(transaction=True)
def test_both_pressing_yes_at_once_begin_one_partnership():
    where = people.place()
    mentor, mentee, proposal = confirmed(where)
    begin = Barrier(2)
    heard = []

    def hear(sender, proposal, by, **others):
        heard.append(proposal.pk)

    def press_yes(who):
        try:
            begin.wait()
            with where.inside(who.member):
                return actions.accept_proposal(proposal=proposal, by=who.member).outcome
        finally:
            connections.close_all()

    proposal_accepted.connect(hear)
    try:
        with ThreadPoolExecutor(2) as pool:
            found = sorted(pool.map(press_yes, (mentor, mentee)))
    finally:
        proposal_accepted.disconnect(hear)
    assert found == ["", "accepted"]
    assert heard == [proposal.pk]


@pytest.mark.django_db(transaction=True)
def test_confirming_twice_at_once_asks_once():
    where = people.place()
    _mentor, _mentee, run = matched(where)
    begin = Barrier(2)

    def confirm(_time):
        try:
            begin.wait()
            with where.inside():
                return len(actions.confirm_run(run=run, by=where.ines))
        except ProgrammeError:
            return 0
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(confirm, range(2))) == [0, 1]


@pytest.mark.django_db
def test_a_proposal_waits_for_somebody_who_has_yet_to_join():
    """Before they join there is nothing they could open; once they have, they are asked."""
    from organisations import actions as organisations
    from organisations import tenancy
    from organisations.models import Invitation

    riverside = make.organisation()
    ines = make.member(riverside, "Ines Duarte", coordinator=True)
    cohort = make.cohort(make.programme(ines))
    tomas = make.member(riverside, "Tomás Okafor")
    maya = make.member(riverside, "Maya Lindqvist", joined=False)
    mentor_capacity = [
        make.enrolment(cohort, person, role) for person, role in ((tomas, "mentor"), (maya, "mentee"))
    ]
    with tenancy.inside(riverside.pk, ines.pk):
        actions.propose_pair(mentor=mentor_capacity[0], mentee=mentor_capacity[1], by=ines)
        invitation = Invitation.objects.get(member=maya)  # they were asked to join with the proposal
    for claim in delivery.claim_due():
        delivery.deliver(*claim)
    with tenancy.inside(riverside.pk):
        assert messages().get(recipient=maya, key__endswith=":", kind="proposal").state == (
            Message.State.HELD
        )
        account = make.user("Maya Lindqvist", maya.email)
        organisations.accept_invitation(invitation=invitation, user=account)
        assert messages().get(recipient=maya, key__endswith=":", kind="proposal").state == (
            Message.State.WAITING
        )


def test_the_look_over_says_how_many_people_get_an_e_mail(where):
    where.person("Lea Unjoined", "mentee", grade="Officer", department="B", joined=False)
    _mentor, _mentee, run = matched(where, capacity=2)
    words = people.browser(where.ines).get(people.url(where.ines, f"runs/{run.pk}/confirmation/"))
    text = " ".join(words.content.decode().split())
    assert "Propose these 2 pairs?" in text
    assert "3 people get an e-mail" in text
    assert "2 people are asked" in text
    assert "1 person has no account yet" in text
    with where.inside():
        assert not Proposal.objects.exists()
        assert not messages().filter(kind="proposal").exists()


@pytest.mark.parametrize("days", [-1, 0, 91])
def test_a_last_day_that_makes_no_sense_is_refused(where, days):
    _mentor, _mentee, run = matched(where)
    day = timezone.localdate() + timedelta(days=days)
    answer = people.browser(where.ines).post(
        people.url(where.ines, f"runs/{run.pk}/confirmation/"), {"answer_by": day.isoformat()}
    )
    assert answer.status_code == 422
    with where.inside():
        assert not Proposal.objects.exists()


def test_the_last_day_is_shown_and_somebody_silent_is_reminded(where):
    mentor, _mentee, run = matched(where)
    day = timezone.localdate() + timedelta(days=10)
    people.browser(where.ines).post(
        people.url(where.ines, f"runs/{run.pk}/confirmation/"), {"answer_by": day.isoformat()}
    )
    with where.inside():
        proposal = Proposal.objects.get()
        reminder = messages().get(recipient=mentor.member, key__endswith=":again")
    assert timezone.localtime(proposal.answer_by, ZoneInfo("Europe/London")).date() == day
    assert reminder.due_at == proposal.answer_by - timedelta(days=3)
    words = people.browser(mentor.member).get(people.url(mentor.member, f"proposals/{proposal.pk}/"))
    assert ", 23:59</time>." in words.content.decode()


def test_a_yes_can_be_taken_back_until_the_other_has_answered(where):
    mentor, mentee, proposal = confirmed(where)
    address = f"proposals/{proposal.pk}/yes/removal/"
    answer(where, mentor, proposal, answer="yes")
    client = people.browser(mentor.member)
    assert (
        "Withdraw my yes"
        in client.get(people.url(mentor.member, f"proposals/{proposal.pk}/")).content.decode()
    )
    assert client.post(people.url(mentor.member, address)).status_code == 302
    with where.inside():
        assert not ProposalAnswer.objects.exists()
    again = client.post(people.url(mentor.member, address))
    assert "You have not said yes" in again.content.decode()
    for who in (mentor, mentee):
        answer(where, who, proposal, answer="yes")
    late = client.post(people.url(mentor.member, address))
    assert "cannot be withdrawn here" in late.content.decode()
    assert outcome(where, proposal) == "accepted"


def test_the_database_lets_nobody_take_back_anothers_yes_or_a_no(where):
    mentor, mentee, proposal = confirmed(where)
    answer(where, mentor, proposal, answer="yes")
    with where.inside(mentee.member):
        assert ProposalAnswer.objects.all().delete()[0] == 0
    with where.inside(where.ines):
        assert ProposalAnswer.objects.all().delete()[0] == 0
    with where.inside(mentee.member):
        actions.decline_proposal(proposal=proposal, reason="No time", by=mentee.member)
    for who in (mentor, mentee):
        with where.inside(who.member):
            ProposalAnswer.objects.all().delete()
            assert ProposalAnswer.objects.count() == 2


def test_after_both_yes_the_page_leads_to_the_partnership(where):
    mentor, mentee, proposal = confirmed(where)
    for who in (mentor, mentee):
        answer(where, who, proposal, answer="yes")
    page = people.browser(mentor.member).get(people.url(mentor.member, f"proposals/{proposal.pk}/"))
    with where.inside():
        assert f"/riverside/partnerships/{proposal.partnership.pk}/" in page.content.decode()


def test_after_its_last_day_a_proposal_is_released_once(where):
    mentor, mentee, proposal = confirmed(where)
    assert tasks.release_proposals() == 0
    answer(where, mentor, proposal, answer="yes")
    with where.inside():
        Proposal.objects.update(answer_by=timezone.now() - timedelta(minutes=1))
    assert deadlines.overdue() == [(where.organisation.pk, proposal.pk)]
    assert [tasks.release_proposals() for _time in range(2)] == [1, 0]
    assert deadlines.release(where.organisation.pk, proposal.pk) is False
    assert outcome(where, proposal) == "released"
    with where.inside():
        told = messages().filter(kind__in=["proposal-released", "proposal-declined"])
        assert sorted(told.values_list("recipient", "kind")) == sorted(
            [(mentor.member_id, "proposal-released"), (where.ines.pk, "proposal-declined")]
        )
        assert not messages().filter(kind="proposal", state=Message.State.WAITING).exists()
    words = people.browser(mentee.member).get(people.url(mentee.member, f"proposals/{proposal.pk}/"))
    assert "This proposal has run out" in words.content.decode()
    refused = answer(where, mentee, proposal, answer="yes")
    assert "closed" in refused.content.decode()
    with where.inside():
        assert len(actions.run_matching(cohort=where.cohort, by=where.ines).pairs.all()) == 1


def test_only_the_chosen_pairs_are_proposed(where):
    other = where.person("Lea Novak", "mentee", grade="Officer", department="B")
    _mentor, mentee, run = matched(where, capacity=2)
    address = people.url(where.ines, f"runs/{run.pk}/confirmation/")
    client = people.browser(where.ines)
    page = client.get(address).content.decode()
    assert page.count('name="pair"') == page.count(" checked>") == 2
    assert client.post(address, {"choosing": "yes"}).status_code == 422
    with where.inside():
        assert not Proposal.objects.exists()
        pair = run.pairs.get(mentee=mentee)
    assert client.post(address, {"choosing": "yes", "pair": [str(pair.pk)]}).status_code == 302
    with where.inside():
        assert Proposal.objects.get().mentee_id == mentee.pk
        assert [
            each.mentee_id for each in actions.run_matching(cohort=where.cohort, by=where.ines).pairs.all()
        ] == [other.pk]


def test_a_last_day_ends_on_the_organisations_clocks(where):
    where.ines.time_zone = "Asia/Kathmandu"
    with where.inside():
        where.ines.save(update_fields=["time_zone"])
    _mentor, _mentee, run = matched(where)
    day = timezone.localdate() + timedelta(days=10)
    address = people.url(where.ines, f"runs/{run.pk}/confirmation/")
    people.browser(where.ines).post(address, {"answer_by": day.isoformat()})
    with where.inside():
        until = timezone.localtime(Proposal.objects.get().answer_by, ZoneInfo("Europe/London"))
    assert (until.date(), until.hour, until.minute) == (day, 23, 59)


def test_whoever_has_not_answered_gets_an_e_mail_with_the_new_day(where):
    mentor, mentee, proposal = confirmed(where)
    answer(where, mentor, proposal, answer="yes")
    day = timezone.localdate() + timedelta(days=30)
    address = people.url(where.ines, f"cohorts/{where.cohort.pk}/proposals/deadline/")
    assert people.browser(where.ines).get(address).status_code == 200
    assert people.browser(where.ines).post(address, {"day": day.isoformat()}).status_code == 302
    with where.inside():
        proposal.refresh_from_db()
        assert timezone.localtime(proposal.answer_by, ZoneInfo("Europe/London")).date() == day
        told = messages().filter(key__endswith=f":until-{day}")
        assert [each.recipient_id for each in told] == [mentee.member_id]
        reminders = messages().filter(key__endswith=":again", due_at=proposal.answer_by - timedelta(days=3))
        assert [each.recipient_id for each in reminders] == [mentee.member_id]
    soon = timezone.localdate() + timedelta(days=2)
    people.browser(where.ines).post(address, {"day": soon.isoformat()})
    with where.inside():
        waiting = messages().filter(key__endswith=":again", state=Message.State.WAITING)
        assert not waiting.filter(recipient=mentee.member).exists()


def test_all_open_proposals_are_withdrawn_and_who_said_yes_is_told(where):
    mentor, _mentee, proposal = confirmed(where)
    answer(where, mentor, proposal, answer="yes")
    address = people.url(where.ines, f"cohorts/{where.cohort.pk}/proposals/withdrawal/")
    client = people.browser(where.ines)
    assert "Withdraw 1 proposal?" in client.get(address).content.decode()
    assert outcome(where, proposal) == ""
    client.post(address)
    assert outcome(where, proposal) == "withdrawn"
    with where.inside():
        told = messages().filter(kind="proposal-withdrawn")
        assert [each.recipient_id for each in told] == [mentor.member_id]
    page = client.get(people.url(where.ines, f"cohorts/{where.cohort.pk}/matching/")).content.decode()
    assert "Waiting for answers: 0. Withdrawn, declined or run out: 1." in page
    assert "mentees with a mentor" not in page


def test_whoever_has_not_joined_has_seven_days_from_then(where):
    from organisations import actions as organisations
    from organisations import tenancy

    where.person("Tomas Okafor", "mentor", grade="Manager", department="A")
    lea = where.person("Lea Unjoined", "mentee", grade="Officer", department="B", joined=False)
    with where.inside():
        run = actions.run_matching(cohort=where.cohort, by=where.ines)
        [proposal] = actions.confirm_run(run=run, by=where.ines)
        Proposal.objects.update(answer_by=timezone.now() - timedelta(minutes=1))
        invitation = Invitation.objects.get(member=lea.member)
    assert tasks.release_proposals() == 0  # they can still come in
    with tenancy.inside(where.organisation.pk):
        organisations.accept_invitation(
            invitation=invitation, user=make.user("Lea Unjoined", lea.member.email)
        )
        proposal.refresh_from_db()
    until = timezone.localtime(proposal.answer_by, ZoneInfo("Europe/London"))
    assert until.date() == timezone.localdate(timezone=ZoneInfo("Europe/London")) + timedelta(days=7)
    assert (until.hour, until.minute) == (23, 59)


def test_nobody_waits_for_good_for_whoever_does_not_join(where):
    where.person("Tomas Okafor", "mentor", grade="Manager", department="A")
    where.person("Lea Unjoined", "mentee", grade="Officer", department="B", joined=False)
    with where.inside():
        run = actions.run_matching(cohort=where.cohort, by=where.ines)
        [proposal] = actions.confirm_run(run=run, by=where.ines)
        Proposal.objects.update(answer_by=timezone.now() - timedelta(minutes=1))
        Invitation.objects.update(expires_at=timezone.now())
    assert tasks.release_proposals() == 1
    assert outcome(where, proposal) == "released"
