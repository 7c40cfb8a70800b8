"""Rows of the programmes' addresses: the programme's coordinator; and the two of a proposal, and one's own answers."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.access.table import EVERY_MEMBER, Row

COORDINATOR = "coordinator"
DESIGNERS = "coordinator other_coordinator"
THE_TWO = "mentor mentee"


@dataclass(frozen=True)
class OfAnswers(Row):
    """A page on which its coordinator reads what people answered, refused or are listed with."""

    shows_answers: bool = True


def of(name: str) -> Any:
    """The key of one of the world's rows, as the only argument."""
    return lambda world: [getattr(world, name).pk]


def a_pair(world: Any, **other: str) -> dict[str, Any]:
    return {"mentor": world.waiting_places["mentor"].pk, "mentee": world.waiting_places["mentee"].pk, **other}


def a_question(_world: Any) -> dict[str, str]:
    return {"label": "Favourite colour", "kind": "short", "asked": "both"}


def a_rule(_world: Any) -> dict[str, str]:
    return {"label": "Hobby", "weight": "2", "mentor_key": "hobby", "mentee_key": "hobby"}


ROWS: dict[str, Row] = {
    "programmes": Row(get=EVERY_MEMBER),
    "programme_new": Row(
        get=DESIGNERS, post=DESIGNERS, data=lambda world: {"name": "One more", "template": "career"}
    ),
    "programme": Row(get=COORDINATOR, args=of("programme")),
    "programme_edit": Row(get=COORDINATOR, post=COORDINATOR, args=of("programme"), as_shown=True),
    "cohort_new": Row(
        get=COORDINATOR,
        post=COORDINATOR,
        args=of("programme"),
        data=lambda world: {"name": "Next", "starts_on": "2030-01-01", "ends_on": "2030-12-01"},
    ),
    "coordinators": Row(
        get=COORDINATOR,
        post=COORDINATOR,
        args=of("programme"),
        data=lambda world: {"member": world.other_coordinator.pk},
    ),
    "coordinator_removal": Row(post=COORDINATOR, args=of("coordination")),
    "cohort_edit": Row(
        refused=COORDINATOR,
        get=COORDINATOR,
        post=COORDINATOR,
        args=of("cohort"),
        data=lambda world: {"name": "Other", "starts_on": "2026-01-01", "ends_on": "2040-01-01"},
    ),
    "cohort_closing": Row(get=COORDINATOR, post=COORDINATOR, args=of("cohort")),
    "cohort_reopening": Row(post=COORDINATOR, args=of("cohort")),
    "stage_guide": Row(
        refused=COORDINATOR,
        get=COORDINATOR,
        post=COORDINATOR,
        args=lambda world: [world.programme.pk, "initiation"],
    ),
    "question_new": Row(get=COORDINATOR, post=COORDINATOR, args=of("programme"), data=a_question),
    "question_edit": Row(
        get=COORDINATOR, post=COORDINATOR, args=of("question"), data=a_question, refused=COORDINATOR
    ),
    "question_removal": Row(get=COORDINATOR, post=COORDINATOR, args=of("question")),
    "criterion_new": Row(
        get=COORDINATOR, post=COORDINATOR, args=of("programme"), data=a_rule, shown=COORDINATOR
    ),
    "criterion_edit": Row(get=COORDINATOR, post=COORDINATOR, args=of("criterion"), data=a_rule),
    "criterion_removal": Row(post=COORDINATOR, args=of("criterion")),
    "cohort_people": Row(get=COORDINATOR, args=of("cohort")),
    "people_invitation": Row(post=COORDINATOR, args=of("cohort")),
    "enrolment_new": Row(
        get=COORDINATOR,
        post=COORDINATOR,
        args=of("cohort"),
        data=lambda world: {"name": "Ada", "email": "ada@example.org", "role": "mentor", "capacity": "1"},
    ),
    "enrolment": OfAnswers(get="mentee coordinator", args=of("enrolment")),
    "enrolment_answers": OfAnswers(get="mentee coordinator", post="mentee coordinator", args=of("enrolment")),
    "enrolment_capacity": Row(post=COORDINATOR, args=of("enrolment"), data=lambda world: {"capacity": "3"}),
    "enrolment_withdrawal": OfAnswers(
        get=COORDINATOR, post=COORDINATOR, args=of("enrolment"), refused=COORDINATOR
    ),
    "enrolment_correction": Row(
        get=COORDINATOR,
        post=COORDINATOR,
        args=lambda world: [world.not_joined_place.pk],
        data=lambda world: {"name": "Noor Haddad", "email": "noor.haddad@example.org"},
    ),
    "enrolment_invitation_withdrawal": Row(post=COORDINATOR, args=lambda world: [world.not_joined_place.pk]),
    "enrolment_return": Row(post=COORDINATOR, args=of("enrolment")),
    "candidates": Row(get=COORDINATOR, args=lambda world: [world.waiting_places["mentee"].pk]),
    "import_new": Row(get=COORDINATOR, post=COORDINATOR, args=of("cohort"), refused=COORDINATOR),
    "import_template": Row(get=COORDINATOR, args=lambda world: [world.cohort.pk, "mentor"]),
    "import_preview": OfAnswers(get=COORDINATOR, args=of("import_")),
    "import_mapping": OfAnswers(get=COORDINATOR, post=COORDINATOR, args=of("import_"), refused=COORDINATOR),
    "import_reading": OfAnswers(post=COORDINATOR, args=of("import_"), refused=COORDINATOR),
    "import_faulty": OfAnswers(get=COORDINATOR, args=of("import_")),
    "import_application": Row(post=COORDINATOR, args=of("import_")),
    "import_job_page": Row(get=COORDINATOR, args=of("import_")),
    "import_stopping": Row(post=COORDINATOR, args=of("import_under_way")),
    "import_discarding": Row(post=COORDINATOR, args=of("import_")),
    "matching": OfAnswers(get=COORDINATOR, args=of("cohort")),
    "matching_run": Row(post=COORDINATOR, args=of("cohort")),
    "matching_confirmation": OfAnswers(
        get=COORDINATOR, post=COORDINATOR, args=of("run"), refused=COORDINATOR
    ),
    "scale_order": Row(
        get=COORDINATOR,
        post=COORDINATOR,
        args=lambda world: [world.cohort.pk, world.scale.pk],
        data=lambda world: {"choices": "Low\nHigh"},
    ),
    "pair_decision": Row(
        post=COORDINATOR, args=of("cohort"), data=lambda world: a_pair(world, decision="pinned")
    ),
    "pair_removal": Row(post=COORDINATOR, args=of("pair_decision")),
    "pair_proposal": Row(post=COORDINATOR, args=of("cohort"), data=a_pair, refused=COORDINATOR),  # partners
    "proposal": Row(get=THE_TWO, args=of("proposal")),
    "proposal_answer": Row(post=THE_TWO, args=of("proposal"), data=lambda world: {"answer": "yes"}),
    "proposal_yes_removal": Row(post=THE_TWO, args=of("proposal"), refused=THE_TWO),
    "proposal_withdrawal": Row(post=COORDINATOR, args=of("proposal")),
    "proposals_deadline": Row(
        get=COORDINATOR,
        post=COORDINATOR,
        args=of("cohort"),
        data=lambda world: {"day": str(timezone.localdate() + timedelta(days=20))},
    ),
    "proposals_withdrawal": Row(get=COORDINATOR, post=COORDINATOR, args=of("cohort")),
}


