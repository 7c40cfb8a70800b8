"""A showcase as a PDF that screen readers can follow: tagged, with an outline, as PDF/UA-1 asks.

Typst sets it, in a process of its own with bounds on its time and memory (``pdf_worker.py``). What people wrote goes
there as data and never as markup; of the disk Typst reads a folder with the template and the small pictures alone.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore
from typing import Any
from unicodedata import category

from django.core.files.storage import default_storage
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from organisations.models import Member
from portfolios.errors import PortfolioError
from portfolios.models import Evidence, EvidenceFile, ShowcaseItem
from portfolios.queries.showcases import ShowcaseContents
from web.dates import plain_day

HERE = Path(__file__).parent
LONGEST = 400_000  # characters in all
PICTURES, PICTURES_OF_ONE = 40, 4
SECONDS = 20  # for one PDF; what is usual takes half of one
MEMORY = 1 << 30  # bytes of addresses for one PDF; the longest that is taken needs a third of it
AT_ONCE, WAITS = (
    2,
    10,
)  # PDFs that one process of the server sets at a time; seconds that another waits for its turn

_turns = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class RenderedPdf:
    """A PDF, and the first text in it that no font has a sign for: there it shows a box. Empty when all is shown."""

    content: bytes
    lacking: str


def pdf(shown: ShowcaseContents) -> RenderedPdf:
    """Return a showcase as a PDF, in the reader's language. Must run inside the organisation as its owner.

    Raises:
        PortfolioError: there is too much in it, many are being made just now, or it could not be set.
    """
    with TemporaryDirectory() as folder:
        root = Path(folder)
        shutil.copy(HERE / "showcase.typ", root)
        words = json.dumps(said(shown, root))
        if len(words) > LONGEST:
            raise PortfolioError(_("There is too much in this showcase for one PDF. Choose less for it."))
        if not _turns.acquire(timeout=WAITS):
            raise PortfolioError(_("Many PDFs are being made just now. Try again in a minute."))
        try:
            return _render(root, words)
        finally:
            _turns.release()


def _render(root: Path, words: str) -> RenderedPdf:
    command = [sys.executable, "-I", str(HERE / "pdf_worker.py"), str(root), str(MEMORY)]
    try:
        done = subprocess.run(  # nothing of what people wrote is on its line
            command, input=words.encode(), capture_output=True, timeout=SECONDS, env={}, cwd=root, check=True
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        raise PortfolioError(
            _(
                "The PDF could not be made. Try again in a few minutes; if that does not help, choose less for the "
                "showcase."
            )
        ) from None
    return RenderedPdf(done.stdout, done.stderr.decode(errors="replace"))


def said(shown: ShowcaseContents, root: Path) -> dict[str, Any]:
    """Return everything the template shows, as plain words and lists; ``root`` is the folder for the pictures."""
    name = _plain(shown.owner.display_name)
    left = iter(range(PICTURES))
    return {
        "title": _plain(shown.showcase.title),
        "owner": name,
        "description": _("What %(name)s shows of their portfolio") % {"name": name},
        "footer": f"{name} · {plain_day(shown.showcase.changed_at)}",
        "language": (get_language() or "en").partition("-")[0],
        "introduction": _plain(shown.showcase.introduction),
        "profile": [
            {"name": capfirst(section), "text": _plain(text)}
            for section, text in (shown.profile.sections if shown.profile else [])
            if text.strip()
        ],
        "pieces": [
            _piece(item.evidence, root, left) | {"confirmed": list(_confirmed(item, shown.owner))}
            for item in shown.items
        ],
        "words": {
            "profile": _("Profile"),
            "files": _("Files"),
            "nothing": _("Nothing is shown here at the moment."),
        },
    }


def _piece(evidence: Evidence, root: Path, left: Iterator[int]) -> dict[str, Any]:
    files = list(evidence.files.all())
    return {
        "title": _plain(evidence.title),
        "about": " · ".join(_about(evidence)),
        "shows": _plain(evidence.shows),
        "pictures": list(_pictures([file for file in files if file.is_picture], root, left)),
        "files": [_plain(file.name) for file in files],
    }


def _confirmed(item: ShowcaseItem, owner: Member) -> Iterator[str]:
    for each in item.confirmed:
        said = _("“%(title)s”: confirmed by %(organisation)s, %(day)s, as it was on %(as_of)s")
        yield said % {
            "title": _plain(each.submission.achievement),
            "organisation": _plain(owner.organisation.name),
            "day": plain_day(each.confirmation.at),
            "as_of": plain_day(each.asked_at),
        }


def _about(evidence: Evidence) -> Iterator[str]:
    yield evidence.get_kind_display()
    began = plain_day(evidence.began_on)
    yield f"{began} – {plain_day(evidence.ended_on)}" if evidence.ended_on else began
    if evidence.expires_on:
        yield _("valid until %(day)s") % {"day": plain_day(evidence.expires_on)}


def _pictures(files: Iterable[EvidenceFile], root: Path, left: Iterator[int]) -> Iterator[dict[str, str]]:
    """Put the small pictures into the folder; one whose bytes are gone is left out."""
    for file, number in zip(list(files)[:PICTURES_OF_ONE], left, strict=False):
        try:
            with default_storage.open(file.thumbnail_key, "rb") as small:
                (root / f"{number}.jpg").write_bytes(small.read())
        except FileNotFoundError:
            continue
        yield {"path": f"/{number}.jpg", "alt": _("Picture: %(name)s") % {"name": _plain(file.name)}}


def _plain(text: str) -> str:
    """Return a text without the characters that no font has, its lines ended in one way."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    return "".join(each for each in text if each == "\n" or category(each) != "Cc").strip()
