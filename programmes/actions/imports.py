"""A list of people: read, mapped, checked, and then taken whole or not at all."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations import audit
from organisations.models import Member
from programmes import import_preview, mentor_capacity, people_import
from programmes.actions.programmes import keep_choices_in_use
from programmes.actions.proposal_outcomes import refuse_when_closed
from programmes.errors import ProgrammeError
from programmes.models import Cohort, Enrolment, EnrolmentAnswer, EnrolmentChange, Import, ImportJob
from programmes.signals import enrolments_changed

BATCH = 2_000
FILE_NAME_LONGEST = 200
REFUSAL_LONGEST = 500
# Of the whole work in percent: before the answers, and with them; what is left is checking references.
ANSWERS_FROM, ANSWERS_TO = 40, 80

type Key = tuple[UUID, UUID]


class StoppedError(Exception):
    """Whoever asked for a list to be taken has stopped it; nothing of it stays."""


@dataclass(frozen=True)
class ImportResult:
    """What applying a list did: enrolments made, and enrolments whose answers or places are others now."""

    rows: int
    enrolled: int
    changed: int


@transaction.atomic
def start_import(
    *,
    cohort: Cohort,
    role: str,
    table: people_import.Table,
    file_name: str,
    by: Member,
    source: bytes | None = None,
) -> Import:
    """Keep a list until it is applied or discarded, with the mapping we suggest.

    An earlier list of the same person for the same cohort and role that was never applied goes: it holds personal
    data and nobody waits for it any more.

    Args:
        source: the file, so that it can be read in another way.

    Raises:
        ProgrammeError: the cohort is closed.
    """
    refuse_when_closed(cohort)
    Import.objects.at_rest().filter(cohort=cohort, role=role, by=by).delete()
    started = Import(
        organisation_id=cohort.organisation_id,
        cohort=cohort,
        role=role,
        file_name=file_name[:FILE_NAME_LONGEST],
        source=source,
        by=by,
    )
    _keep_table(started, table, people_import.Reading())
    started.save(force_insert=True)
    audit.record("import.started", on=started, by=by, rows=len(table.rows))
    return started


@transaction.atomic
def reread_import(*, import_: Import, reading: people_import.Reading, by: Member) -> None:
    """Read the file of a list in another way; what its columns are is suggested anew.

    Raises:
        ProgrammeError: the file is gone, or is not a table when it is read so.
    """
    if not import_.source:
        raise ProgrammeError(_("This file is no longer kept. Choose it again."))
    try:
        table = people_import.read_table(bytes(import_.source), import_.file_name, reading=reading)
    except people_import.Unreadable as refused:
        raise ProgrammeError(str(refused.message)) from None
    _keep_table(import_, table, reading)
    import_.save(update_fields=["reading", "table", "mapping"])
    audit.record("import.reread", on=import_, by=by, rows=len(table.rows))


def _keep_table(import_: Import, table: people_import.Table, asked: people_import.Reading) -> None:
    """Put a table into a list, with how it was read and the mapping that we suggest."""
    questions = import_.cohort.programme.questions.all()
    suggested = people_import.suggest_for(table, import_preview.fields_for(questions, import_.role, {}))
    import_.table = import_preview.to_json(table)
    import_.reading = import_preview.reading_to_json(table, asked)
    import_.mapping = {"columns": {str(column): key for column, key in suggested.items()}}


@transaction.atomic
def map_import(
    *,
    import_: Import,
    columns: Mapping[int, str | None],
    choices: Mapping[str, Sequence[str]],
    by: Member,
    empty_deletes: bool = False,
) -> None:
    """Say what each column is, and which choices questions are to have once the list is applied.

    Args:
        empty_deletes: whether an empty cell deletes what somebody answered before; else it changes nothing.

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
        "empty_deletes": empty_deletes,
        "confirmed": True,
    }
    import_.save(update_fields=["mapping"])
    audit.record("import.mapped", on=import_, by=by)


@transaction.atomic
def discard_import(*, import_: Import, by: Member) -> None:
    """Throw a list away that was not applied; nothing of it stays."""
    audit.record("import.discarded", on=import_, by=by)
    import_.delete()


def apply_import(*, import_: Import, by: Member) -> ImportResult:
    """Take every person of a list into the cohort, or nobody, while the coordinator waits.

    Raises:
        ProgrammeError: it was applied already, a row needs mending, or somebody else was adding the same people.
    """
    with transaction.atomic():
        import_job = request_import(import_=import_, by=by)
        return run_import(import_job=import_job, by=by)


@transaction.atomic
def request_import(*, import_: Import, by: Member) -> ImportJob:
    """Note that a list is to be taken; return the taking that is under way already when there is one.

    Raises:
        ProgrammeError: it was taken already.
    """
    import_job, _asked_now = ImportJob.objects.get_or_create(
        organisation_id=import_.organisation_id,
        list=import_,
        outcome=ImportJob.Outcome.OPEN,
        defaults={"by": by},
    )
    # Asked after the row is there: whoever finished in between has made the list unfit for another taking.
    if Import.objects.filter(pk=import_.pk).exclude(applied_at=None).exists():
        raise ProgrammeError(_("This list was taken already."))
    return import_job


