"""The university's teaching mentors, who manage themselves."""

from mentoring_platform.demo.between import Answered, Asked, Brought, Reported, Suggested, Wondered
from mentoring_platform.demo.circles import Circle, Gathering, Shared

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
    between=[
        Answered(
            300,
            "Claire Beaumont",
            "now",
            "Mostly over coffee, and mostly among those who already know each other. Who comes new waits to be asked.",
        ),
        Answered(
            140,
            "Ravi Menon",
            "now",
            "- **Over coffee**, among those who know each other.\n"
            "- **In this programme**, for those in their first two years.\n"
            "- Hardly at all for people on short contracts, who would need it most.",
        ),
        Answered(
            250,
            "Margaret O'Dowd",
            "together",
            "Meet every six weeks. Sit in on one another’s teaching once a term.",
        ),
        Answered(
            76,
            "Priya Raman",
            "together",
            "- Meet every six weeks, each time in somebody else’s building.\n"
            "- Sit in on one another’s teaching once a term, in pairs that change.\n"
            "- Write one page together in spring: what we would tell next year’s mentors.",
        ),
        Suggested(
            30,
            "Beatriz Carvalho",
            "Sitting in: what to do with what one has seen",
            ["Amara Nwosu", "Ravi Menon", "Priya Raman", "Tomás Okafor"],
        ),
        Suggested(21, "Samuel Asante", "Mentoring somebody on a short contract", ["Hanna Virtanen"]),
        Suggested(4, "Wei Zhang", "Saying hard things kindly, in writing"),
        Wondered(26, "Hanna Virtanen", "Who looks after those of us whose mentee left the programme?"),
        Asked(
            112,
            "Claire Beaumont",
            "The meeting I did not prepare",
            (
                "The meeting I did not prepare",
                "I forgot to prepare, and asked: what should we do with this hour? It became the best one we had had. "
                "Since then I prepare less and listen more.",
            ),
        ),
        Asked(
            58,
            "Amara Nwosu",
            "The advice I was proud of",
            (
                "The advice I was proud of",
                "I told him how I would do it. He did it my way and stood before his group like somebody in a "
                "borrowed coat.\n\nWe threw it away and began with what *he* would find worth an hour.",
            ),
        ),
        Reported(
            80,
            "Rhiannon Pryce",
            "The meeting I did not prepare",
            2,
            "confidence",
            "Tuesday, and that it was silent: I know now which pair this is.",
            "Ines Duarte",
            answer="Thank you for saying it. Amara and I have talked about what can be recognised. "
            "The sentence may stay; the next one would not name a day.",
        ),
        Brought(
            3,
            "Wei Zhang",
            "Twice now my way of giving feedback has been told in the circle as an example of how not to do it. "
            "No name was said, and everybody looked at me.\n\n"
            "I would rather not raise it in front of all. Can we talk before the next session?",
        ),
    ],
    shared=[
        Shared(
            72,
            "Priya Raman",
            "failure",
            "The advice I was proud of",
            "I told him exactly how I would do it. He did it my way and stood there like somebody in a borrowed coat. "
            "We threw it away and began with what *he* would find worth an hour.",
            [
                ("Samuel Asante", 1, "The borrowed coat: I know that one from the inside."),
                ("Ravi Menon", 2, "How did you say to him that it was your mistake?"),
            ],
        ),
        Shared(
            120,
            "Ravi Menon",
            "success",
            "The meeting I did not prepare",
            "I forgot. So I asked: what should we do with this hour? It became the best one we have had. "
            "I have prepared less since, and listened more.",
            [
                (
                    "Claire Beaumont",
                    1,
                    "The agenda was yours before, and hers afterwards. Perhaps that is all it was.",
                ),
                (
                    "Amara Nwosu",
                    2,
                    "I tried it on Tuesday. We were silent for a minute, and then it went well.",
                ),
            ],
        ),
        Shared(
            44,
            "Wei Zhang",
            "advice",
            "How do you say that it is not good enough yet?",
            "Weeks of work. The idea is fine, the text is not yet, and I do not want to write it myself.",
            [
                (
                    "Hanna Virtanen",
                    1,
                    "Ask which paragraph they like best, and why. Then ask which one they would drop.",
                ),
                ("Samuel Asante", 1, "Say it plainly and early, and stay in the room afterwards."),
                (
                    "Priya Raman",
                    3,
                    "I mark three sentences that work. It shows what I mean better than a list of faults.",
                ),
            ],
        ),
        Shared(
            13,
            "Beatriz Carvalho",
            "resource",
            "Questions for a first meeting, one page",
            "Twelve questions, of which one needs three. Take what fits.",
            [
                (
                    "Rhiannon Pryce",
                    2,
                    "Number seven is the one that opens everything. I use it on the ward now.",
                )
            ],
            link="https://resources.riverside.example/first-meeting",
        ),
    ],
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
