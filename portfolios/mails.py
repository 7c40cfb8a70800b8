"""What portfolios tell people by mail: that something waits, never what it is about."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from notifications import kinds
from notifications.audience import Audience
from notifications.kinds import Content, MessageKind
from notifications.models import Message
from portfolios.models import Assessment, AssessmentClosure, ConfirmationRequest, ItemShare

SHARED = "portfolio-shared"
ASKED, JUDGED = "assessment-asked", "assessment-judged"
DECLINED, TAKEN_BACK, PARTED = "assessment-declined", "assessment-taken-back", "assessment-parted"
CONFIRMATION_ASKED, CONFIRMATION_GIVEN = "confirmation-asked", "confirmation-given"
CONFIRMATION_DECLINED, CONFIRMATION_REVOKED = "confirmation-declined", "confirmation-revoked"


def register_kinds() -> None:
    """Make the kinds known to the outbox."""
    for name, label, compose in (
        (SHARED, lazy("A partner shares something of their portfolio"), _shared),
        (ASKED, lazy("A mentee asks you to assess their evidence"), _asked),
        (JUDGED, lazy("An assessment that you asked for is there"), _judged),
        (DECLINED, lazy("A mentor cannot give the assessment you asked for"), _declined),
        (TAKEN_BACK, lazy("An assessment you were asked for was withdrawn"), _taken_back),
        (CONFIRMATION_ASKED, lazy("Somebody asks your programme to confirm evidence"), _to_confirm),
        (CONFIRMATION_GIVEN, lazy("Your organisation confirms your evidence"), _confirmed),
        (CONFIRMATION_DECLINED, lazy("Your organisation does not confirm your evidence"), _not_confirmed),
        (CONFIRMATION_REVOKED, lazy("Your organisation revokes a confirmation"), _revoked),
        (PARTED, lazy("An assessment that was open ended with your partnership"), _parted),
    ):
        _register(name, label, compose)


def _register(name: str, label: object, compose: Callable[[Message], Content | None]) -> None:
    kinds.register(MessageKind(name, label, compose, Audience.JOINED, template="portfolio"))  # type: ignore[arg-type]  # lazy words


def _shared(message: Message) -> Content | None:
    held = ItemShare.objects.standing().filter(pk=message.subject_id, reader=message.recipient)
    share = held.select_related("owner").first()
    if share is None:
        return None
    subject = _("%(name)s shares something with you") % {"name": share.owner.display_name}
    lines = [_("It is a piece of their portfolio. You can read it for as long as they share it.")]
    return Content(subject, {"lines": lines}, action=_("See what is shared"))


def _about(message: Message) -> Assessment | None:
    """The assessment a message is about, as its recipient may read it now."""
    found = Assessment.objects.visible_to(message.recipient).filter(pk=message.subject_id)
    return found.with_state().first()


def _asked(message: Message) -> Content | None:
    found = Assessment.objects.waiting_for(message.recipient).filter(pk=message.subject_id)
    assessment = found.select_related("owner").first()
    if assessment is None:
        return None
    subject = _("%(name)s asks you for an assessment") % {"name": assessment.owner.display_name}
    lines = [_("It is about evidence for one competency. You can say no.")]
    return Content(subject, {"lines": lines}, action=_("See what is asked"))


def _judged(message: Message) -> Content | None:
    assessment = _about(message)
    if assessment is None or not assessment.is_judged:
        return None
    subject = _("%(name)s has looked at your evidence") % {"name": assessment.assessor.display_name}
    lines = [_("You asked for an assessment. Feedback and judgement are there.")]
    return Content(subject, {"lines": lines}, action=_("Read the assessment"))


def _declined(message: Message) -> Content | None:
    assessment = _about(message)
    if assessment is None or not assessment.is_over:
        return None
    subject = _("%(name)s cannot assess your evidence") % {"name": assessment.assessor.display_name}
    lines = [
        _("They are in your line of management, or you in theirs. Ask another mentor.")
        if assessment.closure.kind == AssessmentClosure.Kind.CONFLICT
        else _("You can ask another mentor, or ask again later.")
    ]
    return Content(subject, {"lines": lines}, action=_("See what became of it"))


def _taken_back(message: Message) -> Content | None:
    assessment = _about(message)
    if assessment is None or not assessment.is_over:
        return None
    subject = _("%(name)s no longer asks you for an assessment") % {"name": assessment.owner.display_name}
    return Content(
        subject,
        {"lines": [_("It was withdrawn. There is nothing to do.")]},
        action=_("See your assessments"),
    )


def _parted(message: Message) -> Content | None:
    assessment = _about(message)
    if assessment is None or not assessment.is_over:
        return None
    if assessment.owner_id == message.recipient.pk:
        name = assessment.assessor.display_name
        subject = _("The assessment you asked %(name)s for has ended") % {"name": name}
        lines = [_("It ended with your partnership. You can ask another mentor.")]
    else:
        subject = _("The assessment that %(name)s asked you for has ended") % {
            "name": assessment.owner.display_name
        }
        lines = [_("It ended with your partnership. There is nothing to do.")]
    return Content(subject, {"lines": lines}, action=_("See what became of it"))


def _request(message: Message) -> ConfirmationRequest | None:
    """The request a message is about, as its recipient may read it now."""
    found = ConfirmationRequest.objects.visible_to(message.recipient).filter(pk=message.subject_id)
    return found.with_state().first()


def _to_confirm(message: Message) -> Content | None:
    found = ConfirmationRequest.objects.waiting_for(message.recipient).filter(pk=message.subject_id)
    request = found.select_related("owner").first()
    if request is None:
        return None
    subject = _("%(name)s asks for a confirmation") % {"name": request.owner.display_name}
    lines = [_("It is about a piece of evidence. You can confirm it for your organisation, or decline.")]
    return Content(subject, {"lines": lines}, action=_("See what is asked"))


def _confirmed(message: Message) -> Content | None:
    request = _request(message)
    if request is None or not request.stands:
        return None
    subject = _("%(organisation)s confirms your evidence") % {
        "organisation": message.recipient.organisation.name
    }
    lines = [_("The signed credential is there, for you to keep and to show.")]
    return Content(subject, {"lines": lines}, action=_("See your credential"))


def _not_confirmed(message: Message) -> Content | None:
    request = _request(message)
    if request is None or not request.is_over:
        return None
    lines = [_("You asked for a confirmation. The reason is there to read; you can ask again.")]
    return Content(_("Your evidence was not confirmed"), {"lines": lines}, action=_("Read the answer"))


def _revoked(message: Message) -> Content | None:
    request = _request(message)
    if request is None or not request.is_revoked:
        return None
    lines = [_("Your organisation no longer stands by it. The reason is there to read.")]
    return Content(_("A confirmation of yours was revoked"), {"lines": lines}, action=_("Read the reason"))
