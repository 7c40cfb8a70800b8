from django.db import migrations, models
from organisations.tables import Tables
import cop.search
import datetime
import django.contrib.postgres.fields
import django.contrib.postgres.search
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import django.db.models.functions.uuid
import django.utils.timezone
import organisations.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("files", "0001_schema"),
        ("meetings", "0001_schema"),
        ("organisations", "0001_schema"),
        ("programmes", "0001_schema"),
    ]

    replaces = [
        ("cop", "0001_tables"),
        ("cop", "0002_their_walls"),
        ("cop", "0003_a_circle_goes_on"),
        ("cop", "0004_who_changes_communities"),
        ("cop", "0005_nobody_comes_in_by_office"),
        ("cop", "0006_join_requests"),
        ("cop", "0007_office_reads_from_today"),
        ("cop", "0008_what_a_phase_needs"),
        ("cop", "0009_from_that_day_on"),
    ]

    operations = [
        Tables(
            migrations.CreateModel(
                name="Community",
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
                        "audience",
                        models.CharField(
                            choices=[("mentor", "Mentors"), ("mentee", "Mentees"), ("both", "Mentors and mentees")],
                            default="both",
                            max_length=6,
                            verbose_name="for whom",
                        ),
                    ),
                    (
                        "joining",
                        models.CharField(
                            choices=[
                                (
                                    "automatic",
                                    "Everyone who is enrolled comes in; coordinators and admins ask the members",
                                ),
                                ("choice", "Each one chooses to join"),
                            ],
                            default="automatic",
                            max_length=9,
                            verbose_name="how people join",
                        ),
                    ),
                    (
                        "about",
                        models.TextField(
                            blank=True,
                            help_text="Why this community exists, in a sentence or two. Its members write the rest together.",
                            max_length=1000,
                            verbose_name="what people read before they join",
                        ),
                    ),
                    (
                        "phase",
                        models.CharField(
                            choices=[
                                ("founding", "Founding"),
                                ("rotating", "Rotating"),
                                ("self-managing", "Self-managing"),
                            ],
                            default="founding",
                            max_length=13,
                        ),
                    ),
                    ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
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
                            related_name="communities",
                            to="programmes.programme",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "programme", "name"), name="cop_community_name"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("audience__in", ["mentor", "mentee", "both"])),
                            name="cop_community_audience",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("joining__in", ["automatic", "choice"])), name="cop_community_joining"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("phase__in", ["founding", "rotating", "self-managing"])),
                            name="cop_community_phase",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Closure",
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
                        "community",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="closure",
                            to="cop.community",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Charter",
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
                    ("version", models.PositiveSmallIntegerField()),
                    ("purpose", models.TextField(blank=True, max_length=4000, verbose_name="what we are here for")),
                    ("ways", models.TextField(blank=True, max_length=4000, verbose_name="how we want to work")),
                    ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "community",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="charters",
                            to="cop.community",
                        ),
                    ),
                ],
                options={
                    "ordering": ["-version"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "community", "version"), name="cop_charter_version"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Membership",
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
                    ("joined_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("left_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "community",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="memberships",
                            to="cop.community",
                        ),
                    ),
                    (
                        "member",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="communities",
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
                        "asked_for_turns_at",
                        models.DateTimeField(
                            blank=True, help_text="when they said that they would like to facilitate soon", null=True
                        ),
                    ),
                    (
                        "reads_from",
                        models.DateTimeField(
                            blank=True,
                            help_text="of somebody in office: nothing from before is theirs to read",
                            null=True,
                        ),
                    ),
                    (
                        "decision",
                        organisations.fields.OrganisationOneToOneField(
                            blank=True,
                            db_constraint=False,
                            help_text="by which the members let in somebody in office",
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="membership",
                            to="cop.joindecision",
                        ),
                    ),
                ],
                options={
                    "indexes": [models.Index(fields=["organisation", "member"], name="cop_membership_of_member")],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("left_at", None)),
                            fields=("organisation", "community", "member"),
                            name="cop_membership_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("left_at", None), ("left_at__gte", models.F("joined_at")), _connector="OR"
                            ),
                            name="cop_membership_leaves_after_joining",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Absence",
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
                    ("first_on", models.DateField(verbose_name="from")),
                    ("last_on", models.DateField(blank=True, null=True, verbose_name="until")),
                    ("at", models.DateTimeField(default=django.utils.timezone.now)),
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
                        "membership",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="absences",
                            to="cop.membership",
                        ),
                    ),
                ],
                options={
                    "ordering": ["first_on", "id"],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                ("last_on", None), ("last_on__gte", models.F("first_on")), _connector="OR"
                            ),
                            name="cop_absence_ends_after_start",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="PhaseStep",
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
                        "from_phase",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("founding", "Founding"),
                                ("rotating", "Rotating"),
                                ("self-managing", "Self-managing"),
                            ],
                            max_length=13,
                        ),
                    ),
                    (
                        "to_phase",
                        models.CharField(
                            choices=[
                                ("founding", "Founding"),
                                ("rotating", "Rotating"),
                                ("self-managing", "Self-managing"),
                            ],
                            max_length=13,
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
                        "community",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="steps",
                            to="cop.community",
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
                        models.CheckConstraint(
                            condition=models.Q(("from_phase", models.F("to_phase")), _negated=True),
                            name="cop_phasestep_moves",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Prompt",
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
                    ("half_on", models.DateField(help_text="the first day of the half-year")),
                    (
                        "moment",
                        models.CharField(
                            choices=[
                                ("start", "at the start"),
                                ("middle", "at mid-term"),
                                ("end", "three weeks before the end"),
                            ],
                            max_length=6,
                        ),
                    ),
                    ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "community",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="prompts",
                            to="cop.community",
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
                            fields=("organisation", "community", "half_on", "moment"), name="cop_prompt_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("moment__in", ("start", "middle", "end"))), name="cop_prompt_moment"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Session",
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
                            choices=[("workshop", "Familiarisation workshop"), ("regular", "Session")],
                            default="regular",
                            max_length=8,
                        ),
                    ),
                    (
                        "community",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="sessions",
                            to="cop.community",
                        ),
                    ),
                    (
                        "meeting",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="session",
                            to="meetings.meeting",
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
                            condition=models.Q(("kind__in", ["workshop", "regular"])), name="cop_session_kind"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Turn",
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
                    ("number", models.PositiveIntegerField()),
                    (
                        "origin",
                        models.CharField(
                            choices=[
                                ("named", "named by the coordinator"),
                                ("rota", "by the rota"),
                                ("swapped", "swapped"),
                                ("stepped-in", "stepped in"),
                            ],
                            default="rota",
                            max_length=10,
                        ),
                    ),
                    ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "community",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="turns",
                            to="cop.community",
                        ),
                    ),
                    (
                        "member",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="turns",
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
                        "session",
                        organisations.fields.OrganisationOneToOneField(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="turn",
                            to="cop.session",
                        ),
                    ),
                ],
                options={
                    "ordering": ["number"],
                    "constraints": [
                        models.UniqueConstraint(
                            deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                            fields=("organisation", "community", "number"),
                            name="cop_turn_number",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("origin__in", ["named", "rota", "swapped", "stepped-in"])),
                            name="cop_turn_origin",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Swap",
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
                        "answer",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("", "has not answered"),
                                ("yes", "takes the turn"),
                                ("no", "cannot"),
                                ("withdrawn", "taken back"),
                            ],
                            default="",
                            max_length=9,
                        ),
                    ),
                    ("answered_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "asked",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "asked_by",
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
                        "turn",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="swaps",
                            to="cop.turn",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("answer", "")),
                            fields=("organisation", "turn"),
                            name="cop_swap_one_open",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("asked", models.F("asked_by")), _negated=True), name="cop_swap_of_two"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("answer", ""), ("answered_at", None)),
                                models.Q(("answer__in", ["yes", "no", "withdrawn"]), ("answered_at__isnull", False)),
                                _connector="OR",
                            ),
                            name="cop_swap_answer_is_dated",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Consent",
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
                        "author",
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
                        "thread",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="consent",
                            to="cop.thread",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Post",
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
                    ("number", models.PositiveIntegerField()),
                    ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    ("edited_at", models.DateTimeField(blank=True, null=True)),
                    ("removed_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "author",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "community",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="posts",
                            to="cop.community",
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
                        "thread",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="posts",
                            to="cop.thread",
                        ),
                    ),
                ],
                options={
                    "ordering": ["number"],
                    "indexes": [models.Index(fields=["organisation", "community"], name="cop_post_of_community")],
                    "constraints": [
                        models.UniqueConstraint(fields=("organisation", "thread", "number"), name="cop_post_number")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Hiding",
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
                        "community",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="cop.community",
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
                        "post",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="hiding",
                            to="cop.post",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="PostFile",
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
                        "organisation",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.organisation",
                        ),
                    ),
                    (
                        "post",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="files",
                            to="cop.post",
                        ),
                    ),
                ],
                options={
                    "ordering": ["pk"],
                },
            ),
            migrations.CreateModel(
                name="Report",
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
                        "reason",
                        models.CharField(
                            choices=[
                                ("confidence", "It tells what should stay between others"),
                                ("hurtful", "It hurts or threatens somebody"),
                                ("discrimination", "It puts people down for who they are"),
                                ("unwanted", "Advertising, or nothing to do with the community"),
                                ("other", "Something else"),
                            ],
                            max_length=14,
                            verbose_name="what is wrong with it",
                        ),
                    ),
                    ("words", models.TextField(blank=True, max_length=2000, verbose_name="in your own words")),
                    (
                        "reported_text",
                        models.TextField(
                            blank=True, help_text="a copy of what is reported, when the reporter chose so"
                        ),
                    ),
                    ("is_opening", models.BooleanField()),
                    ("written_at", models.DateTimeField()),
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
                        "by",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "community",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="reports",
                            to="cop.community",
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
                        "post",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="cop.post",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("organisation", "post", "by"), name="cop_report_once"),
                        models.CheckConstraint(
                            condition=models.Q(("by", models.F("about")), _negated=True), name="cop_report_of_others"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("reason__in", ["confidence", "hurtful", "discrimination", "unwanted", "other"])
                            ),
                            name="cop_report_reason",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Settlement",
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
                    ("answer", models.TextField(max_length=4000, verbose_name="your answer")),
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
                        "report",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="settlement",
                            to="cop.report",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Story",
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
                    ("title", models.CharField(blank=True, max_length=140)),
                    ("body", models.TextField(blank=True, max_length=20000)),
                    ("dictionary", cop.search.DictionaryField(default="simple", editable=False, max_length=40)),
                    (
                        "search",
                        models.GeneratedField(
                            db_persist=True,
                            expression=django.contrib.postgres.search.CombinedSearchVector(
                                django.contrib.postgres.search.SearchVector(
                                    "title", config=models.F("dictionary"), weight="A"
                                ),
                                "||",
                                django.contrib.postgres.search.SearchVector(
                                    "body", config=models.F("dictionary"), weight="B"
                                ),
                                django.contrib.postgres.search.SearchConfig(models.F("dictionary")),
                            ),
                            output_field=django.contrib.postgres.search.SearchVectorField(),
                        ),
                    ),
                    (
                        "kind",
                        models.CharField(choices=[("success", "went well"), ("failure", "went wrong")], max_length=8),
                    ),
                    ("on", models.DateField(default=django.utils.timezone.localdate)),
                    (
                        "author",
                        organisations.fields.OrganisationForeignKey(
                            blank=True,
                            db_constraint=False,
                            help_text="only of who wants to be named; otherwise nothing here says whose it is",
                            null=True,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "consent",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="story",
                            to="cop.consent",
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
                            related_name="stories",
                            to="programmes.programme",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Thread",
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
                                ("success", "A story that went well"),
                                ("failure", "A story that went wrong"),
                                ("advice", "Advice I would like"),
                                ("resource", "A resource"),
                            ],
                            max_length=8,
                            verbose_name="what it is",
                        ),
                    ),
                    ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                    (
                        "author",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "community",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="threads",
                            to="cop.community",
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
                            condition=models.Q(("kind__in", ["success", "failure", "advice", "resource"])),
                            name="cop_thread_kind",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="StoryAsk",
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
                    ("declined_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "by",
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
                        "thread",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="asks",
                            to="cop.thread",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("organisation", "thread", "by"), name="cop_storyask_once")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Following",
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
                        "thread",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="followings",
                            to="cop.thread",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("organisation", "thread", "member"), name="cop_following_once")
                    ],
                },
            ),
            migrations.CreateModel(
                name="ThreadClosure",
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
                        "thread",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="closure",
                            to="cop.thread",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Words",
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
                    ("title", models.CharField(blank=True, max_length=140)),
                    ("body", models.TextField(blank=True, max_length=20000)),
                    ("dictionary", cop.search.DictionaryField(default="simple", editable=False, max_length=40)),
                    (
                        "search",
                        models.GeneratedField(
                            db_persist=True,
                            expression=django.contrib.postgres.search.CombinedSearchVector(
                                django.contrib.postgres.search.SearchVector(
                                    "title", config=models.F("dictionary"), weight="A"
                                ),
                                "||",
                                django.contrib.postgres.search.SearchVector(
                                    "body", config=models.F("dictionary"), weight="B"
                                ),
                                django.contrib.postgres.search.SearchConfig(models.F("dictionary")),
                            ),
                            output_field=django.contrib.postgres.search.SearchVectorField(),
                        ),
                    ),
                    ("link", models.URLField(blank=True, max_length=500)),
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
                        "post",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="words",
                            to="cop.post",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Idea",
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
                    ("text", models.CharField(max_length=140, verbose_name="what a session could be about")),
                    ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "author",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "community",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="ideas",
                            to="cop.community",
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
                name="Round",
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
                    ("number", models.PositiveSmallIntegerField()),
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
                        "session",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="rounds",
                            to="cop.session",
                        ),
                    ),
                ],
                options={
                    "ordering": ["number"],
                    "constraints": [
                        models.UniqueConstraint(fields=("organisation", "session", "number"), name="cop_round_number")
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
                    (
                        "use",
                        models.CharField(
                            choices=[("focus", "became the focus"), ("agenda", "went on the agenda")], max_length=6
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
                        "idea",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="taking",
                            to="cop.idea",
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
                        "session",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="takings",
                            to="cop.session",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("use__in", ["focus", "agenda"])), name="cop_taking_use"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Voice",
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
                        models.CharField(choices=[("spoke", "spoke"), ("shared", "shared something")], max_length=6),
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
                        "round",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="voices",
                            to="cop.round",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "round", "member", "kind"), name="cop_voice_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("kind__in", ["spoke", "shared"])), name="cop_voice_kind"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="HandOver",
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
                        models.TextField(blank=True, max_length=2000, verbose_name="what the next one should know"),
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
                        "session",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="handover",
                            to="cop.session",
                        ),
                    ),
                    (
                        "to",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("by", models.F("to")), _negated=True), name="cop_handover_of_two"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Hand",
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
                        "idea",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="raised",
                            to="cop.idea",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("organisation", "idea", "member"), name="cop_hand_once")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Evaluation",
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
                    ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("closes_at", models.DateTimeField()),
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
                        "session",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="evaluation",
                            to="cop.session",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                (
                                    "closes_at",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("opened_at"), "+", models.Value(datetime.timedelta(days=7))
                                    ),
                                )
                            ),
                            name="cop_evaluation_lasts_a_week",
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Asked",
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
                        "organisation",
                        models.ForeignKey(
                            editable=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.organisation",
                        ),
                    ),
                    (
                        "evaluation",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="asked",
                            to="cop.evaluation",
                        ),
                    ),
                    (
                        "question",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="cop.question",
                        ),
                    ),
                ],
                options={
                    "ordering": ["position", "id"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "evaluation", "question"), name="cop_asked_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Outcome",
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
                        "answered",
                        models.PositiveSmallIntegerField(
                            help_text="how many answered; nothing where it was fewer than three", null=True
                        ),
                    ),
                    (
                        "evaluation",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="outcome",
                            to="cop.evaluation",
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
                name="Finding",
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
                    ("answered", models.PositiveSmallIntegerField()),
                    (
                        "counts",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.PositiveSmallIntegerField(), help_text="how many gave 1, 2, 3, 4 and 5"
                        ),
                    ),
                    (
                        "texts",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=300), help_text="in an order that says nothing"
                        ),
                    ),
                    (
                        "asked",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="cop.asked",
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
                        "outcome",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="findings",
                            to="cop.outcome",
                        ),
                    ),
                ],
                options={
                    "ordering": ["asked__position", "asked_id"],
                    "constraints": [
                        models.UniqueConstraint(fields=("organisation", "asked"), name="cop_finding_once"),
                        models.CheckConstraint(condition=models.Q(("answered__gte", 3)), name="cop_finding_of_three"),
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
                    ("text", models.CharField(max_length=140, verbose_name="question")),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("rating", "From 1 to 5"),
                                ("words", "A few words"),
                                ("change", "A few words that come onto the next agenda"),
                            ],
                            default="words",
                            max_length=6,
                            verbose_name="how it is answered",
                        ),
                    ),
                    ("position", models.PositiveSmallIntegerField()),
                    ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("retired_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "community",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="questions",
                            to="cop.community",
                        ),
                    ),
                    (
                        "made_by",
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
                        models.CheckConstraint(
                            condition=models.Q(("kind__in", ["rating", "words", "change"])), name="cop_question_kind"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("text", ""), _negated=True), name="cop_question_asks"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Raised",
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
                        "finding",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="raised",
                            to="cop.finding",
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
                        "session",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="cop.session",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("organisation", "finding", "session"), name="cop_raised_once")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Reflection",
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
                    ("took", models.TextField(blank=True, max_length=2000, verbose_name="what I took with me")),
                    ("tries", models.TextField(blank=True, max_length=2000, verbose_name="what I will try")),
                    ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "author",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "evaluation",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="reflections",
                            to="cop.evaluation",
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
                            fields=("organisation", "evaluation", "author"), name="cop_reflection_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Respondent",
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
                        "evaluation",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="respondents",
                            to="cop.evaluation",
                        ),
                    ),
                    (
                        "member",
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
                        models.UniqueConstraint(
                            fields=("organisation", "evaluation", "member"), name="cop_respondent_once"
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
                    ("rating", models.PositiveSmallIntegerField(blank=True, null=True)),
                    ("words", models.CharField(blank=True, max_length=300)),
                    (
                        "author",
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
                        "asked",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="answers",
                            to="cop.asked",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("organisation", "asked", "author"), name="cop_answer_once"),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("rating__gte", 1), ("rating__lte", 5), ("words", "")),
                                models.Q(("rating", None), models.Q(("words", ""), _negated=True)),
                                _connector="OR",
                            ),
                            name="cop_answer_is_one",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Conflict",
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
                    ("text", models.TextField(max_length=8000, verbose_name="what it is about")),
                    ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "author",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "community",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="conflicts",
                            to="cop.community",
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
                name="Bringing",
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
                        "place",
                        models.CharField(
                            choices=[("facilitator", "facilitates next"), ("coordinator", "coordinates the programme")],
                            max_length=11,
                        ),
                    ),
                    ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    ("ended_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "addressee",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "brought_by",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "community",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="cop.community",
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
                        "conflict",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="bringings",
                            to="cop.conflict",
                        ),
                    ),
                ],
                options={
                    "ordering": ["-at", "-id"],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("ended_at", None)),
                            fields=("organisation", "conflict"),
                            name="cop_bringing_one",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("brought_by", models.F("addressee")), _negated=True),
                            name="cop_bringing_of_two",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("place__in", ["facilitator", "coordinator"])), name="cop_bringing_place"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ConflictEnd",
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
                        "conflict",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="end",
                            to="cop.conflict",
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
                name="JointQuestion",
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
                        "design",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("now", "How does mentoring happen here now?"),
                                ("together", "What should we do together?"),
                                ("own", "What would a programme of our own look like?"),
                            ],
                            max_length=8,
                        ),
                    ),
                    ("text", models.CharField(blank=True, max_length=200, verbose_name="what you would like to ask")),
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
                        "community",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="joint_questions",
                            to="cop.community",
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
                            condition=models.Q(("design", ""), _negated=True),
                            fields=("organisation", "community", "design"),
                            name="cop_jointquestion_design_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("design__in", ["now", "together", "own"]), ("text", "")),
                                models.Q(("design", ""), models.Q(("text", ""), _negated=True)),
                                _connector="OR",
                            ),
                            name="cop_jointquestion_design_or_text",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="JointAnswer",
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
                    ("version", models.PositiveSmallIntegerField()),
                    ("text", models.TextField(max_length=8000, verbose_name="our answer")),
                    ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "question",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="answers",
                            to="cop.jointquestion",
                        ),
                    ),
                ],
                options={
                    "ordering": ["-version"],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "question", "version"), name="cop_jointanswer_version"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Reply",
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
                    ("text", models.TextField(max_length=8000, verbose_name="your words")),
                    ("follow_up_on", models.DateField(blank=True, null=True, verbose_name="look at it again on")),
                    ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "author",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "bringing",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="replies",
                            to="cop.bringing",
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
                name="PeerWish",
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
                        "seeks",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(
                                choices=[
                                    ("support", "Somebody to think aloud with"),
                                    ("review", "Somebody to look at my work"),
                                    ("feedback", "Somebody to tell me what they notice"),
                                ],
                                max_length=8,
                            ),
                            verbose_name="what you look for",
                        ),
                    ),
                    (
                        "topics",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(max_length=40), blank=True, default=list
                        ),
                    ),
                    (
                        "times",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.CharField(
                                choices=[
                                    ("mornings", "Mornings"),
                                    ("middays", "Around midday"),
                                    ("afternoons", "Afternoons"),
                                    ("evenings", "Evenings"),
                                ],
                                max_length=10,
                            ),
                            blank=True,
                            default=list,
                            verbose_name="when you could meet",
                        ),
                    ),
                    ("words", models.TextField(blank=True, max_length=300, verbose_name="in your own words")),
                    ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "community",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="peer_wishes",
                            to="cop.community",
                        ),
                    ),
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
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "community", "member"), name="cop_peerwish_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("seeks__contained_by", ["support", "review", "feedback"]), ("seeks__len__gte", 1)
                            ),
                            name="cop_peerwish_seeks",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("times__contained_by", ["mornings", "middays", "afternoons", "evenings"])
                            ),
                            name="cop_peerwish_times",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="TakenOut",
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
                    ("title", models.CharField(max_length=140)),
                    ("why", models.TextField(max_length=1000, verbose_name="why it should not stand in the library")),
                    ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "author",
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
                        "thread",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="cop.thread",
                        ),
                    ),
                ],
                options={
                    "ordering": ["-at", "-id"],
                    "constraints": [
                        models.CheckConstraint(condition=models.Q(("why", ""), _negated=True), name="cop_takenout_why")
                    ],
                },
            ),
            migrations.CreateModel(
                name="TurnOffer",
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
                        "turn",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="offers",
                            to="cop.turn",
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(fields=("organisation", "turn", "member"), name="cop_turnoffer_once")
                    ],
                },
            ),
            migrations.CreateModel(
                name="JoinRequest",
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
                    ("reason", models.CharField(blank=True, max_length=300, verbose_name="why you would like to join")),
                    ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "community",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="join_requests",
                            to="cop.community",
                        ),
                    ),
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
                ],
                options={
                    "ordering": ["at", "id"],
                },
            ),
            migrations.CreateModel(
                name="JoinDecision",
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
                    ("accepted", models.BooleanField()),
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
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="decision",
                            to="cop.joinrequest",
                        ),
                    ),
                ],
            ),
        ),
    ]
