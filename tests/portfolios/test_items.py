from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from organisations.models import AuditEntry
from portfolios.actions import items, shares
from portfolios.errors import PortfolioError
from portfolios.models import DiaryEntry, Evidence, EvidenceFile, ItemShare, Profile
from tests import make
from tests.budget import questions
from tests.files import builders
from tests.post import messages

HOME = "/riverside/portfolio/"


def a_form(**fields):
    return {"kind": "certificate", "title": "First aid", "began_on": "2026-01-10", **fields}


def test_an_empty_portfolio_says_what_it_is_for(pair):
    page = pair.client(pair.maya).get(HOME).content.decode()
    assert "No evidence yet" in page
    assert "three short texts" in page


def test_the_front_page_begins_with_the_newest_evidence(pair):
    today = timezone.localdate()
    for days in (3, 1, 6, 2, 5, 4):
        pair.evidence(f"Day {days}", began_on=today - timedelta(days=days))
    page = pair.client(pair.maya).get(HOME).content.decode()
    places = [page.index(f"Day {days}") for days in (1, 2, 3, 4)]
    assert places == sorted(places)
    assert "Day 5" not in page


def test_evidence_is_added_with_files_and_shown(pair):
    client = pair.client(pair.maya)
    upload = builders.upload(builders.picture(), "scan.png")
    data = a_form(relates_to=["review", "competencies"], shows="I can help", files=[upload])
    answer = client.post(f"{HOME}evidence/new/", data)
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    assert "Competencies · Performance review" in page
    assert "scan" in page
    with pair.inside(pair.maya):
        file = EvidenceFile.objects.get()
    assert (
        client.get(f"{HOME}evidence/files/{file.pk}/").headers["Content-Disposition"].startswith("attachment")
    )
    assert client.get(f"{HOME}evidence/files/{file.pk}/small/").headers["Content-Type"] == "image/jpeg"
    client.post(f"{HOME}evidence/files/{file.pk}/removal/")
    assert client.get(f"{HOME}evidence/files/{file.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "id_title_error"),
        ({"kind": "wish"}, "Choose one of those that are offered"),
        ({"began_on": "0026-01-10"}, "Check the year"),
        ({"ended_on": "2025-01-10"}, "This is before it began"),
        ({"expires_on": "2025-01-10"}, "This is before it began"),
        ({"relates_to": ["luck"]}, "Choose only from those that are offered"),
        ({"title": "a\nb"}, "one line"),
        ({"shows": "\x00"}, "This cannot be read"),
    ],
)
def test_wrong_evidence_is_said_beside_the_field_and_nothing_is_kept(pair, wrong, said):
    answer = pair.client(pair.maya).post(f"{HOME}evidence/new/", a_form(**wrong))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    with pair.inside(pair.maya):
        assert not Evidence.objects.exists()


def test_a_hostile_file_is_refused_beside_its_field(pair):
    upload = builders.upload(builders.HTML, "cv.pdf", "application/pdf")
    answer = pair.client(pair.maya).post(f"{HOME}evidence/new/", a_form(files=[upload]))
    assert answer.status_code == 422
    assert "cv.pdf" in answer.content.decode()


def test_the_list_can_be_narrowed_and_takes_any_address(pair):
    pair.evidence("Prize")
    pair.evidence("Course", kind="course", relates_to=["review"])
    client = pair.client(pair.maya)
    page = client.get(f"{HOME}evidence/?kind=course&relates_to=review").content.decode()
    assert "Course" in page
    assert ">Prize<" not in page
    for query in ("kind=%00", "page=-1", "page=x", "relates_to=none"):
        assert client.get(f"{HOME}evidence/?{query}").status_code == 200


def test_too_many_files_are_refused_and_the_evidence_stays_as_it_was(pair, scan):
    found = pair.evidence(files=[scan() for _ in range(5)])
    with pair.inside(pair.maya):
        for _ in range(3):
            items.change_evidence(evidence=found, by=pair.maya, files=[scan() for _ in range(5)])
        with pytest.raises(PortfolioError, match="at most 20"):
            items.change_evidence(evidence=found, by=pair.maya, title="Other", files=[scan()])
        assert Evidence.objects.get().title == "Led the new laboratory"


