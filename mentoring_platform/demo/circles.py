"""How communities of practice go: lives for the diary. Numbers are days ago; negative ones lie ahead."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from django.utils import timezone

from cop.actions import communities, sessions, threads, turns
from cop.models import Community, Membership, Session, Turn
from meetings import actions as meetings
from mentoring_platform.demo.between import Happening
from mentoring_platform.demo.diary import Life
from mentoring_platform.demo.history import Setting
from organisations.models import Member
from programmes.models import Programme

ARRANGED_BEFORE = 14  # days


@dataclass(frozen=True)
class Gathering:
    """A session of a community.

    Args:
        ago: how many days; negative: still ahead.
        agenda: what members put there, each item somebody else's.
        note: what the facilitator wrote down for all.
        share: which part of the members came.
    """

    ago: int
    focus: str
    agenda: Sequence[str] = ()
    note: str = ""
    at: str = "16:00"
    minutes: int = 75
    place: str = ""
    link: str = ""
    share: float = 0.8


@dataclass(frozen=True)
class Shared:
    """Something a member shares; answers are (name, days after it, words)."""

    ago: int
    who: str
    kind: str
    title: str
    body: str
    answers: Sequence[tuple[str, int, str]] = ()
    link: str = ""


@dataclass(frozen=True)
class Circle:
    """A community, and how it went with it.

    Args:
        founded: how many days ago.
        facilitators: whom the coordinator named in the founding phase, in order.
        steps: (days ago, phase) of each step.
        joining_late: names of those who join by choice, and when.
        next_up: who facilitates next, by a swap where the rota says otherwise.
    """

    name: str
    audience: str
    founded: int
    gatherings: Sequence[Gathering]
    facilitators: Sequence[str]
    about: str
    joining: str = Community.Joining.AUTOMATIC
    joined: Sequence[tuple[str, int]] = ()
    steps: Sequence[tuple[int, str]] = ()
    charter: tuple[str, str] = ("", "")
    shared: Sequence[Shared] = ()
    between: Sequence[Happening] = ()
    next_up: str = ""


@dataclass
class Gathered:
    """A community under way."""

    setting: Setting
    circle: Circle
    by: str  # the coordinator
    programme: Programme
    random: Random = field(init=False)
    community: Community = field(init=False)

    def __post_init__(self) -> None:
        self.random = Random(self.circle.name)  # noqa: S311

    def life(self) -> Life:
        """Everything that has happened in it so far."""
        calendar, circle = self.setting.calendar, self.circle
        yield calendar.moment(circle.founded, "11:10")
        with self.setting.acting(self.by) as coordinator:
            self.community = communities.found(
                programme=self.programme,
                name=circle.name,
                audience=circle.audience,
                joining=circle.joining,
                about=circle.about,
                by=coordinator,
            )
        for name, ago in circle.joined:
            self.setting.diary.begin(self._joining(name, ago))
        for shared in circle.shared:
            self.setting.diary.begin(self._sharing(shared))
        for happening in circle.between:
            self.setting.diary.begin(happening.life(self.setting, self.community))
        for ago, phase in circle.steps:
            self.setting.diary.begin(self._stepping(ago, phase))
        yield calendar.after(timezone.now(), 2, "09:40")
        named = iter(circle.facilitators)
        for gathering in circle.gatherings:
            yield from self._one(gathering, next(named, ""))
            if gathering is circle.gatherings[0] and circle.charter[0] and gathering.ago > 0:
                self._write_charter()

    def _joining(self, name: str, ago: int) -> Life:
        yield self.setting.calendar.moment(ago, "20:15")
        with self.setting.acting(name) as member:
            communities.join(community=self.community, by=member)

    def _stepping(self, ago: int, phase: str) -> Life:
        yield self.setting.calendar.moment(ago, "15:05")
        with self.setting.acting(self.by) as coordinator:
            communities.step(community=self.community, to=phase, by=coordinator)

    def _sharing(self, shared: Shared) -> Life:
        calendar = self.setting.calendar
        yield calendar.moment(shared.ago, "19:20")
        with self.setting.acting(shared.who) as member:
            thread = threads.begin(
                community=self.community,
                kind=shared.kind,
                title=shared.title,
                body=shared.body,
                link=shared.link,
                by=member,
            )
        for who, days, words in shared.answers:
            yield max(timezone.now(), calendar.after(timezone.now(), days, "08:40"))
            with self.setting.acting(who) as member:
                threads.answer(thread=thread, body=words, by=member)

    def _write_charter(self) -> None:
        purpose, ways = self.circle.charter
        with self._acting(self._members()[0]) as member:
            communities.write_charter(
                community=self.community, based_on=0, purpose=purpose, ways=ways, by=member
            )

    def _acting(self, member: Member) -> AbstractContextManager[Member]:
        return self.setting.acting(member.display_name)

    def _members(self) -> list[Member]:
        """Those who have come in, in an order of their own."""
        with self.setting.acting(self.by):
            here = Membership.objects.current().filter(community=self.community, member__user__isnull=False)
            people = [membership.member for membership in here.with_people()]
        self.random.shuffle(people)
        return people

    def _one(self, gathering: Gathering, named: str) -> Life:
        calendar = self.setting.calendar
        starts_at = calendar.moment(gathering.ago, gathering.at)
        yield max(timezone.now(), calendar.moment(gathering.ago + ARRANGED_BEFORE, "10:25"))
        facilitator = self._facilitator(gathering, named)
        with self._acting(facilitator):
            self.community.refresh_from_db()
            session = sessions.arrange(
                community=self.community,
                by=facilitator,
                starts_at=starts_at,
                minutes=gathering.minutes,
                zone=str(calendar.zone),
                focus=gathering.focus,
                place=gathering.place,
                link=gathering.link,
            )
        yield min(calendar.after(timezone.now(), 2, "13:30"), starts_at - timedelta(hours=5))
        people = self._members()
        coming = people[: max(3, round(len(people) * gathering.share))]
        self._answer(session, people, coming, facilitator)
        for member, text in zip([*coming, *coming], gathering.agenda, strict=False):
            with self._acting(member):
                meetings.add_agenda_item(by=member, meeting=session.meeting, text=text)
        yield starts_at + timedelta(minutes=gathering.minutes + 5)
        self._afterwards(session, facilitator, {facilitator, *coming}, gathering)

    def _facilitator(self, gathering: Gathering, named: str) -> Member:
        """Name who facilitates, as the coordinator; or take whose turn it is, who may have swapped."""
        if named:
            with self.setting.acting(self.by) as coordinator:
                turns.name_facilitator(
                    community=self.community, member=self.setting.members[named], by=coordinator
                )
            return self.setting.members[named]
        with self.setting.acting(self.by):
            coming = Turn.objects.coming().unbound().filter(community=self.community)
            turn = coming.select_related("member").first()
        assert turn is not None  # noqa: S101  # the rota is always filled
        wanted = self.setting.members.get(self.circle.next_up)
        if gathering.ago < 0 and wanted and turn.member_id != wanted.pk:
            with self._acting(turn.member) as asking:
                swap = turns.ask_to_swap(turn=turn, asked=wanted, by=asking)
            with self._acting(wanted):
                turns.answer_swap(swap=swap, takes=True, by=wanted)
            return wanted
        facilitator: Member = turn.member
        return facilitator

    def _answer(
        self, session: Session, people: Sequence[Member], coming: Sequence[Member], facilitator: Member
    ) -> None:
        for member in people:
            if member != facilitator and self.random.random() < 0.85:
                with self._acting(member):
                    response = "yes" if member in coming else "no"
                    meetings.respond(by=member, meeting=session.meeting, response=response)

    def _afterwards(
        self, session: Session, facilitator: Member, came: set[Member], gathering: Gathering
    ) -> None:
        """Who facilitated notes who came and what was said."""
        with self._acting(facilitator):
            invited = session.meeting.attendances.values_list("member_id", flat=True)
            here = {member.pk for member in came}
            presence = {key: "came" if key in here else "missed" for key in invited}
            meetings.record_attendance(by=facilitator, meeting=session.meeting, presence=presence)
            for item in session.meeting.agenda.all():
                meetings.tick_agenda_item(by=facilitator, item=item, done=True)
            if gathering.note:
                meetings.write_note(
                    by=facilitator, meeting=session.meeting, text=gathering.note, is_private=False
                )
