"""A list of people: read, mapped, checked, and then taken whole or not at all."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations import audit
from organisations.models import Member
from programmes import importing, intake, places
from programmes.actions.programmes import keep_choices_in_use
from programmes.errors import ProgrammeError
from programmes.models import Answer, Cohort, Enrolment, EnrolmentChange, Import, Question
from programmes.signals import enrolments_changed

BATCH = 2_000
FILE_NAME_LONGEST = 200

type Key = tuple[UUID, UUID]


@dataclass(frozen=True)
class Taken:
    """What applying a list did: enrolments made, and enrolments whose answers or places are others now."""

    rows: int
    enrolled: int
    changed: int


@transaction.atomic
def start_import(*, cohort: Cohort, role: str, table: importing.Table, file_name: str, by: Member) -> Import:
    """Keep a list until it is applied or discarded, with the mapping we suggest.

    An earlier list of the same person for the same cohort and role that was never applied goes: it holds personal
    data and nobody waits for it any more.
    """
    Import.objects.unapplied().filter(cohort=cohort, role=role, by=by).delete()
    questions = cohort.programme.questions.all()
    suggested = importing.suggest_mapping(table.headers, intake.fields_for(questions, role, {}))
    started = Import.objects.create(
        organisation_id=cohort.organisation_id,
        cohort=cohort,
        role=role,
        file_name=file_name[:FILE_NAME_LONGEST],
        table=intake.to_json(table),
        mapping={"columns": {str(column): key for column, key in suggested.items()}},
        by=by,
    )
    audit.record("import.started", on=started, by=by, rows=len(table.rows))
    return started


@transaction.atomic
def map_import(
    *, import_: Import, columns: Mapping[int, str | None], choices: Mapping[str, Sequence[str]], by: Member
) -> None:
    """Say what each column is, and which choices questions are to have once the list is applied.

    Raises:
        ProgrammeError: a choice would go that somebody has chosen; ``field`` is the question's key.
    """
    questions = {question.key: question for question in import_.cohort.programme.questions.all()}
    for key, wanted in choices.items():
        try:
            keep_choices_in_use(questions[key], wanted)
        except ProgrammeError as error:
            raise ProgrammeError(error, field=key) from None
    import_.mapping = {
        "columns": {str(column): key for column, key in columns.items()},
        "choices": {key: list(wanted) for key, wanted in choices.items()},
        "confirmed": True,
    }
    import_.save(update_fields=["mapping"])
    audit.record("import.mapped", on=import_, by=by)


@transaction.atomic
def discard_import(*, import_: Import, by: Member) -> None:
    """Throw a list away that was not applied; nothing of it stays."""
    audit.record("import.discarded", on=import_, by=by)
    import_.delete()


def apply_import(*, import_: Import, by: Member) -> Taken:
    """Take every person of a list into the cohort, or nobody.

    Raises:
        ProgrammeError: it was applied already, a row needs mending, or somebody else was adding the same people.
    """
    try:
        with transaction.atomic():
            taken = _apply(import_, by)
            audit.record(
                "import.applied",
                on=import_,
                by=by,
                rows=taken.rows,
                enrolled=taken.enrolled,
                changed=taken.changed,
            )
    except IntegrityError:
        raise ProgrammeError(
            _("Somebody else was adding the same people at this moment. Nothing was taken; try again.")
        ) from None
    return taken


def _apply(import_: Import, by: Member) -> Taken:
    locked = (
        Import.objects.select_for_update(of=["self"]).select_related("cohort__programme").get(pk=import_.pk)
    )
    if locked.applied_at:
        raise ProgrammeError(_("This list was taken already."))
    list_ = intake.read(locked)
    if not list_.checked.ok:
        raise ProgrammeError(_("Nothing was taken: some rows need mending first."))
    _take_choices(locked, list_)
    members = _members(list_.plans, by)
    enrolments, added = _enrolments(locked.cohort, list_.plans, members, by)
    changed = _write_answers(locked.organisation_id, list_, members, enrolments)
    changed |= _write_places(list_.plans, members, enrolments)
    locked.table, locked.mapping = {}, {}
    locked.applied_at, locked.applied_rows = timezone.now(), len(list_.plans)
    locked.save(update_fields=["table", "mapping", "applied_at", "applied_rows"])
    return Taken(len(list_.plans), len(added), len(changed - added))


def _take_choices(import_: Import, list_: intake.Intake) -> None:
    wanted = intake.choices_of(import_)
    for question in list_.mapped_questions:
        if question.key in wanted and wanted[question.key] != question.choices:
            keep_choices_in_use(question, wanted[question.key])
            question.choices = wanted[question.key]
            question.save(update_fields=["choices"])


def _members(plans: Iterable[intake.Plan], by: Member) -> dict[str, UUID]:
    """Give the members by address; those the organisation does not have yet are added."""
    known = {email.lower(): pk for email, pk in Member.objects.values_list("email", "pk").iterator()}
    made = Member.objects.bulk_create(
        (
            Member(organisation_id=by.organisation_id, email=plan.email, display_name=plan.name)
            for plan in plans
            if plan.email not in known
        ),
        batch_size=BATCH,
    )
    return known | {member.email: member.pk for member in made}


def _enrolments(
    cohort: Cohort, plans: Sequence[intake.Plan], members: Mapping[str, UUID], by: Member
) -> tuple[dict[tuple[UUID, str], Enrolment], set[UUID]]:
    """Give everybody's enrolments by member and role, and the ids of those that are new."""
    there = {
        (each.member_id, each.role): each
        for each in Enrolment.objects.filter(cohort=cohort).select_for_update()
    }
    made = Enrolment.objects.bulk_create(
        (
            Enrolment(
                organisation_id=cohort.organisation_id,
                cohort=cohort,
                member_id=members[plan.email],
                role=role,
                capacity=plan.capacity or 1,
            )
            for plan in plans
            for role in plan.roles
            if (members[plan.email], role) not in there
        ),
        batch_size=BATCH,
    )
    EnrolmentChange.objects.bulk_create(
        (
            EnrolmentChange(
                organisation_id=cohort.organisation_id, enrolment=each, was="", became=each.state, by=by
            )
            for each in made
        ),
        batch_size=BATCH,
    )
    if made:
        enrolments_changed.send(sender=Enrolment, enrolments=made, by=by)
    return there | {(each.member_id, each.role): each for each in made}, {each.pk for each in made}


