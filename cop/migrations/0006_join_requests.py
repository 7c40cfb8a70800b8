"""Somebody in office comes in by a member's yes alone, and reads from that day on."""

import importlib

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import UUID7

import organisations.fields
from organisations.walls import MEMBER, Guarded, Redrawn, Tied, Walled, predicate

first = importlib.import_module("cop.migrations.0002_their_walls")
by_office = importlib.import_module("cop.migrations.0005_nobody_comes_in_by_office")


def in_office(community: str, member: str = "{member}") -> str:
    return f"({first.coordinates(community, member)} OR organisations_is_admin({member}))"


STANDS = "NOT EXISTS (SELECT 1 FROM cop_closure z WHERE z.community_id = {community})"

# Who asks holds an office: they coordinate the programme, or are an admin who has a place in it.
ASKED = f"""member_id = {{member}} AND {STANDS.format(community="cop_joinrequest.community_id")} AND (
    {first.coordinates("cop_joinrequest.community_id")}
    OR (organisations_is_admin({{member}}) AND {first.ENROLLED.replace("cop_membership", "cop_joinrequest")}))"""
ASKED_READ = f"""member_id = {{member}} OR {first.belongs("cop_joinrequest.community_id")}
    OR {first.coordinates("cop_joinrequest.community_id")}"""
TAKEN_BACK = f"member_id = {{member}} OR {first.coordinates('cop_joinrequest.community_id')}"

# A member answers who holds no office there; or whoever was let in could let in the next.
DECIDED = f"""by_id = {{member}} AND EXISTS (
    SELECT 1 FROM cop_joinrequest r WHERE r.id = cop_joindecision.request_id AND r.member_id <> {{member}}
      AND {first.belongs("r.community_id")} AND NOT {in_office("r.community_id")}
      AND {STANDS.format(community="r.community_id")})"""

# The row comes with the yes, from whoever says it, and opens nothing from before. A function, since the walls of what it
# asks ask who belongs.
SAID_YES, SAID_NOTHING = predicate(
    "cop_said_yes",
    "yes uuid, circle uuid, person uuid",
    """EXISTS (
        SELECT 1 FROM public.cop_joindecision d JOIN public.cop_joinrequest r ON r.id = d.request_id
        WHERE d.id = yes AND d.accepted AND d.by_id = {member} AND r.community_id = circle AND r.member_id = person)""",
)
LET_IN = """(cop_membership.reads_from > clock_timestamp() - interval '1 minute'
    AND cop_said_yes(cop_membership.decision_id, cop_membership.community_id, cop_membership.member_id))"""
JOINED = f"{first.ENROLLED} AND (member_id = {{member}} OR {first.COORDINATED})"


def since(table: str, at: str = "at") -> str:
    """Return the condition that a row of a community is not from before the day from which a member reads it."""
    mine = "FROM cop_membership b WHERE b.member_id = {member} AND b.left_at IS NULL AND"
    return f"""{table}.community_id NOT IN (SELECT b.community_id {mine} b.reads_from IS NOT NULL)
        OR EXISTS (SELECT 1 {mine} b.community_id = {table}.community_id AND b.reads_from <= {table}.{at})"""


def opened_since(table: str, condition: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"CREATE POLICY since ON {table} AS RESTRICTIVE TO {settings.RUNTIME_ROLE} "
        f"USING ({condition.format(member=MEMBER)})",
        f"DROP POLICY since ON {table}",
    )


OF_AN_OPEN_THREAD = """cop_post.community_id NOT IN (
        SELECT b.community_id FROM cop_membership b
        WHERE b.member_id = {member} AND b.left_at IS NULL AND b.reads_from IS NOT NULL)
    OR EXISTS (SELECT 1 FROM cop_thread t WHERE t.id = cop_post.thread_id)"""


def office_policy(condition: str) -> str:
    return f"ALTER POLICY not_by_office ON cop_membership WITH CHECK ({condition.format(member=MEMBER)})"


class Migration(migrations.Migration):
    dependencies = [("cop", "0005_nobody_comes_in_by_office")]

    operations = [
        migrations.CreateModel(
            "JoinRequest",
            [
                ("id", models.UUIDField(db_default=UUID7(), editable=False, primary_key=True, serialize=False)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="why you would like to join")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("community", organisations.fields.OrganisationForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="join_requests", to="cop.community")),
                ("member", organisations.fields.OrganisationForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisations.member")),
                ("organisation", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisations.organisation")),
            ],
            options={"ordering": ["at", "id"]},
        ),
        migrations.CreateModel(
            "JoinDecision",
            [
                ("id", models.UUIDField(db_default=UUID7(), editable=False, primary_key=True, serialize=False)),
                ("accepted", models.BooleanField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("by", organisations.fields.OrganisationForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.member")),
                ("organisation", models.ForeignKey(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="organisations.organisation")),
                ("request", organisations.fields.OrganisationOneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="decision", to="cop.joinrequest")),
            ],
        ),
        migrations.AddField("membership", "reads_from", models.DateTimeField(
            blank=True, null=True, help_text="of somebody in office: nothing from before is theirs to read")),
        migrations.AddField("membership", "decision", organisations.fields.OrganisationOneToOneField(
            blank=True, null=True, help_text="by which the members let in somebody in office",
            on_delete=django.db.models.deletion.CASCADE, related_name="membership", to="cop.joindecision")),
        migrations.AlterField("community", "joining", models.CharField(
            choices=[("automatic", "Everyone who is enrolled comes in; coordinators and admins ask the members"), ("choice", "Each one chooses to join")],
            default="automatic", max_length=9, verbose_name="how people join")),
        Walled(
            "JoinRequest",
            member=ASKED_READ,
            added=ASKED,
            changed=TAKEN_BACK,
            fixed=["community_id", "member_id", "reason", "at"],
        ),
        Walled(
            "JoinDecision",
            member="EXISTS (SELECT 1 FROM cop_joinrequest r WHERE r.id = cop_joindecision.request_id)",
            added=DECIDED,
            append_only=True,
        ),
        Tied("Membership", "decision"),
        migrations.RunSQL(SAID_YES, SAID_NOTHING),
        Guarded("Membership", "let_in", columns=["reads_from", "decision_id"], condition="false"),
        Redrawn("Membership", "added", was=JOINED, now=f"({JOINED}) OR {LET_IN}"),
        migrations.RunSQL(
            office_policy(f"({by_office.NOT_BY_OFFICE}) OR {LET_IN}"), office_policy(by_office.NOT_BY_OFFICE)
        ),
        opened_since("cop_thread", since("cop_thread")),
        opened_since("cop_post", OF_AN_OPEN_THREAD),
    ]
