"""Words that are the same everywhere: the four stages, the six steps of a plan, the seven roles of a mentor.

Upper apps take their labels from here, so that a picture, a button and a mail never disagree.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True)
class Stage:
    """One of the four stages of a partnership: how it is stored, how it is said, which colour it has."""

    value: str
    label: Words
    colour: str


STAGES = (
    Stage("initiation", _("Initiation"), "dawn"),
    Stage("consolidation", _("Consolidation"), "leaf"),
    Stage("construction", _("Construction"), "sky"),
    Stage("redefinition", _("Redefinition"), "plum"),
)

STEPS: tuple[Words, ...] = (
    _("goal"),
    _("actions"),
    _("barriers"),
    _("dates"),
    _("doing"),
    _("looking back"),
)

ROLES: dict[str, Words] = {
    "helper": _("Helper"),
    "broker": _("Broker"),
    "celebrant": _("Celebrant"),
    "confidant": _("Confidant"),
    "listener": _("Listener"),
    "questioner": _("Questioner"),
    "learning_partner": _("Learning partner"),
}


def stage_index(stage: int | str) -> int:
    """Return the place (0 to 3) of a stage named by its place or its stored value.

    Raises:
        ValueError: there is no such stage.
    """
    if isinstance(stage, int):
        if not 0 <= stage < len(STAGES):
            raise ValueError(f"No stage {stage}: they are 0 to {len(STAGES) - 1}")
        return stage
    for index, known in enumerate(STAGES):
        if known.value == stage:
            return index
    raise ValueError(f"No stage {stage!r}")
