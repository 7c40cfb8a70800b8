"""A circle goes on without one person: turns are offered to all, whoever was there closes, each sees their own marks."""

import importlib

from django.conf import settings
from django.db import migrations, models
from django.db.models.functions import UUID7
from django.utils import timezone

from organisations.fields import OrganisationForeignKey
from organisations.walls import MEMBER, ORGANISATION, Tightened, Walled

before = importlib.import_module("cop.migrations.0002_their_walls")

OF_ITS_COMMUNITY = f"{before.belongs('cop_turn.community_id')} OR {before.coordinates('cop_turn.community_id')}"
# Rotas are filled in the background too, and by who comes in or leaves; nobody else hands turns on.
TURNS_ARE_HANDED_ON = f"{{member}} IS NULL OR {OF_ITS_COMMUNITY}"

# A session is closed by who facilitated it, once it has begun; or once it is over by any member who was there.
BY_WHO_WAS_THERE = f"""by_id = {{member}} AND opened_at <= clock_timestamp() + interval '1 minute' AND EXISTS (
    SELECT 1 FROM cop_session s JOIN meetings_meeting m ON m.id = s.meeting_id
    LEFT JOIN meetings_cancellation x ON x.meeting_id = m.id
    WHERE s.id = cop_evaluation.session_id AND x.id IS NULL AND (
        (m.facilitator_id = {{member}} AND m.starts_at <= clock_timestamp())
        OR (m.ends_at <= clock_timestamp() AND {before.belongs("s.community_id")} AND EXISTS (
            SELECT 1 FROM meetings_attendance a
            WHERE a.meeting_id = m.id AND a.member_id = {{member}} AND a.presence = 'came'))))"""

OWN_OR_RUNS = f"member_id = {{member}} OR {before.RUNS_ITS_SESSION}"
MARKED = f"by_id = {{member}} AND (member_id = {{member}} OR {before.RUNS_ITS_SESSION})"

# What should change, from an evaluation, is for the community's members, whoever else is invited to the session.
FOR_MEMBERS = """source <> 'evaluation' OR EXISTS (
    SELECT 1 FROM cop_session s
    JOIN cop_membership b ON b.community_id = s.community_id AND b.member_id = {member} AND b.left_at IS NULL
    WHERE s.meeting_id = meetings_agendaitem.meeting_id)"""


def filled(condition: str) -> str:
    return condition.format(organisation=ORGANISATION, member=MEMBER)


def replaced(table: str, policy: str, verb: str, was: str, becomes: str) -> migrations.RunSQL:
    """Put another condition in the place of a policy's."""
    clause = "WITH CHECK" if verb == "INSERT" else "USING"

    def alter(condition: str) -> str:
        return f"ALTER POLICY {policy} ON {table} {clause} ({filled(condition)})"

    return migrations.RunSQL(alter(becomes), alter(was))


class Migration(migrations.Migration):
    dependencies = [("cop", "0002_their_walls"), ("meetings", "0002_their_walls")]

    operations = [
        migrations.AddField("membership", "asked_for_turns_at", models.DateTimeField(
            blank=True, null=True, help_text="when they said that they would like to facilitate soon")),
        migrations.CreateModel(
            "TurnOffer",
            [
                ("id", models.UUIDField(db_default=UUID7(), editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(default=timezone.now)),
                ("member", OrganisationForeignKey(on_delete=models.CASCADE, related_name="+", to="organisations.member")),
                ("organisation", models.ForeignKey(editable=False, on_delete=models.CASCADE, related_name="+", to="organisations.organisation")),
                ("turn", OrganisationForeignKey(on_delete=models.CASCADE, related_name="offers", to="cop.turn")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "turn", "member"), name="cop_turnoffer_once")
                ]
            },
        ),
        Walled(
            "TurnOffer",
            added="{member} IS NULL",
            changed=f"{{member}} IS NULL OR EXISTS (SELECT 1 FROM cop_turn WHERE cop_turn.id = cop_turnoffer.turn_id AND ({OF_ITS_COMMUNITY}))",
            fixed=["turn_id", "member_id", "at"],
        ),
        Tightened("Turn", added=TURNS_ARE_HANDED_ON, changed=TURNS_ARE_HANDED_ON),
        replaced("cop_evaluation", "added", "INSERT", before.BY_ITS_FACILITATOR, BY_WHO_WAS_THERE),
        replaced("cop_voice", "added", "INSERT", "by_id = {member} AND " + before.RUNS_ITS_SESSION, MARKED),
        replaced("cop_voice", "updated", "UPDATE", before.RUNS_ITS_SESSION, OWN_OR_RUNS),
        replaced("cop_voice", "deleted", "DELETE", before.RUNS_ITS_SESSION, OWN_OR_RUNS),
        migrations.RunSQL(
            f"CREATE POLICY of_members ON meetings_agendaitem AS RESTRICTIVE TO {settings.RUNTIME_ROLE} USING ({filled(FOR_MEMBERS)})",
            "DROP POLICY of_members ON meetings_agendaitem",
        ),
    ]
