"""Set a showcase: words as JSON come in, a PDF goes out. Run by itself, within bounds; knows nothing of the product.

Usage: ``python -I press.py FOLDER``, where FOLDER has ``showcase.typ`` and its pictures.
"""

import resource
import sys
from pathlib import Path

import typst

MEMORY = 1 << 30  # bytes of addresses; 200 pieces of evidence take a tenth of it
SECONDS = 15  # on a processor
# The fonts that come with Typst, so that it looks the same everywhere. Where they lack a character, those of the
# machine; and where these lack it too, a PDF with tags that shows a box there, which PDF/UA does not allow.
TRIES = ((True, True), (True, False), (False, False))


def main(folder: Path, said: str) -> bytes:
    """Give the PDF.

    Raises:
        typst.TypstError: it cannot be set at all.
    """
    for accessible, own_fonts in TRIES[:-1]:
        try:
            return _set(folder, said, accessible=accessible, own_fonts=own_fonts)
        except typst.TypstError as error:
            if "could not be displayed" not in str(error):
                raise
    accessible, own_fonts = TRIES[-1]
    return _set(folder, said, accessible=accessible, own_fonts=own_fonts)


def _set(folder: Path, said: str, *, accessible: bool, own_fonts: bool) -> bytes:
    found = typst.compile(
        str(folder / "showcase.typ"),
        root=str(folder),
        ignore_system_fonts=own_fonts,
        sys_inputs={"shown": said},
        pdf_standards=["ua-1"] if accessible else None,
        format="pdf",
    )
    return bytes(found)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.stdout.buffer.write(main(Path(sys.argv[1]), sys.stdin.buffer.read().decode()))
