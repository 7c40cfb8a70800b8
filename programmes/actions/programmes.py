"""A programme from its beginning: purpose, pace, questions, stage guide, matching rules, coordinators."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from notifications.outbox import enqueue
from organisations import audit
from organisations.addresses import path
from organisations.models import Appointment, Member
from programmes import rules
from programmes.answers import choices_in_use
from programmes.errors import ProgrammeError
from programmes.models import Coordination, EnrolmentAnswer, MatchingCriterion, Practice, Programme, Question
from programmes.programme_templates import MATCHING_RULES, QUESTIONS, SECTIONS, STAGE_GUIDE, STARTING_POINTS
from programmes.signals import coordination_begins, coordination_ends
from web.labels import STAGES


@transaction.atomic
def create_programme(*, name: str, template: str, by: Member, purpose: str = "") -> Programme:
    """Make a programme from one of the starting points; who makes it coordinates it.

    Raises:
        ProgrammeError: the name is taken.
    """
    start = STARTING_POINTS[template]
    programme = Programme(
        organisation_id=by.organisation_id,
        name=name,
        template=template,
        purpose=purpose or str(start.purpose),
        weeks_between_meetings=start.between_meetings,
        created_by=by,
        **{f"weeks_{stage.value}": weeks for stage, weeks in zip(STAGES, start.weeks, strict=True)},
        **{f"agreement_{section}": str(start.agreement[section]) for section in SECTIONS},
    )
    _save_programme(programme)
    Coordination.objects.create(organisation_id=by.organisation_id, programme=programme, member=by, by=by)
    _begin_guide(programme)
    _begin_questions(programme)
    _begin_rules(programme)
    audit.record("programme.created", on=programme, by=by, template=str(template))
    return programme


def _begin_guide(programme: Programme) -> None:
    Practice.objects.bulk_create(
        Practice(
            organisation_id=programme.organisation_id,
            programme=programme,
            stage=stage,
            position=position,
            text=str(practice.text),
            question=str(practice.question),
        )
        for stage, practices in STAGE_GUIDE.items()
        for position, practice in enumerate(practices)
    )


def _begin_questions(programme: Programme) -> None:
    Question.objects.bulk_create(
        Question(
            organisation_id=programme.organisation_id,
            programme=programme,
            key=question.key,
            label=str(question.label),
            kind=question.kind,
            asked=question.asked,
            choices=[str(choice) for choice in question.choices],
            ordered=[str(choice) for choice in question.choices],
            required=question.required,
            shown_to_match=question.shown,
            position=position,
        )
        for position, question in enumerate(QUESTIONS)
    )


def _begin_rules(programme: Programme) -> None:
    MatchingCriterion.objects.bulk_create(
        MatchingCriterion(
            organisation_id=programme.organisation_id,
            programme=programme,
            kind=rule.kind,
            label=str(rule.label),
            weight=rule.weight,
            settings=rule.settings,
            position=position,
        )
        for position, rule in enumerate(MATCHING_RULES)
    )


@transaction.atomic
def edit_programme(*, programme: Programme, values: Mapping[str, Any], by: Member) -> None:
    """Change a programme's own fields.

    Raises:
        ProgrammeError: the name is taken.
    """
    _assign(programme, values)
    _save_programme(programme)
    audit.record("programme.edited", on=programme, by=by)


@transaction.atomic
def put_in_charge(*, programme: Programme, member: Member, by: Member) -> Coordination:
    """Let one more coordinator of the organisation run a programme, and tell them; twice changes nothing.

    Raises:
        ProgrammeError: they are not appointed as a coordinator here.
    """
    if not Appointment.objects.filter(member=member, role=Appointment.Role.COORDINATOR).exists():
        raise ProgrammeError(_("Only a programme coordinator can run this."), field="member")
    if not Coordination.objects.filter(programme=programme, member=member).exists():
        coordination_begins.send(sender=Coordination, programme=programme, member=member, by=by)
    coordination, added = Coordination.objects.get_or_create(
        organisation_id=programme.organisation_id, programme=programme, member=member, defaults={"by": by}
    )
    if added:
        audit.record("programme.coordinator-added", on=programme, by=by, coordinator=member.pk)
        enqueue(member, "coordination-began", about=programme, link=path("programme", programme.pk))
    return coordination


@transaction.atomic
def relieve(*, coordination: Coordination, by: Member, successor: Member | None = None) -> None:
    """Let a coordinator run a programme no longer, and tell them; what they did stays.

    The one door through which a programme loses a coordinator, so that it keeps one.

    Args:
        successor: who runs it from now on where nobody else does.

    Raises:
        ProgrammeError: nobody would be left to run it.
    """
    programme, member = coordination.programme, coordination.member
    # All of them are locked: two who relieve each other at once would leave nobody.
    held = Coordination.objects.select_for_update(of=["self"]).filter(programme=programme)
    if not [each for each in held.order_by("pk") if each.pk != coordination.pk]:
        if successor is None or successor == member:
            raise ProgrammeError(
                _(
                    "Nobody else runs “%(programme)s”, and somebody has to. Put another coordinator in charge first."
                )
                % {"programme": programme.name}
            )
        put_in_charge(programme=programme, member=successor, by=by)
    coordination_ends.send(sender=Coordination, coordination=coordination)
    coordination.delete()
    audit.record("programme.coordinator-removed", on=programme, by=by, coordinator=member.pk)
    if member != by:
        enqueue(member, "coordination-ended", about=programme, link="/")


def _save_programme(programme: Programme) -> None:
    try:
        with transaction.atomic():
            programme.save()
    except IntegrityError:
        raise ProgrammeError(
            _("There is a programme of this name already. Choose another."), field="name"
        ) from None


@transaction.atomic
def add_question(*, programme: Programme, values: Mapping[str, Any], by: Member) -> Question:
    """Ask one more question on enrolling; it comes last.

    ``values``: label, kind, asked, choices, required, shown_to_match.
    """
    taken = list(
        Question.objects.select_for_update().filter(programme=programme).values_list("key", "position")
    )
    question = Question(
        organisation_id=programme.organisation_id,
        programme=programme,
        key=_free_key(values["label"], {key for key, _position in taken}),
        position=max((position for _key, position in taken), default=-1) + 1,
    )
    _assign(question, values)
    question.ordered = question.choices  # written by hand, in order
    question.save()
    audit.record("question.added", on=question, by=by, kind=question.kind)
    return question


def _free_key(label: str, taken: set[str]) -> str:
    stem = slugify(label)[:34] or "question"
    number = 1
    key = stem
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key


@transaction.atomic
def edit_question(*, question: Question, values: Mapping[str, Any], by: Member) -> None:
    """Change a question. What people have answered keeps its meaning.

    Raises:
        ProgrammeError: the kind would change although there are answers, or a choice in use would go.
    """
    was = Question.objects.select_for_update().get(pk=question.pk)
    answered = EnrolmentAnswer.objects.filter(question=was).exists()
    if values["kind"] != was.kind and answered:
        raise ProgrammeError(
            _("People have answered this already, so the kind of answer stays."), field="kind"
        )
    if answered and values.get("shown_to_match") and not was.shown_to_match:
        raise ProgrammeError(
            _("People have answered this knowing that only you read it, so it stays unseen by others."),
            field="shown_to_match",
        )
    if answered:
        keep_choices_in_use(was, values["choices"])
    _assign(question, values)
    if question.choices != was.choices:
        question.ordered = question.choices
    question.save()
    audit.record("question.edited", on=question, by=by)


@transaction.atomic
def order_choices(*, question: Question, choices: Sequence[str], by: Member) -> None:
    """Say from lowest to highest in which order the choices of a scale stand; the matching counts the steps.

    Raises:
        ProgrammeError: these are not the question's choices, as when a list brought others meanwhile.
    """
    current = Question.objects.select_for_update().get(pk=question.pk)
    missing = [choice for choice in current.choices if choice not in choices]
    if missing:
        words = _("These are missing: %(choices)s. Give each its place.")
        raise ProgrammeError(words % {"choices": ", ".join(missing[:5])}, field="choices")
    new = [choice for choice in choices if choice not in current.choices]
    if new:
        words = _("These are no choices of this question: %(choices)s. Take them out here.")
        raise ProgrammeError(words % {"choices": ", ".join(new[:5])}, field="choices")
    current.choices = current.ordered = list(choices)
    current.save(update_fields=["choices", "ordered"])
    audit.record("question.ordered", on=current, by=by)


def keep_choices_in_use(question: Question, choices: Iterable[str]) -> None:
    """Refuse a list of choices without one that somebody has chosen.

    Raises:
        ProgrammeError: naming what is missing.
    """
    missing = sorted(choices_in_use(question) - set(choices))
    if missing:
        raise ProgrammeError(
            _("Somebody has chosen these already, so they stay in the list: %(choices)s.")
            % {"choices": ", ".join(missing[:5])},
            field="choices",
        )


@transaction.atomic
def remove_question(*, question: Question, by: Member) -> None:
    """Stop asking a question; the answers given to it go with it.

    Raises:
        ProgrammeError: a matching rule uses it.
    """
    rules.refuse_when_used(question)
    audit.record("question.removed", on=question, by=by)
    question.delete()


@transaction.atomic
def edit_stage_guide(
    *, programme: Programme, stage: str, practices: Sequence[tuple[UUID | None, str, str]], by: Member
) -> None:
    """Reword, add and remove the practices of a stage: (id or None for a new one, text, question), in order.

    Raises:
        ProgrammeError: none would be left, or one that goes was looked back on in a stage review.
    """
    if not practices:
        raise ProgrammeError(_("A stage needs at least one practice to review."))
    there = {
        practice.pk: practice for practice in programme.practices.select_for_update().filter(stage=stage)
    }
    kept = {pk for pk, _text, _question in practices if pk in there}
    _remove_practices([pk for pk in there if pk not in kept])
    following = max((practice.position for practice in there.values()), default=-1) + 1
    for pk, text, question in practices:
        practice = there.get(pk) if pk else None
        if practice is None:
            practice = Practice(
                organisation_id=programme.organisation_id,
                programme=programme,
                stage=stage,
                position=following,
            )
            following += 1
        practice.text, practice.question = text, question
        practice.save()
    audit.record("guide.edited", on=programme, by=by, stage=stage)


def _remove_practices(keys: list[UUID]) -> None:
    """Remove practices now and let the database say now, not at the end, that one is still needed.

    The ratings that need it stand behind a wall and are invisible here, so nothing but the database can tell.
    """
    if not keys:
        return
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            Practice.objects.filter(pk__in=keys).delete()
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError:
        raise ProgrammeError(
            _("This practice was rated in a stage review, so it stays. You can change its words.")
        ) from None
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@transaction.atomic
def add_criterion(*, programme: Programme, values: Mapping[str, Any], by: Member) -> MatchingCriterion:
    """Add a matching rule; ``values``: kind, label, weight (None: must hold), settings. Raises ProgrammeError."""
    last = programme.criteria.last()
    criterion = MatchingCriterion(
        organisation_id=programme.organisation_id,
        programme=programme,
        position=last.position + 1 if last else 0,
    )
    _assign(criterion, values)
    rules.as_criterion(criterion)
    criterion.save()
    audit.record("criterion.added", on=criterion, by=by, kind=criterion.kind, weight=criterion.weight)
    return criterion


@transaction.atomic
def edit_criterion(*, criterion: MatchingCriterion, values: Mapping[str, Any], by: Member) -> None:
    """Change a matching rule; runs made with the earlier one keep what they had. Raises ProgrammeError."""
    _assign(criterion, values)
    rules.as_criterion(criterion)
    criterion.save()
    audit.record("criterion.edited", on=criterion, by=by, kind=criterion.kind, weight=criterion.weight)


@transaction.atomic
def remove_criterion(*, criterion: MatchingCriterion, by: Member) -> None:
    """Match without this rule from now on."""
    audit.record("criterion.removed", on=criterion, by=by, kind=criterion.kind)
    criterion.delete()


def _assign(row: Any, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
