"""What coordinators write down of what their cohort's assessment requires."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations import audit
from organisations.models import Member
from portfolios.errors import PortfolioError
from portfolios.models import Framework, Level, Requirement, RequirementCriterion
from programmes.models import Cohort


@transaction.atomic
def write(
    *,
    cohort: Cohort,
    framework: Framework,
    about: str,
    evidence_by: date | None,
    assessed_by: date | None,
    by: Member,
) -> Requirement:
    """Say in terms of which framework, and by when, a cohort is assessed; of another framework, criteria begin anew.

    Raises:
        PortfolioError: the framework is a draft, or the days are the wrong way round.
    """
    if framework.is_draft:
        raise PortfolioError(_("This framework is not in use yet."))
    if evidence_by and assessed_by and assessed_by < evidence_by:
        raise PortfolioError(_("Everything cannot be assessed before the evidence is there."))
    fields = {"about": about, "evidence_by": evidence_by, "assessed_by": assessed_by, "written_by": by}
    held, made = Requirement.objects.select_for_update(of=("self",)).get_or_create(
        organisation_id=by.organisation_id, cohort=cohort, defaults={"framework": framework, **fields}
    )
    if not made:
        if held.framework_id != framework.pk:
            held.level = None
            lines = framework.competencies.values("line")
            held.criteria.exclude(line__in=lines).delete()
        for name, value in {**fields, "framework": framework, "changed_at": timezone.now()}.items():
            setattr(held, name, value)
        held.save()
    audit.record("requirement.written", on=held, by=by)
    return held


@transaction.atomic
def set_criteria(
    *, requirement: Requirement, pieces: Mapping[UUID, int], level: Level | None, by: Member
) -> None:
    """Say how many pieces of evidence each competency needs, by its line, and how far it has to be there.

    Args:
        pieces: at least 1 each; what is not named is not required.
        level: the lowest that is enough; None when any judgement is.

    Raises:
        PortfolioError: a line or the level is not of the requirement's framework.
    """
    held = Requirement.objects.select_for_update().get(pk=requirement.pk)
    known = set(held.framework.competencies.values_list("line", flat=True))
    if not known.issuperset(pieces) or (level and level.framework_id != held.framework_id):
        raise PortfolioError(_("Choose from this framework."))
    held.criteria.all().delete()
    RequirementCriterion.objects.bulk_create(
        RequirementCriterion(organisation_id=by.organisation_id, requirement=held, line=line, pieces=count)
        for line, count in pieces.items()
    )
    held.level, held.changed_at, held.written_by = level, timezone.now(), by
    held.save()
    audit.record("requirement.criteria-set", on=held, by=by, criteria=len(pieces))
