"""Asking a mentor to look at evidence against a competency, and what comes of it.

Whoever is in somebody's line of management does not judge their evidence: both say so, each for themselves, and what
they say is kept. Nothing else here knows who manages whom.
"""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from files.actions import hold
from notifications import outbox
from organisations import audit, tenancy
from organisations.addresses import path
from organisations.models import Member
from partnerships.models import Partnership, Party
from portfolios import mails
from portfolios.actions import shares
from portfolios.errors import PortfolioError
from portfolios.models import (
    AssessedEvidence,
    AssessedFile,
    Assessment,
    AssessmentClosure,
    AssessmentResult,
    Competency,
    Declaration,
    Evidence,
    EvidenceFile,
    ItemShare,
    Level,
)

MOST_PIECES = 10


def mentors(member: Member) -> list[Party]:
    """Return the places of the mentors the member works with now, each with its member, in order of their names."""
    return [place for place in shares.partners(member) if place.role == "mentor"]


def ask(
    *,
    place: Party,
    competency: Competency,
    evidence: Sequence[Evidence],
    words: str,
    manages: bool,
    by: Member,
    first: Assessment | None = None,
) -> Assessment:
    """Ask a mentor to assess evidence against a competency; it is shared with them, and kept as it is now.

    Args:
        place: the mentor's place in a partnership of both that is under way.
        manages: whether the owner says that the mentor is in their line of management, or they in the mentor's.
        first: the judged assessment of which this is the second look.

    Raises:
        PortfolioError: one of them manages the other (what was said of it is kept), the competency is not in use,
            the evidence is somebody else's, none or too much, or the same is asked of the same person already.
    """
    if manages:
        _declare(about=place.member, manages=True, by=by)
        raise PortfolioError(
            _(
                "Somebody in your line of management cannot assess you here. We have noted it, and nothing was asked. "
                "Choose another mentor."
            )
        )
    return _ask(place=place, competency=competency, evidence=evidence, words=words, by=by, first=first)


@transaction.atomic
def _ask(
    *,
    place: Party,
    competency: Competency,
    evidence: Sequence[Evidence],
    words: str,
    by: Member,
    first: Assessment | None,
) -> Assessment:
    Member.objects.select_for_update(no_key=True).get(pk=by.pk)  # pressed twice, it is asked once
    Partnership.objects.select_for_update(no_key=True).get(
        pk=place.partnership_id
    )  # nor while it is being ended
    _check_asking(place, competency, evidence, by)
    if first is not None:
        check_second_look(first=first, by=by)
    made: Assessment = Assessment.objects.create(
        organisation_id=by.organisation_id,
        owner=by,
        assessor=place.member,
        partnership_id=place.partnership_id,
        competency=competency if first is None else first.competency,
        first=first,
        words=words,
    )
    _declare(about=place.member, manages=False, by=by, assessment=made)
    for position, one in enumerate(evidence):
        _freeze(made, position, one, place, by)
    audit.record("assessment.asked", on=made, by=by, assessor=made.assessor_id, pieces=len(evidence))
    _tell(place.member, mails.ASKED, made)
    return made


def _check_asking(place: Party, competency: Competency, evidence: Sequence[Evidence], by: Member) -> None:
    if place not in mentors(by):
        raise PortfolioError(_("You can ask a mentor you work with now."))
    if competency.framework.is_draft:
        raise PortfolioError(_("This framework is not in use yet."))
    if any(one.owner_id != by.pk for one in evidence):
        raise PortfolioError(_("You can show what is your own."))
    if not 1 <= len(evidence) <= MOST_PIECES:
        raise PortfolioError(_("Choose between one and %(most)d pieces of evidence.") % {"most": MOST_PIECES})
    asked = Assessment.objects.under_way().filter(
        owner=by, assessor=place.member_id, competency__line=competency.line
    )
    if asked.exists():
        raise PortfolioError(_("You have asked them for this already, and they have not answered yet."))


