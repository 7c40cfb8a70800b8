from datetime import timedelta

import pytest
from django.utils import timezone

from cop.actions import communities, turns
from cop.errors import CommunityError
from cop.models import Swap, Turn
from meetings import actions as meetings
from meetings.models import Attendance, Meeting
from tests.post import messages


def rotating(circle):
    circle.step("rotating")
    return circle.coming()


def test_the_rota_is_filled_for_the_next_three_sessions(circle):
    assert len({turn.member_id for turn in rotating(circle)}) == 3


def test_in_the_founding_phase_the_coordinator_names(circle):
    assert circle.coming() == []
    circle.name(circle.people[1])
    circle.name(circle.people[2])
    assert [(turn.member, turn.origin) for turn in circle.coming()] == [(circle.people[2], "named")]


def test_naming_is_over_when_the_rota_decides(circle):
    circle.step("rotating")
    with pytest.raises(CommunityError, match="rota says"):
        circle.name(circle.people[0])


def test_each_new_turn_is_told_once(circle):
    coming = rotating(circle)
    with circle.inside():
        told = messages().filter(kind="community-turn").values_list("recipient_id", flat=True)
        assert sorted(told) == sorted(turn.member_id for turn in coming)


def test_arranging_binds_the_next_turn_and_fills_up(circle):
    first = rotating(circle)[0]
    session = circle.arrange(first.member)
    with circle.inside(first.member):
        assert session.meeting.facilitator_id == first.member_id
        assert Turn.objects.get(session=session).pk == first.pk
    assert len(circle.coming()) == 3


def test_over_many_sessions_everyone_has_as_many_turns(circle):
    rotating(circle)
    for week in range(6):
        facilitator = circle.coming()[0].member
        circle.held(facilitator, starts_at=timezone.now() + timedelta(days=7, hours=week * 2))
    with circle.inside(circle.people[0]):
        taken = list(
            Turn.objects.taken().filter(community=circle.community).values_list("member_id", flat=True)
        )
    assert sorted(taken.count(person.pk) for person in circle.people) == [2, 2, 2]


def test_a_cancelled_sessions_turn_waits_for_the_next_one(circle):
    first = rotating(circle)[0]
    session = circle.arrange(first.member)
    with circle.inside(first.member):
        meetings.cancel(by=first.member, meeting=session.meeting)
    assert circle.coming()[0].pk == first.pk
    again = circle.arrange(first.member)
    with circle.inside(first.member):
        assert Turn.objects.get(pk=first.pk).session_id == again.pk


def test_leaving_gives_the_turns_to_others_and_hands_the_meeting_over(circle):
    circle.joined("Priya Raman")
    first = rotating(circle)[0]
    session = circle.arrange(first.member)
    leaver = first.member
    with circle.inside(leaver):
        communities.leave(community=circle.community, member=leaver, by=leaver)
    circle.people.remove(leaver)
    coming = circle.coming()
    assert leaver.pk not in {turn.member_id for turn in coming}
    assert len(coming) == 3
    with circle.inside(circle.people[0]):
        meeting = Meeting.objects.get(pk=session.meeting_id)
        assert meeting.facilitator_id == coming[0].member_id
        assert not Attendance.objects.filter(meeting=meeting, member=leaver).exists()


def test_joining_is_invited_to_what_is_ahead(circle):
    first = rotating(circle)[0]
    session = circle.arrange(first.member)
    newcomer = circle.joined("Priya Raman")
    with circle.inside(newcomer):
        assert Meeting.objects.visible_to(newcomer).filter(pk=session.meeting_id).exists()


def swap(circle, asked_index=1):
    coming = rotating(circle)
    mine, theirs = coming[0], coming[asked_index]
    with circle.inside(mine.member):
        return turns.ask_to_swap(turn=mine, asked=theirs.member, by=mine.member), mine, theirs


def test_a_swap_changes_places(circle):
    asked, mine, theirs = swap(circle)
    with circle.inside(theirs.member):
        turns.answer_swap(swap=asked, takes=True, by=theirs.member)
    coming = circle.coming()
    assert [coming[0].member, coming[1].member] == [theirs.member, mine.member]
    assert {coming[0].origin, coming[1].origin} == {"swapped"}


def test_a_no_to_a_swap_changes_nothing(circle):
    asked, mine, theirs = swap(circle)
    with circle.inside(theirs.member):
        turns.answer_swap(swap=asked, takes=False, by=theirs.member)
        with pytest.raises(CommunityError, match="answered"):
            turns.answer_swap(swap=asked, takes=True, by=theirs.member)
    assert circle.coming()[0].member == mine.member


def test_a_swap_is_answered_by_who_was_asked(circle):
    asked, mine, _theirs = swap(circle)
    other = next(person for person in circle.people if person.pk not in (asked.asked_id, asked.asked_by_id))
    for by in (mine.member, other):
        with circle.inside(by), pytest.raises(CommunityError, match="Somebody else was asked"):
            turns.answer_swap(swap=asked, takes=True, by=by)


def test_one_swap_is_asked_at_a_time_and_can_be_taken_back(circle):
    asked, mine, _theirs = swap(circle)
    third = circle.coming()[2].member
    with circle.inside(mine.member):
        with pytest.raises(CommunityError, match="asked somebody already"):
            turns.ask_to_swap(turn=mine, asked=third, by=mine.member)
        turns.withdraw_swap(swap=asked, by=mine.member)
        turns.ask_to_swap(turn=mine, asked=third, by=mine.member)
        assert Swap.objects.filter(turn=mine).count() == 2


def test_only_ones_own_turn_can_be_swapped(circle):
    mine, theirs = rotating(circle)[:2]
    with circle.inside(mine.member), pytest.raises(CommunityError, match="somebody else's turn"):
        turns.ask_to_swap(turn=theirs, asked=mine.member, by=mine.member)


def test_being_away_passes_the_turn_on_and_being_back_takes_it_again(circle):
    circle.joined("Priya Raman")
    first = rotating(circle)[0].member
    with circle.inside(first):
        absence = turns.be_away(
            community=circle.community, first_on=timezone.localdate(), last_on=None, by=first
        )
    assert first.pk not in {turn.member_id for turn in circle.coming()}
    with circle.inside(first):
        turns.be_back(absence=absence, by=first)
    assert len(circle.coming()) == 3


def test_stepping_in_needs_the_facilitator_to_have_said_no(circle):
    first, second = rotating(circle)[:2]
    session = circle.arrange(first.member)
    with circle.inside(second.member), pytest.raises(CommunityError, match="Somebody prepares"):
        turns.step_in(turn=first, by=second.member)
    with circle.inside(first.member):
        meetings.respond(by=first.member, meeting=session.meeting, response="no")
    with circle.inside(second.member):
        stepped = turns.step_in(turn=first, by=second.member)
        assert (stepped.member, stepped.origin) == (second.member, "stepped-in")
        assert Meeting.objects.get(pk=session.meeting_id).facilitator_id == second.member_id


def test_arranging_is_for_whose_turn_it_is(circle):
    first, second = rotating(circle)[:2]
    for by in (second.member, circle.coordinator):
        with pytest.raises(CommunityError, match="whoever facilitates"):
            circle.arrange(by)
    circle.arrange(first.member)


def test_in_a_self_managing_community_everybody_may_arrange(circle):
    circle.step("rotating")
    circle.step("self-managing")
    last = circle.coming()[2].member
    session = circle.arrange(last)
    with circle.inside(last):
        assert session.meeting.facilitator_id == circle.coming()[0].member_id
