"""Threads: what members share, and who may read, change and close it."""

from html.parser import HTMLParser

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cop.actions import communities, threads
from cop.errors import CommunityError
from cop.models import Post, PostBody, PostFile, Thread, ThreadClosure, ThreadFollow
from cop.queries.threads import facilitates, read_thread
from files.models import LedgerEntry
from files.upload_validation import validate
from tests.budget import questions
from tests.cop.sharing import answered, begun, browser, opening, place_of, url
from tests.files.builders import SVG, pdf, picture, upload
from tests.post import messages


def test_a_thread_is_read_by_the_members_and_followed_by_its_author(circle):
    author, other, _third = circle.people
    thread = begun(circle, author)
    with circle.inside(other):
        read = read_thread(place_of(circle, other), thread.pk)
        assert (read.opening.title, read.last, read.follows) == ("How do you say no", 0, False)
    with circle.inside(author):
        assert ThreadFollow.objects.get(thread=thread).member == author


def test_an_empty_thread_is_refused_but_a_resource_may_be_a_link_alone(circle):
    author = circle.people[0]
    with pytest.raises(CommunityError, match="few words"):
        begun(circle, author, body="  ")
    begun(circle, author, kind="resource", body="", link="https://example.org/sheet")


def test_answers_are_numbered_and_followers_told_once_until_the_mail_is_out(circle):
    author, second, third = circle.people
    thread = begun(circle, author)
    assert [answered(circle, thread, each).number for each in (second, third, second)] == [1, 2, 3]
    with circle.inside(author):
        told = messages().filter(kind="community-answer", subject_id=thread.pk)
        assert sorted(told.values_list("recipient__display_name", flat=True)) == [
            author.display_name, second.display_name, third.display_name,
        ]  # fmt: skip
        mine = told.get(recipient=author)
        assert mine.due_at > timezone.now()
        told.filter(pk=mine.pk).update(state="sent")
    answered(circle, thread, third)
    with circle.inside(author):
        assert told.get(recipient=author).state == "waiting"


def test_the_mail_says_that_an_answer_waits_and_nothing_of_it(circle):
    from cop import thread_mails

    author, second, _third = circle.people
    thread = begun(circle, author, title="Secret title", body="Secret question")
    answered(circle, thread, second, "Secret answer")
    with circle.inside(author):
        message = messages().get(kind="community-answer", recipient=author)
        content = thread_mails._answered(message)
        said = content.subject + " ".join(content.context["lines"]) + content.action
        assert "Secret" not in said
        assert second.display_name not in said
        assert message.link == f"/communities/{circle.community.pk}/threads/{thread.pk}/"
        threads.unfollow(thread=thread, by=author)
        assert thread_mails._answered(message) is None
        assert messages().get(pk=message.pk).state == "cancelled"


def test_who_left_is_not_told_and_their_mail_is_dropped(circle):
    from cop import thread_mails

    author, second, _third = circle.people
    thread = begun(circle, author)
    answered(circle, thread, second)
    with circle.inside(author):
        communities.leave(community=circle.community, member=author, by=author)
        message = messages().get(kind="community-answer", recipient=author)
        assert thread_mails._answered(message) is None
        messages().delete()
    answered(circle, thread, second)
    with circle.inside(second):
        assert not messages().filter(kind="community-answer").exists()


def test_only_its_author_changes_and_removes_a_post(circle):
    author, other, _third = circle.people
    thread = begun(circle, author)
    post = opening(circle, thread, author)
    with circle.inside(other):
        for act in (
            lambda: threads.edit(post=post, title="Mine", body="Mine", by=other),
            lambda: threads.remove(post=post, by=other),
        ):
            with pytest.raises(CommunityError, match="somebody else"):
                act()
    with circle.inside(author):
        threads.edit(post=post, title="Better", body="said", by=author)
        post = Post.objects.with_words().get(pk=post.pk)
        assert (post.words.title, post.words.body) == ("Better", "said")
        assert post.edited_at


def test_removing_takes_words_and_files_and_leaves_that_it_was_removed(circle, settings, tmp_path):
    author, other, _third = circle.people
    thread = begun(circle, author)
    post = answered(circle, thread, other, "Words", files=[validate(upload(pdf(), "a.pdf"))])
    with circle.inside(other):
        threads.remove(post=post, by=other)
        assert not PostBody.objects.filter(post=post).exists()
        assert LedgerEntry.objects.get().removed_at
    page = browser(author).get(url(circle, f"threads/{thread.pk}/")).content.decode()
    assert "Removed by its author" in page
    assert "Words" not in page


