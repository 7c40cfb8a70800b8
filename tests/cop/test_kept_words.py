"""What somebody wrote where something ended meanwhile, in another window, is shown back to them."""

import pytest

from cop.actions import communities, threads
from meetings import actions as meetings
from tests.cop.sharing import begun, browser, opening, url

pytestmark = pytest.mark.django_db

WORDS = "It went so:\r\nfirst <this>, then that & more"
SHOWN = "It went so:\r\nfirst &lt;this&gt;, then that &amp; more</textarea>"
NOT_SAVED = "What you wrote was not saved."


def close(circle):
    with circle.inside(circle.coordinator):
        communities.close(community=circle.community, by=circle.coordinator)


def gave_back(answer, status):
    page = answer.content.decode()
    assert answer.status_code == status
    assert NOT_SAVED in page
    assert SHOWN in page


def test_what_is_shared_into_a_community_that_closed_meanwhile(circle):
    close(circle)
    words = {"kind": "advice", "title": "A title", "body": WORDS}
    answer = browser(circle.people[0]).post(url(circle, "threads/new/"), words)
    gave_back(answer, 404)
    assert "A title" in answer.content.decode()
    assert "advice" not in answer.content.decode()


@pytest.mark.parametrize("rest", ["ideas/", "questions/"])
def test_what_is_put_into_a_community_that_closed_meanwhile(circle, rest):
    close(circle)
    gave_back(browser(circle.people[0]).post(url(circle, rest), {"text": WORDS}), 422)


def test_an_answer_in_a_thread_that_was_closed_meanwhile(circle):
    thread = begun(circle, circle.people[0])
    close(circle)
    answer = browser(circle.people[1]).post(url(circle, f"threads/{thread.pk}/answers/"), {"body": WORDS})
    gave_back(answer, 422)


def test_a_button_pressed_in_an_old_window_says_that_nothing_changed(circle):
    with circle.inside(circle.people[0]):
        thread = begun(circle, circle.people[0])
    post = opening(circle, thread, circle.people[0])
    address = url(circle, f"threads/{thread.pk}/posts/{post.pk}/removal/")
    client, page = browser(circle.people[0]), url(circle, f"threads/{thread.pk}/")
    client.post(address)
    again = client.post(address, headers={"referer": f"http://testserver{page}"})
    assert again.status_code == 404
    assert "Nothing was changed" in again.text
    assert f'href="{page}"' in again.text
    elsewhere = client.post(address, headers={"referer": "http://elsewhere.example/page"})
    assert "Go back and look" not in elsewhere.text
    assert "elsewhere.example" not in elsewhere.text


def test_a_change_of_what_was_removed_meanwhile(circle):
    person = circle.people[0]
    thread = begun(circle, person)
    post = opening(circle, thread, person)
    with circle.inside(person):
        threads.remove(post=post, by=person)
    address = url(circle, f"threads/{thread.pk}/posts/{post.pk}/edit/")
    answer = browser(person).post(address, {"title": "A title", "body": WORDS})
    gave_back(answer, answer.status_code)


def called_off(circle):
    session = circle.arrange(circle.coordinator)
    with circle.inside(circle.coordinator):
        meetings.cancel(by=circle.coordinator, meeting=session.meeting)
    return f"/{circle.coordinator.organisation.slug}/meetings/{session.meeting_id}/"


@pytest.mark.parametrize("what", ["agenda/", "notes/"])
def test_what_is_put_on_a_session_that_was_called_off_meanwhile(circle, what):
    address = f"{called_off(circle)}{what}"
    gave_back(browser(circle.people[0]).post(address, {"text": WORDS, "is_private": "no"}), 422)


def test_a_piece_of_a_page_has_the_words_beside_its_reason(circle):
    address = f"{called_off(circle)}agenda/"
    answer = browser(circle.people[0]).post(address, {"text": WORDS}, headers={"HX-Request": "true"})
    gave_back(answer, 422)
    assert "<main" not in answer.content.decode()


def test_why_something_is_refused_is_said_beside_the_words(circle):
    thread = begun(circle, circle.people[0])
    close(circle)
    answer = browser(circle.people[1]).post(url(circle, f"threads/{thread.pk}/answers/"), {"body": WORDS})
    assert "has closed" in answer.content.decode()
    gave_back(answer, 422)


def test_who_has_left_meanwhile_gets_their_words_back(circle):
    person = circle.people[0]
    with circle.inside(person):
        communities.leave(community=circle.community, member=person, by=person)
    gave_back(browser(person).post(url(circle, "charter/edit/"), {"purpose": WORDS}), 404)


def test_a_form_that_shows_what_is_wrong_stays_as_it_is(circle):
    answer = browser(circle.people[0]).post(url(circle, "threads/new/"), {"title": "", "body": WORDS})
    assert answer.status_code == 422
    assert NOT_SAVED not in answer.content.decode()


def test_where_nothing_was_written_nothing_is_shown_back(circle):
    close(circle)
    sent = {"kind": "advice", "once": "0188d2f0-0000-7000-8000-000000000000", "password": "Two Words"}
    answer = browser(circle.people[0]).post(url(circle, "threads/new/"), sent)
    assert answer.status_code == 404
    assert NOT_SAVED not in answer.content.decode()


@pytest.mark.parametrize("rest", ["nothing/of/ours/", "threads/new/"])
def test_nobody_is_shown_what_comes_from_elsewhere(circle, rest):
    """A page elsewhere that sends words here has none of them shown: no view was asked, or nobody is a member."""
    person = circle.people[0] if rest.startswith("nothing") else None
    asking = browser(person) if person else browser(circle.coordinator)
    address = url(circle, rest) if person else "/another-organisation/communities/"
    answer = asking.post(address, {"body": WORDS})
    assert answer.status_code == 404
    assert NOT_SAVED not in answer.content.decode()