def stop_import_job(*, import_job: ImportJob, by: Member) -> None:
    """Leave a list untaken that waits for a worker or is in its hands; nothing of it stays.

    The worker looks for this between its steps, and last of all when it would be done: who comes first has it.

    Raises:
        ProgrammeError: it has come to its end already.
    """
    if not _settle(import_job, ImportJob.Outcome.STOPPED):
        raise ProgrammeError(_("This came to its end before it could be stopped."))
    audit.record("import.stopped", on=import_job, by=by)


def refuse_import_job(*, import_job: ImportJob, why: str) -> None:
    """Note that a list cannot be taken as it is, in words for whoever asked."""
    _settle(import_job, ImportJob.Outcome.REFUSED, refusal=why[:REFUSAL_LONGEST])


def fail_import_job(*, import_job: ImportJob) -> None:
    """Note that an import went wrong through no fault of whoever asked."""
    _settle(import_job, ImportJob.Outcome.FAILED)


def _settle(import_job: ImportJob, outcome: str, **facts: Any) -> bool:
    """Bring a taking to its end; False where it has come there already."""
    under_way = ImportJob.objects.open().filter(pk=import_job.pk)
    return under_way.update(outcome=outcome, settled_at=timezone.now(), **facts) == 1


def run_import(
    *, import_job: ImportJob, by: Member, tell: Callable[[int], None] = lambda percent: None
) -> ImportResult:
    """Take the list that a taking is about, whole or not at all.

    Args:
        tell: is told how much of the work is done, in percent.

    Raises:
        StoppedError: whoever asked has stopped it.
        ProgrammeError: it was applied already, a row needs mending, or somebody else was adding the same people.
    """

    def go_on(percent: int) -> None:
        if not ImportJob.objects.open().filter(pk=import_job.pk).exists():
            raise StoppedError
        tell(percent)

    try:
        with transaction.atomic():
            taken = _apply(import_job.list_id, by, go_on)
            facts = asdict(taken)
            audit.record("import.applied", on=import_job.list, by=by, **facts)
            if not _settle(import_job, ImportJob.Outcome.TAKEN, **facts):
                raise StoppedError
    except IntegrityError:
        raise ProgrammeError(
            _("Somebody else was adding the same people at this moment. Nothing was taken; try again.")
        ) from None
    return taken


def _apply(key: UUID, by: Member, go_on: Callable[[int], None]) -> ImportResult:
    locked = Import.objects.select_for_update(of=["self"]).select_related("cohort__programme").get(pk=key)
    if locked.applied_at:
        raise ProgrammeError(_("This list was taken already."))
    refuse_when_closed(locked.cohort)
    go_on(0)
    list_ = import_preview.read_preview(locked)
    if not list_.checked.ok:
        raise ProgrammeError(_("Nothing was taken: some rows need mending first."))
    go_on(10)
    _take_choices(locked, list_)
    # In one order, so that of two lists with the same people at once one waits for the other: each would for ever.
    people = sorted(list_.plans, key=attrgetter("email"))
    members = _members(people, by)
    go_on(20)
    enrolments, added = _enrolments(locked.cohort, people, members, by)
    _take_stock()
    go_on(ANSWERS_FROM)
    changed = _write_answers(locked.organisation_id, list_, members, enrolments, go_on)
    changed |= _write_places(list_.plans, members, enrolments)
    locked.source, locked.reading, locked.table, locked.mapping = None, {}, {}, {}
    locked.applied_at, locked.applied_rows = timezone.now(), len(list_.plans)
    locked.save(update_fields=["source", "reading", "table", "mapping", "applied_at", "applied_rows"])
    _take_stock()
    _check_references()
    return ImportResult(len(list_.plans), len(added), len(changed - added))


def _take_stock() -> None:
    """Have PostgreSQL count whom it has now, which it does by itself only after a minute.

    Until then it plans as if there was hardly anybody: for each of 30,000 answers, their walls and references had it
    read through all enrolments, and of the first hundred pairs, a page waited for ten seconds.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT programmes_take_stock()")


def _check_references() -> None:
    """Have what was written checked now: at the commit it would be too late for a calm answer, and to stop."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _take_choices(import_: Import, list_: import_preview.ImportPreview) -> None:
    wanted = import_preview.choices_of(import_)
    for question in list_.mapped_questions:
        if question.key in wanted and wanted[question.key] != question.choices:
            keep_choices_in_use(question, wanted[question.key])
            question.choices = wanted[question.key]
            question.save(update_fields=["choices"])


