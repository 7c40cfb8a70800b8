"""What happens in a community between its sessions: lives for the diary. Numbers are days ago."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from cop.actions import conflicts, ideas, joint_questions, peers, reports, stories
from cop.models import Community, Conflict, ConflictRecipient, JointAnswer, Post, Report, Thread
from cop.queries.joint_questions import get_question
from mentoring_platform.demo.diary import Life
from mentoring_platform.demo.history import Setting
from organisations.models import Member
from partnerships import actions as partnerships


class Happening(ABC):
    """Something that goes on in a community, beginning so many days ago with who did it."""

    ago: int
    who: str

    @abstractmethod
    def life(self, setting: Setting, community: Community) -> Life:
        """Live through it."""


@dataclass(frozen=True)
class Answered(Happening):
    """One more version of what a community answers to a design question, by the question's key."""

    ago: int
    who: str
    key: str
    text: str

    def life(self, setting: Setting, community: Community) -> Life:
        yield setting.calendar.moment(self.ago, "18:10")
        with setting.acting(self.who) as member:
            question = get_question(community, member, self.key)
            assert question is not None  # noqa: S101  # design questions are always there
            version = JointAnswer.objects.filter(question=question.pk).count()
            joint_questions.answer(question=question, based_on=version, text=self.text, by=member)


@dataclass(frozen=True)
class Wondered(Happening):
    """A question that a community asks itself besides, and nobody has answered yet."""

    ago: int
    who: str
    text: str

    def life(self, setting: Setting, community: Community) -> Life:
        yield setting.calendar.moment(self.ago, "12:20")
        with setting.acting(self.who) as member:
            joint_questions.ask(community=community, text=self.text, by=member)


@dataclass(frozen=True)
class Suggested(Happening):
    """An idea for a coming session, and who raises a hand for it within a few days."""

    ago: int
    who: str
    text: str
    hands: Sequence[str] = ()

    def life(self, setting: Setting, community: Community) -> Life:
        yield setting.calendar.moment(self.ago, "13:05")
        with setting.acting(self.who) as member:
            idea = ideas.suggest(community=community, text=self.text, by=member)
        yield setting.calendar.after(timezone.now(), 1, "08:30")
        for name in self.hands:
            with setting.acting(name) as member:
                ideas.show_hand(idea=idea, up=True, by=member)


@dataclass(frozen=True)
class LookedForAPeer(Happening):
    """That somebody looks for a peer: what for (``PeerWish.Seeks``), about what, when, and in their own words."""

    ago: int
    who: str
    seeks: Sequence[str]
    topics: Sequence[str] = ()
    times: Sequence[str] = ()
    words: str = ""

    def life(self, setting: Setting, community: Community) -> Life:
        yield setting.calendar.moment(self.ago, "17:40")
        with setting.acting(self.who) as member:
            peers.wish(
                community=community,
                seeks=self.seeks,
                topics=self.topics,
                times=self.times,
                words=self.words,
                by=member,
            )


@dataclass(frozen=True)
class AskedAPeer(Happening):
    """That somebody asks another to be peers; after ``days``, the other's yes, and none as long as that is not over."""

    ago: int
    who: str
    to: str
    words: str
    days: int | None = None

    def life(self, setting: Setting, community: Community) -> Life:
        yield setting.calendar.moment(self.ago, "17:55")
        with setting.acting(self.who) as member:
            asked = peers.ask(community=community, to=setting.members[self.to], words=self.words, by=member)
        if self.days is None:
            return
        yield setting.calendar.after(timezone.now(), self.days, "08:15")
        with setting.acting(self.to) as member:
            partnership = partnerships.accept_peer(invitation=asked, by=member)
        for name, hour in ((self.to, "12:30"), (self.who, "19:45")):
            yield setting.calendar.after(timezone.now(), 1, hour)
            with setting.acting(name) as member:
                partnerships.sign(partnership=partnership, version=1, by=member)


@dataclass(frozen=True)
class Brought(Happening):
    """A conflict in confidence.

    Args:
        to: the coordinator's name; empty: whoever facilitates next.
        replies: (days after the one before, words), in turn: first by whom it was brought to, then by who brought it.
        settled: whether who brought it closed it, a few days after the last reply.
    """

    ago: int
    who: str
    text: str
    to: str = ""
    replies: Sequence[tuple[int, str]] = ()
    settled: bool = False

    def life(self, setting: Setting, community: Community) -> Life:
        calendar = setting.calendar
        yield calendar.moment(self.ago, "20:45")
        with setting.acting(self.who) as member:
            place, person = self._addressee(community, member)
            brought = conflicts.bring(community=community, place=place, to=person, text=self.text, by=member)
        two = (person.display_name, self.who)
        for number, (days, words) in enumerate(self.replies):
            yield max(timezone.now() + timedelta(minutes=20), calendar.after(timezone.now(), days, "09:05"))
            self._reply(setting, brought, two[number % 2], words)
        if self.settled:
            yield calendar.after(timezone.now(), 4, "17:30")
            with setting.acting(self.who) as member:
                conflicts.close(conflict=brought, by=member)

    def _addressee(self, community: Community, by: Member) -> tuple[str, Member]:
        people = conflicts.addressees(community, by)
        if not self.to:
            return next(each for each in people if each[0] == ConflictRecipient.Recipient.FACILITATOR)
        return next(each for each in people if each[1].display_name == self.to)

    def _reply(self, setting: Setting, brought: Conflict, name: str, words: str) -> None:
        with setting.acting(name) as member:
            conflicts.reply(conflict=brought, text=words, by=member)


@dataclass(frozen=True)
class Reported(Happening):
    """Something in a thread that is reported to the coordinators.

    Args:
        thread: the title of the thread, ``number`` which post of it: 0 is its opening.
        answer: what the coordinator answers; empty: not yet.
    """

    ago: int
    who: str
    thread: str
    number: int
    reason: str
    words: str
    coordinator: str
    with_text: bool = True
    answer: str = ""

    def life(self, setting: Setting, community: Community) -> Life:
        yield setting.calendar.moment(self.ago, "21:15")
        with setting.acting(self.who) as member:
            posts = Post.objects.filter(thread=_thread(community, self.thread), number=self.number)
            post = posts.with_words().select_related("community").get()
            report = reports.report(
                post=post, reason=self.reason, words=self.words, with_text=self.with_text, by=member
            )
        if self.answer:
            yield setting.calendar.after(timezone.now(), 2, "11:40")
            self._settle(setting, report)

    def _settle(self, setting: Setting, report: Report) -> None:
        with setting.acting(self.coordinator) as coordinator:
            reports.settle(report=report, answer=self.answer, by=coordinator)


@dataclass(frozen=True)
class Asked(Happening):
    """A story that somebody would like to see in the library.

    Args:
        told: what its author says yes to: title and words; empty: they have not decided.
        named: whether they want their name beside it.
    """

    ago: int
    who: str
    thread: str
    told: tuple[str, str] | None = None
    named: bool = True

    def life(self, setting: Setting, community: Community) -> Life:
        yield setting.calendar.moment(self.ago, "14:50")
        with setting.acting(self.who) as member:
            thread = _thread(community, self.thread)
            stories.ask(thread=thread, by=member)
        if self.told:
            title, body = self.told
            yield setting.calendar.after(timezone.now(), 1, "08:15")
            with setting.acting(thread.author.display_name) as author:
                stories.consent(thread=thread, title=title, body=body, named=self.named, by=author)


def _thread(community: Community, title: str) -> Thread:
    threads = Thread.objects.filter(community=community, posts__number=0, posts__words__title=title)
    return threads.select_related("community", "author").get()
