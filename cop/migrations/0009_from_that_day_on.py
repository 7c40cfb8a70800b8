"""What else a community writes opens to somebody let in while in office from that day on."""

import importlib

from django.db import migrations

from organisations.walls import definer

joining = importlib.import_module("cop.migrations.0006_join_requests")

MINE = "b.member_id = {member} AND b.left_at IS NULL"
# Asked once for a whole query: nearly everybody has no such day.
HAS_NO_SUCH_DAY = f"NOT EXISTS (SELECT 1 FROM cop_membership b WHERE {MINE} AND b.reads_from IS NOT NULL)"


def before(community: str, at: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM cop_membership b WHERE {MINE} AND b.community_id = {community} AND b.reads_from > {at})"
    )


# All that was answered to a question from before, as a later version says again what the earlier ones said.
ANSWER = f"""{HAS_NO_SUCH_DAY} OR NOT EXISTS (
    SELECT 1 FROM cop_jointquestion q
    WHERE q.id = cop_jointanswer.question_id AND {before("q.community_id", "q.at")})"""
OUTCOME = f"""{HAS_NO_SUCH_DAY} OR NOT EXISTS (
    SELECT 1 FROM cop_evaluation e JOIN cop_session s ON s.id = e.session_id
    WHERE e.id = cop_outcome.evaluation_id AND {before("s.community_id", "e.opened_at")})"""

# How a community works as it stands now is everyone's to read who belongs; how it once stood is not.
NEWEST, NEWEST_NO_MORE = definer(
    "cop_charter_newest",
    "circle uuid",
    "integer",
    """
    SELECT max(c.version)::integer FROM public.cop_charter c
    WHERE c.community_id = circle
      AND c.organisation_id = NULLIF(current_setting('app.organisation', true), '')::uuid
    """,
)
CHARTER = f"""{HAS_NO_SUCH_DAY} OR NOT {before("cop_charter.community_id", "cop_charter.written_at")}
    OR cop_charter.version >= cop_charter_newest(cop_charter.community_id)"""


def of_a_session(table: str) -> str:
    """Return the condition for what was written for a session: one's own, and what one's own session brought, stays."""
    return f"""{HAS_NO_SUCH_DAY} OR {table}.author_id = {{member}} OR NOT EXISTS (
        SELECT 1 FROM cop_session s JOIN meetings_meeting m ON m.id = s.meeting_id
        WHERE s.meeting_id = {table}.meeting_id AND m.facilitator_id IS DISTINCT FROM {{member}}
          AND {before("s.community_id", f"{table}.created_at")})"""


class Migration(migrations.Migration):
    dependencies = [("cop", "0008_what_a_phase_needs"), ("meetings", "0002_their_walls")]

    operations = [
        joining.opened_since("cop_idea", joining.since("cop_idea")),
        joining.opened_since("cop_peerwish", joining.since("cop_peerwish")),
        joining.opened_since("cop_jointanswer", ANSWER),
        joining.opened_since("cop_outcome", OUTCOME),
        migrations.RunSQL(NEWEST, NEWEST_NO_MORE),
        joining.opened_since("cop_charter", CHARTER),
        *(
            joining.opened_since(table, of_a_session(table))
            for table in ("meetings_agendaitem", "meetings_resource", "meetings_note")
        ),
    ]
