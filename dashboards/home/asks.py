"""What waits for somebody's answer or is new to them, one function for each kind of thing."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop import todo_items
from dashboards.home.entries import Ask
from development_plans import steps
from development_plans.queries.plans import HomePlans
from meetings.next_step import Step
from organisations.models import Member
from organisations.prepared_queries import prepared_query
from partnerships import queries
from partnerships.models import PeerInvitation
from partnerships.queries import endings
from programmes.models import Enrolment, EnrolmentAnswer, Proposal, Question
from programmes.next_steps import next_step
from web import dates


def list_asks(member: Member, places: list[queries.MemberPartnership], on_home: HomePlans) -> list[Ask]:
    """Return what waits for a member and what is new to them, as one who takes part; coordinators have more."""
    person: Any = member  # with the facts that a request for this page loads
    return [
        *(_proposals(member) if person.has_proposals else []),
        *(_peers(member) if person.is_asked_as_peer else []),
        *(_turns(member) if person.has_communities else []),
        *(_confidences(member) if person.has_confidences else []),
        *_asks_of(places),
        *_free_again(member, places),
        *(_own_places(member) if person.is_enrolled and not places else []),
        *_asks_of_plans(on_home.under_way),
        *_news_of_plans(on_home.news, member),
        *_assessments(member),
        *_answered_confirmations(member),
    ]


@prepared_query
def _proposals_waiting_for(member: Member) -> "QuerySet[Proposal]":
    return Proposal.objects.waiting_for(member).select_related(
        "mentor__member", "mentee__member", "cohort__programme"
    )


def _proposals(member: Member) -> list[Ask]:
    asks = []
    for proposal in _proposals_waiting_for(member):
        as_mentor = proposal.mentor.member_id == member.pk
        other = (proposal.mentee if as_mentor else proposal.mentor).member
        title = _("%(name)s as your mentee?") if as_mentor else _("%(name)s as your mentor?")
        asks.append(
            Ask(
                title % {"name": other.display_name},
                _proposed(proposal),
                reverse("proposal", args=[proposal.pk]),
                _("Answer"),
                Step.ANSWER,
            )
        )
    return asks


@prepared_query
def _peers_who_ask(member: Member) -> "QuerySet[PeerInvitation]":
    return PeerInvitation.objects.open().filter(to=member).select_related("by", "cohort__programme")


def _peers(member: Member) -> list[Ask]:
    """Who asks the member to be peers."""
    return [
        Ask(
            _("%(name)s as your peer?") % {"name": each.by.display_name},
            each.cohort.programme.name,
            reverse("peer_invitation", args=[each.pk]),
            _("Answer"),
            Step.ANSWER,
        )
        for each in _peers_who_ask(member)
    ]


def _proposed(proposal: Proposal) -> str:
    words = _("Proposed for %(programme)s") % {"programme": proposal.cohort.programme.name}
    if not proposal.answer_by:
        return words
    moment = dates.plain_moment(proposal.answer_by)
    return f"{words} · {_('open until %(moment)s') % {'moment': moment}}"


def _turns(member: Member) -> list[Ask]:
    """What the communities ask."""
    return [
        Ask(
            each.title,
            each.words,
            each.url,
            each.label,
            Step.ANSWER if each.is_to_answer else Step.OTHER,
            is_news=each.is_news,
        )
        for each in todo_items.list_todo_items(member)
    ]


def _confidences(member: Member) -> list[Ask]:
    """What was brought to somebody in confidence and waits for them."""
    return [Ask(each.title, each.words, each.url, each.label) for each in todo_items.list_confidences(member)]


def _asks_of(places: list[queries.MemberPartnership]) -> list[Ask]:
    asks = []
    for place in places:
        if place.partnership.is_concluded:
            continue
        names = {"names": place.names, "stage": place.stage.label}
        if not place.me.has_signed:
            asks.append(
                Ask(
                    _("Your agreement with %(names)s") % names,
                    _("Read it, change what does not fit, and sign."),
                    reverse("partnership_agreement", args=[place.partnership.pk]),
                    _("Read and sign"),
                    Step.SIGN,
                )
            )
        if place.me.review_waits:
            asks.append(
                Ask(
                    _("%(names)s has reviewed this stage") % names,
                    _("%(stage)s: waiting for your review.") % names,
                    reverse("partnership_review", args=[place.partnership.pk]),
                    _("Review the stage"),
                    Step.ANSWER,
                )
            )
    return asks


def _free_again(member: Member, places: list[queries.MemberPartnership]) -> list[Ask]:
    """That somebody whose partnership ended early waits for another match, and what comes next."""
    early = {place.me.pk: place for place in places if place.ended_early}
    if not early:
        return []
    free = endings.those_free_again(member).filter(pk__in=early).values_list("pk", flat=True)
    return [
        Ask(
            _("You wait for a new mentor")
            if early[key].me.role == "mentee"
            else _("You are free for a new mentee"),
            _("Your partnership with %(names)s has ended. See what comes next.")
            % {"names": early[key].names},
            reverse("partnership", args=[early[key].partnership.pk]),
            _("What comes next"),
            is_news=True,
        )
        for key in free
    ]


@prepared_query
def _places_without_a_match(member: Member) -> "QuerySet[Any]":
    """Return where somebody is accepted and waits, each with ``missing``: whether a required answer is."""
    to_answer = Question.objects.filter(
        Q(asked=Question.Asked.BOTH) | Q(asked=Concat(OuterRef("role"), Value("s"))),
        programme=OuterRef("cohort__programme"),
        required=True,
    ).exclude(
        Exists(EnrolmentAnswer.objects.filter(enrolment=OuterRef(OuterRef("pk")), question=OuterRef("pk")))
    )
    return (
        Enrolment.objects.of(member)
        .filter(state=Enrolment.State.ACCEPTED, cohort__closed_at=None)
        .select_related("cohort__programme")
        .annotate(missing=Exists(to_answer))
    )


def _own_places(member: Member) -> list[Ask]:
    """That somebody takes part in a programme and has not been matched yet, and what they can do until then."""
    asks = []
    for place in _places_without_a_match(member):
        step = next_step(
            state=place.state,
            role=place.role,
            is_closed=False,
            is_asked=False,
            answers_missing=place.missing,
        )
        title = (
            _("You take part in %(programme)s as a mentor")
            if place.role == "mentor"
            else _("You take part in %(programme)s as a mentee")
        )
        page, label = (
            ("enrolment_answers", _("Answer the questions"))
            if place.missing
            else ("enrolment", _("See more"))
        )
        asks.append(
            Ask(
                title % {"programme": place.cohort.programme.name},
                str(step.words),
                reverse(page, args=[place.pk]),
                label,
            )
        )
    return asks


def _asks_of_plans(plans: list[Any]) -> list[Ask]:
    """A plan that was woken and has not gone on since; one whose day has come; one that waits to be looked back on."""
    today, asks = timezone.localdate(), []
    for plan in plans:
        if plan.step == steps.DATES and plan.unblocked_at:
            title, words, label = _("A plan of yours can go on"), plan.title, _("Go on")
        elif plan.step == steps.LOOKING_BACK:
            title, words, label = _("Look back on your plan"), plan.title, _("Look back")
        elif plan.step == steps.DOING and plan.completes_on < today:
            title, words, label = _("The day you set for a plan has passed"), plan.title, _("Open")
        else:
            continue
        asks.append(Ask(title, words, reverse("plan_step", args=[plan.pk, plan.step]), label))
    return asks


def _news_of_plans(plans: list[Any], member: Member) -> list[Ask]:
    """Plans that mentees began to share; and what was said beside plans, of either's, since one looked at them."""
    asks = []
    for plan in plans:
        names, said = {"name": plan.owner.display_name}, plan.said or 0
        if plan.owner_id == member.pk:
            title = ngettext(
                "%(count)s new comment on your plan", "%(count)s new comments on your plan", said
            )
        elif plan.looked_at is None:
            title = _("%(name)s shares a plan with you")
        else:
            title = _("%(name)s has commented on their plan")
        words = title % {**names, "count": said}
        asks.append(Ask(words, plan.title, reverse("plan", args=[plan.pk]), _("Read it"), is_news=True))
    return asks


def _assessments(member: Member) -> list[Ask]:
    """That somebody asks for an assessment, and that something came of what one asked for oneself."""
    person: Any = member  # with the facts that a request loads
    url, asks = reverse("assessments"), []
    if person.has_assessments_to_give:
        words = _("A mentee shows you evidence for a competency.")
        asks.append(Ask(_("You are asked for an assessment"), words, url, _("Look at it")))
    if person.has_assessments_to_read:
        words = _("Something came of what you asked for.")
        asks.append(Ask(_("An assessment to read"), words, url, _("Read it"), is_news=True))
    return asks


def _answered_confirmations(member: Member) -> list[Ask]:
    """That one's own organisation answered to a confirmation."""
    if not member.has_confirmations_to_read:  # type: ignore[attr-defined]  # a registered fact
        return []
    words = _("Your organisation has answered.")
    title, url = _("About a confirmation of yours"), reverse("confirmations")
    return [Ask(title, words, url, _("Read it"), is_news=True)]
