from django.db import migrations, models
from organisations.tables import Tables
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.uuid
import django.utils.timezone
import organisations.fields
import organisations.models
import uuid


def owned(table: str, column: str, name: str) -> tuple[str, str]:
    """Tie a share to a piece of whoever shares it. By reference, since policies of two tables cannot each look into
    the other."""
    return (
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_owned UNIQUE (organisation_id, id, owner_id);"
        f"ALTER TABLE portfolios_share ADD CONSTRAINT portfolios_share_{name}_owned "
        f"FOREIGN KEY (organisation_id, {column}, owner_id) REFERENCES {table} (organisation_id, id, owner_id) "
        "DEFERRABLE INITIALLY DEFERRED",
        f"ALTER TABLE portfolios_share DROP CONSTRAINT portfolios_share_{name}_owned;"
        f"ALTER TABLE {table} DROP CONSTRAINT {table}_owned",
    )


# A second look at a competency is at that of the same person.
SECOND_LOOK = """
ALTER TABLE portfolios_assessment
    ADD CONSTRAINT portfolios_assessment_of UNIQUE (organisation_id, id, owner_id, competency_id);
ALTER TABLE portfolios_assessment ADD CONSTRAINT portfolios_assessment_second_look
    FOREIGN KEY (organisation_id, first_id, owner_id, competency_id)
    REFERENCES portfolios_assessment (organisation_id, id, owner_id, competency_id) DEFERRABLE INITIALLY DEFERRED;
"""
ANY_LOOK = """
ALTER TABLE portfolios_assessment DROP CONSTRAINT portfolios_assessment_second_look;
ALTER TABLE portfolios_assessment DROP CONSTRAINT portfolios_assessment_of;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("development_plans", "0001_schema"),
        ("files", "0001_schema"),
        ("organisations", "0001_schema"),
        ("partnerships", "0001_schema"),
        ("programmes", "0001_schema"),
    ]

    replaces = [
        ("portfolios", "0001_tables"),
        ("portfolios", "0002_their_walls"),
        ("portfolios", "0003_pin_functions"),
        ("portfolios", "0004_tries_are_counted_elsewhere"),
    ]

    operations = [
        Tables(
            migrations.CreateModel(
                name="DiaryEntry",
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
                    ("changed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ("on", models.DateField(default=django.utils.timezone.localdate, verbose_name="day")),
                    ("text", models.TextField(max_length=8000, verbose_name="what you want to keep")),
                    (
                        "created_at",
                        models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
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
                        "owner",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            editable=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                ],
                options={
                    "ordering": ["-on", "-id"],
                    "indexes": [models.Index(fields=["organisation", "owner", "-on"], name="portfolios_diary_days")],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("text", ""), _negated=True), name="portfolios_diary_text"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Evidence",
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
                    ("changed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("achievement", "Achievement"),
                                ("qualification", "Qualification"),
                                ("certificate", "Certificate"),
                                ("course", "Course attended"),
                                ("post", "Post of responsibility"),
                                ("reflection", "Reflection"),
                            ],
                            max_length=13,
                            verbose_name="kind",
                        ),
                    ),
                    (
                        "title",
                        models.CharField(
                            max_length=160, validators=[organisations.models.validate_single_line], verbose_name="title"
                        ),
                    ),
                    ("began_on", models.DateField(verbose_name="date, or when it began")),
                    ("ended_on", models.DateField(blank=True, null=True, verbose_name="when it ended")),
                    ("expires_on", models.DateField(blank=True, null=True, verbose_name="valid until")),
                    ("shows", models.TextField(blank=True, max_length=8000, verbose_name="what it shows")),
                    (
                        "relates_to",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=12), blank=True, default=list
                        ),
                    ),
                    (
                        "created_at",
                        models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
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
                        "owner",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            editable=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "origin_kind",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("entry", "the diary"),
                                ("task", "a task of a pathway"),
                                ("action", "an action of a plan"),
                                ("plan", "a plan"),
                                ("meeting", "a meeting or a session"),
                            ],
                            db_default="",
                            default="",
                            editable=False,
                            max_length=7,
                        ),
                    ),
                    (
                        "origin",
                        models.UUIDField(
                            editable=False,
                            help_text="the key of what it was made from, which may be gone by now",
                            null=True,
                        ),
                    ),
                ],
                options={
                    "verbose_name_plural": "evidence",
                    "ordering": ["-began_on", "-id"],
                    "indexes": [
                        models.Index(fields=["organisation", "owner", "-began_on"], name="portfolios_evidence_days")
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "kind__in",
                                    ["achievement", "qualification", "certificate", "course", "post", "reflection"],
                                )
                            ),
                            name="portfolios_evidence_kind",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("title", ""), _negated=True), name="portfolios_evidence_title"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "relates_to__contained_by",
                                    ["progression", "competencies", "career-plan", "training", "review"],
                                )
                            ),
                            name="portfolios_evidence_relates",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("ended_on__isnull", True), ("ended_on__gte", models.F("began_on")), _connector="OR"
                            ),
                            name="portfolios_evidence_ends_after",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("expires_on__isnull", True), ("expires_on__gte", models.F("began_on")), _connector="OR"
                            ),
                            name="portfolios_evidence_valid_after",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("origin__isnull", True), ("origin_kind", "")),
                                models.Q(
                                    ("origin__isnull", False),
                                    ("origin_kind__in", ["entry", "task", "action", "plan", "meeting"]),
                                ),
                                _connector="OR",
                            ),
                            name="portfolios_evidence_origin",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="EvidenceFile",
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
                    ("key", models.CharField(editable=False, max_length=120)),
                    ("name", models.CharField(max_length=120, verbose_name="name")),
                    ("content_type", models.CharField(editable=False, max_length=100)),
                    ("size", models.PositiveBigIntegerField(editable=False, help_text="bytes, without the thumbnail")),
                    ("width", models.PositiveIntegerField(editable=False, null=True)),
                    ("height", models.PositiveIntegerField(editable=False, null=True)),
                    (
                        "created_at",
                        models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                    ),
                    (
                        "entry",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            editable=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="files.ledgerentry",
                        ),
                    ),
                    (
                        "evidence",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="files",
                            to="portfolios.evidence",
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
                    "ordering": ["created_at", "id"],
                },
            ),
            migrations.CreateModel(
                name="Profile",
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
                    ("changed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    (
                        "personal_attributes",
                        models.TextField(blank=True, max_length=8000, verbose_name="personal attributes"),
                    ),
                    ("job_skills", models.TextField(blank=True, max_length=8000, verbose_name="job skills")),
                    ("personal_skills", models.TextField(blank=True, max_length=8000, verbose_name="personal skills")),
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
                        "owner",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            editable=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("organisation", "owner"), name="portfolios_profile_once")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Share",
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
                    ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("taken_back_at", models.DateTimeField(null=True)),
                    (
                        "entry",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="shares",
                            to="portfolios.diaryentry",
                        ),
                    ),
                    (
                        "evidence",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="shares",
                            to="portfolios.evidence",
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
                        "owner",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "partnership",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="partnerships.partnership",
                        ),
                    ),
                    (
                        "profile",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="shares",
                            to="portfolios.profile",
                        ),
                    ),
                    (
                        "reader",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                ],
                options={
                    "ordering": ["-at", "-id"],
                    "indexes": [
                        models.Index(fields=["organisation", "reader"], name="portfolios_share_reader"),
                        models.Index(fields=["organisation", "owner"], name="portfolios_share_owner"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("entry__isnull", True), ("evidence__isnull", False), ("profile__isnull", True)
                                ),
                                models.Q(
                                    ("entry__isnull", False), ("evidence__isnull", True), ("profile__isnull", True)
                                ),
                                models.Q(
                                    ("entry__isnull", True), ("evidence__isnull", True), ("profile__isnull", False)
                                ),
                                _connector="OR",
                            ),
                            name="portfolios_share_one_piece",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("owner", models.F("reader")), _negated=True),
                            name="portfolios_share_another",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("taken_back_at", None)),
                            fields=("organisation", "partnership", "reader", "evidence"),
                            name="portfolios_share_evidence_once",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("taken_back_at", None)),
                            fields=("organisation", "partnership", "reader", "entry"),
                            name="portfolios_share_entry_once",
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("taken_back_at", None)),
                            fields=("organisation", "partnership", "reader", "profile"),
                            name="portfolios_share_profile_once",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Framework",
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
                    ("about", models.TextField(blank=True, max_length=2000, verbose_name="what it is for")),
                    ("version", models.PositiveSmallIntegerField(default=1, editable=False)),
                    ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ("opened_at", models.DateTimeField(editable=False, null=True)),
                    (
                        "follows",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            editable=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="followed_by",
                            to="portfolios.framework",
                        ),
                    ),
                    (
                        "made_by",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            editable=False,
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
                ],
                options={
                    "ordering": ["name", "-version", "id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("name", ""), _negated=True), name="portfolios_framework_name"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("follows__isnull", True), ("version", 1)),
                                models.Q(("follows__isnull", False), ("version__gt", 1)),
                                _connector="OR",
                            ),
                            name="portfolios_framework_version",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Competency",
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
                    ("line", models.UUIDField(default=uuid.uuid4, editable=False)),
                    ("position", models.PositiveSmallIntegerField(default=0, editable=False)),
                    (
                        "area",
                        models.CharField(
                            blank=True,
                            max_length=120,
                            validators=[organisations.models.validate_single_line],
                            verbose_name="area",
                        ),
                    ),
                    (
                        "title",
                        models.CharField(
                            max_length=200,
                            validators=[organisations.models.validate_single_line],
                            verbose_name="competency",
                        ),
                    ),
                    ("description", models.TextField(blank=True, max_length=2000, verbose_name="what it looks like")),
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
                        "framework",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="competencies",
                            to="portfolios.framework",
                        ),
                    ),
                ],
                options={
                    "verbose_name_plural": "competencies",
                    "ordering": ["position", "id"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "framework", "line"), name="portfolios_competency_line"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("title", ""), _negated=True), name="portfolios_competency_title"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Showing",
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
                    ("line", models.UUIDField()),
                    (
                        "evidence",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="showings",
                            to="portfolios.evidence",
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
                            fields=("organisation", "evidence", "line"), name="portfolios_showing_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Showcase",
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
                        "title",
                        models.CharField(
                            max_length=160, validators=[organisations.models.validate_single_line], verbose_name="title"
                        ),
                    ),
                    ("introduction", models.TextField(blank=True, max_length=8000, verbose_name="introduction")),
                    ("with_profile", models.BooleanField(default=False, verbose_name="Show my profile too")),
                    ("changed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
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
                        "owner",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            editable=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "with_confirmations",
                        models.BooleanField(default=False, verbose_name="Show what my organisation confirmed"),
                    ),
                ],
                options={
                    "ordering": ["-changed_at", "-id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("title", ""), _negated=True), name="portfolios_showcase_title"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="ShowcaseItem",
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
                    ("position", models.PositiveSmallIntegerField()),
                    (
                        "evidence",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="portfolios.evidence",
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
                        "showcase",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="items",
                            to="portfolios.showcase",
                        ),
                    ),
                ],
                options={
                    "ordering": ["position", "id"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "showcase", "evidence"), name="portfolios_showcase_item_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="ShowcaseLink",
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
                    ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                    ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("expires_at", models.DateTimeField()),
                    ("revoked_at", models.DateTimeField(null=True)),
                    ("passphrase", models.CharField(blank=True, help_text="a hash; empty without one", max_length=160)),
                    ("views", models.PositiveIntegerField(default=0)),
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
                        "showcase",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="links",
                            to="portfolios.showcase",
                        ),
                    ),
                ],
                options={
                    "ordering": ["-made_at", "-id"],
                    "constraints": [
                        models.UniqueConstraint(fields=("organisation", "key"), name="portfolios_showcase_link_key")
                    ],
                },
            ),
            migrations.CreateModel(
                name="AssessedPiece",
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
                    ("position", models.PositiveSmallIntegerField()),
                    ("source", models.UUIDField(help_text="the key of the evidence, which may be gone by now")),
                    (
                        "share",
                        models.UUIDField(
                            help_text="the key of the share that asking gave; none if it was there", null=True
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("achievement", "Achievement"),
                                ("qualification", "Qualification"),
                                ("certificate", "Certificate"),
                                ("course", "Course attended"),
                                ("post", "Post of responsibility"),
                                ("reflection", "Reflection"),
                            ],
                            max_length=13,
                        ),
                    ),
                    ("title", models.CharField(max_length=160)),
                    ("began_on", models.DateField()),
                    ("ended_on", models.DateField(null=True)),
                    ("expires_on", models.DateField(null=True)),
                    ("shows", models.TextField(blank=True, max_length=8000)),
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
                        "assessment",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="pieces",
                            to="portfolios.assessment",
                        ),
                    ),
                ],
                options={
                    "ordering": ["position", "id"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "assessment", "source"), name="portfolios_assessed_piece_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="AssessedFile",
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
                    ("source", models.UUIDField(help_text="the key of the file, which may be gone by now")),
                    ("name", models.CharField(max_length=120, verbose_name="name")),
                    ("content_type", models.CharField(editable=False, max_length=100)),
                    ("size", models.PositiveBigIntegerField(editable=False, help_text="bytes, without the thumbnail")),
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
                        "piece",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="files",
                            to="portfolios.assessedpiece",
                        ),
                    ),
                    (
                        "entry",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            editable=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="files.ledgerentry",
                        ),
                    ),
                    ("key", models.CharField(editable=False, max_length=120)),
                    ("width", models.PositiveIntegerField(editable=False, null=True)),
                    ("height", models.PositiveIntegerField(editable=False, null=True)),
                ],
                options={
                    "ordering": ["id"],
                },
            ),
            migrations.CreateModel(
                name="Assessment",
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
                        "words",
                        models.TextField(
                            blank=True, max_length=2000, verbose_name="What you would like them to look at"
                        ),
                    ),
                    ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("read_at", models.DateTimeField(help_text="when its owner first saw what came of it", null=True)),
                    (
                        "assessor",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "competency",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="portfolios.competency",
                        ),
                    ),
                    (
                        "first",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            help_text="what it is a second look at",
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="second_looks",
                            to="portfolios.assessment",
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
                        "owner",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "partnership",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="partnerships.partnership",
                        ),
                    ),
                    (
                        "settled_at",
                        models.DateTimeField(
                            help_text="when it was judged or ended: beside those rows, so that every request can ask for it",
                            null=True,
                        ),
                    ),
                ],
                options={
                    "ordering": ["-asked_at", "-id"],
                    "indexes": [
                        models.Index(fields=["organisation", "owner"], name="portfolios_assessment_owner"),
                        models.Index(fields=["organisation", "assessor"], name="portfolios_assessment_assessor"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("owner", models.F("assessor")), _negated=True),
                            name="portfolios_assessment_by_another",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Declaration",
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
                        "manages",
                        models.BooleanField(help_text="whether one of the two is in the other's line of management"),
                    ),
                    ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "about",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "assessment",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            help_text="none when the word kept the assessment from being asked for",
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="declarations",
                            to="portfolios.assessment",
                        ),
                    ),
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
                    "ordering": ["at", "id"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "assessment", "by"), name="portfolios_declaration_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("manages", True), ("assessment__isnull", False), _connector="OR"),
                            name="portfolios_declaration_of_what",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Ending",
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
                        "kind",
                        models.CharField(
                            choices=[
                                ("taken-back", "taken back"),
                                ("declined", "declined"),
                                ("conflict", "not possible: line of management"),
                                ("parted", "ended with the partnership"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("why", models.CharField(blank=True, max_length=500, verbose_name="A word to them")),
                    ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "assessment",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="ending",
                            to="portfolios.assessment",
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
                        models.CheckConstraint(
                            condition=models.Q(("kind__in", ["taken-back", "declined", "conflict", "parted"])),
                            name="portfolios_ending_kind",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Level",
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
                    ("position", models.PositiveSmallIntegerField()),
                    ("name", models.CharField(max_length=60, validators=[organisations.models.validate_single_line])),
                    (
                        "means",
                        models.CharField(
                            blank=True, max_length=300, validators=[organisations.models.validate_single_line]
                        ),
                    ),
                    (
                        "framework",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="levels",
                            to="portfolios.framework",
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
                    "ordering": ["position", "id"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "framework", "position"), name="portfolios_level_position"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("name", ""), _negated=True), name="portfolios_level_name"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Judgement",
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
                        "how",
                        models.CharField(
                            choices=[
                                ("read", "I read the evidence"),
                                ("observed", "I watched it being done"),
                                ("both", "Both"),
                            ],
                            max_length=8,
                            verbose_name="What does it rest on?",
                        ),
                    ),
                    ("feedback", models.TextField(max_length=4000, verbose_name="Feedback")),
                    ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "assessment",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="judgement",
                            to="portfolios.assessment",
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
                        "level",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="portfolios.level",
                            verbose_name="How far is it there?",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("how__in", ["read", "observed", "both"])),
                            name="portfolios_judgement_how",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("feedback", ""), _negated=True), name="portfolios_judgement_feedback"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Requirement",
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
                        "about",
                        models.TextField(
                            blank=True,
                            help_text="What the assessment is for, and what happens with it.",
                            max_length=4000,
                            verbose_name="What everybody should know",
                        ),
                    ),
                    ("evidence_by", models.DateField(blank=True, null=True, verbose_name="Evidence is there by")),
                    ("assessed_by", models.DateField(blank=True, null=True, verbose_name="Everything is assessed by")),
                    ("changed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    (
                        "cohort",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="requirement",
                            to="programmes.cohort",
                        ),
                    ),
                    (
                        "framework",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="portfolios.framework",
                            verbose_name="Framework",
                        ),
                    ),
                    (
                        "level",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            help_text="the lowest that is enough; none: any",
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="portfolios.level",
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
                        "written_by",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            editable=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("evidence_by", None),
                                ("assessed_by", None),
                                ("evidence_by__lte", models.F("assessed_by")),
                                _connector="OR",
                            ),
                            name="portfolios_requirement_days_in_order",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Criterion",
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
                    ("line", models.UUIDField()),
                    ("pieces", models.PositiveSmallIntegerField()),
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
                        "requirement",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="criteria",
                            to="portfolios.requirement",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "requirement", "line"), name="portfolios_criterion_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("pieces__range", (1, 9))), name="portfolios_criterion_pieces"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Bearing",
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
                        "evidence",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="bearings",
                            to="portfolios.evidence",
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
                        "plan",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="development_plans.plan",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "evidence", "plan"), name="portfolios_bearing_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="ConfirmationRequest",
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
                    ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "settled_at",
                        models.DateTimeField(
                            help_text="when it was answered or taken back: beside those rows, so that every request can ask for it",
                            null=True,
                        ),
                    ),
                    (
                        "read_at",
                        models.DateTimeField(help_text="when its owner first saw what came of it last", null=True),
                    ),
                    (
                        "cohort",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            help_text="in which the owner is or was enrolled",
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="programmes.cohort",
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
                        "owner",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                ],
                options={
                    "ordering": ["-asked_at", "-id"],
                    "indexes": [
                        models.Index(fields=["organisation", "owner"], name="portfolios_request_owner"),
                        models.Index(fields=["organisation", "cohort"], name="portfolios_request_cohort"),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Confirmation",
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
                        "organisation",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.organisation",
                        ),
                    ),
                    (
                        "request",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="confirmation",
                            to="portfolios.confirmationrequest",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Credential",
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
                    ("key", models.UUIDField(default=uuid.uuid4, help_text="what the credential is called; random")),
                    (
                        "achievement",
                        models.UUIDField(default=uuid.uuid4, help_text="what its achievement is called; random"),
                    ),
                    ("jwt", models.TextField(help_text="signed, in its compact form")),
                    ("issued_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("revoked_at", models.DateTimeField(null=True)),
                    (
                        "confirmation",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="credential",
                            to="portfolios.confirmation",
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
                        "owner",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                ],
                options={
                    "ordering": ["issued_at", "id"],
                    "constraints": [
                        models.UniqueConstraint(fields=("organisation", "key"), name="portfolios_credential_key"),
                        models.UniqueConstraint(
                            fields=("organisation", "achievement"), name="portfolios_credential_achievement"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="RequestEnding",
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
                        "kind",
                        models.CharField(
                            choices=[("taken-back", "taken back"), ("declined", "declined")], max_length=10
                        ),
                    ),
                    ("why", models.CharField(blank=True, max_length=500, verbose_name="Your reason")),
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
                        "organisation",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.organisation",
                        ),
                    ),
                    (
                        "request",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="ending",
                            to="portfolios.confirmationrequest",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("kind", "taken-back"), ("why", "")),
                                models.Q(("kind", "declined"), models.Q(("why", ""), _negated=True)),
                                _connector="OR",
                            ),
                            name="portfolios_requestending_kind",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Revocation",
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
                    ("why", models.CharField(max_length=500, verbose_name="Your reason")),
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
                        "confirmation",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="revocation",
                            to="portfolios.confirmation",
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
                        models.CheckConstraint(
                            condition=models.Q(("why", ""), _negated=True), name="portfolios_revocation_why"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="SigningKey",
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
                    ("public", models.JSONField(help_text="a JSON Web Key without its private parts")),
                    (
                        "sealed",
                        models.TextField(blank=True, help_text="see portfolios.issuing.keys; empty once retired"),
                    ),
                    ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("retired_at", models.DateTimeField(null=True)),
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
                    "ordering": ["-made_at", "id"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("retired_at", None)),
                            fields=("organisation",),
                            name="portfolios_signingkey_one",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("retired_at", None), models.Q(("sealed", ""), _negated=True)),
                                models.Q(("retired_at__isnull", False), ("sealed", "")),
                                _connector="OR",
                            ),
                            name="portfolios_signingkey_sealed",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Submission",
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
                    ("source", models.UUIDField(help_text="the key of the evidence, which may be gone by now")),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("achievement", "Achievement"),
                                ("qualification", "Qualification"),
                                ("certificate", "Certificate"),
                                ("course", "Course attended"),
                                ("post", "Post of responsibility"),
                                ("reflection", "Reflection"),
                            ],
                            max_length=13,
                        ),
                    ),
                    ("title", models.CharField(max_length=160)),
                    ("began_on", models.DateField()),
                    ("ended_on", models.DateField(null=True)),
                    ("expires_on", models.DateField(null=True)),
                    ("shows", models.TextField(blank=True, max_length=8000)),
                    (
                        "achievement",
                        models.CharField(
                            max_length=120, validators=[organisations.models.validate_single_line], verbose_name="Title"
                        ),
                    ),
                    (
                        "description",
                        models.CharField(
                            max_length=300,
                            validators=[organisations.models.validate_single_line],
                            verbose_name="What it stands for",
                        ),
                    ),
                    ("criteria", models.TextField(max_length=2000, verbose_name="What somebody has to show for it")),
                    (
                        "narrative",
                        models.TextField(blank=True, max_length=2000, verbose_name="What it says of your evidence"),
                    ),
                    (
                        "competency",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="portfolios.competency",
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
                        "request",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="submission",
                            to="portfolios.confirmationrequest",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("achievement", ""), _negated=True),
                                models.Q(("description", ""), _negated=True),
                                models.Q(("criteria", ""), _negated=True),
                            ),
                            name="portfolios_submission_worded",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="SubmissionFile",
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
                    ("key", models.CharField(editable=False, max_length=120)),
                    ("name", models.CharField(max_length=120, verbose_name="name")),
                    ("content_type", models.CharField(editable=False, max_length=100)),
                    ("size", models.PositiveBigIntegerField(editable=False, help_text="bytes, without the thumbnail")),
                    ("width", models.PositiveIntegerField(editable=False, null=True)),
                    ("height", models.PositiveIntegerField(editable=False, null=True)),
                    ("source", models.UUIDField(help_text="the key of the file, which may be gone by now")),
                    (
                        "entry",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            editable=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="files.ledgerentry",
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
                        "submission",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="files",
                            to="portfolios.submission",
                        ),
                    ),
                ],
                options={
                    "ordering": ["id"],
                },
            ),
        ),
        migrations.RunSQL(*owned("portfolios_evidence", "evidence_id", "evidence")),
        migrations.RunSQL(*owned("portfolios_diaryentry", "entry_id", "entry")),
        migrations.RunSQL(*owned("portfolios_profile", "profile_id", "profile")),
        migrations.RunSQL(SECOND_LOOK, ANY_LOOK),
    ]
