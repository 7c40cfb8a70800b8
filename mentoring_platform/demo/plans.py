"""How people at the university work on their plans: at every step, one waiting for another, one in its second cycle."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from development_plans import feedback_links, steps
from development_plans.actions import comments, contents, feedback, pathways, plans, shares
from development_plans.models import Plan, Task
from mentoring_platform.demo.diary import Life
from mentoring_platform.demo.history import Setting


@dataclass(frozen=True)
class Asked:
    """Feedback on a plan: the words, and whom it is asked of by name, with what each saw and would change.

    Args:
        named: whether they answer with their names.
        silent: how many of them, from the last, have not answered.
    """

    words: str
    people: tuple[tuple[str, str, str], ...]
    named: bool = True
    silent: int = 0


@dataclass(frozen=True)
class Course:
    """A plan and how far its owner takes it.

    Args:
        ago: on which day it is begun; the steps follow every few days.
        until: the step at which it stands today; 7 is finished.
        answers: goal, measure, reach and reason.
        actions: what to do, and what is needed for it.
        barriers: what is in the way, and the way past it.
        log: lines of progress.
        comments: what the mentor says, by the number of the step; ``answers_to`` what the owner says to that.
        mentor: to whom it is shown; "" to nobody.
        pace: days from one line of progress to the next.
        unseen: whether the owner has not looked at what the mentor said yet.
        asked: what feedback the owner asks for once they look back, and what came of it.
    """

    who: str
    ago: int
    until: int
    answers: tuple[str, str, str, str]
    actions: tuple[tuple[str, str], ...] = ()
    barriers: tuple[tuple[str, str], ...] = ()
    log: tuple[str, ...] = ()
    reflection: str = ""
    comments: tuple[tuple[int, str], ...] = ()
    answers_to: tuple[tuple[int, str], ...] = ()
    mentor: str = ""
    pace: int = 6
    unseen: bool = False
    asked: Asked | None = None


FIRST = Course(
    "Maya Lindqvist",
    ago=74,
    until=7,
    mentor="Tomás Okafor",
    answers=(
        "Ask one open question in each seminar, and wait for the answer.",
        "Somebody other than me breaks the silence, three weeks in a row.",
        "I have the Monday group, and Tomás showed me how he waits.",
        "I fill every silence myself, and then nobody learns to speak.",
    ),
    actions=(
        ("Write one open question for each Monday", "Half an hour on Fridays"),
        ("Count to ten before I say anything more", "A watch that I can see"),
        ("Tell Tomás what happened, each time we meet", ""),
    ),
    barriers=(("I talk when I am nervous", "I write “wait” at the top of my notes."),),
    log=(
        "First Monday: I counted to six and then explained the question. Still, one of them nodded.",
        "Ten seconds are long. At nine, Emma spoke, and she was not the one I would have expected.",
        "Three weeks now. It is not always a good answer, but it is theirs.",
    ),
    comments=((1, "Small enough to begin on Monday. What will you do when the silence does come?"),),
    reflection=(
        "The silence was mine, not theirs. Since I wait, four or five people speak who never did. "
        "The written question helps more than I thought, because I do not need to invent one under pressure."
    ),
    asked=Asked(
        "This autumn I tried to ask one open question in each of my Monday seminars, and to wait. You were there. "
        "What did you see me do while nobody spoke, and what came of it?",
        (
            (
                "Lena Kaya",
                "You looked at us and did nothing. At first that was strange. Then I noticed that I was thinking.",
                "Say at the start that waiting is meant. The first time, some of us thought you had lost the thread.",
            ),
            ("Wei Zhang", "You stood still. In September you would have drawn something on the board.", ""),
        ),
    ),
)
SECOND = Course(
    "Maya Lindqvist",
    ago=30,
    until=3,
    mentor="Tomás Okafor",
    answers=(
        "Lead a seminar of twenty on my own, with most of them speaking.",
        "At least twelve of them have said something, and I have spoken for less than half of the hour.",
        "I co-lead the large group already, and Wei would let me have one Monday.",
        "In the spring I apply for the lectureship, and they will come and watch.",
    ),
    actions=(
        ("Watch two seminars that people talk about", "A word with Amara"),
        ("Plan one hour in four quarters", "Tomás’s sheet"),
        ("Lead the whole hour once, with Wei at the back", "A Monday in February"),
    ),
    barriers=(("No time to prepare before Mondays", "Swap the Monday tutorial with Wei until March."),),
    comments=(
        (
            2,
            "The second action could come first: the plan of the hour tells you what to look for when you watch.",
        ),
    ),
)
FREEZING = Course(
    "Maya Lindqvist",
    ago=18,
    until=5,
    pace=1,
    mentor="Tomás Okafor",
    unseen=True,
    answers=(
        "Stay with the group when nobody answers, instead of freezing.",
        "I have three things to do in a silence, and have done each of them once.",
        "The small group on Thursdays is kind, and it is only eight people.",
        "As long as I freeze, a seminar of twenty is twenty times as frightening.",
    ),
    actions=(
        ("Choose three things to do when nobody answers", "Tomás’s list of questions"),
        ("Try one of them each Thursday", "The small group"),
        ("Ask Lena what she saw", "Ten minutes after the hour"),
    ),
    log=(
        "I let them talk in pairs first. Nobody noticed that I had been about to freeze.",
        "Said aloud: “I do not know either, let us look.” It was a relief, for all of us.",
    ),
    comments=((5, "Saying aloud that you do not know is the bravest of the three. How did they take it?"),),
)
OTHERS: tuple[Course, ...] = (
    Course(
        "Kofi Mensah",
        ago=62,
        until=5,
        mentor="Tomás Okafor",
        answers=(
            "Teach a course on water and cities that is half as full as the old one.",
            "Each session has one idea, and ten minutes are left at its end.",
            "The course is mine from January, and the old slides are all there to choose from.",
            "Students remember two things of a session at most. I want to choose which.",
        ),
        actions=(
            ("Strike out every second slide", "One long afternoon"),
            ("Try the shorter first session on two colleagues", "Ngozi and Sam, and a room"),
            ("Write the idea of each session on one card", ""),
        ),
        barriers=(("I am proud of the old slides", "They go into a folder, not into the bin."),),
        log=("Struck out forty slides. I miss three of them.",),
        comments=((3, "A folder is wise. Which three did you miss, and why those?"),),
        answers_to=(
            (3, "The three maps. I thought they were decoration, and they were the whole argument."),
        ),
    ),
    Course(
        "Sofia Petrov",
        ago=58,
        until=6,
        mentor="Amara Nwosu",
        answers=(
            "Open a laboratory briefing with what the students expect to happen.",
            "Three groups have said what they expect before I say what will happen.",
            "There are two briefings a week, and nobody minds if they change.",
            "They follow the recipe and do not think. I did the same.",
        ),
        actions=(("Ask for a prediction on paper", "Cards"), ("Talk about two of them", "Five minutes")),
        barriers=(("The briefing gets longer", "I leave out the safety slide that everyone has signed."),),
        log=("Wrong predictions are the best ones to talk about.",),
        asked=Asked(
            "I begin my laboratory briefings with your predictions now. What is different for you since then?",
            (
                (
                    "Omar Said",
                    "I read the sheet beforehand, because I want to predict something sensible.",
                    "",
                ),
                (
                    "Julia Brandt",
                    "We talk about the wrong ones, and nobody laughs.",
                    "Fewer cards. Two would do.",
                ),
                ("Piotr Maj", "", ""),
            ),
            named=False,
            silent=1,
        ),
    ),
    Course(
        "Daniel Reyes",
        ago=9,
        until=1,
        answers=("Chair the student council’s budget meeting.", "", "", "I want to be heard."),
    ),
    Course(
        "Fatima Bennani",
        ago=20,
        until=2,
        answers=(
            "Describe my own teaching in a page that a stranger understands.",
            "Two people outside my subject tell me what I do, in their words.",
            "I have notes of six years and a quiet January.",
            "Every application asks for it, and I dread that page.",
        ),
    ),
    Course(
        "Luca Moretti",
        ago=24,
        until=4,
        answers=(
            "Know the name and one wish of everyone in my evening course.",
            "I can say both without the list, in the fourth week.",
            "There are twenty-two of them, and they write to me anyway.",
            "They leave an online course in which nobody knows them.",
        ),
        actions=(("Ask each for a wish in the first week", "A form with one question"),),
        barriers=(("Names on a screen all look the same", "I draw a seating plan that does not exist."),),
    ),
    Course(
        "Grace Adeyemi",
        ago=70,
        until=7,
        answers=(
            "Write a session on community health that somebody else can teach.",
            "Ruth teaches it from my notes, and asks fewer than three questions.",
            "The session has been taught four times, and Ruth has offered.",
            "If I am away, nobody can take over.",
        ),
        actions=(
            ("Write down what I say between the slides", "A recording"),
            ("Let Ruth teach it", "A date"),
        ),
        barriers=(("I think that it is obvious", "Ruth marks whatever she would have to guess."),),
        log=("Ruth marked eleven places. Eight of them were obvious to me.",),
        reflection="What seems obvious is what nobody has written down. I write for the person who takes over now.",
    ),
)
# Those who have only begun: who, how many days ago, and the goal; the first can say already how they will know.
BEGUN = (
    ("Aiko Tanabe", 12, "Run a tutorial in which somebody asks me something I do not know."),
    ("Jonas Aydin", 30, "Set an examination that I would like to sit."),
    ("Ruth Goldberg", 9, "Give feedback on twenty essays in one afternoon."),
    ("Hassan Warsame", 15, "Begin a lecture without apologising for it."),
    ("Anjali Deshpande", 18, "Find out after each class what was not understood."),
    ("Leila Farahani", 11, "Teach one hour without slides."),
    ("Ming-Hao Lin", 7, "Have every student speak once in a laboratory morning."),
    ("Lena Kowalczyk", 14, "Say no to one thing a week, and keep the hour for reading."),
    ("Oliver Whitcombe", 5, "Write a course page that answers the questions I am mailed."),
)
KNOW_HOW_THEY_WILL_KNOW = 4
TOLD = (
    "I notice it, and somebody else does.",
    "I did it once already, on a good day.",
    "It is what I came here for.",
)
OTHERS += tuple(
    Course(who, ago, until=2, answers=(goal, *TOLD))
    if place < KNOW_HOW_THEY_WILL_KNOW
    else Course(who, ago, until=1, answers=(goal, "", "", ""))
    for place, (who, ago, goal) in enumerate(BEGUN)
)
FROM_THE_PATHWAY = "Stay with a silence"  # a task of it that becomes an action of a plan
STEP_TAKES = timedelta(days=3)


def lives(setting: Setting) -> list[Life]:
    """Return the lives of everyone's plans."""
    return [_mayas(setting), *(_course(setting, course) for course in OTHERS)]


