"""When and who, which the organisation may know, and what it is about, which its attendees alone may."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import UUID7, Coalesce, Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models.predicates import HOST, INVITED, attendees_of, hosts_of
from meetings.models.series import Series
from organisations.fields import OrganisationForeignKey, OrganisationOneToOneField
from organisations.models import Member, OrganisationModel, validate_time_zone
from organisations.ordering import ByName
from organisations.row_security import PLATFORM, Condition, Guard, RowSecurity, Trigger, moved, own
from web.dates import known_zone


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, member: Member) -> "MeetingQuerySet":
        """Meetings the member attends."""
        return self.filter(attendances__member=member)

    def with_people(self) -> "MeetingQuerySet":
        """With who is invited, their answers and zones, the arrangement and the cancellation, in two queries."""
        invited = Attendance.objects.select_related("member__organisation", "presence_by").order_by(
            ByName("member__display_name"), "id"
        )
        return self.select_related(
            "arrangement", "cancellation__by", "created_by", "facilitator", "series"
        ).prefetch_related(models.Prefetch("attendances", invited))

    def attended_by_all(self, members: Collection[Member]) -> "MeetingQuerySet":
        """Meetings to which each of the members is invited."""
        invited = Count("attendances", filter=Q(attendances__member__in=members), distinct=True)
        return self.alias(invited_of_them=invited).filter(invited_of_them=len(set(members)))

    def noted_by(self, member: Member) -> "MeetingQuerySet":
        """Those the member wrote down after they took place."""
        return self.filter(was_noted=True, created_by=member)

    def following(self, meeting: "Meeting") -> "MeetingQuerySet":
        """Those of the same series that come after a meeting by its rule, stand and are ahead, in order."""
        if meeting.series_id is None:
            return self.none()
        later = self.standing().filter(series=meeting.series_id, number__gt=meeting.number)
        return later.filter(starts_at__gt=timezone.now()).order_by("number")

    def with_following(self) -> "MeetingQuerySet":
        """Each with ``following``: how many of its series come after it, stand and are ahead."""
        later = Meeting.objects.standing().filter(
            series=OuterRef("series"), number__gt=OuterRef("number"), starts_at__gt=timezone.now()
        )
        counted = later.order_by().values("series").annotate(count=Count("pk")).values("count")
        return self.annotate(following=Coalesce(Subquery(counted), 0))

    def standing(self) -> "MeetingQuerySet":
        """Without those that were cancelled."""
        return self.filter(cancellation=None)

    def answered_by(self, member: Member, *responses: str) -> "MeetingQuerySet":
        """Those to which the member is invited and gave one of some answers, empty for none."""
        mine = Attendance.objects.filter(meeting=OuterRef("pk"), member=member, response__in=responses)
        return self.filter(Exists(mine))

    def needing_answer_from(self, member: Member) -> "MeetingQuerySet":
        """Ahead, standing, and not answered by the member yet, the next one first."""
        unanswered = self.standing().answered_by(member, Attendance.Response.NONE)
        return unanswered.filter(starts_at__gt=timezone.now()).order_by("starts_at", "id")

    def needing_attendance(self) -> "MeetingQuerySet":
        """Over and standing, with nobody's presence noted yet, the latest first."""
        noted = Attendance.objects.filter(meeting=OuterRef("pk")).exclude(
            presence=Attendance.Presence.UNKNOWN
        )
        return self.standing().past().filter(~Exists(noted))

    def upcoming(self, now: datetime | None = None) -> "MeetingQuerySet":
        """Not over yet, the next one first."""
        return self.filter(ends_at__gt=now or timezone.now()).order_by("starts_at", "id")

    def past(self) -> "MeetingQuerySet":
        """Over, the latest first."""
        return self.filter(ends_at__lte=timezone.now()).order_by("-starts_at", "-id")


