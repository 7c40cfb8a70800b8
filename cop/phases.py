"""The three phases of a community, what each means, and what is still missing for the next. Pure.

A community begins in *founding*: the coordinator names the facilitator and sets the agenda. In *rotating* the rota
decides who facilitates. In *self-managing* the members decide the focus themselves.
"""

from dataclasses import dataclass

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from web.labels import Words

FOUNDING, ROTATING, SELF_MANAGING = PHASES = ("founding", "rotating", "self-managing")

# What a community has to have done before the next phase is more than a word.
MEMBERS_FOR_A_ROTA = 3
SESSIONS_TO_ROTATE = 2
FACILITATORS_TO_MANAGE = 3
VOICES_IN_AN_AGENDA = 3

MEANING: dict[str, Words] = {
    FOUNDING: _("The coordinator names the facilitator and sets the agenda."),
    ROTATING: _("The rota says who facilitates; the facilitator sets or collects the agenda."),
    SELF_MANAGING: _("You decide the focus yourselves; the rota says who looks after the session."),
}

# What is said when a community has come to a phase.
STEPS: dict[str, Words] = {
    FOUNDING: _("The community is in its founding phase again: the coordinator names who facilitates."),
    ROTATING: _("The community is rotating now: the rota says who facilitates, three sessions ahead."),
    SELF_MANAGING: _("The community manages itself now: its members decide the focus."),
}


@dataclass(frozen=True)
class History:
    """What a community has done so far.

    Args:
        members: how many take part now.
        workshop_held: whether the familiarisation workshop took place.
        sessions_held: how many sessions took place, the workshop among them.
        facilitators: how many different members have facilitated one.
        agenda_voices: how many put something on the agenda of one session held, as far as that is enough; else none.
        charter_written: whether purpose and ways of working are written down.
        evaluated: whether a session's evaluation had enough answers to be shown.
    """

    members: int = 0
    workshop_held: bool = False
    sessions_held: int = 0
    facilitators: int = 0
    agenda_voices: int = 0
    charter_written: bool = False
    evaluated: bool = False


def following(phase: str) -> str:
    """Return the phase after this one; empty after the last.

    Raises:
        ValueError: there is no such phase.
    """
    return (*PHASES, "")[PHASES.index(phase) + 1]


def before(phase: str) -> str:
    """Return the phase before this one; empty before the first.

    Raises:
        ValueError: there is no such phase.
    """
    return ("", *PHASES)[PHASES.index(phase)]


def missing(phase: str, history: History) -> list[str]:
    """Say what a community has still to do before it can go from this phase to the next; nothing in the last."""
    if phase == FOUNDING:
        return _missing_to_rotate(history)
    if phase == ROTATING:
        return _missing_to_manage(history)
    return []


def _missing_to_rotate(history: History) -> list[str]:
    found = []
    if not history.workshop_held:
        found.append(gettext("the familiarisation workshop"))
    if history.members < MEMBERS_FOR_A_ROTA:
        lacking = MEMBERS_FOR_A_ROTA - history.members
        found.append(ngettext("one more member", "%(count)d more members", lacking) % {"count": lacking})
    if history.sessions_held < SESSIONS_TO_ROTATE:
        lacking = SESSIONS_TO_ROTATE - history.sessions_held
        found.append(ngettext("one more session", "%(count)d more sessions", lacking) % {"count": lacking})
    if not history.charter_written:
        found.append(gettext("your purpose and ways of working, written down"))
    return found


def _missing_to_manage(history: History) -> list[str]:
    found = []
    if history.facilitators < FACILITATORS_TO_MANAGE:
        lacking = FACILITATORS_TO_MANAGE - history.facilitators
        words = ngettext("one more person to facilitate", "%(count)d more people to facilitate", lacking)
        found.append(words % {"count": lacking})
    if history.agenda_voices < VOICES_IN_AN_AGENDA:
        found.append(gettext("one agenda set by several of you"))
    if not history.evaluated:
        found.append(gettext("one session evaluated by at least three of you"))
    return found
