"""The story library: only the author's yes lets a story in, as they want it read, until they take it back."""

import pytest
from django.db import DatabaseError, ProgrammingError, connection

from cop import thread_mails
from cop.actions import communities, stories, threads
from cop.errors import CommunityError
from cop.models import Story, StoryConsent, StoryRemoval, StoryRequest
from notifications import kinds
from organisations.models import AuditEntry
from tests import make
from tests.budget import questions
from tests.cop.sharing import begun, browser, url
from tests.post import messages

WHY = "A student can be recognised by the course"


def told(circle, **more):
    fields = {"kind": "failure", "title": "Lost the room", "body": "Priya was there"} | more
    return begun(circle, circle.people[0], **fields)


def let_in(circle, thread, named=False, title="Lost the room", body="Somebody was there"):
    author = circle.people[0]
    with circle.inside(author):
        return stories.consent(thread=thread, title=title, body=body, named=named, by=author)


def library(circle, rest=""):
    return f"/{circle.coordinator.organisation.slug}/communities/stories/{rest}"


def test_only_the_author_lets_a_story_in(circle):
    author, other, _third = circle.people
    thread = told(circle)
    with circle.inside(other), pytest.raises(CommunityError, match="Only its author"):
        stories.consent(thread=thread, title="x", body="y", named=False, by=other)
    with pytest.raises(DatabaseError), circle.inside(other):
        StoryConsent.objects.create(organisation_id=thread.organisation_id, thread=thread, author=other)
    let_in(circle, thread)
    with pytest.raises(CommunityError, match="already"):
        let_in(circle, thread)
    with pytest.raises(CommunityError, match="Only a story"):
        let_in(circle, begun(circle, author, kind="advice"))


def test_without_a_name_nothing_in_it_says_whose_it_is(circle):
    author, other, _third = circle.people
    story = let_in(circle, told(circle))
    page = browser(other).get(library(circle, f"{story.pk}/")).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert "Somebody was there" in main
    assert author.display_name not in main
    assert str(circle.community.pk) not in main
    assert "threads/" not in main
    with circle.inside(other):
        assert Story.objects.get().author is None
        assert StoryConsent.objects.count() == 0
        assert not Story.objects.filter(consent__author=author).exists()


def test_with_a_name_it_stands_there(circle):
    story = let_in(circle, told(circle), named=True)
    page = browser(circle.people[1]).get(library(circle, f"{story.pk}/")).content.decode()
    assert circle.people[0].display_name in page


def test_the_library_is_for_who_takes_part_and_the_coordinators(circle):
    story = let_in(circle, told(circle))
    organisation = circle.coordinator.organisation
    inside = [circle.coordinator, circle.enrol("Tomás Okafor", "mentor"), circle.people[1]]
    outside = [
        make.member(organisation, "Noor Haddad"),
        make.member(organisation, "Greta Holm", admin=True),
        make.member(organisation, "Samuel Mensah", coordinator=True),
    ]
    for person in inside:
        assert browser(person).get(library(circle, f"{story.pk}/")).status_code == 200
        with circle.inside(person):
            assert Story.objects.count() == 1
    for person in outside:
        client = browser(person)
        assert client.get(library(circle, f"{story.pk}/")).status_code == 404
        listed = client.get(library(circle, "?q=somebody")).content.decode()
        assert "Lost the room" not in listed
        assert "Nothing found" in listed
        with circle.inside(person):
            assert Story.objects.count() == 0


def test_the_author_takes_it_back_at_any_time_also_after_leaving(circle):
    author, other, _third = circle.people
    story = let_in(circle, told(circle))
    with circle.inside(other), pytest.raises(CommunityError, match="somebody else"):
        stories.take_back(story=story, by=other)
    with circle.inside(other):
        assert Story.objects.filter(pk=story.pk).delete()[0] == 0
    with circle.inside(author):
        communities.leave(community=circle.community, member=author, by=author)
    client = browser(author)
    assert "Withdraw" in client.get(library(circle, f"{story.pk}/")).content.decode()
    assert client.post(library(circle, f"{story.pk}/removal/")).status_code == 302
    with circle.inside(other):
        assert Story.objects.count() == 0


def test_a_coordinator_takes_a_story_out_and_its_author_is_told_without_being_known(circle):
    author, other, _third = circle.people
    thread = told(circle)
    story = let_in(circle, thread)
    elsewhere = make.member(circle.coordinator.organisation, "Samuel Mensah", coordinator=True)
    for person in (other, elsewhere):
        assert browser(person).post(library(circle, f"{story.pk}/removal/")).status_code == 404
        with circle.inside(person):
            with pytest.raises(CommunityError):
                stories.take_out(story=story, why="No", by=person)
            with connection.cursor() as cursor:
                cursor.execute("SELECT * FROM cop_take_out(%s, 'No')", [story.pk])
                assert cursor.fetchall() == []
    client = browser(circle.coordinator)
    assert "Take it out" in client.get(library(circle, f"{story.pk}/")).content.decode()
    without = client.post(library(circle, f"{story.pk}/removal/"), {"why": " "})
    assert without.status_code == 422
    after = client.post(library(circle, f"{story.pk}/removal/"), {"why": WHY}, follow=True).content.decode()
    assert author.display_name not in after
    assert WHY not in after
    with circle.inside(author):
        assert not Story.objects.exists()
        assert not StoryConsent.objects.exists()
        message = messages().get(kind="community-story-taken-out", recipient=author)
        content = kinds.get(message.kind).compose(message)
        assert "Lost the room" not in str(content)
        assert WHY not in str(content)
    with circle.inside(circle.coordinator):
        entry = AuditEntry.objects.get(action="story.taken-out")
        assert (entry.by, entry.facts) == (circle.coordinator, {})
        assert str(author.pk) not in str(vars(entry))
    let_in(circle, thread)
    with circle.inside(author):
        assert kinds.get(message.kind).compose(message) is None


