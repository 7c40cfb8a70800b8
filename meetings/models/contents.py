"""What people write in a meeting: its attendees' alone."""

from collections.abc import Collection
from typing import ClassVar
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models.meetings import Attendance, Meeting
from meetings.models.predicates import attendees_of
from organisations.fields import OrganisationForeignKey
from organisations.models import Member, OrganisationModel
from organisations.row_security import AUTHOR, Condition, RowSecurity, own

SHARED = Condition("NOT {row}.is_private", "it is shared with them")


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def with_whereabouts(self) -> "AgendaItemQuerySet":
        """With who put it there, what it is left from, and ``taken_over``: whether a later meeting has it now."""
        copies = AgendaItem.objects.filter(carried_from=OuterRef("pk"))
        return self.select_related("author", "carried_from__meeting").annotate(taken_over=Exists(copies))

    def visible_to(self, member: Member) -> "AgendaItemQuerySet":
        """Items of meetings the member attends."""
        return self.filter(meeting__attendances__member=member)

    def needing_carrying(
        self, *, into: Meeting, attendees: Collection[Member], own_of: Member | None = None
    ) -> "AgendaItemQuerySet":
        """What earlier meetings of the same line left unfinished and nobody has taken over yet, oldest first.

        Only what each of ``attendees`` may read: an item of a larger circle may come into a smaller one, never
        the other way, unless ``own_of`` wrote it and so brings it along. Earlier is what has begun, or was
        cancelled.
        """
        earlier = Meeting.objects.filter(line=into.line).exclude(pk=into.pk)
        earlier = earlier.filter(Q(starts_at__lte=timezone.now()) | Q(cancellation__isnull=False))
        may_come = Q(meeting__in=earlier.attended_by_all(attendees).values("pk"))
        if own_of:
            may_come |= Q(meeting__in=earlier.visible_to(own_of).values("pk"), author=own_of)
        taken = AgendaItem.objects.filter(carried_from=OuterRef("pk"))
        return (
            self.filter(may_come, ~Exists(taken), done_at=None)
            .exclude(meeting__starts_at__gt=into.starts_at, meeting__cancellation=None)
            .order_by("meeting__starts_at", "position", "created_at", "id")
        )


class AgendaItem(OrganisationModel):
    """Something to talk about. What stays unfinished is taken over into the next meeting."""

    meeting = OrganisationForeignKey(Meeting, models.CASCADE, related_name="agenda")
    author = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    text = models.CharField(_("item"), max_length=300)
    position = models.PositiveSmallIntegerField(default=0)
    source = models.CharField(
        max_length=20,
        blank=True,
        help_text="what put it there in the author's stead, as ``meeting_owners.register_source`` names it",
    )
    source_id = models.UUIDField(
        null=True,
        blank=True,
        editable=False,
        help_text="the key of what it brings up, where its source has pages",
    )
    carried_from = OrganisationForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = AgendaItemQuerySet.as_manager()

    row_security = RowSecurity(read=attendees_of(), fixed=["meeting_id", "author_id"])

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "created_at", "id"]

    def __str__(self) -> str:
        return str(self.pk)


class ResourceQuerySet(models.QuerySet["Resource"]):
    def visible_to(self, member: Member) -> "ResourceQuerySet":
        """What was shared in meetings the member attends."""
        return self.filter(meeting__attendances__member=member)


class Resource(OrganisationModel):
    """Something worth keeping that an attendee shares with the others: a link, or a few words, or both."""

    meeting = OrganisationForeignKey(Meeting, models.CASCADE, related_name="resources")
    author = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    text = models.TextField(_("what it is"), max_length=2000)
    link = models.URLField(_("link"), max_length=500, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = ResourceQuerySet.as_manager()

    row_security = RowSecurity(
        read=attendees_of(), add=AUTHOR, change=AUTHOR, fixed=["meeting_id", "author_id"]
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["created_at", "id"]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def site(self) -> str:
        """Where the link leads, in short: "example.org"."""
        return urlsplit(self.link).hostname or self.link


class NoteQuerySet(models.QuerySet["Note"]):
    def visible_to(self, member: Member) -> "NoteQuerySet":
        """Shared notes of meetings the member attends, and their own."""
        return self.filter(Q(is_private=False) | Q(author=member), meeting__attendances__member=member)


class Note(OrganisationModel):
    """What someone wrote down: shared with the attendees, or for the writer's eyes only."""

    meeting = OrganisationForeignKey(Meeting, models.CASCADE, related_name="notes")
    author = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    text = models.TextField(_("note"), max_length=20_000)
    is_private = models.BooleanField(_("only I can read this"), default=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = NoteQuerySet.as_manager()

    row_security = RowSecurity(
        read=attendees_of() & (SHARED | AUTHOR),
        add=AUTHOR,
        change=AUTHOR,
        fixed=["meeting_id", "author_id"],
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["created_at", "id"]

    def __str__(self) -> str:
        return str(self.pk)


class ActionQuerySet(models.QuerySet["Action"]):
    def visible_to(self, member: Member) -> "ActionQuerySet":
        """What was promised in meetings the member attends, or by the member."""
        attended = Attendance.objects.filter(meeting=OuterRef("meeting"), member=member)
        return self.filter(Q(Exists(attended)) | Q(owner=member))

    def shown_with(self, meeting: Meeting) -> "ActionQuerySet":
        """Promised in the meeting; and before it in the same line, when still open or done since the last time."""
        before = Meeting.objects.filter(line=meeting.line, starts_at__lt=meeting.starts_at)
        last_time = before.standing().order_by().values("line").annotate(last=Max("starts_at")).values("last")
        carried = Q(done_at=None, let_go_at=None) | Q(done_at__gte=models.Subquery(last_time))
        return self.filter(Q(meeting=meeting) | (Q(meeting__in=before.values("pk")) & carried))

    def open(self) -> "ActionQuerySet":
        """Still to be done: neither done nor let go."""
        return self.filter(done_at=None, let_go_at=None)

    def in_order(self) -> "ActionQuerySet":
        """By due date, those without one last."""
        return self.order_by(F("due_on").asc(nulls_last=True), "created_at", "id")


class Action(OrganisationModel):
    """Something a person from a meeting."""

    meeting = OrganisationForeignKey(Meeting, models.CASCADE, related_name="actions")
    owner = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    text = models.CharField(_("what"), max_length=300)
    due_on = models.DateField(_("by when"), null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    let_go_at = models.DateTimeField(null=True, blank=True)
    created_by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = ActionQuerySet.as_manager()

    row_security = RowSecurity(read=attendees_of() | own("owner_id", "who is to do it"), fixed=["meeting_id"])

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.let_go_at is None

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_on is not None and self.due_on < timezone.localdate()
