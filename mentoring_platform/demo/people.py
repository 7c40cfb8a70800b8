"""The demo's people: who they are, and who of them can be signed in as."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.text import format_lazy, slugify
from django.utils.translation import gettext_lazy as _

PASSWORD = "mentoring-demo"  # noqa: S105  # printed on the sign-in page of the demo
ROLES = [
    ("admin", _("Organisation admin")),
    ("coordinator", _("Programme coordinator")),
    ("mentor", _("Mentor")),
    ("mentee", _("Mentee")),
    ("facilitator", _("Community facilitator")),
]
ORGANISATIONS = [("riverside", "University of Riverside"), ("northgate", "Northgate Hospital Trust")]
NAMES = {
    "riverside": {
        "admin": "Greta Holm",
        "coordinator": "Ines Duarte",
        "mentor": "Tomás Okafor",
        "mentee": "Maya Lindqvist",
        "facilitator": "Amara Nwosu",
    },
    "northgate": {
        "admin": "Malcolm Reid",
        "coordinator": "Rhiannon Pryce",
        "mentor": "Joyce Amankwah",
        "mentee": "Dylan Foley",
        "facilitator": "Saira Qureshi",
    },
}
# Runs the hospital's programme and is a mentor at the university, with one account.
IN_BOTH = "Rhiannon Pryce"
DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Person:
    """Someone who enrols: what the form asks, and ``wish``, what they look for in mentoring."""

    name: str
    job: str
    grade: str
    department: str
    profession: str
    characteristics: list[str]
    biography: str
    wish: str
    zone: str = ""
    similar: bool | None = None

    def answers(self) -> dict[str, Any]:
        """Return the answers by the key of the question."""
        return {
            "job-title": self.job,
            "grade": self.grade,
            "department": self.department,
            "profession": self.profession,
            "characteristics": self.characteristics,
            "match-similar": self.similar,
            "hopes": self.wish,
            "offer": self.wish,
            "biography": self.biography,
        }


@cache
def of(slug: str) -> tuple[dict[str, Person], dict[str, list[str]]]:
    """Return an organisation's people by name, and the choices its form offers by question."""
    read = tomllib.loads((DATA / f"{slug}-people.toml").read_text(encoding="utf-8"))
    return {each["name"]: Person(**each) for each in read["people"]}, read["choices"]


def email(slug: str, name: str) -> str:
    """Return a person's address: by their role for those who can be signed in as, else by their name."""
    if name == IN_BOTH:
        slug = "northgate"
    local = {offered: role for role, offered in NAMES[slug].items()}.get(name)
    return f"{local or slugify(name.replace('ø', 'o')).replace('-', '.')}@{slug}.example"


def offered() -> list[dict[str, object]]:
    """Return label, e-mail address and organisation of everyone the sign-in page offers."""
    return [
        {
            "label": format_lazy("{name} · {role}", name=NAMES[slug][role], role=label),
            "email": f"{role}@{slug}.example",
            "organisation": organisation,
        }
        for slug, organisation in ORGANISATIONS
        for role, label in ROLES
    ]
