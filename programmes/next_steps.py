"""What comes next for somebody in a programme, by where they stand in it. Pure."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from web.labels import Words

ANSWERS, PROPOSAL, PARTNERSHIPS = "answers", "proposal", "partnerships"

WAITING: dict[str, Words] = {
    "mentor": _(
        "You have not been matched yet. The coordinators propose pairs, and you are asked before anything begins."
    ),
    "mentee": _(
        "You have no mentor yet. The coordinators propose pairs, and you are asked before anything begins."
    ),
}
SAID: dict[str, Words] = {
    "invited": _("You are invited. Answer the questions, so that you can be matched."),
    "applied": _("Your application is with the coordinators."),
    "waitlisted": _("You are on the waiting list."),
    "declined": _("You are not part of this cohort."),
    "paused": _("You are taking a pause. Talk to the coordinators when you want to go on."),
    "completed": _("Your part in this cohort is complete."),
    "withdrawn": _("You have left this cohort. What you answered stays here for you."),
}


@dataclass(frozen=True)
class NextStep:
    """What comes next, and where it is done: ANSWERS, PROPOSAL, PARTNERSHIPS, or nowhere."""

    words: Words
    place: str = ""


def next_step(*, state: str, role: str, is_closed: bool, is_asked: bool, answers_missing: bool) -> NextStep:
    """Return what comes next for a person.

    Args:
        is_closed: whether the cohort takes nobody in and matches nobody any more.
        is_asked: whether a proposal waits for their answer.
        answers_missing: whether a question that needs an answer has none.
    """
    if is_asked:
        return NextStep(_("Somebody is proposed to you. Say yes or no."), PROPOSAL)
    if state == "active":
        return NextStep(
            _("You are matched. Your meetings and agreement are on your partnership's page."), PARTNERSHIPS
        )
    if state in {"accepted", "invited"} and is_closed:
        return NextStep(_("This cohort is closed: nobody is matched in it any more."))
    if state in {"accepted", "invited"} and answers_missing:
        return NextStep(
            _("Some questions still need your answer. The matching works with the answers."), ANSWERS
        )
    return NextStep(SAID.get(state) or WAITING[role], ANSWERS if state == "invited" else "")
