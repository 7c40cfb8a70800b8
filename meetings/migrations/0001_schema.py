from django.db import migrations, models
from organisations.tables import Tables
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.uuid
import django.utils.timezone
import organisations.fields
import organisations.models
import uuid


# An item that goes takes nothing along that was carried over from it.
CARRIED_FROM = """
ALTER TABLE meetings_agendaitem ADD CONSTRAINT meetings_agendaitem_within UNIQUE (organisation_id, id);
ALTER TABLE meetings_agendaitem ADD CONSTRAINT meetings_agendaitem_carried_from_id_within
    FOREIGN KEY (organisation_id, carried_from_id) REFERENCES meetings_agendaitem (organisation_id, id)
    ON DELETE SET NULL (carried_from_id) DEFERRABLE INITIALLY DEFERRED;
"""
NOT_CARRIED = """
ALTER TABLE meetings_agendaitem DROP CONSTRAINT meetings_agendaitem_carried_from_id_within;
ALTER TABLE meetings_agendaitem DROP CONSTRAINT meetings_agendaitem_within CASCADE;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_schema"),
    ]

    replaces = [
        ("meetings", "0001_tables"),
        ("meetings", "0002_their_walls"),
        ("meetings", "0003_actions_let_go"),
        ("meetings", "0004_who_changes_meetings"),
        ("meetings", "0005_what_each_says"),
        ("meetings", "0006_series"),
        ("meetings", "0007_series_carried_over"),
        ("meetings", "0008_series_alone"),
    ]

    operations = [
        Tables(
            migrations.CreateModel(
                name="Meeting",
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
                    ("starts_at", models.DateTimeField(verbose_name="starts")),
                    ("ends_at", models.DateTimeField(verbose_name="ends")),
                    (
                        "line",
                        models.UUIDField(
                            db_default=django.db.models.functions.uuid.UUID7(),
                            editable=False,
                            help_text="shared by meetings that follow one another: what is left carries over",
                        ),
                    ),
                    ("zone", models.CharField(max_length=64, validators=[organisations.models.validate_time_zone])),
                    (
                        "revision",
                        models.PositiveIntegerField(
                            default=0,
                            help_text="counts changes; what people were told or have before them names the one it is of",
                        ),
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
                    (
                        "facilitator",
                        organisations.fields.OrganisationForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                            verbose_name="who runs it",
                        ),
                    ),
                    (
                        "name",
                        models.CharField(
                            blank=True,
                            help_text="Known to the organisation, so it names the circle and never what is talked about.",
                            max_length=140,
                            verbose_name="what it is called",
                        ),
                    ),
                    (
                        "was_noted",
                        models.BooleanField(
                            default=False, help_text="written down after it took place, never arranged here"
                        ),
                    ),
                    (
                        "series",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            editable=False,
                            help_text="what it repeats in",
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="meetings",
                            to="meetings.series",
                        ),
                    ),
                    (
                        "number",
                        models.PositiveSmallIntegerField(
                            editable=False, help_text="its place in the rule of its series, from 0", null=True
                        ),
                    ),
                    (
                        "sequence",
                        models.PositiveIntegerField(
                            default=0, help_text="counts its calendar objects, unless its series is one"
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["organisation", "starts_at"], name="meetings_meeting_start"),
                        models.Index(fields=["organisation", "line", "starts_at"], name="meetings_meeting_line"),
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                            name="meetings_meeting_ends_after_start",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("number", None), ("series", None)),
                                models.Q(("number__isnull", False), ("series__isnull", False)),
                                _connector="OR",
                            ),
                            name="meetings_meeting_numbered_in_series",
                        ),
                        models.UniqueConstraint(
                            fields=("organisation", "series", "number"), name="meetings_meeting_once_in_series"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Cancellation",
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
                        "meeting",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="cancellation",
                            to="meetings.meeting",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Attendance",
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
                        "response",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("", "has not answered"),
                                ("yes", "will come"),
                                ("maybe", "may come"),
                                ("no", "cannot come"),
                            ],
                            default="",
                            max_length=5,
                        ),
                    ),
                    ("responded_at", models.DateTimeField(null=True)),
                    (
                        "presence",
                        models.CharField(
                            blank=True,
                            choices=[("", "not noted"), ("came", "came"), ("missed", "did not come")],
                            default="",
                            max_length=6,
                        ),
                    ),
                    ("presence_at", models.DateTimeField(null=True)),
                    (
                        "member",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="attendances",
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
                        "presence_by",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "meeting",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="attendances",
                            to="meetings.meeting",
                        ),
                    ),
                    (
                        "own_presence",
                        models.CharField(
                            blank=True,
                            choices=[("", "not noted"), ("came", "came"), ("missed", "did not come")],
                            default="",
                            max_length=6,
                        ),
                    ),
                    (
                        "noted_presence",
                        models.CharField(
                            blank=True,
                            choices=[("", "not noted"), ("came", "came"), ("missed", "did not come")],
                            default="",
                            max_length=6,
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("organisation", "meeting", "member"), name="meetings_attendance_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("presence", ""),
                                models.Q(("presence__in", ["came", "missed"]), ("presence_at__isnull", False)),
                                _connector="OR",
                            ),
                            name="meetings_attendance_presence_is_dated",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("response__in", ["", "yes", "maybe", "no"])),
                            name="meetings_attendance_response",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="Arrangement",
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
                    ("focus", models.CharField(blank=True, max_length=140, verbose_name="what it is about")),
                    (
                        "place",
                        models.CharField(
                            blank=True, help_text="A room or another place.", max_length=200, verbose_name="where"
                        ),
                    ),
                    ("link", models.URLField(blank=True, max_length=500, verbose_name="link to join online")),
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
                        "meeting",
                        organisations.fields.OrganisationOneToOneField(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="arrangement",
                            to="meetings.meeting",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="AgendaItem",
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
                    ("text", models.CharField(max_length=300, verbose_name="item")),
                    ("position", models.PositiveSmallIntegerField(default=0)),
                    ("done_at", models.DateTimeField(blank=True, null=True)),
                    (
                        "created_at",
                        models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                    ),
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
                        "carried_from",
                        organisations.fields.OrganisationForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.SET_NULL,
                            related_name="+",
                            to="meetings.agendaitem",
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
                        "meeting",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="agenda",
                            to="meetings.meeting",
                        ),
                    ),
                    (
                        "source",
                        models.CharField(
                            blank=True,
                            help_text="what put it there in the author's stead, as meetings.hosts.register_source names it",
                            max_length=20,
                        ),
                    ),
                    (
                        "source_id",
                        models.UUIDField(
                            blank=True,
                            editable=False,
                            help_text="the key of what it brings up, where its source has pages",
                            null=True,
                        ),
                    ),
                ],
                options={
                    "ordering": ["position", "created_at", "id"],
                },
            ),
            migrations.CreateModel(
                name="Action",
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
                    ("text", models.CharField(max_length=300, verbose_name="what")),
                    ("due_on", models.DateField(blank=True, null=True, verbose_name="by when")),
                    ("done_at", models.DateTimeField(blank=True, null=True)),
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
                        "owner",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="organisations.member",
                        ),
                    ),
                    (
                        "meeting",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="actions",
                            to="meetings.meeting",
                        ),
                    ),
                    ("let_go_at", models.DateTimeField(blank=True, null=True)),
                ],
            ),
            migrations.CreateModel(
                name="Note",
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
                    ("text", models.TextField(max_length=20000, verbose_name="note")),
                    ("is_private", models.BooleanField(default=False, verbose_name="only I can read this")),
                    (
                        "created_at",
                        models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                    ),
                    ("changed_at", models.DateTimeField(auto_now=True)),
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
                        "meeting",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="notes",
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
                    "ordering": ["created_at", "id"],
                },
            ),
            migrations.CreateModel(
                name="Resource",
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
                    ("text", models.TextField(max_length=2000, verbose_name="what it is")),
                    ("link", models.URLField(blank=True, max_length=500, verbose_name="link")),
                    (
                        "created_at",
                        models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                    ),
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
                        "meeting",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="resources",
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
                    "ordering": ["created_at", "id"],
                },
            ),
            migrations.CreateModel(
                name="CalendarFeed",
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
                    ("key", models.UUIDField(default=uuid.uuid4)),
                    ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "member",
                        organisations.fields.OrganisationOneToOneField(
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
            ),
            migrations.CreateModel(
                name="Usefulness",
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
                    ("value", models.PositiveSmallIntegerField(choices=[(1, "a little"), (2, "quite"), (3, "very")])),
                    ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "meeting",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="usefulness",
                            to="meetings.meeting",
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
                            fields=("organisation", "meeting", "member"), name="meetings_usefulness_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("value__range", (1, 3))), name="meetings_usefulness_value"
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="RolesTaken",
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
                    ("roles", models.JSONField(help_text="words of web.words.ROLES, in its order")),
                    ("at", models.DateTimeField(default=django.utils.timezone.now)),
                    (
                        "meeting",
                        organisations.fields.OrganisationForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="roles_taken",
                            to="meetings.meeting",
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
                            fields=("organisation", "meeting", "member"), name="meetings_rolestaken_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Series",
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
                    ("first_on", models.DateField(help_text="the day of the first meeting by the rule")),
                    ("clock", models.TimeField(help_text="when each begins, on clocks in the zone")),
                    ("zone", models.CharField(max_length=64, validators=[organisations.models.validate_time_zone])),
                    ("minutes", models.PositiveSmallIntegerField()),
                    (
                        "every",
                        models.PositiveSmallIntegerField(
                            choices=[
                                (1, "Every week"),
                                (2, "Every two weeks"),
                                (3, "Every three weeks"),
                                (4, "Every four weeks"),
                            ],
                            help_text="weeks from one to the next",
                        ),
                    ),
                    ("count", models.PositiveSmallIntegerField(help_text="how many it had when it was arranged")),
                    (
                        "revision",
                        models.PositiveIntegerField(
                            default=0, help_text="counts how often the rule or the place changed"
                        ),
                    ),
                    (
                        "sequence",
                        models.PositiveIntegerField(
                            default=0, help_text="counts the calendar objects; calendars order what they are sent by it"
                        ),
                    ),
                    (
                        "is_one_object",
                        models.BooleanField(
                            default=True,
                            help_text="not so where each meeting was sent as an object of its own, as once was done",
                        ),
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
                        models.CheckConstraint(
                            condition=models.Q(("count__range", (1, 26)), ("every__range", (1, 4))),
                            name="meetings_series_rule",
                        )
                    ],
                },
            ),
        ),
        migrations.RunSQL(CARRIED_FROM, NOT_CARRIED),
    ]
