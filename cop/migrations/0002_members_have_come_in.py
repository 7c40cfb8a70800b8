"""Nobody is a member before they came in, and taking office ends a membership until the members let them in."""

from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Now

# Who is in office and belongs already is taken to have been let in today.
FROM_TODAY = """UPDATE cop_membership b SET reads_from = now()
    WHERE b.left_at IS NULL AND b.reads_from IS NULL AND (EXISTS (
        SELECT 1 FROM organisations_appointment a WHERE a.member_id = b.member_id AND a.role = 'admin'
    ) OR EXISTS (
        SELECT 1 FROM cop_community c JOIN programmes_coordination k ON k.programme_id = c.programme_id
        WHERE c.id = b.community_id AND k.member_id = b.member_id))"""


def switch(table: str, trigger: str, verb: str) -> str:
    """Return the SQL that turns a trigger off or on; a database that is new has none yet."""
    return f"""
    DO $$ BEGIN
        IF EXISTS (SELECT 1 FROM pg_trigger WHERE tgrelid = '{table}'::regclass AND tgname = '{trigger}') THEN
            ALTER TABLE {table} {verb} TRIGGER {trigger};
        END IF;
    END $$;
    """



def take_out_who_never_came(apps, schema_editor):
    """Remove the memberships of people without an account, and what was planned with them. They come in by joining."""
    alias = schema_editor.connection.alias

    def rows(app, name):
        return apps.get_model(app, name).objects.using(alias)

    never = rows("organisations", "Member").filter(user=None, invitation__accepted_at=None)
    gone = rows("cop", "Membership").filter(member__in=never, left_at=None)
    pairs = list(gone.values_list("community", "member"))
    for community, member in pairs:
        coming = Q(session=None) | Q(session__meeting__ends_at__gt=Now())
        rows("cop", "Turn").filter(coming, community=community, member=member).delete()
        asked = rows("cop", "Swap").filter(turn__community=community, asked=member, answer="")
        asked.update(answer="withdrawn", answered_at=Now())
        theirs = rows("meetings", "Meeting").filter(session__community=community)
        ahead = theirs.filter(starts_at__gt=Now(), facilitator=member)
        ahead.exclude(created_by=member).update(facilitator=F("created_by"))
        listed = rows("meetings", "Attendance").filter(meeting__in=theirs.values("pk"), member=member)
        listed.filter(presence="").delete()
    gone.delete()


def bring_back_who_never_came(apps, schema_editor):
    """Make everyone without an account who takes part a member again of what takes in whoever is enrolled."""
    alias = schema_editor.connection.alias
    Membership = apps.get_model("cop", "Membership")
    for community in apps.get_model("cop", "Community").objects.using(alias).filter(joining="automatic", closure=None):
        roles = ["mentor", "mentee"] if community.audience == "both" else [community.audience]
        places = apps.get_model("programmes", "Enrolment").objects.using(alias).filter(
            cohort__programme=community.programme_id, role__in=roles, member__user=None,
            state__in=["accepted", "active", "paused"],
        )
        ever = Membership.objects.using(alias).filter(community=community).values("member")
        for member in places.exclude(member__in=ever).values_list("member", flat=True).distinct():
            Membership.objects.using(alias).create(
                organisation_id=community.organisation_id, community=community, member_id=member
            )


class Migration(migrations.Migration):
    dependencies = [("cop", "0001_schema")]

    operations = [
        migrations.AlterField(
            "community",
            "joining",
            models.CharField(
                choices=[
                    (
                        "automatic",
                        "Everyone who is enrolled comes in once they have joined; coordinators and admins ask the members",
                    ),
                    ("choice", "Each one chooses to join"),
                ],
                default="automatic",
                max_length=9,
                verbose_name="how people join",
            ),
        ),
        migrations.RunSQL(switch("meetings_meeting", "handed_on", "DISABLE"), migrations.RunSQL.noop),
        migrations.RunPython(take_out_who_never_came, bring_back_who_never_came),
        # A table is altered only when no check of its rows waits.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL(switch("meetings_meeting", "handed_on", "ENABLE"), migrations.RunSQL.noop),
        migrations.RunSQL(
            switch("cop_membership", "let_in", "DISABLE")
            + f"{FROM_TODAY};"
            + switch("cop_membership", "let_in", "ENABLE"),
            migrations.RunSQL.noop,
        ),
    ]
