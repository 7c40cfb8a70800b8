from django.conf import settings
from django.core.validators import RegexValidator
from django.db import migrations, models
from django.db.migrations import CreateModel
from django.db.models.functions import UUID7, Lower, Now
from django.utils import timezone

from organisations.fields import OrganisationForeignKey, OrganisationOneToOneField
from organisations.models import (
    validate_single_line,
    validate_slug_is_free_to_take,
    validate_time_zone,
)
from organisations.tables import Tables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        # Not needed, but made while there are few models: later, each of their steps draws up all of ours anew.
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
    ]

    replaces = [
        ("organisations", "0001_initial"),
        ("organisations", "0004_invitations_are_counted"),
    ]

    operations = [
        Tables(
            CreateModel(
                "Organisation",
                [
                    ("id", models.UUIDField(db_default=UUID7(), editable=False, primary_key=True, serialize=False)),
                    ("name", models.CharField(max_length=120, validators=[validate_single_line], verbose_name="name")),
                    (
                        "slug",
                        models.CharField(
                            max_length=40,
                            unique=True,
                            validators=[
                                RegexValidator("\\A[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?\\Z", "Use small letters, digits and hyphens between them."),
                                validate_slug_is_free_to_take,
                            ],
                            verbose_name="address",
                        ),
                    ),
                    (
                        "time_zone",
                        models.CharField(default="Europe/London", max_length=64, validators=[validate_time_zone], verbose_name="time zone"),
                    ),
                    ("language", models.CharField(choices=[("en-gb", "English")], default="en-gb", max_length=10, verbose_name="language")),
                    ("created_at", models.DateTimeField(db_default=Now(), editable=False)),
                ],
            ),
            CreateModel(
                "Member",
                [
                    ("id", models.UUIDField(db_default=UUID7(), editable=False, primary_key=True, serialize=False)),
                    ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                    ("display_name", models.CharField(max_length=120, validators=[validate_single_line], verbose_name="name")),
                    (
                        "called",
                        models.CharField(blank=True, help_text="How a letter to you would begin.", max_length=60, verbose_name="what to call you"),
                    ),
                    ("time_zone", models.CharField(blank=True, max_length=64, validators=[validate_time_zone], verbose_name="your time zone")),
                    ("created_at", models.DateTimeField(db_default=Now(), editable=False)),
                    ("user", models.ForeignKey(blank=True, null=True, on_delete=models.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                    ("organisation", models.ForeignKey(editable=False, on_delete=models.CASCADE, related_name="+", to="organisations.organisation")),
                ],
                {
                    "constraints": [
                        models.UniqueConstraint(models.F("organisation"), Lower("email"), name="organisations_member_email"),
                        models.UniqueConstraint(fields=("organisation", "user"), name="organisations_member_user"),
                    ],
                },
            ),
            CreateModel(
                "Invitation",
                [
                    ("id", models.UUIDField(db_default=UUID7(), editable=False, primary_key=True, serialize=False)),
                    ("sent_at", models.DateTimeField(default=timezone.now)),
                    ("expires_at", models.DateTimeField()),
                    ("accepted_at", models.DateTimeField(null=True)),
                    (
                        "by",
                        OrganisationForeignKey(db_constraint=False, null=True, on_delete=models.PROTECT, related_name="+", to="organisations.member"),
                    ),
                    (
                        "member",
                        OrganisationOneToOneField(
                            db_constraint=False, on_delete=models.CASCADE, related_name="invitation", to="organisations.member"
                        ),
                    ),
                    ("organisation", models.ForeignKey(editable=False, on_delete=models.CASCADE, related_name="+", to="organisations.organisation")),
                    ("times", models.PositiveSmallIntegerField(default=1, help_text="how often they were invited")),
                ],
            ),
            CreateModel(
                "AuditEntry",
                [
                    ("id", models.UUIDField(db_default=UUID7(), editable=False, primary_key=True, serialize=False)),
                    ("at", models.DateTimeField(db_default=Now(), editable=False)),
                    ("action", models.CharField(max_length=60)),
                    ("subject_kind", models.CharField(max_length=60)),
                    ("subject_id", models.UUIDField()),
                    ("facts", models.JSONField(default=dict)),
                    (
                        "by",
                        OrganisationForeignKey(db_constraint=False, null=True, on_delete=models.PROTECT, related_name="+", to="organisations.member"),
                    ),
                    ("organisation", models.ForeignKey(editable=False, on_delete=models.CASCADE, related_name="+", to="organisations.organisation")),
                    (
                        "for_admins",
                        models.BooleanField(default=False, help_text="whether organisation admins read it; the others are their author's alone"),
                    ),
                ],
                {
                    "indexes": [
                        models.Index(fields=["organisation", "-at"], name="organisations_audit_at"),
                        models.Index(fields=["organisation", "subject_id"], name="organisations_audit_subject"),
                    ],
                },
            ),
            CreateModel(
                "Appointment",
                [
                    ("id", models.UUIDField(db_default=UUID7(), editable=False, primary_key=True, serialize=False)),
                    ("role", models.CharField(choices=[("admin", "Organisation admin"), ("coordinator", "Programme coordinator")], max_length=20)),
                    ("at", models.DateTimeField(default=timezone.now)),
                    ("by", OrganisationForeignKey(db_constraint=False, on_delete=models.PROTECT, related_name="+", to="organisations.member")),
                    (
                        "member",
                        OrganisationForeignKey(db_constraint=False, on_delete=models.CASCADE, related_name="appointments", to="organisations.member"),
                    ),
                    ("organisation", models.ForeignKey(editable=False, on_delete=models.CASCADE, related_name="+", to="organisations.organisation")),
                ],
                {
                    "constraints": [
                        models.UniqueConstraint(fields=("organisation", "member", "role"), name="organisations_appointment_once"),
                        models.CheckConstraint(condition=models.Q(("role__in", ["admin", "coordinator"])), name="organisations_appointment_role"),
                    ],
                },
            ),
        ),
    ]
