"""A confirmation from asking to revoking, in the browser's terms and in SQL's own."""

import pytest
from django.db import DatabaseError, transaction

from files.actions import hold
from notifications.kinds import get
from organisations import tenancy
from portfolios.actions import confirmations as actions
from portfolios.actions import frameworks, items
from portfolios.errors import PortfolioError
from portfolios.models import (
    Competency,
    Confirmation,
    ConfirmationRequest,
    Credential,
    Evidence,
    EvidenceFile,
    RequestClosure,
    Revocation,
    Submission,
    SubmissionFile,
)
from programmes.actions.programmes import put_in_charge
from tests import make
from tests.budget import questions
from tests.portfolios.confirming import WORDS, ask, confirm, revoke
from tests.post import messages

HERE = "/riverside/portfolio/confirmations/"
TABLES = (ConfirmationRequest, Submission, SubmissionFile, Confirmation, RequestClosure, Revocation)


def page(pair, person, path=""):
    return pair.client(person).get(HERE + path).content.decode()


def told(pair, person, kind):
    with pair.inside(person):
        return messages().filter(recipient=person, kind=kind, state="waiting").exists()


def test_a_piece_is_shown_asked_for_and_confirmed_in_the_browser(pair, scan):
    evidence = pair.evidence("Led the seminar", shows="I spoke less than they did", files=[scan("board.png")])
    pair.evidence("Quite another thing", shows="Not for them")
    maya, ines = pair.client(pair.maya), pair.client(pair.ines)
    asking = f"/riverside/portfolio/evidence/{evidence.pk}/confirmation/"
    assert 'value="Led the seminar"' in maya.get(asking).content.decode()
    sent = {**WORDS, "cohort": pair.partnership.cohort_id}
    assert maya.post(asking, sent | {"achievement": ""}).status_code == 422
    look = maya.post(asking, sent)
    assert look.status_code == 200
    seen = look.context["seen"]
    for words in ("Nothing is sent yet", "I spoke less than they did", "board.png", *WORDS.values()):
        assert words in look.content.decode()
    with pair.inside(pair.ines):
        assert not ConfirmationRequest.objects.exists()
    here = maya.post(asking, sent | {"seen": seen}).url
    assert "A confirmation is asked for" in ines.get("/riverside/").content.decode()
    assert "Waiting for you" in page(pair, pair.ines)
    read = ines.get(here).content.decode()
    for words in ("I spoke less than they did", "board.png", *WORDS.values()):
        assert words in read
    assert "Quite another thing" not in read
    kept = read.split(f"{here}files/")[1].split("/")[0]
    assert ines.get(f"{here}files/{kept}/").headers["Content-Type"] == "image/png"
    assert "Confirm it for" in ines.get(f"{here}giving/").content.decode()
    assert ines.post(f"{here}giving/").url == here
    assert "About a confirmation of yours" in maya.get("/riverside/").content.decode()
    assert "Your credential" in maya.get(here).content.decode()
    assert "About a confirmation of yours" not in maya.get("/riverside/").content.decode()
    assert "A confirmation is asked for" not in ines.get("/riverside/").content.decode()


def test_what_is_seen_beforehand_is_what_is_sent(pair, scan):
    evidence = pair.evidence("Led the seminar", shows="Before")
    maya = pair.client(pair.maya)
    asking = f"/riverside/portfolio/evidence/{evidence.pk}/confirmation/"
    sent = {**WORDS, "cohort": pair.partnership.cohort_id}
    seen = maya.post(asking, sent).context["seen"]
    with pair.inside(pair.maya):
        items.change_evidence(evidence=evidence, by=pair.maya, shows="Meanwhile", files=[scan()])
    again = maya.post(asking, sent | {"seen": seen})
    assert "has changed since you looked" in again.content.decode()
    assert "Meanwhile" in again.content.decode()
    assert maya.post(asking, sent | {"seen": again.context["seen"]}).status_code == 302
    assert maya.post(asking, sent | {"seen": seen, "change": "words"}).context["form"].is_bound


def test_criteria_come_from_a_competency_when_there_are_no_own_words(pair):
    with pair.inside(pair.ines):
        made = frameworks.begin(name="Teaching", about="", by=pair.ines)
        row = {"title": "Gives feedback", "area": "", "description": "Says what was seen"}
        frameworks.add(framework=made, competencies=[row], by=pair.ines)
        frameworks.open_for_all(framework=made, by=pair.ines)
        competency = Competency.objects.get()
    asking = f"/riverside/portfolio/evidence/{pair.evidence().pk}/confirmation/"
    sent = {**WORDS, "cohort": pair.partnership.cohort_id, "criteria": "", "competency": ""}
    client = pair.client(pair.maya)
    assert "choose a competency" in client.post(asking, sent).content.decode()
    look = client.post(asking, sent | {"competency": competency.pk}).context
    assert look["handed_in"].submission.criteria == "Gives feedback\nSays what was seen"


