"""An assessment from asking to its second look, in the browser's terms and in SQL's own."""

import pytest
from django.db import DatabaseError, connection, transaction

from partnerships import actions as partnerships
from portfolios.actions import assessments as actions
from portfolios.actions import frameworks, items, shares
from portfolios.errors import PortfolioError
from portfolios.models import (
    AssessedEvidence,
    Assessment,
    AssessmentClosure,
    AssessmentResult,
    Competency,
    Declaration,
    Evidence,
    EvidenceFile,
    ItemShare,
    Level,
)
from tests import make
from tests.budget import questions
from tests.post import messages

HERE = "/riverside/portfolio/assessments/"


def told(pair, person, kind):
    with pair.inside(person):
        return messages().filter(recipient=person, kind=kind, state="waiting").exists()


def page(pair, person, path):
    return pair.client(person).get(HERE + path).content.decode()


def test_an_assessment_is_asked_for_begun_and_judged_in_the_browser(pair, opened, scan):
    evidence = pair.evidence("Led the seminar", shows="I spoke less than they did", files=[scan()])
    maya, tomas = pair.client(pair.maya), pair.client(pair.tomas)
    with pair.inside(pair.maya):
        competency, level = Competency.objects.get(), Level.objects.get(name="Partly")
        place = pair.place_of(pair.tomas)
    form = maya.get(f"{HERE}new/?competency={competency.line}&evidence={evidence.pk}").content.decode()
    assert f'value="{competency.pk}" selected' in form
    sent = {
        "competency": competency.pk,
        "evidence": [evidence.pk],
        "place": place.pk,
        "manages": "no",
        "words": "The silences",
    }
    assert maya.post(f"{HERE}new/", sent | {"manages": ""}).status_code == 422
    here = maya.post(f"{HERE}new/", sent).url
    assert "I spoke less than they did" in tomas.get(here).content.decode()
    assert "Waiting for you" in page(pair, pair.tomas, "")
    assert tomas.get(f"{here}judgement/").status_code == 302
    judging = tomas.post(f"{here}beginning/", {"manages": "no"}).url
    assert "The silences" in tomas.get(judging).content.decode()
    assert tomas.post(judging, {"how": "read", "level": level.pk}).status_code == 422
    given = {"how": "observed", "level": level.pk, "feedback": "Wait for ten seconds"}
    assert tomas.post(judging, given).url == here
    read = maya.get(here).content.decode()
    assert "Wait for ten seconds" in read
    assert "Partly" in read
    assert "watched it being done" in read
    grid = maya.get(f"/riverside/portfolio/frameworks/{opened.pk}/").content.decode()
    assert "1 is assessed" in grid
    assert "“Partly”, assessed by Tomás Okafor" in grid
    assert "Gives feedback" in maya.get(f"/riverside/portfolio/evidence/{evidence.pk}/").content.decode()


def test_what_was_shown_stays_as_it_was(pair, ask, judge, scan):
    evidence = pair.evidence("Before", shows="As it was", files=[scan("first.png")])
    asked = ask(evidence)
    with pair.inside(pair.maya):
        items.change_evidence(evidence=evidence, by=pair.maya, title="After", shows="Otherwise")
        items.remove_file(file=evidence.files.get(), by=pair.maya)
    for person in (pair.maya, pair.tomas):
        seen = page(pair, person, f"{asked.pk}/")
        assert all(words in seen for words in ("Before", "As it was", "first.png", "As it is now"))
        assert "Otherwise" not in seen
    judge(asked)
    removal = f"/riverside/portfolio/evidence/{evidence.pk}/removal/"
    assert "stay with what was assessed" in pair.client(pair.maya).get(removal).content.decode()
    with pair.inside(pair.maya):
        items.remove(item=evidence, by=pair.maya)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            AssessedEvidence.objects.update(title="After")
    assert "As it was" in page(pair, pair.tomas, f"{asked.pk}/")
    assert "removed it from your portfolio" in page(pair, pair.maya, f"{asked.pk}/")


def test_an_owner_who_says_that_they_are_one_line_asks_nothing_and_it_is_kept(pair, opened):
    with pair.inside(pair.maya):
        competency, place = Competency.objects.get(), pair.place_of(pair.tomas)
    data = {"competency": competency.pk, "evidence": [pair.evidence().pk], "manages": "yes"}
    data["place"] = place.pk
    answer = pair.client(pair.maya).post(f"{HERE}new/", data)
    assert answer.status_code == 422
    assert "line of management cannot assess you" in answer.content.decode()
    with pair.inside(pair.maya):
        assert not Assessment.objects.exists()
        assert not ItemShare.objects.exists()
        assert Declaration.objects.get().manages


