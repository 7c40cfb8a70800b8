"""When a community is closed: everything scheduled, open, visible or granted through it, and what becomes of each."""

import importlib
import inspect
import pkgutil
from datetime import timedelta

import pytest
from django.utils import timezone

import cop.actions
from cop import half_year_prompts, todo_items
from cop.actions import (
    communities,
    evaluations,
    ideas,
    join_requests,
    prompts,
    threads,
    turns,
)
from cop.errors import CommunityError
from cop.models import Community, Evaluation, JointQuestion, Membership, Prompt, Swap, Turn
from meetings.models import Meeting
from notifications import kinds
from organisations.middleware import URLCONF
from programmes.actions import enrolments
from programmes.models import Enrolment
from tests import make
from tests.endings.inventory import relations
from tests.post import messages

pytestmark = pytest.mark.django_db

# What hangs on a community, and what becomes of it. A table that hangs on communities and is not named here fails.
FATES = {
    "cop.Session.community": "those ahead are called off, their addressees told; those held stay to be read",
    "cop.Turn.community": "none comes any more; those taken stay",
    "cop.Membership.community": "stays, since it opens what is read; ends when its member leaves the programme",
    "cop.JoinRequest.community": "one that waits lapses; those answered stay",
    "cop.CommunityClosure.community": "is the ending",
    "cop.PhaseStep.community": "history, stays",
    "cop.Charter.community": "stays to be read, no new version",
    "cop.Conflict.community": "goes on between the two it is with, until one of them closes it",
    "cop.ConflictRecipient.community": "as its conflict",
    "cop.Prompt.community": "none goes out any more, one that waits is dropped",
    "cop.Idea.community": "stays to be read, none new, no hands",
    "cop.JointQuestion.community": "stays to be read, no new answer",
    "cop.PeerWish.community": "nobody is asked through it any more; who wrote it can take it back",
    "cop.CommunityQuestion.community": "what is asked after sessions, asked no more",
    "cop.Thread.community": "stays to be read, nothing new, no answers",
    "cop.Post.community": "as its thread; its author can remove it",
    "cop.HiddenPost.community": "stays hidden; the coordinators can show it again",
    "cop.Report.community": "can still be made and is still answered, since the words are still read",
}

# What can be done in a community that has closed, and why. Everything else says that it has closed.
STAYS = {
    "communities.found": "begins another one",
    "communities.edit": "its name on the coordinator's list",
    "communities.reopen": "takes the closing back",
    "communities.end_by_office": "as leaving; who is in office reads what the members let them read",
    "communities.leave": "ends what one reads",
    "conflicts.bring": "to a coordinator: what happened in it may come up after it",
    "conflicts.bring_to_another": "as bringing it",
    "conflicts.reply": "neither of the two writes into the void",
    "conflicts.close": "ends the conflict",
    "join_requests.withdraw": "takes one's own words away",
    "evaluations.answer": "until its day, as everybody was told",
    "facilitation.correct_own_mark": "a mark about oneself can always be put right",
    "ideas.withdraw": "refused as everything about ideas",
    "peers.take_wish_back": "takes one's own words away",
    "reports.report": "the words are still read",
    "reports.settle": "answers a report",
    "reports.hide": "the words are still read",
    "reports.show": "the words are still read",
    "stories.ask": "the library is the programme's",
    "stories.consent": "the library is the programme's",
    "stories.decline": "the library is the programme's",
    "stories.take_back": "takes one's own words away",
    "stories.take_out": "the library is the programme's",
    "stories.put_away": "reads a note",
    "threads.remove": "takes one's own words away",
    "threads.follow": "nothing comes to be told of",
    "threads.unfollow": "nothing comes to be told of",
    "turns.be_away": "says when one is away; there are no turns",
    "turns.be_back": "as being away",
}