def test_why_a_story_was_taken_out_is_its_authors_to_read_and_put_away(circle):
    author, other, _third = circle.people
    story = let_in(circle, told(circle))
    with circle.inside(circle.coordinator):
        stories.take_out(story=story, why=WHY, by=circle.coordinator)
    fields = {"organisation_id": story.organisation_id, "thread": told(circle), "title": "Mine"}
    for person in (other, circle.coordinator):
        assert WHY not in browser(person).get(library(circle)).content.decode()
        with circle.inside(person):
            assert not StoryRemoval.objects.exists()
        with pytest.raises(ProgrammingError), circle.inside(person):
            StoryRemoval.objects.create(author=person, why="I say so", **fields)
    page = browser(author).get(library(circle)).content.decode()
    assert WHY in page
    with circle.inside(author):
        left = StoryRemoval.objects.get()
    address = library(circle, f"taken-out/{left.pk}/")
    assert browser(other).post(address).status_code == 404
    assert WHY not in browser(author).post(address, follow=True).content.decode()


def test_the_copy_stays_as_it_is_whatever_becomes_of_the_thread(circle):
    from cop.actions import threads
    from tests.cop.sharing import opening

    author, other, _third = circle.people
    thread = told(circle)
    let_in(circle, thread)
    with circle.inside(author):
        threads.remove(post=opening(circle, thread, author), by=author)
    with circle.inside(other):
        assert Story.objects.defer("search").get().body == "Somebody was there"


def test_others_ask_and_the_author_decides(circle):
    author, other, third = circle.people
    thread = told(circle)
    client = browser(other)
    for _twice in range(2):
        assert client.post(url(circle, f"threads/{thread.pk}/story/ask/")).status_code == 302
    with circle.inside(author):
        message = messages().get(kind="community-story-asked", recipient=author)
        content = thread_mails._story_asked(message)
        assert "Lost the room" not in str(content)
    assert other.display_name in browser(author).get(url(circle, f"threads/{thread.pk}/")).content.decode()
    with circle.inside(third):
        assert StoryRequest.objects.count() == 0
    assert browser(other).get(url(circle, f"threads/{thread.pk}/story/")).status_code == 404
    browser(author).post(url(circle, f"threads/{thread.pk}/story/"), {"answer": "no"})
    with circle.inside(author):
        assert StoryRequest.objects.get().declined_at
        assert thread_mails._story_asked(message) is None
        assert Story.objects.count() == 0


def test_a_wish_for_a_story_stands_on_its_authors_home_until_it_is_answered(circle):
    author, other = circle.people[:2]
    thread = told(circle)
    with circle.inside(other):
        stories.ask(thread=thread, by=other)
    wish = f"{other.display_name} would like your story in the library"
    assert wish in browser(author).get("/riverside/").text
    assert wish not in browser(other).get("/riverside/").text
    with circle.inside(author):
        stories.decline(thread=thread, by=author)
    assert wish not in browser(author).get("/riverside/").text


def test_consenting_in_the_browser(circle):
    thread = told(circle)
    client = browser(circle.people[0])
    address = url(circle, f"threads/{thread.pk}/story/")
    assert "Priya was there" in client.get(address).content.decode()
    assert client.post(address, {"title": "", "body": "x", "named": "no"}).status_code == 422
    sent = client.post(address, {"title": "The room", "body": "Short", "named": "yes"})
    assert sent.status_code == 302
    found = browser(circle.coordinator).get(library(circle, "?q=short&kind=failure")).content.decode()
    assert "<mark>Short</mark>" in found


@pytest.mark.parametrize("size", [1, 3, 30])
def test_the_library_costs_the_same_however_much_stands_in_it(circle, size):
    for number in range(size):
        let_in(circle, told(circle), named=number % 2 == 0)
    client = browser(circle.people[1])
    costs = []
    for rest in ("", "?q=somebody"):
        with questions() as asked:
            assert client.get(library(circle, rest)).status_code == 200
        costs.append(len(asked))
    assert costs == [7, 7]


def test_a_removed_story_takes_no_answers_and_nobody_waits_for_it(circle):
    author, other, _third = circle.people
    thread = told(circle)
    with circle.inside(other):
        stories.ask(thread=thread, by=other)
    with circle.inside(author):
        threads.remove(post=thread.posts.get(number=0), by=author)
        assert not StoryRequest.objects.filter(declined_at=None).exists()
    with circle.inside(other), pytest.raises(CommunityError, match="takes no further answers"):
        threads.answer(thread=thread, body="Me too", by=other)
    with circle.inside(other), pytest.raises(CommunityError, match="nothing to ask for"):
        stories.ask(thread=thread, by=other)
    page = browser(other).get(url(circle, f"threads/{thread.pk}/")).content.decode()
    assert 'id="answer"' not in page
    assert (
        "would like your story" not in browser(author).get(f"/{author.organisation.slug}/").content.decode()
    )
