"""From an upload to a file that may be kept: recognised, within its limits, pictures drawn anew."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from files import names, pictures
from files.content_types import recognise
from files.errors import Refused
from files.kinds import NAMES, Family


@dataclass(frozen=True)
class ValidFile:
    """A file that may be kept. ``content`` stands at its beginning; sizes are in bytes, width and height in pixels."""

    name: str
    content_type: str
    content: IO[bytes]
    size: int
    width: int | None = None
    height: int | None = None
    thumbnail: bytes | None = None

    @property
    def room(self) -> int:
        """How many bytes keeping it takes."""
        return self.size + len(self.thumbnail or b"")


def validate(upload: UploadedFile[Any], families: Iterable[Family] = Family) -> ValidFile:
    """Recognise an upload and make it ready to be kept; nothing is stored yet.

    Raises:
        Refused: with the reason in words, without the file's name.
    """
    size = upload.size or 0
    content: IO[bytes] = upload.file  # type: ignore[assignment]  # the stubs have it wider
    kind = recognise(content, size)
    if kind.family not in families:
        wanted = ", ".join(str(NAMES[family]) for family in families)
        raise Refused(_("Only these can be added here: %(kinds)s.") % {"kinds": wanted})
    name = upload.name or ""
    if kind.family is Family.PICTURE:
        made = pictures.drawn_anew(content, kind)
        return ValidFile(
            names.cleaned(name, made.kind),
            made.kind.content_type,
            made.content,
            made.size,
            made.width,
            made.height,
            made.thumbnail,
        )
    content.seek(0)
    return ValidFile(names.cleaned(name, kind), kind.content_type, content, size)
