from uuid import uuid4

from django.db import migrations, models
from django.db.migrations import CreateModel
from django.db.models.functions import UUID7, Now
from django.utils import timezone

from organisations.fields import OrganisationForeignKey, OrganisationOneToOneField
from organisations.models import validate_time_zone
from organisations.tables import Tables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("organisations", "0001_tables"),
    ]

    replaces = [
        ("meetings", "0001_initial"),
        ("meetings", "0003_circles"),
        ("meetings", "0005_series_and_feeds"),
        ("meetings", "0007_roles_taken"),
        ("meetings", "0009_source_id"),
    ]

    operations = [
        Tables(
            CreateModel(
                "Meeting",
                [
                    ("id", models.UUIDField(db_default=UUID7(), editable=False, primary_key=True, serialize=False)),
                    ("starts_at", models.DateTimeField(verbose_name="starts")),
                    ("ends_at", models.DateTimeField(verbose_name="ends")),
                    (
                        "line",
                        models.UUIDField(
                            db_default=UUID7(), editable=False, help_text="shared by meetings that follow one another: what is left carries over"
                        ),
                    ),
                    ("zone", models.CharField(max_length=64, validators=[validate_time_zone])),
                    ("revision", models.PositiveIntegerField(default=0, help_text="counts changes; mail programs order invitations by it")),
                    ("created_at", models.DateTimeField(db_default=Now(), editable=False)),
                    (
                        "created_by",
                        OrganisationForeignKey(db_constraint=False, on_delete=models.PROTECT, related_name="+", to="organisations.member"),
                    ),
                    ("organisation", models.ForeignKey(editable=False, on_delete=models.CASCADE, related_name="+", to="organisations.organisation")),
                    (
                        "facilitator",
                        OrganisationForeignKey(
                            blank=True,
                            db_constraint=False,
                            null=True,
                            on_delete=models.PROTECT,
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
                    ("was_noted", models.BooleanField(default=False, help_text="written down after it took place, never arranged here")),
                    ("series", models.UUIDField(editable=False, help_text="shared by meetings that were arranged together and repeat", null=True)),
                ],
                {
                    "indexes": [
                        models.Index(fields=["organisation", "starts_at"], name="meetings_meeting_start"),
                        models.Index(fields=["organisation", "line", "starts_at"], name="meetings_meeting_line"),
                        models.Index(
                            condition=models.Q(("series__isnull", False)), fields=["organisation", "series"], name="meetings_meeting_series"
                        ),
                    ],
                    "constraints": [
                        models.CheckConstraint(condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="meetings_meeting_ends_after_start"),
                    ],
                },
            ),
            CreateModel(
                "Cancellation",
                [
                    ("id", models.UUIDField(db_default=UUID7(), editable=False, primary_key=True, serialize=False)),
                    ("at", models.DateTimeField(default=timezone.now)),
                    ("by", OrganisationForeignKey(db_constraint=False, on_delete=models.PROTECT, related_name="+", to="organisations.member")),
                    ("organisation", models.ForeignKey(editable=False, on_delete=models.CASCADE, related_name="+", to="organisations.organisation")),
                    (
                        "meeting",
                        OrganisationOneToOneField(db_constraint=False, on_delete=models.CASCADE, related_name="cancellation", to="meetings.meeting"),
                    ),
                ],
            ),
            CreateModel(
                "Attendance",
                [
                    ("id", models.UUIDField(db_default=UUID7(), editable=False, primary_key=True, serialize=False)),
                    (
                        "response",
                        models.CharField(
                            blank=True,
                            choices=[("", "has not answered"), ("yes", "will come"), ("maybe", "may come"), ("no", "cannot come")],
                            default="",
                            max_length=5,
                        ),
                    ),
                    ("responded_at", models.DateTimeField(null=True)),
                    (
                        "presence",
                        models.CharField(
                            blank=True, choices=[("", "not noted"), ("came", "came"), ("missed", "did not come")], default="", max_length=6
                        ),
                    ),
                    ("presence_at", models.DateTimeField(null=True)),
                    (
                        "member",
                        OrganisationForeignKey(db_constraint=False, on_delete=models.CASCADE, related_name="attendances", to="organisations.member"),
                    ),
                    ("organisation", models.ForeignKey(editable=False, on_delete=models.CASCADE, related_name="+", to="organisations.organisation")),
                    (
                        "presence_by",
                        OrganisationForeignKey(db_constraint=False, null=True, on_delete=models.PROTECT, related_name="+", to="organisations.member"),
                    ),
                    (
                        "meeting",
                        OrganisationForeignKey(db_constraint=False, on_delete=models.CASCADE, related_name="attendances", to="meetings.meeting"),
                    ),
                ],
                {
                    "constraints": [
                        models.UniqueConstraint(fields=("organisation", "meeting", "member"), name="meetings_attendance_once"),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("presence", ""), models.Q(("presence__in", ["came", "missed"]), ("presence_at__isnull", False)), _connector="OR"
                            ),
                            name="meetings_attendance_presence_is_dated",
                        ),
                        models.CheckConstraint(condition=models.Q(("response__in", ["", "yes", "maybe", "no"])), name="meetings_attendance_response"),
                    ],
                },
            ),
            CreateModel(
                "Arrangement",
                [
                    ("id", models.UUIDField(db_default=UUID7(), editable=False, primary_key=True, serialize=False)),
                    ("focus", models.CharField(blank=True, max_length=140, verbose_name="what it is about")),
                    ("place", models.CharField(blank=True, help_text="A room or another place.", max_length=200, verbose_name="where")),
                    ("link", models.URLField(blank=True, max_length=500, verbose_name="link to join online")),
                    ("organisation", models.ForeignKey(editable=False, on_delete=models.CASCADE, related_name="+", to="organisations.organisation")),
                    (
                        "meeting",
                        OrganisationOneToOneField(db_constraint=False, on_delete=models.CASCADE, related_name="arrangement", to="meetings.meeting"),
                    ),
                ],
            ),
            CreateModel(
                "AgendaItem",
                [
                    ("id", models.UUIDField(db_default=UUID7(), editable=False, primary_key=True, serialize=False)),
                    ("text", models.CharField(max_length=300, verbose_name="item")),
                    ("position", models.PositiveSmallIntegerField(default=0)),
                    ("done_at", models.DateTimeField(blank=True, null=True)),
                    ("created_at", models.DateTimeField(db_default=Now(), editable=False)),
                    ("author", OrganisationForeignKey(db_constraint=False, on_delete=models.PROTECT, related_name="+", to="organisations.member")),
                    (
                        "carried_from",
                        OrganisationForeignKey(
                            blank=True, db_constraint=False, null=True, on_delete=models.SET_NULL, related_name="+", to="meetings.agendaitem"
                        ),
                    ),
                    ("organisation", models.ForeignKey(editable=False, on_delete=models.CASCADE, related_name="+", to="organisations.organisation")),
                    ("meeting", OrganisationForeignKey(db_constraint=False, on_delete=models.CASCADE, related_name="agenda", to="meetings.meeting")),
                    (
                        "source",
                        models.CharField(
                            blank=True, help_text="what put it there in the author's stead, as meetings.hosts.register_source names it", max_length=20
                        ),
                    ),
                    (
                        "source_id",
                        models.UUIDField(blank=True, editable=False, help_text="the key of what it brings up, where its source has pages", null=True),
                    ),
                ],
                {
                    "ordering": ["position", "created_at", "id"],
                },
            ),
            CreateModel(
                "Action",
                [
                    ("id", models.UUIDField(db_default=UUID7(), editable=False, primary_key=True, serialize=False)),
                    ("text", models.CharField(max_length=300, verbose_name="what")),
                    ("due_on", models.DateField(blank=True, null=True, verbose_name="by when")),
                    ("done_at", models.DateTimeField(blank=True, null=True)),
                    ("created_at", models.DateTimeField(db_default=Now(), editable=False)),
                    (
                        "created_by",
                        OrganisationForeignKey(db_constraint=False, on_delete=models.PROTECT, related_name="+", to="organisations.member"),
                    ),
                    ("organisation", models.ForeignKey(editable=False, on_delete=models.CASCADE, related_name="+", to="organisations.organisation")),
                    ("owner", OrganisationForeignKey(db_constraint=False, on_delete=models.PROTECT, related_name="+", to="organisations.member")),
                    ("meeting", OrganisationForeignKey(db_constraint=False, on_delete=models.CASCADE, related_name="actions", to="meetings.meeting")),
                ],
            ),
            CreateModel(
                "Note",
                [
                    ("id", models.UUIDField(db_default=UUID7(), editable=False, primary_key=True, serialize=False)),
                    ("text", models.TextField(max_length=20000, verbose_name="note")),
                    ("is_private", models.BooleanField(default=False, verbose_name="only I can read this")),
                    ("created_at", models.DateTimeField(db_default=Now(), editable=False)),
                    ("changed_at", models.DateTimeField(auto_now=True)),
                    ("author", OrganisationForeignKey(db_constraint=False, on_delete=models.PROTECT, related_name="+", to="organisations.member")),
                    ("meeting", OrganisationForeignKey(db_constraint=False, on_delete=models.CASCADE, related_name="notes", to="meetings.meeting")),
                    ("organisation", models.ForeignKey(editable=False, on_delete=models.CASCADE, related_name="+", to="organisations.organisation")),
                ],
                {
                    "ordering": ["created_at", "id"],
                },
            ),
            CreateModel(
                "Resource",
                [
                    ("id", models.UUIDField(db_default=UUID7(), editable=False, primary_key=True, serialize=False)),
                    ("text", models.TextField(max_length=2000, verbose_name="what it is")),
                    ("link", models.URLField(blank=True, max_length=500, verbose_name="link")),
                    ("created_at", models.DateTimeField(db_default=Now(), editable=False)),
                    ("author", OrganisationForeignKey(db_constraint=False, on_delete=models.PROTECT, related_name="+", to="organisations.member")),
                    (
                        "meeting",
                        OrganisationForeignKey(db_constraint=False, on_delete=models.CASCADE, related_name="resources", to="meetings.meeting"),
                    ),
                    ("organisation", models.ForeignKey(editable=False, on_delete=models.CASCADE, related_name="+", to="organisations.organisation")),
                ],
                {
                    "ordering": ["created_at", "id"],
                },
            ),
            CreateModel(
                "CalendarFeed",
                [
                    ("id", models.UUIDField(db_default=UUID7(), editable=False, primary_key=True, serialize=False)),
                    ("key", models.UUIDField(default=uuid4)),
                    ("made_at", models.DateTimeField(default=timezone.now)),
                    ("member", OrganisationOneToOneField(db_constraint=False, on_delete=models.CASCADE, related_name="+", to="organisations.member")),
                    ("organisation", models.ForeignKey(editable=False, on_delete=models.CASCADE, related_name="+", to="organisations.organisation")),
                ],
            ),
            CreateModel(
                "Usefulness",
                [
                    ("id", models.UUIDField(db_default=UUID7(), editable=False, primary_key=True, serialize=False)),
                    ("value", models.PositiveSmallIntegerField(choices=[(1, "a little"), (2, "quite"), (3, "very")])),
                    ("at", models.DateTimeField(default=timezone.now)),
                    (
                        "meeting",
                        OrganisationForeignKey(db_constraint=False, on_delete=models.CASCADE, related_name="usefulness", to="meetings.meeting"),
                    ),
                    ("member", OrganisationForeignKey(db_constraint=False, on_delete=models.CASCADE, related_name="+", to="organisations.member")),
                    ("organisation", models.ForeignKey(editable=False, on_delete=models.CASCADE, related_name="+", to="organisations.organisation")),
                ],
                {
                    "constraints": [
                        models.UniqueConstraint(fields=("organisation", "meeting", "member"), name="meetings_usefulness_once"),
                        models.CheckConstraint(condition=models.Q(("value__range", (1, 3))), name="meetings_usefulness_value"),
                    ],
                },
            ),
            CreateModel(
                "RolesTaken",
                [
                    ("id", models.UUIDField(db_default=UUID7(), editable=False, primary_key=True, serialize=False)),
                    ("roles", models.JSONField(help_text="words of web.words.ROLES, in its order")),
                    ("at", models.DateTimeField(default=timezone.now)),
                    (
                        "meeting",
                        OrganisationForeignKey(db_constraint=False, on_delete=models.CASCADE, related_name="roles_taken", to="meetings.meeting"),
                    ),
                    ("member", OrganisationForeignKey(db_constraint=False, on_delete=models.CASCADE, related_name="+", to="organisations.member")),
                    ("organisation", models.ForeignKey(editable=False, on_delete=models.CASCADE, related_name="+", to="organisations.organisation")),
                ],
                {
                    "constraints": [
                        models.UniqueConstraint(fields=("organisation", "meeting", "member"), name="meetings_rolestaken_once"),
                    ],
                },
            ),
        ),
    ]
