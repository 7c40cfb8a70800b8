"""Asking one's organisation to confirm a piece of evidence, and what its coordinators answer."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from files.actions import hold
from notifications import outbox
from organisations import audit
from organisations.addresses import path
from organisations.models import Member
from portfolios import issuing, mails
from portfolios.actions.assessments import FROZEN
from portfolios.errors import PortfolioError
from portfolios.models import (
    Confirmation,
    ConfirmationRequest,
    Evidence,
    EvidenceFile,
    RequestClosure,
    Revocation,
    Submission,
    SubmissionFile,
)
from programmes.models import Cohort, Coordination, Enrolment

MOST_OPEN = 10
BEEN = (
    Enrolment.State.ACCEPTED,
    Enrolment.State.ACTIVE,
    Enrolment.State.PAUSED,
    Enrolment.State.COMPLETED,
    Enrolment.State.WITHDRAWN,
)


def askable(member: Member) -> list[Cohort]:
    """Return the cohorts in which the member can ask: they are or were in it, and somebody else coordinates it."""
    mine = Enrolment.objects.filter(member=member, state__in=BEEN).values("cohort")
    others = Coordination.objects.filter(programme=OuterRef("programme")).exclude(member=member)
    found = Cohort.objects.filter(Exists(others), pk__in=mine).select_related("programme")
    return list(found.order_by("-starts_on", "id"))


@transaction.atomic
def ask(*, evidence: Evidence, cohort: Cohort, wording: Mapping[str, Any], by: Member) -> ConfirmationRequest:
    """Ask the coordinators of a cohort's programme to confirm a piece; it is kept as it is now, for them to read.

    Args:
        wording: the fields of :attr:`Submission.WORDING`, and ``competency`` if the criteria come from one.

    Raises:
        PortfolioError: the evidence is somebody else's, the cohort is none the member was in, nobody else coordinates
            it, the same is asked already, or much is.
    """
    Member.objects.select_for_update(no_key=True).get(pk=by.pk)  # pressed twice, it is asked once
    _check_asking(evidence, cohort, by)
    made: ConfirmationRequest = ConfirmationRequest.objects.create(
        organisation_id=by.organisation_id, owner=by, cohort=cohort
    )
    _hand_in(made, evidence, wording, by)
    audit.record("confirmation.asked", on=made, by=by, cohort=cohort.pk)
    outbox.enqueue_all(
        _coordinators(made), mails.CONFIRMATION_ASKED, about=made, link=path("confirmation", made.pk)
    )
    return made


def _check_asking(evidence: Evidence, cohort: Cohort, by: Member) -> None:
    if evidence.owner_id != by.pk:
        raise PortfolioError(_("You can have confirmed what is your own."))
    if cohort not in askable(by):
        raise PortfolioError(_("You can ask in a programme that you take part in, or took part in."))
    waiting = ConfirmationRequest.objects.open().filter(owner=by)
    if waiting.filter(submission__source=evidence.pk).exists():
        raise PortfolioError(_("You have asked for this already, and nobody has answered yet."))
    if waiting.count() >= MOST_OPEN:
        raise PortfolioError(_("Many of your requests wait for an answer. Withdraw one first."))


def _hand_in(
    request: ConfirmationRequest, evidence: Evidence, wording: Mapping[str, Any], by: Member
) -> None:
    """Keep the piece as it is now, with the words in which it is to be confirmed."""
    handed_in = Submission.objects.create(
        organisation_id=by.organisation_id,
        request=request,
        source=evidence.pk,
        **{name: getattr(evidence, name) for name in FROZEN},
        **wording,
    )
    for file in EvidenceFile.objects.filter(evidence=evidence).select_for_update():
        hold(SubmissionFile, file, submission=handed_in, source=file.pk)


@transaction.atomic
def confirm(*, request: ConfirmationRequest, by: Member) -> Confirmation:
    """Confirm what was handed in, for the organisation: it signs a credential, and the owner is told.

    Raises:
        PortfolioError: it is one's own, of a programme one does not coordinate, or over.
    """
    held = _to_answer(request, by)
    made: Confirmation = Confirmation.objects.create(organisation_id=by.organisation_id, request=held, by=by)
    issuing.issue(
        confirmation=made,
        submission=held.submission,
        owner=held.owner,
        organisation=by.organisation,
    )
    _settle(held)
    audit.record("confirmation.given", on=made, by=by)
    _tell_owner(held, mails.CONFIRMATION_GIVEN)
    return made


@transaction.atomic
def decline(*, request: ConfirmationRequest, why: str, by: Member) -> None:
    """Say no, with a reason that only the owner and the coordinators read; the owner is told that there is an answer.

    Raises:
        PortfolioError: it is one's own, of a programme one does not coordinate, or over; or there is no reason.
    """
    held = _to_answer(request, by)
    _end(held, RequestClosure.Kind.DECLINED, _reason(why), by)
    _tell_owner(held, mails.CONFIRMATION_DECLINED)


@transaction.atomic
def take_back(*, request: ConfirmationRequest, by: Member) -> None:
    """Take back what one asked; the coordinators no longer read what was handed in.

    Raises:
        PortfolioError: somebody else asked, or it is over.
    """
    if request.owner_id != by.pk:
        raise PortfolioError(_("Only who asked can withdraw it."))
    _end(_open(request), RequestClosure.Kind.TAKEN_BACK, "", by)


@transaction.atomic
def revoke(*, request: ConfirmationRequest, why: str, by: Member) -> Revocation:
    """No longer stand by a confirmation, with a reason; its credential is publicly listed as revoked.

    Raises:
        PortfolioError: it is one's own, of a programme one does not coordinate, not confirmed, or revoked already; or
            there is no reason.
    """
    _check_coordinates(request, by)
    held = _locked(request)
    if not held.stands:
        raise PortfolioError(_("There is nothing to revoke any more."))
    made: Revocation = Revocation.objects.create(
        organisation_id=by.organisation_id, confirmation=held.confirmation, by=by, why=_reason(why)
    )
    issuing.revoke(confirmation=held.confirmation)
    ConfirmationRequest.objects.filter(pk=held.pk).update(read_at=None)
    audit.record("confirmation.revoked", on=held, by=by)
    _tell_owner(held, mails.CONFIRMATION_REVOKED)
    return made


def note_read(*, request: ConfirmationRequest, by: Member) -> None:
    """Note that the owner has seen what came of it."""
    if request.owner_id == by.pk and request.is_unread:
        ConfirmationRequest.objects.filter(pk=request.pk, read_at=None).update(read_at=timezone.now())


def _coordinators(request: ConfirmationRequest) -> Iterable[Member]:
    coordinate = Coordination.objects.filter(programme__cohorts=request.cohort_id).exclude(
        member=request.owner_id
    )
    return Member.objects.filter(pk__in=coordinate.values("member"))


def _check_coordinates(request: ConfirmationRequest, by: Member) -> None:
    if request.owner_id == by.pk:
        raise PortfolioError(_("Somebody else has to answer this: it is your own."))
    if not Coordination.objects.filter(programme__cohorts=request.cohort_id, member=by).exists():
        raise PortfolioError(_("Only coordinators of the programme can do this."))


def _to_answer(request: ConfirmationRequest, by: Member) -> ConfirmationRequest:
    _check_coordinates(request, by)
    return _open(request)


def _locked(request: ConfirmationRequest) -> ConfirmationRequest:
    """Lock a request, so that one of two answers comes first; then read what came of it."""
    ConfirmationRequest.objects.select_for_update().get(pk=request.pk)
    return ConfirmationRequest.objects.with_state().get(pk=request.pk)


def _open(request: ConfirmationRequest) -> ConfirmationRequest:
    held = _locked(request)
    if not held.is_open:
        raise PortfolioError(_("This request is over."))
    return held


def _reason(why: str) -> str:
    if not why.strip():
        raise PortfolioError(_("Write why."))
    return why


def _end(request: ConfirmationRequest, kind: str, why: str, by: Member) -> None:
    RequestClosure.objects.create(
        organisation_id=by.organisation_id, request=request, kind=kind, by=by, why=why
    )
    _settle(request, is_known=kind == RequestClosure.Kind.TAKEN_BACK)
    audit.record("confirmation.ended", on=request, by=by, kind=kind)


def _settle(request: ConfirmationRequest, *, is_known: bool = False) -> None:
    """Note that something came of it, ``is_known`` when its owner need not be told; nobody else is asked any more."""
    now = timezone.now()
    ConfirmationRequest.objects.filter(pk=request.pk).update(
        settled_at=now, read_at=now if is_known else None
    )
    outbox.cancel(request.pk, mails.CONFIRMATION_ASKED)


def _tell_owner(request: ConfirmationRequest, kind: str) -> None:
    outbox.enqueue(request.owner, kind, about=request, link=path("confirmation", request.pk))
