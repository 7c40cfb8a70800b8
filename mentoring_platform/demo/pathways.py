"""A pathway at the university: a mentor's way of leading seminars, and a mentee on it."""

from development_plans.actions import pathways
from mentoring_platform.demo.diary import Life
from mentoring_platform.demo.history import Setting

ABOUT = (
    "A good seminar is quieter for whoever leads it than one would think. Most of what I do is done before the hour, "
    "and most of what I do in it is to wait, to connect, and to be curious."
)
TASKS = (
    {
        "name": "Watch a seminar for one thing only",
        "inside": "I choose one thing, such as who speaks after whom, and let everything else go by. It is hard not to "
        "judge. When I notice that I do, I draw the table and who spoke to whom.",
        "practise": "Come to one of my Thursdays. Choose your one thing before you come in.",
        "sign": "You can tell me three things that I did not notice.",
    },
    {
        "name": "Lead the first ten minutes",
        "inside": "I say what today’s question is, and then I stop. My heart beats. I look at the window, not at them, "
        "because looking at them makes them feel tested.",
        "practise": "Lead the opening of my Thursday group, with me in the room.",
        "sign": "Somebody other than you or me has spoken before the ten minutes are over.",
    },
    {
        "name": "Stay with a silence",
        "inside": "I count, and I breathe out. At seven I want to rescue them. At ten somebody usually rescues me. If "
        "nobody does, I ask for a minute in pairs, and never answer my own question.",
        "practise": "Ask one open question each week and wait for ten seconds.",
        "sign": "You have done it three weeks in a row, and can say what happened each time.",
    },
    {
        "name": "Lead a whole hour for twenty",
        "inside": "I have four quarters on one sheet, and I am ready to lose two of them. I listen for the sentence "
        "that somebody else could answer, and hand it over.",
        "practise": "Take one Monday, with Wei at the back.",
        "sign": "More than half of them have spoken, and you have spoken for less than half of the time.",
    },
)


def life(setting: Setting) -> Life:
    """Tomás writes down how he does it; Maya comes in at the second task, and both mark how far she is."""
    yield setting.calendar.moment(66, "21:05")
    with setting.acting("Tomás Okafor") as tomas:
        pathway = pathways.create(name="Leading a seminar", about=ABOUT, programme=None, by=tomas)
        tasks = [pathways.add_task(pathway=pathway, values=task, by=tomas) for task in TASKS]
        pathways.open_to_all(pathway=pathway, by=tomas)
    yield setting.calendar.moment(64, "19:40")
    with setting.acting("Maya Lindqvist") as maya:
        enrolment = pathways.enrol(task=tasks[1], by=maya)
    for ago, who, task, how in (
        (60, "Tomás Okafor", 1, "shown"),
        (52, "Tomás Okafor", 1, "together"),
        (45, "Maya Lindqvist", 1, "alone"),
        (38, "Tomás Okafor", 2, "shown"),
        (20, "Maya Lindqvist", 2, "together"),
    ):
        yield setting.calendar.moment(ago, "18:15")
        with setting.acting(who) as member:
            pathways.set_mark(enrolment=enrolment, task=tasks[task], how=how, done=True, by=member)
