"""What people at the university keep in their portfolios: evidence, a framework, assessments, a showcase."""

import io
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from development_plans import steps
from development_plans.models import Plan
from files.upload_validation import ValidFile, validate
from mentoring_platform.demo.diary import Life
from mentoring_platform.demo.history import Setting
from organisations.models import Member
from partnerships.models import Party
from portfolios.actions import assessments, frameworks, items, requirements, shares, showcases
from portfolios.models import Assessment, Competency, Evidence, Framework, Level
from programmes.models import Cohort

MAYA, TOMAS, KOFI = "Maya Lindqvist", "Tomás Okafor", "Kofi Mensah"

COMPETENCIES = (
    (
        "Planning",
        "Plans an hour around one idea",
        "The idea can be said in a sentence, and everything serves it.",
    ),
    (
        "Planning",
        "Chooses material that leaves room",
        "Less than fits in; what is left out is left out on purpose.",
    ),
    (
        "With students",
        "Asks questions that open a conversation",
        "Several answers are possible, and one waits.",
    ),
    ("With students", "Gives feedback that can be used", "Says what was seen, and one next thing to try."),
    (
        "With students",
        "Includes those who say little",
        "Knows who has not spoken, and makes it easy to begin.",
    ),
    (
        "With colleagues",
        "Lets others watch, and watches others",
        "Invites somebody in, and says thank you for it.",
    ),
    (
        "With colleagues",
        "Looks back on their own teaching",
        "Looks back with something in hand: notes, a recording.",
    ),
)


@dataclass(frozen=True)
class PortfolioItem:
    """A piece of evidence: so many days ago, of a kind, with what it shows; ``lines`` are the competencies' titles."""

    ago: int
    kind: str
    title: str
    shows: str
    began: int
    files: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    relates_to: tuple[str, ...] = ()
    more: dict[str, int] = field(default_factory=dict)


OPENING, INCLUDES = "Asks questions that open a conversation", "Includes those who say little"
IDEA, LOOKS_BACK = "Plans an hour around one idea", "Looks back on their own teaching"

MAYAS = (
    PortfolioItem(
        68,
        "course",
        "Introduction to teaching in higher education",
        "Four days, with a lesson of my own that the others watched. I learned to plan backwards from what they should "
        "be able to do.",
        began=160,
        files=("certificate.pdf",),
        lines=(IDEA,),
        relates_to=("training",),
        more={"ended_on": 150},
    ),
    PortfolioItem(
        50,
        "reflection",
        "Ten seconds",
        "I recorded ten minutes of my Monday group and counted the silences. The longest was four seconds, and I ended "
        "it. Three weeks later it was eleven, and Emma ended it.",
        began=52,
        files=("silences.txt",),
        lines=(OPENING, LOOKS_BACK),
        relates_to=("competencies",),
    ),
    PortfolioItem(
        33,
        "achievement",
        "Led the Thursday seminar on my own",
        "Eight people, an hour in four quarters. Six of them spoke, two for the first time. The board shows what they "
        "made of the question.",
        began=34,
        files=("board.png",),
        lines=(INCLUDES, IDEA),
        relates_to=("competencies", "review"),
    ),
    PortfolioItem(
        24,
        "post",
        "Spokesperson of the doctoral candidates",
        "I bring what forty people want into the faculty’s meeting, and back what came of it.",
        began=210,
        relates_to=("progression",),
    ),
    PortfolioItem(
        15,
        "certificate",
        "First aid at work",
        "Renewed this month.",
        began=16,
        more={"expires_on": -700},
        relates_to=("review",),
    ),
)
TOMASS = (
    PortfolioItem(
        60,
        "qualification",
        "Fellow for teaching and learning",
        "For the way in which our department now watches each other teach, without marks.",
        began=700,
        relates_to=("progression",),
    ),
    PortfolioItem(
        41,
        "achievement",
        "A film of my own first seminar",
        "I show it to every mentee. I talk for fifty-one of sixty minutes, and nobody dares to stop me.",
        began=41,
        relates_to=("training",),
    ),
)
KOFIS = PortfolioItem(
    12,
    "achievement",
    "A course that is half as full",
    "Struck out forty slides. Each session has one idea now, on a card.",
    began=14,
    files=("cards.png",),
    lines=(IDEA,),
    relates_to=("competencies",),
)
PROFILES = {
    MAYA: {
        "personal_attributes": "Patient, curious, and quicker to laugh than people expect. I keep what I promise.",
        "job_skills": "Laboratory practice, statistics in R, leading small groups; large groups are coming.",
        "personal_skills": "Listening, writing plainly, Swedish and English, some Portuguese.",
    },
    TOMAS: {
        "personal_attributes": "Calm. I would rather ask twice than guess once.",
        "job_skills": "Twenty years of seminars, examining, building a course with others.",
        "personal_skills": "Questions, and the patience to wait for what comes.",
    },
}
DIARIES = {
    MAYA: (
        (
            70,
            "First meeting with Tomás. He asked what I would do if nobody could see me. I still do not know.",
        ),
        (52, "Counted to ten for the first time. My heart was louder than the room."),
        (38, "Somebody thanked me after the hour. I wrote it down before I could explain it away."),
        (22, "Bad Thursday. I gave the answer myself, twice. What I wanted was for it to be over."),
        (
            9,
            "Emma stayed behind and asked how one becomes a tutor. I heard myself say: by being bad at it first.",
        ),
    ),
    TOMAS: (
        (69, "Maya hears more than she says. I should say less."),
        (18, "Kofi has thrown out half of his slides. I am proud, and a little ashamed of mine."),
    ),
}