def test_an_assessor_who_says_that_they_are_one_line_ends_it_and_it_is_kept(pair, ask):
    asked = ask()
    client = pair.client(pair.tomas)
    assert client.post(f"{HERE}{asked.pk}/beginning/", {"manages": "yes"}).url == f"{HERE}{asked.pk}/"
    with pair.inside(pair.tomas):
        assert AssessmentClosure.objects.get().kind == AssessmentClosure.Kind.CONFLICT
        assert Declaration.objects.get(by=pair.tomas).manages
        with pytest.raises(PortfolioError, match="over"):
            actions.begin(assessment=asked, manages=False, by=pair.tomas)
        assert not AssessedEvidence.objects.exists()
    assert told(pair, pair.maya, "assessment-declined")
    assert "one line of management" in page(pair, pair.maya, f"{asked.pk}/")


def test_nobody_judges_before_saying_that_they_may_in_the_database_too(pair, ask):
    asked = ask()
    with pair.inside(pair.tomas):
        level = Level.objects.first()
        with pytest.raises(PortfolioError, match="Say first"):
            actions.judge(assessment=asked, level=level, how="read", feedback="Good", by=pair.tomas)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            AssessmentResult.objects.create(
                organisation=pair.organisation, assessment=asked, level=level, how="read", feedback="Good"
            )
    with pair.inside(pair.maya), pytest.raises(PortfolioError, match="Only who was asked"):
        actions.begin(assessment=asked, manages=False, by=pair.maya)


def test_an_owner_cannot_judge_or_speak_for_the_assessor_in_sql(pair, ask):
    asked = ask()
    with pair.inside(pair.maya):
        row = {"organisation": pair.organisation, "assessment": asked}
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Declaration.objects.create(by=pair.tomas, about=pair.maya, manages=False, **row)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            AssessmentResult.objects.create(level=Level.objects.first(), how="read", feedback="Mine", **row)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            AssessmentClosure.objects.create(kind="declined", **row)
        with pytest.raises(DatabaseError, match="stays as it was made"), transaction.atomic():
            Assessment.objects.update(words="Other")
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            Assessment.objects.all()._raw_delete("default")


def test_a_judgement_takes_a_level_of_its_own_framework(pair, ask):
    asked = ask()
    with pair.inside(pair.ines):
        other = frameworks.begin(name="Other", about="", by=pair.ines)
    with pair.inside(pair.tomas):
        actions.begin(assessment=asked, manages=False, by=pair.tomas)
        level = other.levels.first()
        with pytest.raises(PortfolioError, match="this framework"):
            actions.judge(assessment=asked, level=level, how="read", feedback="Good", by=pair.tomas)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            AssessmentResult.objects.create(
                organisation=pair.organisation, assessment=asked, level=level, how="read", feedback="Good"
            )


def test_only_the_two_read_an_assessment(pair, ask, judge):
    asked = ask()
    judge(asked)
    for person in (pair.ines, make.member(pair.organisation, "Noor Haddad")):
        assert pair.client(person).get(f"{HERE}{asked.pk}/").status_code == 404
        with pair.inside(person):
            for model in (Assessment, AssessedEvidence, Declaration, AssessmentResult, AssessmentClosure):
                assert not model.objects.exists()


def test_nobody_asks_a_stranger_or_their_own_mentee(pair, ask):
    with pair.inside(pair.tomas):
        assert actions.mentors(pair.tomas) == []
    noor = make.member(pair.organisation, "Noor Haddad")
    with pytest.raises(DatabaseError, match="row-level security"), pair.inside(pair.maya):
        Assessment.objects.create(
            organisation=pair.organisation,
            owner=pair.maya,
            assessor=noor,
            partnership=pair.partnership,
            competency=Competency.objects.get(),
        )


def test_what_is_asked_twice_is_asked_once(pair, ask):
    evidence = pair.evidence()
    ask(evidence)
    with pytest.raises(PortfolioError, match="already"):
        ask(evidence)
    with pair.inside(pair.maya):
        assert Assessment.objects.count() == ItemShare.objects.count() == 1


@pytest.mark.parametrize("count", [0, 11])
def test_too_few_and_too_many_pieces_are_refused(pair, ask, count):
    shown = [pair.evidence(f"Piece {number}") for number in range(count)]
    with pytest.raises(PortfolioError, match="between one and 10"):
        ask(evidence=shown)


