"""Reporting to the coordinator: what goes along, who reads it, and hiding what was reported."""

import pytest
from django.db import DatabaseError

from cop import thread_mails
from cop.actions import reports
from cop.errors import CommunityError
from cop.models import HiddenPost, Post, PostBody, PostFile, Report, ReportSettlement
from cop.queries.threads import search_posts
from files.upload_validation import validate
from programmes.models import Coordination
from tests import make
from tests.budget import questions
from tests.cop.sharing import answered, begun, browser, place_of, url
from tests.files.builders import pdf, upload
from tests.post import messages


@pytest.fixture
def hurt(circle):
    """The second said something hurtful in the first's thread, with a file."""
    author, other, _third = circle.people
    thread = begun(circle, author)
    return answered(circle, thread, other, "A hurtful word", files=[validate(upload(pdf(), "a.pdf"))])


def reported(circle, post, by, **more):
    with circle.inside(by):
        loaded = Post.objects.with_words().select_related("community").get(pk=post.pk)
        return reports.report(post=loaded, by=by, **{"reason": "hurtful", "words": "It hurts"} | more)


def hidden(circle, report):
    with circle.inside(circle.coordinator):
        return reports.hide(report=report, by=circle.coordinator)


def test_the_text_goes_along_only_when_that_is_chosen(circle, hurt):
    author, _other, third = circle.people
    assert reported(circle, hurt, author).reported_text == ""
    assert reported(circle, hurt, third, with_text=True).reported_text == "A hurtful word"
    pages = browser(circle.coordinator)
    with circle.inside(circle.coordinator):
        first, second = Report.objects.order_by("at")
    slug = circle.coordinator.organisation.slug
    page = pages.get(f"/{slug}/communities/reports/{first.pk}/").content.decode()
    assert "It hurts" in page
    assert "A hurtful word" not in page
    assert "A hurtful word" in pages.get(f"/{slug}/communities/reports/{second.pk}/").content.decode()


def test_a_report_is_its_reporters_and_the_coordinators_alone(circle, hurt):
    author, other, third = circle.people
    elsewhere = make.member(circle.coordinator.organisation, "Samuel Mensah", coordinator=True)
    make.programme(elsewhere, "Induction")
    report = reported(circle, hurt, author)
    with circle.inside(circle.coordinator):
        reports.settle(report=report, answer="I will talk to them", by=circle.coordinator)
    for person, count in (
        (author, 1),
        (circle.coordinator, 1),
        (other, 0),
        (third, 0),
        (elsewhere, 0),
        (None, 0),
    ):
        with circle.inside(person):
            assert (Report.objects.count(), ReportSettlement.objects.count()) == (count, count), person


def test_a_coordinator_does_not_read_who_reported_them(circle):
    author, other, _third = circle.people
    post = answered(circle, begun(circle, author), other, "A hurtful word")
    with circle.inside(circle.coordinator):
        Coordination.objects.create(
            organisation_id=circle.community.organisation_id,
            programme=circle.programme,
            member=other,
            by=circle.coordinator,
        )
    report = reported(circle, post, author)
    with circle.inside(other):
        assert Report.objects.count() == 0
        assert not messages().filter(kind="community-report", recipient=other).exists()
        with pytest.raises(CommunityError, match="another coordinator"):
            reports.hide(report=report, by=other)


def test_what_cannot_be_reported(circle, hurt):
    author, other, _third = circle.people
    with pytest.raises(CommunityError, match="yours"):
        reported(circle, hurt, other)
    reported(circle, hurt, author)
    with pytest.raises(CommunityError, match="already"):
        reported(circle, hurt, author)


def test_a_report_is_answered_once_and_the_reporter_hears_that_it_was(circle, hurt):
    author = circle.people[0]
    report = reported(circle, hurt, author)
    with circle.inside(circle.coordinator):
        waiting = messages().get(kind="community-report", recipient=circle.coordinator)
        assert "hurt" not in str(thread_mails._reported(waiting))
        made = reports.settle(report=report, answer="I will talk to them", by=circle.coordinator)
        assert (made.by, made.answer) == (circle.coordinator, "I will talk to them")
        assert thread_mails._reported(waiting) is None
        with pytest.raises(CommunityError, match="answered already"):
            reports.settle(report=report, answer="Again", by=circle.coordinator)
    with circle.inside(author), pytest.raises(CommunityError, match="coordinators"):
        reports.settle(report=report, answer="Mine", by=author)
    with circle.inside(author):
        message = messages().get(kind="community-report-settled", recipient=author)
        assert "talk" not in str(thread_mails._settled(message))
    slug = circle.coordinator.organisation.slug
    assert b"I will talk to them" in browser(author).get(f"/{slug}{message.link}").content


