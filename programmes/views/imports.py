"""A list of people comes in: file, columns, a look at each row, and then all of it or nothing."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import Truncator, slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from organisations.access import MemberRequest, View
from organisations.models import Member
from programmes import actions, import_jobs, people_import
from programmes.answers import given_by, said
from programmes.errors import ProgrammeError
from programmes.forms.fields import add_refusal
from programmes.forms.imports import MappingForm, ReadingForm, UploadForm
from programmes.import_preview import (
    PERSON_FIELDS,
    ImportPreview,
    PreviewRow,
    answers_of,
    field_for,
    read_preview,
)
from programmes.models import Enrolment, Import, ImportJob
from programmes.models.enrolments import ROLE_CHOICES
from programmes.views.people import cohort_of
from web.htmx import WRONG_INPUT, reply
from web.responses import read_or_write

PAGE = 50
# As many rows as are taken in about half a second; more go to a worker.
AT_ONCE = 500
ROLE_NAMES = dict(ROLE_CHOICES)
LONGEST_SHOWN = 90


def _own(member: Member, pk: str) -> Import:
    """Return a list of one's own, whatever became of it, with ``rests``. Raises Http404."""
    rests = Exists(Import.objects.at_rest().filter(pk=OuterRef("pk")))
    mine = (
        Import.objects.coordinated_by(member)
        .select_related("cohort__programme")
        .defer("source")
        .annotate(rests=rests)
    )
    return get_object_or_404(mine, pk=pk)


def of_a_list_at_rest(view: Callable[[MemberRequest, Import], HttpResponse]) -> View:
    """Load for a view the list it is about; lead to what became of a list that was taken, or is about to be."""

    @wraps(view)
    def led(request: MemberRequest, pk: str) -> HttpResponse:
        import_: Any = _own(request.member, pk)
        return view(request, import_) if import_.rests else redirect("import_job_page", import_.pk)

    return led


@read_or_write
def import_new(request: MemberRequest, pk: str) -> HttpResponse:
    """Upload a list; it is read here and kept aside, nobody is enrolled. Not for a cohort that is closed."""
    cohort = cohort_of(request.member, pk)
    if cohort.is_closed and request.method != "POST":
        messages.warning(request, _("This cohort is closed. Open it again first."))
        return redirect("cohort", cohort.pk)
    asked = request.GET.get("role", "")
    initial = {"role": asked if asked in ROLE_NAMES else ("mentee" if _has_mentors(cohort.pk) else "mentor")}
    form = UploadForm(request.POST or None, request.FILES or None, initial=initial)
    if form.is_valid():
        try:
            started = actions.start_import(
                cohort=cohort,
                role=form.cleaned_data["role"],
                table=form.table,
                source=form.content,
                file_name=form.cleaned_data["file"].name or "",
                by=request.member,
            )
        except ProgrammeError as error:
            add_refusal(form, error)
        else:
            return redirect("import_mapping", started.pk)
    status = WRONG_INPUT if form.errors else 200
    unfinished = (
        Import.objects.coordinated_by(request.member).at_rest().filter(cohort=cohort).defer("source", "table")
    )
    context = {"form": form, "cohort": cohort, "unfinished": unfinished}
    return render(request, "programmes/import_new.html", context, status=status)


def _has_mentors(cohort: Any) -> bool:
    return Enrolment.objects.filter(cohort=cohort, role="mentor").exists()


@require_GET
def import_template(request: MemberRequest, pk: str, role: str) -> HttpResponse:
    """Download a list with the right columns and no rows."""
    cohort = cohort_of(request.member, pk)
    if role not in ROLE_NAMES:
        raise Http404
    questions = [
        question for question in cohort.programme.questions.all() if question.asked in {"both", f"{role}s"}
    ]
    person = [
        field
        for field in PERSON_FIELDS
        if field.key != people_import.DISPLAY_NAME.key
        and (role == "mentor" or field.key != people_import.CAPACITY.key)
    ]
    fields = [*person, *(field_for(question, role) for question in questions)]
    return _csv(people_import.template_csv(fields), f"{slugify(cohort.name) or 'cohort'}-{role}s.csv")