def _mayas(setting: Setting) -> Life:
    """A finished plan, the next one after it, and a barrier of that one which comes first."""
    finished = yield from _course(setting, FIRST, how="next")
    following = yield from _course(setting, SECOND, begun=finished)
    yield setting.calendar.moment(FREEZING.ago, "08:20")
    with setting.acting("Maya Lindqvist") as maya:
        _barriers(setting, SECOND, following, maya, "keep")
        barrier = contents.add_barrier(plan=following, text="I freeze when nobody answers", by=maya)
        first = contents.add_prerequisite_plan(barrier=barrier, by=maya)
        silence = Task.objects.get(name=FROM_THE_PATHWAY)
        pathways.add_to_plan(task=silence, plan=first, by=maya)
    yield from _course(setting, FREEZING, begun=first)


def _course(setting: Setting, course: Course, *, begun: Plan | None = None, how: str = "keep") -> Any:
    """Live through a plan up to where it stands today; return the plan to go on with."""
    yield setting.calendar.moment(course.ago, "20:15")
    with setting.acting(course.who) as member:
        plan = begun or plans.begin(by=member, goal=course.answers[0])
        values: dict[str, Any] = dict(zip(Plan.ANSWERS, course.answers, strict=False))
        if course.until > 1:
            values["wanted_by"] = setting.calendar.day(course.ago - 60)
        plans.save_answers(plan=plan, values=values, by=member)
    if course.mentor:
        with setting.acting(course.who) as member:
            shares.share(plan=plan, mentor=setting.members[course.mentor], by=member)
    onward = plan
    for step in range(2, course.until + 1):
        yield timezone.now() + STEP_TAKES
        with setting.acting(course.who) as member:
            onward = _STEPS[step](setting, course, plan, member, how)
        if step == steps.DOING:
            yield from _doing(setting, course, plan)
            if course.asked:
                yield from _asked(setting, course, course.asked, plan)
    yield from _said(setting, course, plan)
    return onward if course.until > 6 else plan