def test_what_is_hidden_is_read_by_its_author_alone(circle, hurt):
    author, other, third = circle.people
    hidden(circle, reported(circle, hurt, author))
    address = url(circle, f"threads/{hurt.thread_id}/")
    for person in (author, third):
        page = browser(person).get(address).content.decode()
        assert "Hidden by the coordinator" in page
        assert "A hurtful word" not in page
        with circle.inside(person):
            assert not PostBody.objects.filter(post=hurt).exists()
            assert not PostFile.objects.filter(post=hurt).exists()
            assert not search_posts(place_of(circle, person), "hurtful").exists()
    own = browser(other).get(address).content.decode()
    assert "A hurtful word" in own
    with circle.inside(other):
        assert search_posts(place_of(circle, other), "hurtful").count() == 1
        message = messages().get(kind="community-hidden", recipient=other)
        told = str(thread_mails._hidden(message))
        assert author.display_name not in told
        assert "A hurtful word" not in told
    response = browser(other).get(f"/{circle.coordinator.organisation.slug}{message.link}", follow=True)
    assert "A hurtful word" in response.content.decode()


def test_what_was_hidden_can_be_shown_again(circle, hurt):
    author, _other, third = circle.people
    report = reported(circle, hurt, author)
    hidden(circle, report)
    with circle.inside(circle.coordinator):
        reports.show(report=report, by=circle.coordinator)
    with circle.inside(third):
        assert PostBody.objects.filter(post=hurt).exists()


def test_the_database_lets_a_coordinator_hide_only_what_was_reported(circle, hurt):
    made = {"organisation_id": hurt.organisation_id, "community": circle.community, "post": hurt}
    with pytest.raises(DatabaseError), circle.inside(circle.coordinator):
        HiddenPost.objects.create(**made, by=circle.coordinator)
    report = reported(circle, hurt, circle.people[0])
    for person in circle.people:
        with pytest.raises(DatabaseError), circle.inside(person):
            HiddenPost.objects.create(**made, by=person)
    hiding = hidden(circle, report)
    with circle.inside(circle.people[1]):
        assert HiddenPost.objects.filter(pk=hiding.pk).delete()[0] == 0


def test_the_database_takes_reports_as_oneself_about_who_wrote_it(circle, hurt):
    author, other, third = circle.people
    fields = {
        "organisation_id": hurt.organisation_id, "community": circle.community, "post": hurt, "reason": "other",
        "is_opening": False, "written_at": hurt.at,
    }  # fmt: skip
    outsider = circle.coordinator
    for by, about, person in ((third, other, author), (author, third, author), (outsider, other, outsider)):
        with pytest.raises(DatabaseError), circle.inside(person):
            Report.objects.create(**fields, by=by, about=about)


def test_home_leads_the_coordinator_to_what_waits(circle, hurt):
    slug = circle.coordinator.organisation.slug
    client = browser(circle.coordinator)
    assert b"A report from a community" not in client.get(f"/{slug}/").content
    report = reported(circle, hurt, circle.people[0])
    home = client.get(f"/{slug}/").content
    assert b"A report from a community" in home
    assert b"hurt" not in home
    assert b"communities/reports/" in client.get(url(circle, "coordination/")).content
    answer = client.post(f"/{slug}/communities/reports/{report.pk}/settlement/", {"answer": "Thank you"})
    assert answer.status_code == 302
    assert b"A report from a community" not in client.get(f"/{slug}/").content
    empty = client.post(f"/{slug}/communities/reports/{report.pk}/settlement/", {"answer": " "})
    assert empty.status_code == 422


@pytest.mark.parametrize("size", [1, 3, 30])
def test_the_list_of_reports_costs_the_same_however_many_there_are(circle, size):
    author, other, _third = circle.people
    thread = begun(circle, author)
    for _each in range(size):
        reported(circle, answered(circle, thread, other), author)
    client = browser(circle.coordinator)
    with questions() as asked:
        assert client.get(f"/{circle.coordinator.organisation.slug}/communities/reports/").status_code == 200
    assert len(asked) == 6, str(asked)


def test_reporting_in_the_browser(circle, hurt):
    client = browser(circle.people[0])
    address = url(circle, f"threads/{hurt.thread_id}/posts/{hurt.pk}/report/")
    assert "does not learn who reported it" in client.get(address).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "hurtful", "with_text": "on"}).status_code == 302
    assert browser(circle.people[1]).get(address).status_code == 404
    with circle.inside(circle.coordinator):
        assert Report.objects.get().reported_text == "A hurtful word"
