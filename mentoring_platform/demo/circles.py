"""How communities of practice go: lives for the diary. Numbers are days ago; negative ones lie ahead."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from django.utils import timezone

from cop.actions import communities, sessions, turns
from cop.models import Community, Membership, Session, Turn
from meetings import actions as meetings
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


TEACHING_MENTORS = Circle(
    name="Teaching mentors",
    audience="mentor",
    founded=388,
    about="For everyone who mentors in this programme: to do for each other what we do for our mentees.",
    facilitators=["Claire Beaumont", "Margaret O'Dowd"],
    steps=[(318, "rotating"), (118, "self-managing")],
    charter=(
        "To be better company for the people we mentor, and to have somebody to think with ourselves.",
        "- We meet every six weeks, for an hour and a quarter, in a room and online at once.\n"
        "- What is said here about a mentee stays here, and no mentee is named.\n"
        "- Everyone speaks once before anyone speaks twice.\n"
        "- Advice only when asked for; questions first.",
    ),
    next_up="Amara Nwosu",
    gatherings=[
        Gathering(
            371,
            "What a mentor is, and is not",
            ["A round: a mentor I had", "Where helping ends and doing it for them begins"],
            "We collected seven things that a mentor does. Nobody does all of them; most of us avoid the same two.",
            place="Senate House, room 210",
            minutes=180,
            at="13:30",
            share=1,
        ),
        Gathering(
            332,
            "The first three meetings",
            ["What did you agree on?", "How do you end the hour?"],
            "The agreement takes two meetings, not one. Who asked what to do if it does not work was glad of it.",
            place="Senate House, room 210",
        ),
        Gathering(
            288,
            "Questions that open",
            ["Bring one question that worked", "Pairs: five minutes of only asking"],
            "Silence after a question: count to eight. Two of us tried it with students too.",
            link="https://meet.riverside.example/mentors",
        ),
        Gathering(
            236,
            "When a mentee goes quiet",
            ["A mentee who cancels", "What we owe, and what we do not", "Saying it early"],
            "Ask about the silence itself, not about the work. It was about something else in all three cases.",
            place="Tea room, Whitgift building",
        ),
        Gathering(
            184,
            "Watching somebody teach",
            ["What to write down", "How to say what one saw", "Who has been watched lately?"],
            "Write what you see, then what you wonder; leave out what you think of it.",
            place="Room 1.03",
            link="https://meet.riverside.example/mentors",
        ),
        Gathering(
            131,
            "Opening doors",
            ["Whom have you introduced?", "What it costs to ask a favour", "A list of open doors"],
            "Nine people in the house who like to be asked. The list is among the resources.",
            link="https://meet.riverside.example/mentors",
        ),
        Gathering(
            82,
            "A new year, new mentors among us",
            ["Three things we wish we had known", "Who pairs up with whom for the start"],
            "Each of the new ones has somebody to ring. No handbook: a telephone number.",
            place="Senate House, room 210",
        ),
        Gathering(
            37,
            "When advice is the easy way out",
            [
                "The last advice you gave",
                "What was asked for, really?",
                "Pairs: the same talk, without advice",
            ],
            "We give advice when we are tired. That was worth an hour to find out.",
            place="Tea room, Whitgift building",
            link="https://meet.riverside.example/mentors",
        ),
        Gathering(
            -9,
            "Half-way: what we have become for them",
            ["A round: one thing that changed since summer", "What do our mentees no longer need us for?"],
            place="Senate House, room 210",
            link="https://meet.riverside.example/mentors",
        ),
    ],
)
NEW_LECTURERS = Circle(
    name="New lecturers",
    audience="mentee",
    founded=80,
    about="For everyone who is mentored this year: what one tells one's mentor, and what one would rather ask a peer.",
    facilitators=["Sofia Petrov", "Kofi Mensah"],
    steps=[(49, "rotating")],
    charter=(
        "To find out together what nobody tells you when you begin to teach.",
        "- Short, on Thursdays, with something to eat.\n- Failures first.\n- Nothing leaves the room but what helped.",
    ),
    next_up="Maya Lindqvist",
    gatherings=[
        Gathering(
            72,
            "Getting to know one another",
            ["A round: the hour I am most afraid of", "What we want from this"],
            "Eleven of us, nine subjects, the same fear: a room that stays silent.",
            place="Garden Room",
            minutes=150,
            at="14:00",
            share=0.9,
        ),
        Gathering(
            51,
            "The room that stays silent",
            ["What did you do?", "Five ways to begin an hour"],
            "Pairs before plenary, always. And learn ten names before the second week.",
            place="Garden Room",
        ),
        Gathering(
            31,
            "Marking without losing the weekend",
            ["How long does one script take you?", "Comments that get read", "Asking for help in time"],
            "One comment that can be acted on beats twelve that cannot. Kofi's grid is among the resources.",
            place="Garden Room",
            link="https://meet.riverside.example/new-lecturers",
        ),
        Gathering(
            11,
            "I lost the room after ten minutes",
            ["Three stories", "What would you try?", "Recording oneself"],
            "Nobody plans the eleventh minute. Now some of us do.",
            link="https://meet.riverside.example/new-lecturers",
            share=0.7,
        ),
        Gathering(
            -5,
            "Feedback that lands",
            ["A round: one thing that worked since last time", "Two recordings, five minutes each"],
            place="Garden Room",
            link="https://meet.riverside.example/new-lecturers",
        ),
    ],
)
LEARNING_TECHNOLOGY = Circle(
    name="Teaching online",
    audience="both",
    joining=Community.Joining.CHOICE,
    founded=24,
    about="For mentors and mentees who teach at a distance, or soon will.",
    facilitators=["Beatriz Carvalho"],
    joined=[
        ("Beatriz Carvalho", 22),
        ("Luca Moretti", 21),
        ("Priya Raman", 20),
        ("Tomás Okafor", 19),
        ("Fatima Bennani", 17),
        ("Aiko Tanabe", 12),
    ],
    gatherings=[
        Gathering(
            -6,
            "Familiarisation: who teaches what to whom, and through which window",
            ["A round: the best and the worst hour online", "What should this circle be for?"],
            link="https://meet.riverside.example/teaching-online",
            minutes=120,
            at="13:00",
        ),
    ],
)
WARD_MENTORS = Circle(
    name="Ward mentors",
    audience="mentor",
    founded=50,
    about="Half an hour for those who look after somebody in their first year.",
    facilitators=["Joyce Amankwah", "Saira Qureshi"],
    charter=(
        "To keep each other going, and to hear early when a first year goes wrong.",
        "Half an hour at handover, no minutes kept of anybody's patient or anybody's mistake.",
    ),
    gatherings=[
        Gathering(
            34,
            "Why we said yes to this",
            ["A round: who looked after me", "What we can promise in a busy month"],
            "A short list: be there in the first week, ask in the third, look in the sixth.",
            place="Staff library",
            at="15:15",
            minutes=90,
            share=1,
        ),
        Gathering(
            -4,
            "The sixth week",
            ["What to look for", "Whom to tell, and how"],
            place="Staff library",
            at="15:15",
            minutes=30,
        ),
    ],
)
