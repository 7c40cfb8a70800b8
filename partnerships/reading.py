"""What the pages of a partnership show, read in few queries whose number does not depend on how much there is."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.models import Action, AgendaItem, Meeting, Note, RolesTaken
from meetings.wording import names_of
from organisations.models import Member
from organisations.questions import asked_often
from partnerships import guide, lifecycle
from partnerships.models import (
    Agreement,
    Partnership,
    Party,
    ReviewAnswered,
    Signature,
    StageReview,
    Transition,
    took_place,
)
from programmes.models import Coordination, Practice, Programme
from web.pictures import along
from web.words import ROLES, STAGES, Stage, Words, stage_index

DONE_STAYS_FOR = timedelta(days=7)
MEETINGS_SHOWN = 5


@dataclass(frozen=True)
class Place:
    """A partnership as one of its parties stands in it."""

    partnership: Partnership
    me: Any  # a Party with the columns that `places` adds
    others: list[Party]

    @property
    def names(self) -> str:
        """The names of the others, as one would say them in a title."""
        return names_of([party.member for party in self.others])

    @property
    def short_names(self) -> str:
        """What to call the others."""
        return ", ".join(party.member.address_name for party in self.others)

    @property
    def is_mentor(self) -> bool:
        return bool(self.me.role == "mentor")

    @cached_property
    def visits(self) -> list[lifecycle.Visit]:
        """The stages it went through; one that nobody noted began with the partnership."""
        steps = list(zip(self.me.stages, self.me.entered, strict=True))
        return lifecycle.visits(steps or [(self.partnership.stage, self.partnership.began_at)])

    @property
    def stage(self) -> Stage:
        return STAGES[stage_index(self.partnership.stage)]

    @property
    def weeks(self) -> dict[str, int]:
        """The expected length of each stage."""
        return dict(zip(lifecycle.ORDER, self.partnership.cohort.programme.weeks, strict=True))

    @property
    def progress(self) -> float:
        """How far the present stage has come, from 0 to 1; it stands still once concluded."""
        until = self.partnership.conclusion.at if self.partnership.is_concluded else timezone.now()
        return lifecycle.progress(self.visits[-1].since, self.weeks[self.partnership.stage], until)

    @property
    def went_all_the_way(self) -> bool:
        """Whether it concluded as it was meant to, with all stages behind it."""
        return self.partnership.is_concluded and self.partnership.conclusion.kind != lifecycle.EARLY

    @property
    def waits(self) -> str:
        """What waits for this member in it: ``signature``, ``review`` or nothing."""
        if self.partnership.is_concluded:
            return ""
        if not self.me.has_signed:
            return "signature"
        return "review" if self.me.review_waits else ""

    @property
    def how_it_concluded(self) -> Words:
        return guide.CONCLUDED[self.partnership.conclusion.kind]

    @property
    def conclusion_by_me(self) -> bool:
        return bool(self.partnership.conclusion.by_id == self.me.member_id)

    def marks(self, moments: Iterable[datetime]) -> list[float]:
        """Where meetings stand on the picture of the path, from 0 to 1."""
        return [along(stage, share) for stage, share in lifecycle.marks(self.visits, self.weeks, moments)]


def _parties() -> "QuerySet[Party]":
    """Parties with what each page of a partnership needs."""
    steps = Transition.objects.filter(partnership=OuterRef("partnership")).order_by("at", "id")
    return (
        Party.objects.select_related(
            "member__organisation", "partnership__cohort__programme", "partnership__conclusion__by"
        )
        .annotate(stages=ArraySubquery(steps.values("to_stage")), entered=ArraySubquery(steps.values("at")))
        .order_by("partnership", "member__display_name", "pk")
    )


def _parties_with_news() -> "QuerySet[Party]":
    """The same with what a list says of each party: whether they signed, and whether their view is awaited."""
    signed = Signature.objects.filter(
        partnership=OuterRef("partnership"),
        version=OuterRef("partnership__agreement_version"),
        member=OuterRef("member"),
    )
    answered = ReviewAnswered.objects.filter(
        review__partnership=OuterRef("partnership"), review__outcome=StageReview.Outcome.OPEN
    )
    return _parties().annotate(
        has_signed=Exists(signed),
        review_waits=Exists(answered) & ~Exists(answered.filter(member=OuterRef("member"))),
    )


@asked_often
def _parties_of(member: Member, now: datetime) -> "QuerySet[Party]":
    mine = Partnership.objects.visible_to(member)
    upcoming = (
        Meeting.objects.standing().upcoming(now).filter(partnership_link__partnership=OuterRef("partnership"))
    )
    rows = _parties_with_news().annotate(next_meeting_at=Subquery(upcoming.values("starts_at")[:1]))
    return rows.filter(partnership__in=mine)


@asked_often
def _parties_of_one(member: Member, pk: UUID) -> "QuerySet[Party]":
    return _parties().filter(partnership__in=Partnership.objects.visible_to(member).filter(pk=pk))


def places(member: Member) -> list[Place]:
    """Give the member's partnerships, with the next meeting and what waits in each, in one query.

    Those under way first, by the partners' names.
    """
    return _as_places(_parties_of(member, timezone.now()), member)


def place(member: Member, pk: UUID) -> Place | None:
    """Give one partnership of the member, in one query; None when there is none of that key."""
    found = _as_places(_parties_of_one(member, pk), member)
    return found[0] if found else None


def _as_places(rows: list[Party], member: Member) -> list[Place]:
    found = []
    for _key, group in groupby(rows, key=lambda party: party.partnership_id):
        parties = list(group)
        me = next(party for party in parties if party.member_id == member.pk)
        found.append(Place(me.partnership, me, [party for party in parties if party is not me]))
    return sorted(found, key=lambda place: (place.partnership.is_concluded, place.names.casefold()))


@dataclass(frozen=True)
class AgreementState:
    """Where the agreement stands: its newest version, and who has signed that."""

    agreement: Any  # an Agreement with `signers` and `signed_at`
    place: Place

    @property
    def signed_by_me(self) -> bool:
        return self.place.me.member_id in self.agreement.signers

    @property
    def signed_by_all(self) -> bool:
        return self.signed_by_me and not self.missing

    @property
    def missing(self) -> list[Member]:
        """The others whose signature is still to come."""
        return [party.member for party in self.place.others if party.member_id not in self.agreement.signers]


@asked_often
def _agreement(partnership: Partnership) -> "QuerySet[Agreement]":
    """The newest version, with who has signed it and when the last did."""
    signatures = Signature.objects.filter(partnership=OuterRef("partnership"), version=OuterRef("version"))
    latest = signatures.order_by().values("partnership").annotate(last=Max("at")).values("last")
    versions = Agreement.objects.filter(partnership=partnership).order_by("-version")
    return versions.annotate(signers=ArraySubquery(signatures.values("member")), signed_at=Subquery(latest))[
        :1
    ]


def agreement_state(place: Place) -> AgreementState:
    """Read the newest version and its signatures in one query; an empty version 0 before there is a draft."""
    for newest in _agreement(place.partnership):
        return AgreementState(newest, place)
    none_yet: Any = Agreement(partnership=place.partnership, version=0)
    none_yet.signers, none_yet.signed_at = [], None
    return AgreementState(none_yet, place)


@dataclass(frozen=True)
class ReviewState:
    """Where the latest stage review stands."""

    review: Any  # a StageReview with `answered_by`
    place: Place

    @property
    def is_open(self) -> bool:
        return bool(self.review.outcome == StageReview.Outcome.OPEN)

    @property
    def answered_by_me(self) -> bool:
        return self.place.me.member_id in self.review.answered_by

    @property
    def waits_for_me(self) -> bool:
        """Whether somebody has looked back and waits for this member's view."""
        return self.is_open and bool(self.review.answered_by) and not self.answered_by_me

    @property
    def waits_for_others(self) -> bool:
        return self.is_open and self.answered_by_me

    @property
    def differs(self) -> bool:
        """Whether the two left the present stage's review with different views."""
        same_stage = self.review.stage == self.place.partnership.stage
        return bool(same_stage and self.review.outcome == lifecycle.DIFFERED)


