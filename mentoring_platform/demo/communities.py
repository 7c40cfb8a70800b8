"""The demo's communities of practice: what they are for, what they met about, what they share."""

from cop.models import Community
from mentoring_platform.demo.between import (
    Answered,
    Asked,
    AskedAPeer,
    Brought,
    LookedForAPeer,
    Reported,
    Suggested,
    Wondered,
)
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
        Suggested(
            21, "Samuel Asante", "Mentoring somebody on a short contract", ["Hanna Virtanen", "Greta Holm"]
        ),
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
