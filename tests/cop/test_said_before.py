"""What is said before somebody decides for all, who hears of it after, and what is no longer said once it is past."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cop.actions import communities, conflicts, joint_questions, sessions, turns
from cop.errors import CommunityError
from cop.models import Community, ConflictRecipient, Turn
from tests.cop.sharing import begun, browser, url
from tests.cop.test_facilitator_cannot_come import deliver
from tests.cop.test_mails import composed, words
from tests.cop.test_true_pages import close, page
from tests.post import messages

pytestmark = pytest.mark.django_db


def phase_of(circle):
    with circle.inside(circle.coordinator):
        return Community.objects.get(pk=circle.community.pk).phase


def test_a_phase_is_decided_after_a_question_and_told_to_all(circle):
    circle.step("rotating")
    deliver()
    amara, jonas, _wei = circle.people
    assert f"{url(circle, 'phase/')}?to=founding" in browser(amara).get(url(circle)).content.decode()
    asked = page(circle, amara, "phase/?to=founding")
    assert "Go back a phase?" in asked
    assert "each member is told by mail" in asked
    assert phase_of(circle) == "rotating"
    assert browser(amara).post(url(circle, "phase/"), {"to": "founding"}).status_code == 302
    assert phase_of(circle) == "founding"
    with circle.inside(jonas):
        said = words(composed("community-phase", jonas))
    assert "New lecturers has gone back a phase" in said
    assert "Amara Nwosu decided that" in said
    with circle.inside(amara):
        assert not messages().filter(kind="community-phase", recipient=amara, state="waiting").exists()


def test_a_phase_that_was_left_again_is_not_told(circle):
    circle.step("rotating")
    with circle.inside(circle.people[0]):
        first = composed("community-phase", circle.people[0])
        message = messages().get(kind="community-phase", recipient=circle.people[0])
    assert "has come to another phase" in words(first)
    circle.step("founding")
    with circle.inside(circle.people[0]):
        message.refresh_from_db()
        assert message.state == "cancelled"


def test_members_cannot_skip_what_is_missing(circle):
    amara = circle.people[0]
    asked = page(circle, amara, "phase/?to=rotating")
    assert "Still missing" in asked
    assert "told by mail" not in asked
    browser(amara).post(url(circle, "phase/"), {"to": "rotating", "anyway": "yes"})
    assert phase_of(circle) == "founding"


def test_days_that_are_over_are_refused_and_what_becomes_of_turns_is_said_before(circle):
    circle.step("rotating")
    amara = circle.people[0]
    assert "Turns of yours in that time go to others" in page(circle, amara, "rota/")
    day = timezone.localdate() - timedelta(days=3)
    with circle.inside(amara), pytest.raises(CommunityError, match="These days are over"):
        turns.be_away(community=circle.community, first_on=day, last_on=day, by=amara)
    data = {"first_on": str(timezone.localdate()), "last_on": ""}
    said = browser(amara).post(url(circle, "rota/absences/"), data, follow=True).content.decode()
    assert "are with others now" in said


def test_the_mails_of_a_swap_say_which_session_and_lead_to_the_rota(circle):
    amara, jonas, _wei = circle.people
    turn = circle.name(amara)
    circle.arrange(amara)
    with circle.inside(amara):
        swap = turns.ask_to_swap(turn=turn, asked=jonas, by=amara)
    assert "Amara Nwosu asks you to take this turn." in page(circle, jonas, "rota/")
    with circle.inside(jonas):
        assert "The session is on" in words(composed("community-swap-asked", jonas))
        assert messages().get(kind="community-swap-asked").link.endswith("/rota/")
        turns.answer_swap(swap=swap, takes=True, by=jonas)
    with circle.inside(amara):
        assert "You need not prepare it any more." in words(composed("community-swap-answered", amara))


def test_closing_what_was_brought_in_confidence_asks_for_nothing(circle):
    amara, ines = circle.people[0], circle.coordinator
    day = timezone.localdate() + timedelta(days=8)
    with circle.inside(amara):
        brought = conflicts.bring(
            community=circle.community,
            place=ConflictRecipient.Recipient.COORDINATOR,
            to=ines,
            text="Hush",
            by=amara,
        )
        conflicts.reply(conflict=brought, text="More", by=amara, follow_up_on=day)
    address = f"confidence/{brought.pk}/"
    assert "look at it again on" in page(circle, amara, address).partition("Send these words")[0]
    with circle.inside(amara):
        end = conflicts.close(conflict=brought, by=amara)
    with circle.inside(ines):
        told = messages().filter(kind="community-confidence", recipient=ines)
        from notifications import kinds

        contents = {each.key.rpartition(":")[2]: kinds.get(each.kind).compose(each) for each in told}
    assert [key for key, content in contents.items() if content] == [str(end.pk)]
    assert "nothing waits for you" in words(contents[str(end.pk)])
    assert "look at it again" not in page(circle, amara, address)


def test_a_closed_community_offers_nothing_that_cannot_be_done(circle):
    amara, jonas, _wei = circle.people
    begun(circle, jonas)
    with circle.inside(amara):
        asked = joint_questions.ask(community=circle.community, text="What do we read?", by=amara)
    assert "Write a first answer" in page(circle, amara, f"questions/{asked.pk}/")
    assert ">Answer<" in browser(amara).get(url(circle, "threads/")).content.decode()
    close(circle)
    assert "Write a first answer" not in page(circle, amara, f"questions/{asked.pk}/")
    assert ">Answer<" not in browser(amara).get(url(circle, "threads/")).content.decode()
    assert "facilitates next" not in page(circle, amara, "confidence/")


def test_only_who_has_not_heard_of_the_closing_is_sent_what_it_takes_off(circle):
    amara = circle.people[0]
    circle.name(amara)
    circle.arrange(amara)
    circle.step("rotating")
    deliver()
    close(circle)
    deliver()
    with circle.inside(circle.coordinator):
        communities.reopen(community=circle.community, by=circle.coordinator)
    reopened = [sent for sent in deliver() if "is open again" in sent.subject]
    assert len(reopened) == 3
    assert not [sent for sent in reopened if "off your calendar" in sent.body]


def test_a_turn_whose_session_is_gone_does_not_say_how_it_came_to_be_theirs(circle):
    amara, jonas, _wei = circle.people
    turn = circle.name(amara)
    session = circle.arrange(amara)
    circle.step("rotating")
    with circle.inside(jonas):
        Turn.objects.filter(pk=turn.pk).update(origin="stepped-in")
    assert "stepped in" in page(circle, amara, "rota/")
    with circle.inside(amara):
        sessions.meetings.cancel(by=amara, meeting=session.meeting)
    assert "stepped in" not in page(circle, amara, "rota/")
