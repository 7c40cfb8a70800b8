"""The university's new lecturers, whose rota goes round."""

from mentoring_platform.demo.between import Answered, Asked, AskedAPeer, Brought, LookedForAPeer, Reported
from mentoring_platform.demo.circles import Circle, Gathering, Shared

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
    between=[
        Answered(
            45,
            "Sofia Petrov",
            "together",
            "Meet on Thursdays. Tell each other what went wrong before telling what went well.",
        ),
        Answered(
            16,
            "Jonas Aydin",
            "together",
            "- Meet on Thursdays, and tell what went wrong first.\n"
            "- One recording of ten minutes each, once a term, listened to by two others.\n"
            "- A list of what we would have liked to know in week one.",
        ),
        Asked(
            6,
            "Sofia Petrov",
            "I lost the room after ten minutes",
            (
                "Lost after ten minutes",
                "Sixty people, a good plan, and after ten minutes the first telephones. I talked faster, which made it "
                "worse.\n\nWhat others do: stop and say so; pairs at minute eight, whatever happens; ask two of them "
                "afterwards.",
            ),
            named=False,
        ),
        LookedForAPeer(30, "Grace Adeyemi", ["feedback", "support"], ["Seminars"], ["evenings"]),
        LookedForAPeer(
            27,
            "Leila Farahani",
            ["feedback", "review"],
            ["Marking", "seminars"],
            ["evenings", "mornings"],
            "Somebody who sits in once a month and tells me what the back row was doing.",
        ),
        AskedAPeer(
            26,
            "Grace Adeyemi",
            "Leila Farahani",
            "You sit in mine, I sit in yours? Half an hour each.",
            days=1,
        ),
        LookedForAPeer(
            12,
            "Sofia Petrov",
            ["review", "support"],
            ["Large groups", "Slides"],
            ["mornings", "middays"],
            "I would like somebody to look at my slides before the students do.",
        ),
        LookedForAPeer(8, "Oliver Whitcombe", ["support"], ["Time"], ["evenings"]),
        LookedForAPeer(
            6,
            "Maya Lindqvist",
            ["review", "feedback"],
            ["large groups", "Recording oneself"],
            ["mornings"],
            "Two recordings of ten minutes, one of yours and one of mine.",
        ),
        AskedAPeer(
            3,
            "Sofia Petrov",
            "Maya Lindqvist",
            "Your story about the ten names stayed with me. Shall we look at each other's first ten minutes?",
        ),
        Asked(5, "Kofi Mensah", "Ten names before the second week"),
        Brought(
            40,
            "Grace Adeyemi",
            "In our last session something I had told in confidence was passed on to my head of department. I do not "
            "know by whom, and I do not want to look for it. I want it not to happen again.",
            to="Ines Duarte",
            replies=[
                (
                    1,
                    "I am sorry that this happened. Would it help if the next session began with what stays in the "
                    "room, without a word about why?",
                ),
                (1, "Yes. And it should be written into the ways of working, so that nobody needs to ask."),
                (2, "Done with whoever facilitates next; they know the sentence and not its story."),
            ],
            settled=True,
        ),
        Reported(
            2,
            "Grace Adeyemi",
            "How do you say no to a rewrite?",
            3,
            "confidence",
            "The student can be recognised, and she is in my group.",
            "Ines Duarte",
        ),
    ],
    shared=[
        Shared(
            22,
            "Maya Lindqvist",
            "success",
            "Ten names before the second week",
            "I learnt ten names, badly, and used them. Number four corrected me, and the room laughed with me for the "
            "first time.",
            [
                ("Kofi Mensah", 1, "That ought to be in the handbook."),
                ("Leila Farahani", 2, "I drew a plan of the room. It works until they change seats."),
            ],
        ),
        Shared(
            9,
            "Jonas Aydin",
            "failure",
            "I lost the room after ten minutes",
            "Sixty people, a good plan, and at ten past the first telephones. I talked faster. "
            "That made it worse. **What would you have done?**",
            [
                (
                    "Sofia Petrov",
                    1,
                    "Stopped, and said so. I did that once. They laughed, kindly, and came back.",
                ),
                (
                    "Kofi Mensah",
                    1,
                    "A question in pairs at minute eight, whatever happens. Then I need not notice.",
                ),
                (
                    "Grace Adeyemi",
                    1,
                    "Asked two of them afterwards when it was that they left in their heads.",
                ),
                (
                    "Maya Lindqvist",
                    2,
                    "I record ten minutes and listen on the way home. It hurts and it helps.",
                ),
            ],
        ),
        Shared(
            7,
            "Leila Farahani",
            "advice",
            "How do you say no to a rewrite?",
            "A student sent the third version of the same essay, each an hour before midnight.",
            [
                (
                    "Oliver Whitcombe",
                    1,
                    "One version, one comment, and the date of it in the course guide. It is in mine now.",
                ),
                ("Fatima Bennani", 2, "I offer ten minutes of talking instead. Nobody has come twice."),
                (
                    "Luca Moretti",
                    0,
                    "Is it the one from the evening group who also writes for the paper? She did that to me as well.",
                ),
            ],
        ),
        Shared(
            4,
            "Kofi Mensah",
            "resource",
            "Peer observation sheet, one page",
            "Left: what I see. Right: what I wonder. There is no box for what I think of it.",
            link="https://resources.riverside.example/observation-sheet",
        ),
    ],
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
