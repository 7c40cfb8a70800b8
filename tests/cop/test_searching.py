"""Finding what was said: in the organisation's language, marked, escaped, and never what is not one's to read."""

import pytest

from cop import search
from cop.actions import communities
from cop.models import PostBody
from cop.queries.threads import list_hits, search_posts
from tests.cop.sharing import answered, begun, browser, place_of, url


@pytest.mark.parametrize(
    ("language", "dictionary"),
    [("en-gb", "english"), ("de", "german"), ("pt-BR", "portuguese"), ("cy", "simple"), ("", "simple")],
)
def test_each_language_has_its_dictionary_or_the_simple_one(language, dictionary):
    assert search.dictionary(language) == dictionary


def test_every_dictionary_is_one_that_the_database_has(circle):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT cfgname FROM pg_ts_config")
        there = {name for (name,) in cursor.fetchall()}
    assert set(search.DICTIONARIES.values()) | {search.SIMPLE} <= there


def test_hits_are_marked_and_all_else_is_escaped():
    assert search.shown("a \ue000<b>\ue001 & c") == "a <mark>&lt;b&gt;</mark> &amp; c"
    assert search.shown("\ue001x\ue000\ue000<i>") == "x&lt;i&gt;"
    assert search.shown("\ue000a\ue000b\ue001\ue001") == "a<mark>b</mark>"


@pytest.mark.parametrize(
    ("body", "piece"),
    [
        ("**Never** a \ue000word\ue001\n\n- of *it*", "Never a <mark>word</mark> of it"),
        ("**\ue000bold\ue001** and `\ue000code\ue001`", "<mark>bold</mark> and <mark>code</mark>"),
        ("[a \ue000page\ue001](https://riverside.example/\ue000page\ue001) here", "a <mark>page</mark> here"),
        ("# Head\n\n> said\n\n```\n<b>\n```", "Head said &lt;b&gt;"),
    ],
)
def test_a_piece_is_plain_words_with_its_hits_marked(body, piece):
    assert search.shown(body) == piece


def test_a_piece_of_a_long_text_stands_around_its_first_hit():
    long = "before " * 200 + "\ue000here\ue001 " + "after " * 200
    piece = search.shown(long)
    assert piece.startswith("… before")
    assert piece.endswith("after …")
    assert "<mark>here</mark>" in piece
    assert len(piece) < 300
    unbroken = search.shown("x" * 20_000)
    assert len(unbroken) < 300
    assert "<mark>here</mark>" in search.shown("x" * 20_000 + "-\ue000here\ue001")


def found(circle, person, wanted, kind=""):
    with circle.inside(person):
        return list_hits(search_posts(place_of(circle, person), wanted, kind))


def test_titles_bodies_and_answers_are_searched_in_other_forms_of_the_words(circle):
    author, other, _third = circle.people
    thread = begun(circle, author, title="Losing the room", body="I talked too long")
    answered(circle, thread, other, "Pauses help when talking")
    begun(circle, other, title="Another", body="Nothing alike", kind="resource")
    assert [hit.post.number for hit in found(circle, author, "lose")] == [0]
    assert {hit.post.number for hit in found(circle, author, "talk")} == {0, 1}
    assert all(hit.title == "Losing the room" for hit in found(circle, author, "talk"))
    assert found(circle, author, "talk", "resource") == []
    assert "<mark>talking</mark>" in str(found(circle, author, "talk -long")[0].snippet)


def test_a_text_in_another_language_is_still_found_after_the_organisation_changed_its_own(circle):
    author = circle.people[0]
    circle.coordinator.organisation.language = author.organisation.language = "de"
    begun(circle, author, title="Häuser", body="Viele Häuser")
    author.organisation.language = "en-gb"
    begun(circle, author, title="Houses", body="Many houses")
    assert len(found(circle, author, "haus")) == 1
    assert len(found(circle, author, "house")) == 1


@pytest.mark.parametrize("wanted", ["'", '"', "a & | !", "((", "\\", "%", "-", "<b>", "or or", "é" * 200])
def test_whatever_is_searched_for_the_page_answers(circle, wanted):
    author = circle.people[0]
    begun(circle, author)
    assert browser(author).get(url(circle, "threads/"), {"q": wanted}).status_code == 200


@pytest.mark.parametrize("query", ["q=\0", "kind=nonsense", "page=x", "page=-4", "q=" + "a" * 300])
def test_odd_filters_are_no_error(circle, query):
    author = circle.people[0]
    begun(circle, author)
    assert browser(author).get(url(circle, f"threads/?{query}")).status_code == 200


def test_search_shows_and_counts_only_what_is_the_members_to_read(circle):
    author, other, leaver = circle.people
    begun(circle, author, title="Needle", body="needle needle")
    with circle.inside(circle.coordinator):
        elsewhere = communities.found(
            programme=circle.programme,
            name="Elsewhere",
            audience="mentee",
            joining="choice",
            by=circle.coordinator,
        )
    with circle.inside(leaver):
        communities.leave(community=circle.community, member=leaver, by=leaver)
        communities.join(community=elsewhere, by=leaver)
    slug = circle.coordinator.organisation.slug
    page = browser(leaver).get(f"/{slug}/communities/{elsewhere.pk}/threads/?q=needle").content.decode()
    assert "Nothing found" in page
    assert "Found in" not in page
    assert "Found in 1 place<" in browser(other).get(url(circle, "threads/?q=needle")).content.decode()
    for person in (leaver, circle.coordinator, None):
        with circle.inside(person):
            assert PostBody.objects.saying("needle").count() == 0


def test_removed_words_are_not_found(circle):
    from cop.actions import threads

    author, other, _third = circle.people
    post = answered(circle, begun(circle, author), other, "Needle")
    assert len(found(circle, author, "needle")) == 1
    with circle.inside(other):
        threads.remove(post=post, by=other)
    assert found(circle, author, "needle") == []