def test_quick_capture_takes_a_beginning_and_keeps_nothing_by_itself(pair):
    client = pair.client(pair.maya)
    page = client.get(f"{HOME}diary/new/", {"text": "After <b>our</b> meeting"}).content.decode()
    assert "After &lt;b&gt;our&lt;/b&gt; meeting" in page
    with pair.inside(pair.maya):
        assert not DiaryEntry.objects.exists()
    today = timezone.localdate().isoformat()
    assert client.post(f"{HOME}diary/new/", {"text": "After our meeting", "on": today}).status_code == 302
    assert "After our meeting" in client.get(f"{HOME}diary/").content.decode()
    assert client.post(f"{HOME}diary/new/", {"text": " ", "on": today}).status_code == 422


def test_a_diary_entry_becomes_the_beginning_of_evidence_for_its_owner_alone(pair):
    found = pair.entry("I found my voice")
    assert (
        "I found my voice"
        in pair.client(pair.maya).get(f"{HOME}evidence/new/?entry={found.pk}").content.decode()
    )
    other = pair.client(pair.tomas).get(f"{HOME}evidence/new/?entry={found.pk}").content.decode()
    assert "I found my voice" not in other
    assert pair.client(pair.maya).get(f"{HOME}evidence/new/?entry=x&kind=x").status_code == 200


def test_changing_and_removing_in_the_browser(pair):
    client, found = pair.client(pair.maya), pair.entry()
    here = f"{HOME}diary/{found.pk}/"
    client.post(f"{here}edit/", {"text": "Otherwise", "on": "2026-02-01"})
    assert "Otherwise" in client.get(here).content.decode()
    assert "Remove this entry?" in client.get(f"{here}removal/").content.decode()
    client.post(f"{here}removal/")
    assert client.get(here).status_code == 404
    evidence = pair.evidence()
    client.post(f"{HOME}evidence/{evidence.pk}/removal/")
    assert client.get(f"{HOME}evidence/{evidence.pk}/").status_code == 404


def test_the_profile_is_written_once_and_then_changed(pair):
    client = pair.client(pair.maya)
    for text in ("Patient", "Patient and exact"):
        client.post(f"{HOME}profile/", {"personal_attributes": text})
    with pair.inside(pair.maya):
        assert Profile.objects.get().personal_attributes == "Patient and exact"
    assert "Patient and exact" in client.get(HOME).content.decode()


def test_sharing_reminds_of_tone_tells_the_partner_and_is_recorded(pair):
    found, client = pair.evidence(), pair.client(pair.maya)
    here = f"{HOME}evidence/{found.pk}/shares/"
    assert "as your reader will" in client.get(here).content.decode()
    assert client.post(here, {"place": ""}).status_code == 422
    with pair.inside(pair.maya):
        place = pair.place_of(pair.tomas)
    client.post(here, {"place": place.pk})
    assert "Led the new laboratory" in pair.client(pair.tomas).get(f"{HOME}shared/").content.decode()
    assert pair.client(pair.tomas).get(f"{HOME}evidence/{found.pk}/").status_code == 200
    with pair.inside(pair.maya):
        given = ItemShare.objects.get()
        assert AuditEntry.objects.filter(action="share.given", subject_id=given.pk).count() == 1
    with pair.inside(pair.tomas):
        assert messages().filter(kind="portfolio-shared", recipient=pair.tomas).count() == 1
    client.post(f"{HOME}shares/{given.pk}/end/")
    assert pair.client(pair.tomas).get(f"{HOME}evidence/{found.pk}/").status_code == 404
    assert ", ended " in client.get(here).content.decode()


def test_the_mail_says_that_something_waits_and_not_what(pair):
    from notifications import kinds

    given = pair.share(pair.evidence("Secret title"))
    with pair.inside(pair.tomas):
        message = messages().get(subject_id=given.pk)
        content = kinds.get("portfolio-shared").compose(message)
    assert "Secret title" not in str(content)
    with pair.inside(pair.maya):
        shares.take_back(share=given, by=pair.maya)
    with pair.inside(pair.tomas):
        assert kinds.get("portfolio-shared").compose(message) is None


def test_sharing_twice_is_one_share_and_again_after_taking_back_another(pair):
    found = pair.evidence()
    first = pair.share(found)
    assert pair.share(found) == first
    with pair.inside(pair.maya):
        shares.take_back(share=first, by=pair.maya)
        shares.take_back(share=first, by=pair.maya)
    assert pair.share(found) != first