def lives(setting: Setting, coordinator: str, cohort: Cohort) -> list[Life]:
    """Return the lives of everyone's portfolios."""
    kept: dict[int, Evidence] = {}
    return [
        _framework(setting, coordinator, cohort),
        *(_written(setting, who) for who in (MAYA, TOMAS)),
        _mayas(setting, kept),
        _mayas_occasions(setting, kept),
        _tomass(setting),
        _kofis(setting),
    ]


def _framework(setting: Setting, coordinator: str, cohort: Cohort) -> Life:
    """A framework, and what the cohort's assessment requires of it."""
    yield setting.calendar.moment(82, "10:10")
    with setting.acting(coordinator) as ines:
        about = "What we look for in somebody who teaches here. It says what one sees, never how somebody has to be."
        made = frameworks.begin(name="Teaching at Riverside", about=about, by=ines)
        rows = [{"area": area, "title": title, "description": text} for area, title, text in COMPETENCIES]
        frameworks.add(framework=made, competencies=rows, by=ines)
        frameworks.open_for_all(framework=made, by=ines)
    yield setting.calendar.moment(79, "15:20")
    with setting.acting(coordinator) as ines:
        held = requirements.write(
            cohort=cohort,
            framework=made,
            about="For the certificate in teaching. A panel of two reads what you show; nobody else does.",
            evidence_by=setting.calendar.day(-60),
            assessed_by=setting.calendar.day(-95),
            by=ines,
        )
        needed = {IDEA: 2, OPENING: 1, INCLUDES: 1, LOOKS_BACK: 2}
        lines = {each.title: each.line for each in made.competencies.all()}
        requirements.set_criteria(
            requirement=held,
            pieces={lines[title]: count for title, count in needed.items()},
            level=made.levels.get(name="Partly"),
            by=ines,
        )


def _written(setting: Setting, who: str) -> Life:
    """A profile, and a diary that nobody else reads."""
    yield setting.calendar.moment(71, "20:40")
    with setting.acting(who) as member:
        items.write_profile(texts=PROFILES[who], by=member)
    for ago, text in DIARIES[who]:
        yield setting.calendar.moment(ago, "21:30")
        with setting.acting(who) as member:
            items.write_entry(text=text, on=setting.calendar.day(ago), by=member)


def _mayas(setting: Setting, kept: dict[int, Evidence]) -> Life:
    """Five pieces, one of them shared; by the day on which each was added."""
    for item in MAYAS:
        yield setting.calendar.moment(item.ago, "19:15")
        kept[item.ago] = _add(setting, MAYA, item)
        if item.ago == 50:
            with setting.acting(MAYA) as maya:
                shares.share(item=kept[50], place=_mentor(maya), by=maya)


def _mayas_occasions(setting: Setting, kept: dict[int, Evidence]) -> Life:
    """One assessment that is given, one that is under way, and a showcase with a link."""
    yield setting.calendar.moment(30, "18:20")
    silences = _ask(setting, MAYA, OPENING, kept[50], "Is waiting enough, or is it the questions?")
    with setting.acting(MAYA) as maya:
        lines = list(kept[50].competency_links.values_list("line", flat=True))
        reached = list(Plan.objects.filter(owner=maya, step=steps.FINISHED))
        frameworks.say_what_it_shows(evidence=kept[50], lines=lines, plans=reached, by=maya)
    yield setting.calendar.moment(26, "17:05")
    _judge(setting, silences)
    yield setting.calendar.moment(12, "20:05")
    with setting.acting(MAYA) as maya:
        showcase = showcases.begin(
            title="Application for the lectureship",
            introduction="Three things that show how I teach, and what I am learning.",
            with_profile=True,
            with_confirmations=True,
            by=maya,
        )
        showcases.choose(showcase=showcase, evidence=[kept[33], kept[50], kept[68]], by=maya)
        showcases.make_link(showcase=showcase, days=90, passphrase="", by=maya)
    yield setting.calendar.moment(5, "18:50")
    led = _ask(setting, MAYA, INCLUDES, kept[33], "You sat at the back. What did I not see?")
    yield setting.calendar.moment(3, "08:10")
    with setting.acting(TOMAS) as tomas:
        assessments.begin(assessment=led, manages=False, by=tomas)