def test_only_owner_and_coordinators_of_that_programme_read_a_request(pair, scan):
    asked = ask(pair, pair.evidence(files=[scan()]))
    others = [
        make.member(pair.organisation, "Samuel Mensah", coordinator=True),
        make.member(pair.organisation, "Greta Holm", admin=True),
        make.member(pair.organisation, "Noor Haddad"),
        pair.tomas,
    ]
    make.programme(others[0], "Induction")
    for person in others:
        assert pair.client(person).get(f"{HERE}{asked.pk}/").status_code == 404
        with pair.inside(person):
            for model in (*TABLES, Evidence, EvidenceFile):
                assert not model.objects.exists()
    with tenancy.inside(pair.organisation.pk):
        assert not any(model.objects.exists() for model in (*TABLES, EvidenceFile))
    there = make.member(make.organisation("northgate"), "Mallory Stranger", coordinator=True)
    with tenancy.inside(there.organisation_id, there.pk):
        assert not any(model.objects.exists() for model in TABLES)


def test_a_coordinator_reads_the_files_that_were_handed_in_and_no_others(pair, scan):
    evidence = pair.evidence(files=[scan("handed-in.png")])
    pair.evidence("Other", files=[scan("other.png")])
    asked = ask(pair, evidence)
    with pair.inside(pair.maya):
        items.change_evidence(evidence=evidence, by=pair.maya, files=[scan("later.png")])
    with pair.inside(pair.ines):
        (kept,) = SubmissionFile.objects.all()
        assert kept.name == "handed-in.png"
        assert not Evidence.objects.exists()
        assert not EvidenceFile.objects.exists()
    path = f"{HERE}{asked.pk}/files/{kept.pk}/"
    assert pair.client(pair.ines).get(path).status_code == 200
    assert pair.client(pair.ines).get(f"{path}?small").headers["Content-Type"] == "image/jpeg"
    assert pair.client(pair.tomas).get(path).status_code == 404
    with pair.inside(pair.maya):
        actions.take_back(request=asked, by=pair.maya)
    with pair.inside(pair.ines):
        assert not SubmissionFile.objects.exists()
        assert not Submission.objects.exists()
    assert pair.client(pair.ines).get(path).status_code == 404
    assert "no longer shown to you" in page(pair, pair.ines, f"{asked.pk}/")


def test_a_request_that_ends_without_a_yes_lets_its_files_go(pair, scan):
    evidence = pair.evidence(files=[scan("handed-in.png")])
    asked = ask(pair, evidence)
    with pair.inside(pair.maya):
        entry = evidence.files.get().entry
        assert entry.uses == 2
    with pair.inside(pair.ines):
        actions.decline(request=asked, why="Not yet", by=pair.ines)
    with pair.inside(pair.maya):
        assert SubmissionFile.objects.get().entry_id is None
        items.remove(item=evidence, by=pair.maya)
        entry.refresh_from_db()
        assert entry.removed_at is not None
    assert "no longer kept" in page(pair, pair.maya, f"{asked.pk}/")


def test_nobody_hands_in_anothers_file(pair, scan):
    """Tomás, who knows the keys of Maya's evidence and file, hands them in as his own, to a coordinator he knows."""
    with pair.inside(pair.maya):
        file = pair.evidence(files=[scan()]).files.get()
    with pair.inside(pair.tomas):
        own = items.add_evidence(by=pair.tomas, kind="course", title="Mine", began_on="2026-01-10")
        asked = actions.ask(
            evidence=own, cohort=pair.partnership.cohort, wording={**WORDS, "competency": None}, by=pair.tomas
        )
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            hold(SubmissionFile, file, submission=asked.submission, source=file.pk)


def test_what_was_confirmed_stays_as_it_was(pair, scan):
    evidence = pair.evidence("Before", shows="As it was", files=[scan("first.png")])
    asked = ask(pair, evidence)
    confirm(pair, asked)
    with pair.inside(pair.maya):
        items.change_evidence(evidence=evidence, by=pair.maya, title="After", shows="Otherwise")
        items.remove_file(file=evidence.files.get(), by=pair.maya)
    for person in (pair.maya, pair.ines):
        seen = page(pair, person, f"{asked.pk}/")
        assert all(words in seen for words in ("Before", "As it was", "first.png"))
        assert "Otherwise" not in seen
        file = seen.split(f"{asked.pk}/files/")[1].split("/")[0]
        assert pair.client(person).get(f"{HERE}{asked.pk}/files/{file}/").status_code == 200
    assert "You have changed it since" in page(pair, pair.maya, f"{asked.pk}/")
    removal = f"/riverside/portfolio/evidence/{evidence.pk}/removal/"
    assert "credentials stay true" in pair.client(pair.maya).get(removal).content.decode()
    with pair.inside(pair.maya):
        items.remove(item=evidence, by=pair.maya)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            Submission.objects.update(title="After")
    assert "removed it from your portfolio" in page(pair, pair.maya, f"{asked.pk}/")
    assert "As it was" in page(pair, pair.ines, f"{asked.pk}/")