def check_second_look(*, first: Assessment, by: Member) -> None:
    """See that an assessment can be looked at a second time now.

    Raises:
        PortfolioError: it is somebody else's, not judged, a second look itself, or was looked at again already.
    """
    if first.owner_id != by.pk:
        raise PortfolioError(_("Only who asked for an assessment can ask for a second look."))
    if first.first_id is not None or not AssessmentResult.objects.filter(assessment=first).exists():
        raise PortfolioError(_("A second look comes after a judgement, and once."))
    if Assessment.objects.filter(first=first, closure=None).exists():
        raise PortfolioError(_("A second look was asked for already."))


def _freeze(assessment: Assessment, position: int, evidence: Evidence, place: Party, by: Member) -> None:
    """Keep a piece as it is now, and share it unless it is shared with that mentor already."""
    held = ItemShare.objects.filter(
        evidence=evidence, reader=place.member_id, partnership=place.partnership_id, taken_back_at=None
    )
    given = None if held.exists() else shares.share(item=evidence, place=place, by=by, tell=False)
    kept = AssessedEvidence.objects.create(
        organisation_id=by.organisation_id,
        assessment=assessment,
        position=position,
        source=evidence.pk,
        share=given.pk if given else None,
        **{name: getattr(evidence, name) for name in FROZEN},
    )
    for file in EvidenceFile.objects.filter(evidence=evidence).select_for_update():
        hold(AssessedFile, file, assessed_evidence=kept, source=file.pk)


FROZEN = ("kind", "title", "began_on", "ended_on", "expires_on", "shows")


def begin(*, assessment: Assessment, manages: bool, by: Member) -> bool:
    """Have the assessor say whether they and the owner are in one line of management; return whether it begins.

    When they are, the assessment ends there, and the owner is told. What was said is kept either way.

    Raises:
        PortfolioError: somebody else was asked, or there is nothing to begin any more.
    """
    with transaction.atomic():
        held = _open(assessment, by)
        if not _has_said(held, by):
            _declare(about=held.owner, manages=manages, by=by, assessment=held)
            if manages:
                _end(held, AssessmentClosure.Kind.CONFLICT, "", by)
                _tell(held.owner, mails.DECLINED, held)
        elif manages:
            raise PortfolioError(_("You have said that already. Decline it instead, if that has changed."))
    return not manages


@transaction.atomic
def judge(*, assessment: Assessment, level: Level, how: str, feedback: str, by: Member) -> AssessmentResult:
    """Record feedback and a judgement; it stands from then on, and the owner is told that it is there.

    Args:
        level: a level of the framework's version that the assessment was asked for.
        how: whether they read the evidence, watched it being done, or both.

    Raises:
        PortfolioError: somebody else was asked, they have not said that they manage nobody here, it is over, or the
            level is of another framework.
    """
    held = _open(assessment, by)
    if not _has_said(held, by):
        raise PortfolioError(_("Say first that you are not in their line of management."))
    if level.framework_id != held.competency.framework_id:
        raise PortfolioError(_("Choose a level of this framework."))
    made: AssessmentResult = AssessmentResult.objects.create(
        organisation_id=by.organisation_id, assessment=held, level=level, how=how, feedback=feedback
    )
    _settle(held)
    audit.record("assessment.judged", on=held, by=by, how=how)
    outbox.cancel(held.pk, mails.ASKED)
    _tell(held.owner, mails.JUDGED, held)
    return made


@transaction.atomic
def decline(*, assessment: Assessment, why: str, by: Member) -> None:
    """Say no to an assessment that one was asked for; the owner is told.

    Raises:
        PortfolioError: somebody else was asked, or it is over.
    """
    held = _open(assessment, by)
    _end(held, AssessmentClosure.Kind.DECLINED, why, by)
    _tell(held.owner, mails.DECLINED, held)


@transaction.atomic
def take_back(*, assessment: Assessment, by: Member) -> None:
    """Take back what one asked for, with what was shared for it; the mentor is told.

    Raises:
        PortfolioError: somebody else asked, or it is over.
    """
    if assessment.owner_id != by.pk:
        raise PortfolioError(_("Only who asked can withdraw it."))
    held = _locked(assessment)
    _end(held, AssessmentClosure.Kind.TAKEN_BACK, "", by)
    _end_shares(held, by)
    if not outbox.cancel(held.pk, mails.ASKED):
        _tell(held.assessor, mails.TAKEN_BACK, held)