def test_a_closed_community_can_be_read_and_not_written_but_ones_own_can_be_removed(circle):
    author, other, _third = circle.people
    thread = begun(circle, author)
    post = opening(circle, thread, author)
    with circle.inside(circle.coordinator):
        communities.close(community=circle.community, by=circle.coordinator)
    with pytest.raises(CommunityError, match="has closed"):
        answered(circle, thread, other)
    with pytest.raises(CommunityError, match="has closed"):
        begun(circle, other)
    with circle.inside(author), pytest.raises(CommunityError, match="has closed"):
        threads.edit(post=post, title="x", body="y", by=author)
    client = browser(other)
    page = client.get(url(circle, f"threads/{thread.pk}/"))
    assert page.status_code == 200
    assert b'name="body"' not in page.content
    assert client.get(url(circle, "threads/new/")).status_code == 404
    with circle.inside(author):
        threads.remove(post=post, by=author)


def test_whose_turn_is_next_closes_a_thread_and_opens_it_again(circle):
    author, other, third = circle.people
    thread = begun(circle, author)
    circle.name(other)
    with circle.inside(third), pytest.raises(CommunityError, match="facilitates"):
        threads.close(thread=thread, by=third)
    with circle.inside(other):
        threads.close(thread=thread, by=other)
    with pytest.raises(CommunityError, match="thread is closed"):
        answered(circle, thread, third)
    with circle.inside(other):
        threads.reopen(thread=thread, by=other)
    answered(circle, thread, third)


def test_who_facilitates_a_session_under_way_closes_a_thread_too(circle):
    author, other, _third = circle.people
    circle.name(other)
    session = circle.arrange(other)
    with circle.inside(other):
        meeting = session.meeting
        meeting.starts_at, meeting.ends_at = timezone.now(), timezone.now() + timezone.timedelta(hours=1)
        meeting.save()
        assert facilitates(circle.community, other)
        assert not facilitates(circle.community, author)


def sees(circle, person, model):
    with circle.inside(person):
        return model.objects.count()


@pytest.mark.parametrize("model", [Thread, Post, PostBody, PostFile, ThreadFollow, ThreadClosure])
def test_the_database_shows_threads_to_present_members_alone(circle, model):
    author, other, leaver = circle.people
    thread = begun(circle, author, files=[validate(upload(picture(), "a.png"))])
    circle.name(author)
    with circle.inside(author):
        threads.close(thread=thread, by=author)
    with circle.inside(leaver):
        communities.leave(community=circle.community, member=leaver, by=leaver)
    outsider = circle.enrol("Noor Haddad")
    assert sees(circle, other, model) == 1
    for person in (leaver, outsider, circle.coordinator, None):
        assert sees(circle, person, model) == 0, person


def test_who_left_does_not_even_read_their_own_words(circle):
    author = circle.people[0]
    begun(circle, author)
    with circle.inside(author):
        communities.leave(community=circle.community, member=author, by=author)
        assert PostBody.objects.count() == 0


def refused(circle, person, sql, *values):
    with (
        pytest.raises(DatabaseError),
        circle.inside(person),
        connection.cursor() as cursor,
        transaction.atomic(),
    ):
        cursor.execute(sql, values)


def changes(circle, person, sql, *values):
    with circle.inside(person), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.rowcount