def test_nobody_confirms_their_own_in_the_database_too(pair):
    """Ines coordinates the programme that she also takes part in."""
    amara = make.member(pair.organisation, "Amara Nwosu", coordinator=True)
    with pair.inside(pair.ines):
        put_in_charge(programme=pair.partnership.cohort.programme, member=amara, by=pair.ines)
    make.enrolment(pair.partnership.cohort, pair.ines, "mentor", state="active")
    with pair.inside(pair.ines):
        own = items.add_evidence(by=pair.ines, kind="course", title="Mine", began_on="2026-01-10")
        asked = actions.ask(
            evidence=own, cohort=pair.partnership.cohort, wording={**WORDS, "competency": None}, by=pair.ines
        )
        for act in (
            lambda: actions.confirm(request=asked, by=pair.ines),
            lambda: actions.decline(request=asked, why="Me", by=pair.ines),
            lambda: actions.revoke(request=asked, why="Me", by=pair.ines),
        ):
            with pytest.raises(PortfolioError, match="your own"):
                act()
        row = {"organisation": pair.organisation, "request": asked}
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Confirmation.objects.create(by=pair.ines, **row)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Confirmation.objects.create(by=amara, **row)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            RequestClosure.objects.create(by=pair.ines, kind="declined", why="Me", **row)
    client = pair.client(pair.ines)
    assert "A confirmation is asked for" not in client.get("/riverside/").content.decode()
    assert client.post(f"{HERE}{asked.pk}/giving/").status_code == 404
    assert client.get(f"{HERE}{asked.pk}/revocation/").status_code == 404
    assert told(pair, amara, "confirmation-asked")
    assert not told(pair, pair.ines, "confirmation-asked")


def test_who_alone_coordinates_has_nobody_to_ask(pair):
    make.enrolment(pair.partnership.cohort, pair.ines, "mentor", state="active")
    with pair.inside(pair.ines):
        assert actions.askable(pair.ines) == []
        own = items.add_evidence(by=pair.ines, kind="course", title="Mine", began_on="2026-01-10")
    asking = pair.client(pair.ines).get(f"/riverside/portfolio/evidence/{own.pk}/confirmation/")
    assert "There is nobody to ask" in asking.content.decode()


@pytest.mark.parametrize(("state", "may"), [("completed", True), ("withdrawn", True), ("applied", False)])
def test_one_asks_where_one_is_or_was(pair, state, may):
    with pair.inside(pair.maya):
        evidence = items.add_evidence(by=pair.maya, kind="course", title="Mine", began_on="2026-01-10")
    make.enrolment(pair.partnership.cohort, pair.maya, "mentee", state=state)
    with pair.inside(pair.maya):
        assert bool(actions.askable(pair.maya)) is may
        if not may:
            with pytest.raises(PortfolioError, match="take part in"):
                actions.ask(
                    evidence=evidence,
                    cohort=pair.partnership.cohort,
                    wording={**WORDS, "competency": None},
                    by=pair.maya,
                )
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                ConfirmationRequest.objects.create(
                    organisation=pair.organisation, owner=pair.maya, cohort=pair.partnership.cohort
                )


def test_declining_needs_a_reason_and_tells_the_owner_without_it_in_the_mail(pair):
    asked = ask(pair, pair.evidence())
    client = pair.client(pair.ines)
    assert client.post(f"{HERE}{asked.pk}/ending/", {"why": " "}).status_code == 422
    assert client.post(f"{HERE}{asked.pk}/ending/", {"why": "Say more of the hour"}).status_code == 302
    assert told(pair, pair.maya, "confirmation-declined")
    assert not told(pair, pair.ines, "confirmation-asked")
    assert "Say more of the hour" in page(pair, pair.maya, f"{asked.pk}/")
    with pair.inside(pair.ines):
        assert not Submission.objects.exists()
        with pytest.raises(PortfolioError, match="over"):
            actions.confirm(request=asked, by=pair.ines)
    with pytest.raises(DatabaseError, match="row-level security"), pair.inside(pair.ines):
        Confirmation.objects.create(organisation=pair.organisation, request=asked, by=pair.ines)


def test_taking_back_ends_it_once(pair):
    asked = ask(pair, pair.evidence())
    assert pair.client(pair.maya).post(f"{HERE}{asked.pk}/ending/").status_code == 302
    with pair.inside(pair.maya), pytest.raises(PortfolioError, match="over"):
        actions.take_back(request=asked, by=pair.maya)
    assert not told(pair, pair.ines, "confirmation-asked")
    assert "Waiting for you" not in page(pair, pair.ines)


