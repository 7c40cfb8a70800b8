"""Pathways: ordered tasks, from simple to complex, by which somebody grows into a practice."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from development_plans.models.predicates import (
    EDITORS,
    EDITORS_OF_PATHWAY,
    EDITORS_OF_TASK,
    IS_ENROLLED,
    LEARNER,
    LEARNER_OR_MENTOR,
    OFFERED,
    READERS_OF_ENROLMENT,
    READERS_OF_PATHWAY,
    READERS_OF_TASK,
)
from files.models import COUNTED, OWN_BYTES, FileModel
from organisations.fields import OrganisationForeignKey
from organisations.models import Member, OrganisationModel
from organisations.row_security import AUTHOR, RowSecurity, Trigger, own
from partnerships.models import Party
from programmes.models import Coordination, Enrolment, Programme

WHO_SAYS_SO = own("by_id", "who says so")


def mentors_of(member: Member) -> models.QuerySet[Party]:
    """The places of those who mentor a member now."""
    return Party.objects.filter(
        role="mentor",
        partnership__conclusion=None,
        partnership__parties__member=member,
        partnership__parties__role="mentee",
    )


def _can_edit(member: Member) -> Q:
    coordinated = Coordination.objects.filter(programme=OuterRef("programme"), member=member)
    return Q(author=member) | Q(Exists(coordinated))


class PathwayQuerySet(models.QuerySet["Pathway"]):
    def visible_to(self, member: Member) -> "PathwayQuerySet":
        """One's own; open ones of one's mentors and of programmes one takes part in; and those one is on."""
        enrolled = Enrolment.objects.taking_part().filter(
            cohort__programme=OuterRef("programme"), member=member
        )
        coordinated = Coordination.objects.filter(programme=OuterRef("programme"), member=member)
        mentors = mentors_of(member).filter(member=OuterRef("author"))
        enrolled_in = PathwayEnrolment.objects.filter(pathway=OuterRef("pk"), member=member)
        offered = Q(opened_at__isnull=False) & (Exists(enrolled) | (Q(programme=None) & Exists(mentors)))
        return self.filter(Q(author=member) | Exists(coordinated) | offered | Exists(enrolled_in))

    def editable_by(self, member: Member) -> "PathwayQuerySet":
        """Those the member may change: their own, and those of programmes they coordinate."""
        return self.filter(_can_edit(member))

    def with_can_edit(self, member: Member) -> "PathwayQuerySet":
        """Each with ``can_edit``: whether the member may change it."""
        can_edit = models.ExpressionWrapper(_can_edit(member), output_field=models.BooleanField())
        return self.annotate(can_edit=can_edit)


class Pathway(OrganisationModel):
    """A practice, and the way into it. A draft until it is opened to those it is for."""

    author = OrganisationForeignKey(Member, models.PROTECT, related_name="pathways")
    programme = OrganisationForeignKey(
        Programme, models.CASCADE, null=True, blank=True, related_name="pathways", verbose_name=_("for whom")
    )
    adapted_from = OrganisationForeignKey("self", models.PROTECT, null=True, related_name="+")
    name = models.CharField(
        _("What does one grow into?"), max_length=120, help_text=_("Leading seminars, say.")
    )
    about = models.TextField(_("What is it like for somebody who does it well?"), max_length=2000, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = PathwayQuerySet.as_manager()

    row_security = RowSecurity(
        read=EDITORS | OFFERED | IS_ENROLLED,
        add=AUTHOR,
        change=EDITORS,
        fixed=["author_id", "programme_id", "adapted_from_id"],
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Task(OrganisationModel):
    """One task of a pathway. What is taken out keeps its row: somebody may have done it."""

    pathway = OrganisationForeignKey(Pathway, models.CASCADE, related_name="tasks")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("The task"), max_length=200)
    inside = models.TextField(
        _("What does doing it well look like from the inside?"),
        max_length=4000,
        blank=True,
        help_text=_("In your own words: what you notice, what you decide, what you say to yourself."),
    )
    link = models.URLField(_("Something to look at"), max_length=500, blank=True)
    practise = models.TextField(_("How can one try it?"), max_length=2000, blank=True)
    sign = models.TextField(_("How does one know?"), max_length=2000, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    row_security = RowSecurity(
        read=READERS_OF_PATHWAY, add=EDITORS_OF_PATHWAY, change=EDITORS_OF_PATHWAY, fixed=["pathway_id"]
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class TaskFileQuerySet(models.QuerySet["TaskFile"]):
    def visible_to(self, member: Member) -> "TaskFileQuerySet":
        """Those in pathways the member may read."""
        return self.filter(task__pathway__in=Pathway.objects.visible_to(member))


class TaskFile(FileModel):
    """A file beside a task: a recording, a sheet, a picture of how it is done."""

    task = OrganisationForeignKey(Task, models.CASCADE, related_name="files")

    objects: ClassVar[Any] = TaskFileQuerySet.as_manager()

    row_security = RowSecurity(
        read=READERS_OF_TASK,
        add=EDITORS_OF_TASK & OWN_BYTES,
        change=EDITORS_OF_TASK,
        fixed=["task_id"],
        triggers=COUNTED,
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["created_at", "id"]


class PathwayEnrolmentQuerySet(models.QuerySet["PathwayEnrolment"]):
    def visible_to(self, member: Member) -> "PathwayEnrolmentQuerySet":
        """One's own, and those of mentees one works with."""
        mentees = Party.objects.filter(
            member=OuterRef("member"),
            role="mentee",
            partnership__conclusion=None,
            partnership__parties__member=member,
            partnership__parties__role="mentor",
        )
        return self.filter(Q(member=member) | Exists(mentees))


class PathwayEnrolment(OrganisationModel):
    """That a member is on a pathway, from the task on at which they came in."""

    pathway = OrganisationForeignKey(Pathway, models.CASCADE, related_name="enrolments")
    member = OrganisationForeignKey(Member, models.CASCADE, related_name="pathway_enrolments")
    entered = OrganisationForeignKey(Task, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)

    objects = PathwayEnrolmentQuerySet.as_manager()

    row_security = RowSecurity(
        read=LEARNER_OR_MENTOR,
        add=LEARNER,
        change=LEARNER,
        fixed=["pathway_id", "member_id"],
        # By a trigger, since the row security of pathways asks enrolments already.
        triggers=[Trigger("may_enrol", "BEFORE INSERT", "development_plans_may_enrol")],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "pathway", "member"], name="development_plans_walk_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pathway_id} {self.member_id}"


class TaskMark(OrganisationModel):
    """That a task was shown, tried together, or done alone: who says so, and when."""

    class How(models.TextChoices):
        SHOWN = "shown", _("Shown")
        TOGETHER = "together", _("Tried together")
        ALONE = "alone", _("Done alone")

    enrolment = OrganisationForeignKey(PathwayEnrolment, models.CASCADE, related_name="marks")
    task = OrganisationForeignKey(Task, models.PROTECT, related_name="marks")
    how = models.CharField(max_length=8, choices=How)
    by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)

    row_security = RowSecurity(
        read=READERS_OF_ENROLMENT,
        add=WHO_SAYS_SO,
        change=WHO_SAYS_SO,
        fixed=["enrolment_id", "task_id", "by_id"],
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "enrolment", "task", "how"], name="development_plans_mark_once"
            ),
            models.CheckConstraint(
                condition=Q(how__in=["shown", "together", "alone"]), name="development_plans_mark_how"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.how}"
