"""How people come in and how partnerships go: lives for the diary, lived through the product's own actions."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from accounts.models import User
from meetings import actions as meetings
from meetings.models import Meeting
from mentoring_platform.demo import people, texts
from mentoring_platform.demo.diary import Calendar, Diary, Life
from mentoring_platform.demo.people import Person
from mentoring_platform.demo.texts import Talk
from organisations import actions as organisations
from organisations import audit, tenancy
from organisations.models import Invitation, Member, Organisation
from partnerships import actions as partnerships
from partnerships.models import Agreement, Partnership, StageReview
from programmes import actions as programmes
from programmes.answers import asked_of
from programmes.models import Cohort, Enrolment, EnrolmentAnswer, Practice, Programme, Proposal

OTHER = {"mentor": "mentee", "mentee": "mentor"}


ROLES_TAKEN = (
    ("listener", "questioner"),
    ("helper",),
    ("confidant", "listener"),
    ("broker", "questioner"),
    ("listener", "learning_partner"),
    ("celebrant", "questioner"),
)


@dataclass
class Setting:
    """An organisation while its past is lived through: who is there, and what time it is."""

    organisation: Organisation
    diary: Diary
    calendar: Calendar
    accounts: Mapping[str, User]
    members: dict[str, Member] = field(default_factory=dict)
    enrolments: dict[tuple[Cohort, str], Enrolment] = field(default_factory=dict)
    _acting: list[Member] = field(default_factory=list)
    _entered: Member | None = None

    @contextmanager
    def acting(self, name: str) -> Iterator[Member]:
        """Work in the organisation as one of its people. Who goes on being themself is not entered anew."""
        member = self.members[name]
        self._enter(member)
        self._acting.append(member)
        try:
            yield member
        finally:
            self._acting.pop()
        if self._acting:
            self._enter(self._acting[-1])

    def _enter(self, member: Member) -> None:
        if member != self._entered:
            tenancy.enter(self.organisation.pk, member.pk)
            self._entered = member


def invite(setting: Setting, name: str, *, by: str) -> Invitation:
    """Ask a person to join the organisation."""
    with setting.acting(by) as inviting:
        member = organisations.add_member(
            organisation=setting.organisation,
            email=people.email(setting.organisation.slug, name),
            name=name,
            by=inviting,
        )
        setting.members[name] = member
        return organisations.invite(member=member, by=inviting)


def join(setting: Setting, name: str, invitation: Invitation, *, zone: str = "") -> None:
    """Have a person who was invited come in."""
    with setting.acting(name) as invited:
        with tenancy.inside(invited.organisation_id):  # nobody is a member before they came in
            member = organisations.accept_invitation(
                invitation=invitation, user=setting.accounts[invited.email]
            )
        setting.members[name] = member
        if zone:
            member.time_zone = zone
            organisations.change_self(member=member)


def offer_choices(programme: Programme, choices: Mapping[str, list[str]], by: Member) -> None:
    """Put the organisation's own choices into the enrolment form."""
    for question in programme.questions.filter(key__in=choices):
        values = {"kind": question.kind, "choices": choices[question.key]}
        programmes.edit_question(question=question, values=values, by=by)


def enrol(
    setting: Setting,
    cohort: Cohort,
    person: Person,
    role: str,
    *,
    by: str,
    places: int = 1,
    joins: bool = True,
) -> Life:
    """Take a person into a cohort; who is new is invited. Within four days they come in and fill in the form."""
    with setting.acting(by) as coordinator:
        invitation = None if person.name in setting.members else invite(setting, person.name, by=by)
        enrolment = programmes.enrol(
            cohort=cohort,
            email=people.email(setting.organisation.slug, person.name),
            name=person.name,
            role=role,
            capacity=places,
            by=coordinator,
        )
    setting.enrolments[cohort, person.name] = enrolment
    if not joins:
        return
    random = Random(f"{person.name} {cohort.name}")  # noqa: S311
    at = f"{random.randint(8, 19):02}:{random.randint(0, 59):02}"
    yield setting.calendar.after(timezone.now(), random.randint(1, 2), at)
    if invitation:
        join(setting, person.name, invitation, zone=person.zone)
        yield timezone.now() + timedelta(minutes=random.randint(6, 40))
    with setting.acting(person.name) as member:
        _answer_form(enrolment, person, member)


