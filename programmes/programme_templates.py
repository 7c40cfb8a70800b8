"""What a programme begins with: six starting points, each a purpose, a pace and the words of an agreement.

Also the stage guide, the enrolment questions and the matching rules that all of them share. Everything here is a
first draft for the coordinator: it is copied into the programme and edited there. The words are in the language
that is active when the programme is made.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from programmes.models import Programme, Question
from web.labels import Words

Template = Programme.Template
SECTIONS = ("focus", "rhythm", "care", "boundaries", "confidentiality", "trouble")


@dataclass(frozen=True)
class StartingPoint:
    """A programme before its coordinator has touched it.

    ``weeks`` are those of the four stages; ``between_meetings`` is in weeks; ``agreement`` has a text for each of
    the six sections.
    """

    purpose: Words
    weeks: tuple[int, int, int, int]
    between_meetings: int
    agreement: dict[str, Words]


@dataclass(frozen=True)
class GuidePractice:
    """Something good mentoring does in a stage, and a question that opens it."""

    text: Words
    question: Words


@dataclass(frozen=True)
class EnrolmentQuestion:
    """A question of the enrolment form as it starts out."""

    key: str
    label: Words
    kind: str
    asked: str = Question.Asked.BOTH
    choices: tuple[Words, ...] = ()
    required: bool = False
    shown: bool = False


@dataclass(frozen=True)
class MatchingRule:
    """A rule of the matching as it starts out; without a weight it is required."""

    kind: str
    label: Words
    weight: int | None
    settings: dict[str, Any] = field(default_factory=dict)


_COMMON: dict[str, Words] = {
    "care": _(
        "Between meetings a short message is enough: what has been tried, what has come up. Each of us "
        "looks up what "
        "we promised. Every third meeting we begin with a look back: what works between us, and what we "
        "want to change."
    ),
    "boundaries": _(
        "We talk about work and development. Neither of us is the other's manager, and nobody is assessed "
        "here. "
        "We say so when a subject goes further than one of us wants, or needs someone with other skills."
    ),
    "confidentiality": _(
        "What we say stays between us, unless we agree on something else. The one exception is serious "
        "harm to "
        "somebody, and then we speak to each other first where we can."
    ),
    "trouble": _(
        "If it is not working, either of us says so early, and we look for what could change. If that does "
        "not help, "
        "either of us may ask the coordinator, in confidence. Ending early is nobody's fault."
    ),
}


def _agreement(focus: Words, rhythm: Words, **other: Words) -> dict[str, Words]:
    return {"focus": focus, "rhythm": rhythm, **_COMMON, **other}


STARTING_POINTS: dict[str, StartingPoint] = {
    Template.BLANK: StartingPoint(
        purpose="", weeks=(6, 14, 14, 6), between_meetings=2, agreement=dict.fromkeys(SECTIONS, "")
    ),
    Template.INDUCTION: StartingPoint(
        purpose=_(
            "New colleagues find their feet sooner with someone at their side who knows how things are "
            "done here: "
            "the people, the habits, the unwritten rules, and where to ask."
        ),
        weeks=(4, 8, 8, 4),
        between_meetings=1,
        agreement=_agreement(
            _(
                "Getting to know the organisation and the role: whom to know, how decisions are made, what "
                "is expected by when."
            ),
            _(
                "An hour every week at first, every other week once the work is familiar. In person where "
                "that is possible."
            ),
        ),
    ),
    Template.EDUCATION: StartingPoint(
        purpose=_(
            "People who study beside their work get support from someone who knows both: to make time, to "
            "see learning "
            "in everyday work, to understand what the assessment asks for, and to gather evidence for it."
        ),
        weeks=(6, 14, 16, 6),
        between_meetings=3,
        agreement=_agreement(
            _(
                "The programme of study, what it asks for, and how the work here can serve as practice and "
                "as evidence."
            ),
            _(
                "An hour every three weeks, more often before an assessment. Dates of the course come "
                "first in the calendar."
            ),
            care=_(
                "The mentee keeps a learning diary and brings one entry to each meeting. We both tell "
                "those around us, at "
                "work and at home, that time is set aside for learning. Every third meeting we look back "
                "together."
            ),
        ),
    ),
    Template.POTENTIAL: StartingPoint(
        purpose=_(
            "People who could carry more responsibility gain a wider view of the organisation, room to try "
            "themselves out "
            "as leaders, and someone senior who is frank with them."
        ),
        weeks=(6, 12, 16, 6),
        between_meetings=3,
        agreement=_agreement(
            _(
                "Where the mentee wants to grow as a leader, and which tasks, people and insights would "
                "bring that closer."
            ),
            _(
                "An hour every three weeks, and now and then the mentor opens a door: a meeting to sit in "
                "on, a person to meet."
            ),
        ),
    ),
    Template.CAREER: StartingPoint(
        purpose=_(
            "People whose career or responsibilities are changing think the step through with someone who "
            "has taken a similar "
            "one, keep what they are good at, and learn what is new."
        ),
        weeks=(4, 10, 12, 6),
        between_meetings=2,
        agreement=_agreement(
            _(
                "What is changing, what the mentee brings along, what has to be learned, and how the first "
                "months should go."
            ),
            _(
                "An hour every other week, in person or online. We keep meeting after the change has "
                "happened."
            ),
        ),
    ),
    Template.TEACHING: StartingPoint(
        purpose=_(
            "People who are learning to teach grow into the profession beside an experienced colleague: "
            "they observe, try out "
            "their own ideas, look at what happened, and become members of the teaching community."
        ),
        weeks=(6, 12, 14, 6),
        between_meetings=2,
        agreement=_agreement(
            _(
                "Which parts of teaching the mentee wants to work on, and what will be observed, tried and "
                "talked over."
            ),
            _(
                "A visit to a lesson and an hour's talk every other week. Who visits whom is settled at "
                "the meeting before."
            ),
            boundaries=_(
                "Visits to lessons are for learning and not for assessment. We talk about what happened in "
                "the room, never "
                "about what kind of person somebody is. Neither of us is the other's manager."
            ),
        ),
    ),
}

STAGE_GUIDE: dict[str, tuple[GuidePractice, ...]] = {
    "initiation": (
        GuidePractice(
            _("Meets inexperience, doubt and mistakes with understanding"),
            _("What is new to you at the moment, and what feels uncertain?"),
        ),
        GuidePractice(
            _("Hears worries out, with tact and without hurrying to solve them"),
            _("Is there something on your mind where it would help if I only listened?"),
        ),
        GuidePractice(
            _("Notices needs and feelings, also those that only a face, a posture or a tone gives away"),
            _("How did you come here today, and what do you need from this hour?"),
        ),
    ),
    "consolidation": (
        GuidePractice(
            _("Sees what the mentee can do, and says clearly what can be expected of them because of it"),
            _("Which of your strengths would you like others to count on?"),
        ),
        GuidePractice(
            _("Kindles interest in the skills and knowledge that the community's goals ask for"),
            _("What would you like to be able to do a year from now, and who else would gain from it?"),
        ),
        GuidePractice(
            _("Helps the mentee find their own answers to the difficulties that matter"),
            _("What have you tried so far, and what else could you try?"),
        ),
        GuidePractice(
            _("Explains again, asks in another way, and rethinks how the coaching is done"),
            _("What about the way we work should we do differently?"),
        ),
    ),
    "construction": (
        GuidePractice(
            _(
                "Leaves room to experiment and to look beyond the present job, without lecturing or making "
                "a copy of oneself"
            ),
            _("What would you try if nobody could mark it wrong?"),
        ),
        GuidePractice(
            _("Helps the mentee see themselves as a member of their profession"),
            _("When did you last feel that you belong to this profession?"),
        ),
        GuidePractice(
            _("Takes pleasure in what mentoring achieves"),
            _("What have we brought about together that we can both be proud of?"),
        ),
        GuidePractice(
            _("Strengthens the mentee's trust in their own learning and work"),
            _("What can you do now that you could not do three months ago?"),
        ),
        GuidePractice(
            _("Works with the mentee as a colleague"),
            _("Where could I learn from you?"),
        ),
        GuidePractice(
            _("Is firm where it is needed, and stays kind and on the mentee's side"),
            _("Is there something I should tell you more plainly?"),
        ),
    ),
    "redefinition": (
        GuidePractice(
            _("Gathers the themes and stories of the time together, and settles anew what matters"),
            _("Which story of ours would you tell someone who is about to begin?"),
        ),
        GuidePractice(
            _("Treats the mentee's experience as knowledge to learn from"),
            _("What have you found out that I could use in my own work?"),
        ),
        GuidePractice(
            _("Leads the mentee from the edge of the community towards its centre"),
            _("Where could you take the lead for others now?"),
        ),
        GuidePractice(
            _("Looks at what came of it, so that the mentoring serves the community better"),
            _("What should the next pairs do in another way?"),
        ),
        GuidePractice(
            _("Names directions and first steps that keep the growth going"),
            _("What will you do next, and who will go with you?"),
        ),
    ),
}

QUESTIONS: tuple[EnrolmentQuestion, ...] = (
    EnrolmentQuestion("job-title", _("Job title"), Question.Kind.SHORT, shown=True),
    EnrolmentQuestion(
        "grade",
        _("Grade"),
        Question.Kind.SCALE,
        choices=(
            _("Assistant"),
            _("Officer"),
            _("Senior officer"),
            _("Manager"),
            _("Senior manager"),
            _("Director"),
        ),
        required=True,
        shown=True,
    ),
    EnrolmentQuestion("department", _("Department"), Question.Kind.ONE, required=True, shown=True),
    EnrolmentQuestion("profession", _("Profession"), Question.Kind.ONE, shown=True),
    EnrolmentQuestion("characteristics", _("Characteristics"), Question.Kind.SEVERAL),
    EnrolmentQuestion(
        "match-similar",
        _("Would you like someone with similar characteristics?"),
        Question.Kind.YES_NO,
        asked=Question.Asked.MENTEES,
    ),
    EnrolmentQuestion(
        "hopes",
        _("Why you want a mentor, and what you expect of them"),
        Question.Kind.LONG,
        asked=Question.Asked.MENTEES,
        shown=True,
    ),
    EnrolmentQuestion(
        "offer",
        _("What you can offer, and what you would like to learn yourself"),
        Question.Kind.LONG,
        asked=Question.Asked.MENTORS,
        shown=True,
    ),
    EnrolmentQuestion("biography", _("Biography"), Question.Kind.LONG, shown=True),
)

MATCHING_RULES: tuple[MatchingRule, ...] = (
    MatchingRule(
        "distance",
        _("Grade"),
        None,
        {"mentor_key": "grade", "mentee_key": "grade", "minimum": 1, "maximum": 3},
    ),
    MatchingRule(
        "different", _("Department"), None, {"mentor_key": "department", "mentee_key": "department"}
    ),
    MatchingRule("same", _("Profession"), 5, {"mentor_key": "profession", "mentee_key": "profession"}),
    MatchingRule(
        "shared",
        _("Characteristics"),
        8,
        {
            "mentor_key": "characteristics",
            "mentee_key": "characteristics",
            "at_least": 1,
            "only_if": {"mentee_key": "match-similar", "answer": "yes"},
        },
    ),
)
