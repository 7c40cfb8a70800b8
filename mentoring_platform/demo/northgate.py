"""Northgate Hospital Trust: one small programme. Numbers are days ago; negative ones lie ahead."""

from datetime import timedelta

from mentoring_platform.demo import communities, people, texts
from mentoring_platform.demo.circles import Gathered
from mentoring_platform.demo.diary import Life
from mentoring_platform.demo.history import (
    Met,
    Pair,
    Promise,
    Review,
    Setting,
    enrol,
    invite,
    join,
    offer_choices,
    partnership,
)
from organisations import actions as organisations
from organisations.models import Appointment
from programmes import actions as programmes

ADMIN, COORDINATOR = people.NAMES["northgate"]["admin"], people.NAMES["northgate"]["coordinator"]

DYLANS = texts.own("dylan")
PAIRS = (
    Pair(
        "Joyce Amankwah",
        "Dylan Foley",
        asked=58,
        focus="To get through the first year without pretending, and to still like the job at the end of it.",
        place="Staff garden, or the small room when it rains",
        reviews=[Review(16)],
        met=[
            *(Met(ago, at="15:15", minutes=45) for ago in (49, 37, 24, 13)),
            Met(
                5,
                at="15:15",
                minutes=45,
                talk=DYLANS[0],
                promises=[
                    Promise("mentor", "Ask for a key to the room by the chapel", due=9),
                    Promise("mentee", "Sit down before I speak, each time", due=13),
                ],
            ),
            Met(-4, at="15:15", minutes=45, by="mentor", reply=False),
        ],
    ),
    Pair(
        "Peter Lindgren",
        "Ewa Nowak",
        asked=57,
        focus="Confidence on the telephone, above all at night.",
        place="Surgery, handover room",
        met=[
            Met(47, at="20:15", minutes=30),
            Met(33, at="20:15", minutes=30, how="missed"),
            Met(26, at="20:15", minutes=30),
            Met(12, at="20:15", minutes=30),
            Met(-3, at="20:15", minutes=30),
        ],
    ),
    Pair(
        "Frank Odell",
        "Blessing Okoro",
        asked=57,
        focus="From doing what is asked to deciding what is needed.",
        place="Matron's office",
        met=[Met(ago, at="09:30", minutes=45) for ago in (50, 42, 30, 19, 8, -6)],
        reviews=[Review(38), Review(10, first="mentor")],
    ),
    Pair(
        "Saira Qureshi",
        "Thuy Tran",
        asked=30,
        met=[
            Met(22, at="13:45", minutes=45),
            Met(9, at="13:45", minutes=45),
            Met(-2, at="13:45", minutes=45),
        ],
        focus="To know when to stop and ask, and to do it before it is urgent.",
        signed="mentee",
        place="Skills room B",
    ),
)
PLACES = {"Joyce Amankwah": 2}


def life(setting: Setting) -> Life:
    """Everything that has happened at the hospital so far."""
    calendar = setting.calendar
    everyone, choices = people.of("northgate")
    yield calendar.moment(80, "10:00")
    join(setting, COORDINATOR, invite(setting, COORDINATOR, by=ADMIN))
    with setting.acting(ADMIN) as admin:
        organisations.appoint(
            member=setting.members[COORDINATOR], role=Appointment.Role.COORDINATOR, by=admin
        )
    yield calendar.moment(72, "13:00")
    starts_on = calendar.monday(63)
    with setting.acting(COORDINATOR) as coordinator:
        programme = programmes.create_programme(
            name="First year on the ward", template="induction", by=coordinator
        )
        programmes.edit_programme(programme=programme, values={"weeks_between_meetings": 2}, by=coordinator)
        offer_choices(programme, choices, coordinator)
        cohort = programmes.create_cohort(
            programme=programme,
            name=f"{starts_on:%B %Y}",
            starts_on=starts_on,
            ends_on=starts_on + timedelta(weeks=52),
            by=coordinator,
        )
    mentors = [*(pair.mentor for pair in PAIRS), "Marisol Cruz"]
    mentees = [*(pair.mentee for pair in PAIRS), "Callum Fraser"]
    for role, names in (("mentor", mentors), ("mentee", mentees)):
        for name in names:
            places = PLACES.get(name, 1)
            setting.diary.begin(enrol(setting, cohort, everyone[name], role, by=COORDINATOR, places=places))
    setting.diary.begin(Gathered(setting, communities.WARD_MENTORS, COORDINATOR, programme).life())
    yield calendar.moment(60)
    for pair in PAIRS:
        setting.diary.begin(partnership(setting, cohort, pair, by=COORDINATOR, kind="ward"))
    yield calendar.moment(8, "12:30")
    late = everyone["Hannah Beck"]
    setting.diary.begin(enrol(setting, cohort, late, "mentee", by=COORDINATOR, joins=False))