def _tomass(setting: Setting) -> Life:
    for item in TOMASS:
        yield setting.calendar.moment(item.ago, "22:10")
        _add(setting, TOMAS, item)


def _kofis(setting: Setting) -> Life:
    yield setting.calendar.moment(KOFIS.ago, "16:45")
    kept = _add(setting, KOFI, KOFIS)
    yield setting.calendar.moment(2, "12:35")
    _ask(setting, KOFI, IDEA, kept, "Can you say each idea in one sentence? I cannot yet for the third.")


def _add(setting: Setting, who: str, item: PortfolioItem) -> Evidence:
    """Add evidence, and say which competencies it shows."""
    day = setting.calendar.day
    with setting.acting(who) as member:
        evidence = items.add_evidence(
            by=member,
            files=[_file(name) for name in item.files],
            kind=item.kind,
            title=item.title,
            shows=item.shows,
            began_on=day(item.began),
            relates_to=list(item.relates_to),
            **{name: day(ago) for name, ago in item.more.items()},
        )
        if item.lines:
            lines = Competency.objects.filter(framework__in=Framework.objects.open(), title__in=item.lines)
            shown = lines.values_list("line", flat=True)
            frameworks.say_what_it_shows(evidence=evidence, lines=shown, by=member)
    return evidence


def _mentor(member: Member) -> Party:
    return assessments.mentors(member)[0]


def _ask(setting: Setting, who: str, title: str, evidence: Evidence, words: str) -> Assessment:
    with setting.acting(who) as member:
        competency = Competency.objects.select_related("framework").get(
            framework__in=Framework.objects.open(), title=title
        )
        return assessments.ask(
            place=_mentor(member),
            competency=competency,
            evidence=[evidence],
            words=words,
            manages=False,
            by=member,
        )


def _judge(setting: Setting, assessment: Assessment) -> None:
    with setting.acting(TOMAS) as tomas:
        assessments.begin(assessment=assessment, manages=False, by=tomas)
        level = Level.objects.get(framework=assessment.competency.framework, name="Partly")
        assessments.judge(
            assessment=assessment,
            level=level,
            how="both",
            feedback="The waiting is there: eleven seconds are long, and you stayed. The questions still have "
            "one right answer more often than not. On Thursday the third one opened the room. Write down what made it "
            "different, and begin the next hour with one like it.",
            by=tomas,
        )


def _file(name: str) -> ValidFile:
    """Return a small file as an upload would bring it."""
    return validate(SimpleUploadedFile(name, _FILES[name]()))


def _silences() -> bytes:
    return b"Silences in the Monday group, in seconds\n3, 2, 4, 1, 3\nthree weeks later\n5, 8, 11, 6\n"


def _board(columns: int = 4) -> bytes:
    """A whiteboard with notes on it, drawn."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (960, 640), "#d8d3c8")
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((40, 40, 920, 600), 12, fill="#fbfaf6", outline="#8a8577", width=8)
    for column in range(columns):
        left = 80 + column * (800 // columns)
        draw.line((left, 120, left + 600 // columns, 120), fill="#3b5f8a", width=7)
        for row in range(3 + column % 2):
            top, wide = 170 + row * 95, 420 // columns + (row * 37 + column * 53) % (240 // columns)
            colour = ("#f2d98b", "#c9e0b5", "#bcd4ec", "#e6c3d6")[(row + column) % 4]
            draw.rectangle((left, top, left + wide, top + 66), fill=colour)
            for line in range(2):
                draw.line((left + 12, top + 22 + line * 20, left + wide - 24 * (line + 1), top + 22 + line * 20),
                          fill="#4a463d", width=3)  # fmt: skip
    content = io.BytesIO()
    image.save(content, "PNG")
    return content.getvalue()


def _certificate() -> bytes:
    """A PDF of one page, written by hand."""
    text = (
        b"BT /F1 26 Tf 90 640 Td (Certificate of attendance) Tj 0 -44 Td /F1 14 Tf (Maya Lindqvist) Tj "
        b"0 -24 Td (Introduction to teaching in higher education, four days) Tj ET"
    )
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>",
    )
    content, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(content)
    return content + b"xref\n0 6\n0000000000 65535 f \n" + table + trailer


_FILES: dict[str, Any] = {
    "silences.txt": _silences,
    "board.png": _board,
    "cards.png": lambda: _board(3),
    "certificate.pdf": _certificate,
}
