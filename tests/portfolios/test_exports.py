import gc
import io
import json
import re
import tracemalloc
import zipfile
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.core.files.storage import default_storage

from organisations.models import AuditEntry
from portfolios import exports
from portfolios.actions import confirmations, frameworks, items
from portfolios.models import Credential, DiaryEntry, Evidence, EvidenceFile
from tests.budget import questions
from tests.portfolios.confirming import ask, confirm

HERE = "/riverside/portfolio/archive/"
DOC = Path(__file__).parents[2] / "docs" / "portfolio-archive.md"


def taken(pair, person=None):
    answer = pair.client(person or pair.maya).post(HERE)
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def data_of(archive):
    return json.loads(archive.read("portfolio.json"))


def many(pair, count):
    """Rows of the two long lists, made as the database has them."""
    with pair.inside(pair.maya):
        own = {"organisation": pair.organisation, "owner": pair.maya}
        day = date(2020, 1, 1)
        Evidence.objects.bulk_create(
            Evidence(kind="course", title=f"Course {n}", began_on=day + timedelta(n), shows="x" * 500, **own)
            for n in range(count)
        )
        DiaryEntry.objects.bulk_create(
            DiaryEntry(on=day + timedelta(n), text=f"Thought {n} " + "x" * 500, **own) for n in range(count)
        )


def test_an_empty_portfolio_can_be_taken_along(pair):
    data = data_of(taken(pair))
    assert (data["evidence"], data["diary"], data["shares"]) == ([], [], [])
    assert data["name"] == "Maya Lindqvist"


def test_everything_of_mine_and_nothing_of_others_is_in_it(pair, scan):
    with pair.inside(pair.ines):
        made = frameworks.begin(name="Teaching", about="", by=pair.ines)
        row = {"title": "Listens", "area": "People", "description": ""}
        line = frameworks.add(framework=made, competencies=[row], by=pair.ines)[0].line
    evidence = pair.evidence("Led <it>", files=[scan("Größe & more.png")], relates_to=["review"])
    entry = pair.entry("A quiet day")
    with pair.inside(pair.maya):
        items.write_profile(texts={"job_skills": "Glass blowing"}, by=pair.maya)
        frameworks.say_what_it_shows(evidence=evidence, lines=[line], by=pair.maya)
    pair.share(entry)
    with pair.inside(pair.tomas):
        items.write_entry(by=pair.tomas, on=date(2026, 1, 1), text="Not hers")
    archive = taken(pair)
    data = data_of(archive)
    (one,) = data["evidence"]
    assert one["competencies"] == [{"framework": "Teaching", "area": "People", "title": "Listens"}]
    (file,) = one["files"]
    with pair.inside(pair.maya), default_storage.open(EvidenceFile.objects.get().key, "rb") as stored:
        assert archive.read(file["path"]) == stored.read()
    assert [(each["on"], each["text"]) for each in data["diary"]] == [(entry.on.isoformat(), "A quiet day")]
    assert data["shares"][0] | {"at": ""} == {
        "piece": str(entry.pk),
        "with": "Tomás Okafor",
        "at": "",
        "taken_back_at": None,
    }
    page = archive.read("index.html").decode()
    assert "Led &lt;it&gt;" in page
    assert "Glass blowing" in page
    assert "Not hers" not in page + json.dumps(data)
    assert "A quiet day" not in json.dumps(data_of(taken(pair, pair.tomas)))
    with pair.inside(pair.maya):
        assert AuditEntry.objects.filter(action="portfolio.taken-along").count() == 1


def test_the_pages_lead_nowhere_but_into_the_archive(pair, scan):
    pair.evidence(files=[scan("a b#c?.png")])
    archive = taken(pair)
    places = re.findall(r'(?:href|src)="([^"]+)"', archive.read("index.html").decode())
    assert len(places) == 2
    for place in places:
        assert unquote(place) in archive.namelist()


