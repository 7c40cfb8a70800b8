"""What arrives over the wire: streamed to disk, never more than any kind may have, and nothing left afterwards."""

import gc
import io
import os
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadhandler import StopUpload
from django.test import Client, RequestFactory

from files import uploads
from files.kinds import LARGEST_OF_ALL, MB

BOUNDARY = "frontier"


class Body(io.RawIOBase):
    """A multipart body that is made while it is read, and may break off."""

    def __init__(self, size: int, *, name: str = "a.pdf", breaks_at: int | None = None) -> None:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
        self.head, self.tail = head.encode(), f"\r\n--{BOUNDARY}--\r\n".encode()
        self.size, self.length = size, len(self.head) + size + len(self.tail)
        self.place, self.breaks_at, self.most_on_disk = 0, breaks_at, 0

    def read(self, wanted: int = -1) -> bytes:
        if self.breaks_at is not None and self.place >= self.breaks_at:
            raise OSError("connection reset")
        self.most_on_disk = max(self.most_on_disk, on_disk())
        whole = self.place
        if whole < len(self.head):
            piece = self.head[whole : whole + wanted]
        elif whole < len(self.head) + self.size:
            piece = b"x" * min(wanted, len(self.head) + self.size - whole)
        else:
            piece = self.tail[whole - len(self.head) - self.size :][:wanted]
        self.place += len(piece)
        return piece


@pytest.fixture(autouse=True)
def _nothing_held() -> None:
    """What tests of other files sent and left to Python to close is closed."""
    gc.collect()


def on_disk() -> int:
    """How many bytes this process holds in files of the folder for uploads, which have no names."""
    total = 0
    for link in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            if str(link.readlink()).startswith(str(settings.INCOMING_DIR)):
                total += os.fstat(int(link.name)).st_size
    return total


def request(body: Body):
    return RequestFactory().request(
        **{
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": f"multipart/form-data; boundary={BOUNDARY}",
            "CONTENT_LENGTH": str(body.length),
            "wsgi.input": body,
        }
    )


def test_a_large_upload_goes_to_a_file_without_a_name():
    body = Body(5 * MB)
    made = request(body)
    upload = made.FILES["files"]
    assert upload.size == 5 * MB
    assert upload.read(4) == b"xxxx"
    assert on_disk() == 5 * MB
    assert list(settings.INCOMING_DIR.iterdir()) == []
    upload.close()
    assert on_disk() == 0


def test_of_a_file_larger_than_any_may_be_only_its_size_is_kept():
    body = Body(LARGEST_OF_ALL + 20 * MB)
    upload = request(body).FILES["files"]
    assert upload.size == LARGEST_OF_ALL + 20 * MB
    assert body.most_on_disk <= LARGEST_OF_ALL
    assert on_disk() == 0
    upload.close()


@pytest.mark.parametrize("breaks_at", [100, 3 * MB])
def test_an_upload_that_breaks_off_leaves_nothing(breaks_at):
    made = request(Body(5 * MB, breaks_at=breaks_at))
    with pytest.raises(OSError, match="connection reset"):
        made.FILES  # noqa: B018
    del made
    import gc

    gc.collect()
    assert list(settings.INCOMING_DIR.iterdir()) == []
    assert on_disk() == 0


def test_an_interrupted_handler_lets_go_of_its_file():
    handler = uploads.CappedUploadHandler()
    handler.upload_interrupted()
    handler.new_file("files", "a.pdf", "application/pdf", None)
    handler.receive_data_chunk(b"x" * MB, 0)
    handler.file.flush()
    assert on_disk() == MB
    handler.upload_interrupted()
    assert on_disk() == 0
    assert issubclass(StopUpload, Exception)


def test_two_gigabytes_are_refused_before_a_byte_is_read():
    response = Client().generic(
        "POST",
        "/accounts/login/",
        b"",
        f"multipart/form-data; boundary={BOUNDARY}",
        headers={"content-length": str(2 * 1024**3)},
    )
    assert response.status_code == 413
    page = response.content.decode()
    assert "That is too large to send" in page
    assert "up to 64 MB" in page
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.parametrize("length", ["", "-1", "many", "0x10"])
def test_a_length_that_is_no_number_is_no_error(length):
    assert (
        Client().generic("GET", "/accounts/nothing/", headers={"content-length": length}).status_code == 404
    )


def test_the_proxys_limit_in_the_documents_is_the_products():
    page = (Path(__file__).parents[2] / "docs/operations.md").read_text()
    assert f"client_max_body_size {settings.LARGEST_REQUEST // MB}m;" in page