def test_taking_back_ends_what_asking_shared_and_nothing_else(pair, ask):
    before, new = pair.evidence("Before"), pair.evidence("New")
    pair.share(before)
    asked = ask(before, new)
    with pair.inside(pair.tomas):
        assert Evidence.objects.count() == AssessedEvidence.objects.count() == 2
    assert pair.client(pair.maya).post(f"{HERE}{asked.pk}/ending/").status_code == 302
    with pair.inside(pair.tomas):
        assert list(Evidence.objects.all()) == [before]
        assert not AssessedEvidence.objects.exists()
        with pytest.raises(PortfolioError, match="over"):
            actions.begin(assessment=asked, manages=False, by=pair.tomas)
    assert not told(pair, pair.tomas, "assessment-asked")
    assert not told(pair, pair.tomas, "assessment-taken-back")


def test_declining_tells_the_owner_who_then_takes_the_pieces_back(pair, ask):
    asked = ask()
    assert pair.client(pair.tomas).post(f"{HERE}{asked.pk}/ending/", {"why": "Too busy"}).status_code == 302
    assert told(pair, pair.maya, "assessment-declined")
    seen = page(pair, pair.maya, f"{asked.pk}/")
    assert "Too busy" in seen
    assert "End what you shared" in seen
    pair.client(pair.maya).post(f"{HERE}{asked.pk}/shares/end/")
    with pair.inside(pair.tomas):
        assert not Evidence.objects.exists()


def test_a_second_look_is_asked_for_once_and_after_a_judgement(pair, ask, judge):
    first = ask()
    here = f"{HERE}{first.pk}/second-look/"
    client = pair.client(pair.maya)
    assert client.get(here).status_code == 302
    judge(first, "Not yet")
    with pair.inside(pair.maya):
        evidence = Evidence.objects.get()
    data = {"evidence": [evidence.pk], "place": pair.place_of(pair.tomas).pk, "manages": "no", "words": ""}
    there = client.post(here, data).url
    assert "second look" in client.get(there).content.decode()
    assert client.get(here).status_code == 302
    with pair.inside(pair.maya):
        second = Assessment.objects.get(first=first)
        with pytest.raises(PortfolioError, match="already"):
            actions.check_second_look(first=first, by=pair.maya)
    judge(second)
    with pair.inside(pair.maya), pytest.raises(PortfolioError, match="once"):
        actions.check_second_look(first=second, by=pair.maya)
    history = page(pair, pair.maya, "")
    assert "Not yet" in history
    assert "Fully" in history


def test_a_second_look_that_was_taken_back_can_be_asked_for_again(pair, ask, judge):
    first = ask()
    judge(first)
    second = ask(first=first)
    with pair.inside(pair.maya):
        actions.take_back(assessment=second, by=pair.maya)
        actions.check_second_look(first=first, by=pair.maya)


def test_a_second_look_is_at_ones_own_first_one_in_the_database_too(pair, ask, judge):
    first = ask()
    judge(first)
    row = {"organisation": pair.organisation, "partnership": pair.partnership, "first": first}
    with pair.inside(pair.ines):
        draft = frameworks.begin(name="Other", about="", by=pair.ines)
        other = frameworks.add(
            framework=draft, competencies=[{"title": "Else", "area": "", "description": ""}], by=pair.ines
        )[0]
    with pytest.raises(DatabaseError, match="second_look"), pair.inside(pair.maya), transaction.atomic():
        Assessment.objects.create(owner=pair.maya, assessor=pair.tomas, competency=other, **row)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_judgement_stands_and_nothing_comes_after_it(pair, ask, judge):
    asked = ask()
    judge(asked)
    with pair.inside(pair.tomas):
        with pytest.raises(PortfolioError, match="over"):
            actions.decline(assessment=asked, why="", by=pair.tomas)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            AssessmentResult.objects.update(feedback="Other")
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            AssessmentClosure.objects.create(
                organisation=pair.organisation, assessment=asked, kind="declined"
            )
    with pair.inside(pair.maya), pytest.raises(PortfolioError, match="over"):
        actions.take_back(assessment=asked, by=pair.maya)


def test_when_the_two_part_what_waits_is_closed_and_what_was_judged_is_read(pair, ask, judge):
    judged, waiting = ask(), None
    judge(judged)
    waiting = ask(pair.evidence("Another"))
    with pair.inside(pair.tomas):
        partnerships.conclude(partnership=pair.partnership, kind="early", by=pair.tomas)
        assert not Assessment.objects.waiting_for(pair.tomas).exists()
        assert {item.assessment_id for item in AssessedEvidence.objects.all()} == {judged.pk}
        assert not EvidenceFile.objects.exists()
        with pytest.raises(PortfolioError, match="is over"):
            actions.begin(assessment=waiting, manages=False, by=pair.tomas)


