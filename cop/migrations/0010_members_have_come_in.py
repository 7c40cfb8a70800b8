"""Nobody is a member before they came in, and taking office ends a membership until the members let them in."""

import importlib

from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.functions import Now

office = importlib.import_module("cop.migrations.0007_office_reads_from_today")

HAS_JOINED = """EXISTS (
    SELECT 1 FROM organisations_member m WHERE m.id = cop_membership.member_id AND m.user_id IS NOT NULL)"""

# The actions end a membership with all that hangs on it before the office begins; this is for whoever goes around them.
TAKES_OFFICE = """
CREATE FUNCTION public.cop_ends_by_office() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $body$
BEGIN
    UPDATE public.cop_membership b SET left_at = greatest(b.joined_at, now())
    WHERE b.member_id = NEW.member_id AND b.organisation_id = NEW.organisation_id AND b.left_at IS NULL
      AND b.decision_id IS NULL AND b.reads_from IS NULL
      AND (TG_ARGV[0] = 'admin' OR b.community_id IN (
          SELECT c.id FROM public.cop_community c WHERE to_jsonb(NEW) ->> 'programme_id' = c.programme_id::text));
    RETURN NULL;
END $body$;
REVOKE ALL ON FUNCTION public.cop_ends_by_office() FROM PUBLIC;
CREATE TRIGGER ends_memberships AFTER INSERT ON public.programmes_coordination FOR EACH ROW
    EXECUTE FUNCTION public.cop_ends_by_office('coordinator');
CREATE TRIGGER ends_memberships AFTER INSERT ON public.organisations_appointment FOR EACH ROW
    WHEN (NEW.role = 'admin') EXECUTE FUNCTION public.cop_ends_by_office('admin');
"""
TAKES_NO_OFFICE = """
DROP TRIGGER ends_memberships ON public.organisations_appointment;
DROP TRIGGER ends_memberships ON public.programmes_coordination;
DROP FUNCTION public.cop_ends_by_office();
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
    dependencies = [
        ("cop", "0009_from_that_day_on"),
        ("organisations", "0006_who_changes_the_organisation"),
        ("meetings", "0008_series_alone"),
        ("programmes", "0008_who_comes_back"),
    ]

    operations = [
        migrations.AlterField("community", "joining", models.CharField(
            choices=[("automatic", "Everyone who is enrolled comes in once they have joined; coordinators and admins ask the members"), ("choice", "Each one chooses to join")],
            default="automatic", max_length=9, verbose_name="how people join")),
        migrations.RunSQL("ALTER TABLE meetings_meeting DISABLE TRIGGER handed_on", migrations.RunSQL.noop),
        migrations.RunPython(take_out_who_never_came, bring_back_who_never_came),
        # A table is altered only when no check of its rows waits.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RunSQL("ALTER TABLE meetings_meeting ENABLE TRIGGER handed_on", migrations.RunSQL.noop),
        migrations.RunSQL(
            f"ALTER TABLE cop_membership DISABLE TRIGGER let_in; {office.FROM_TODAY} AND b.reads_from IS NULL; "
            "ALTER TABLE cop_membership ENABLE TRIGGER let_in",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            f"CREATE POLICY has_joined ON cop_membership AS RESTRICTIVE FOR INSERT TO {settings.RUNTIME_ROLE} "
            f"WITH CHECK ({HAS_JOINED})",
            "DROP POLICY has_joined ON cop_membership",
        ),
        migrations.RunSQL(TAKES_OFFICE, TAKES_NO_OFFICE),
    ]
