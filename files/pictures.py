"""Pictures are drawn anew: what is stored holds the pixels that were seen, and nothing that came along with them."""

import io
import os
from dataclasses import dataclass
from threading import Lock
from typing import IO, Any

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from files import uploads
from files.errors import Refused
from files.kinds import GIF, JPEG, PNG, WEBP, FileKind

MOST_PIXELS = 50_000_000  # what phones of today make; JPEG is decoded at a smaller scale where it is larger
LONGEST = 4096  # pixels of the longer side, as stored
THUMBNAIL = 480
_FORMATS = {JPEG: "JPEG", PNG: "PNG", GIF: "GIF", WEBP: "WEBP"}
_WHITE = (255, 255, 255)

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
# A decoded picture takes up to 200 MB. One at a time in each process keeps memory within bounds.
_one_at_a_time = Lock()


@dataclass(frozen=True)
class Picture:
    """A picture as it is stored: JPEG where it was JPEG or has no transparent part, otherwise PNG."""

    kind: FileKind
    content: IO[bytes]
    size: int
    width: int
    height: int
    thumbnail: bytes


def drawn_anew(file: IO[bytes], kind: FileKind) -> Picture:
    """Decode a picture of a known kind and write it again, turned upright, without metadata, at most LONGEST wide.

    Raises:
        Refused: it has too many pixels, which is known before any is decoded, or it is damaged.
    """
    try:
        with _one_at_a_time:
            return _drawn(file, kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except Refused:
        raise
    except Exception:  # noqa: BLE001  # a decoder raises anything at all on damaged input
        raise Refused(_("The picture is damaged. Open it, save it again and try once more.")) from None


def _drawn(file: IO[bytes], kind: FileKind) -> Picture:
    file.seek(0)
    with Image.open(file, formats=[_FORMATS[kind]]) as source:
        if source.width * source.height > MOST_PIXELS:
            raise _too_many_pixels()
        source.draft("RGB", (LONGEST, LONGEST))
        source.load()
        upright = ImageOps.exif_transpose(source)
    clear = upright.has_transparency_data
    image = upright.convert("RGBA" if clear else "RGB")
    image.info.clear()
    image.thumbnail((LONGEST, LONGEST))
    written = JPEG if not clear and kind in {JPEG, WEBP} else PNG
    content = uploads.file()
    _write(image, content, written)
    size = content.seek(0, os.SEEK_END)
    content.seek(0)
    return Picture(written, content, size, image.width, image.height, _thumbnail(image))


def _thumbnail(image: Image.Image) -> bytes:
    """A small JPEG; what is transparent becomes white."""
    small = image.copy()
    small.thumbnail((THUMBNAIL, THUMBNAIL))
    if small.mode == "RGBA":
        ground = Image.new("RGB", small.size, _WHITE)
        ground.paste(small, mask=small.getchannel("A"))
        small = ground
    content = io.BytesIO()
    _write(small, content, JPEG, quality=80)
    return content.getvalue()


def _write(image: Image.Image, content: Any, kind: FileKind, *, quality: int = 88) -> None:
    options: dict[str, Any] = (
        {"quality": quality, "progressive": True} if kind is JPEG else {"compress_level": 6}
    )
    image.save(content, _FORMATS[kind], **options)


def _too_many_pixels() -> Refused:
    return Refused(
        _("The picture has more than %(millions)s million pixels. Make it smaller and try again.")
        % {"millions": MOST_PIXELS // 1_000_000}
    )
