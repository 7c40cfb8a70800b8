"""What is done in programmes. Each action is one transaction, takes ``by``, and leaves a line in the trail."""

from programmes.actions.enrolments import (
    change_capacity,
    enrol,
    give_answers,
    invite_people,
    readmit,
    withdraw,
)
from programmes.actions.imports import Taken, apply_import, discard_import, map_import, start_import
from programmes.actions.matching import decide_pair, run_matching, undecide_pair
from programmes.actions.programmes import (
    add_criterion,
    add_question,
    create_cohort,
    create_programme,
    edit_criterion,
    edit_programme,
    edit_question,
    edit_stage_guide,
    remove_criterion,
    remove_question,
)
from programmes.actions.proposals import (
    accept_proposal,
    confirm_run,
    decline_proposal,
    end_pair,
    propose_pair,
    withdraw_proposal,
)

__all__ = [
    "Taken",
    "accept_proposal",
    "add_criterion",
    "add_question",
    "apply_import",
    "change_capacity",
    "confirm_run",
    "create_cohort",
    "create_programme",
    "decide_pair",
    "decline_proposal",
    "discard_import",
    "edit_criterion",
    "edit_programme",
    "edit_question",
    "edit_stage_guide",
    "end_pair",
    "enrol",
    "give_answers",
    "invite_people",
    "map_import",
    "propose_pair",
    "readmit",
    "remove_criterion",
    "remove_question",
    "run_matching",
    "start_import",
    "undecide_pair",
    "withdraw",
    "withdraw_proposal",
]
