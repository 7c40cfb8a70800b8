from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from portfolios.actions import frameworks
from portfolios.coverage import grid
from portfolios.errors import PortfolioError
from portfolios.models import Competency, EvidenceCompetency, Framework
from tests.budget import questions

HERE = "/riverside/portfolio/frameworks/"


def rows(*titles, area=""):
    return [{"title": title, "area": area, "description": ""} for title in titles]


@pytest.fixture
def opened(pair):
    """A framework in use with two competencies."""
    with pair.inside(pair.ines):
        made = frameworks.begin(name="Teaching", about="", by=pair.ines)
        frameworks.add(framework=made, competencies=rows("Plans a session", "Gives feedback"), by=pair.ines)
        frameworks.open_for_all(framework=made, by=pair.ines)
        return Framework.objects.get(pk=made.pk)


def listed(pair, content, name="list.csv"):
    with pair.inside(pair.ines):
        draft = frameworks.begin(name="Imported", about="", by=pair.ines)
    answer = pair.client(pair.ines).post(
        f"{HERE}{draft.pk}/import/", {"file": SimpleUploadedFile(name, content)}
    )
    with pair.inside(pair.ines):
        found = list(draft.competencies.values_list("area", "title", "description"))
    return answer, found


def test_a_framework_is_designed_and_opened_in_the_browser(pair):
    client = pair.client(pair.ines)
    edit = client.post(f"{HERE}new/", {"name": "Leadership"}).url
    assert client.post(edit, {"title": ""}).status_code == 422
    client.post(edit, {"title": "Listens", "area": "People"})
    assert "Listens" in client.get(edit).content.decode()
    assert "Leadership" not in pair.client(pair.maya).get(HERE).content.decode()
    here = client.post(edit.replace("edit", "opening")).url
    assert "Listens" in pair.client(pair.maya).get(here).content.decode()
    assert "Leadership" in pair.client(pair.maya).get(HERE).content.decode()
    assert client.get(edit).status_code == 404


def test_only_admins_and_coordinators_write_frameworks_in_the_database_too(pair, opened):
    with pair.inside(pair.maya):
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            frameworks.begin(name="Mine", about="", by=pair.maya)
        assert Framework.objects.update(name="Mine") == 0
        assert Competency.objects.update(title="Mine") == 0


def test_what_is_in_use_stays_as_it_is(pair, opened):
    with pair.inside(pair.ines):
        with pytest.raises(PortfolioError, match="stays as it is"):
            frameworks.add(framework=opened, competencies=rows("More"), by=pair.ines)
        assert Competency.objects.update(title="Other") == 0
        with pytest.raises(DatabaseError, match="stays as it was made"), transaction.atomic():
            Framework.objects.filter(pk=opened.pk).update(name="Other")


def test_an_empty_draft_is_not_opened(pair):
    with pair.inside(pair.ines):
        draft = frameworks.begin(name="Empty", about="", by=pair.ines)
        with pytest.raises(PortfolioError, match="Add a competency"):
            frameworks.open_for_all(framework=draft, by=pair.ines)


def test_the_next_version_takes_evidence_along_and_replaces_the_one_before(pair, opened):
    evidence = pair.evidence()
    with pair.inside(pair.maya):
        line = opened.competencies.first().line
        frameworks.say_what_it_shows(evidence=evidence, lines=[line], by=pair.maya)
    with pair.inside(pair.ines):
        draft = frameworks.copy(framework=opened, as_next_version=True, by=pair.ines)
        with pytest.raises(PortfolioError, match="already"):
            frameworks.copy(framework=opened, as_next_version=True, by=pair.ines)
        assert list(Framework.objects.open()) == [opened]
        frameworks.open_for_all(framework=draft, by=pair.ines)
        assert list(Framework.objects.open()) == [draft]
        assert draft.version == 2
    page = pair.client(pair.maya).get(f"{HERE}{draft.pk}/").content.decode()
    assert "You have evidence for 1 of 2" in page
    assert "Version 2 is in use" in pair.client(pair.maya).get(f"{HERE}{opened.pk}/").content.decode()


def test_a_copy_is_a_framework_of_its_own(pair, opened):
    with pair.inside(pair.ines):
        made = frameworks.copy(framework=opened, as_next_version=False, by=pair.ines)
        assert made.name == "Copy of Teaching"
        own, copied = (set(each.competencies.values_list("line", flat=True)) for each in (opened, made))
        assert not own & copied


def test_evidence_is_related_in_the_browser_and_seen_by_its_owner_alone(pair, opened):
    evidence, client = pair.evidence(), pair.client(pair.maya)
    here = f"/riverside/portfolio/evidence/{evidence.pk}/competencies/"
    with pair.inside(pair.maya):
        first = opened.competencies.first()
    name = f"framework_{opened.pk.hex}"
    assert client.post(here, {name: [str(first.line)]}).status_code == 302
    assert f'value="{first.line}"' in client.get(here).content.decode()
    assert "Plans a session" in client.get(f"/riverside/portfolio/evidence/{evidence.pk}/").content.decode()
    assert client.post(here, {name: [str(uuid4())]}).status_code == 422
    with pair.inside(pair.tomas):
        assert not EvidenceCompetency.objects.exists()
    client.post(here, {})
    with pair.inside(pair.maya):
        assert not EvidenceCompetency.objects.exists()


def test_a_list_is_taken_whole(pair):
    content = "Skill;Area;Description\n Listens ;People;=1+1\nPlans;Work;Long\n".encode("utf-8-sig")
    answer, found = listed(pair, content)
    assert answer.status_code == 302
    assert found == [("People", "Listens", "=1+1"), ("Work", "Plans", "Long")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01\x02",
        b"<html><body>no</body></html>",
        b"colour\nred\n",
        b"title,area\n,People\n",
        b"title\n" + b"x" * 300 + b"\n",
        b"title\n" + b"one\n" * 301,
        b"title\n" + b"x" * (1024 * 1024),
        b"PK\x03\x04nothing",
    ],
)
def test_a_list_with_a_fault_is_refused_whole(pair, content):
    answer, found = listed(pair, content)
    assert answer.status_code == 422
    assert found == []


def test_a_grid_groups_areas_and_counts_what_is_covered():
    made = [Competency(title=str(number), area=area) for number, area in enumerate("AAB")]
    found = grid(made, {made[1].line: ["evidence"]})
    assert [area for area, _cells in found.areas] == ["A", "B"]
    assert (found.covered, found.total) == (1, 3)


@pytest.mark.parametrize("count", [1, 3, 30])
def test_pages_ask_few_questions(pair, count):
    with pair.inside(pair.ines):
        draft = frameworks.begin(name="Many", about="", by=pair.ines)
        frameworks.add(framework=draft, competencies=rows(*map(str, range(count))), by=pair.ines)
        frameworks.open_for_all(framework=draft, by=pair.ines)
        lines = list(draft.competencies.values_list("line", flat=True))
    evidence = pair.evidence()
    with pair.inside(pair.maya):
        frameworks.say_what_it_shows(evidence=evidence, lines=lines, by=pair.maya)
    client = pair.client(pair.maya)
    for page, most in (("", 7), (f"{draft.pk}/", 9)):
        with questions() as asked:
            assert client.get(HERE + page).status_code == 200
        assert len(asked) <= most, asked
