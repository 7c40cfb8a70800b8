"""Those of the university who teach online, and choose to join: founded lately."""

from cop.models import Community
from mentoring_platform.demo.circles import Circle, Gathering

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
