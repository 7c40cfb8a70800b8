"""The messages this floor sends. They say that something waits and where; never what anybody wrote."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications.audience import Audience
from notifications.kinds import Content, MessageKind, register
from notifications.models import Message
from notifications.outbox import enqueue
from organisations.addresses import path
from organisations.models import Member
from programmes.actions.proposal_deadlines import give_time_after_joining
from programmes.models import Programme, Proposal


def compose_proposal(message: Message) -> Content | None:
    """Ask for an answer, as long as the proposal is open and the recipient can sign in and has not answered."""
    proposal = (
        Proposal.objects.waiting_for(message.recipient)
        .select_related("cohort__programme", "mentor")
        .filter(pk=message.subject_id)
        .first()
    )
    if proposal is None:
        return None
    is_mentor = proposal.mentor.member_id == message.recipient_id
    return Content(
        subject=_("Would you like to work together?"),
        action=_("See the proposal"),
        context={
            "programme": proposal.cohort.programme,
            "cohort": proposal.cohort,
            "is_mentor": is_mentor,
            "answer_by": proposal.answer_by,
        },
    )


def compose_declined(message: Message) -> Content | None:
    """Tell a coordinator that two people need another match; who said no, and why, stands on the page."""
    proposal = (
        Proposal.objects.coordinated_by(message.recipient)
        .select_related("cohort__programme")
        .filter(pk=message.subject_id)
        .first()
    )
    if proposal is None:
        return None
    return Content(
        subject=_("Two people can be matched again"),
        action=_("See the matching"),
        context={"programme": proposal.cohort.programme, "cohort": proposal.cohort},
    )


def compose_released(message: Message) -> Content | None:
    """Tell somebody who said yes that the other did not answer in time; not who that is."""
    mine = Proposal.objects.visible_to(message.recipient).select_related("cohort__programme")
    proposal = mine.filter(pk=message.subject_id, outcome=Proposal.Outcome.RELEASED).first()
    if proposal is None:
        return None
    return Content(
        subject=_("A proposal has run out"),
        action=_("See the proposal"),
        context={"programme": proposal.cohort.programme},
    )


def compose_withdrawn(message: Message) -> Content | None:
    """Tell somebody who said yes that nothing comes of the proposal; not who else was asked, nor what they said."""
    mine = Proposal.objects.visible_to(message.recipient).select_related("cohort__programme")
    over = [Proposal.Outcome.WITHDRAWN, Proposal.Outcome.DECLINED, Proposal.Outcome.FULL]
    proposal = mine.filter(pk=message.subject_id, outcome__in=over).first()
    if proposal is None:
        return None
    is_withdrawn = proposal.outcome == Proposal.Outcome.WITHDRAWN
    return Content(
        subject=_("A proposal was withdrawn") if is_withdrawn else _("Nothing comes of a proposal"),
        action=_("See the proposal"),
        context={
            "programme": proposal.cohort.programme,
            "is_closed": proposal.cohort.is_closed,
            "is_withdrawn": is_withdrawn,
        },
    )


def compose_began(message: Message) -> Content | None:
    """Tell a coordinator that they run a programme from now on, if they still do."""
    found = Programme.objects.coordinated_by(message.recipient).filter(pk=message.subject_id).first()
    if found is None:
        return None
    return Content(
        subject=_("You are in charge of a programme"),
        action=_("See the programme"),
        context={"programme": found},
    )


def compose_ended(message: Message) -> Content | None:
    """Tell a coordinator that they run a programme no longer, unless they do again."""
    found = Programme.objects.filter(pk=message.subject_id).first()
    if found is None or found.coordinations.filter(member=message.recipient).exists():
        return None
    return Content(
        subject=_("You are not in charge of a programme any more"),
        action=_("Go to your home page"),
        context={"programme": found},
    )


def tell_whoever_joined(sender: Any, member: Member, **_: Any) -> None:
    """Ask somebody who has just joined for the answers that wait: before that, no link of ours would have opened."""
    waiting = Proposal.objects.waiting_for(member).select_related(
        "organisation", "mentor__member", "mentee__member"
    )
    for proposal in waiting:
        give_time_after_joining(proposal=proposal)
        enqueue(member, "proposal", about=proposal, link=path("proposal", proposal.pk))


def register_kinds() -> None:
    """Make the kinds known; called when the app is ready."""
    for name, label, compose in (
        ("proposal", gettext_lazy("Someone is proposed to you"), compose_proposal),
        ("proposal-declined", gettext_lazy("A proposal found no agreement"), compose_declined),
        ("proposal-released", gettext_lazy("A proposal to you has run out"), compose_released),
        ("proposal-withdrawn", gettext_lazy("Nothing comes of a proposal to you"), compose_withdrawn),
        ("coordination-began", gettext_lazy("You are put in charge of a programme"), compose_began),
        ("coordination-ended", gettext_lazy("You run a programme no longer"), compose_ended),
    ):
        register(MessageKind(name, label, compose, Audience.JOINED, optional=name != "proposal"))
