"""The University of Riverside: its programmes, cohorts and pairs. Numbers are days ago; negative ones lie ahead."""

from datetime import date, timedelta

from mentoring_platform.demo import communities, confirmations, pathways, people, plans, portfolios, texts
from mentoring_platform.demo.circles import Gathered
from mentoring_platform.demo.diary import Life
from mentoring_platform.demo.history import (
    Met,
    Pair,
    Promise,
    Review,
    Setting,
    asked,
    declined,
    enrol,
    invite,
    join,
    offer_choices,
    partnership,
)
from organisations import actions as organisations
from organisations.models import Appointment
from programmes import actions as programmes
from programmes.models import Cohort, Programme

ADMIN, COORDINATOR = people.NAMES["riverside"]["admin"], people.NAMES["riverside"]["coordinator"]
SEASONS = ("Spring", "Summer", "Autumn", "Winter")

LAST_YEAR = (
    Pair(
        "Claire Beaumont",
        "Nadia Rahman",
        asked=392,
        met=[Met(ago) for ago in (380, 290, 150, 55, 13, -14)],
        reviews=[Review(330), Review(250, first="mentor"), Review(70)],
        focus="To turn three workshops into one course that hangs together, and to let the students steer part of it.",
        place="Archive reading room",
    ),
    Pair(
        "Ravi Menon",
        "Stefan Vogel",
        asked=392,
        met=[Met(ago, at="16:00") for ago in (378, 260, 120, 20, -6)],
        reviews=[Review(320, first="mentor"), Review(200), Review(45), Review(5, mentee="stay", waits=True)],
        focus="Marking in the time there is, with comments that are read.",
        place="Simulation suite, small office",
    ),
    Pair(
        "Margaret O'Dowd",
        "Emily Carter",
        asked=391,
        met=[Met(ago, at="11:00", minutes=90) for ago in (376, 240, 130, 40)],
        reviews=[Review(300), Review(180), Review(80)],
        focus="To find out why I teach, and to let it show in the second-year course.",
        place="Tea room, Whitgift building",
        ended=(25, "ended", "Emily Carter"),
    ),
    Pair(
        "Amara Nwosu",
        "Isaac Boateng",
        asked=391,
        met=[Met(ago, at="10:00") for ago in (374, 250, 120, 60)],
        reviews=[Review(310), Review(190, first="mentor"), Review(70)],
        focus="Lessons in which more people speak than the lecturer.",
        place="Room 1.03",
        ended=(35, "continued", "Amara Nwosu"),
    ),
)

MAYAS = texts.own("maya")
MAYA = Pair(
    "Tomás Okafor",
    "Maya Lindqvist",
    asked=86,
    focus=(
        "I want to lead a seminar of twenty people in which most of them speak and nobody is afraid to. "
        "Tomás watches, asks, and says plainly what he sees. By the summer I would like to be the one who is asked."
    ),
    place="Room 2.14",
    link="https://meet.riverside.example/maya-and-tomas",
    reviews=[Review(27, first="mentor")],
    met=[
        Met(
            76,
            talk=MAYAS[0],
            promises=[Promise("mentee", "Send my timetable for the term", kept=2)],
        ),
        Met(
            67,
            talk=MAYAS[1],
            promises=[
                Promise("mentee", "Put the three hopes into the agreement", kept=1),
                Promise("mentor", "Find the film of my own first seminar", kept=9),
            ],
            by="mentor",
        ),
        Met(
            53,
            talk=MAYAS[2],
            promises=[Promise("mentee", "Ask one question at a time and wait", kept=7)],
        ),
        Met(
            39,
            minutes=75,
            talk=MAYAS[3],
            promises=[
                Promise("mentor", "Write down what I saw, without adjectives", kept=2),
                Promise("mentee", "Start the hour from the window side", kept=10),
            ],
            by="mentor",
        ),
        Met(
            25,
            talk=MAYAS[4],
            promises=[Promise("mentee", "Choose two skills for the winter", due=27, kept=13)],
        ),
        Met(
            11,
            minutes=55,
            left=1,
            talk=MAYAS[5],
            promises=[
                Promise("mentee", "Record ten minutes of my seminar", due=12, kept=9),
                Promise("mentor", "Introduce Maya to the assessment group", due=17),
                Promise("mentee", "Draft two discussion questions", due=20),
            ],
        ),
        Met(
            -3,
            talk=MAYAS[6],
        ),
    ],
)