@pytest.fixture
def furnished(circle):
    """A rotating community with a session ahead, one held and asked about, a swap, and something of everything."""
    circle.step("rotating")
    first = circle.coming()[0].member
    held = circle.held(first)
    with circle.inside(first):
        evaluations.close_session(session=held, by=first, came=[each.pk for each in circle.people])
    circle.first, second = circle.coming()[:2]
    host = circle.first.member
    circle.ahead = circle.arrange(host)
    circle.held = held
    other = next(each for each in circle.people if each not in (host, second.member))
    with circle.inside(second.member):
        circle.swap = turns.ask_to_swap(turn=second, asked=other, by=second.member)
        circle.thread = threads.begin(
            community=circle.community, kind="success", title="A try", body="It went so", by=second.member
        )
        circle.idea = ideas.suggest(community=circle.community, text="Supervision", by=second.member)
    circle.host, circle.second, circle.other = host, second.member, other
    circle.second_turn = second
    return circle


def close(circle):
    with circle.inside(circle.coordinator):
        communities.close(community=circle.community, by=circle.coordinator)


def test_everything_that_hangs_on_a_community_has_a_fate():
    assert relations(Community) == set(FATES)


def test_a_relation_without_a_fate_is_found():
    assert relations(Community) != set(FATES) - {"cop.Swap.turn", "cop.Turn.community"}


def test_every_session_ahead_is_called_off_and_its_addressees_are_told(furnished):
    with furnished.inside(furnished.second):
        messages().filter(kind="meeting-invitation").update(state="sent")
    close(furnished)
    with furnished.inside(furnished.second):
        assert Meeting.objects.get(pk=furnished.ahead.meeting_id).is_cancelled
        assert not Meeting.objects.get(pk=furnished.held.meeting_id).is_cancelled
        assert not messages().filter(kind="meeting-cancelled").exists()
        told = messages().filter(kind="community-closed", state="waiting").select_related("recipient")
        assert {each.recipient for each in told} >= set(furnished.people)
    for message in told:
        if message.recipient != furnished.host:  # who arranged it was sent no invitation
            with furnished.inside(message.recipient):
                assert kinds.get(message.kind).compose(message).calendars
    with furnished.inside(furnished.second):
        reminders = messages().filter(kind="meeting-reminder", subject_id=furnished.ahead.meeting_id)
        for each in reminders.filter(state="waiting"):
            assert kinds.get(each.kind).compose(each) is None


@pytest.mark.urls(URLCONF)
def test_nobody_has_a_turn_or_a_swap_to_answer(furnished):
    close(furnished)
    for person in furnished.people:
        with furnished.inside(person):
            assert not Turn.objects.coming().exists()
            assert Swap.objects.get().answer == Swap.Answer.WITHDRAWN
            titles = [each.title for each in todo_items.list_todo_items(person)]
            assert not [each for each in titles if "turn" in each or "facilitate" in each]
            assert f"{furnished.community.name} has closed" in titles


def test_members_are_told_by_mail_and_the_first_page(furnished, client):
    close(furnished)
    with furnished.inside(furnished.other):
        message = messages().get(kind="community-closed", recipient=furnished.other)
        assert "has closed" in kinds.get(message.kind).compose(message).subject
        assert not messages().filter(kind="community-closed", recipient=furnished.coordinator).exists()
    client.force_login(furnished.other.user)
    home = client.get(f"/{furnished.other.organisation.slug}/").content.decode()
    assert "New lecturers has closed" in home
    assert "asks you to facilitate" not in home


def test_no_mail_about_it_goes_out_that_says_otherwise(furnished):
    """Of all that waits about the community, only that it closed and what was opened before."""
    close(furnished)
    still = {"community-closed", "community-evaluation", "community-evaluation-reminder"}
    with furnished.inside(furnished.coordinator):
        waiting = list(messages().filter(state="waiting").select_related("recipient"))
    assert {each.kind for each in waiting} > still
    for message in waiting:
        with furnished.inside(message.recipient):
            if kinds.get(message.kind).compose(message) is not None:
                assert message.kind in still, message.kind


def test_nobody_is_prompted_to_meet(furnished):
    close(furnished)
    with furnished.inside():
        assert prompts.prompt_who_is_short() == 0
        prompt = Prompt(community=Community.objects.get(pk=furnished.community.pk))
        assert not half_year_prompts.is_due_still(prompt)


def test_what_was_opened_before_takes_answers_until_its_day(furnished):
    close(furnished)
    with furnished.inside(furnished.second):
        evaluation = Evaluation.objects.get()
        assert evaluation in Evaluation.objects.waiting_for(furnished.second)
        evaluations.answer(evaluation=evaluation, by=furnished.second, answers={}, took="Patience")


