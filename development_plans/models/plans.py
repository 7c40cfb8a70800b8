"""A plan and what stands in it. All of it is the owner's, and their mentor's as far as they shared it."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from development_plans import steps
from development_plans.models.predicates import (
    OWNER_OF_ENTRY,
    OWNER_OF_PLAN,
    READERS_OF_ENTRY,
    READERS_OF_PLAN,
    SHARED_WITH,
)
from files.models import COUNTED, OWN_BYTES, FileModel
from organisations.fields import OrganisationForeignKey, OrganisationOneToOneField
from organisations.models import Member, OrganisationModel
from organisations.row_security import CHANGES, OWNER, REMOVALS, RowSecurity, Trigger


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, member: Member) -> "PlanQuerySet":
        """One's own, and those that somebody shared with one as their mentor."""
        from development_plans.models.shares import PlanShare

        shared = PlanShare.objects.standing().filter(plan=OuterRef("pk"), member=member)
        return self.filter(Q(owner=member) | Exists(shared))

    def under_way(self) -> "PlanQuerySet":
        """Neither finished nor set aside."""
        return self.filter(step__lt=steps.FINISHED, set_aside_at=None)

    def with_waiting(self) -> "PlanQuerySet":
        """Each with ``waits``: whether a barrier has become a goal that comes first and is not reached yet."""
        first = Barrier.objects.filter(plan=OuterRef("pk"), goal__isnull=False, overcome_at=None)
        return self.annotate(waits=Exists(first))


def _answer(label: Any, hint: Any, length: int = 500) -> "models.CharField[str, str]":
    return models.CharField(label, max_length=length, blank=True, help_text=hint)


