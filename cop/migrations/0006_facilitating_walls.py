from django.db import migrations

from organisations.walls import MEMBER, Walled


def belongs(community: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM cop_membership b "
        f"WHERE b.community_id = {community} AND b.member_id = {{member}} AND b.left_at IS NULL)"
    )


# Whose turn comes next in a community they belong to: the first turn that is not arranged, called off, or not over.
FACILITATES_NEXT = """
    CREATE FUNCTION cop_facilitates_next(circle uuid, person uuid) RETURNS boolean LANGUAGE sql STABLE AS $body$
        SELECT person = (
            SELECT t.member_id FROM cop_turn t
            JOIN cop_membership b ON b.community_id = t.community_id AND b.member_id = t.member_id AND b.left_at IS NULL
            LEFT JOIN cop_session s ON s.id = t.session_id
            LEFT JOIN meetings_meeting m ON m.id = s.meeting_id
            LEFT JOIN meetings_cancellation x ON x.meeting_id = m.id
            WHERE t.community_id = circle AND (s.id IS NULL OR x.id IS NOT NULL OR m.ends_at > now())
            ORDER BY t.number LIMIT 1)
    $body$;
"""


# Who belongs and was not heard in the last two sessions with rounds; told to whose turn comes next alone.
UNHEARD = f"""
    CREATE FUNCTION cop_unheard(circle uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $body$
        WITH kept AS (
            SELECT s.id, m.starts_at FROM cop_session s JOIN meetings_meeting m ON m.id = s.meeting_id
            WHERE s.community_id = circle AND m.ends_at <= now()
              AND NOT EXISTS (SELECT 1 FROM meetings_cancellation x WHERE x.meeting_id = m.id)
              AND EXISTS (SELECT 1 FROM cop_round r WHERE r.session_id = s.id)
            ORDER BY m.starts_at DESC LIMIT 2)
        SELECT b.member_id FROM cop_membership b
        WHERE b.community_id = circle AND b.left_at IS NULL AND cop_facilitates_next(circle, {MEMBER})
          AND (SELECT count(*) FROM kept) = 2 AND b.joined_at < (SELECT min(starts_at) FROM kept)
          AND NOT EXISTS (SELECT 1 FROM cop_voice v JOIN cop_round r ON r.id = v.round_id JOIN kept k ON k.id = r.session_id
            WHERE v.member_id = b.member_id)
    $body$;
"""


def of_session(column: str, condition: str) -> str:
    return f"EXISTS (SELECT 1 FROM cop_session s WHERE s.id = {column} AND {condition})"


def runs(session: str) -> str:
    return (
        "EXISTS (SELECT 1 FROM cop_turn t JOIN cop_session s ON s.id = t.session_id "
        f"WHERE s.id = {session} AND t.member_id = {{member}} AND {belongs('t.community_id')})"
    )


def next_in(session: str) -> str:
    return of_session(session, "cop_facilitates_next(s.community_id, {member})")


# Rounds are read by the community; who was heard in them by the facilitator, the next one, and each about themselves.
ROUND = "EXISTS (SELECT 1 FROM cop_round r WHERE r.id = cop_voice.round_id AND {condition})"
RUNS_ITS_SESSION = ROUND.format(condition=runs("r.session_id"))
OF_AN_IDEA = "EXISTS (SELECT 1 FROM cop_idea i WHERE i.id = {table}.idea_id)"


class Migration(migrations.Migration):
    dependencies = [("cop", "0005_facilitating")]

    operations = [
        migrations.RunSQL(FACILITATES_NEXT, "DROP FUNCTION cop_facilitates_next(uuid, uuid)"),
        Walled(
            "Idea",
            member=belongs("cop_idea.community_id"),
            added="author_id = {member}",
            changed="author_id = {member}",
            fixed=["community_id", "author_id"],
        ),
        Walled(
            "Hand",
            member=OF_AN_IDEA.format(table="cop_hand"),
            added="member_id = {member}",
            changed="member_id = {member}",
            fixed=["idea_id", "member_id"],
        ),
        Walled(
            "Taking",
            member=OF_AN_IDEA.format(table="cop_taking"),
            added="by_id = {member} AND " + runs("cop_taking.session_id"),
            append_only=True,
        ),
        Walled(
            "Round",
            member=of_session("cop_round.session_id", belongs("s.community_id")),
            added="by_id = {member} AND " + runs("cop_round.session_id"),
            append_only=True,
        ),
        Walled(
            "Voice",
            member=ROUND.format(condition="true") + " AND (member_id = {member} OR " + RUNS_ITS_SESSION + " OR "
            + ROUND.format(condition=next_in("r.session_id")) + ")",
            added="by_id = {member} AND " + RUNS_ITS_SESSION,
            changed=RUNS_ITS_SESSION,
            fixed=["round_id", "member_id"],
        ),
        Walled(
            "HandOver",
            member=of_session("cop_handover.session_id", belongs("s.community_id"))
            + " AND (by_id = {member} OR " + next_in("cop_handover.session_id") + ")",
            added="by_id = {member} AND " + runs("cop_handover.session_id"),
            append_only=True,
        ),
        migrations.RunSQL(UNHEARD, "DROP FUNCTION cop_unheard(uuid)"),
    ]
