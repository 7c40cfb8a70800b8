from django.db import migrations, models
from organisations.tables import Tables
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.uuid
import django.utils.timezone
import organisations.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_schema"),
    ]

    replaces = [
        ("programmes", "0001_tables"),
        ("programmes", "0002_their_walls"),
        ("programmes", "0003_take_stock"),
        ("programmes", "0004_take_stock_without_waiting"),
        ("programmes", "0005_former_partners"),
        ("programmes", "0006_import_source"),
        ("programmes", "0007_who_changes_programmes"),
        ("programmes", "0008_who_comes_back"),
    ]

    operations = [
        Tables(
            migrations.CreateModel(
                name="Cohort",
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
                    ("name", models.CharField(max_length=120, verbose_name="name")),
                    ("starts_on", models.DateField(verbose_name="starts on")),
                    ("ends_on", models.DateField(verbose_name="ends on")),
                    (
                        "created_at",
                        models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                    ),
                    (
                        "created_by",
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
                        "programme",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="cohorts",
                            to="programmes.programme",
                        ),
                    ),
                    (
                        "closed_by",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            editable=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    ("closed_at", models.DateTimeField(editable=False, null=True)),
                ],
                options={
                    "indexes": [models.Index(fields=["organisation", "starts_on"], name="programmes_cohort_on")],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "programme", "name"), name="programmes_cohort_name"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                            name="programmes_cohort_ends_after_start",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("closed_at__isnull", True), ("closed_by__isnull", True)),
                                models.Q(("closed_at__isnull", False), ("closed_by__isnull", False)),
                                _connector="OR",
                            ),
                            name="programmes_cohort_closed_by_somebody",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Enrolment",
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
                            choices=[("mentor", "Mentor"), ("mentee", "Mentee")], max_length=6, verbose_name="role"
                        ),
                    ),
                    (
                        "capacity",
                        models.PositiveSmallIntegerField(
                            default=1,
                            validators=[
                                django.core.validators.MinValueValidator(1),
                                django.core.validators.MaxValueValidator(20),
                            ],
                            verbose_name="how many mentees",
                        ),
                    ),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("invited", "Invited"),
                                ("applied", "Applied"),
                                ("accepted", "Accepted"),
                                ("waitlisted", "On the waiting list"),
                                ("declined", "Declined"),
                                ("paused", "Paused"),
                                ("active", "Active"),
                                ("completed", "Completed"),
                                ("withdrawn", "Withdrawn"),
                            ],
                            default="accepted",
                            max_length=10,
                        ),
                    ),
                    (
                        "created_at",
                        models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                    ),
                    (
                        "cohort",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="enrolments",
                            to="programmes.cohort",
                        ),
                    ),
                    (
                        "member",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="enrolments",
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
                            fields=("organisation", "cohort", "member", "role"), name="programmes_enrolment_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("role__in", ["mentor", "mentee"])), name="programmes_enrolment_role"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("capacity__range", (1, 20))), name="programmes_enrolment_capacity"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "state__in",
                                    [
                                        "invited",
                                        "applied",
                                        "accepted",
                                        "waitlisted",
                                        "declined",
                                        "paused",
                                        "active",
                                        "completed",
                                        "withdrawn",
                                    ],
                                )
                            ),
                            name="programmes_enrolment_state",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="EnrolmentChange",
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
                    ("was", models.CharField(blank=True, max_length=10)),
                    (
                        "became",
                        models.CharField(
                            choices=[
                                ("invited", "Invited"),
                                ("applied", "Applied"),
                                ("accepted", "Accepted"),
                                ("waitlisted", "On the waiting list"),
                                ("declined", "Declined"),
                                ("paused", "Paused"),
                                ("active", "Active"),
                                ("completed", "Completed"),
                                ("withdrawn", "Withdrawn"),
                            ],
                            max_length=10,
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
                        "enrolment",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="changes",
                            to="programmes.enrolment",
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
                },
            ),
            migrations.CreateModel(
                name="Import",
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
                            choices=[("mentor", "Mentor"), ("mentee", "Mentee")],
                            max_length=6,
                            verbose_name="who is in the list",
                        ),
                    ),
                    ("file_name", models.CharField(max_length=200)),
                    ("table", models.JSONField(help_text="headers and rows as read; emptied once applied")),
                    (
                        "mapping",
                        models.JSONField(
                            default=dict,
                            help_text="columns: column number to field key; choices: question key to its choices",
                        ),
                    ),
                    ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("applied_at", models.DateTimeField(null=True)),
                    ("applied_rows", models.PositiveIntegerField(default=0)),
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
                        "cohort",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="imports",
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
                        "source",
                        models.BinaryField(
                            help_text="the file, to be read in another way; emptied once applied", null=True
                        ),
                    ),
                    (
                        "reading",
                        models.JSONField(
                            default=dict,
                            help_text="asked: how to read the file; found: how it was read; alternatives: how else it could be",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("role__in", ["mentor", "mentee"])), name="programmes_import_role"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="MatchingRun",
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
                    ("criteria", models.JSONField()),
                    (
                        "left_out",
                        models.JSONField(
                            default=list, help_text="mentees without a mentor, and which rules stood in the way"
                        ),
                    ),
                    ("spare", models.JSONField(default=list, help_text="mentors with places left")),
                    ("confirmed_at", models.DateTimeField(null=True)),
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
                        "cohort",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="runs",
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
                        "basis",
                        models.JSONField(
                            default=dict,
                            help_text="what the run rests on, as programmes.basis sums it up; empty for the earliest runs",
                        ),
                    ),
                ],
                options={
                    "ordering": ["-at", "-id"],
                },
            ),
            migrations.CreateModel(
                name="Programme",
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
                    ("name", models.CharField(max_length=120, verbose_name="name")),
                    (
                        "template",
                        models.CharField(
                            choices=[
                                ("blank", "Blank"),
                                ("induction", "Induction of new staff"),
                                ("education", "Beside an educational programme"),
                                ("potential", "High potential"),
                                ("career", "Change of career or of responsibilities"),
                                ("teaching", "Teaching practice"),
                            ],
                            default="blank",
                            max_length=20,
                            verbose_name="begin with",
                        ),
                    ),
                    ("purpose", models.TextField(blank=True, max_length=2000, verbose_name="what it is for")),
                    (
                        "format",
                        models.CharField(
                            choices=[
                                ("one-to-one", "One mentor, one mentee"),
                                ("group", "One mentor, a few mentees"),
                                ("peer", "Two peers"),
                            ],
                            default="one-to-one",
                            max_length=12,
                            verbose_name="format",
                        ),
                    ),
                    (
                        "weeks_initiation",
                        models.PositiveSmallIntegerField(
                            default=6,
                            validators=[
                                django.core.validators.MinValueValidator(1),
                                django.core.validators.MaxValueValidator(104),
                            ],
                            verbose_name="weeks of initiation",
                        ),
                    ),
                    (
                        "weeks_consolidation",
                        models.PositiveSmallIntegerField(
                            default=14,
                            validators=[
                                django.core.validators.MinValueValidator(1),
                                django.core.validators.MaxValueValidator(104),
                            ],
                            verbose_name="weeks of consolidation",
                        ),
                    ),
                    (
                        "weeks_construction",
                        models.PositiveSmallIntegerField(
                            default=14,
                            validators=[
                                django.core.validators.MinValueValidator(1),
                                django.core.validators.MaxValueValidator(104),
                            ],
                            verbose_name="weeks of construction",
                        ),
                    ),
                    (
                        "weeks_redefinition",
                        models.PositiveSmallIntegerField(
                            default=6,
                            validators=[
                                django.core.validators.MinValueValidator(1),
                                django.core.validators.MaxValueValidator(104),
                            ],
                            verbose_name="weeks of redefinition",
                        ),
                    ),
                    (
                        "weeks_between_meetings",
                        models.PositiveSmallIntegerField(
                            default=2,
                            validators=[
                                django.core.validators.MinValueValidator(1),
                                django.core.validators.MaxValueValidator(26),
                            ],
                            verbose_name="weeks between meetings",
                        ),
                    ),
                    (
                        "community_meetings_per_half_year",
                        models.PositiveSmallIntegerField(
                            default=1,
                            validators=[
                                django.core.validators.MinValueValidator(1),
                                django.core.validators.MaxValueValidator(26),
                            ],
                            verbose_name="community meetings in each half-year",
                        ),
                    ),
                    ("agreement_focus", models.TextField(blank=True, max_length=2000, verbose_name="focus and goals")),
                    (
                        "agreement_rhythm",
                        models.TextField(blank=True, max_length=2000, verbose_name="how often, how and where"),
                    ),
                    (
                        "agreement_care",
                        models.TextField(
                            blank=True, max_length=2000, verbose_name="check-ins, follow-ups and reflection"
                        ),
                    ),
                    ("agreement_boundaries", models.TextField(blank=True, max_length=2000, verbose_name="boundaries")),
                    (
                        "agreement_confidentiality",
                        models.TextField(blank=True, max_length=2000, verbose_name="confidentiality"),
                    ),
                    (
                        "agreement_trouble",
                        models.TextField(blank=True, max_length=2000, verbose_name="what we do if it is not working"),
                    ),
                    (
                        "created_at",
                        models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                    ),
                    (
                        "created_by",
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
                    "constraints": [
                        models.UniqueConstraint(fields=("organisation", "name"), name="programmes_programme_name"),
                        models.CheckConstraint(
                            condition=models.Q(("format__in", ["one-to-one", "group", "peer"])),
                            name="programmes_programme_format",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("community_meetings_per_half_year__gte", 1)),
                            name="programmes_programme_communities_meet",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Practice",
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
                        "stage",
                        models.CharField(
                            choices=[
                                ("initiation", "Initiation"),
                                ("consolidation", "Consolidation"),
                                ("construction", "Construction"),
                                ("redefinition", "Redefinition"),
                            ],
                            max_length=13,
                        ),
                    ),
                    ("position", models.PositiveSmallIntegerField()),
                    ("text", models.CharField(max_length=200, verbose_name="practice")),
                    ("question", models.CharField(blank=True, max_length=300, verbose_name="a question to ask")),
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
                        "programme",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="practices",
                            to="programmes.programme",
                        ),
                    ),
                ],
                options={
                    "ordering": ["position"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "programme", "stage", "position"),
                            name="programmes_practice_position",
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
                    ("kind", models.CharField(max_length=20, verbose_name="rule")),
                    ("label", models.CharField(max_length=80, verbose_name="name")),
                    (
                        "settings",
                        models.JSONField(
                            default=dict, help_text="question keys and bounds, as programmes.matching has them"
                        ),
                    ),
                    (
                        "weight",
                        models.PositiveSmallIntegerField(
                            blank=True,
                            null=True,
                            validators=[
                                django.core.validators.MinValueValidator(1),
                                django.core.validators.MaxValueValidator(10),
                            ],
                            verbose_name="weight",
                        ),
                    ),
                    ("position", models.PositiveSmallIntegerField(default=0)),
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
                        "programme",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="criteria",
                            to="programmes.programme",
                        ),
                    ),
                ],
                options={
                    "ordering": ["position", "id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("weight__isnull", True), ("weight__range", (1, 10)), _connector="OR"),
                            name="programmes_criterion_weight",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Coordination",
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
                        "member",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="coordinations",
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
                        "programme",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="coordinations",
                            to="programmes.programme",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "programme", "member"), name="programmes_coordination_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="PairDecision",
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
                        "decision",
                        models.CharField(choices=[("pinned", "Pinned"), ("forbidden", "Forbidden")], max_length=9),
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
                        "cohort",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="pair_decisions",
                            to="programmes.cohort",
                        ),
                    ),
                    (
                        "mentee",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="programmes.enrolment",
                        ),
                    ),
                    (
                        "mentor",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="programmes.enrolment",
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
                            fields=("organisation", "mentor", "mentee"), name="programmes_pairdecision_once"
                        ),
                        models.UniqueConstraint(
                            condition=models.Q(("decision", "pinned")),
                            fields=("organisation", "mentee"),
                            name="programmes_pairdecision_one_pin",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("decision__in", ["pinned", "forbidden"])),
                            name="programmes_pairdecision_decision",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Proposal",
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
                        "outcome",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("", "Waits for answers"),
                                ("accepted", "Both said yes"),
                                ("declined", "One said no"),
                                ("full", "The mentor had no place left"),
                                ("withdrawn", "Withdrawn by the coordinator"),
                                ("released", "Not answered in time"),
                            ],
                            default="",
                            max_length=10,
                        ),
                    ),
                    ("settled_at", models.DateTimeField(null=True)),
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
                        "cohort",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="proposals",
                            to="programmes.cohort",
                        ),
                    ),
                    (
                        "mentee",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="programmes.enrolment",
                        ),
                    ),
                    (
                        "mentor",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="programmes.enrolment",
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
                        "answer_by",
                        models.DateTimeField(help_text="when it is released unless both have answered", null=True),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("outcome", "")),
                            fields=("organisation", "mentee"),
                            name="programmes_proposal_one_at_a_time",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("outcome", ""), ("settled_at__isnull", True)),
                                models.Q(
                                    ("outcome__in", ["accepted", "declined", "full", "withdrawn", "released"]),
                                    ("settled_at__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="programmes_proposal_settled_is_dated",
                        ),
                    ],
                    "indexes": [
                        models.Index(
                            condition=models.Q(("outcome", "")),
                            fields=["answer_by"],
                            name="programmes_proposal_waiting",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="ProposalAnswer",
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
                    ("accepts", models.BooleanField()),
                    ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "member",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
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
                    (
                        "proposal",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="answers",
                            to="programmes.proposal",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "proposal", "member"), name="programmes_proposalanswer_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Question",
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
                    ("key", models.SlugField(max_length=40)),
                    ("label", models.CharField(max_length=200, verbose_name="question")),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("short", "Short text"),
                                ("long", "Long text"),
                                ("one", "One choice"),
                                ("several", "Several choices"),
                                ("scale", "Ordered scale, such as a grade"),
                                ("yes_no", "Yes or no"),
                            ],
                            default="short",
                            max_length=10,
                            verbose_name="kind of answer",
                        ),
                    ),
                    (
                        "asked",
                        models.CharField(
                            choices=[("both", "Mentors and mentees"), ("mentors", "Mentors"), ("mentees", "Mentees")],
                            default="both",
                            max_length=10,
                            verbose_name="asked of",
                        ),
                    ),
                    ("choices", models.JSONField(blank=True, default=list, verbose_name="choices, in order")),
                    ("required", models.BooleanField(default=False, verbose_name="needs an answer")),
                    ("shown_to_match", models.BooleanField(default=False, verbose_name="shown to the person proposed")),
                    ("position", models.PositiveSmallIntegerField(default=0)),
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
                        "programme",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="questions",
                            to="programmes.programme",
                        ),
                    ),
                    (
                        "ordered",
                        models.JSONField(
                            blank=True,
                            default=list,
                            help_text="the choices of a scale in the order that a coordinator has confirmed",
                        ),
                    ),
                ],
                options={
                    "ordering": ["position", "id"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "programme", "key"), name="programmes_question_key"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Answer",
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
                    ("value", models.JSONField()),
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
                        "enrolment",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="answers",
                            to="programmes.enrolment",
                        ),
                    ),
                    (
                        "question",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="programmes.question",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "enrolment", "question"), name="programmes_answer_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Refusal",
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
                    ("reason", models.CharField(max_length=500, verbose_name="why not")),
                    (
                        "answer",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="refusal",
                            to="programmes.proposalanswer",
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
            ),
            migrations.CreateModel(
                name="RunPair",
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
                    ("score", models.IntegerField()),
                    ("out_of", models.IntegerField()),
                    ("reasons", models.JSONField()),
                    ("pinned", models.BooleanField(default=False)),
                    (
                        "mentee",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="programmes.enrolment",
                        ),
                    ),
                    (
                        "mentor",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="programmes.enrolment",
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
                        "run",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="pairs",
                            to="programmes.matchingrun",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "run", "mentor", "mentee"), name="programmes_runpair_once"
                        ),
                        models.UniqueConstraint(
                            fields=("organisation", "run", "mentee"), name="programmes_runpair_one_mentor"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Taking",
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
                    ("attempts", models.PositiveSmallIntegerField(default=0)),
                    (
                        "outcome",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("", "Under way"),
                                ("taken", "Taken"),
                                ("refused", "Refused"),
                                ("stopped", "Stopped"),
                                ("failed", "Failed"),
                            ],
                            default="",
                            max_length=7,
                        ),
                    ),
                    ("settled_at", models.DateTimeField(null=True)),
                    (
                        "refusal",
                        models.CharField(
                            blank=True, help_text="why nothing was taken, for whoever asked", max_length=500
                        ),
                    ),
                    ("rows", models.PositiveIntegerField(default=0)),
                    ("enrolled", models.PositiveIntegerField(default=0)),
                    ("changed", models.PositiveIntegerField(default=0)),
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
                        "list",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="takings",
                            to="programmes.import",
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
                    "ordering": ["-at", "-id"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("outcome", "")),
                            fields=("organisation", "list"),
                            name="programmes_taking_one_at_a_time",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("outcome", ""), ("settled_at__isnull", True)),
                                models.Q(
                                    ("outcome__in", ["taken", "refused", "stopped", "failed"]),
                                    ("settled_at__isnull", False),
                                ),
                                _connector="OR",
                            ),
                            name="programmes_taking_settled_is_dated",
                        ),
                    ],
                },
            ),
        ),
    ]
