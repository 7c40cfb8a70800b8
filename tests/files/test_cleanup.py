"""Bytes without a row go and bytes with one stay, wherever the power fails; room is never given twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connections, transaction
from django.utils import timezone

from files import actions, cleanup, storage_ledger
from files.errors import NoRoom
from files.models import LedgerEntry
from organisations import tenancy
from tests import make
from tests.files.conftest import bytes_in


def written(member, *, days_ago: int, entry: bool) -> str:
    """Bytes as an upload leaves them, with its entry or (the transaction was undone) without."""
    with time_machine.travel(timezone.now() - timedelta(days=days_ago), tick=False):
        key = actions._new_key(member.organisation_id)
    if entry:
        with tenancy.inside(member.organisation_id, member.pk):
            LedgerEntry.objects.create(organisation_id=member.organisation_id, owner=member, key=key, size=1)
    default_storage.save(key, ContentFile(b"x"))
    default_storage.save(f"{key}.small", ContentFile(b"x"))
    return key


def name(key: str) -> list[str]:
    last = key.rsplit("/", 1)[-1]
    return [last, f"{last}.small"]


@pytest.mark.django_db
def test_bytes_of_an_upload_that_was_undone_are_found_once_it_cannot_be_under_way(stored):
    maya = make.member(make.organisation())
    fresh = written(maya, days_ago=1, entry=False)
    written(maya, days_ago=2, entry=False)
    own = written(maya, days_ago=2, entry=True)
    old = written(maya, days_ago=40, entry=False)
    assert cleanup.remove_the_unknown() == 2
    assert bytes_in(stored) == sorted([*name(fresh), *name(own), *name(old)])
    assert cleanup.remove_the_unknown(since=timezone.now().date() - timedelta(days=99)) == 2
    assert bytes_in(stored) == sorted([*name(fresh), *name(own)])
    assert cleanup.remove_the_unknown() == 0


@pytest.mark.django_db
def test_another_organisations_entries_protect_nothing_and_everybodys_own_do(stored):
    here, there = make.member(make.organisation("here")), make.member(make.organisation("there"))
    keys = [written(member, days_ago=5, entry=True) for member in (here, there)]
    day = timezone.now().date() - timedelta(days=400)
    gone = "0199aaaa-0000-7000-8000-000000000000"
    default_storage.save(f"{gone}/{day}/{'a' * 32}", ContentFile(b"x"))
    assert cleanup.remove_the_unknown(since=day) == 1
    assert bytes_in(stored) == sorted(name(keys[0]) + name(keys[1]))


@pytest.mark.django_db
def test_what_is_not_ours_is_left_alone(stored):
    organisation = make.organisation()
    for key in (
        "notes.txt",
        "other/2026-01-01/" + "a" * 32,
        f"{organisation.pk}/2026-01-01/readme",
        f"{organisation.pk}/x",
    ):
        default_storage.save(key, ContentFile(b"x"))
    assert cleanup.remove_the_unknown(since=timezone.now().date() - timedelta(days=999)) == 0
    assert len(bytes_in(stored)) == 4


@pytest.mark.django_db
def test_nothing_stored_yet_is_no_error():
    make.organisation()
    assert cleanup.remove_the_unknown() == cleanup.remove_the_forgotten() == 0


@pytest.mark.django_db
def test_removing_that_was_cut_off_between_bytes_and_entry_is_finished(stored, monkeypatch):
    maya = make.member(make.organisation())
    key = written(maya, days_ago=0, entry=True)
    with tenancy.inside(maya.organisation_id):
        LedgerEntry.objects.update(removed_at=timezone.now())
    delete = FileSystemStorage.delete

    def cut_off(self, name):
        delete(self, name)
        if name.endswith(".small"):
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(FileSystemStorage, "delete", cut_off)
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            cleanup.remove_the_forgotten()
    assert not default_storage.exists(key)
    assert cleanup.remove_the_forgotten() == 1


@pytest.mark.django_db(transaction=True)
def test_two_uploads_at_once_do_not_share_the_last_room(settings):
    settings.FILES_QUOTA = 100
    maya = make.member(make.organisation())
    start = Barrier(4)

    def add(number: int) -> str:
        start.wait()
        try:
            with tenancy.inside(maya.organisation_id, maya.pk):
                storage_ledger.make_room(maya, 60)
                LedgerEntry.objects.create(
                    organisation_id=maya.organisation_id, owner=maya, key=f"{number}", size=60
                )
        except NoRoom:
            return "no room"
        finally:
            connections["default"].close()
        return "kept"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(add, range(4))) == ["kept", "no room", "no room", "no room"]
    with tenancy.inside(maya.organisation_id, maya.pk):
        assert storage_ledger.used(maya) == 60
