"""Organisations, the people in them, and the audit log of what they did."""

import unicodedata
import zoneinfo
from datetime import datetime, timedelta
from functools import cache
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import UUID7, Lower, Now
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisations.fields import OrganisationForeignKey, OrganisationOneToOneField
from organisations.names import address_name, initials
from organisations.ordering import ByName
from organisations.row_security import (
    CHANGES,
    PLATFORM,
    REMOVALS,
    Condition,
    Guard,
    RowSecurity,
    Trigger,
    own,
)
from web.dates import known_zone

OUTSIDE = Condition("{organisation} IS NULL", "who is in no organisation yet")
OWN_ACCOUNT = Condition("user_id = {user}", "the account's own")
# A function, since the wall of appointments itself asks it: a condition on its own table would ask itself without end.
ADMINS = Condition("(SELECT public.organisations_is_admin({member}))", "an admin of the organisation")
APPOINTED = Condition(
    "EXISTS (SELECT 1 FROM public.organisations_appointment a WHERE a.member_id = {member})",
    "an admin or a coordinator of the organisation",
)

# First parts of a path that belong to the platform itself, so that no organisation can take them.
RESERVED_SLUGS = frozenset(
    [
        "accounts",
        "admin",
        "api",
        "calendar",
        "demo",
        "dev",
        "docs",
        "feedback",
        "healthz",
        "help",
        "join",
        "mail",
        "media",
        "new",
        "organisation",
        "organisations",
        "operator",
        "robots",
        "showcases",
        "signin",
        "signup",
        "static",
        "support",
        "unsubscribe",
        "www",
    ]
)


def validate_slug_is_free_to_take(value: str) -> None:
    if value in RESERVED_SLUGS:
        raise ValidationError(_("This address is taken. Choose another."), code="reserved")


@cache
def known_time_zones() -> frozenset[str]:
    """The names of all zones; reading them from disk takes a while."""
    return frozenset(zoneinfo.available_timezones())


def validate_time_zone(value: str) -> None:
    if value not in known_time_zones():
        raise ValidationError(_("Choose a time zone from the list, such as Europe/London."), code="unknown")


def validate_single_line(value: str) -> None:
    if any(unicodedata.category(sign) in {"Cc", "Zl", "Zp"} for sign in value):
        raise ValidationError(_("Write this on one line."), code="lines")


