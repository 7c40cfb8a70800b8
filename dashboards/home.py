"""What stands on a person's home page, read in a constant number of queries."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cop import duties
from development_plans import reading as plans_reading
from development_plans import steps
from meetings.models import Action, Attendance, Meeting
from meetings.next_step import Ahead, Step, step_before
from meetings.wording import names_of, rhythm, title_for
from organisations.models import Member
from organisations.names import sort_key
from organisations.questions import asked_often
from partnerships import reading
from partnerships.models import Partnership, PeerInvitation
from partnerships.reading import endings
from programmes.models import Answer, Cohort, Enrolment, Proposal, Question
from programmes.next_steps import next_step

MEETINGS, ACTIONS, PLANS = 5, 5, 3
SOON = timedelta(days=14)


@dataclass(frozen=True)
class Ask:
    """Something that waits for the person's answer."""

    title: str
    words: str
    url: str
    label: str
    step: Step = Step.OTHER


@dataclass(frozen=True)
class Upcoming:
    """A meeting or a promise, with its day for the order."""

    on: date
    at: datetime | None
    title: str
    words: str
    url: str
    label: str
    action: Action | None = None
    step: Step = Step.NOTHING


@dataclass(frozen=True)
class Home:
    greeting: str
    asks: list[Ask]
    upcoming: list[Upcoming]
    places: list[reading.Place]
    cohorts: list[Any]
    plans: list[Any]

    @property
    def main(self) -> Ask | Upcoming | None:
        """The one thing to do next; None where nothing waits and no meeting is near."""
        waiting: list[Ask | Upcoming] = [*self.asks, *self.upcoming]
        first = min(waiting, key=lambda each: each.step, default=None)
        return first if first and first.step != Step.NOTHING else None

    @property
    def other_asks(self) -> list[Ask]:
        """What waits beside the main thing."""
        return [ask for ask in self.asks if ask is not self.main]

    @property
    def other_upcoming(self) -> list[Upcoming]:
        """What is to come beside the main thing."""
        return [entry for entry in self.upcoming if entry is not self.main]

    @property
    def is_empty(self) -> bool:
        return not (self.asks or self.upcoming or self.places or self.cohorts or self.plans)

    @property
    def summary(self) -> str:
        """The page in a sentence."""
        soon = timezone.now() + timedelta(days=7)
        meetings = sum(entry.at is not None and entry.at <= soon for entry in self.upcoming)
        promises = sum(entry.action is not None for entry in self.upcoming)
        parts = []
        if meetings:
            parts.append(
                ngettext(
                    "%(count)s meeting in the next 7 days", "%(count)s meetings in the next 7 days", meetings
                )
                % {"count": meetings}
            )
        if promises:
            parts.append(
                ngettext("%(count)s thing promised", "%(count)s things promised", promises)
                % {"count": promises}
            )
        if self.asks:
            count = len(self.asks)
            parts.append(
                ngettext("%(count)s thing waits for you", "%(count)s things wait for you", count)
                % {"count": count}
            )
        unmatched = sum(cohort.unmatched for cohort in self.cohorts)
        if unmatched:
            parts.append(
                ngettext("%(count)s mentee without a mentor", "%(count)s mentees without a mentor", unmatched)
                % {"count": unmatched}
            )
        if not parts:
            return _("Nothing waits for you just now.")
        return f"{', '.join(parts)}."


def home(member: Member) -> Home:
    """Read a member's home page: what the facts say they have none of is not asked for."""
    person: Any = member  # with the facts that a request for this page loads
    places = reading.places(member) if person.has_partnerships else []
    has_plans = person.has_plans or person.has_shared_plans
    on_home = plans_reading.on_home(member) if has_plans else plans_reading.OnHome()
    plans = on_home.under_way
    return Home(
        greeting=_greeting(member),
        asks=[
            *(_proposals(member) if person.has_proposals else []),
            *(_peers(member) if person.is_asked_as_peer else []),
            *(_turns(member) if person.has_communities else []),
            *_looked_after(member),
            *_reports(member),
            *(_confidences(member) if person.has_confidences else []),
            *_asks_of(places),
            *_free_again(member, places),
            *(_own_places(member) if person.is_enrolled and not places else []),
            *(_early_endings(member) if person.has_early_endings else []),
            *_asks_of_plans(plans),
            *_news_of_plans(on_home.news, member),
            *_assessments(member),
            *_confirmations(member),
        ],
        upcoming=_upcoming(member, plans),
        places=[place for place in places if not place.partnership.is_concluded],
        cohorts=_cohorts(member) if person.is_coordinator else [],
        plans=[plan for plan in plans if not plan.waits][:PLANS],
    )