class Meeting(OrganisationModel):
    """A time at which people meet. Times are UTC, with the zone in which they were agreed beside them."""

    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    zone = models.CharField(max_length=64, validators=[validate_time_zone])
    line = models.UUIDField(
        db_default=UUID7(),
        editable=False,
        help_text="shared by meetings that follow one another: what is left carries over",
    )
    series = OrganisationForeignKey(
        Series,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="meetings",
        help_text="what it repeats in",
    )
    number = models.PositiveSmallIntegerField(
        null=True, editable=False, help_text="its place in the rule of its series, from 0"
    )
    revision = models.PositiveIntegerField(
        default=0,
        help_text="counts changes; what people were told or have before them names the one it is of",
    )
    sequence = models.PositiveIntegerField(
        default=0, help_text="counts its calendar objects, unless its series is one"
    )
    name = models.CharField(
        _("what it is called"),
        max_length=140,
        blank=True,
        help_text=_("Known to the organisation, so it names the circle and never what is talked about."),
    )
    facilitator = OrganisationForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who runs it")
    )
    was_noted = models.BooleanField(
        default=False, help_text="written down after it took place, never arranged here"
    )
    created_by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = MeetingQuerySet.as_manager()

    # The application says which of its attendees may move it.
    row_security = RowSecurity(
        add=PLATFORM | own("created_by_id", "who makes it"),
        remove=PLATFORM,
        fixed=["created_by_id"],
        guards=[
            Guard(
                "moved",
                ["starts_at", "ends_at", "zone", "name", "series_id", "number", "line", "was_noted"],
                PLATFORM | HOST | attendees_of("id"),
            )
        ],
        triggers=[
            Trigger("handed_on", "BEFORE UPDATE", "meetings_handed_on", moved(["facilitator_id"])),
        ],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="meetings_meeting_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(series=None, number=None) | Q(series__isnull=False, number__isnull=False),
                name="meetings_meeting_numbered_in_series",
            ),
            models.UniqueConstraint(
                fields=["organisation", "series", "number"], name="meetings_meeting_once_in_series"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation", "starts_at"], name="meetings_meeting_start"),
            models.Index(fields=["organisation", "line", "starts_at"], name="meetings_meeting_line"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def calendar_row(self) -> "Meeting | Series":
        """What is one object in calendars: the meeting, or its whole series."""
        return self.series if self.series and self.series.is_one_object else self

    @property
    def place_in_series(self) -> int:
        """Which of its series it is, counted from 1."""
        return (self.number or 0) + 1

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

    @property
    def is_ahead(self) -> bool:
        """Whether people can still answer, move it or call it off."""
        return not self.is_cancelled and not self.has_begun

    @property
    def is_to_come(self) -> bool:
        """Whether people can still come to it: it stands, and is ahead or under way."""
        return not self.is_cancelled and not self.is_over

    def is_run_by(self, member: Member) -> bool:
        """Whether the member may note who came, besides moving it and calling it off.

        That is who facilitates; where nobody does, everyone invited.
        """
        return self.facilitator_id in (None, member.pk)

    def is_arranged_by(self, member: Member) -> bool:
        """Whether the member may move it and call it off: who runs it, and who made it."""
        return self.is_run_by(member) or self.created_by_id == member.pk

    @property
    def is_circle(self) -> bool:
        """Whether more than two are invited, among those loaded with the meeting."""
        return len(self.attendances.all()) > 2

    def invites(self, member: Member) -> bool:
        """Whether the member is invited, among those loaded with the meeting."""
        return any(attendance.member_id == member.pk for attendance in self.attendances.all())

    def attendance_of(self, member: Member) -> "Attendance":
        """The member's own invitation, among those loaded with the meeting.

        Raises:
            Attendance.DoesNotExist: they are not invited.
        """
        for attendance in self.attendances.all():
            if attendance.member_id == member.pk:
                found: Attendance = attendance
                return found
        raise Attendance.DoesNotExist

    def others_than(self, member: Member) -> list[Member]:
        """Who else is invited, among those loaded with the meeting."""
        return [
            attendance.member for attendance in self.attendances.all() if attendance.member_id != member.pk
        ]

    def starts_for(self, member: Member) -> datetime:
        """The start as the member's clock shows it."""
        return self.starts_at.astimezone(member.zone)

    @property
    def agreed_zone(self) -> ZoneInfo:
        """The zone in which it was agreed; the organisation's when the lists of zones do not have it any more."""
        return known_zone(self.zone) or self.organisation.zone

    @property
    def lost_zone(self) -> str:
        """The name of the zone in which it was agreed, when the lists of zones do not have it any more."""
        return "" if known_zone(self.zone) else self.zone


class Arrangement(OrganisationModel):
    """What a meeting is about and where it takes place: its attendees' alone."""

    meeting = OrganisationOneToOneField(Meeting, models.CASCADE, related_name="arrangement")
    focus = models.CharField(_("what it is about"), max_length=140, blank=True)
    place = models.CharField(_("where"), max_length=200, blank=True, help_text=_("A room or another place."))
    link = models.URLField(_("link to join online"), max_length=500, blank=True)

    row_security = RowSecurity(read=attendees_of(), fixed=["meeting_id"])

    def __str__(self) -> str:
        return str(self.meeting_id)

    @property
    def is_blended(self) -> bool:
        """Whether some come and others join online."""
        return bool(self.place and self.link)


class Cancellation(OrganisationModel):
    """That a meeting was called off."""

    meeting = OrganisationOneToOneField(Meeting, models.CASCADE, related_name="cancellation")
    by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(add=PLATFORM | own("by_id", "who cancels it"), change=PLATFORM)

    def __str__(self) -> str:
        return str(self.meeting_id)


# For how long an absence can be answered once what the meeting belonged to has ended, from when it was noted.
ABSENCE_ANSWERABLE_FOR = timedelta(days=30)


class Attendance(OrganisationModel):
    """That a member is invited, what they answered, and whether they came.

    Whether they came is said by themself (``own_presence``) and noted by another who was invited (``noted_presence``).
    ``presence`` is what both say, or the one who said anything; while the two differ it is not noted, so that nothing
    that counts who came takes either side.
    """

    class Response(models.TextChoices):
        NONE = "", _("has not answered")
        YES = "yes", _("will come")
        MAYBE = "maybe", _("may come")
        NO = "no", _("cannot come")

    class Presence(models.TextChoices):
        UNKNOWN = "", _("not noted")
        CAME = "came", _("came")
        MISSED = "missed", _("did not come")

    meeting = OrganisationForeignKey(Meeting, models.CASCADE, related_name="attendances")
    member = OrganisationForeignKey(Member, models.CASCADE, related_name="attendances")
    response = models.CharField(max_length=5, choices=Response, default=Response.NONE, blank=True)
    responded_at = models.DateTimeField(null=True)
    presence = models.CharField(max_length=6, choices=Presence, default=Presence.UNKNOWN, blank=True)
    own_presence = models.CharField(max_length=6, choices=Presence, default=Presence.UNKNOWN, blank=True)
    noted_presence = models.CharField(max_length=6, choices=Presence, default=Presence.UNKNOWN, blank=True)
    presence_by = OrganisationForeignKey(Member, models.PROTECT, null=True, related_name="+")
    presence_at = models.DateTimeField(null=True)

    # Whoever makes a meeting or runs it says who attends; nobody lets themself in afterwards.
    row_security = RowSecurity(
        add=hosts_of(),
        remove=PLATFORM | INVITED | hosts_of(),
        fixed=["meeting_id", "member_id"],
        guards=[
            # One answers for oneself. Whoever moves a meeting takes answers to the old time back, and gives none.
            Guard(
                "answered",
                ["response", "responded_at"],
                PLATFORM
                | INVITED
                | (Condition("NEW.response = ''", "to take an answer back") & attendees_of()),
            ),
            Guard(
                "noted",
                ["presence", "presence_by_id", "presence_at"],
                PLATFORM | hosts_of() | attendees_of(),
            ),
            # What somebody says of themself is theirs to say, what is noted of them anybody else's who was invited.
            Guard("own_word", ["own_presence"], PLATFORM | INVITED),
            Guard("others_word", ["noted_presence"], PLATFORM | ~INVITED),
        ],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "meeting", "member"], name="meetings_attendance_once"
            ),
            models.CheckConstraint(
                condition=Q(response__in=["", "yes", "maybe", "no"]), name="meetings_attendance_response"
            ),
            models.CheckConstraint(
                condition=Q(presence="") | Q(presence_at__isnull=False, presence__in=["came", "missed"]),
                name="meetings_attendance_presence_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.member_id}"

    def note(self, presence: str, by: Member) -> None:
        """Note whether they came, as ``by`` says: beside what another says of it, never in its place."""
        if by.pk == self.member_id:
            self.own_presence = presence
        else:
            self.noted_presence = presence
        if by.pk != self.member_id or not self.noted_presence:
            self.presence_by = by
        self.presence_at = timezone.now()
        self.presence = "" if self.is_disputed else self.own_presence or self.noted_presence

    @property
    def is_noted(self) -> bool:
        """Whether anybody has said whether they came."""
        return bool(self.own_presence or self.noted_presence)

    @property
    def is_disputed(self) -> bool:
        """Whether they themself say something else than another noted."""
        both = {self.own_presence, self.noted_presence} - {""}
        return len(both) > 1

    @property
    def answerable_until(self) -> datetime | None:
        """Until when an absence can be answered after an end; None while nobody has said whether they came."""
        return self.presence_at + ABSENCE_ANSWERABLE_FOR if self.presence_at else None

    def is_answerable_by(self, member: Member) -> bool:
        """Whether a member may still answer an absence, also once what the meeting belongs to has ended.

        That is who was noted as absent; and where they say otherwise, who noted it.
        """
        if self.answerable_until is None or timezone.now() >= self.answerable_until:
            return False
        if member.pk == self.member_id:
            return self.noted_presence == self.Presence.MISSED
        return self.is_disputed and self.presence_by_id == member.pk

    @property
    def said(self) -> str:
        """Whether they came, once that is noted; before, what they answered; nothing once that has no point."""
        if self.is_disputed:
            return ""  # both stand beside the name
        if self.presence:
            return str(self.get_presence_display())
        return str(self.get_response_display()) if self.meeting.is_ahead else ""


class Usefulness(OrganisationModel):
    """How useful somebody found a meeting: one tap, read by nobody else."""

    class Value(models.IntegerChoices):
        LITTLE = 1, _("a little")
        QUITE = 2, _("quite")
        VERY = 3, _("very")

    meeting = OrganisationForeignKey(Meeting, models.CASCADE, related_name="usefulness")
    member = OrganisationForeignKey(Member, models.CASCADE, related_name="+")
    value = models.PositiveSmallIntegerField(choices=Value)
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(read=own("member_id", "whose it is"), fixed=["meeting_id", "member_id"])

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "meeting", "member"], name="meetings_usefulness_once"
            ),
            models.CheckConstraint(condition=Q(value__range=(1, 3)), name="meetings_usefulness_value"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.value}"


class RolesTaken(OrganisationModel):
    """Which of the seven roles a mentor took in a meeting: a help to themselves, read by nobody else."""

    meeting = OrganisationForeignKey(Meeting, models.CASCADE, related_name="roles_taken")
    member = OrganisationForeignKey(Member, models.CASCADE, related_name="+")
    roles: Any = models.JSONField(help_text="words of ``web.labels.ROLES``, in its order")
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(read=own("member_id", "whose it is"), fixed=["meeting_id", "member_id"])

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "meeting", "member"], name="meetings_rolestaken_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.member_id}"


class CalendarFeed(OrganisationModel):
    """The private address at which a member's calendar reads their meetings. A new key makes the old one void."""

    member = OrganisationOneToOneField(Member, models.CASCADE, related_name="+")
    key = models.UUIDField(default=uuid4)
    made_at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(read=own("member_id", "whose it is"), fixed=["member_id"])

    def __str__(self) -> str:
        return str(self.member_id)
