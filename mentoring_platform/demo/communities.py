"""The demo's communities of practice: what they are for, what they met about, what they share."""

from cop.models import Community
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
    shared=[
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
    shared=[
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