@asked_often
def _review(partnership: Partnership) -> "QuerySet[StageReview]":
    """The latest stage review, with who has answered it."""
    answered = ReviewAnswered.objects.filter(review=OuterRef("pk")).values("member")
    reviews = StageReview.objects.filter(partnership=partnership)
    return reviews.annotate(answered_by=ArraySubquery(answered))[:1]


def review_state(place: Place) -> ReviewState | None:
    """Read the latest review and who has answered it in one query; None before the first."""
    latest = _review(place.partnership)
    return ReviewState(latest[0], place) if latest else None


@dataclass(frozen=True)
class Clock:
    """Somebody's time zone, by its name, and what to call them."""

    zone: str
    name: str


@dataclass(frozen=True)
class Page:
    """Everything the partnership's page shows."""

    place: Place
    next_meeting: Any
    planned_after: list[Any]
    coordinators: list[Member]
    agenda: list[AgendaItem]
    past: list[Any]
    promised: list[Action]
    practices: list[Practice]
    agreement: AgreementState
    review: ReviewState | None

    @property
    def marks(self) -> list[float]:
        return self.place.marks(meeting.starts_at for meeting in self.past if meeting.took_place)

    @property
    def met(self) -> list[Any]:
        """The latest past meetings; the rest are `met_earlier`."""
        return self.past[:MEETINGS_SHOWN]

    @property
    def met_earlier(self) -> list[Any]:
        return self.past[MEETINGS_SHOWN:]

    @property
    def roles(self) -> list[tuple[Words, int]]:
        """How often the mentor took each of the seven roles, as they noted it; nothing before the first."""
        return _counted(meeting.my_roles for meeting in self.past if meeting.my_roles)

    @property
    def question(self) -> str:
        """A question for the mentor to ask: another one after each meeting."""
        questions = [practice.question for practice in self.practices if practice.question]
        return questions[len(self.marks) % len(questions)] if questions and self.place.is_mentor else ""

    @property
    def about_stage(self) -> Words:
        return guide.ABOUT[self.place.partnership.stage]

    @property
    def elsewhere(self) -> list[Clock]:
        """The clocks of the others that show another time at the next meeting."""
        start = self.next_meeting.starts_at
        here = start.astimezone(self.place.me.member.zone).utcoffset()
        return [
            Clock(str(party.member.zone), party.member.address_name)
            for party in self.place.others
            if start.astimezone(party.member.zone).utcoffset() != here
        ]


