"""The facilitator's page: preparing, running, closing; ideas and hands; what the walls keep to whom."""

from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, transaction
from django.utils import timezone

from cop import agenda_suggestions, session_rounds, todo_items
from cop.actions import evaluations, facilitation, ideas
from cop.errors import CommunityError
from cop.models import Community, HandOver, Idea, IdeaAdoption, IdeaVote, Round, Session, SpeakerMark, Turn
from meetings import actions as meetings
from meetings.models import AgendaItem, Arrangement
from tests.budget import questions
from tests.cop.conftest import make_circle
from tests.post import messages
from tests.worlds import kept

pytestmark = pytest.mark.django_db


def make_rotating():
    """A community of 40 days whose rota decides, the first member's session arranged for next week."""
    with time_machine.travel(timezone.now() - timedelta(days=40)):
        circle = make_circle()
    amara = circle.people[0]
    circle.name(amara)
    circle.session = circle.arrange(amara)
    circle.step(Community.Phase.ROTATING)
    circle.turn = circle.coming()[0]
    assert circle.turn.member == amara
    return circle


_once_rotating, rotating = kept("rotating", make_rotating)


def move(session, **back):
    meeting = session.meeting
    meeting.refresh_from_db()
    meeting.starts_at -= timedelta(**back)
    meeting.ends_at -= timedelta(**back)
    meeting.save()


def begun(circle):
    with circle.inside(circle.turn.member):
        move(circle.session, days=7, minutes=5)
    return circle


def over(circle):
    with circle.inside(circle.turn.member):
        move(circle.session, days=7, hours=2)
    return circle


def address(circle, page="", turn=None):
    turn = turn or circle.turn
    return f"/{circle.coordinator.organisation.slug}/communities/{circle.community.pk}/turns/{turn.pk}/{page}"


def suggest(circle, person, text):
    with circle.inside(person):
        return ideas.suggest(community=circle.community, text=text, by=person)


def test_only_whose_turn_it_is_finds_the_pages(client, rotating):
    for page in ("", "run/", "close/"):
        client.force_login(rotating.coordinator.user)
        assert client.get(address(rotating, page)).status_code == 404
        for person in rotating.people[1:]:
            client.force_login(person.user)
            assert client.get(address(rotating, page)).status_code == (404 if page else 302)
        client.force_login(rotating.people[0].user)
        assert client.get(address(rotating, page)).status_code == 200


def test_who_follows_a_mail_of_a_turn_that_was_theirs_is_led_to_the_rota(client, rotating):
    client.force_login(rotating.people[1].user)
    answer = client.get(address(rotating), follow=True)
    rota = f"/{rotating.coordinator.organisation.slug}/communities/{rotating.community.pk}/rota/"
    assert answer.redirect_chain == [(rota, 302)]
    assert "This turn is not yours any more." in answer.content.decode()


def test_who_left_the_community_does_not_find_their_old_turn(client, rotating):
    over(rotating)
    amara = rotating.people[0]
    from cop.actions import communities

    with rotating.inside(amara):
        communities.leave(community=rotating.community, member=amara, by=amara)
    client.force_login(amara.user)
    assert client.get(address(rotating, "close/")).status_code == 404


def test_an_idea_goes_on_the_agenda_in_the_name_of_who_had_it(rotating):
    amara, jonas, _wei = rotating.people
    idea = suggest(rotating, jonas, "Marking with two minds")
    with rotating.inside(amara):
        agenda_suggestions.put(rotating.turn, "ideas", str(idea.pk), amara)
        item = AgendaItem.objects.get(meeting=rotating.session.meeting_id)
        assert (item.text, item.author) == ("Marking with two minds", jonas)
        assert IdeaAdoption.objects.get(idea=idea).use == IdeaAdoption.Use.AGENDA
        with pytest.raises(CommunityError):
            agenda_suggestions.put(rotating.turn, "ideas", str(idea.pk), amara)


def test_an_idea_becomes_the_focus_once_and_for_the_one_whose_turn_it_is(rotating):
    amara, jonas, wei = rotating.people
    idea = suggest(rotating, jonas, "Marking with two minds")
    with rotating.inside(wei), pytest.raises(CommunityError):
        facilitation.take_up(turn=rotating.turn, idea=idea, use="focus", by=wei)
    with rotating.inside(amara):
        facilitation.take_up(turn=rotating.turn, idea=idea, use="focus", by=amara)
        assert Arrangement.objects.get(meeting=rotating.session.meeting_id).focus == "Marking with two minds"
        assert not Idea.objects.waiting().exists()


