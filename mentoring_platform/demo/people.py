"""The demo's people who can be signed in as."""

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


def offered() -> list[dict[str, object]]:
    """Give label, e-mail address and organisation of everyone the sign-in page offers."""
    return [
        {"label": label, "email": f"{role}@{slug}.example", "organisation": name}
        for slug, name in ORGANISATIONS
        for role, label in ROLES
    ]