@transaction.atomic
def part(*, partnership: Partnership, by: Member) -> None:
    """End the assessments that were open when a partnership ended, for whoever ended it, and tell both of each.

    Their assessors may no longer see what they were to look at. It is no answer of theirs and no fault of anybody's.
    Who ended the partnership need not be able to read them; so each is ended as the assessor, who can.
    """
    for place in partnership.parties.filter(role="mentor"):
        with tenancy.inside(partnership.organisation_id, place.member_id):
            still_open = Assessment.objects.filter(
                partnership=partnership, assessor=place.member_id, settled_at=None
            )
            ended = list(still_open.select_for_update(of=("self",)).select_related("owner", "assessor"))
            for each in ended:
                AssessmentClosure.objects.create(
                    organisation_id=each.organisation_id,
                    assessment=each,
                    kind=AssessmentClosure.Kind.PARTED,
                )
                _settle(each)
        for each in ended:
            audit.record("assessment.ended", on=each, by=by, kind=AssessmentClosure.Kind.PARTED)
            outbox.cancel(each.pk, mails.ASKED)
            for person in (each.owner, each.assessor):
                _tell(person, mails.PARTED, each)


@transaction.atomic
def end_shares(*, assessment: Assessment, by: Member) -> int:
    """Take back the shares that asking gave; return how many. What was shared before stays shared.

    Raises:
        PortfolioError: somebody else asked.
    """
    if assessment.owner_id != by.pk:
        raise PortfolioError(_("Only who asked can withdraw it."))
    return _end_shares(assessment, by)


def note_read(*, assessment: Assessment, by: Member) -> None:
    """Note that the owner has seen what came of it."""
    if assessment.owner_id == by.pk and assessment.read_at is None and not assessment.is_open:
        Assessment.objects.filter(pk=assessment.pk, read_at=None).update(read_at=timezone.now())


def given_shares(assessment: Assessment, by: Member) -> list[ItemShare]:
    """Return the shares that asking gave and that still stand."""
    keys = assessment.assessed_evidence.exclude(share=None).values("share")
    return list(ItemShare.objects.standing().filter(pk__in=keys, owner=by))


def _end_shares(assessment: Assessment, by: Member) -> int:
    given = given_shares(assessment, by)
    for share in given:
        shares.take_back(share=share, by=by)
    return len(given)


def _locked(assessment: Assessment) -> Assessment:
    """Lock an assessment that is still open, so that only one of two answers comes first.

    What came of it is read once the lock is held: what is read with the lock may be from before the wait for it.
    """
    Assessment.objects.select_for_update().get(pk=assessment.pk)
    held = Assessment.objects.with_state().get(pk=assessment.pk)
    if not held.is_open:
        raise PortfolioError(_("This assessment is over."))
    return held


def _open(assessment: Assessment, by: Member) -> Assessment:
    if assessment.assessor_id != by.pk:
        raise PortfolioError(_("Only who was asked can do this."))
    return _locked(assessment)


def _has_said(assessment: Assessment, by: Member) -> bool:
    return bool(assessment.declarations.filter(by=by).exists())


def _end(assessment: Assessment, kind: str, why: str, by: Member) -> None:
    AssessmentClosure.objects.create(
        organisation_id=by.organisation_id, assessment=assessment, kind=kind, why=why
    )
    _settle(assessment, is_known=kind == AssessmentClosure.Kind.TAKEN_BACK)
    audit.record("assessment.ended", on=assessment, by=by, kind=kind)


def _settle(assessment: Assessment, *, is_known: bool = False) -> None:
    """Note that something came of it; ``is_known`` when its owner need not be told."""
    now = timezone.now()
    Assessment.objects.filter(pk=assessment.pk).update(settled_at=now, read_at=now if is_known else None)


@transaction.atomic
def _declare(*, about: Member, manages: bool, by: Member, assessment: Assessment | None = None) -> None:
    said = Declaration.objects.create(
        organisation_id=by.organisation_id, by=by, about=about, manages=manages, assessment=assessment
    )
    audit.record("management.declared", on=said, by=by, about=about.pk, manages=manages)


def _tell(recipient: Member, kind: str, assessment: Assessment) -> None:
    outbox.enqueue(recipient, kind, about=assessment, link=path("assessment", assessment.pk))