def _answer_form(enrolment: Enrolment, person: Person, member: Member) -> None:
    """Fill in the enrolment form as ``give_answers`` does, in one statement instead of five for each answer."""
    given = person.answers()
    EnrolmentAnswer.objects.bulk_create(
        EnrolmentAnswer(
            organisation_id=enrolment.organisation_id,
            enrolment=enrolment,
            question=question,
            value=given[question.key],
        )
        for question in asked_of(enrolment.cohort.programme.questions.all(), enrolment.role)
        if given.get(question.key) is not None
    )
    audit.record("enrolment.answered", on=enrolment, by=member)


@dataclass(frozen=True)
class Promise:
    """Something from a meeting; ``due`` and ``kept`` are days after it, ``kept`` None: not yet."""

    who: str
    what: str
    due: int = 13
    kept: int | None = None


@dataclass(frozen=True)
class Met:
    """A meeting of a pair.

    Args:
        ago: how many days; negative: still ahead.
        how: ``came``; ``missed`` (the mentee did not come); ``cancelled``; ``moved`` (then held); ``logged``
            (noted afterwards); ``unnoted`` (nobody wrote anything down).
        left: how many items at the end of the agenda were not talked about.
        reply: whether who is invited has said yes.
        by: who proposes it.
    """

    ago: int
    at: str = "14:00"
    minutes: int = 60
    how: str = "came"
    talk: Talk | None = None
    promises: Sequence[Promise] | None = None
    left: int = 0
    reply: bool = True
    by: str = "mentee"


@dataclass(frozen=True)
class Review:
    """A look back on the present stage, begun so many days ago; ``waits``: the other has not answered yet."""

    ago: int
    first: str = "mentee"
    mentor: str = "move-on"
    mentee: str = "move-on"
    waits: bool = False

    @property
    def moves_on(self) -> bool:
        return not self.waits and self.mentor == self.mentee == "move-on"


@dataclass(frozen=True)
class Pair:
    """A mentor and a mentee, and how it went with them.

    Args:
        asked: how many days ago they were proposed to each other.
        focus: what their agreement says they want; "" leaves the programme's words.
        signed: who signed it: ``both``, ``mentor``, ``mentee`` or nobody.
        ended: (days ago, how, who said so).
    """

    mentor: str
    mentee: str
    asked: int
    met: Sequence[Met] = ()
    reviews: Sequence[Review] = ()
    focus: str = ""
    signed: str = "both"
    place: str = ""
    link: str = ""
    ended: tuple[int, str, str] | None = None

    def name(self, role: str) -> str:
        return self.mentor if role == "mentor" else self.mentee

    @property
    def first_names(self) -> tuple[str, str]:
        return self.mentor.split()[0], self.mentee.split()[0]


def declined(setting: Setting, cohort: Cohort, pair: Pair, *, by: str, who: str, reason: str) -> Life:
    """Two people are proposed to each other and one says no."""
    yield setting.calendar.moment(pair.asked, "10:05")
    proposal = _propose(setting, cohort, pair, by)
    yield setting.calendar.after(timezone.now(), 2, "16:20")
    with setting.acting(pair.name(who)) as member:
        programmes.decline_proposal(proposal=proposal, reason=reason, by=member)


def asked(setting: Setting, cohort: Cohort, pair: Pair, *, by: str, said_yes: str = "") -> Life:
    """Two people are proposed to each other; at most one has answered."""
    yield setting.calendar.moment(pair.asked, "11:40")
    proposal = _propose(setting, cohort, pair, by)
    if said_yes:
        yield setting.calendar.after(timezone.now(), 1, "08:55")
        with setting.acting(pair.name(said_yes)) as member:
            programmes.accept_proposal(proposal=proposal, by=member)


def _propose(setting: Setting, cohort: Cohort, pair: Pair, by: str) -> Proposal:
    with setting.acting(by) as coordinator:
        return programmes.propose_pair(
            mentor=setting.enrolments[cohort, pair.mentor],
            mentee=setting.enrolments[cohort, pair.mentee],
            by=coordinator,
        )


def partnership(setting: Setting, cohort: Cohort, pair: Pair, *, by: str, kind: str) -> Life:
    """Two people say yes to each other; from then on they lead a partnership. ``kind`` names their talks."""
    yield setting.calendar.moment(pair.asked, "10:00")
    proposal = _propose(setting, cohort, pair, by)
    for role in ("mentor", "mentee"):
        yield setting.calendar.after(timezone.now(), 1, "12:15" if role == "mentor" else "17:05")
        with setting.acting(pair.name(role)) as member:
            programmes.accept_proposal(proposal=proposal, by=member)
    with setting.acting(pair.mentee):
        begun = Partnership.objects.get(proposal=proposal)
    together = Together(setting, pair, begun, Random(f"{pair.mentor} {pair.mentee}"), kind)  # noqa: S311
    setting.diary.begin(together.agreeing())
    setting.diary.begin(together.meeting())
    for review in pair.reviews:
        setting.diary.begin(together.looking_back(review))
    if pair.ended:
        setting.diary.begin(together.concluding(*pair.ended))


