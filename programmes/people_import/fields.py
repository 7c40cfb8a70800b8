"""What a column can be: the fixed facts about a person, and the programme's enrolment questions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from .wording import Text

MENTOR, MENTEE, BOTH = "mentor", "mentee", "both"


class Kind(StrEnum):
    """What is written in a column, and the type its values get."""

    SHORT_TEXT = "short_text"  # str, one line
    LONG_TEXT = "long_text"  # str, lines kept
    EMAIL = "email"  # str, lower case
    ROLE = "role"  # str: MENTOR, MENTEE or BOTH
    YES_NO = "yes_no"  # bool
    NUMBER = "number"  # int
    ONE_CHOICE = "one_choice"  # str, the choice's label
    SEVERAL_CHOICES = "several_choices"  # tuple of labels, in the order written
    SCALE = "scale"  # str, the label of a step


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that a column can be mapped to.

    `label` and `aliases` are the names under which a column is recognised. `required` asks for a value in
    each row, unless a field whose key is in `unless` has one. `choices` are the labels, for a scale from
    lowest to highest; a choice question that has none yet takes any short text. `minimum` and `maximum`
    bound a number, `longest` a text in characters (by kind when it is not given).
    """

    key: str
    label: Text
    kind: Kind
    required: bool = False
    choices: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    help: Text = ""
    unless: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    longest: int | None = None


FIRST_NAME = Field(key="first_name", label=_("First name"), kind=Kind.SHORT_TEXT, longest=100)
LAST_NAME = Field(key="last_name", label=_("Last name"), kind=Kind.SHORT_TEXT, longest=100)
DISPLAY_NAME = Field(
    key="display_name",
    label=_("Name"),
    kind=Kind.SHORT_TEXT,
    required=True,
    unless=("first_name", "last_name"),
    help=_("The whole name in one column, when first and last name are not in columns of their own."),
    longest=200,
)
EMAIL = Field(
    key="email",
    label=_("E-mail address"),
    kind=Kind.EMAIL,
    required=True,
    help=_("The invitation goes here. Each person needs an address of their own."),
    longest=254,
)
ROLE = Field(
    key="role",
    label=_("Role"),
    kind=Kind.ROLE,
    aliases=(
        "mentor or mentee",
        "mentor/mentee",
        "both mentor and mentee",
        "both",
        "takes part as",
        "participant role",
    ),
    help=_("Mentor, mentee or both; or yes and no in a column that asks whether somebody is both."),
)
CAPACITY = Field(
    key="capacity",
    label=_("How many mentees"),
    kind=Kind.NUMBER,
    aliases=("capacity", "mentor capacity", "number of mentees", "maximum mentees", "max mentees", "places"),
    help=_("The most mentees a mentor can have at the same time."),
    minimum=0,
    maximum=50,
)

PERSON_FIELDS = (FIRST_NAME, LAST_NAME, DISPLAY_NAME, EMAIL, ROLE, CAPACITY)
