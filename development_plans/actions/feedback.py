"""Asking people for feedback by e-mail, and giving it without an account."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import account_mails
from development_plans import feedback_links, mails
from development_plans.actions.checks import lock_own
from development_plans.errors import PlanError
from development_plans.models import FeedbackAnswer, FeedbackInvitation, FeedbackRequest, Plan
from development_plans.models.feedback import SHOWN_FROM
from organisations import audit, tenancy
from organisations.models import Member
from web import quiet_hours

LASTS = timedelta(days=21)
AT_ONCE, IN_A_DAY = 10, 20  # people that one member asks


@transaction.atomic
def request_feedback(
    *, plan: Plan, emails: Sequence[str], words: str, named: bool, by: Member
) -> FeedbackRequest:
    """Ask people for feedback; each gets a link that works once, for three weeks.

    Whether an address belongs to anybody here makes no difference, and is not told.

    Args:
        words: all that they read of the plan.
        named: whether they answer with their name; without, answers are read all at once, from three on.

    Raises:
        PlanError: too few people for answers without names, too many at once or in a day, or the owner among them; it
            is somebody else's plan.
    """
    current = lock_own(plan, by)
    people = list(dict.fromkeys(email.strip().lower() for email in emails))
    if len(people) > AT_ONCE:
        raise PlanError(_("Ask at most %(count)d people at once.") % {"count": AT_ONCE})
    if not named and len(people) < SHOWN_FROM:
        raise PlanError(
            _(
                "Ask at least %(count)d people when they answer without their names: fewer could be told apart."
            )
            % {"count": SHOWN_FROM}
        )
    # The answers of others would be told apart by whoever had written one of them.
    if not {by.email.lower(), *by.user.addresses()}.isdisjoint(people):  # type: ignore[union-attr]  # who acts has one
        raise PlanError(_("One of these addresses is your own. Ask others."))
    _refuse_too_many(by, len(people))
    feedback_request = FeedbackRequest.objects.create(
        organisation_id=current.organisation_id,
        plan=current,
        words=words.strip(),
        named=named,
        expires_at=timezone.now() + LASTS,
    )
    invitations = [
        FeedbackInvitation(
            organisation_id=current.organisation_id, feedback_request=feedback_request, email=email
        )
        for email in people
    ]
    for invitation in FeedbackInvitation.objects.bulk_create(invitations):
        _mail(invitation, feedback_request, by)
    audit.record("feedback.asked", on=feedback_request, by=by, people=len(people), named=named)
    return feedback_request


def _refuse_too_many(by: Member, wanted: int) -> None:
    Member.objects.select_for_update().get(pk=by.pk)  # one request after the other
    since = timezone.now() - timedelta(days=1)
    lately = FeedbackInvitation.objects.filter(
        feedback_request__plan__owner=by, feedback_request__asked_at__gt=since
    ).count()
    if lately + wanted > IN_A_DAY:
        raise PlanError(_("That is as many people as you can ask in a day. Ask the others tomorrow."))


def _mail(invitation: FeedbackInvitation, feedback_request: FeedbackRequest, by: Member) -> None:
    """Post the link. The mail says who asks, and nothing of what."""
    link = feedback_links.address(invitation, by)
    context = {"by": by, "organisation": by.organisation, "link": link, "feedback_request": feedback_request}
    context |= {"action_url": link, "action_label": _("Give feedback")}
    subject = _("%(name)s asks for your feedback") % {"name": " ".join(by.display_name.split())}
    mail = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string("mail/feedback.txt", context | {"subject": subject}),
        to=[invitation.email],
    )
    mail.attach_alternative(
        render_to_string("mail/feedback.html", context | {"subject": subject}), "text/html"
    )
    # Nothing is known of the people asked but that they are at work with this one: the night is this one's.
    account_mails.enqueue(mail, due_at=quiet_hours.not_before(timezone.now(), by.zone, settings.QUIET_HOURS))


@transaction.atomic
def end_request(*, feedback_request: FeedbackRequest, by: Member) -> None:
    """End the links of a request; what was answered stays.

    Raises:
        PlanError: it is somebody else's.
    """
    lock_own(feedback_request.plan, by)
    if FeedbackRequest.objects.filter(pk=feedback_request.pk, revoked_at=None).update(
        revoked_at=timezone.now()
    ):
        audit.record("feedback.revoked", on=feedback_request, by=by)
        if not feedback_request.named and feedback_request.answers.count() >= SHOWN_FROM:
            _tell_of(feedback_request)


def get_invitation(token: str) -> FeedbackInvitation | None:
    """Return the invitation of a link, with who asks; None when the link is not ours, was used, revoked or is too old.

    Works as the member who asks, since nobody else may see what they asked; only what the request says is handed on.
    """
    read = feedback_links.read(token)
    if read is None:
        return None
    organisation, owner, key = read
    with tenancy.inside(organisation, owner):
        return _standing(key)


def _standing(key: UUID) -> FeedbackInvitation | None:
    """The invitation of a key, while it can be answered."""
    found = FeedbackInvitation.objects.filter(
        key=key, spent=False, feedback_request__plan__owner__user__is_active=True
    )
    invitation = found.select_related("feedback_request__plan__owner__organisation").first()
    return invitation if invitation and invitation.feedback_request.is_open else None


def save_answer(*, token: str, saw: str, change: str, name: str = "") -> bool:
    """Save feedback given by a link; return whether it was saved. The second of two at once is not."""
    read = feedback_links.read(token)
    if read is None:
        return False
    organisation, owner, key = read
    with tenancy.inside(organisation, owner):
        invitation = _standing(key)
        if invitation is None:
            return False
        feedback_request = invitation.feedback_request
        # One answer after the other, so that the last knows it is, and none once the owner has ended it and reads.
        if not FeedbackRequest.objects.select_for_update().get(pk=feedback_request.pk).is_open:
            return False
        if not FeedbackInvitation.objects.filter(pk=invitation.pk, spent=False).update(spent=True):
            return False
        FeedbackAnswer.objects.create(
            organisation_id=organisation,
            feedback_request=feedback_request,
            invitation=invitation if feedback_request.named else None,
            name=name.strip() if feedback_request.named else "",
            saw=saw.strip(),
            change=change.strip(),
        )
        _tell(feedback_request)
    return True


def _tell(feedback_request: FeedbackRequest) -> None:
    """Tell the owner of each answer with a name; of those without, when the last has come or could have."""
    there = FeedbackAnswer.objects.filter(feedback_request=feedback_request).count()
    if feedback_request.named:
        _tell_of(feedback_request, there)
    elif there >= SHOWN_FROM:
        all_have = there == FeedbackInvitation.objects.filter(feedback_request=feedback_request).count()
        _tell_of(feedback_request, due_at=None if all_have else feedback_request.expires_at)


def _tell_of(feedback_request: FeedbackRequest, number: int = 0, *, due_at: datetime | None = None) -> None:
    mails.tell(
        feedback_request.plan.owner,
        mails.FEEDBACK,
        plan=feedback_request.plan,
        occurrence=f"{feedback_request.pk}:{number}",
        due_at=due_at,
    )
