"""Set a showcase: words as JSON come in, a PDF goes out. Run by itself, within bounds; knows nothing of the product.

Usage: ``python -I pdf_worker.py FOLDER MEMORY``, where FOLDER has ``showcase.typ`` and its pictures, and MEMORY is how
many bytes of addresses it may take. What no font has a sign for is said on the error channel: the first such text.
"""

import re
import resource
import sys
from pathlib import Path

import typst

SECONDS = 15  # on a processor
LACKING = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
# The fonts that come with Typst, so that it looks the same everywhere. Where they lack a character, those of the
# machine; and where these lack it too, a PDF with tags that shows a box there, which PDF/UA does not allow.
TRIES = ((True, True), (True, False), (False, False))


def main(folder: Path, said: str) -> tuple[bytes, str]:
    """Return the PDF, and the first text in it that no font has a sign for; empty when there is none.

    Raises:
        typst.TypstError: it cannot be set at all.
    """
    lacking = ""
    for accessible, own_fonts in TRIES[:-1]:
        try:
            return _set(folder, said, accessible=accessible, own_fonts=own_fonts), ""
        except typst.TypstError as error:
            found = LACKING.search(str(error))
            if not found:
                raise
            lacking = found[1]
    accessible, own_fonts = TRIES[-1]
    return _set(folder, said, accessible=accessible, own_fonts=own_fonts), lacking


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
    memory = int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    content, lacking = main(Path(sys.argv[1]), sys.stdin.buffer.read().decode())
    sys.stderr.buffer.write(lacking.encode())
    sys.stdout.buffer.write(content)
