"""When a partnership ends: everything scheduled, open, visible or granted through it, and what becomes of each."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from meetings import actions as meetings
from meetings.errors import MeetingError
from meetings.models import Action, Attendance, Meeting
from notifications import kinds
from partnerships import actions
from partnerships.models import Partnership, PartnershipMeeting
from programmes import actions as programmes
from programmes.models import Enrolment
from tests import make
from tests.budget import questions
from tests.endings.inventory import relations
from tests.post import messages

pytestmark = pytest.mark.django_db

FATES = {
    "partnerships.Party.partnership": "stays: both read it; the mentee waits for a match, or has completed the cohort",
    "partnerships.PartnershipMeeting.partnership": "meetings ahead are called off, those held are read",
    "partnerships.Agreement.partnership": "stays to be read, takes no version and no signature",
    "partnerships.Signature.partnership": "history",
    "partnerships.Transition.partnership": "history",
    "partnerships.StageReview.partnership": "an open one waits for nobody any more",
    "partnerships.Conclusion.partnership": "is the ending; its reason is its author's and the coordinators'",
    "partnerships.PeerInvitation.partnership": "what the two peers asked each other, history",
    "portfolios.ItemShare.partnership": "a partner reads it no more: tests/portfolios/test_parting.py",
    "portfolios.Assessment.partnership": "an open one is closed: tests/portfolios/test_parting.py",
}


def end(pair, by=None, reason="fit"):
    by = by or pair.maya
    with pair.inside(by):
        return actions.end_early(partnership=pair.partnership, by=by, reason=reason)


def promised(pair, owner=None):
    """Something one of the two said they would do, in a meeting of a few days ago."""
    meeting = make.meeting([pair.maya, pair.tomas], starts_in=timedelta(days=-3))
    owner = owner or pair.maya
    with pair.inside(owner):
        PartnershipMeeting.objects.create(
            organisation=pair.organisation, partnership=pair.partnership, meeting=meeting
        )
        return meetings.add_action(
            by=owner, meeting=meeting, owner=owner, text="Read the paper", due_on=timezone.localdate()
        )


def home(pair, person):
    return pair.client(person).get("/riverside/").content.decode()


def test_everything_that_hangs_on_a_partnership_has_a_fate():
    assert relations(Partnership) == set(FATES)


def test_nothing_of_it_waits_on_the_first_page_or_by_mail(pair):
    with pair.inside(pair.maya):
        actions.propose_meeting(
            partnership=pair.partnership,
            by=pair.maya,
            starts_at=timezone.now() + timedelta(days=2),
            minutes=60,
            zone="Europe/London",
        )
    pair.answer(pair.tomas)
    assert "Your agreement with" in home(pair, pair.maya)
    end(pair)
    for person in (pair.maya, pair.tomas):
        words = home(pair, person)
        for gone in ("Your agreement with", "your view is awaited", "Meeting with"):
            assert gone not in words, gone
        with pair.inside(person):
            assert not Meeting.objects.visible_to(person).standing().upcoming(timezone.now()).exists()
            for message in messages().filter(recipient=person, state="waiting"):
                if kinds.get(message.kind).compose(message) is not None:
                    assert message.kind in {"meeting-cancelled", "partnership-concluded"}, message.kind


def test_what_was_promised_is_ticked_or_let_go_on_ones_own_list(pair):
    action = promised(pair)
    end(pair)
    client = pair.client(pair.maya)
    assert f"/riverside/meetings/actions/#action-{action.pk}" in home(pair, pair.maya)
    words = client.get(pair.url()).content.decode()
    assert "Read the paper" in words
    assert "What is still open stays on each one’s own list of actions." in words
    assert "Let go" in words
    listed = client.get("/riverside/meetings/actions/").content.decode()
    assert "Read the paper" in listed

    def post(to):
        return client.post(
            f"/riverside/meetings/actions/{action.pk}/", {"to": to}, follow=True
        ).content.decode()

    assert "let go on" in post("let-go")
    assert "Read the paper" not in home(pair, pair.maya)
    assert "Let go" in post("take-up")
    assert "Read the paper" in home(pair, pair.maya)
    assert "done on" in post("done")
    with pair.inside(pair.maya):
        assert Action.objects.get().is_done
    assert "Not done" in post("let-go"), "what is done is not let go"
    assert "Choose what becomes of it." in post("nonsense")


def test_nobody_ticks_or_lets_go_what_another_promised_once_it_has_ended(pair):
    action = promised(pair)
    end(pair)
    client = pair.client(pair.tomas)
    assert client.post(f"/riverside/meetings/actions/{action.pk}/", {"to": "let-go"}).status_code == 404
    assert "Let go" not in client.get(pair.url()).content.decode()
    assert "Read the paper" not in client.get("/riverside/meetings/actions/").content.decode()
    with pair.inside(pair.tomas):
        for act in (meetings.finish_action, meetings.let_go):
            with pytest.raises(MeetingError):
                act(by=pair.tomas, action=action)


def test_ones_own_list_asks_the_same_however_long_it_is(pair):
    counts = []
    for _more in range(2):
        for _each in range(2):
            promised(pair)
        client = pair.client(pair.maya)
        with questions() as asked:
            assert client.get("/riverside/meetings/actions/").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12, counts


def test_an_early_ending_reaches_the_coordinators_and_the_reason_stands_on_the_page_alone(pair):
    end(pair, reason="fit")
    with pair.inside(pair.ines):
        message = messages().get(kind="partnership-ended-early")
        assert message.recipient == pair.ines
        content = kinds.get(message.kind).compose(message)
        assert "has ended early" in content.subject
        said = f"{content.subject} {content.context}"
        assert "Maya Lindqvist" in said
        assert "right pair" not in said, "a mail carries no reason"
    words = home(pair, pair.ines)
    assert "ended early" in words
    assert "It did not turn out to be the right pair" in words
    assert "Choose a mentor" in words
    assert "right pair" not in home(pair, pair.tomas)


def test_a_coordinator_who_ends_it_needs_not_be_told(pair):
    end(pair, by=pair.ines, reason="leaving")
    with pair.inside(pair.ines):
        assert not messages().filter(kind="partnership-ended-early").exists()
    assert "ended early" not in home(pair, pair.ines)


def test_those_who_are_free_again_see_it_and_what_comes_next(pair):
    end(pair)
    assert "You wait for a new mentor" in home(pair, pair.maya)
    assert "You are free for a new mentee" in home(pair, pair.tomas)
    words = pair.client(pair.maya).get(pair.url()).content.decode()
    assert "What comes next" in words
    assert "You wait for a new mentor." in words
    assert "Write to Ines Duarte" in words
    other = make.enrolment(pair.cohort, make.member(pair.organisation, "Wei Zhang"), "mentor")
    with pair.inside(pair.ines):
        programmes.propose_pair(mentor=other, mentee=Enrolment.objects.get(member=pair.maya), by=pair.ines)
    assert "You wait for a new mentor" not in home(pair, pair.maya), (
        "somebody is proposed: that is what waits now"
    )
    assert "What comes next" not in pair.client(pair.maya).get(pair.url()).content.decode()


def test_a_mentor_with_other_mentees_sees_that_a_place_is_free(pair):
    make.partnership(pair.cohort, mentor=pair.tomas, mentee=make.member(pair.organisation, "Wei Zhang"))
    with pair.inside():
        Partnership.objects.exclude(pk=pair.partnership.pk).update(
            began_at=timezone.now() - timedelta(days=9)
        )
    end(pair)
    with pair.inside():
        assert Enrolment.objects.get(member=pair.tomas).state == "active"
    assert "You are free for a new mentee" in home(pair, pair.tomas)


def test_in_a_closed_cohort_nobody_waits_for_a_match(pair):
    end(pair)
    with pair.inside(pair.ines):
        programmes.close_cohort(cohort=pair.cohort, by=pair.ines)
    assert "You wait for a new mentor" not in home(pair, pair.maya)
    assert "Choose a mentor" not in home(pair, pair.ines)


def test_a_coordinators_first_page_asks_the_same_however_many_ended(pair):
    counts = []
    for number in range(2):
        for each in range(number * 2 + 1):
            mentee = make.member(pair.organisation, f"Mentee {number} {each}")
            made = make.partnership(pair.cohort, mentor=pair.tomas, mentee=mentee)
            with pair.inside(mentee):
                actions.end_early(partnership=made, by=mentee)
        client = pair.client(pair.ines)
        with questions() as asked:
            client.get("/riverside/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12, counts


def noted_absent(pair):
    """A meeting of a few days ago, which Tomás noted Maya as absent from before all of it ended."""
    meeting = promised(pair, owner=pair.tomas).meeting
    with pair.inside(pair.tomas):
        meetings.write_note(by=pair.tomas, meeting=meeting, text="We planned the lesson", is_private=False)
        meetings.record_attendance(by=pair.tomas, meeting=meeting, presence={pair.maya.pk: "missed"})
    end(pair, by=pair.tomas)
    return meeting, f"/riverside/meetings/{meeting.pk}/"


def presence_of(pair, meeting):
    with pair.inside(pair.maya):
        each = Attendance.objects.get(meeting=meeting, member=pair.maya)
        return each.own_presence, each.noted_presence, each.presence


def test_an_absence_is_answered_also_after_the_end_and_what_the_other_wrote_stays(pair):
    meeting, url = noted_absent(pair)
    maya, tomas = pair.client(pair.maya), pair.client(pair.tomas)
    page = maya.get(url).text
    assert "Tomás Okafor noted that you did not come." in page
    assert "You can say so until" in page
    page = maya.post(f"{url}attendance/", {str(pair.maya.pk): "came"}, follow=True).text
    assert presence_of(pair, meeting) == ("came", "missed", "")
    assert "Maya Lindqvist says: came" in page
    assert "Tomás Okafor says: did not come" in page
    assert "We planned the lesson" in page
    with pair.inside(pair.tomas):
        waiting = messages().filter(recipient=pair.tomas, kind="meeting-otherwise", state="waiting")
        assert waiting.count() == 1
    assert "Maya Lindqvist says otherwise." in tomas.get(url).text
    tomas.post(f"{url}attendance/", {str(pair.maya.pk): "came"})
    assert presence_of(pair, meeting) == ("came", "came", "came")
    assert "says otherwise" not in tomas.get(url).text


def test_it_is_answered_for_a_month_and_nothing_else_is_said_any_more(pair):
    meeting, url = noted_absent(pair)
    maya, tomas = pair.client(pair.maya), pair.client(pair.tomas)
    for client, said in (
        (tomas, {str(pair.maya.pk): "came"}),
        (tomas, {str(pair.tomas.pk): "came"}),
        (maya, {str(pair.tomas.pk): "missed"}),
        (maya, {str(pair.maya.pk): "came", str(pair.tomas.pk): "missed"}),
    ):
        answer = client.post(f"{url}attendance/", said)
        assert answer.status_code == 422, said
        assert "This has ended." in answer.text
    assert presence_of(pair, meeting) == ("", "missed", "missed")
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        client = pair.client(pair.maya)
        assert "noted that you did not come" not in client.get(url).text
        assert client.post(f"{url}attendance/", {str(pair.maya.pk): "came"}).status_code == 422
    assert presence_of(pair, meeting) == ("", "missed", "missed")