def page(place: Place) -> Page:
    """Read what the partnership's page shows."""
    meetings = _meetings(place.me.member, place.partnership)
    upcoming = [meeting for meeting in meetings if not meeting.is_over][::-1]
    concluded = place.partnership.is_concluded
    return Page(
        place=place,
        next_meeting=upcoming[0] if upcoming else None,
        planned_after=upcoming[1:],
        coordinators=[each.member for each in _coordinations(place.partnership.cohort.programme)],
        agenda=_agenda(upcoming[0]) if upcoming else [],
        past=[meeting for meeting in meetings if meeting.is_over],
        promised=_promised(place.partnership, timezone.now() - DONE_STAYS_FOR),
        practices=[] if concluded else practices(place.partnership, place.partnership.stage),
        agreement=agreement_state(place),
        review=review_state(place),
    )


def _counted(noted: Iterable[list[str]]) -> list[tuple[Words, int]]:
    times = Counter(role for roles in noted for role in roles)
    return [(words, times[role]) for role, words in ROLES.items()] if times else []


def roles_taken(place: Place) -> list[tuple[Words, int]]:
    """Read how often a mentor took each role in the partnership; nothing for a mentee, or before the first."""
    if not place.is_mentor:
        return []
    noted = RolesTaken.objects.filter(
        member=place.me.member, meeting__partnership_link__partnership=place.partnership
    )
    return _counted(noted.values_list("roles", flat=True))


@asked_often
def _coordinations(programme: Programme) -> "QuerySet[Coordination]":
    """Who coordinates a programme, whom its people can turn to."""
    found = Coordination.objects.filter(programme=programme)
    return found.select_related("member").order_by("member__display_name", "pk")


def practices(partnership: Partnership, stage: str) -> list[Practice]:
    """Give what good mentoring does in a stage, as the programme has it, in order."""
    return _practices(partnership.cohort.programme_id, stage)


@asked_often
def _practices(programme: UUID, stage: str) -> "QuerySet[Practice]":
    return Practice.objects.filter(programme=programme, stage=stage)


@asked_often
def _agenda(meeting: Meeting) -> "QuerySet[AgendaItem]":
    return AgendaItem.objects.filter(meeting=meeting)