def _csv(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@read_or_write
@of_a_list_at_rest
def import_mapping(request: MemberRequest, import_: Import) -> HttpResponse:
    """Say what each column is, and which choices come with it."""
    form = MappingForm(request.POST or None, import_=import_)
    more = form.is_bound and form.asks_for_more
    if more:  # another choice of columns needs choices that the page did not show: show them, lose nothing
        form = MappingForm(import_=import_, columns=form.columns)
    elif form.is_valid():
        try:
            actions.map_import(
                import_=import_,
                columns=form.columns,
                choices=form.choices,
                empty_deletes=form.cleaned_data["empty_deletes"],
                by=request.member,
            )
        except ProgrammeError as error:
            add_refusal(form, ProgrammeError(error.message, field=f"choices_{error.field}"))
        else:
            return redirect("import_preview", import_.pk)
    return _mapping_page(request, import_, form, ReadingForm(import_=import_), more=more)


def _mapping_page(
    request: MemberRequest, import_: Import, form: MappingForm, reading: ReadingForm, *, more: bool = False
) -> HttpResponse:
    context = {"form": form, "reading": reading, "import_": import_, "cohort": import_.cohort, "more": more}
    status = WRONG_INPUT if form.errors or reading.errors else 200
    return render(request, "programmes/import_mapping.html", context, status=status)


@require_POST
@of_a_list_at_rest
def import_reading(request: MemberRequest, import_: Import) -> HttpResponse:
    """Read the file in another way: other letters, another sheet or row of names, with hidden rows."""
    reading = ReadingForm(request.POST, import_=import_)
    if reading.is_valid():
        try:
            actions.reread_import(import_=import_, reading=reading.reading, by=request.member)
        except ProgrammeError as error:
            reading.add_error(None, error.message)
        else:
            return redirect("import_mapping", import_.pk)
    return _mapping_page(request, import_, MappingForm(import_=import_), reading)


@dataclass(frozen=True)
class ShownRow:
    """A row of the preview in words."""

    line: int
    name: str
    email: str
    roles: str
    notes: list[str]
    answers: list[tuple[str, str]]
    changes: list[tuple[str, str, str]]
    errors: list[tuple[str, str]]


@require_GET
@of_a_list_at_rest
def import_preview(request: MemberRequest, import_: Import) -> HttpResponse:
    """See each row as it would be taken, and what has to be mended first."""
    if not import_.mapping.get("confirmed"):
        return redirect("import_mapping", import_.pk)
    return _preview(request, import_)


def _preview(request: MemberRequest, import_: Import, problem: str = "") -> HttpResponse:
    list_ = read_preview(import_)
    faulty = [plan for plan in list_.plans if plan.errors]
    only_faulty = request.GET.get("rows") == "faulty" and bool(faulty)
    page = Paginator(faulty if only_faulty else list_.plans, PAGE).get_page(request.GET.get("page"))
    standing = Counter(_standing(plan) for plan in list_.plans if not plan.errors)
    here = reverse("import_preview", args=[import_.pk])
    context = {
        "import_": import_,
        "cohort": import_.cohort,
        "page": page,
        "rows": _shown_rows(list(page), list_, import_),
        "problems": [str(each.message) for each in list_.checked.problems],
        "ok": list_.checked.ok,
        "count": len(list_.plans),
        "faulty": len(faulty),
        "good": list_.checked.good,
        "mistakes": _mistakes(list_, faulty),
        "stats": [
            {"figure": standing["new"], "words": _("new in your organisation")},
            {"figure": standing["known"], "words": _("known here, new in this cohort")},
            {"figure": standing["enrolled"], "words": _("in this cohort already")},
            {"figure": len(faulty), "words": _("to mend")},
        ],
        "tabs": [
            {"url": here, "label": _("All rows"), "current": not only_faulty, "count": len(list_.plans)},
            {
                "url": f"{here}?rows=faulty",
                "label": _("To mend"),
                "current": only_faulty,
                "count": len(faulty),
            },
        ],
        "problem": problem,
    }
    return render(request, "programmes/import_preview.html", context, status=WRONG_INPUT if problem else 200)


def _standing(plan: PreviewRow) -> str:
    if plan.enrolled:
        return "enrolled"
    return "known" if plan.known else "new"


def _mistakes(list_: ImportPreview, faulty: list[PreviewRow]) -> list[tuple[str, int]]:
    """Return which columns need mending in how many rows, most first."""
    found = Counter(column for plan in faulty for column in {error.column for error in plan.errors})
    return [
        (list_.table.headers[column] if column is not None else _("The row as a whole"), rows)
        for column, rows in found.most_common(5)
    ]


def _shown_rows(plans: Sequence[PreviewRow], list_: ImportPreview, import_: Import) -> list[ShownRow]:
    """Return rows of the list in words, for those who are in the cohort already with what changes."""
    emails = [plan.email for plan in plans if plan.enrolled]
    enrolments = Enrolment.objects.filter(cohort=import_.cohort_id).alias(email=Lower("member__email"))
    found = enrolments.filter(email__in=emails).select_related("member")
    there = {(each.member.email.lower(), each.role): each for each in found}
    given = given_by(there.values())
    return [_shown(plan, list_, _changes(plan, list_, there, given)) for plan in plans]


def _changes(
    plan: PreviewRow,
    list_: ImportPreview,
    there: Mapping[tuple[str, str], Enrolment],
    given: Mapping[UUID, Mapping[UUID, Any]],
) -> list[tuple[str, str, str]]:
    """Return what a row changes for somebody who is here: the question, the answer before and after, in words."""
    changes = []
    for role in plan.enrolled:
        enrolment = there[plan.email, role]
        before = given.get(enrolment.pk, {})
        for question, value in answers_of(plan.row.values, list_.questions_for(role)).items():
            was = before.get(question.pk)
            if was != value and (value is not None or list_.empty_deletes):
                changes.append((question.label, said(was) or _("nothing"), said(value) or _("nothing")))
        if role == "mentor" and plan.capacity and plan.capacity != enrolment.capacity:
            changes.append((_("How many mentees"), str(enrolment.capacity), str(plan.capacity)))
    return list(dict.fromkeys(changes))


def _shown(plan: PreviewRow, list_: ImportPreview, changes: list[tuple[str, str, str]]) -> ShownRow:
    values = plan.row.values
    answers = answers_of(values, list_.mapped_questions)
    return ShownRow(
        line=plan.row.line,
        name=plan.name or _("No name"),
        email=plan.email,
        roles=", ".join(str(ROLE_NAMES[role]) for role in plan.roles),
        notes=_notes(plan, changes),
        answers=[
            (question.label, _short(said(value))) for question, value in answers.items() if value is not None
        ]
        if len(plan.enrolled) < len(plan.roles)
        else [],
        changes=[(label, _short(before), _short(after)) for label, before, after in changes],
        errors=[
            (list_.table.headers[error.column] if error.column is not None else "", str(error.message))
            for error in plan.errors
        ],
    )


def _short(words: str) -> str:
    return Truncator(words).chars(LONGEST_SHOWN)


def _notes(plan: PreviewRow, changes: Sequence[Any]) -> list[str]:
    notes = []
    if plan.left:
        notes.append(_("Has left this cohort and stays out of it; return them on their own page."))
    elif plan.enrolled:
        notes.append(
            _("Already in this cohort. These change:")
            if changes
            else _("Already in this cohort. Nothing changes.")
        )
    elif "mentor" in plan.besides:
        notes.append(_("Is a mentor in this cohort already, and will be a mentee there too."))
    elif "mentee" in plan.besides:
        notes.append(_("Is a mentee in this cohort already, and will be a mentor there too."))
    elif plan.known:
        notes.append(_("Known here by this address, and enrolled as that person."))
    if plan.known and plan.name and plan.known != plan.name:
        notes.append(_("Stays “%(name)s” here: an import changes nobody's name.") % {"name": plan.known})
    if plan.capacity and "mentor" in plan.roles and "mentor" not in plan.enrolled:
        notes.append(
            ngettext("Takes %(count)d mentee.", "Takes %(count)d mentees.", plan.capacity)
            % {"count": plan.capacity}
        )
    return notes


@require_GET
@of_a_list_at_rest
def import_faulty(request: MemberRequest, import_: Import) -> HttpResponse:
    """Download the rows that need mending, each with what to mend: to look at, not to bring in."""
    list_ = read_preview(import_)
    return _csv(people_import.errors_csv(list_.table, list_.checked), "what-to-mend.csv")


@require_POST
@of_a_list_at_rest
def import_application(request: MemberRequest, import_: Import) -> HttpResponse:
    """Take everybody in the list into the cohort, or nobody; a long list is handed to a worker."""
    try:
        if len(import_.table["rows"]) > AT_ONCE:
            import_jobs.begin_import(import_=import_, by=request.member)
            return redirect("import_job_page", import_.pk)
        taken = actions.apply_import(import_=import_, by=request.member)
    except ProgrammeError as error:
        return _preview(request, import_, error.message)
    messages.info(request, _told(taken))
    return redirect("cohort_people", import_.cohort_id)


@require_GET
def import_job_page(request: MemberRequest, pk: str) -> HttpResponse:
    """See how far a list has come that is being taken, or what became of it."""
    import_ = _own(request.member, pk)
    import_job = import_.jobs.first()
    if not import_job and not import_.applied_at:
        return redirect("import_preview", import_.pk)
    context = {
        "import_": import_,
        "cohort": import_.cohort,
        "import_job": import_job,
        "standing": _standing_of(import_job),
        "percent": import_jobs.progress(import_job) if import_job and import_job.is_open else None,
        "told": _told(import_job) if import_job and import_job.outcome == ImportJob.Outcome.TAKEN else "",
    }
    return reply(request, "programmes/import_job.html", context, partial="standing")


def _standing_of(import_job: ImportJob | None) -> str:
    if import_job and import_job.is_open:
        return "running" if import_job.is_begun else "waiting"
    return import_job.outcome if import_job else ImportJob.Outcome.TAKEN


@require_POST
def import_stopping(request: MemberRequest, pk: str) -> HttpResponse:
    """Leave a list untaken that is being taken."""
    import_ = _own(request.member, pk)
    import_job = get_object_or_404(import_.jobs.all()[:1])
    try:
        actions.stop_import_job(import_job=import_job, by=request.member)
    except ProgrammeError as error:
        messages.warning(request, error.message)
    return redirect("import_job_page", import_.pk)


def _told(taken: actions.ImportResult | ImportJob) -> str:
    """Say what an import did."""
    enrolled = ngettext("%(count)d enrolment is new", "%(count)d enrolments are new", taken.enrolled)
    changed = ngettext("%(count)d was brought up to date", "%(count)d were brought up to date", taken.changed)
    parts = [(enrolled, taken.enrolled), (changed, taken.changed)]
    found = [words % {"count": count} for words, count in parts if count]
    if not found:
        return _("Everybody in the file was here already, with the same answers.")
    return _("Import finished: %(what)s.") % {"what": ", ".join(found)}


@require_POST
@of_a_list_at_rest
def import_discarding(request: MemberRequest, import_: Import) -> HttpResponse:
    """Throw a list away."""
    cohort = import_.cohort_id
    actions.discard_import(import_=import_, by=request.member)
    messages.info(request, _("The list is thrown away. Nobody was enrolled."))
    return redirect("cohort_people", cohort)