def _greeting(member: Member) -> str:
    hour = timezone.localtime().hour
    names = {"name": member.address_name}
    if 5 <= hour < 12:
        return _("Good morning, %(name)s") % names
    if 12 <= hour < 18:
        return _("Good afternoon, %(name)s") % names
    return _("Good evening, %(name)s") % names


@asked_often
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


@asked_often
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
    moment = date_format(timezone.localtime(proposal.answer_by), "DATETIME_FORMAT")
    return f"{words} · {_('open until %(moment)s') % {'moment': moment}}"


def _turns(member: Member) -> list[Ask]:
    """What the communities ask; who belongs to none is not asked about."""
    if not member.has_communities:  # type: ignore[attr-defined]  # a registered fact
        return []
    return [Ask(each.title, each.words, each.url, each.label) for each in duties.duties(member)]


def _looked_after(member: Member) -> list[Ask]:
    """What waits for a coordinator in the communities of their programmes."""
    if not member.has_communities_to_look_after:  # type: ignore[attr-defined]  # a registered fact
        return []
    return [Ask(each.title, each.words, each.url, each.label) for each in duties.looked_after(member)]


def _reports(member: Member) -> list[Ask]:
    """That something reported in a community waits for its coordinator's answer."""
    if not member.has_reports_to_answer:  # type: ignore[attr-defined]  # a registered fact
        return []
    return [
        Ask(
            _("A report from a community"),
            _("Somebody asks the coordinators to look at something."),
            reverse("community_reports"),
            _("Read it"),
        )
    ]


def _confidences(member: Member) -> list[Ask]:
    """What was brought to somebody in confidence and waits for them."""
    return [Ask(each.title, each.words, each.url, each.label) for each in duties.confidences(member)]


def _asks_of(places: list[reading.Place]) -> list[Ask]:
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
                    _("%(names)s has looked back on this stage") % names,
                    _("%(stage)s: your view is awaited.") % names,
                    reverse("partnership_review", args=[place.partnership.pk]),
                    _("Look back"),
                    Step.ANSWER,
                )
            )
    return asks


def _early_endings(member: Member) -> list[Ask]:
    """Partnerships that ended early in programmes the member coordinates, with the reason where one was given."""
    asks = []
    for conclusion in endings.list_early_endings(member):
        partnership = conclusion.partnership
        parties = list(partnership.parties.all())
        waiting = [each for each in parties if each.role == "mentee" and each.enrolment.state == "accepted"]
        reason = conclusion.reason.get_kind_display() if hasattr(conclusion, "reason") else ""
        open_cohort = waiting and not partnership.cohort.is_closed
        asks.append(
            Ask(
                _("%(names)s ended early") % {"names": names_of([each.member for each in parties])},
                reason or _("No reason was given."),
                reverse("candidates", args=[waiting[0].enrolment_id])
                if open_cohort
                else reverse("cohort", args=[partnership.cohort_id]),
                _("Choose a mentor") if open_cohort else _("See the cohort"),
            )
        )
    return asks


def _free_again(member: Member, places: list[reading.Place]) -> list[Ask]:
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
        )
        for key in free
    ]


@asked_often
def _places_without_a_match(member: Member) -> "QuerySet[Any]":
    """Return where somebody is accepted and waits, each with ``missing``: whether a required answer is."""
    to_answer = Question.objects.filter(
        Q(asked=Question.Asked.BOTH) | Q(asked=Concat(OuterRef("role"), Value("s"))),
        programme=OuterRef("cohort__programme"),
        required=True,
    ).exclude(Exists(Answer.objects.filter(enrolment=OuterRef(OuterRef("pk")), question=OuterRef("pk"))))
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
        if plan.step == steps.DATES and plan.woken_at:
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
            title = _("%(name)s has written beside their plan")
        words = title % {**names, "count": said}
        asks.append(Ask(words, plan.title, reverse("plan", args=[plan.pk]), _("Read it")))
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
        asks.append(Ask(_("An assessment to read"), words, url, _("Read it")))
    return asks


def _confirmations(member: Member) -> list[Ask]:
    """That a coordinator is asked to confirm something, and that one's own organisation answered."""
    person: Any = member  # with the facts that a request loads
    url, asks = reverse("confirmations"), []
    if person.has_confirmations_to_give:
        words = _("Somebody asks your programme to confirm evidence.")
        asks.append(Ask(_("A confirmation is asked for"), words, url, _("Look at it")))
    if person.has_confirmations_to_read:
        words = _("Your organisation has answered.")
        asks.append(Ask(_("About a confirmation of yours"), words, url, _("Read it")))
    return asks