def attempts(circle):
    """Everything that says that the community has closed, as the one who could have done it until then."""
    community, host, second = circle.community, circle.host, circle.second
    tomorrow = timezone.now() + timedelta(days=1)
    turn, later = circle.first, circle.second_turn
    design = JointQuestion(
        organisation_id=community.organisation_id, community=community, design="now", by=host
    )
    return {
        "communities.close": (circle.coordinator, {"community": community}),
        "communities.join": (circle.late, {"community": community}),
        "communities.write_charter": (
            host,
            {"community": community, "based_on": 0, "purpose": "x", "ways": ""},
        ),
        "communities.step": (circle.coordinator, {"community": community, "to": "self-managing"}),
        "evaluations.close_session": (host, {"session": circle.held, "came": [host.pk]}),
        "evaluations.add_question": (host, {"community": community, "text": "How?", "kind": "words"}),
        "evaluations.edit_question": (host, {"question": circle.question, "text": "Who?", "kind": "words"}),
        "evaluations.retire_question": (host, {"question": circle.question}),
        "evaluations.begin_editing": (host, {"community": community}),
        "facilitation.set_focus": (host, {"turn": turn, "focus": "x"}),
        "facilitation.take_up": (host, {"turn": turn, "idea": circle.idea, "use": "agenda"}),
        "facilitation.take_over": (host, {"turn": turn, "item": None}),
        "facilitation.begin_round": (host, {"turn": turn, "after": 0}),
        "facilitation.note_voice": (host, {"turn": turn, "member": second, "kind": "spoke", "heard": True}),
        "facilitation.hand_over": (host, {"turn": turn, "words": "x"}),
        "ideas.suggest": (second, {"community": community, "text": "x"}),
        "ideas.show_hand": (host, {"idea": circle.idea, "up": True}),
        "join_requests.ask": (circle.coordinator, {"community": community, "reason": ""}),
        "join_requests.decide": (host, {"request": circle.join_request, "accepted": True}),
        "peers.wish": (
            second,
            {"community": community, "seeks": ["support"], "topics": [], "times": [], "words": "x"},
        ),
        "peers.ask": (second, {"community": community, "to": host, "words": ""}),
        "joint_questions.ask": (second, {"community": community, "text": "x"}),
        "joint_questions.answer": (second, {"question": design, "based_on": 0, "text": "x"}),
        "joint_questions.put_on_agenda": (second, {"question": design}),
        "sessions.arrange": (
            second,
            {"community": community, "starts_at": tomorrow, "minutes": 60, "zone": "Europe/London"},
        ),
        "threads.begin": (second, {"community": community, "kind": "success", "title": "x", "body": "x"}),
        "threads.answer": (host, {"thread": circle.thread, "body": "x"}),
        "threads.edit": (second, {"post": circle.post, "body": "x", "title": "y"}),
        "threads.close": (host, {"thread": circle.thread}),
        "threads.reopen": (host, {"thread": circle.thread}),
        "turns.name_facilitator": (circle.coordinator, {"community": community, "member": second}),
        "turns.ask_to_swap": (host, {"turn": turn, "asked": second}),
        "turns.answer_swap": (circle.other, {"swap": circle.swap, "takes": True}),
        "turns.withdraw_swap": (second, {"swap": circle.swap}),
        "turns.ask_for_turns": (second, {"community": community}),
        "turns.step_in": (host, {"turn": later}),
    }


