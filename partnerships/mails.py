"""What partnerships tell people by mail: that something waits, never what anyone wrote."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from meetings.mails import withdrawals
from meetings.models import Meeting
from meetings.wording import names_of
from notifications import kinds
from notifications.audience import Audience
from notifications.kinds import Content, MessageKind
from notifications.models import Message
from organisations.models import Member
from partnerships.models import (
    Agreement,
    Conclusion,
    Partnership,
    PeerInvitation,
    Signature,
    StageReview,
)

MOST_NAMED = 5  # meetings that a mail about an ending names


def register() -> None:
    """Make the kinds known to the outbox."""
    for name, label, compose in (
        ("partnership-began", lazy("A partnership of yours begins"), _began),
        ("agreement-changed", lazy("Your partner changed the agreement"), _agreement_changed),
        ("agreement-to-sign", lazy("Your partner signed the agreement and you have not"), _agreement_to_sign),
        ("agreement-signed", lazy("The agreement is signed by everyone"), _agreement_signed),
        (
            "review-waits",
            lazy("Your partner has reviewed a stage and waits for your review"),
            _review_waits,
        ),
        ("review-settled", lazy("Both of you have reviewed a stage"), _review_settled),
        ("peer-asked", lazy("Somebody asks you to be peers"), _peer_asked),
        ("peer-declined", lazy("Somebody you asked to be peers has answered"), _peer_declined),
        (
            "partnership-ended-early",
            lazy("A partnership in a programme of yours has ended early"),
            _ended_early,
        ),
    ):
        kinds.register(MessageKind(name, label, compose, Audience.JOINED))
    ended = lazy(
        "Your partner concluded a partnership"
    )  # and calls off what was planned, so nobody can do without
    kinds.register(MessageKind("partnership-concluded", ended, _concluded, Audience.JOINED, optional=False))


def _of(partnership: Partnership, recipient: Member, subject: str, **more: Any) -> Content:
    partner = names_of(
        [party.member for party in partnership.parties.all() if party.member_id != recipient.pk]
    )
    return Content(subject % {"partner": partner}, {"partner": partner, **more})


def _partnership(recipient: Member, **condition: Any) -> Partnership | None:
    found = Partnership.objects.visible_to(recipient).under_way().filter(**condition)
    return found.prefetch_related("parties__member").first()


def _began(message: Message) -> Content | None:
    partnership = _partnership(message.recipient, pk=message.subject_id)
    if partnership is None:
        return None
    return _of(partnership, message.recipient, _("You and %(partner)s work together from now on"))


def _unsigned_agreement(message: Message) -> Partnership | None:
    """The partnership, while the version the message is about is the newest and the recipient has not signed it."""
    partnership = _partnership(message.recipient, agreements=message.subject_id)
    newest = partnership and partnership.agreements.order_by("-version")[0]
    if not newest or newest.pk != message.subject_id:
        return None
    signed = Signature.objects.filter(
        partnership=partnership, version=newest.version, member=message.recipient
    )
    return None if signed.exists() else partnership


def _agreement_changed(message: Message) -> Content | None:
    partnership = _unsigned_agreement(message)
    if partnership is None:
        return None
    return _of(partnership, message.recipient, _("Your agreement with %(partner)s has a new version"))


def _agreement_to_sign(message: Message) -> Content | None:
    partnership = _unsigned_agreement(message)
    if partnership is None:
        return None
    return _of(partnership, message.recipient, _("Your agreement with %(partner)s waits for your signature"))


def _agreement_signed(message: Message) -> Content | None:
    partnership = _partnership(message.recipient, agreements=message.subject_id)
    agreement = Agreement.objects.filter(pk=message.subject_id).first()
    if partnership is None or agreement is None or agreement.version != partnership.agreement_version:
        return None
    return _of(partnership, message.recipient, _("Your agreement with %(partner)s is signed"))


def _review_waits(message: Message) -> Content | None:
    open_and_unanswered = StageReview.objects.filter(pk=message.subject_id, outcome=StageReview.Outcome.OPEN)
    review = open_and_unanswered.exclude(answered__member=message.recipient).first()
    partnership = review and _partnership(message.recipient, pk=review.partnership_id)
    if not partnership or review is None:
        return None
    subject = _("%(partner)s has reviewed a stage with you")
    return _of(partnership, message.recipient, subject, stage=review.get_stage_display())


def _review_settled(message: Message) -> Content | None:
    review = StageReview.objects.filter(pk=message.subject_id).first()
    partnership = review and _partnership(message.recipient, pk=review.partnership_id)
    if not partnership or review is None:
        return None
    subject = _("You and %(partner)s have both reviewed the stage")
    return _of(partnership, message.recipient, subject, stage=review.get_stage_display())


def _peer_asked(message: Message) -> Content | None:
    waiting = PeerInvitation.objects.open().filter(pk=message.subject_id, to=message.recipient)
    found = waiting.select_related("by").first()
    if found is None:
        return None
    name = found.by.display_name
    return Content(_("%(name)s asks whether you would be peers") % {"name": name}, {"name": name})


def _peer_declined(message: Message) -> Content | None:
    declined = PeerInvitation.objects.filter(outcome=PeerInvitation.Outcome.DECLINED, by=message.recipient)
    found = declined.select_related("to").filter(pk=message.subject_id).first()
    if found is None:
        return None
    name = found.to.display_name
    return Content(_("%(name)s has answered you") % {"name": name}, {"name": name})


def _ended_early(message: Message) -> Content | None:
    """Tell a coordinator who parted and who waits for a match now; nothing of why."""
    found = (
        Conclusion.objects.filter(
            pk=message.subject_id, partnership__cohort__programme__coordinations__member=message.recipient
        )
        .select_related("partnership__cohort")
        .prefetch_related("partnership__parties__member", "partnership__parties__enrolment")
        .first()
    )
    if found is None:
        return None
    parties = list(found.partnership.parties.all())
    cohort = found.partnership.cohort
    waiting = [
        party.member
        for party in parties
        if party.role == "mentee" and party.enrolment and party.enrolment.state == "accepted"
    ]
    return Content(
        _("A partnership in %(cohort)s has ended early") % {"cohort": cohort.name},
        {
            "names": names_of([party.member for party in parties]),
            "waits": names_of(waiting) if waiting and not cohort.is_closed else "",
        },
        action=_("See the cohort"),
    )


def _concluded(message: Message) -> Content | None:
    conclusion = (
        Conclusion.objects.select_related("by", "partnership")
        .prefetch_related("partnership__parties__member")
        .filter(partnership=message.subject_id, partnership__parties__member=message.recipient)
        .first()
    )
    if conclusion is None:
        return None
    if conclusion.kind == Conclusion.Kind.CONTINUED:
        subject = _("You and %(partner)s go on informally")
    else:
        subject = _("Your partnership with %(partner)s has ended")
    called_off = Meeting.objects.visible_to(message.recipient).with_people()
    called_off = called_off.filter(
        partnership_link__partnership=conclusion.partnership, cancellation__at__gte=conclusion.at
    )
    planned = list(called_off.order_by("starts_at", "id"))
    objects = withdrawals(planned, message.recipient)
    content = _of(
        conclusion.partnership,
        message.recipient,
        subject,
        by=conclusion.by,
        kind=conclusion.kind,
        is_mine=conclusion.by == message.recipient,
        called_off=bool(objects),
        planned=[meeting.starts_at for meeting in planned[:MOST_NAMED]],
        more=max(0, len(planned) - MOST_NAMED),
    )
    first = next((meeting.starts_at for meeting in planned if not meeting.has_begun), None)
    return replace(content, calendars=objects, happens_at=first)
