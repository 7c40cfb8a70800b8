"""The hospital's ward mentors."""

from mentoring_platform.demo.circles import Circle, Gathering

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