def actions_of_members():
    """Every action of communities that a person does, by its module and name."""
    found = {}
    for module in pkgutil.iter_modules(cop.actions.__path__):
        loaded = importlib.import_module(f"cop.actions.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            parameter = inspect.signature(function).parameters.get("by")
            own = inspect.unwrap(function).__module__ == loaded.__name__
            if own and not name.startswith("_") and parameter and parameter.kind is parameter.KEYWORD_ONLY:
                found[f"{module.name}.{name}"] = function
    return found


REFUSALS = (
    "This community has closed.",
    "This community is for other people of the programme, or it has closed.",
    "This session is over.",  # of a turn, since none comes any more
    "This is answered or withdrawn already.",  # of a swap, which closing took back
)
# Called where somebody comes in, which asks whether the community stands.
INTERNAL = {"communities.admit", "communities.let_in"}


def test_nothing_else_can_be_done_in_a_closed_community(furnished):
    from cop.models import CommunityQuestion, Post

    furnished.late = furnished.enrol("Late Comer")
    with furnished.inside(furnished.second):
        furnished.question = CommunityQuestion.objects.filter(community=furnished.community).first()
        furnished.post = Post.objects.get(thread=furnished.thread)
    with furnished.inside(furnished.coordinator):
        furnished.join_request = join_requests.ask(
            community=furnished.community, reason="", by=furnished.coordinator
        )
    close(furnished)
    tried = attempts(furnished)
    known = actions_of_members()
    assert set(known) - INTERNAL == set(tried) | set(STAYS), (
        "each action has its place in one of the two lists"
    )
    said = {}
    for name, (person, arguments) in tried.items():
        with furnished.inside(person):
            try:
                known[name](by=person, **arguments)
            except CommunityError as error:
                said[name] = str(error)
    assert set(tried) - set(said) == set(), "was done in a community that has closed"
    assert {name: words for name, words in said.items() if not words.startswith(REFUSALS)} == {}


def test_nobody_comes_in_and_who_leaves_the_programme_leaves_it_too(furnished):
    with furnished.inside(furnished.coordinator):
        Community.objects.filter(pk=furnished.community.pk).update(joining="automatic")
    close(furnished)
    with furnished.inside(furnished.coordinator):
        member = enrolments.enrol(
            cohort=furnished.cohort,
            email=make.member(furnished.coordinator.organisation, "New").email,
            name="New",
            role="mentee",
            by=furnished.coordinator,
        ).member
        assert not Membership.objects.filter(community=furnished.community, member=member).exists()
        enrolments.withdraw(enrolment=Enrolment.objects.get(member=furnished.other), by=furnished.coordinator)
        assert not Membership.objects.current().filter(member=furnished.other).exists()
        communities.reopen(community=furnished.community, by=furnished.coordinator)
        assert Membership.objects.current().filter(member=member).exists()


def test_the_calendar_feed_has_no_session_of_it_ahead(furnished):
    close(furnished)
    with furnished.inside(furnished.second):
        ahead = Meeting.objects.visible_to(furnished.second).standing().upcoming(timezone.now())
        assert not ahead.exists()


def test_the_confirmation_says_what_will_happen(furnished, client):
    client.force_login(furnished.coordinator.user)
    address = f"/{furnished.coordinator.organisation.slug}/communities/{furnished.community.pk}/coordination/closure/"
    words = client.get(address).content.decode()
    assert "is called off." in words
    assert "1 question whether somebody takes a turn is withdrawn." in words
    assert "1 evaluation that was opened takes answers until its day." in words
    assert "3 members get an e-mail and see it on home." in words
    with furnished.inside(furnished.coordinator):
        assert not Community.objects.get(pk=furnished.community.pk).is_closed, "reading it closes nothing"
    assert client.post(address, {"closed": "yes"}).status_code == 302
    with furnished.inside(furnished.coordinator):
        assert Community.objects.get(pk=furnished.community.pk).is_closed
    assert client.get(address).status_code == 302


def test_it_is_not_closed_while_a_session_is_under_way(furnished):
    with furnished.inside(furnished.host):
        Meeting.objects.filter(pk=furnished.ahead.meeting_id).update(
            starts_at=timezone.now() - timedelta(minutes=5)
        )
    with pytest.raises(CommunityError, match="under way"):
        close(furnished)


def test_it_goes_on_when_opened_again(furnished):
    close(furnished)
    with furnished.inside(furnished.coordinator):
        communities.reopen(community=furnished.community, by=furnished.coordinator)
        assert not messages().filter(kind="community-closed", state="waiting").exists()
    assert len(furnished.coming()) == 3
    with furnished.inside(furnished.other):
        message = messages().get(kind="community-reopened", recipient=furnished.other)
        assert "open again" in kinds.get(message.kind).compose(message).subject
