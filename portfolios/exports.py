"""A whole portfolio as one archive that opens without us: pages to read, data to load elsewhere, the files.

It is put together on disk, piece by piece, so that what it takes in memory does not grow with the portfolio.
``docs/portfolio-archive.md`` says what is in it.
"""

import json
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import IO, Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils import timezone

from organisations.models import Member
from portfolios import credential_exports
from portfolios.models import (
    AssessedEvidence,
    AssessedFile,
    Assessment,
    Competency,
    DiaryEntry,
    Evidence,
    EvidenceFile,
    ItemShare,
    Profile,
    SubmissionFile,
)

FORMAT = "portfolio/1"
AT_ONCE = 100  # rows that are in memory together

STYLE = """\
body { font: 17px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 3rem auto; padding: 0 1rem; }
h1, h2, h3 { font-family: Charter, Cambria, Georgia, serif; line-height: 1.2; }
article { border-top: 1px solid #bbb; padding: 1rem 0; }
.text { white-space: pre-line; }
small { color: #555; }
"""


def write(out: IO[bytes], *, member: Member) -> None:
    """Write the archive of a member's own portfolio to a file open for writing.

    Must run inside the organisation as that member. A file whose bytes are gone is named, and marked as missing.
    """
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        missing = _write_files(archive, member)
        archive.writestr("style.css", STYLE)
        for place, content in credential_exports.credential_files(member):
            archive.writestr(place, content)
        _write_data(archive, member, missing)
        _write_page(archive, member, missing)


type Kept = EvidenceFile | AssessedFile | SubmissionFile


def place_of(file: Kept) -> str:
    """Return where a file lies in the archive: under its own key, so that two of one name are two.

    What an assessment or a confirmation keeps lies where the evidence's file does, or did: its bytes are the same.
    """
    return f"files/{_source(file).hex}-{PurePosixPath(file.name).name}"


def _as_it_is(file: EvidenceFile | AssessedFile | SubmissionFile) -> zipfile.ZipInfo:
    """Return a file's entry, not packed: pictures, PDFs, documents and sound are packed already, packing is slow."""
    info = zipfile.ZipInfo(place_of(file), timezone.localtime().timetuple()[:6])
    info.compress_type = zipfile.ZIP_DEFLATED if file.content_type.startswith("text/") else zipfile.ZIP_STORED
    return info


def _source(file: Kept) -> UUID:
    return UUID(str(file.pk if isinstance(file, EvidenceFile) else file.source))


def _write_files(archive: zipfile.ZipFile, member: Member) -> set[UUID]:
    """Copy every file; return those whose bytes are gone."""
    missing, seen = set(), set()
    for file in _every_file(member):
        if _source(file) in seen:
            continue
        seen.add(_source(file))
        try:
            source = default_storage.open(file.key, "rb")
        except FileNotFoundError:
            missing.add(_source(file))
            continue
        with source, archive.open(_as_it_is(file), "w") as target:
            shutil.copyfileobj(source, target)
    return missing


def _every_file(member: Member) -> Iterator[Kept]:
    """The evidence's, then what assessments and confirmations keep, which the evidence may have no more."""
    yield from EvidenceFile.objects.owned_by(member).iterator(AT_ONCE)
    kept = {"entry__isnull": False}
    yield from AssessedFile.objects.filter(assessed_evidence__assessment__owner=member, **kept).iterator(
        AT_ONCE
    )
    yield from SubmissionFile.objects.filter(submission__request__owner=member, **kept).iterator(AT_ONCE)


def _profile(member: Member) -> Profile:
    return Profile.objects.owned_by(member).first() or Profile()


def _evidence(member: Member) -> Iterator[Evidence]:
    found = Evidence.objects.owned_by(member).order_by("began_on", "id")
    return found.prefetch_related("files", "competency_links").iterator(AT_ONCE)


def _entries(member: Member) -> Iterator[DiaryEntry]:
    return DiaryEntry.objects.owned_by(member).order_by("on", "id").iterator(AT_ONCE)


def _shares(member: Member) -> Iterator[ItemShare]:
    given = ItemShare.objects.filter(owner=member).select_related("reader")
    return given.order_by("at", "id").iterator(AT_ONCE)


def _assessments(member: Member, missing: set[UUID]) -> Iterator[Any]:
    """Return what the member asked for; each file of its pieces with its ``place`` there, None without bytes."""
    asked = Assessment.objects.filter(owner=member).with_state().prefetch_related("assessed_evidence__files")
    for assessment in asked.order_by("asked_at", "id").iterator(AT_ONCE):
        for item in assessment.assessed_evidence.all():
            _place(item.files.all(), missing)
        yield assessment


def _confirmations(member: Member, missing: set[UUID]) -> Iterator[Any]:
    for request in credential_exports.requests(member):
        _place(request.submission.files.all(), missing)
        yield request


def _place(files: Iterable[Any], missing: set[UUID]) -> None:
    """Say of each kept file where it lies in the archive, None without bytes."""
    for file in files:
        file.place = place_of(file) if file.entry_id and file.source not in missing else None


def _competencies(member: Member) -> dict[UUID, Competency]:
    """Return what each line that the member's evidence shows is called, in its newest version."""
    used = Competency.objects.filter(
        line__in=Evidence.objects.owned_by(member).values("competency_links__line")
    )
    return {each.line: each for each in used.select_related("framework").order_by("framework__version", "id")}