def _days_of_plans(plans: list[Any]) -> list[Upcoming]:
    """The days of plans within two weeks."""
    today = timezone.localdate()
    said = (
        ("starts_on", _("A plan of yours starts")),
        ("completes_on", _("A plan of yours is to be complete")),
    )
    return [
        Upcoming(day, None, title, plan.title, reverse("plan", args=[plan.pk]), _("Open"))
        for plan in plans
        for name, title in said
        if (day := getattr(plan, name)) and today <= day <= today + SOON
    ]


def _upcoming(member: Member, plans: list[Any]) -> list[Upcoming]:
    entries = [*_meetings(member), *_promises(member), *_days_of_plans(plans)]
    return sorted(entries, key=lambda entry: (entry.on, entry.at.time() if entry.at else time.max))


@asked_often
def _upcoming_meetings(member: Member, now: datetime) -> "QuerySet[Any]":
    return (
        Meeting.objects.visible_to(member)
        .standing()
        .upcoming(now)
        .select_related("arrangement", "series")
        .prefetch_related(Prefetch("attendances", Attendance.objects.select_related("member")))
        .annotate(items=Count("agenda", filter=Q(agenda__done_at=None)))[:MEETINGS]
    )


def _meetings(member: Member) -> list[Upcoming]:
    found = _upcoming_meetings(member, timezone.now())
    return [_meeting(meeting, member) for meeting in found if meeting.invites(member)]


def _meeting(meeting: Any, member: Member) -> Upcoming:
    others = [each for each in meeting.attendances.all() if each.member_id != member.pk]
    own = meeting.attendance_of(member)
    words = [f"{timezone.localtime(meeting.starts_at):%H:%M}", meeting.arrangement.place]
    if meeting.items:
        words.append(
            ngettext("%(count)s agenda item", "%(count)s agenda items", meeting.items)
            % {"count": meeting.items}
        )
    if meeting.series:
        words.append(rhythm(meeting.series))
    cannot = [each.member.address_name for each in others if each.response == Attendance.Response.NO]
    is_declined = bool(cannot and not meeting.facilitator_id)
    if is_declined:
        words = [_("%(names)s cannot come: find another time") % {"names": ", ".join(cannot)}, *words]
    unanswered = own.response == Attendance.Response.NONE and meeting.created_by_id != member.pk
    if unanswered:
        words = [_("Can you come?"), *words]
    step = step_before(Ahead(meeting.starts_at, not unanswered, is_declined=is_declined), timezone.now())
    is_moved = step == Step.MOVE
    return Upcoming(
        on=timezone.localtime(meeting.starts_at).date(),
        at=meeting.starts_at,
        title=title_for(meeting, member),
        words=" · ".join(word for word in words if word),
        url=reverse("meeting_time" if is_moved else "meeting", args=[meeting.pk]),
        label=_("Move it") if is_moved else _("Reply") if unanswered else _("Prepare"),
        step=step,
    )


@asked_often
def _open_promises(member: Member) -> "QuerySet[Action]":
    return Action.objects.filter(owner=member).open().in_order().exclude(due_on=None)[:ACTIONS]


def _promises(member: Member) -> list[Upcoming]:
    return [
        Upcoming(
            on=action.due_on,
            at=None,
            title=action.text,
            words=_("Promised, late") if action.is_late else _("Promised"),
            url=f"{reverse('own_actions')}#action-{action.pk}",
            label=_("Open"),
            action=action,
        )
        for action in _open_promises(member)
        if action.due_on
    ]


def _cohorts(member: Member) -> list[Any]:
    """The cohorts of programmes the member coordinates, with how many people take part.

    Those that run, the latest first; then those to come. A cohort that is over or closed stays while people work
    together in it; then it is left to the programme's page.
    """
    found = _cohorts_not_over(member, timezone.localdate())
    return sorted(
        found, key=lambda cohort: (cohort.week == 0, -cohort.starts_on.toordinal(), sort_key(cohort.name))
    )


@asked_often
def _cohorts_not_over(member: Member, today: date) -> "QuerySet[Any]":
    taking_part = Q(enrolments__state__in=["accepted", "active", "paused"])
    under_way = Partnership.objects.under_way().filter(cohort=OuterRef("pk"))
    waits = Q(enrolments__state="accepted", enrolments__role="mentee", closed_at=None)
    return (
        Cohort.objects.coordinated_by(member)
        .filter(Q(ends_on__gte=today, closed_at=None) | Exists(under_way))
        .select_related("programme")
        .annotate(
            mentors=Count("enrolments", filter=taking_part & Q(enrolments__role="mentor")),
            mentees=Count("enrolments", filter=taking_part & Q(enrolments__role="mentee")),
            unmatched=Count("enrolments", filter=waits),
        )
    )
