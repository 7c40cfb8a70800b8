from django.conf import settings
from django.db import migrations, models
from organisations.tables import Tables
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import django.db.models.functions.uuid
import django.utils.timezone
import organisations.fields
import organisations.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_schema"),
    ]

    replaces = [
        ("organisations", "0001_tables"),
        ("organisations", "0002_their_walls"),
        ("organisations", "0003_sent_forms"),
        ("organisations", "0004_mail_follows_the_account"),
        ("organisations", "0005_who_changes_members"),
        ("organisations", "0006_who_changes_the_organisation"),
    ]

    operations = [
        Tables(
            migrations.CreateModel(
                name="Organisation",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            db_default=django.db.models.functions.uuid.UUID7(),
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    (
                        "name",
                        models.CharField(
                            max_length=120, validators=[organisations.models.validate_single_line], verbose_name="name"
                        ),
                    ),
                    (
                        "slug",
                        models.CharField(
                            max_length=40,
                            unique=True,
                            validators=[
                                django.core.validators.RegexValidator(
                                    "\\A[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?\\Z",
                                    "Use small letters, digits and hyphens between them.",
                                ),
                                organisations.models.validate_slug_is_free_to_take,
                            ],
                            verbose_name="address",
                        ),
                    ),
                    (
                        "time_zone",
                        models.CharField(
                            default="Europe/London",
                            max_length=64,
                            validators=[organisations.models.validate_time_zone],
                            verbose_name="time zone",
                        ),
                    ),
                    (
                        "language",
                        models.CharField(
                            choices=[("en-gb", "English")], default="en-gb", max_length=10, verbose_name="language"
                        ),
                    ),
                    (
                        "created_at",
                        models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Member",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            db_default=django.db.models.functions.uuid.UUID7(),
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                    (
                        "display_name",
                        models.CharField(
                            max_length=120, validators=[organisations.models.validate_single_line], verbose_name="name"
                        ),
                    ),
                    (
                        "called",
                        models.CharField(
                            blank=True,
                            help_text="How a letter to you would begin.",
                            max_length=60,
                            verbose_name="what to call you",
                        ),
                    ),
                    (
                        "time_zone",
                        models.CharField(
                            blank=True,
                            max_length=64,
                            validators=[organisations.models.validate_time_zone],
                            verbose_name="your time zone",
                        ),
                    ),
                    (
                        "created_at",
                        models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                    ),
                    (
                        "user",
                        models.ForeignKey(
                            blank=True,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "organisation",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.organisation",
                        ),
                    ),
                    ("mail_address", models.EmailField(db_default="", editable=False, max_length=254)),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            models.F("organisation"),
                            django.db.models.functions.text.Lower("email"),
                            name="organisations_member_email",
                        ),
                        models.UniqueConstraint(fields=("organisation", "user"), name="organisations_member_user"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Invitation",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            db_default=django.db.models.functions.uuid.UUID7(),
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("expires_at", models.DateTimeField()),
                    ("accepted_at", models.DateTimeField(null=True)),
                    (
                        "by",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "member",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="invitation",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "organisation",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.organisation",
                        ),
                    ),
                    ("times", models.PositiveSmallIntegerField(default=1, help_text="how often they were invited")),
                ],
            ),
            migrations.CreateModel(
                name="AuditEntry",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            db_default=django.db.models.functions.uuid.UUID7(),
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False)),
                    ("action", models.CharField(max_length=60)),
                    ("subject_kind", models.CharField(max_length=60)),
                    ("subject_id", models.UUIDField()),
                    ("facts", models.JSONField(default=dict)),
                    (
                        "by",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "organisation",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.organisation",
                        ),
                    ),
                    (
                        "for_admins",
                        models.BooleanField(
                            default=False,
                            help_text="whether organisation admins read it; the others are their author's alone",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["organisation", "-at"], name="organisations_audit_at"),
                        models.Index(fields=["organisation", "subject_id"], name="organisations_audit_subject"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Appointment",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            db_default=django.db.models.functions.uuid.UUID7(),
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    (
                        "role",
                        models.CharField(
                            choices=[("admin", "Organisation admin"), ("coordinator", "Programme coordinator")],
                            max_length=20,
                        ),
                    ),
                    ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "by",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "member",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="appointments",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "organisation",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.organisation",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "member", "role"), name="organisations_appointment_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("role__in", ["admin", "coordinator"])),
                            name="organisations_appointment_role",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="SentForm",
                fields=[
                    (
                        "id",
                        models.UUIDField(
                            db_default=django.db.models.functions.uuid.UUID7(),
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    ("digest", models.CharField(editable=False, max_length=32)),
                    ("location", models.TextField(help_text="where it led; empty where a piece of its page answered")),
                    (
                        "sent_at",
                        models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                    ),
                    (
                        "member",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "organisation",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.organisation",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "member", "digest"), name="organisations_sentform_once"
                        )
                    ],
                },
            ),
        ),
    ]