THIS_YEAR = (
    MAYA,
    Pair(
        "Tomás Okafor",
        "Kofi Mensah",
        asked=86,
        met=[Met(ago, at="10:00") for ago in (77, 63, 49, 35, 20, 8, -2)],
        reviews=[Review(52), Review(22, first="mentor")],
        focus="A course of my own on water and cities, and the nerve to leave half of the old one out.",
        link="https://meet.riverside.example/kofi-and-tomas",
    ),
    Pair(
        "Tomás Okafor",
        "Aiko Tanabe",
        asked=33,
        met=[Met(26, at="09:00"), Met(13, at="09:00", how="moved"), Met(-5, at="09:00", reply=False)],
        reviews=[Review(6, waits=True)],
        focus="To find my way around a new country of rules, and to run tutorials in which I can be understood.",
        link="https://meet.riverside.example/aiko-and-tomas",
    ),
    Pair(
        "Amara Nwosu",
        "Sofia Petrov",
        asked=86,
        met=[
            *(Met(ago, at="15:00") for ago in (75, 61, 47)),
            Met(33, at="15:00", how="moved"),
            *(Met(ago, at="15:00") for ago in (19, 5, -6)),
        ],
        reviews=[Review(50)],
        focus="A laboratory briefing in which the students speak first.",
        place="Room 1.03",
    ),
    Pair(
        ADMIN,
        "Daniel Reyes",
        asked=32,
        met=[Met(ago, at="11:00") for ago in (24, 10, -4)],
        focus="To understand how a university works, so that I can be useful in it and be heard.",
        place="Senate House, third floor",
    ),
    Pair(
        people.IN_BOTH,
        "Fatima Bennani",
        asked=86,
        met=[Met(ago, at="13:00") for ago in (75, 58, 40, 20, 6, -8)],
        reviews=[Review(50), Review(22)],
        focus="To see my teaching from outside, and to put together what I need to apply for a lectureship.",
        place="Library café",
    ),
    Pair(
        "Beatriz Carvalho",
        "Luca Moretti",
        asked=84,
        met=[Met(ago, at="17:00", minutes=45) for ago in (70, 52, 34, 16, 2, -12)],
        reviews=[Review(46, first="mentor")],
        focus="An online evening course in which I know who is there, and they know each other.",
        link="https://meet.riverside.example/beatriz-and-luca",
    ),
    Pair(
        "Wei Zhang",
        "Jonas Aydin",
        asked=23,
        met=[Met(9, at="12:00", minutes=45), Met(-7, at="12:00", minutes=45)],
        signed="mentor",
        place="Design studio",
    ),
    Pair(
        "Priya Raman",
        "Lena Kowalczyk",
        asked=80,
        met=[
            Met(71, at="09:30"),
            Met(57, at="09:30"),
            Met(38, at="09:30", how="logged"),
            Met(24, how="cancelled"),
        ],
        reviews=[Review(45)],
        focus="To do a part-time job in part of the time, and to say no in good words.",
        place="Law library, room 4",
    ),
    Pair(
        "Samuel Asante",
        "Grace Adeyemi",
        asked=86,
        met=[Met(ago, at="14:30") for ago in (75, 58, 42, 22, 9, -5)],
        reviews=[Review(53), Review(24, first="mentor")],
        focus="A module on community health that others could teach after me.",
        place="Room E 12",
    ),
    Pair(
        "Hanna Virtanen",
        "Oliver Whitcombe",
        asked=62,
        met=[
            Met(54, at="10:30"),
            Met(40, at="10:30"),
            Met(26, at="10:30", how="missed"),
            Met(18, at="10:30"),
            Met(-10, at="10:30"),
        ],
        reviews=[Review(17, first="mentor", waits=True)],
        focus="To find out whether teaching is for me, by doing it and looking at it closely.",
        place="Statistics hub",
    ),
    Pair(
        "Yusuf Demir",
        "Ming-Hao Lin",
        asked=84,
        met=[
            Met(74, at="16:00"),
            Met(60, at="16:00"),
            Met(46, at="16:00", how="missed"),
            Met(39, at="16:00", how="moved"),
            Met(25, at="16:00"),
            Met(12, at="16:00", how="unnoted"),
            Met(-2, at="16:00"),
        ],
        reviews=[Review(42)],
        focus="To leave things out, and to trust that the hour is full anyway.",
        place="Studio 3",
    ),
    Pair(
        "Claire Beaumont",
        "Leila Farahani",
        asked=86,
        met=[Met(ago, at="13:30") for ago in (74, 58, 40, 18, 4, -10)],
        reviews=[Review(50), Review(35, first="mentor"), Review(12, mentor="move-on", mentee="stay")],
        focus="To try out ways of teaching from another subject, outdoors where it makes sense.",
        place="Archive reading room",
    ),
    Pair(
        "Ravi Menon",
        "Patrick Doyle",
        asked=70,
        met=[Met(61, at="15:30"), Met(48, at="15:30", how="cancelled"), Met(41, at="15:30", how="logged")],
        signed="mentee",
        place="Simulation suite, small office",
        ended=(30, "early", "Patrick Doyle"),
    ),
    Pair(
        "Margaret O'Dowd",
        "Anjali Deshpande",
        asked=16,
        met=[Met(6, at="11:00"), Met(-8, at="11:00")],
        focus="A conversation about what matters in a lecture of three hundred, beyond the survey.",
        place="Tea room, Whitgift building",
    ),
)
WAITING = ("Marek Zielinski", "Chloe Marchetti", "Emeka Obi", "Ruth Goldberg", "Hassan Warsame")
NOT_JOINED = ("Ida Sørensen", "Bethan Rees")
SPARE = ("Mateo Rivas", "Noor Haddad", "Henrik Dahl")
PLACES = {"Tomás Okafor": 4, "Noor Haddad": 2, "Samuel Asante": 2}