class Plan(OrganisationModel):
    """One goal in six steps. Where it stands is kept too, so that sums and lists need not read what was written."""

    owner = OrganisationForeignKey(Member, models.CASCADE, related_name="plans")
    follows = OrganisationOneToOneField(
        "self",
        models.PROTECT,
        null=True,
        related_name="followed_by",
        help_text="the plan before it in the cycle",
    )
    goal = _answer(
        _("What will you be able to do that you cannot do yet?"),
        _("One thing, said so that somebody else could picture it."),
        300,
    )
    measure = _answer(
        _("How will you know that you are there?"), _("What will you see, hear or hold in your hands?")
    )
    reach = _answer(
        _("What makes it possible from where you stand?"),
        _("What you have already: time, a person, a chance to practise."),
    )
    reason = _answer(_("Why does it matter to you, and why now?"), _("For your work, or for yourself."))
    wanted_by = models.DateField(
        _("By when?"), null=True, blank=True, help_text=_("A day to aim for. You set the dates in step 4.")
    )
    sees_no_barrier_at = models.DateTimeField(null=True, blank=True)
    starts_on = models.DateField(_("I start on"), null=True, blank=True)
    completes_on = models.DateField(_("I am there on"), null=True, blank=True)
    follows_up_on = models.DateField(
        _("I look again on"),
        null=True,
        blank=True,
        help_text=_("Some weeks later: does what you learned still hold?"),
    )
    reflection = models.TextField(
        _("What did you learn, and how do you see it now?"),
        max_length=6000,
        blank=True,
        help_text=_("What worked, what did not, what surprised you, what others noticed."),
    )
    step = models.PositiveSmallIntegerField(
        default=1, help_text="the first that is not complete; 7 when all are"
    )
    complete = ArrayField(
        models.PositiveSmallIntegerField(),
        default=list,
        help_text="the steps that are complete, also behind one that is not any more",
    )
    saves = models.JSONField(
        default=dict,
        db_default=models.Value({}, output_field=models.JSONField()),
        help_text="for an answer, the page that saved it last and at which turn",
        editable=False,
    )
    begun_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    set_aside_at = models.DateTimeField(null=True, blank=True)

    objects = PlanQuerySet.as_manager()

    ANSWERS: ClassVar[tuple[str, ...]] = ("goal", "measure", "reach", "reason", "wanted_by")
    DATES: ClassVar[tuple[str, ...]] = ("starts_on", "completes_on", "follows_up_on")

    row_security = RowSecurity(
        read=OWNER | SHARED_WITH,
        add=OWNER,
        change=OWNER,
        fixed=["owner_id", "follows_id", "begun_at"],
        triggers=[Trigger("no_circle", "AFTER INSERT", "development_plans_refuse_circle")],
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["-begun_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(step__range=(1, 7)), name="development_plans_plan_step"),
            models.CheckConstraint(
                condition=(Q(starts_on=None) | Q(completes_on=None) | Q(starts_on__lte=F("completes_on")))
                & (Q(completes_on=None) | Q(follows_up_on=None) | Q(completes_on__lte=F("follows_up_on")))
                & (Q(starts_on=None) | Q(follows_up_on=None) | Q(starts_on__lte=F("follows_up_on"))),
                name="development_plans_plan_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(follows=None) | ~Q(follows=F("id")), name="development_plans_plan_follows_another"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation", "owner"], name="development_plans_of_owner")
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def title(self) -> str:
        """What lists call it: its goal, or that it has none yet."""
        return " ".join(self.goal.split()) or str(_("A plan without a goal yet"))

    @property
    def is_finished(self) -> bool:
        return self.step == steps.FINISHED

    @property
    def is_set_aside(self) -> bool:
        return self.set_aside_at is not None

    @property
    def is_open(self) -> bool:
        """Whether it can be changed."""
        return not self.is_finished and not self.is_set_aside


class PlanAction(OrganisationModel):
    """Something to do for the goal, and what is needed for it."""

    plan = OrganisationForeignKey(Plan, models.CASCADE, related_name="actions")
    text = models.CharField(_("What will you do?"), max_length=300)
    needs = models.CharField(
        _("What do you need for it?"),
        max_length=300,
        blank=True,
        help_text=_("Time, a person, a book, a room, somebody’s permission."),
    )
    due_on = models.DateField(_("By when?"), null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    task_id = models.UUIDField(null=True, blank=True, help_text="the task of a pathway it came from")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    row_security = RowSecurity(
        read=READERS_OF_PLAN, add=OWNER_OF_PLAN, change=OWNER_OF_PLAN, fixed=["plan_id"]
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["created_at", "id"]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @property
    def is_late(self) -> bool:
        return not self.is_done and self.due_on is not None and self.due_on < timezone.localdate()


class Barrier(OrganisationModel):
    """Something in the way, with how to overcome it; or with the plan whose goal comes first."""

    plan = OrganisationForeignKey(Plan, models.CASCADE, related_name="barriers")
    text = models.CharField(
        _("Barrier"), max_length=300, help_text=_("A person, a skill, time, a habit: in your own words.")
    )
    way = models.TextField(
        _("How you may overcome it"),
        max_length=2000,
        blank=True,
        help_text=_("Leave it empty if you do not see yet how to get past it."),
    )
    goal = OrganisationOneToOneField(
        Plan, models.PROTECT, null=True, related_name="removes", help_text="the plan that this one waits for"
    )
    overcome_at = models.DateTimeField(null=True, blank=True, help_text="when that plan was finished")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    row_security = RowSecurity(
        read=READERS_OF_PLAN,
        add=OWNER_OF_PLAN,
        change=OWNER_OF_PLAN,
        fixed=["plan_id"],
        triggers=[
            Trigger("no_circle", "AFTER INSERT OR UPDATE OF goal_id", "development_plans_refuse_circle")
        ],
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(goal=None) | ~Q(goal=F("plan")),
                name="development_plans_barrier_waits_for_another",
            ),
            models.CheckConstraint(
                condition=Q(overcome_at=None) | Q(goal__isnull=False),
                name="development_plans_barrier_overcome",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def waits(self) -> bool:
        """Whether its goal comes first and is not reached yet."""
        return self.goal_id is not None and self.overcome_at is None

    @property
    def is_open(self) -> bool:
        """Whether there is no way past it yet."""
        return not self.way.strip() and self.overcome_at is None


class LogEntry(OrganisationModel):
    """A line of progress; or an action of a meeting that was copied, by its key."""

    plan = OrganisationForeignKey(Plan, models.CASCADE, related_name="log")
    text = models.CharField(_("What happened?"), max_length=1000)
    meeting_action_id = models.UUIDField(
        null=True, blank=True, help_text="the meeting's action it was copied from"
    )
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(
        read=READERS_OF_PLAN, add=OWNER_OF_PLAN, change=OWNER_OF_PLAN, fixed=["plan_id"]
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "plan", "meeting_action_id"],
                name="development_plans_meeting_action_once",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class LogFileQuerySet(models.QuerySet["LogFile"]):
    def visible_to(self, member: Member) -> "LogFileQuerySet":
        """Those in plans the member may read."""
        return self.filter(line__plan__in=Plan.objects.visible_to(member))


class LogFile(FileModel):
    """A file beside a line of progress."""

    line = OrganisationForeignKey(LogEntry, models.CASCADE, related_name="files")

    objects: ClassVar[Any] = LogFileQuerySet.as_manager()

    row_security = RowSecurity(
        read=READERS_OF_ENTRY,
        add=OWNER_OF_ENTRY & OWN_BYTES,
        change=OWNER_OF_ENTRY,
        fixed=["line_id"],
        triggers=COUNTED,
    )


class PlanConclusion(OrganisationModel):
    """That a plan was finished, and what comes of it."""

    class How(models.TextChoices):
        KEEP = "keep", _("The new behaviour stays")
        NEXT = "next", _("The next goal follows")

    plan = OrganisationOneToOneField(Plan, models.CASCADE, related_name="conclusion")
    how = models.CharField(max_length=4, choices=How)
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(read=READERS_OF_PLAN, add=OWNER_OF_PLAN, refused=[CHANGES, REMOVALS])

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(how__in=["keep", "next"]), name="development_plans_conclusion_how"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.how}"