def _write_data(archive: zipfile.ZipFile, member: Member, missing: set[UUID]) -> None:
    profile, named = _profile(member), _competencies(member)
    head = {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(),
        "organisation": member.organisation.name,
        "name": member.display_name,
        "profile": {name: getattr(profile, name) for name in Profile.SECTIONS},
    }
    with archive.open("portfolio.json", "w", force_zip64=True) as out:
        out.write(json.dumps(head, ensure_ascii=False, indent=1)[:-2].encode())
        _write_list(out, "evidence", (_evidence_data(each, named, missing) for each in _evidence(member)))
        _write_list(out, "diary", map(_entry_data, _entries(member)))
        _write_list(out, "shares", map(_share_data, _shares(member)))
        _write_list(out, "assessments", map(_assessment_data, _assessments(member, missing)))
        _write_list(out, "confirmations", map(credential_exports.data, _confirmations(member, missing)))
        out.write(b"\n}\n")


def _write_list(out: IO[bytes], name: str, rows: Iterable[Mapping[str, Any]]) -> None:
    out.write(f',\n "{name}": ['.encode())
    for number, row in enumerate(rows):
        out.write(b",\n  " if number else b"\n  ")
        out.write(json.dumps(row, ensure_ascii=False).encode())
    out.write(b"\n ]")


def _evidence_data(
    evidence: Evidence, named: Mapping[UUID, Competency], missing: set[UUID]
) -> dict[str, Any]:
    return {
        "id": str(evidence.pk),
        "kind": evidence.kind,
        "title": evidence.title,
        "began_on": _day(evidence.began_on),
        "ended_on": _day(evidence.ended_on),
        "expires_on": _day(evidence.expires_on),
        "shows": evidence.shows,
        "relates_to": evidence.relates_to,
        "made_from": evidence.origin_kind or None,
        "competencies": [_competency_data(found) for found in _named(evidence, named)],
        "files": [
            {
                "name": file.name,
                "content_type": file.content_type,
                "size": file.size,
                "path": None if file.pk in missing else place_of(file),
            }
            for file in evidence.files.all()
        ],
    }


def _named(evidence: Evidence, named: Mapping[UUID, Competency]) -> list[Competency]:
    return [named[showing.line] for showing in evidence.competency_links.all() if showing.line in named]


def _entry_data(entry: DiaryEntry) -> dict[str, Any]:
    return {"id": str(entry.pk), "on": _day(entry.on), "text": entry.text}


def _share_data(share: ItemShare) -> dict[str, Any]:
    item = share.evidence_id or share.entry_id
    return {
        "piece": str(item) if item else "profile",
        "with": share.reader.display_name,
        "at": share.at.isoformat(),
        "taken_back_at": share.taken_back_at.isoformat() if share.taken_back_at else None,
    }


def _assessment_data(assessment: Any) -> dict[str, Any]:
    judged = assessment.result if assessment.is_judged else None
    return {
        "id": str(assessment.pk),
        "second_look_at": str(assessment.first_id) if assessment.first_id else None,
        "competency": _competency_data(assessment.competency),
        "asked_of": assessment.assessor.display_name,
        "asked_at": assessment.asked_at.isoformat(),
        "words": assessment.words,
        "shown": [_shown_data(item) for item in assessment.assessed_evidence.all()],
        "ended": assessment.closure.kind if assessment.is_over else None,
        "judgement": judged
        and {
            "level": judged.level.name,
            "how": judged.how,
            "feedback": judged.feedback,
            "at": judged.at.isoformat(),
        },
    }


def _shown_data(item: AssessedEvidence) -> dict[str, Any]:
    return {
        "piece": str(item.source),
        "kind": item.kind,
        "title": item.title,
        "began_on": _day(item.began_on),
        "ended_on": _day(item.ended_on),
        "expires_on": _day(item.expires_on),
        "shows": item.shows,
        "files": [file.name for file in item.files.all()],
        "paths": [getattr(file, "place", None) for file in item.files.all()],
    }


def _competency_data(competency: Competency) -> dict[str, str]:
    return {
        "framework": competency.framework.name,
        "area": competency.area,
        "title": competency.title,
    }


def _day(value: Any) -> str | None:
    return value.isoformat() if value else None


def _write_page(archive: zipfile.ZipFile, member: Member, missing: set[UUID]) -> None:
    named = _competencies(member)
    with archive.open("index.html", "w", force_zip64=True) as out:
        _show(out, "head", member=member, profile=_profile(member), now=timezone.now())
        for evidence in _evidence(member):
            files = [(file, file.pk not in missing and place_of(file)) for file in evidence.files.all()]
            _show(out, "evidence", evidence=evidence, files=files, competencies=_named(evidence, named))
        for number, assessment in enumerate(_assessments(member, missing)):
            _show(out, "assessment", assessment=assessment, is_first=not number)
        for number, request in enumerate(_confirmations(member, missing)):
            places = request.is_confirmed and credential_exports.places_of(request.confirmation.credential)
            _show(out, "confirmation", request=request, places=places, is_first=not number)
        _show(out, "between")
        for entry in _entries(member):
            _show(out, "entry", entry=entry)
        _show(out, "foot")


def _show(out: IO[bytes], part: str, **context: Any) -> None:
    out.write(render_to_string(f"portfolios/archive/{part}.html", context).encode())