def test_hands_are_counted_once_and_lowered_again(rotating):
    _amara, jonas, wei = rotating.people
    idea = suggest(rotating, jonas, "Marking with two minds")
    with rotating.inside(wei):
        for _twice in range(2):
            ideas.show_hand(idea=idea, up=True, by=wei)
        assert Idea.objects.by_hands(wei).get().hands == 2
        ideas.show_hand(idea=idea, up=False, by=wei)
        found = Idea.objects.by_hands(wei).get()
        assert (found.hands, found.mine) == (1, False)


def test_an_idea_is_taken_back_by_its_author_alone_though_others_hands_are_up(rotating):
    _amara, jonas, wei = rotating.people
    idea = suggest(rotating, jonas, "Marking with two minds")
    with rotating.inside(wei):
        ideas.show_hand(idea=idea, up=True, by=wei)
        with pytest.raises(CommunityError):
            ideas.withdraw(idea=idea, by=wei)
    with rotating.inside(jonas):
        ideas.withdraw(idea=idea, by=jonas)
        assert not Idea.objects.waiting().exists()
        assert IdeaVote.objects.count() == 2


def test_what_the_last_session_left_is_offered_to_who_was_there_and_taken_over_once(rotating):
    _amara, jonas, _wei = rotating.people
    with rotating.inside(jonas):
        meetings.add_agenda_item(by=jonas, meeting=rotating.session.meeting, text="Sharing slides")
    over(rotating)
    turn = rotating.coming()[0]
    rotating.joined("Nadia Petrova")
    session = rotating.arrange(turn.member)
    with rotating.inside(turn.member):
        turn.refresh_from_db()
        (source, [offer]), *_others = agenda_suggestions.offered(rotating.community, turn.member)
        assert (source.name, offer.text) == ("left", "Sharing slides")
        agenda_suggestions.put(turn, "left", offer.key, turn.member)
        copy = AgendaItem.objects.get(meeting=session.meeting_id)
        assert (copy.author, copy.carried_from_id) == (turn.member, copy.carried_from.pk)
        assert [each.name for each, _ in agenda_suggestions.offered(rotating.community, turn.member)] == [
            "questions"
        ]


def test_marks_are_rows_of_a_round_and_who_shared_has_spoken(rotating):
    begun(rotating)
    amara, jonas, _wei = rotating.people
    with rotating.inside(amara):
        for _twice in range(2):
            facilitation.note_voice(turn=rotating.turn, member=jonas, kind="shared", heard=True, by=amara)
        assert sorted(SpeakerMark.objects.values_list("kind", flat=True)) == ["shared", "spoke"]
        facilitation.note_voice(turn=rotating.turn, member=jonas, kind="spoke", heard=False, by=amara)
        assert not SpeakerMark.objects.exists()
        for _twice in range(2):
            facilitation.begin_round(turn=rotating.turn, after=1, by=amara)
        assert list(Round.objects.values_list("number", flat=True)) == [1, 2]


def test_no_round_begins_before_the_day_or_by_somebody_else(rotating):
    amara, jonas, _wei = rotating.people
    with rotating.inside(amara), pytest.raises(CommunityError):
        facilitation.begin_round(turn=rotating.turn, after=0, by=amara)
    begun(rotating)
    with rotating.inside(jonas), pytest.raises(CommunityError):
        facilitation.begin_round(turn=rotating.turn, after=0, by=jonas)


def test_who_was_heard_is_kept_from_everyone_but_the_facilitator_the_next_one_and_oneself(rotating):
    begun(rotating)
    amara, jonas, wei = rotating.people
    with rotating.inside(amara):
        facilitation.note_voice(turn=rotating.turn, member=amara, kind="spoke", heard=True, by=amara)
    over_now = rotating
    with over_now.inside(amara):
        move(rotating.session, hours=2)
    following = rotating.coming()[0].member
    other = next(each for each in (jonas, wei) if each != following)
    seen = {}
    for person in (amara, following, other, rotating.coordinator):
        with rotating.inside(person):
            seen[person.display_name] = SpeakerMark.objects.count()
    assert seen == {
        amara.display_name: 1,
        following.display_name: 1,
        other.display_name: 0,
        rotating.coordinator.display_name: 0,
    }