def _doing(setting: Setting, course: Course, plan: Plan) -> Life:
    """A line of progress each few days, with an action done; who comes further has done them all."""
    with setting.acting(course.who):
        left = list(plan.actions.all())
    for text in course.log:
        yield timezone.now() + timedelta(days=course.pace)
        with setting.acting(course.who) as member:
            contents.log_progress(plan=plan, text=text, by=member)
            if left:
                contents.tick_action(action=left.pop(0), done=True, by=member)
    if course.until > steps.DOING:
        with setting.acting(course.who) as member:
            for action in left:
                contents.tick_action(action=action, done=True, by=member)


def _asked(setting: Setting, course: Course, asked: Asked, plan: Plan) -> Life:
    """Feedback asked of people without an account, who answer by their links."""
    yield timezone.now() + timedelta(days=1)
    emails = [name.lower().replace(" ", ".") + "@example.org" for name, _saw, _change in asked.people]
    with setting.acting(course.who) as member:
        feedback_request = feedback.request_feedback(
            plan=plan, emails=emails, words=asked.words, named=asked.named, by=member
        )
        links = {
            each.email: feedback_links.address(each, member).rstrip("/").rpartition("/")[2]
            for each in feedback_request.invitations.all()
        }
    answering = len(emails) - asked.silent
    for (name, saw, change), email in list(zip(asked.people, emails, strict=True))[:answering]:
        yield timezone.now() + timedelta(hours=5)
        feedback.save_answer(token=links[email], saw=saw, change=change, name=name)