def test_nobody_else_changes_shares_or_takes_back(pair):
    found = pair.evidence()
    given = pair.share(found)
    with pair.inside(pair.tomas):
        for act in (
            lambda: items.change_evidence(evidence=found, by=pair.tomas, title="Mine"),
            lambda: items.remove(item=found, by=pair.tomas),
            lambda: shares.share(item=found, place=pair.place_of(pair.maya), by=pair.tomas),
            lambda: shares.take_back(share=given, by=pair.tomas),
        ):
            with pytest.raises(PortfolioError):
                act()


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_pages_ask_few_questions(pair, rows):
    for number in range(rows):
        pair.share(pair.evidence(f"Piece {number}", began_on=timezone.localdate() - timedelta(days=number)))
        pair.share(pair.entry(f"Entry {number}"))
    found = pair.evidence()
    pair.share(found)
    for person, page, most in (
        (pair.maya, "", 9),
        (pair.maya, "evidence/", 6),
        (pair.maya, "diary/", 6),
        (pair.maya, f"evidence/{found.pk}/", 11),
        (pair.maya, f"evidence/{found.pk}/shares/", 7),
        (pair.tomas, "", 9),
        (pair.tomas, "shared/", 5),
    ):
        client = pair.client(person)
        with questions() as asked:
            assert client.get(HOME + page).status_code == 200
        assert len(asked) <= most, f"{page}\n{asked}"


def test_quick_capture_begins_with_a_meeting_or_a_plan_of_ones_own(pair):
    from development_plans.actions import plans

    meeting = make.meeting([pair.maya, pair.tomas], starts_in=timedelta(days=-2))
    with pair.inside(pair.maya):
        plan = plans.begin(by=pair.maya, goal="Lead a seminar")
    client = pair.client(pair.maya)
    page = client.get(f"{HOME}diary/new/?meeting={meeting.pk}").content.decode()
    assert "Meeting with Tomás Okafor: " in page
    assert f'value="{timezone.localdate(meeting.starts_at).isoformat()}"' in page
    assert "Lead a seminar" in client.get(f"{HOME}diary/new/?plan={plan.pk}").content.decode()
    assert "Lead a seminar" in client.get(f"{HOME}evidence/new/?plan={plan.pk}").content.decode()
    other = pair.client(pair.ines)
    for query in (f"meeting={meeting.pk}", f"plan={plan.pk}", "meeting=x", "plan=%00"):
        page = other.get(f"{HOME}diary/new/?{query}").content.decode()
        assert "Tomás" not in page
        assert "Lead a seminar" not in page


def test_evidence_is_related_to_ones_own_plans_and_read_with_them(pair):
    from development_plans.actions import plans
    from portfolios.models import EvidencePlanLink

    evidence, client = pair.evidence(), pair.client(pair.maya)
    with pair.inside(pair.maya):
        plan = plans.begin(by=pair.maya, goal="Lead a seminar")
    with pair.inside(pair.tomas):
        other = plans.begin(by=pair.tomas, goal="Write a book")
    here = f"{HOME}evidence/{evidence.pk}/"
    assert client.post(f"{here}competencies/", {"plans": [plan.pk]}).status_code == 302
    assert "Lead a seminar" in client.get(here).content.decode()
    assert client.post(f"{here}competencies/", {"plans": [other.pk]}).status_code == 422
    pair.share(evidence)
    assert "Lead a seminar" not in pair.client(pair.tomas).get(here).content.decode()
    with pytest.raises(DatabaseError, match="row-level security"), pair.inside(pair.maya):
        EvidencePlanLink.objects.create(organisation=pair.organisation, evidence=evidence, plan=other)
    client.post(f"{here}competencies/", {})
    with pair.inside(pair.maya):
        assert not EvidencePlanLink.objects.exists()


def test_a_photo_taken_now_is_kept_with_the_other_files(pair):
    client = pair.client(pair.maya)
    form = client.get(f"{HOME}evidence/new/?photo").text
    assert 'capture="environment"' in form
    assert f'value="{timezone.localdate().isoformat()}"' in form
    assert 'href="/riverside/portfolio/evidence/new/?photo#id_photo_field"' in client.get("/riverside/").text
    photo, scan = (builders.upload(builders.picture(), name) for name in ("photo.png", "scan.png"))
    assert client.post(f"{HOME}evidence/new/", a_form(photo=photo, files=[scan])).status_code == 302
    with pair.inside(pair.maya):
        assert [file.name for file in EvidenceFile.objects.all()] == ["photo.png", "scan.png"]
    refused = client.post(f"{HOME}evidence/new/", a_form(photo=builders.upload(builders.HTML, "a.png")))
    assert refused.status_code == 422
    assert "a.png" in refused.text
