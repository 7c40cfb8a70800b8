"""What coordinators and admins do with competency frameworks, and what owners of evidence say that it shows."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from development_plans.models import Plan
from organisations import audit
from organisations.models import Member
from portfolios.errors import PortfolioError
from portfolios.models import Competency, Evidence, EvidenceCompetency, EvidencePlanLink, Framework, Level

MOST = 300  # competencies of a framework
FEWEST_LEVELS, MOST_LEVELS = 2, 7


def usual_levels() -> list[tuple[str, str]]:
    """Return the scale that a framework begins with: names and what they mean, the lowest first."""
    return [
        (_("Not yet"), _("What was shown does not let one see it yet.")),
        (_("Partly"), _("Some of it can be seen, or with help.")),
        (_("Fully"), _("It can be seen, without help, more than once.")),
    ]


@transaction.atomic
def begin(*, name: str, about: str, by: Member) -> Framework:
    """Make a draft of a framework, with the usual levels and no competency yet."""
    framework: Framework = Framework.objects.create(
        organisation_id=by.organisation_id, name=name, about=about, made_by=by
    )
    _write_levels(framework, usual_levels())
    audit.record("framework.begun", on=framework, by=by)
    return framework


@transaction.atomic
def change(*, framework: Framework, name: str, about: str, by: Member) -> None:
    """Change what a draft is called and what it is for.

    Raises:
        PortfolioError: it is in use, and so stays as it is.
    """
    framework = _draft(framework)
    framework.name, framework.about = name, about
    framework.save()
    audit.record("framework.changed", on=framework, by=by)


@transaction.atomic
def set_levels(*, framework: Framework, levels: Sequence[tuple[str, str]], by: Member) -> None:
    """Replace a draft's scale by this one: names and what they mean, the lowest first.

    Raises:
        PortfolioError: the framework is in use, or these are too few or too many, or two of one name.
    """
    framework = _draft(framework)
    if not FEWEST_LEVELS <= len(levels) <= MOST_LEVELS:
        raise PortfolioError(
            _("A scale has between %(fewest)d and %(most)d levels.")
            % {"fewest": FEWEST_LEVELS, "most": MOST_LEVELS}
        )
    if len({name.casefold() for name, _means in levels}) < len(levels):
        raise PortfolioError(_("Two levels have the same name."))
    framework.levels.all().delete()
    _write_levels(framework, levels)
    audit.record("framework.levels-set", on=framework, by=by, levels=len(levels))


def _write_levels(framework: Framework, levels: Iterable[tuple[str, str]]) -> None:
    Level.objects.bulk_create(
        Level(
            organisation_id=framework.organisation_id,
            framework=framework,
            position=position,
            name=name,
            means=means,
        )
        for position, (name, means) in enumerate(levels)
    )


@transaction.atomic
def add(*, framework: Framework, competencies: Sequence[dict[str, str]], by: Member) -> list[Competency]:
    """Add competencies at the end of a draft, each with area, title and description; all or none.

    Raises:
        PortfolioError: the framework is in use, or would have too many.
    """
    framework = _draft(framework)
    if framework.competencies.count() + len(competencies) > MOST:
        raise PortfolioError(_("A framework can have at most %(most)d competencies.") % {"most": MOST})
    last = framework.competencies.aggregate(last=Max("position"))["last"]
    start = 0 if last is None else last + 1
    rows = [
        Competency(organisation_id=by.organisation_id, framework=framework, position=position, **each)
        for position, each in enumerate(competencies, start)
    ]
    audit.record("framework.added-to", on=framework, by=by, competencies=len(rows))
    return Competency.objects.bulk_create(rows)


@transaction.atomic
def change_competency(*, competency: Competency, area: str, title: str, description: str, by: Member) -> None:
    """Change a competency of a draft.

    Raises:
        PortfolioError: the framework is in use.
    """
    _draft(competency.framework)
    competency.area, competency.title, competency.description = area, title, description
    competency.save()
    audit.record("competency.changed", on=competency, by=by)


@transaction.atomic
def remove_competency(*, competency: Competency, by: Member) -> None:
    """Take a competency out of a draft.

    Raises:
        PortfolioError: the framework is in use.
    """
    _draft(competency.framework)
    audit.record("competency.removed", on=competency, by=by)
    competency.delete()


@transaction.atomic
def open_for_all(*, framework: Framework, by: Member) -> None:
    """Put a draft in use; the version it follows is in use no longer.

    Raises:
        PortfolioError: it is in use already, or has no competency.
    """
    held = _draft(framework)
    if not held.competencies.exists():
        raise PortfolioError(_("Add a competency first."))
    framework.opened_at = held.opened_at = timezone.now()
    held.save()
    audit.record("framework.opened", on=framework, by=by, version=framework.version)


@transaction.atomic
def copy(*, framework: Framework, as_next_version: bool, by: Member) -> Framework:
    """Make a draft out of a framework: its next version, or one of its own.

    Raises:
        PortfolioError: there is a next version of it already, or it is a draft itself.
    """
    held = Framework.objects.select_for_update().get(pk=framework.pk)
    if as_next_version and (held.is_draft or Framework.objects.filter(follows=held).exists()):
        raise PortfolioError(_("There is a draft of the next version already."))
    made: Framework = Framework.objects.create(
        organisation_id=by.organisation_id,
        name=held.name if as_next_version else _("Copy of %(name)s") % {"name": held.name[:100]},
        about=held.about,
        version=held.version + 1 if as_next_version else 1,
        follows=held if as_next_version else None,
        made_by=by,
    )
    Competency.objects.bulk_create(
        Competency(
            organisation_id=by.organisation_id,
            framework=made,
            position=each.position,
            area=each.area,
            title=each.title,
            description=each.description,
            **({"line": each.line} if as_next_version else {}),
        )
        for each in held.competencies.all()
    )
    _write_levels(made, held.levels.values_list("name", "means"))
    audit.record("framework.copied", on=made, by=by, version=made.version)
    return made


@transaction.atomic
def say_what_it_shows(
    *, evidence: Evidence, lines: Iterable[UUID], by: Member, plans: Sequence[Plan] | None = None
) -> None:
    """Store which competencies one's evidence shows, in place of what was said before.

    Args:
        plans: the development plans it belongs to from now on; None leaves those it has.

    Raises:
        PortfolioError: it, or a plan, is somebody else's.
    """
    if evidence.owner_id != by.pk:
        raise PortfolioError(_("Only the owner can change this."))
    wanted, before = set(lines), set(evidence.competency_links.values_list("line", flat=True))
    evidence.competency_links.filter(line__in=before - wanted).delete()
    EvidenceCompetency.objects.bulk_create(
        [
            EvidenceCompetency(organisation_id=by.organisation_id, evidence=evidence, line=line)
            for line in sorted(wanted - before)
        ],
        ignore_conflicts=True,
    )
    if plans is not None:
        _relate(evidence, plans, by)
    audit.record("evidence.related", on=evidence, by=by, competencies=len(wanted))


def _relate(evidence: Evidence, plans: Sequence[Plan], by: Member) -> None:
    if any(plan.owner_id != by.pk for plan in plans):
        raise PortfolioError(_("You can relate it to plans of your own."))
    evidence.plan_links.exclude(plan__in=plans).delete()
    EvidencePlanLink.objects.bulk_create(
        [
            EvidencePlanLink(organisation_id=by.organisation_id, evidence=evidence, plan=plan)
            for plan in plans
        ],
        ignore_conflicts=True,
    )


def _draft(framework: Framework) -> Framework:
    """Lock a framework that may still be changed."""
    held = Framework.objects.select_for_update().get(pk=framework.pk)
    if not held.is_draft:
        raise PortfolioError(
            _("This version is in use and stays as it is. Make the next version to change it.")
        )
    return held