def test_the_database_lets_members_speak_only_as_themselves(circle):
    author, other, _third = circle.people
    thread = begun(circle, author)
    post = answered(circle, thread, other)
    tenant, community = circle.community.organisation_id, circle.community.pk
    refused(
        circle, author,
        "INSERT INTO cop_thread (organisation_id, community_id, author_id, kind, at) "
        "VALUES (%s, %s, %s, 'advice', now())",
        tenant, community, other.pk,
    )  # fmt: skip
    speak = (
        "INSERT INTO cop_post (organisation_id, community_id, thread_id, author_id, number, at) "
        "VALUES (%s, %s, %s, %s, %s, now())"
    )
    refused(circle, author, speak, tenant, community, thread.pk, other.pk, 2)
    refused(circle, circle.coordinator, speak, tenant, community, thread.pk, circle.coordinator.pk, 2)
    begin_again = Post.objects.filter(thread=thread, number=0)
    with circle.inside(author):
        begin_again.delete()
    refused(circle, other, speak, tenant, community, thread.pk, other.pk, 0)
    for person in (author, circle.coordinator):
        assert (
            changes(circle, person, "UPDATE cop_postbody SET body = 'Changed' WHERE post_id = %s", post.pk)
            == 0
        )
        assert changes(circle, person, "DELETE FROM cop_postbody WHERE post_id = %s", post.pk) == 0
        assert changes(circle, person, "UPDATE cop_post SET removed_at = now() WHERE id = %s", post.pk) == 0
        assert changes(circle, person, "DELETE FROM cop_threadfollow WHERE member_id = %s", other.pk) == 0
    refused(circle, other, "UPDATE cop_post SET thread_id = gen_random_uuid() WHERE id = %s", post.pk)
    refused(circle, other, "UPDATE cop_post SET author_id = %s WHERE id = %s", author.pk, post.pk)
    refused(circle, author, "UPDATE cop_thread SET author_id = %s", other.pk)


def test_a_post_cannot_be_put_into_another_communitys_thread(circle):
    author = circle.people[0]
    with circle.inside(circle.coordinator):
        elsewhere = communities.found(
            programme=circle.programme,
            name="Elsewhere",
            audience="mentee",
            joining="choice",
            by=circle.coordinator,
        )
    thread = begun(circle, circle.people[1])
    with circle.inside(author):
        communities.join(community=elsewhere, by=author)
        communities.leave(community=circle.community, member=author, by=author)
    refused(
        circle, author,
        "INSERT INTO cop_post (organisation_id, community_id, thread_id, author_id, number, at) "
        "VALUES (%s, %s, %s, %s, 5, now())",
        elsewhere.organisation_id, elsewhere.pk, thread.pk, author.pk,
    )  # fmt: skip


HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](https://evil.example/pixel.png)",
    "<svg/onload=alert(1)>",
    '"><iframe src="https://evil.example">',
    "<style>body{display:none}</style>",
    "[a]: javascript:alert(1)\n\n[a]",
    '<https://example.org/"onmouseover="alert(1)>',
)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_write_never_becomes_markup_of_its_own(circle, text):
    author, other, _third = circle.people
    thread = begun(circle, author, title=f"wanted {text}"[:140], body=f"wanted {text}")
    answered(circle, thread, other, f"wanted {text}")
    client = browser(other)
    pages = [
        client.get(url(circle, f"threads/{thread.pk}/")),
        client.get(url(circle, "threads/")),
        client.get(url(circle, "threads/?q=wanted")),
        client.get(url(circle)),
        client.post(url(circle, f"threads/{thread.pk}/answers/"), {"body": text, "preview": "yes"}),
    ]
    for page in pages:
        assert page.status_code == 200
        assert markup_of_its_own(page.content.decode()) == []


def markup_of_its_own(html):
    """What a page has that only somebody else's words could have brought."""
    found = []

    class Parser(HTMLParser):
        def handle_starttag(self, tag, attributes):
            given = dict(attributes)
            harmful = [name for name in given if name.startswith("on") or name == "style"]
            target = (given.get("href") or "") + (given.get("src") or "")
            elsewhere = "evil" in (given.get("src") or "") or target.lower().startswith(
                ("javascript:", "data:")
            )
            if harmful or elsewhere or tag in {"iframe", "style", "object"}:
                found.append((tag, attributes))
            if tag == "script" and not given.get("src"):
                found.append((tag, attributes))

    Parser().feed(html)
    return found


def test_the_check_for_markup_finds_some():
    assert len(markup_of_its_own("<p onclick=x><a href='javascript:x'><script>x</script><iframe>")) == 4


def test_the_preview_shows_the_text_without_storing_it(circle):
    author = circle.people[0]
    client = browser(author)
    data = {"kind": "success", "title": "", "body": "It **went** well", "preview": "yes"}
    page = client.post(url(circle, "threads/new/"), data)
    html = page.content.decode()
    assert page.status_code == 200
    assert "<strong>went</strong>" in html
    assert "It **went** well</textarea>" in html
    assert "error-summary" not in html
    piece = client.post(url(circle, "threads/new/"), data, headers={"HX-Request": "true"}).content.decode()
    assert piece.strip().startswith('<div id="preview"')
    assert "<form" not in piece
    assert sees(circle, author, Thread) == 0


