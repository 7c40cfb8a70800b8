"""Files of an upper floor: kept, seen by whom its wall lets, served, and gone when their row is."""

import re
from uuid import UUID

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.http import Http404

from files import cleanup, storage_ledger
from files.actions import store
from files.errors import NoRoom, NotStored
from files.kinds import MB
from files.models import COUNTED, LedgerEntry
from files.serving import reply
from files.upload_validation import validate
from organisations import tenancy
from organisations.row_security import AUTHOR, RowSecurity
from tests import make
from tests.files.builders import pdf, picture, telling_photo, upload
from tests.files.conftest import bytes_in
from tests.files.sample import SampleFile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample_table")]


@pytest.fixture
def people():
    riverside = make.organisation()
    return [make.member(riverside, name) for name in ("Maya L", "Tomás O", "Ines D")]


def kept(author, reader, *contents, name="Plan für Zoë.pdf"):
    with tenancy.inside(author.organisation_id, author.pk):
        valid = [validate(upload(content, name)) for content in contents or [pdf()]]
        return store(SampleFile, valid, by=author, author=author, reader=reader)


def body(response) -> bytes:
    """What is sent; closing the response itself would end the request, and with it the test's connection."""
    content = b"".join(response.streaming_content)
    for close in response._resource_closers:
        close()
    return content


def test_a_file_is_stored_under_a_name_that_tells_nothing_of_it(people, stored):
    maya, tomas, _ines = people
    (row,) = kept(maya, tomas)
    organisation, day, name = row.key.split("/")
    assert UUID(organisation) == maya.organisation_id
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", day)
    assert re.fullmatch(r"[0-9a-f]{32}", name)
    assert (stored / row.key).read_bytes() == pdf()
    assert (row.name, row.size, row.is_picture) == ("Plan für Zoë.pdf", len(pdf()), False)
    assert bytes_in(stored) == [name]


def test_a_picture_is_kept_with_its_thumbnail_and_both_count(people, stored):
    maya, tomas, _ines = people
    (row,) = kept(maya, tomas, telling_photo(), name="us.jpg")
    name = row.key.rsplit("/", 1)[-1]
    assert bytes_in(stored) == [name, f"{name}.small"]
    with tenancy.inside(maya.organisation_id, maya.pk):
        assert storage_ledger.used(maya) == sum(
            path.stat().st_size for path in stored.rglob("*") if path.is_file()
        )
    assert (row.width, row.height) == (32, 64)


def test_only_those_whom_the_floors_wall_lets_see_the_row_and_only_its_owner_the_ledger(people):
    maya, tomas, _ines = people
    kept(maya, tomas)
    seen = {}
    for person in people:
        with tenancy.inside(person.organisation_id, person.pk):
            seen[person.display_name] = (
                SampleFile.objects.count(),
                LedgerEntry.objects.count(),
                storage_ledger.used(maya) > 0,
            )
    assert seen == {"Maya L": (1, 1, True), "Tomás O": (1, 0, False), "Ines D": (0, 0, False)}
    stranger = make.member(make.organisation("elsewhere"))
    with tenancy.inside(stranger.organisation_id):
        assert LedgerEntry.objects.count() == SampleFile.objects.count() == 0


def test_nobody_reaches_anothers_bytes_through_a_row_of_their_own(people):
    maya, tomas, ines = people
    (row,) = kept(maya, tomas)
    (own,) = kept(ines, ines)
    common = {"organisation": ines.organisation, "author": ines, "reader": ines, "name": "x.pdf", "size": 1}
    with tenancy.inside(ines.organisation_id, ines.pk):
        for entry, key in ((row.entry_id, row.key), (own.entry_id, row.key)):
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                SampleFile.objects.create(entry_id=entry, key=key, content_type="application/pdf", **common)
        for change in ({"key": row.key}, {"content_type": "text/html"}, {"entry_id": row.entry_id}):
            with pytest.raises(DatabaseError, match="stays as it was made"), transaction.atomic():
                SampleFile.objects.filter(pk=own.pk).update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            SampleFile.objects.create(
                entry_id=own.entry_id, key=own.key, content_type="application/pdf", **common
            )


def test_nobody_makes_room_by_rewriting_the_ledger(people):
    maya, tomas, _ines = people
    kept(maya, tomas)
    with tenancy.inside(maya.organisation_id, maya.pk):
        assert LedgerEntry.objects.update(removed_at="2020-01-01T00:00Z") == 0
        assert LedgerEntry.objects.filter(owner=maya).delete()[0] == 0
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            LedgerEntry.objects.create(organisation_id=maya.organisation_id, owner=tomas, key="x", size=1)