def _members(plans: Iterable[import_preview.PreviewRow], by: Member) -> dict[str, UUID]:
    """Return the members by address; those the organisation does not have yet are added."""
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
    cohort: Cohort, plans: Sequence[import_preview.PreviewRow], members: Mapping[str, UUID], by: Member
) -> tuple[dict[tuple[UUID, str], Enrolment], set[UUID]]:
    """Return everybody's enrolments by member and role, and the ids of those that are new."""
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
    list_: import_preview.ImportPreview,
    members: Mapping[str, UUID],
    enrolments: Mapping[tuple[UUID, str], Enrolment],
    go_on: Callable[[int], None],
) -> set[UUID]:
    """Store what the rows answer, where that is new; return the ids of enrolments where something changed.

    An empty cell changes nothing, unless the coordinator has said that it deletes.
    """
    changed: set[UUID] = set()
    for first in range(0, len(list_.plans), BATCH):
        plans = list_.plans[first : first + BATCH]
        changed |= _write_answers_of(organisation, list_, plans, members, enrolments)
        go_on(ANSWERS_FROM + (ANSWERS_TO - ANSWERS_FROM) * (first + len(plans)) // len(list_.plans))
    return changed


def _write_answers_of(
    organisation: UUID,
    list_: import_preview.ImportPreview,
    plans: Sequence[import_preview.PreviewRow],
    members: Mapping[str, UUID],
    enrolments: Mapping[tuple[UUID, str], Enrolment],
) -> set[UUID]:
    wanted = {
        key: value
        for key, value in _wanted_answers(list_, plans, members, enrolments)
        if value is not None or list_.empty_deletes
    }
    there = _answers_there(list_, {enrolment for enrolment, _question in wanted})
    changed = {key: value for key, value in wanted.items() if value != there.get(key)}
    said = {key: value for key, value in changed.items() if value is not None}
    if new := {key: value for key, value in said.items() if key not in there}:
        _add(new, organisation)
    if other := {key: value for key, value in said.items() if key in there}:
        _replace(other, organisation)
    gone = [key for key, value in changed.items() if value is None]
    for question in {question for _enrolment, question in gone}:
        of_whom = [enrolment for enrolment, asked in gone if asked == question]
        EnrolmentAnswer.objects.filter(question=question, enrolment__in=of_whom).delete()
    return {enrolment for enrolment, _question in changed}


def _add(answers: Mapping[Key, Any], organisation: UUID) -> None:
    """Store new answers.

    One statement for all of them: a list of 10,000 people has some 90,000 answers, and as rows of the model they
    would take three times as long. Nor together with those that are replaced: for these the wall asks twice.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO programmes_enrolmentanswer (organisation_id, enrolment_id, question_id, value) "
            "SELECT %s, enrolment, question, value::jsonb "
            "FROM unnest(%s::uuid[], %s::uuid[], %s::text[]) AS given (enrolment, question, value)",
            [organisation, *_columns(answers)],
        )


def _replace(answers: Mapping[Key, Any], organisation: UUID) -> None:
    """Store other answers in place of those that are there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE programmes_enrolmentanswer SET value = given.value::jsonb "
            "FROM unnest(%s::uuid[], %s::uuid[], %s::text[]) AS given (enrolment, question, value) "
            "WHERE organisation_id = %s AND enrolment_id = enrolment AND question_id = question",
            [*_columns(answers), organisation],
        )


def _columns(answers: Mapping[Key, Any]) -> list[list[Any]]:
    return [
        [enrolment for enrolment, _question in answers],
        [question for _enrolment, question in answers],
        [json.dumps(value) for value in answers.values()],
    ]


def _wanted_answers(
    list_: import_preview.ImportPreview,
    plans: Iterable[import_preview.PreviewRow],
    members: Mapping[str, UUID],
    enrolments: Mapping[tuple[UUID, str], Enrolment],
) -> Iterable[tuple[Key, Any]]:
    asked = {role: list_.questions_for(role) for role in import_preview.ROLES}
    for plan in plans:
        for role in plan.roles:
            enrolment = enrolments[members[plan.email], role]
            for question, value in import_preview.answers_of(plan.row.values, asked[role]).items():
                yield (enrolment.pk, question.pk), value


def _answers_there(list_: import_preview.ImportPreview, enrolments: set[UUID]) -> dict[Key, Any]:
    answers = EnrolmentAnswer.objects.filter(enrolment__in=enrolments, question__in=list_.mapped_questions)
    rows = answers.values_list("enrolment_id", "question_id", "value").iterator(chunk_size=BATCH)
    return {(enrolment, question): value for enrolment, question, value in rows}


def _write_places(
    plans: Iterable[import_preview.PreviewRow],
    members: Mapping[str, UUID],
    enrolments: Mapping[tuple[UUID, str], Enrolment],
) -> set[UUID]:
    """Store how many mentees mentors take, where the list says so; return the ids of enrolments that changed.

    Raises:
        ProgrammeError: a mentor has more mentees than the list allows.
    """
    changed = []
    for plan in plans:
        mentor = enrolments.get((members[plan.email], "mentor")) if "mentor" in plan.roles else None
        if mentor and plan.capacity and plan.capacity != mentor.capacity:
            if plan.capacity < mentor.capacity and plan.capacity < mentor_capacity.count_mentees(mentor):
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