def _write_answers(
    organisation: UUID,
    list_: intake.Intake,
    members: Mapping[str, UUID],
    enrolments: Mapping[tuple[UUID, str], Enrolment],
) -> set[UUID]:
    """Store what the rows answer, where that is new; give the ids of enrolments where something changed."""
    wanted = dict(_wanted_answers(list_, members, enrolments))
    there = _answers_there(list_, {enrolment for enrolment, _question in wanted})
    changed = {key: value for key, value in wanted.items() if value != there.get(key)}
    _put({key: value for key, value in changed.items() if value is not None}, organisation)
    gone = [key for key, value in changed.items() if value is None]
    for question in {question for _enrolment, question in gone}:
        of_whom = [enrolment for enrolment, asked in gone if asked == question]
        Answer.objects.filter(question=question, enrolment__in=of_whom).delete()
    return {enrolment for enrolment, _question in changed}


def _put(answers: Mapping[Key, Any], organisation: UUID) -> None:
    """Store answers, new and replaced ones alike.

    One statement for all of them: a list of 10,000 people has some 90,000 answers, and as rows of the model they
    would take three times as long.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO programmes_answer (organisation_id, enrolment_id, question_id, value) "
            "SELECT %s, enrolment, question, value::jsonb "
            "FROM unnest(%s::uuid[], %s::uuid[], %s::text[]) AS given (enrolment, question, value) "
            "ON CONFLICT (organisation_id, enrolment_id, question_id) DO UPDATE SET value = EXCLUDED.value",
            [
                organisation,
                [enrolment for enrolment, _question in answers],
                [question for _enrolment, question in answers],
                [json.dumps(value) for value in answers.values()],
            ],
        )


def _wanted_answers(
    list_: intake.Intake, members: Mapping[str, UUID], enrolments: Mapping[tuple[UUID, str], Enrolment]
) -> Iterable[tuple[Key, Any]]:
    asked = {role: [q for q in list_.mapped_questions if _is_asked(q, role)] for role in intake.ROLES}
    for plan in list_.plans:
        for role in plan.roles:
            enrolment = enrolments[members[plan.email], role]
            for question, value in intake.answers_of(plan.row.values, asked[role]).items():
                yield (enrolment.pk, question.pk), value


def _is_asked(question: Question, role: str) -> bool:
    return question.asked in {Question.Asked.BOTH, f"{role}s"}


def _answers_there(list_: intake.Intake, enrolments: set[UUID]) -> dict[Key, Any]:
    answers = Answer.objects.filter(enrolment__in=enrolments, question__in=list_.mapped_questions)
    rows = answers.values_list("enrolment_id", "question_id", "value").iterator(chunk_size=BATCH)
    return {(enrolment, question): value for enrolment, question, value in rows}


def _write_places(
    plans: Iterable[intake.Plan],
    members: Mapping[str, UUID],
    enrolments: Mapping[tuple[UUID, str], Enrolment],
) -> set[UUID]:
    """Store how many mentees mentors take, where the list says so; give the ids of enrolments that changed.

    Raises:
        ProgrammeError: a mentor has more mentees than the list allows.
    """
    changed = []
    for plan in plans:
        mentor = enrolments.get((members[plan.email], "mentor")) if "mentor" in plan.roles else None
        if mentor and plan.capacity and plan.capacity != mentor.capacity:
            if plan.capacity < mentor.capacity and plan.capacity < places.held(mentor):
                raise ProgrammeError(
                    _(
                        "Row %(row)s gives %(name)s fewer mentees than they have at the moment. Write a "
                        "larger number."
                    )
                    % {"row": plan.row.line, "name": plan.name}
                )
            mentor.capacity = plan.capacity
            changed.append(mentor)
    Enrolment.objects.bulk_update(changed, ["capacity"], batch_size=BATCH)
    return {mentor.pk for mentor in changed}