NEW_COLLEAGUES = (
    "Yara Siqueira",
    "Bram de Wit",
    "Nkechi Eze",
    "Tobias Lang",
    "Mira Castellanos",
    "Alasdair Munro",
    "Sunita Gurung",
    "Femi Adebayo",
)
THEIR_MENTORS = (
    "Wei Zhang",
    "Samuel Asante",
    "Noor Haddad",
    "Henrik Dahl",
    "Mateo Rivas",
    "Priya Raman",
    "Beatriz Carvalho",
)


def life(setting: Setting) -> Life:
    """Everything that has happened at the university so far."""
    calendar = setting.calendar
    yield calendar.moment(412, "10:00")
    join(setting, COORDINATOR, invite(setting, COORDINATOR, by=ADMIN))
    with setting.acting(ADMIN) as admin:
        organisations.appoint(
            member=setting.members[COORDINATOR], role=Appointment.Role.COORDINATOR, by=admin
        )
    teaching = _programme(setting, "Teaching practice", "teaching")
    yield calendar.moment(402, "11:30")
    starts_on = calendar.monday(392)
    name = _season(calendar.monday(84) - timedelta(weeks=52))  # the season of this year's cohort
    last_year = _cohort(setting, teaching, name, starts_on, calendar.today + timedelta(days=30))
    _enrol_pairs(setting, last_year, LAST_YEAR)
    yield calendar.moment(393)
    for pair in LAST_YEAR:
        setting.diary.begin(partnership(setting, last_year, pair, by=COORDINATOR, kind="teaching"))
    setting.diary.begin(Gathered(setting, communities.TEACHING_MENTORS, COORDINATOR, teaching).life())
    setting.diary.begin(Gathered(setting, communities.NEW_LECTURERS, COORDINATOR, teaching).life())
    setting.diary.begin(Gathered(setting, communities.LEARNING_TECHNOLOGY, COORDINATOR, teaching).life())
    yield calendar.moment(98, "14:00")
    yield from _this_year(setting, teaching)