def test_files_beyond_the_quota_are_refused_in_words_and_nothing_of_them_is_kept(people, stored, settings):
    maya, tomas, _ines = people
    settings.FILES_QUOTA = 2 * MB
    kept(maya, tomas, pdf(b"x" * MB))
    with pytest.raises(NoRoom, match="may take 2 MB in all, and 0 MB are left"):
        kept(maya, tomas, pdf(b"x" * 100), pdf(b"x" * MB))
    assert len(bytes_in(stored)) == 1
    with tenancy.inside(maya.organisation_id, maya.pk):
        assert SampleFile.objects.count() == LedgerEntry.objects.count() == 1


def test_a_removed_row_gives_its_room_back_at_once_and_its_bytes_go_soon(people, stored):
    maya, tomas, _ines = people
    (row,) = kept(maya, tomas, picture("JPEG"))
    with tenancy.inside(maya.organisation_id, maya.pk):
        row.delete()
        assert storage_ledger.used(maya) == 0
    assert len(bytes_in(stored)) == 2
    assert cleanup.remove_the_forgotten() == 1
    assert bytes_in(stored) == []
    with tenancy.inside(maya.organisation_id):
        assert not LedgerEntry.objects.exists()
    assert cleanup.remove_the_forgotten() == 0


def test_whoever_removes_a_row_its_bytes_go(people, stored):
    maya, tomas, _ines = people
    kept(maya, tomas)
    with tenancy.inside(tomas.organisation_id, tomas.pk), connection.cursor() as cursor:
        cursor.execute("DELETE FROM sample_file")
    assert cleanup.remove_the_forgotten() == 1
    assert bytes_in(stored) == []


def test_a_removal_that_is_undone_keeps_the_bytes(people, stored):
    maya, tomas, _ines = people
    (row,) = kept(maya, tomas)
    with pytest.raises(RuntimeError), tenancy.inside(maya.organisation_id, maya.pk):
        SampleFile.objects.get(pk=row.pk).delete()
        raise RuntimeError
    assert cleanup.remove_the_forgotten() == 0
    assert len(bytes_in(stored)) == 1


def test_a_storage_that_fails_is_said_in_words_and_leaves_nothing(people, stored, monkeypatch):
    maya, tomas, _ines = people
    save, calls = FileSystemStorage.save, []

    def failing(self, name, content):
        calls.append(name)
        if len(calls) == 3:
            raise OSError("No space left on device")
        return save(self, name, content)

    monkeypatch.setattr(FileSystemStorage, "save", failing)
    with pytest.raises(NotStored, match="Try again in a few minutes"):
        kept(maya, tomas, picture(), pdf())
    assert bytes_in(stored) == []
    with tenancy.inside(maya.organisation_id, maya.pk):
        assert LedgerEntry.objects.count() == 0


def test_a_download_is_an_attachment_that_a_browser_can_do_nothing_with(people):
    maya, tomas, _ines = people
    (row,) = kept(maya, tomas)
    response = reply(row)
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Plan%20f%C3%BCr%20Zo%C3%AB.pdf"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(len(pdf()))
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response["Cache-Control"] == "private, no-store"
    assert body(response) == pdf()


def test_a_picture_can_be_shown_and_a_document_cannot(people):
    maya, tomas, _ines = people
    (photo,) = kept(maya, tomas, telling_photo(), name="us.jpg")
    (paper,) = kept(maya, tomas)
    for shown in ("picture", "thumbnail"):
        response = reply(photo, shown)
        assert response["Content-Type"] == "image/jpeg"
        assert response["Content-Disposition"] == 'inline; filename="us.jpg"'
        assert response["X-Content-Type-Options"] == "nosniff"
        assert body(response).startswith(b"\xff\xd8\xff")
        with pytest.raises(Http404):
            reply(paper, shown)


def test_a_type_that_is_none_of_ours_is_bytes(people):
    maya, tomas, _ines = people
    (row,) = kept(maya, tomas)
    row.content_type = "text/html"
    response = reply(row)
    assert response["Content-Type"] == "application/octet-stream"
    body(response)


def test_a_file_whose_bytes_are_gone_is_not_there(people):
    maya, tomas, _ines = people
    (row,) = kept(maya, tomas)
    default_storage.delete(row.key)
    with pytest.raises(Http404):
        reply(row)


def test_bytes_are_sent_after_the_transaction_without_the_database(people, django_assert_num_queries):
    maya, tomas, _ines = people
    (row,) = kept(maya, tomas)
    with tenancy.inside(tomas.organisation_id, tomas.pk):
        found = SampleFile.objects.get(pk=row.pk)
    with django_assert_num_queries(0):
        assert body(reply(found)) == pdf()


def test_a_table_of_files_that_is_not_tied_to_the_ledger_is_found_out():
    class Forgotten(SampleFile):
        row_security = RowSecurity(read=AUTHOR, triggers=COUNTED)

        class Meta:
            app_label = "sample_too"
            db_table = "forgotten_file"

    assert storage_ledger.unaccounted([SampleFile]) == []
    assert storage_ledger.unaccounted([SampleFile, Forgotten]) == ["forgotten_file"]
    assert storage_ledger.unaccounted() == []
