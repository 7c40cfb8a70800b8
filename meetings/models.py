"""Meetings. When and who is known to the organisation; what it is about and what is written only to its attendees."""

import zoneinfo
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.fields import OrganisationForeignKey, OrganisationOneToOneField
from organisations.models import Member, OrganisationModel, validate_time_zone


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, member: Member) -> "MeetingQuerySet":
        """Meetings the member attends."""
        return self.filter(attendances__member=member)

    def standing(self) -> "MeetingQuerySet":
        """Without those that were cancelled."""
        return self.filter(cancellation=None)

    def upcoming(self) -> "MeetingQuerySet":
        """Not over yet, the next one first."""
        return self.filter(ends_at__gt=timezone.now()).order_by("starts_at", "id")

    def past(self) -> "MeetingQuerySet":
        """Over, the latest first."""
        return self.filter(ends_at__lte=timezone.now()).order_by("-starts_at", "-id")


class Meeting(OrganisationModel):
    """A time at which people meet. Times are UTC, with the zone in which they were agreed beside them."""

    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    zone = models.CharField(max_length=64, validators=[validate_time_zone])
    revision = models.PositiveIntegerField(
        default=0, help_text="counts changes; mail programs order invitations by it"
    )
    created_by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="meetings_meeting_ends_after_start"
            )
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation", "starts_at"], name="meetings_meeting_start"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds() // 60)

    @property
    def is_cancelled(self) -> bool:
        return hasattr(self, "cancellation")

    def starts_for(self, member: Member) -> datetime:
        """The start as the member's clock shows it."""
        return self.starts_at.astimezone(member.zone)

    @property
    def local_start(self) -> datetime:
        """The start in the zone in which the meeting was agreed."""
        return self.starts_at.astimezone(zoneinfo.ZoneInfo(self.zone))


class Arrangement(OrganisationModel):
    """What a meeting is about and where it takes place: its attendees' alone."""

    meeting = OrganisationOneToOneField(Meeting, models.CASCADE, related_name="arrangement")
    focus = models.CharField(_("what it is about"), max_length=140, blank=True)
    place = models.CharField(_("where"), max_length=200, blank=True, help_text=_("A room or another place."))
    link = models.URLField(_("link to join online"), max_length=500, blank=True)

    def __str__(self) -> str:
        return str(self.meeting_id)


class Cancellation(OrganisationModel):
    """That a meeting was called off."""

    meeting = OrganisationOneToOneField(Meeting, models.CASCADE, related_name="cancellation")
    by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.meeting_id)


class Attendance(OrganisationModel):
    """That a member is invited, what they answered, and whether they came."""

    class Response(models.TextChoices):
        NONE = "", _("has not answered")
        YES = "yes", _("will come")
        NO = "no", _("cannot come")

    class Presence(models.TextChoices):
        UNKNOWN = "", _("not noted")
        CAME = "came", _("came")
        MISSED = "missed", _("did not come")

    meeting = OrganisationForeignKey(Meeting, models.CASCADE, related_name="attendances")
    member = OrganisationForeignKey(Member, models.CASCADE, related_name="attendances")
    response = models.CharField(max_length=3, choices=Response, default=Response.NONE, blank=True)
    responded_at = models.DateTimeField(null=True)
    presence = models.CharField(max_length=6, choices=Presence, default=Presence.UNKNOWN, blank=True)
    presence_by = OrganisationForeignKey(Member, models.PROTECT, null=True, related_name="+")
    presence_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "meeting", "member"], name="meetings_attendance_once"
            ),
            models.CheckConstraint(
                condition=Q(response__in=["", "yes", "no"]), name="meetings_attendance_response"
            ),
            models.CheckConstraint(
                condition=Q(presence="") | Q(presence_at__isnull=False, presence__in=["came", "missed"]),
                name="meetings_attendance_presence_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.member_id}"


class AgendaItem(OrganisationModel):
    """Something to talk about. What stays unfinished is taken over into the next meeting."""

    meeting = OrganisationForeignKey(Meeting, models.CASCADE, related_name="agenda")
    author = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    text = models.CharField(_("item"), max_length=300)
    position = models.PositiveSmallIntegerField(default=0)
    carried_from = OrganisationForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "created_at", "id"]

    def __str__(self) -> str:
        return str(self.pk)


class Note(OrganisationModel):
    """What someone wrote down: shared with the attendees, or for the writer's eyes only."""

    meeting = OrganisationForeignKey(Meeting, models.CASCADE, related_name="notes")
    author = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    text = models.TextField(_("note"), max_length=20_000)
    is_private = models.BooleanField(_("only I can read this"), default=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["created_at", "id"]

    def __str__(self) -> str:
        return str(self.pk)


class ActionQuerySet(models.QuerySet["Action"]):
    def open(self) -> "ActionQuerySet":
        return self.filter(done_at=None)

    def in_order(self) -> "ActionQuerySet":
        """By due date, those without one last."""
        return self.order_by(F("due_on").asc(nulls_last=True), "created_at", "id")


class Action(OrganisationModel):
    """Something a person promised in a meeting."""

    meeting = OrganisationForeignKey(Meeting, models.CASCADE, related_name="actions")
    owner = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    text = models.CharField(_("what"), max_length=300)
    due_on = models.DateField(_("by when"), null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    created_by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = ActionQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @property
    def is_late(self) -> bool:
        return not self.is_done and self.due_on is not None and self.due_on < timezone.localdate()