def _this_year(setting: Setting, teaching: Programme) -> Life:
    calendar, everyone = setting.calendar, people.of("riverside")[0]
    starts_on = calendar.monday(84)
    cohort = _cohort(setting, teaching, _season(starts_on), starts_on, starts_on + timedelta(weeks=40))
    _enrol_pairs(setting, cohort, THIS_YEAR)
    for name in SPARE:
        places = PLACES.get(name, 1)
        setting.diary.begin(enrol(setting, cohort, everyone[name], "mentor", by=COORDINATOR, places=places))
    for name in WAITING:
        setting.diary.begin(enrol(setting, cohort, everyone[name], "mentee", by=COORDINATOR))
    yield calendar.moment(90)
    for pair in THIS_YEAR:
        setting.diary.begin(partnership(setting, cohort, pair, by=COORDINATOR, kind="teaching"))
    setting.diary.begin(pathways.life(setting))
    setting.diary.begin(confirmations.life(setting, COORDINATOR, cohort))
    for each in (*plans.lives(setting), *portfolios.lives(setting, COORDINATOR, cohort)):
        setting.diary.begin(each)
    said_no = Pair("Mateo Rivas", "Emeka Obi", asked=85)
    reason = (
        "We shared a studio for three years before we came here and are close friends. "
        "I think that Emeka deserves someone new."
    )
    setting.diary.begin(declined(setting, cohort, said_no, by=COORDINATOR, who="mentor", reason=reason))
    to_answer = Pair("Tomás Okafor", "Marek Zielinski", asked=5)
    setting.diary.begin(asked(setting, cohort, to_answer, by=COORDINATOR, said_yes="mentee"))
    answered = Pair("Noor Haddad", "Chloe Marchetti", asked=6)
    setting.diary.begin(asked(setting, cohort, answered, by=COORDINATOR, said_yes="mentor"))
    yield calendar.moment(20, "10:40")
    for name in NOT_JOINED:
        setting.diary.begin(enrol(setting, cohort, everyone[name], "mentee", by=COORDINATOR, joins=False))
    yield from _induction(setting)
    yield calendar.moment(2, "09:50")
    with setting.acting(COORDINATOR) as coordinator:
        programmes.run_matching(cohort=cohort, by=coordinator)


def _induction(setting: Setting) -> Life:
    """A second programme that begins next month; its people wait to be matched."""
    calendar, everyone = setting.calendar, people.of("riverside")[0]
    yield calendar.moment(17, "15:20")
    programme = _programme(setting, "Induction", "induction")
    starts_on = (calendar.today.replace(day=1) + timedelta(days=32)).replace(day=1)
    cohort = _cohort(setting, programme, f"{starts_on:%B %Y}", starts_on, starts_on + timedelta(weeks=26))
    for name in THEIR_MENTORS:
        places = PLACES.get(name, 1)
        setting.diary.begin(enrol(setting, cohort, everyone[name], "mentor", by=COORDINATOR, places=places))
    for name in NEW_COLLEAGUES:
        setting.diary.begin(enrol(setting, cohort, everyone[name], "mentee", by=COORDINATOR))
    late = everyone["Astrid Nyberg"]
    setting.diary.begin(enrol(setting, cohort, late, "mentee", by=COORDINATOR, joins=False))


def _programme(setting: Setting, name: str, template: str) -> Programme:
    with setting.acting(COORDINATOR) as coordinator:
        programme = programmes.create_programme(name=name, template=template, by=coordinator)
        offer_choices(programme, people.of("riverside")[1], coordinator)
    return programme


def _cohort(setting: Setting, programme: Programme, name: str, starts_on: date, ends_on: date) -> Cohort:
    with setting.acting(COORDINATOR) as coordinator:
        return programmes.create_cohort(
            programme=programme, name=name, starts_on=starts_on, ends_on=ends_on, by=coordinator
        )


def _season(day: date) -> str:
    """Return a cohort that starts on a day its name, such as Autumn 2026; the autumn of teachers begins in August."""
    return f"{SEASONS[(day.month - 2) % 12 // 3]} {day.year}"


def _enrol_pairs(setting: Setting, cohort: Cohort, pairs: tuple[Pair, ...]) -> None:
    everyone = people.of("riverside")[0]
    for role in ("mentor", "mentee"):
        for name in dict.fromkeys(pair.name(role) for pair in pairs):
            places = PLACES.get(name, 1) if role == "mentor" else 1
            setting.diary.begin(enrol(setting, cohort, everyone[name], role, by=COORDINATOR, places=places))
