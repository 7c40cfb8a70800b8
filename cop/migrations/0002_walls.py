from django.db import migrations

from organisations.walls import Walled, definer


def belongs(community: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM cop_membership b "
        f"WHERE b.community_id = {community} AND b.member_id = {{member}} AND b.left_at IS NULL)"
    )


def coordinates(community: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM cop_community c JOIN programmes_coordination k ON k.programme_id = c.programme_id "
        f"WHERE c.id = {community} AND k.member_id = {{member}})"
    )


# Belonging opens what a community writes, so the database lets in only who has a place in its programme.
ENROLLED = """EXISTS (
    SELECT 1 FROM cop_community c JOIN programmes_cohort h ON h.programme_id = c.programme_id
    JOIN programmes_enrolment e ON e.cohort_id = h.id
    WHERE c.id = cop_membership.community_id AND e.member_id = cop_membership.member_id
      AND e.state IN ('accepted', 'active', 'paused') AND (c.audience = 'both' OR c.audience = e.role))"""
COORDINATED = coordinates("cop_membership.community_id")

# Coming back is another row, which the wall above asks for a place in the programme again.
ONCE_LEFT = """CREATE TRIGGER once_left BEFORE UPDATE ON cop_membership FOR EACH ROW
    WHEN (OLD.left_at IS NOT NULL AND NEW.left_at IS DISTINCT FROM OLD.left_at)
    EXECUTE FUNCTION organisations_stays_as_made()"""

THEIR_MEMBERSHIP = "EXISTS (SELECT 1 FROM cop_membership m WHERE m.id = cop_absence.membership_id AND {condition})"
OWN_ABSENCE = THEIR_MEMBERSHIP.format(condition="m.member_id = {member}")
ABSENCE_READ = THEIR_MEMBERSHIP.format(
    condition=f"({belongs('m.community_id')} OR {coordinates('m.community_id')})"
)

# Counts of what a coordinator may not read: how many voices the liveliest agenda had, how often the charter was written.
MAKE_HISTORY, DROP_HISTORY = definer(
    "cop_history",
    "circle uuid",
    "TABLE (agenda_voices integer, charters integer)",
    """
    SELECT coalesce((
            SELECT max(voices) FROM (
                SELECT count(DISTINCT a.author_id)::integer AS voices
                FROM cop_session s JOIN meetings_meeting m ON m.id = s.meeting_id
                JOIN meetings_agendaitem a ON a.meeting_id = m.id
                LEFT JOIN meetings_cancellation x ON x.meeting_id = m.id
                WHERE s.community_id = circle AND m.ends_at <= now() AND x.id IS NULL
                GROUP BY m.id) AS sessions), 0),
        (SELECT count(*)::integer FROM cop_charter WHERE community_id = circle)
    FROM cop_community
    WHERE id = circle AND organisation_id = NULLIF(current_setting('app.organisation', true), '')::uuid
    """,
)


class Migration(migrations.Migration):
    dependencies = [
        ("cop", "0001_initial"),
        ("programmes", "0002_walls"),
        ("meetings", "0002_walls"),
    ]

    operations = [
        Walled("Community", fixed=["programme_id", "audience"]),
        Walled("Closure"),
        Walled("PhaseStep", append_only=True),
        Walled(
            "Membership",
            added=f"{ENROLLED} AND (member_id = {{member}} OR {COORDINATED})",
            changed=f"{COORDINATED} OR member_id = {{member}}",
            fixed=["community_id", "member_id", "joined_at"],
        ),
        migrations.RunSQL(ONCE_LEFT, "DROP TRIGGER once_left ON cop_membership"),
        Walled(
            "Charter",
            member=belongs("cop_charter.community_id"),
            added="written_by_id = {member}",
            append_only=True,
        ),
        Walled(
            "Session",
            added=f"{belongs('cop_session.community_id')} OR {coordinates('cop_session.community_id')}",
            fixed=["community_id", "meeting_id"],
        ),
        Walled("Turn", fixed=["community_id"]),
        Walled("Absence", member=ABSENCE_READ, added=OWN_ABSENCE, changed=OWN_ABSENCE, fixed=["membership_id"]),
        Walled(
            "Swap",
            member="EXISTS (SELECT 1 FROM cop_turn t WHERE t.id = cop_swap.turn_id AND ("
            + belongs("t.community_id") + " OR " + coordinates("t.community_id") + "))",
            added="asked_by_id = {member}",
            fixed=["turn_id", "asked_by_id", "asked_id"],
        ),
        Walled("Prompt", append_only=True),
        migrations.RunSQL(MAKE_HISTORY, DROP_HISTORY),
    ]