def test_mails_say_that_something_is_there_and_no_word_of_it(pair, ask, judge):
    from notifications.kinds import get

    asked = ask(pair.evidence("Secret title"), words="Secret words")
    with pair.inside(pair.tomas):
        message = messages().get(kind="assessment-asked")
        content = get(message.kind).compose(message)
        assert content.subject == "Maya Lindqvist asks you for an assessment"
        assert "Secret" not in str(content)
    judge(asked)
    with pair.inside(pair.tomas):
        message.refresh_from_db()
        assert get(message.kind).compose(message) is None
    with pair.inside(pair.maya):
        content = get("assessment-judged").compose(messages().get(kind="assessment-judged"))
        assert "Plain to see" not in str(content)
        assert "Fully" not in str(content)


def test_home_says_what_waits_until_it_is_given_and_read(pair, ask, judge):
    def home(person):
        return pair.client(person).get("/riverside/").content.decode()

    asked = ask()
    assert "You are asked for an assessment" in home(pair.tomas)
    assert "An assessment to read" not in home(pair.maya)
    judge(asked)
    assert "You are asked for an assessment" not in home(pair.tomas)
    page(pair, pair.tomas, f"{asked.pk}/")
    assert "An assessment to read" in home(pair.maya)
    assert ">New<" in page(pair, pair.maya, "")
    page(pair, pair.maya, f"{asked.pk}/")
    assert "An assessment to read" not in home(pair.maya)
    assert ">New<" not in page(pair, pair.maya, "")


def test_home_does_not_offer_to_read_what_one_took_back(pair, ask):
    asked = ask()
    with pair.inside(pair.maya):
        actions.take_back(assessment=asked, by=pair.maya)
        assert not Assessment.objects.unread().exists()
        assert not Assessment.objects.with_state().get().is_unread


def test_levels_belong_to_a_version_and_go_along_to_the_next(pair, opened):
    client = pair.client(pair.ines)
    with pair.inside(pair.ines):
        assert [level.name for level in opened.levels.all()] == ["Not yet", "Partly", "Fully"]
        with pytest.raises(PortfolioError, match="stays as it is"):
            frameworks.set_levels(framework=opened, levels=[("A", ""), ("B", "")], by=pair.ines)
        assert Level.objects.filter(framework=opened).update(name="Other") == 0
        draft = frameworks.copy(framework=opened, as_next_version=True, by=pair.ines)
    here = f"/riverside/portfolio/frameworks/{draft.pk}/levels/"
    assert "Partly: Some of it" in client.get(here).content.decode()
    for wrong in ("Only one", "Same\nsame", "\n".join("abcdefgh"), "x" * 61 + "\nB", ": no name\nB"):
        assert client.post(here, {"levels": wrong}).status_code == 422
    assert client.post(here, {"levels": "No\n\nYes: often: daily"}).status_code == 302
    with pair.inside(pair.ines):
        assert [(level.name, level.means) for level in draft.levels.all()] == [
            ("No", ""),
            ("Yes", "often: daily"),
        ]
        assert opened.levels.count() == 3


@pytest.mark.parametrize("count", [1, 3, 10])
def test_pages_ask_few_questions(pair, ask, judge, scan, count):
    shown = [pair.evidence(f"Piece {number}", files=[scan()]) for number in range(count)]
    for _ in range(count - 1):
        with pair.inside(pair.maya):
            asked = ask(shown[0])
            actions.take_back(assessment=asked, by=pair.maya)
    asked = ask(*shown)
    judge(asked)
    client = pair.client(pair.maya)
    for path, most in (("", 6), (f"{asked.pk}/", 12), ("new/", 9)):
        with questions() as seen:
            assert client.get(HERE + path).status_code == 200
        assert len(seen) <= most, f"{path}: {len(seen)}\n{seen}"


def test_sharing_a_piece_again_for_an_assessment_gives_no_second_share(pair, ask):
    evidence = pair.evidence()
    pair.share(evidence)
    ask(evidence)
    with pair.inside(pair.maya):
        assert ItemShare.objects.count() == 1
        assert AssessedEvidence.objects.get().share is None
        assert shares.partners(pair.maya)


def test_the_application_shows_the_same_pieces_as_the_database(pair, ask, judge):
    first = ask(pair.evidence("Judged"))
    judge(first)
    second = ask(pair.evidence("Declined"))
    with pair.inside(pair.tomas):
        actions.decline(assessment=second, why="", by=pair.tomas)
    ask(pair.evidence("Waiting"))
    for parted, seen in ((False, {"Judged", "Waiting"}), (True, {"Judged"})):
        with pair.inside(pair.tomas):
            if parted:
                partnerships.conclude(partnership=pair.partnership, kind="early", by=pair.tomas)
            for shown in (AssessedEvidence.objects.all(), AssessedEvidence.objects.visible_to(pair.tomas)):
                assert {item.title for item in shown} == seen
        with pair.inside(pair.maya):
            assert AssessedEvidence.objects.visible_to(pair.maya).count() == 3
