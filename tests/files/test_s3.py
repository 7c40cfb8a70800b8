"""The same on S3-compatible storage, against a server on this machine."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import boto3
import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404
from django.utils import timezone
from moto.server import ThreadedMotoServer

from files import cleanup
from files.actions import _new_key
from files.errors import NotStored
from files.models import LedgerEntry
from files.serving import reply
from mentoring_platform.environment import storage
from organisations import tenancy
from tests import make
from tests.files.builders import picture
from tests.files.sample import SampleFile
from tests.files.test_storing import body, kept

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample_table")]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """An S3 server with an empty bucket; gives host and port."""
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    host, port = moto.get_host_and_port()
    yield f"{host}:{port}"
    moto.stop()


@pytest.fixture(autouse=True)
def bucket(server, settings):
    client = boto3.client(
        "s3",
        endpoint_url=f"http://{server}",
        aws_access_key_id="key",
        aws_secret_access_key="s",
        region_name="us-east-1",
    )
    client.create_bucket(Bucket="uploads")
    settings.STORAGES = {
        **settings.STORAGES,
        "default": storage(f"s3://key:s@{server}/uploads?tls=no", Path()),
    }
    yield client
    for each in client.list_objects_v2(Bucket="uploads").get("Contents", []):
        client.delete_object(Bucket="uploads", Key=each["Key"])
    client.delete_bucket(Bucket="uploads")


def keys(client) -> list[str]:
    return sorted(each["Key"] for each in client.list_objects_v2(Bucket="uploads").get("Contents", []))


def test_a_file_goes_into_the_bucket_comes_back_and_leaves_it(bucket):
    maya = make.member(make.organisation())
    (row,) = kept(maya, maya, picture("JPEG", (900, 700)))
    assert keys(bucket) == [row.key, row.thumbnail_key]
    head = bucket.head_object(Bucket="uploads", Key=row.key)
    assert (head["ContentLength"], head["ContentDisposition"]) == (row.size, "attachment")
    assert head["ContentType"] == "application/octet-stream"
    for shown in ("attachment", "picture", "thumbnail"):
        response = reply(row, shown)
        sent = body(response)
        assert sent.startswith(b"\xff\xd8\xff")
        assert response["Content-Length"] == str(len(sent))
    with tenancy.inside(maya.organisation_id, maya.pk):
        row.delete()
    assert cleanup.remove_the_forgotten() == 1
    assert keys(bucket) == []


def test_bytes_without_an_entry_are_found_in_a_bucket_of_many(bucket):
    maya = make.member(make.organisation())
    (row,) = kept(maya, maya)
    with time_machine.travel(timezone.now() - timedelta(days=3), tick=False):
        lost, own = _new_key(maya.organisation_id), _new_key(maya.organisation_id)
    with tenancy.inside(maya.organisation_id, maya.pk):
        LedgerEntry.objects.create(organisation_id=maya.organisation_id, owner=maya, key=own, size=1)
    for key in (lost, own, "others/2026-01-01/thing"):
        default_storage.save(key, ContentFile(b"x"))
    assert cleanup.remove_the_unknown() == 1
    assert keys(bucket) == sorted([row.key, own, "others/2026-01-01/thing"])


def test_bytes_that_are_gone_are_not_there(bucket):
    maya = make.member(make.organisation())
    (row,) = kept(maya, maya)
    bucket.delete_object(Bucket="uploads", Key=row.key)
    with pytest.raises(Http404):
        reply(row)


def test_a_bucket_that_is_not_there_is_said_in_words(server, settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": storage(f"s3://key:s@{server}/nowhere?tls=no", Path()),
    }
    maya = make.member(make.organisation())
    with pytest.raises(NotStored):
        kept(maya, maya)
    with tenancy.inside(maya.organisation_id, maya.pk):
        assert SampleFile.objects.count() == LedgerEntry.objects.count() == 0
