"""Which sound a file holds, by its structure: first bytes alone would let anything follow them."""

import struct
from collections.abc import Iterator
from typing import IO

from files.kinds import M4A, MP3, OGG, WAV, FileKind

_BOXES = (b"moov", b"trak", b"mdia")
_MOST_BOXES = 2_000
# Of MPEG audio, layer III: bits a second by index, in thousands; samples a second by version and index.
_BITRATES = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_OGG_CODECS = (b"\x01vorbis", b"OpusHead", b"Speex   ", b"\x7fFLAC")


def recognise(file: IO[bytes], size: int) -> FileKind | None:
    """Say which sound this is, from the beginning of the file on; None when it is none that we take."""
    file.seek(0)
    head = file.read(64)
    if head[4:8] == b"ftyp":
        return M4A if _is_sound_alone(file, size) else None
    if head[:4] == b"OggS":
        return OGG if len(head) > 27 and head[27 + head[26] :].startswith(_OGG_CODECS) else None
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return WAV if head[12:16] in {b"fmt ", b"JUNK", b"bext", b"LIST"} else None
    return MP3 if _has_frames(file, head) else None


def _has_frames(file: IO[bytes], head: bytes) -> bool:
    """Whether two frames of MPEG layer III follow each other, behind the tag if there is one."""
    start = 0
    if head[:3] == b"ID3" and len(head) >= 10 and all(byte < 0x80 for byte in head[6:10]):
        start = 10 + (head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9])
    file.seek(start)
    window = file.read(8192)
    offset = len(window) - len(window.lstrip(b"\0")) if start else 0  # tags are padded with zeros
    length = _frame(window[offset : offset + 4])
    return bool(length and _frame(window[offset + length : offset + length + 4]))


def _frame(header: bytes) -> int:
    """Return the length in bytes of the frame that a header begins; 0 for what is no header of layer III."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:
        return 0
    version, bitrate, rate = header[1] >> 3 & 3, header[2] >> 4, header[2] >> 2 & 3
    if version == 1 or bitrate in {0, 15} or rate == 3:
        return 0
    bits = _BITRATES[3 if version == 3 else 2][bitrate] * 1000
    return (144 if version == 3 else 72) * bits // _RATES[version][rate] + (header[2] >> 1 & 1)


def _is_sound_alone(file: IO[bytes], size: int) -> bool:
    """Whether an MP4 container has tracks, and all of them are sound."""
    handlers = list(_handlers(file, 0, size, [_MOST_BOXES]))
    return bool(handlers) and set(handlers) == {b"soun"}


def _handlers(file: IO[bytes], start: int, end: int, left: list[int]) -> Iterator[bytes]:
    """Return what each track says it is, walking the boxes between two offsets."""
    while start + 8 <= end and left[0] > 0:
        left[0] -= 1
        file.seek(start)
        header = file.read(24)
        if len(header) < 8:
            return
        length, name, skip = int(struct.unpack(">I", header[:4])[0]), header[4:8], 8
        if length == 1 and len(header) >= 16:
            length, skip = int(struct.unpack(">Q", header[8:16])[0]), 16
        length = length or end - start
        if length < skip or start + length > end:
            return
        if name in _BOXES:
            yield from _handlers(file, start + skip, start + length, left)
        elif name == b"hdlr" and skip == 8 and left[0] < _MOST_BOXES:
            yield header[16:20]
        start += length