def test_the_database_refuses_a_mark_of_another_by_who_does_not_run_the_session(rotating):
    begun(rotating)
    amara, jonas, wei = rotating.people
    with rotating.inside(amara):
        now = facilitation.begin_round(turn=rotating.turn, after=0, by=amara)
    with (
        rotating.inside(jonas),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        SpeakerMark.objects.create(
            organisation_id=now.organisation_id, round=now, member=wei, kind="spoke", by=jonas
        )


def test_members_see_that_marks_are_kept_and_correct_their_own(client, rotating):
    begun(rotating)
    amara, jonas, wei = rotating.people
    with rotating.inside(amara):
        now = facilitation.begin_round(turn=rotating.turn, after=0, by=amara)
        facilitation.note_voice(turn=rotating.turn, member=wei, kind="spoke", heard=True, by=amara)
    base = f"/{rotating.coordinator.organisation.slug}/communities/{rotating.community.pk}/"
    client.force_login(jonas.user)
    assert f"{base}marks/" in client.get(base).content.decode()
    page = client.get(f"{base}marks/").content.decode()
    assert "its facilitator can mark who has spoken" in page
    assert 'aria-pressed="true"' not in page  # what is noted of others is not shown
    for heard, kinds in (("yes", {"spoke"}), ("no", set())):
        client.post(f"{base}marks/", {"round": now.pk, "kind": "spoke", "heard": heard})
        with rotating.inside(amara):
            assert set(SpeakerMark.objects.filter(member=jonas).values_list("kind", flat=True)) == kinds
    client.force_login(wei.user)
    assert 'aria-pressed="true"' in client.get(f"{base}marks/").content.decode()
    client.post(f"{base}marks/", {"round": now.pk, "kind": "spoke", "heard": "no"})
    with rotating.inside(amara):
        assert not SpeakerMark.objects.exists()


def test_a_mark_of_a_round_one_was_not_invited_to_is_not_corrected(client, rotating):
    begun(rotating)
    amara = rotating.people[0]
    with rotating.inside(amara):
        now = facilitation.begin_round(turn=rotating.turn, after=0, by=amara)
    late = rotating.joined("Priya Raman")
    for key, kind in ((str(now.pk), "spoke"), ("nonsense", "spoke"), ("", "")):
        with rotating.inside(late), pytest.raises(CommunityError, match="Choose a round"):
            facilitation.correct_own_mark(
                community=rotating.community, round_key=key, kind=kind, heard=True, by=late
            )


def held_with_rounds(circle, heard):
    """A session of whose turn is next, in which these were heard."""
    turn = circle.coming()[0]
    session = circle.arrange(turn.member)
    with circle.inside(turn.member):
        turn.refresh_from_db()
        move(session, days=7, minutes=5)
        facilitation.begin_round(turn=turn, after=0, by=turn.member)
        for person in heard:
            facilitation.note_voice(turn=turn, member=person, kind="spoke", heard=True, by=turn.member)
        move(session, hours=2)
    return session


def test_who_was_not_heard_for_two_sessions_is_named_to_the_next_facilitator_alone(client, rotating):
    amara, jonas, wei = rotating.people
    with time_machine.travel(timezone.now() - timedelta(days=30)):
        lena = rotating.joined("Lena Kowalczyk")
    over(rotating)
    held_with_rounds(rotating, [amara, jonas])
    following = rotating.coming()[0].member
    with rotating.inside(following):
        assert session_rounds.unheard(rotating.community) == []
    held_with_rounds(rotating, [amara, wei])
    turn = rotating.coming()[0]
    with rotating.inside(turn.member):
        assert session_rounds.unheard(rotating.community) == [lena]
    client.force_login(turn.member.user)
    page = client.get(address(rotating, turn=turn)).content.decode()
    assert "One person has not been heard for two sessions" in page
    assert "Lena Kowalczyk" in page


def test_handing_over_is_a_row_for_the_two_and_the_mail_says_only_that_it_waits(client, rotating, mailoutbox):
    amara = rotating.people[0]
    with rotating.inside(amara), pytest.raises(CommunityError):
        facilitation.hand_over(turn=rotating.turn, words="secret words", by=amara)
    over(rotating)
    following = rotating.coming()[0]
    with rotating.inside(amara):
        for _twice in range(2):
            facilitation.hand_over(turn=rotating.turn, words="secret words", by=amara)
        made = HandOver.objects.get()
        assert (made.by, made.to) == (amara, following.member)
    others = {rotating.coordinator, *rotating.people} - {amara, following.member}
    for person in others:
        with rotating.inside(person):
            assert not HandOver.objects.exists()
    with rotating.inside(following.member):
        message = messages().get(kind="community-handed-over")
        assert message.recipient == following.member
        assert message.link.endswith(f"/turns/{following.pk}/")
        from notifications import kinds

        content = kinds.get(message.kind).compose(message)
        assert "secret words" not in f"{content}"
    client.force_login(following.member.user)
    page = client.get(address(rotating, turn=following)).content.decode()
    assert "Amara Nwosu hands over to you" in page
    assert "secret words" in page


def test_the_checklist_follows_what_is_there(client, rotating):
    amara = rotating.people[0]
    over(rotating)
    client.force_login(amara.user)
    assert client.get(address(rotating, "close/")).content.decode().count("still open") == 3
    with rotating.inside(amara):
        meeting = rotating.session.meeting
        meetings.record_attendance(by=amara, meeting=meeting, presence={amara.pk: "came"})
        meetings.write_note(by=amara, meeting=meeting, text="What we said", is_private=False)
        evaluations.close_session(session=rotating.session, by=amara)
    page = client.get(address(rotating, "close/")).content.decode()
    assert "still open" not in page
    answer = client.post(address(rotating, "handover/"), {"words": "All good"})
    assert answer.status_code == 302
    assert "You handed over to" in client.get(address(rotating, "close/")).content.decode()
    again = client.post(address(rotating, "handover/"), {"words": "Written in a second window"})
    assert again.status_code == 422
    assert "You have handed over already, in other words." in again.text
    assert "Written in a second window</textarea>" in again.text


def test_the_page_works_without_scripts_and_answers_htmx_with_the_round(client, rotating):
    begun(rotating)
    amara, jonas, _wei = rotating.people
    client.force_login(amara.user)
    data = {"member": jonas.pk, "kind": "spoke"}
    assert client.post(address(rotating, "voices/"), data).status_code == 302
    answer = client.post(
        address(rotating, "voices/"), data | {"kind": "shared"}, headers={"HX-Request": "true"}
    )
    words = answer.content.decode()
    assert words.lstrip().startswith("<section")
    assert words.count('aria-pressed="true"') == 2


@pytest.mark.parametrize("data", [{}, {"member": "x"}, {"member": "0" * 32, "kind": "spoke"}])
def test_nonsense_in_a_mark_is_not_found(client, rotating, data):
    client.force_login(rotating.people[0].user)
    assert client.post(address(rotating, "voices/"), data).status_code == 404
    assert client.post(address(rotating, "rounds/"), {"after": "many"}).status_code == 302


def test_home_says_what_the_turn_asks(client, rotating):
    amara = rotating.people[0]
    client.force_login(amara.user)
    home = f"/{rotating.coordinator.organisation.slug}/"
    page = client.get(home).content.decode()
    assert "You facilitate next in New lecturers" in page
    assert "see what members suggest" in page
    assert "</time> · New lecturers</p>" in page  # the session, as the next step
    begun(rotating)
    assert "Run it" in client.get(home).content.decode()
    with rotating.inside(amara):
        move(rotating.session, hours=2)
    assert "Close it" in client.get(home).content.decode()
    with rotating.inside(amara):
        facilitation.hand_over(turn=rotating.turn, words="", by=amara)
        assert todo_items.list_todo_items(amara) == []


def test_home_asks_for_a_time_and_for_an_answer_to_a_swap(client, rotating):
    from cop.actions import turns

    over(rotating)
    turn = rotating.coming()[0]
    other = next(person for person in rotating.people if person != turn.member)
    with rotating.inside(turn.member):
        turns.ask_to_swap(turn=turn, asked=other, by=turn.member)
    home = f"/{rotating.coordinator.organisation.slug}/"
    client.force_login(turn.member.user)
    assert "Find a time and invite everyone." in client.get(home).content.decode()
    client.force_login(other.user)
    assert f"{turn.member.display_name} asks you to facilitate" in client.get(home).content.decode()


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_page_asks_the_same_however_much_there_is(client, rotating, rows):
    amara, jonas, _wei = rotating.people
    for number in range(rows):
        suggest(rotating, jonas, f"Idea {number}")
        with rotating.inside(jonas):
            meetings.add_agenda_item(by=jonas, meeting=rotating.session.meeting, text=f"Item {number}")
    client.force_login(amara.user)
    for page, budget in {"": 11, "run/": 8, "close/": 8}.items():
        if page:
            begun(rotating) if page == "run/" else None
        with questions() as asked:
            assert client.get(address(rotating, page)).status_code == 200
        assert len(asked) == budget, asked
    with questions() as asked:
        client.get(f"/{rotating.coordinator.organisation.slug}/communities/{rotating.community.pk}/ideas/")
    assert len(asked) == 8, asked
    with questions() as asked:
        client.get(f"/{rotating.coordinator.organisation.slug}/")
    assert len(asked) == 11, asked


def test_rows_of_another_community_look_empty(rotating):
    _amara, jonas, _wei = rotating.people
    suggest(rotating, jonas, "Marking with two minds")
    with rotating.inside(rotating.coordinator):
        assert not Idea.objects.exists()
        assert not IdeaVote.objects.exists()
        assert Session.objects.exists()
        assert Turn.objects.exists()


TRUE_BEFORE = ("The agenda so far", "Ask somebody to swap", " coming, ", "what could go on it")


@pytest.mark.parametrize(("state", "shown"), [(None, TRUE_BEFORE), (over, ())])
def test_the_page_of_a_turn_says_what_is_true_of_its_session(client, rotating, state, shown):
    if state:
        state(rotating)
    client.force_login(rotating.turn.member.user)
    page = client.get(address(rotating)).text
    assert tuple(words for words in TRUE_BEFORE if words in page) == shown
    assert ("Nothing stood on the agenda." in page) == bool(state)
