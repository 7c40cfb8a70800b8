"""Where uploads wait until they are taken or refused: files without a name, which vanish with the request.

A file on disk that has no name cannot be left behind: when the process ends, however it ends, its space is free.
"""

from pathlib import Path
from tempfile import SpooledTemporaryFile, TemporaryFile
from typing import IO, Any, cast

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from files.kinds import LARGEST_OF_ALL, MB


def folder() -> Path:
    """Return the folder for such files, on the disk that also holds the kept ones; /tmp is often memory."""
    path: Path = settings.INCOMING_DIR
    path.mkdir(parents=True, exist_ok=True)
    return path


def file() -> IO[bytes]:
    """Return an empty file that stays in memory while it is small."""
    return cast("IO[bytes]", SpooledTemporaryFile(max_size=2 * MB, dir=str(folder())))


class CappedUploadHandler(FileUploadHandler):
    """Streams an upload to disk, up to the largest size that any kind may have.

    Of what is larger nothing is kept but its size, so that the form can say so beside the field.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin the next file of the request."""
        super().new_file(*args, **kwargs)
        self.file = TemporaryFile(dir=folder())  # noqa: SIM115  # closed with the request
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a chunk, as long as the file is within the limit."""
        self.received += len(raw_data)
        if self.received <= LARGEST_OF_ALL:
            self.file.write(raw_data)
        else:
            self.file.truncate(0)

    def file_complete(self, file_size: int) -> UploadedFile[Any]:
        """Return the file, with the size that was sent."""
        self.file.seek(0)
        return UploadedFile(
            self.file,
            self.file_name,
            self.content_type or "",
            self.received,
            self.charset,
            self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        """Let go of a file that did not arrive whole."""
        if hasattr(self, "file"):
            self.file.close()