def test_a_refused_file_is_explained_beside_its_field_and_nothing_is_stored(circle):
    author = circle.people[0]
    page = browser(author).post(
        url(circle, "threads/new/"),
        {
            "kind": "advice",
            "title": "A sheet",
            "body": "Look",
            "files": [upload(pdf(), "a.pdf"), upload(SVG, "b.svg")],
        },
    )
    html = page.content.decode()
    assert page.status_code == 422
    assert "“b.svg”: Web pages and drawings" in html
    assert sees(circle, author, Thread) == 0


def test_files_come_with_a_thread_and_go_when_ticked(circle):
    author, other, _third = circle.people
    client = browser(author)
    files = [upload(pdf(), "a.pdf"), upload(picture(), "b.png")]
    client.post(url(circle, "threads/new/"), {"kind": "resource", "title": "A sheet", "files": files})
    with circle.inside(author):
        post = Post.objects.select_related("thread").get()
        kept = list(PostFile.objects.all())
    assert [each.name for each in kept] == ["a.pdf", "b.png"]
    reader = browser(other)
    address = url(circle, f"threads/{post.thread_id}/")
    response = reader.get(f"{address}files/{kept[0].pk}/")
    assert response.headers["Content-Disposition"] == 'attachment; filename="a.pdf"'
    assert reader.get(f"{address}files/{kept[1].pk}/small/").headers["Content-Type"] == "image/jpeg"
    assert reader.get(f"{address}files/{kept[0].pk}/small/").status_code == 404
    assert reader.get(address).content.count(b"<img") == 1
    edit = f"{address}posts/{post.pk}/edit/"
    assert client.get(edit).status_code == 200
    changed = client.post(edit, {"title": "A sheet", "body": "", "link": "", "without": [kept[0].pk]})
    assert changed.status_code == 302
    assert sees(circle, author, PostFile) == 1
    emptied = client.post(edit, {"title": "A sheet", "body": "", "link": "", "without": [kept[1].pk]})
    assert emptied.status_code == 422
    assert sees(circle, author, PostFile) == 1


@pytest.mark.parametrize("size", [1, 3, 30])
def test_the_pages_cost_the_same_however_much_is_shared(circle, size):
    author, other, _third = circle.people
    for _each in range(size):
        thread = begun(circle, author, kind="success")
    for _each in range(size):
        answered(circle, thread, other, "An answer", files=[validate(upload(pdf(), "a.pdf"))])
    client = browser(other)
    costs = []
    for rest in ("threads/", "threads/?q=rewrite", "threads/?kind=success", f"threads/{thread.pk}/"):
        with questions() as asked:
            assert client.get(url(circle, rest)).status_code == 200
        costs.append(len(asked))
    assert costs == [7, 7, 7, 10]


def test_a_long_thread_shows_its_last_answers_and_earlier_ones_on_demand(circle):
    author, other, _third = circle.people
    thread = begun(circle, author)
    for number in range(1, 121):
        answered(circle, thread, other, f"Answer {number}.")
    client = browser(author)

    def shown(query=""):
        html = client.get(url(circle, f"threads/{thread.pk}/{query}")).content.decode()
        return [number for number in range(1, 121) if f"Answer {number}." in html], html

    numbers, html = shown()
    assert numbers == list(range(111, 121))
    assert "Here: 111 to 120." in html
    assert "?before=111" in html
    assert shown("?before=111")[0] == list(range(101, 111))
    assert 'href="' + url(circle, f"threads/{thread.pk}/?before=11") in html
    numbers, html = shown("?before=11")
    assert numbers == list(range(1, 11))
    assert "?before=21" in html
    assert "The latest answers" in html
    assert "from the first" not in html
    for odd in ("?before=-1", "?before=x", "?before=0", "?before=99999999", "?before=" + "9" * 40):
        assert len(shown(odd)[0]) == 10
    assert shown("?before=1")[0] == []
    piece = client.get(
        url(circle, f"threads/{thread.pk}/?before=101"), headers={"HX-Request": "true"}
    ).content.decode()
    assert "<html" not in piece
    assert "Answer 100." in piece
    assert len(client.get(url(circle, f"threads/{thread.pk}/")).content) < 30_000