class Organisation(models.Model):
    """A tenant. Visible to itself, to its members choosing where to go, and to the operator."""

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    name = models.CharField(_("name"), max_length=120, validators=[validate_single_line])
    slug = models.CharField(
        _("address"),
        max_length=40,
        unique=True,
        validators=[
            RegexValidator(
                r"\A[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?\Z",
                _("Use small letters, digits and hyphens between them."),
            ),
            validate_slug_is_free_to_take,
        ],
    )
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="Europe/London", validators=[validate_time_zone]
    )
    language = models.CharField(
        _("language"), max_length=10, default=settings.LANGUAGE_CODE, choices=settings.LANGUAGES
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    row_security = RowSecurity(
        tenant=Condition("id = {organisation} OR {operator}", "the organisation itself, or the operator"),
        also_read=OUTSIDE
        & Condition(
            "id IN (SELECT m.organisation_id FROM public.organisations_member m WHERE m.user_id = {user})",
            "their account has a member in it",
        ),
        remove=PLATFORM,
        guards=[
            Guard("settled", ["name", "slug", "time_zone", "language", "created_at"], PLATFORM | ADMINS),
        ],
    )

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The zone of its clocks; UTC when the lists of zones do not have it any more."""
        return known_zone(self.time_zone) or zoneinfo.ZoneInfo("UTC")


class OrganisationModel(models.Model):
    """What every row of an organisation has: its own key, and whose it is."""

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, editable=False, related_name="+")

    row_security: ClassVar[RowSecurity] = RowSecurity()

    class Meta:
        abstract = True


# What a registered fact makes a member, such as "Mentor"; filled by organisations.member_flags.
ROLES: dict[str, str | Promise] = {}


class MemberQuerySet(models.QuerySet["Member"]):
    def in_order(self) -> "MemberQuerySet":
        return self.order_by(ByName("display_name"), "id")


class Member(OrganisationModel):
    """A person in an organisation, before and after they have an account. All else hangs on this."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    email = models.EmailField(_("e-mail address"), max_length=254)  # by which they were added
    # Where mail to them goes, and what others are shown: the main address of their account, once they have one. The
    # database itself keeps it, whoever changes the account and wherever.
    mail_address = models.EmailField(db_default="", editable=False, max_length=254)
    display_name = models.CharField(_("name"), max_length=120, validators=[validate_single_line])
    called = models.CharField(
        _("what to call you"), max_length=60, blank=True, help_text=_("How a letter to you would begin.")
    )
    time_zone = models.CharField(
        _("your time zone"), max_length=64, blank=True, validators=[validate_time_zone]
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = MemberQuerySet.as_manager()

    row_security = RowSecurity(
        also_read=OUTSIDE & OWN_ACCOUNT,
        add=PLATFORM | Condition("user_id IS NULL", "an admin or coordinator, without an account"),
        remove=PLATFORM,
        guards=[
            Guard(
                "own",
                ["user_id", "email", "display_name", "called", "time_zone"],
                PLATFORM
                | Condition("OLD.id = {member}", "the member")
                | (
                    Condition("OLD.user_id IS NULL AND NEW.user_id IS NULL", "as long as nobody joined")
                    & APPOINTED
                ),
            ),
        ],
        triggers=[Trigger("where_mail_goes", "BEFORE INSERT OR UPDATE", "organisations_where_mail_goes")],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint("organisation", Lower("email"), name="organisations_member_email"),
            models.UniqueConstraint(fields=["organisation", "user"], name="organisations_member_user"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def address_name(self) -> str:
        """What to call this person: their own choice, or the first part of their name."""
        return self.called or address_name(self.display_name)

    @property
    def initials(self) -> str:
        return initials(self.display_name)

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The zone this person sees times in: their own, or the organisation's."""
        return (known_zone(self.time_zone) if self.time_zone else None) or self.organisation.zone

    @property
    def lost_zone(self) -> str:
        """The name of the zone this person would see times in, when the lists of zones do not have it any more."""
        name: str = self.time_zone or self.organisation.time_zone
        return "" if known_zone(name) else name

    @property
    def role_label(self) -> str:
        """What this person is here, of a member that a request loaded: "Mentor · Programme coordinator"."""
        return " · ".join(str(label) for fact, label in ROLES.items() if getattr(self, fact, False))

    @property
    def has_joined(self) -> bool:
        return self.user_id is not None


class Appointment(OrganisationModel):
    """That a member looks after the organisation itself, or may design programmes in it."""

    class Role(models.TextChoices):
        ADMIN = "admin", _("Organisation admin")
        COORDINATOR = "coordinator", _("Programme coordinator")

    member = OrganisationForeignKey(Member, models.CASCADE, related_name="appointments")
    role = models.CharField(max_length=20, choices=Role)
    by = OrganisationForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    row_security = RowSecurity(add=PLATFORM | ADMINS, change=PLATFORM | ADMINS)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "member", "role"], name="organisations_appointment_once"
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=["admin", "coordinator"]), name="organisations_appointment_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.role}"


class Invitation(OrganisationModel):
    """That a member who has no account here yet may connect one. The link is signed, so no secret is kept."""

    member = OrganisationOneToOneField(Member, models.CASCADE, related_name="invitation")
    by = OrganisationForeignKey(Member, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    times = models.PositiveSmallIntegerField(default=1, help_text="how often they were invited")

    row_security = RowSecurity(
        add=PLATFORM | (own("by_id", "who invites") & APPOINTED), change=PLATFORM | APPOINTED
    )

    def __str__(self) -> str:
        return f"{self.member_id}"

    @property
    def again_from(self) -> datetime:
        """When they may be invited again: after ten minutes the first time, then each time three times as long."""
        wait = timedelta(minutes=10 * 3 ** min(int(self.times) - 1, 6))
        return self.sent_at + min(wait, timedelta(days=5))

    @property
    def may_be_repeated(self) -> bool:
        return self.again_from <= timezone.now()

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.expires_at > timezone.now()


class AuditEntry(OrganisationModel):
    """One line of the audit log: who did what to what and when. Rows are only added, and hold no words of people."""

    by = OrganisationForeignKey(Member, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now(), editable=False)
    action = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    facts = models.JSONField(default=dict)
    for_admins = models.BooleanField(
        default=False, help_text="whether organisation admins read it; the others are their author's alone"
    )

    row_security = RowSecurity(
        read=own("by_id", "whoever did it")
        | (Condition("for_admins", "it is for admins") & (PLATFORM | ADMINS))
        | (Condition("by_id IS NULL", "nobody did it") & PLATFORM),
        add=PLATFORM | Condition("by_id IS NULL", "nobody did it") | own("by_id", "whoever did it"),
        refused=[CHANGES, REMOVALS],
    )

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation", "-at"], name="organisations_audit_at"),
            models.Index(fields=["organisation", "subject_id"], name="organisations_audit_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_kind} {self.subject_id}"


class SentForm(OrganisationModel):
    """That a member sent a form, so that the same form sent again does nothing again. Kept for a day.

    A form is the same when it comes from the same page, goes to the same address and says the same.
    """

    member = OrganisationForeignKey(Member, models.CASCADE, related_name="+", db_index=False)
    digest = models.CharField(max_length=32, editable=False)
    location = models.TextField(help_text="where it led; empty where a piece of its page answered")
    sent_at = models.DateTimeField(db_default=Now(), editable=False)

    row_security = RowSecurity(
        read=own("member_id", "who sent it") | PLATFORM,
        add=own("member_id", "who sent it"),
        fixed=["member_id", "digest"],
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "member", "digest"], name="organisations_sentform_once"
            ),
        ]

    def __str__(self) -> str:
        return self.digest
