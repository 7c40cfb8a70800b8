"""What is left of one meeting goes to the next: as copies on the agenda, as the same rows among promises."""

from datetime import timedelta

import pytest
import time_machine

from meetings import actions
from meetings.models import Action, AgendaItem
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def past(people, inside):
    """A meeting two days ago with one item talked about and one not."""
    meeting = make.meeting([people.maya, people.tomas], starts_in=-timedelta(days=2))
    with inside(people.maya):
        done = actions.add_agenda_item(by=people.maya, meeting=meeting, text="talked about")
        actions.tick_agenda_item(by=people.maya, item=done, done=True)
        actions.add_agenda_item(by=people.maya, meeting=meeting, text="left")
    return meeting


def texts(meeting):
    return [item.text for item in AgendaItem.objects.filter(meeting=meeting)]


def test_unfinished_items_are_copied_when_the_next_meeting_is_proposed(past, people, propose, inside):
    following = propose(people.tomas, people.maya, carry_from=past)
    with inside(people.tomas):
        [item] = AgendaItem.objects.filter(meeting=following)
        assert (item.text, item.author) == ("left", people.maya)
        assert item.carried_from.meeting == past
        assert following.line == past.line


def test_nothing_is_taken_over_twice(past, people, propose, inside):
    following = propose(people.maya, people.tomas, carry_from=past)
    third = propose(people.maya, people.tomas, starts_in=timedelta(days=9), carry_from=past)
    with inside(people.maya):
        assert actions.carry_over(by=people.maya, meeting=following) == []
        assert texts(following) == ["left"]
        assert texts(third) == []


def test_an_item_taken_over_twice_in_a_row_stays_one(past, people, propose, inside):
    following = propose(people.maya, people.tomas, carry_from=past)
    with time_machine.travel(following.ends_at + timedelta(hours=1)):
        third = propose(people.maya, people.tomas, carry_from=following)
        with inside(people.maya):
            assert texts(third) == ["left"]


def test_what_is_ahead_is_not_left_over_yet(people, propose, inside):
    first = propose(people.maya, people.tomas)
    with inside(people.maya):
        actions.add_agenda_item(by=people.maya, meeting=first, text="for the first")
    second = propose(people.maya, people.tomas, starts_in=timedelta(days=9), carry_from=first)
    with inside(people.maya):
        assert texts(second) == []
        with time_machine.travel(first.ends_at + timedelta(hours=1)):
            actions.carry_over(by=people.maya, meeting=second)
        assert texts(second) == ["for the first"]


def test_what_was_prepared_for_a_cancelled_meeting_is_left_over(people, propose, inside):
    first = propose(people.maya, people.tomas)
    with inside(people.maya):
        actions.add_agenda_item(by=people.maya, meeting=first, text="prepared")
        actions.cancel(by=people.maya, meeting=first)
    second = propose(people.maya, people.tomas, starts_in=timedelta(days=9), carry_from=first)
    with inside(people.maya):
        assert texts(second) == ["prepared"]


def test_a_copy_in_a_meeting_that_is_then_cancelled_is_left_over_again(past, people, propose, inside):
    second = propose(people.maya, people.tomas, carry_from=past)
    with inside(people.maya):
        actions.cancel(by=people.maya, meeting=second)
    third = propose(people.maya, people.tomas, starts_in=timedelta(days=9), carry_from=past)
    with inside(people.maya):
        assert texts(third) == ["left"] * len(texts(third))
        assert len(texts(third)) == 1


def test_an_item_ticked_late_goes_from_the_meetings_that_took_it_over(past, people, propose, inside):
    following = propose(people.maya, people.tomas, carry_from=past)
    with inside(people.tomas):
        item = AgendaItem.objects.get(meeting=past, done_at=None)
        actions.tick_agenda_item(by=people.tomas, item=item, done=True)
        assert texts(following) == []
        actions.tick_agenda_item(by=people.tomas, item=item, done=False)
        actions.carry_over(by=people.tomas, meeting=following)
        assert texts(following) == ["left"]


def test_only_what_everyone_may_read_is_taken_over(past, people, propose, inside):
    wider = propose(people.maya, people.tomas, people.jonas, carry_from=past)
    with inside(people.maya):
        assert texts(wider) == []
        actions.add_agenda_item(by=people.maya, meeting=wider, text="for the three of us")
    with time_machine.travel(wider.ends_at + timedelta(hours=1)):
        narrower = propose(people.maya, people.tomas, carry_from=wider)
        with inside(people.maya):
            assert sorted(texts(narrower)) == ["for the three of us", "left"]


def test_removing_an_item_leaves_a_copy_its_author_cannot_see(people, propose, inside):
    wide = make.meeting([people.jonas, people.maya, people.tomas], starts_in=-timedelta(days=2))
    with inside(people.jonas):
        item = actions.add_agenda_item(by=people.jonas, meeting=wide, text="left")
    narrow = propose(people.maya, people.tomas, carry_from=wide)
    with inside(people.jonas):
        actions.remove_agenda_item(by=people.jonas, item=item)
    with inside(people.maya):
        [copy] = AgendaItem.objects.filter(meeting=narrow)
        assert copy.carried_from_id is None


def shown(meeting, reader):
    return [action.text for action in Action.objects.visible_to(reader).shown_with(meeting).in_order()]


def test_open_promises_are_shown_with_the_next_meetings_until_they_are_kept(past, people, propose, inside):
    second = propose(people.maya, people.tomas, carry_from=past)
    third = propose(people.maya, people.tomas, starts_in=timedelta(days=9), carry_from=second)
    other = propose(people.maya, people.tomas, starts_in=timedelta(days=12))
    with inside(people.maya):
        action = actions.add_action(by=people.maya, meeting=past, owner=people.tomas, text="Introduce Maya")
        assert (
            shown(past, people.maya)
            == shown(second, people.maya)
            == shown(third, people.maya)
            == ["Introduce Maya"]
        )
        assert shown(other, people.maya) == []
        actions.finish_action(by=people.maya, action=action)
        assert shown(second, people.maya) == ["Introduce Maya"]
        assert shown(third, people.maya) == []


def test_promises_of_a_smaller_circle_are_not_shown_to_a_wider_one(past, people, propose, inside):
    with inside(people.maya):
        actions.add_action(by=people.maya, meeting=past, owner=people.maya, text="between us")
    wider = propose(people.maya, people.tomas, people.jonas, carry_from=past)
    with inside(people.jonas):
        assert shown(wider, people.jonas) == []
    with inside(people.tomas):
        assert shown(wider, people.tomas) == ["between us"]