def _said(setting: Setting, course: Course, plan: Plan) -> Life:
    for step, text in course.comments:
        yield setting.calendar.after(timezone.now(), 1, "12:35")
        with setting.acting(course.mentor) as mentor:
            shares.record_view(plan=plan, by=mentor)
            comments.comment(plan=plan, step=step, text=text, by=mentor)
        if not course.unseen:
            yield setting.calendar.after(timezone.now(), 1, "07:50")
            with setting.acting(course.who) as member:
                shares.record_view(plan=plan, by=member)
    for step, text in course.answers_to:
        yield setting.calendar.after(timezone.now(), 1, "21:10")
        with setting.acting(course.who) as member:
            comments.comment(plan=plan, step=step, text=text, by=member)


def _begins(setting: Setting, course: Course, plan: Plan, member: Any, how: str) -> Plan:
    return plan


def _actions(setting: Setting, course: Course, plan: Plan, member: Any, how: str) -> Plan:
    for text, needs in course.actions:
        contents.add_action(plan=plan, text=text, needs=needs, by=member)
    return plan


def _barriers(setting: Setting, course: Course, plan: Plan, member: Any, how: str) -> Plan:
    for text, way in course.barriers:
        contents.add_barrier(plan=plan, text=text, way=way, by=member)
    if not course.barriers:
        contents.see_no_barrier(plan=plan, by=member)
    return plan


def _dates(setting: Setting, course: Course, plan: Plan, member: Any, how: str) -> Plan:
    today: datetime = timezone.now()
    length = 26 if course.until > 6 else 60
    plans.set_dates(
        plan=plan,
        starts_on=setting.calendar.day_after(today, 1),
        completes_on=setting.calendar.day_after(today, length),
        follows_up_on=setting.calendar.day_after(today, length + 30),
        by=member,
    )
    return plan


def _reflects(setting: Setting, course: Course, plan: Plan, member: Any, how: str) -> Plan:
    plans.save_answers(plan=plan, values={"reflection": course.reflection}, by=member)
    return plan


def _finishes(setting: Setting, course: Course, plan: Plan, member: Any, how: str) -> Plan:
    return plans.conclude(plan=plan, how=how, by=member)


_STEPS: dict[int, Any] = {
    2: _begins,
    3: _actions,
    4: _barriers,
    5: _dates,
    6: _reflects,
    7: _finishes,
}
