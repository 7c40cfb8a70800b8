import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import UUID7, Now

from organisations.fields import OrganisationForeignKey
from organisations.models import validate_time_zone
from organisations.walls import Guarded, Tied, Walled

ATTENDS_OR_HOSTS = """{member} IS NULL OR {member} IN (OLD.created_by_id, OLD.facilitator_id) OR EXISTS (
    SELECT 1 FROM public.meetings_attendance a WHERE a.meeting_id = OLD.id AND a.member_id = {member})"""


class Unguarded(Guarded):
    """Takes away what another migration guarded."""

    def database_forwards(self, *args):
        super().database_backwards(*args)

    def database_backwards(self, *args):
        super().database_forwards(*args)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0005_what_each_says")]

    operations = [
        migrations.CreateModel(
            "Series",
            [
                ("id", models.UUIDField(db_default=UUID7(), editable=False, primary_key=True, serialize=False)),
                ("first_on", models.DateField(help_text="the day of the first meeting by the rule")),
                ("clock", models.TimeField(help_text="when each begins, on clocks in the zone")),
                ("zone", models.CharField(max_length=64, validators=[validate_time_zone])),
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
                    models.PositiveIntegerField(default=0, help_text="counts how often the rule or the place changed"),
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
                ("created_at", models.DateTimeField(db_default=Now(), editable=False)),
                (
                    "created_by",
                    OrganisationForeignKey(
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
                ]
            },
        ),
        Walled("Series", added="created_by_id = {member}", fixed=["created_by_id"]),
        Unguarded(
            "Meeting",
            "moved",
            columns=["starts_at", "ends_at", "zone", "name", "series", "line", "was_noted"],
            condition=ATTENDS_OR_HOSTS,
        ),
        migrations.RemoveIndex("Meeting", "meetings_meeting_series"),
        migrations.RenameField("Meeting", "series", "former_series"),
        migrations.AddField(
            "Meeting",
            "series",
            OrganisationForeignKey(
                db_constraint=False,
                editable=False,
                help_text="what it repeats in",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="meetings",
                to="meetings.series",
            ),
        ),
        Tied("Meeting", "series"),
        migrations.AddField(
            "Meeting",
            "number",
            models.PositiveSmallIntegerField(
                editable=False, help_text="its place in the rule of its series, from 0", null=True
            ),
        ),
        migrations.AddField(
            "Meeting",
            "sequence",
            models.PositiveIntegerField(
                default=0, help_text="counts its calendar objects, unless its series is one"
            ),
        ),
        migrations.AlterField(
            "Meeting",
            "revision",
            models.PositiveIntegerField(
                default=0,
                help_text="counts changes; what people were told or have before them names the one it is of",
            ),
        ),
    ]