@pytest.mark.parametrize("count", [1, 500])
def test_it_is_complete_in_few_questions(pair, count):
    many(pair, count)
    with pair.inside(pair.maya):
        out = io.BytesIO()
        with questions() as asked:
            exports.write(out, member=pair.maya)
        in_database = [set(model.objects.values_list("id", flat=True)) for model in (Evidence, DiaryEntry)]
    data = data_of(zipfile.ZipFile(out))
    for name, keys in zip(("evidence", "diary"), in_database, strict=True):
        assert {each["id"] for each in data[name]} == {str(key) for key in keys}
        assert len(data[name]) == count
    page = zipfile.ZipFile(out).read("index.html").decode()
    assert page.count("<article>") == 2 * count
    assert len(asked) <= 17 + 4 * (count // exports.AT_ONCE + 1), asked


class Swept(io.FileIO):
    """A file that sweeps as it is written, so that what is measured is held, and not only left lying."""

    writes = 0

    def write(self, data):
        self.writes += 1
        if self.writes % 50 == 0:
            gc.collect()
        return super().write(data)


def test_what_it_takes_in_memory_does_not_grow_with_the_portfolio(pair, tmp_path, request):
    gc.freeze()
    request.addfinalizer(gc.unfreeze)
    peaks = []
    for count in (0, 200, 800):
        many(pair, count)
        with pair.inside(pair.maya), Swept(tmp_path / str(count), "w") as out:
            gc.collect()
            tracemalloc.start()
            exports.write(out, member=pair.maya)
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[2] < peaks[1] * 1.5  # with five times as much in it


def test_a_file_whose_bytes_are_gone_is_named_and_stops_nothing(pair, scan):
    pair.evidence(files=[scan("gone.png")])
    with pair.inside(pair.maya):
        default_storage.delete(EvidenceFile.objects.get().key)
    archive = taken(pair)
    assert data_of(archive)["evidence"][0]["files"][0]["path"] is None
    assert "gone.png" in archive.read("index.html").decode()


def test_each_name_in_the_data_is_explained(pair, scan):
    pair.share(pair.evidence(files=[scan()]))
    pair.entry()
    data, doc = data_of(taken(pair)), DOC.read_text()
    (one,) = data["evidence"]
    names = {*data, *data["profile"], *one, *one["files"][0], *data["diary"][0], *data["shares"][0]}
    for name in names:
        assert f"`{name}`" in doc, name


def test_assessments_are_taken_along_as_they_were(pair):
    from portfolios.actions import assessments

    evidence = pair.evidence("Before")
    with pair.inside(pair.ines):
        made = frameworks.begin(name="Teaching", about="", by=pair.ines)
        row = {"title": "Listens", "area": "People", "description": ""}
        competency = frameworks.add(framework=made, competencies=[row], by=pair.ines)[0]
        frameworks.open_for_all(framework=made, by=pair.ines)
    with pair.inside(pair.maya):
        competency.framework = made
        asked = assessments.ask(
            place=pair.place_of(pair.tomas),
            competency=competency,
            evidence=[evidence],
            words="The silences",
            manages=False,
            by=pair.maya,
        )
        items.change_evidence(evidence=evidence, by=pair.maya, title="After")
    with pair.inside(pair.tomas):
        assessments.begin(assessment=asked, manages=False, by=pair.tomas)
        level = made.levels.last()
        assessments.judge(assessment=asked, level=level, how="read", feedback="Ten seconds", by=pair.tomas)
    archive = taken(pair)
    (found,) = data_of(archive)["assessments"]
    assert (found["competency"]["title"], found["words"], found["ended"]) == ("Listens", "The silences", None)
    assert [item["title"] for item in found["shown"]] == ["Before"]
    assert found["judgement"]["feedback"] == "Ten seconds"
    page = archive.read("index.html").decode()
    assert all(words in page for words in ("Assessments", "Fully", "Ten seconds", "Before"))
    assert data_of(taken(pair, pair.tomas))["assessments"] == []
    documented = DOC.read_text()
    assert all(f"`{name}`" in documented for name in [*found, *found["shown"][0], *found["judgement"]])


def test_confirmations_are_taken_along_with_their_credentials(pair, scan):
    evidence = pair.evidence("Before", shows="As it was", files=[scan("first.png")])
    confirm(pair, ask(pair, evidence))
    asked = ask(pair, pair.evidence("Waits"))
    with pair.inside(pair.ines):
        confirmations.decline(request=asked, why="Say more", by=pair.ines)
    with pair.inside(pair.maya):
        items.remove(item=evidence, by=pair.maya)
        credential = Credential.objects.get()
    archive = taken(pair)
    given, declined = data_of(archive)["confirmations"]
    assert given["shown"]["title"] == "Before"
    assert archive.read(given["shown"]["paths"][0]).startswith(b"\x89PNG")
    places = given["confirmation"]["credential"]
    assert archive.read(places["jwt"]).decode() == credential.jwt
    assert credential.jwt.encode() in archive.read(places["png"])
    assert json.loads(archive.read(places["json"])) == credential.document
    assert declined["ended"]["why"] == "Say more"
    assert declined["confirmation"] is None
    read = archive.read("index.html").decode()
    assert all(words in read for words in ("As it was", "Say more", places["png"], "confirmed by Ines"))
    documented = DOC.read_text()
    named = [*given, *given["shown"], *given["wording"], *given["confirmation"], *declined["ended"], *places]
    assert all(f"`{name}`" in documented for name in named)