def _count(rows: "QuerySet[Any]") -> Coalesce:
    """How many of these rows hang on a meeting."""
    of_meeting = rows.filter(meeting=OuterRef("pk")).order_by().values("meeting").annotate(count=Count("pk"))
    return Coalesce(Subquery(of_meeting.values("count")), 0, output_field=IntegerField())


@asked_often
def _meetings(member: Member, partnership: Partnership) -> "QuerySet[Any]":
    """The member's standing meetings of the partnership, the latest first, with what stands in each."""
    readable = Note.objects.filter(Q(is_private=False) | Q(author=member))
    return (
        Meeting.objects.standing()
        .visible_to(member)
        .filter(partnership_link__partnership=partnership)
        .select_related("arrangement")
        .annotate(
            took_place=took_place(),
            actions_count=_count(Action.objects.all()),
            notes_count=_count(readable),
            my_roles=Subquery(
                RolesTaken.objects.filter(meeting=OuterRef("pk"), member=member).values("roles")
            ),
        )
        .order_by("-starts_at", "-id")
    )


@asked_often
def _promised(partnership: Partnership, lately: datetime) -> "QuerySet[Action]":
    """What is still to be done by either, and what was done lately."""
    return (
        Action.objects.filter(meeting__partnership_link__partnership=partnership)
        .filter(Q(done_at=None) | Q(done_at__gte=lately))
        .select_related("owner")
        .order_by(F("done_at").asc(nulls_last=True), F("due_on").asc(nulls_last=True), "created_at", "id")
    )


@dataclass(frozen=True)
class Step:
    """A step on the way: when, what, in which stage's colour, and what it followed from."""

    at: datetime
    title: Words
    words: Words
    colour: str
    review_pk: UUID | None = None


def steps(place: Place) -> list[Step]:
    """Read the way of a partnership, in order: its transitions, the reviews that moved nothing, its conclusion."""
    found = [
        Step(
            step.at,
            step.get_to_stage_display(),
            step.get_reason_display(),
            _colour(step.to_stage),
            step.review_id,
        )
        for step in place.partnership.transitions.all()
    ]
    found += [
        Step(
            review.settled_at or review.opened_at,
            _("You looked back on %(stage)s") % {"stage": review.get_stage_display().lower()},
            guide.OUTCOMES[review.outcome],
            _colour(review.stage),
            review.pk,
        )
        for review in place.partnership.reviews.filter(outcome__in=[lifecycle.STAYED, lifecycle.DIFFERED])
    ]
    if place.partnership.is_concluded:
        conclusion = place.partnership.conclusion
        found.append(Step(conclusion.at, conclusion.get_kind_display(), place.how_it_concluded, ""))
    return sorted(found, key=lambda step: step.at)


def _colour(stage: str) -> str:
    return STAGES[stage_index(stage)].colour


@dataclass(frozen=True)
class Row:
    """One line of two views side by side."""

    label: Words
    views: list[Words]


@dataclass(frozen=True)
class SideBySide:
    """Both views of a stage, once both are there: one's own first."""

    heads: list[Party]
    practices: list[Row]
    pulse: list[Row]
    proposals: list[Row]
    noticed: list[tuple[Party, str]]
    is_whole: bool


def side_by_side(place: Place, review: StageReview) -> SideBySide:
    """Read all views of a settled review. As long as one is missing, only one's own can be read."""
    answers = {
        answer.member_id: answer
        for answer in review.answers.prefetch_related("ratings__practice").order_by("at")
    }
    heads = [party for party in (place.me, *place.others) if party.member_id in answers]
    views = [answers[party.member_id] for party in heads]
    words = dict(guide.RATINGS)
    ratings = [{rating.practice: words[rating.rating] for rating in view.ratings.all()} for view in views]
    seen = sorted({practice for view in ratings for practice in view}, key=lambda practice: practice.position)
    scale = dict(guide.PULSE_SCALE)
    return SideBySide(
        heads=heads,
        practices=[Row(practice.text, [view.get(practice, "–") for view in ratings]) for practice in seen],
        pulse=[
            Row(label, [scale[getattr(view, name)] for view in views]) for name, label, _hint in guide.PULSE
        ],
        proposals=[Row("", [view.get_proposes_display() for view in views])],
        noticed=[(party, answers[party.member_id].noticed) for party in heads],
        is_whole=len(heads) == 1 + len(place.others),
    )