def furnish(world: Any, canary: str) -> None:
    """Create for the cohort answers, a list on its way in, a run, a pin, an open proposal and one that was declined."""
    from organisations import tenancy
    from programmes import actions
    from programmes.models import Enrolment, Proposal

    ines, cohort = world.coordinator, world.cohort
    with tenancy.inside(world.organisation.pk, ines.pk):
        ines.refresh_from_db()
        world.rows["coordination"] = world.programme.coordinations.get()
        why = {"label": "Why", "kind": "long", "asked": "both", "choices": [], "required": False}
        world.rows["question"] = actions.add_question(
            programme=world.programme, values={**why, "shown_to_match": False}, by=ines
        )
        hobby = {"label": "Hobby", "kind": "short", "asked": "both", "choices": [], "required": False}
        actions.add_question(programme=world.programme, values={**hobby, "shown_to_match": True}, by=ines)
        scale = {**hobby, "label": "Level", "kind": "scale", "choices": ["High", "Low"]}
        world.rows["scale"] = actions.add_question(
            programme=world.programme, values={**scale, "shown_to_match": False}, by=ines
        )
        rule = {
            "kind": "same",
            "label": "Hobby",
            "weight": 1,
            "settings": {"mentor_key": "hobby", "mentee_key": "hobby"},
        }
        world.rows["criterion"] = actions.add_criterion(programme=world.programme, values=rule, by=ines)
        enrolled = {each.member_id: each for each in Enrolment.objects.filter(cohort=cohort)}
        world.rows["enrolment"] = enrolled[world.mentee.pk]
        for enrolment in (enrolled[world.mentor.pk], enrolled[world.mentee.pk]):
            answers = {world.question.pk: f"{canary} answered"}
            actions.give_answers(enrolment=enrolment, answers=answers, by=ines)
        world.rows["waiting_places"] = {
            role: actions.enrol(
                cohort=cohort, email=member.email, name=member.display_name, role=role, capacity=2, by=ines
            )
            for role, member in (("mentor", world.waiting_mentor), ("mentee", world.waiting_mentee))
        }
        world.rows["not_joined_place"] = actions.enrol(
            cohort=cohort, email="noor@example.org", name="Noor", role="mentee", by=ines
        )
        actions.invite_people(enrolments=[world.not_joined_place], by=ines)
        mentor, mentee = world.waiting_places["mentor"], world.waiting_places["mentee"]
        world.rows["pair_decision"] = actions.decide_pair(
            mentor=mentor, mentee=mentee, decision="pinned", by=ines
        )
        world.rows["run"] = actions.run_matching(cohort=cohort, by=ines)
        declined = actions.propose_pair(mentor=mentor, mentee=mentee, by=ines)
        world.rows["import_"] = _a_list(cohort, ines, canary)
        world.rows["import_under_way"] = _a_list(cohort, ines, canary, role="mentee")
        actions.request_import(import_=world.import_under_way, by=ines)
        world.rows["proposal"] = Proposal.objects.create(
            organisation=world.organisation,
            cohort=cohort,
            mentor=enrolled[world.mentor.pk],
            mentee=enrolled[world.mentee.pk],
            by=ines,
        )
    with tenancy.inside(world.organisation.pk, world.waiting_mentee.pk):
        actions.decline_proposal(proposal=declined, reason=f"{canary} refused", by=world.waiting_mentee)


def _a_list(cohort: Any, by: Any, canary: str, role: str = "mentor") -> Any:
    from programmes import actions, import_preview, people_import

    table = people_import.read_table(
        f"name,email,why\n{canary} listed,ada@example.org,Because\n".encode(), "a.csv"
    )
    import_ = actions.start_import(cohort=cohort, role=role, table=table, file_name="a.csv", by=by)
    actions.map_import(import_=import_, columns=import_preview.columns_of(import_), choices={}, by=by)
    return import_
