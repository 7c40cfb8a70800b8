"""What was assessed keeps its files as they were: for whom it is there, for as long, and no longer."""

import json
import zipfile

import pytest
from django.db import DatabaseError, transaction

from files import cleanup, storage_ledger
from files.actions import hold
from files.models import LedgerEntry
from organisations import tenancy
from partnerships import actions as partnerships
from portfolios import exports
from portfolios.actions import assessments as actions
from portfolios.actions import items
from portfolios.models import AssessedFile, EvidenceFile
from tests.files.conftest import bytes_in
from tests.portfolios.test_assessments import HERE, page

ROOM = "/riverside/portfolio/"


@pytest.fixture
def stored(tmp_path, settings):
    """Where this test's bytes are stored."""
    here = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = {**settings.STORAGES, "default": here}
    return tmp_path / "files"


@pytest.fixture
def shown(pair, ask, scan, stored):
    """A piece with a file, and an assessment it was shown for."""
    evidence = pair.evidence("Led the seminar", files=[scan("first.png")])
    return evidence, ask(evidence)


def kept(pair):
    with pair.inside(pair.maya):
        return AssessedFile.objects.get()


def get(pair, person, file, small=""):
    return pair.client(person).get(f"{HERE}files/{file.pk}/{small}")


def remove_all(pair, evidence):
    with pair.inside(pair.maya):
        items.remove(item=evidence, by=pair.maya)


def test_a_file_stays_with_what_was_assessed_when_its_owner_removes_it(pair, shown, judge, stored):
    evidence, asked = shown
    judge(asked)
    with pair.inside(pair.maya):
        file = evidence.files.get()
        before = storage_ledger.used(pair.maya)
    answer = pair.client(pair.maya).post(f"{ROOM}evidence/files/{file.pk}/removal/", follow=True)
    assert "What was assessed keeps it as it was" in answer.text
    cleanup.remove_the_forgotten()
    assert len(bytes_in(stored)) == 2
    for person in (pair.maya, pair.tomas):
        assert f"/files/{kept(pair).pk}/" in page(pair, person, f"{asked.pk}/")
        answer = get(pair, person, kept(pair))
        assert answer.headers["Content-Disposition"] == 'attachment; filename="first.png"'
        assert b"".join(answer.streaming_content)
        assert get(pair, person, kept(pair), "small/").headers["Content-Type"] == "image/jpeg"
    with pair.inside(pair.maya):
        assert storage_ledger.used(pair.maya) == before  # what is stored is counted, and once


def test_it_also_stays_when_the_whole_piece_goes_and_a_second_look_holds_it_too(
    pair, shown, judge, ask, stored
):
    evidence, asked = shown
    judge(asked)
    ask(evidence, first=asked)
    with pair.inside(pair.maya):
        assert LedgerEntry.objects.get().uses == 3
    remove_all(pair, evidence)
    cleanup.remove_the_forgotten()
    assert len(bytes_in(stored)) == 2
    with pair.inside(pair.maya):
        assert LedgerEntry.objects.get().uses == 2
        assert {file.key for file in AssessedFile.objects.all()} == {LedgerEntry.objects.get().key}


@pytest.mark.parametrize("how", ["taken back", "declined"])
def test_what_ends_without_a_judgement_lets_the_bytes_go_and_keeps_the_name(pair, shown, how, stored):
    evidence, asked = shown
    file = kept(pair)
    person = pair.maya if how == "taken back" else pair.tomas
    with pair.inside(person):
        if how == "declined":
            actions.decline(assessment=asked, why="", by=person)
        else:
            actions.take_back(assessment=asked, by=person)
    assert get(pair, pair.tomas, file).status_code == 404
    assert "first.png" in page(pair, pair.maya, f"{asked.pk}/")
    with pair.inside(pair.maya):
        assert LedgerEntry.objects.get().uses == 1
        assert storage_ledger.used(pair.maya)
    remove_all(pair, evidence)
    with pair.inside(pair.maya):
        assert not storage_ledger.used(pair.maya)
    cleanup.remove_the_forgotten()
    assert bytes_in(stored) == []


def test_only_the_two_of_it_have_the_file_and_the_assessor_while_they_may_read(pair, shown):
    evidence, _asked = shown
    file = kept(pair)
    assert get(pair, pair.ines, file).status_code == 404
    assert get(pair, pair.tomas, file).status_code == 200
    with pair.inside(pair.ines):
        assert not AssessedFile.objects.exists()
    with pair.inside(pair.maya):
        partnerships.end_early(partnership=pair.partnership, by=pair.maya)
    assert get(pair, pair.tomas, file).status_code == 404
    with pair.inside(pair.tomas):
        assert not AssessedFile.objects.exists()
    assert evidence.pk


def test_nobody_holds_bytes_that_are_not_theirs_or_that_are_gone(pair, shown):
    evidence, _asked = shown
    file = kept(pair)
    with pair.inside(pair.tomas), pytest.raises(DatabaseError), transaction.atomic():
        theirs = EvidenceFile.objects.get()
        hold(AssessedFile, theirs, assessed_evidence_id=file.assessed_evidence_id, source=theirs.pk)
    with pair.inside(pair.maya):
        entry = LedgerEntry.objects.get()
    with tenancy.inside(pair.organisation.pk):
        LedgerEntry.objects.filter(pk=entry.pk).update(removed_at="2026-01-01T00:00Z")
    with pair.inside(pair.maya), pytest.raises(DatabaseError), transaction.atomic():
        hold(
            AssessedFile,
            evidence.files.get(),
            assessed_evidence_id=file.assessed_evidence_id,
            source=evidence.files.get().pk,
        )


def test_it_is_taken_along_once_with_the_assessments_that_keep_it(pair, shown, judge, ask, tmp_path):
    evidence, asked = shown
    judge(asked)
    ask(evidence, first=asked)
    remove_all(pair, evidence)
    with pair.inside(pair.maya), (tmp_path / "all.zip").open("wb") as out:
        exports.write(out, member=pair.maya)
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        (place,) = (name for name in archive.namelist() if name.startswith("files/"))
        data = json.loads(archive.read("portfolio.json"))
        assert place in archive.read("index.html").decode()
        assert archive.read(place)
        assert archive.getinfo(place).compress_type == zipfile.ZIP_STORED  # a picture is packed already
    assert [item["paths"] for each in data["assessments"] for item in each["shown"]] == [[place], [place]]