def test_what_waits_is_not_asked_twice(pair):
    evidence = pair.evidence()
    ask(pair, evidence)
    with pytest.raises(PortfolioError, match="already"):
        ask(pair, evidence)


def test_too_many_requests_at_once_are_refused(pair):
    for number in range(actions.MOST_OPEN):
        ask(pair, pair.evidence(f"Piece {number}"))
    with pytest.raises(PortfolioError, match="Withdraw one"):
        ask(pair, pair.evidence("One more"))


def test_revoking_needs_a_reason_and_closes_the_piece_to_the_coordinators(pair):
    asked = ask(pair, pair.evidence(shows="As it was"))
    with pair.inside(pair.ines), pytest.raises(PortfolioError, match="nothing to revoke"):
        actions.revoke(request=asked, why="No", by=pair.ines)
    confirm(pair, asked)
    client = pair.client(pair.ines)
    assert client.post(f"{HERE}{asked.pk}/revocation/", {"why": ""}).status_code == 422
    assert client.post(f"{HERE}{asked.pk}/revocation/", {"why": "It was another"}).status_code == 302
    assert told(pair, pair.maya, "confirmation-revoked")
    assert "As it was" not in page(pair, pair.ines, f"{asked.pk}/")
    mine = page(pair, pair.maya, f"{asked.pk}/")
    assert "It was another" in mine
    assert "As it was" in mine
    assert client.get(f"{HERE}{asked.pk}/revocation/").status_code == 302


def test_only_the_owner_takes_the_credential_away(pair):
    asked = ask(pair, pair.evidence())
    confirm(pair, asked)
    for form, kind in (("jwt", "text/plain"), ("json", "application/json"), ("png", "image/png")):
        path = f"{HERE}{asked.pk}/credential/{form}/"
        answer = pair.client(pair.maya).get(path)
        assert answer.headers["Content-Type"].startswith(kind)
        assert "attachment" in answer.headers["Content-Disposition"]
        assert pair.client(pair.ines).get(path).status_code == 404
    assert pair.client(pair.maya).get(f"{HERE}{asked.pk}/credential/exe/").status_code == 404
    with pair.inside(pair.ines):
        assert not Credential.objects.exists()


def test_a_credential_is_the_organisations_to_make_and_nobodys_to_change(pair):
    asked = ask(pair, pair.evidence())
    confirm(pair, asked)
    with pair.inside(pair.maya):
        made = Credential.objects.get()
        assert Credential.objects.update(revoked_at=None) == 0
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            Credential.objects.all()._raw_delete("default")
    with pytest.raises(DatabaseError, match="stays as it was made"), tenancy.inside(pair.organisation.pk):
        Credential.objects.update(jwt="a.b.c")
    with pytest.raises(DatabaseError, match="row-level security"), pair.inside(pair.ines):
        Credential.objects.create(
            organisation=pair.organisation,
            confirmation_id=made.confirmation_id,
            owner=pair.maya,
            jwt="a.b.c",
        )


def test_mails_say_that_something_is_there_and_no_word_of_it(pair):
    def said(person, kind):
        with pair.inside(person):
            content = get(kind).compose(messages().get(kind=kind, recipient=person))
        return content and f"{content.subject} {content.context}"

    asked = ask(pair, pair.evidence("Canary title", shows="Canary text"))
    told_of = [said(pair.ines, "confirmation-asked")]
    confirm(pair, asked)
    assert said(pair.ines, "confirmation-asked") is None
    told_of.append(said(pair.maya, "confirmation-given"))
    revoke(pair, asked, why="Canary reason")
    assert said(pair.maya, "confirmation-given") is None
    told_of.append(said(pair.maya, "confirmation-revoked"))
    other = ask(pair, pair.evidence("Canary title"))
    with pair.inside(pair.ines):
        actions.decline(request=other, why="Canary reason", by=pair.ines)
    told_of.append(said(pair.maya, "confirmation-declined"))
    assert all(told_of)
    for word in ("Canary", *WORDS.values()):
        assert word not in " ".join(told_of)


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_pages_ask_the_same_however_much_there_is(pair, scan, count):
    for number in range(count):
        asked = ask(pair, pair.evidence(f"Piece {number}", files=[scan()] if number < 2 else []))
        if number % 4:
            confirm(pair, asked)
    for person, path, most in (
        (pair.ines, "", 7),
        (pair.maya, "", 7),
        (pair.ines, f"{asked.pk}/", 7),
        (pair.maya, f"{asked.pk}/", 9),
    ):
        client = pair.client(person)
        client.get(HERE + path)
        with questions() as asked_for:
            assert client.get(HERE + path).status_code == 200
        assert len(asked_for) <= most, asked_for