@dataclass
class Together:
    """A partnership under way."""

    setting: Setting
    pair: Pair
    partnership: Partnership
    random: Random
    kind: str

    def __post_init__(self) -> None:
        """Decide in advance what is random, so that the order in which lives go on has no say."""
        self.talks = self._talks()
        self.rhythm = self.random.choice(texts.RHYTHMS)
        self.luck = {met.ago: [self.random.random() for _ in range(8)] for met in self.pair.met}
        self.ratings = {
            (review.ago, role): [self.random.randint(1, 3) for _ in range(12)]
            for review in self.pair.reviews
            for role in OTHER
        }

    def _talks(self) -> dict[int, Talk]:
        """Return what each meeting (by how long ago it is) is about, fitting the stage the pair is in by then."""
        stages = list(texts.talks(self.kind))
        by_stage: dict[str, list[Met]] = {}
        for met in self.pair.met:
            passed = sum(met.ago < review.ago for review in self.pair.reviews if review.moves_on)
            by_stage.setdefault(stages[passed], []).append(met)
        found: dict[int, Talk] = {}
        for stage, among in by_stage.items():
            talks = texts.chosen(self.kind, stage, len(among), self.random)
            found |= {met.ago: met.talk or talk for met, talk in zip(among, talks, strict=True)}
        return {ago: talk.of(*self.pair.first_names) for ago, talk in found.items()}

    def acting(self, role: str) -> AbstractContextManager[Member]:
        return self.setting.acting(self.pair.name(role))

    def agreeing(self) -> Life:
        """They put the programme's agreement into their own words and sign it."""
        calendar = self.setting.calendar
        version = 1
        if self.pair.focus:
            yield calendar.after(timezone.now(), 1, "18:30")
            with self.acting("mentee") as mentee:
                agreement: Agreement = partnerships.edit_agreement(
                    partnership=self.partnership,
                    based_on=version,
                    texts={"focus": self.pair.focus, "rhythm": self.rhythm},
                    by=mentee,
                )
                version = agreement.version
        for role, at in (("mentee", "08:45"), ("mentor", "13:20")):
            if self.pair.signed in ("both", role):
                yield calendar.after(timezone.now(), 1, at)
                with self.acting(role) as member:
                    partnerships.sign(partnership=self.partnership, version=version, by=member)

    def meeting(self) -> Life:
        """They meet, and at the end of each meeting agree on the next."""
        yield self.setting.calendar.after(timezone.now(), 1, "18:40")
        for met in self.pair.met:
            yield from self._one(met)

    def _one(self, met: Met) -> Life:
        calendar, talk = self.setting.calendar, self.talks[met.ago]
        starts_at = calendar.moment(met.ago, met.at)
        if met.how == "logged":
            yield starts_at + timedelta(minutes=met.minutes + 90)
            with self.acting(met.by) as member:
                meeting = partnerships.log_meeting(
                    partnership=self.partnership, by=member, starts_at=starts_at, **self._arranged(met)
                )
        else:
            with self.acting(met.by) as member:
                first = calendar.after(starts_at, 1, "11:00") if met.how == "moved" else starts_at
                meeting = partnerships.propose_meeting(
                    partnership=self.partnership, by=member, starts_at=first, **self._arranged(met)
                )
            yield from self._prepare(met, meeting, talk, starts_at)
            if met.how == "cancelled":
                return
            yield starts_at + timedelta(minutes=met.minutes + 5)
        self._afterwards(met, meeting, talk)

    def _arranged(self, met: Met) -> dict[str, Any]:
        return {
            "minutes": met.minutes,
            "zone": str(self.setting.calendar.zone),
            "focus": self.talks[met.ago].focus,
            "place": self.pair.place,
            "link": self.pair.link,
        }

    def _prepare(self, met: Met, meeting: Meeting, talk: Talk, starts_at: datetime) -> Life:
        """The invitation is answered, the agenda grows; some meetings move or are called off."""
        calendar, proposed = self.setting.calendar, timezone.now()
        if met.how == "moved":
            yield min(calendar.after(proposed, 1, "09:20"), starts_at - timedelta(hours=4))
            with self.acting(met.by) as member:
                meetings.reschedule(
                    by=member,
                    meeting=meeting,
                    starts_at=starts_at,
                    minutes=met.minutes,
                    zone=str(calendar.zone),
                )
        if met.reply:
            yield min(calendar.after(proposed, 1, "10:10"), starts_at - timedelta(hours=3))
            with self.acting(OTHER[met.by]) as member:
                meetings.respond(by=member, meeting=meeting, response="yes")
        if met.how == "cancelled":
            yield starts_at - timedelta(hours=26)
            with self.acting(OTHER[met.by]) as member:
                meetings.cancel(by=member, meeting=meeting)
            return
        half = (len(talk.agenda) + 1) // 2
        for days, role, items in ((1, "mentee", talk.agenda[:half]), (2, "mentor", talk.agenda[half:])):
            if items:
                yield min(calendar.after(proposed, days, "16:30"), starts_at - timedelta(hours=1))
                with self.acting(role) as member:
                    for item in items:
                        meetings.add_agenda_item(by=member, meeting=meeting, text=item)

    def _afterwards(self, met: Met, meeting: Meeting, talk: Talk) -> None:
        """They note who came, what was said and what they promise."""
        if met.how == "unnoted":
            return
        with self.acting("mentor") as mentor:
            presence = {self.setting.members[self.pair.name(role)].pk: "came" for role in OTHER}
            if met.how == "missed":
                presence[self.setting.members[self.pair.mentee].pk] = "missed"
            meetings.record_attendance(by=mentor, meeting=meeting, presence=presence)
            if met.how == "missed":
                return
            items = list(meeting.agenda.order_by("position"))
            for item in items[: len(items) - met.left]:
                meetings.tick_agenda_item(by=mentor, item=item, done=True)
            if talk.mentor:
                meetings.write_note(by=mentor, meeting=meeting, text=talk.mentor, is_private=True)
            roles = ROLES_TAKEN[Random(talk.focus).randrange(len(ROLES_TAKEN))]  # noqa: S311
            meetings.note_roles(by=mentor, meeting=meeting, roles=roles)
        with self.acting("mentee") as mentee:
            for text, is_private in ((talk.shared, False), (talk.mentee, True)):
                if text:
                    meetings.write_note(by=mentee, meeting=meeting, text=text, is_private=is_private)
        promised = met.promises if met.promises is not None else self._promises(met, talk)
        for promise in promised:
            self.setting.diary.begin(self._keeping(promise, meeting))

    def _promises(self, met: Met, talk: Talk) -> list[Promise]:
        """Most promises are kept before the next meeting; some stay open."""
        return [
            Promise(who, what, kept=None if luck > 0.88 else 3 + int(luck * 9))
            for (who, what), luck in zip(talk.promises, self.luck[met.ago], strict=False)
        ]

    def _keeping(self, promise: Promise, meeting: Meeting) -> Life:
        calendar = self.setting.calendar
        with self.acting(promise.who) as member:
            action = meetings.add_action(
                by=member,
                meeting=meeting,
                owner=member,
                text=promise.what,
                due_on=calendar.day_after(meeting.starts_at, promise.due),
            )
        if promise.kept is not None:
            yield calendar.after(meeting.starts_at, promise.kept, "17:30")
            with self.acting(promise.who) as member:
                meetings.finish_action(by=member, action=action)

    def looking_back(self, review: Review) -> Life:
        """One opens the review and answers it; the other follows two days later, or has yet to."""
        calendar = self.setting.calendar
        yield calendar.moment(review.ago, "19:10")
        with self.acting(review.first) as member:
            opened = partnerships.open_review(partnership=self.partnership, by=member)
            self._answer(review, opened, review.first, member)
        if not review.waits:
            yield calendar.after(timezone.now(), 1, "12:50")
            with self.acting(OTHER[review.first]) as member:
                self._answer(review, opened, OTHER[review.first], member)

    def _answer(self, review: Review, opened: StageReview, role: str, member: Member) -> None:
        ratings, noticed = self.ratings[review.ago, role], texts.NOTICED[opened.stage][role]
        practices = Practice.objects.filter(programme__cohorts=self.partnership.cohort_id, stage=opened.stage)
        partnerships.answer_review(
            review=opened,
            ratings=dict(zip(practices.values_list("pk", flat=True), ratings, strict=False)),
            noticed=noticed[ratings[-1] % len(noticed)],
            trust=ratings[-2] + 2,
            openness=ratings[-3] + 2,
            enthusiasm=ratings[-4] + 2,
            proposes=review.mentor if role == "mentor" else review.mentee,
            by=member,
        )

    def concluding(self, ago: int, how: str, who: str) -> Life:
        """They come to an end."""
        yield self.setting.calendar.moment(ago, "17:45")
        with self.acting(who) as member:
            partnerships.conclude(partnership=self.partnership, kind=how, by=member)
