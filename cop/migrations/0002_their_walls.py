from django.conf import settings
from django.db import migrations

from files.ledger import Accounted
from organisations.walls import MEMBER, ORGANISATION, Walled, definer

OWN = "member_id = {member}"


def belongs(community: str, member: str = "{member}") -> str:
    return (
        "EXISTS (SELECT 1 FROM cop_membership b "
        f"WHERE b.community_id = {community} AND b.member_id = {member} AND b.left_at IS NULL)"
    )


def coordinates(community: str, member: str = "{member}") -> str:
    return (
        "EXISTS (SELECT 1 FROM cop_community c JOIN programmes_coordination k ON k.programme_id = c.programme_id "
        f"WHERE c.id = {community} AND k.member_id = {member})"
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
ABSENCE_READ = THEIR_MEMBERSHIP.format(condition=f"({belongs('m.community_id')} OR {coordinates('m.community_id')})")


# Asked once for a whole query, not for each of its rows.
def inside(column: str) -> str:
    return (
        f"{column} IN (SELECT b.community_id FROM cop_membership b "
        "WHERE b.member_id = {member} AND b.left_at IS NULL)"
    )


# Threads and posts are walled themselves, so what refers to one can be seen by those who belong to its community now.
def thread(of: str, more: str = "") -> str:
    return f"EXISTS (SELECT 1 FROM cop_thread t WHERE t.id = {of}.thread_id{more})"


def post(of: str, more: str = "") -> str:
    return f"EXISTS (SELECT 1 FROM cop_post p WHERE p.id = {of}.post_id{more})"


OWN_THREAD, OTHERS_THREAD = " AND t.author_id = {member}", " AND t.author_id <> {member}"
OWN_POST = " AND p.author_id = {member}"
# Everybody of the organisation may see that something is hidden, or this would be true of who may not.
NOT_HIDDEN_OR_OWN = " AND (p.author_id = {member} OR NOT EXISTS (SELECT 1 FROM cop_hiding h WHERE h.post_id = p.id))"
REPORTED = (
    "EXISTS (SELECT 1 FROM cop_report r JOIN cop_community c ON c.id = r.community_id "
    "JOIN programmes_coordination k ON k.programme_id = c.programme_id "
    "WHERE {condition} AND k.member_id = {{member}} AND r.about_id <> {{member}})"
)
REPORTED_POST = REPORTED.format(condition="r.post_id = cop_hiding.post_id AND r.community_id = cop_hiding.community_id")
SETTLED_REPORT = REPORTED.format(condition="r.id = cop_settlement.report_id")

OWN_STORY = "EXISTS (SELECT 1 FROM cop_consent a WHERE a.id = cop_story.consent_id)"
STORY_READ = f"""EXISTS (
        SELECT 1 FROM programmes_cohort h JOIN programmes_enrolment e ON e.cohort_id = h.id
        WHERE h.programme_id = cop_story.programme_id AND e.member_id = {{member}}
          AND e.state IN ('accepted', 'active', 'paused', 'completed'))
    OR EXISTS (SELECT 1 FROM programmes_coordination k
        WHERE k.programme_id = cop_story.programme_id AND k.member_id = {{member}})
    OR {OWN_STORY}"""
STORY_ADDED = """(cop_story.author_id IS NULL OR cop_story.author_id = {member}) AND EXISTS (
    SELECT 1 FROM cop_consent a JOIN cop_thread t ON t.id = a.thread_id JOIN cop_community c ON c.id = t.community_id
    WHERE a.id = cop_story.consent_id AND c.programme_id = cop_story.programme_id)"""

# A coordinator of the programme takes a story out of its library. Whose it is they cannot read where it stands without a
# name; the author and the thread are given back only by taking it out, so that its author can be told. Why is written
# beside, where only the author reads it; nobody adds such a row by any other way.
TAKE_OUT, TAKE_OUT_NO_MORE = definer(
    "cop_take_out",
    "wanted uuid, reason text",
    "TABLE (author uuid, thread uuid)",
    f"""
    WITH gone AS (
        DELETE FROM cop_story s
        WHERE s.id = wanted AND s.organisation_id = {ORGANISATION} AND EXISTS (
            SELECT 1 FROM programmes_coordination k
            WHERE k.programme_id = s.programme_id AND k.member_id = {MEMBER})
        RETURNING s.organisation_id, s.consent_id, s.title
    ), given AS (
        DELETE FROM cop_consent a USING gone WHERE a.id = gone.consent_id
        RETURNING gone.organisation_id, a.author_id, a.thread_id, gone.title
    )
    INSERT INTO cop_takenout (organisation_id, author_id, thread_id, title, why, at)
    SELECT organisation_id, author_id, thread_id, title, reason, statement_timestamp() FROM given
    RETURNING author_id, thread_id;
    """,
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


def of_community(evaluation: str, condition: str) -> str:
    """A condition on the community of an evaluation, in which ``s.community_id`` stands for it."""
    return (
        "EXISTS (SELECT 1 FROM cop_evaluation e JOIN cop_session s ON s.id = e.session_id "
        f"WHERE e.id = {evaluation} AND {condition})"
    )


QUESTIONS_SET = f"{belongs('cop_question.community_id')} OR {coordinates('cop_question.community_id')}"

# A session is closed by who facilitated it, once it has begun.
BY_ITS_FACILITATOR = """by_id = {member} AND opened_at <= clock_timestamp() + interval '1 minute' AND EXISTS (
    SELECT 1 FROM cop_session s JOIN meetings_meeting m ON m.id = s.meeting_id
    LEFT JOIN meetings_cancellation x ON x.meeting_id = m.id
    WHERE s.id = cop_evaluation.session_id AND m.facilitator_id = {member}
      AND m.starts_at <= clock_timestamp() AND x.id IS NULL)"""

# Who was present and what is asked is noted by the database in the moment of closing. Nobody can add to it or take
# away, whatever happens to the attendance or the questions afterwards.
OPENED, NOT_OPENED = definer(
    "cop_evaluation_opened",
    "",
    "trigger",
    """
    BEGIN
        INSERT INTO cop_respondent (organisation_id, evaluation_id, member_id)
        SELECT NEW.organisation_id, NEW.id, a.member_id
        FROM cop_session s
        JOIN meetings_attendance a ON a.meeting_id = s.meeting_id AND a.presence = 'came'
        JOIN cop_membership b ON b.community_id = s.community_id AND b.member_id = a.member_id AND b.left_at IS NULL
        WHERE s.id = NEW.session_id AND s.organisation_id = NEW.organisation_id;
        INSERT INTO cop_asked (organisation_id, evaluation_id, question_id, position)
        SELECT NEW.organisation_id, NEW.id, q.id, q.position
        FROM cop_session s JOIN cop_question q ON q.community_id = s.community_id AND q.retired_at IS NULL
        WHERE s.id = NEW.session_id AND s.organisation_id = NEW.organisation_id;
        RETURN NULL;
    END
    """,
    language="plpgsql",
)
WHEN_OPENED = """CREATE TRIGGER opened AFTER INSERT ON cop_evaluation FOR EACH ROW
    EXECUTE FUNCTION cop_evaluation_opened()"""

# An answer is given by somebody who was present and still belongs, for themself, before the evaluation closes. The
# evaluation's row is held until that is settled: publishing waits for whoever is about to answer, and comes after.
COUNTED, NOT_COUNTED = definer(
    "cop_answer_given",
    "",
    "trigger",
    f"""
    DECLARE
        looked_back cop_evaluation;
    BEGIN
        SELECT e.* INTO looked_back FROM cop_evaluation e JOIN cop_asked k ON k.evaluation_id = e.id
        WHERE k.id = NEW.asked_id AND e.organisation_id = NEW.organisation_id FOR SHARE OF e;
        IF NOT FOUND OR looked_back.closes_at <= clock_timestamp()
            OR NEW.author_id IS DISTINCT FROM {MEMBER}
            OR NEW.organisation_id IS DISTINCT FROM {ORGANISATION}
            OR EXISTS (SELECT 1 FROM cop_outcome o WHERE o.evaluation_id = looked_back.id)
            OR NOT EXISTS (
                SELECT 1 FROM cop_respondent v JOIN cop_session s ON s.id = looked_back.session_id
                JOIN cop_membership b ON b.community_id = s.community_id
                    AND b.member_id = v.member_id AND b.left_at IS NULL
                WHERE v.evaluation_id = looked_back.id AND v.member_id = NEW.author_id)
            OR (NEW.rating IS NULL) = EXISTS (
                SELECT 1 FROM cop_asked k JOIN cop_question q ON q.id = k.question_id
                WHERE k.id = NEW.asked_id AND q.kind = 'rating')
        THEN RAISE EXCEPTION 'Only who was present answers, for themself, until the evaluation closes.'
            USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NEW;
    END
    """,
    language="plpgsql",
)
WHEN_ANSWERED = """CREATE TRIGGER given BEFORE INSERT OR UPDATE ON cop_answer FOR EACH ROW
    EXECUTE FUNCTION cop_answer_given()"""

OPEN_STILL = """EXISTS (SELECT 1 FROM cop_asked k JOIN cop_evaluation e ON e.id = k.evaluation_id
    WHERE k.id = cop_answer.asked_id AND e.closes_at > clock_timestamp())"""
IS_ASKED = """EXISTS (SELECT 1 FROM cop_respondent v
    WHERE v.evaluation_id = cop_reflection.evaluation_id AND v.member_id = cop_reflection.author_id)"""

# The one way from answers to results, for a community's evaluations that are over: once, only what at least three
# answered, words in an order drawn anew for each question; then the answers, and with them who gave which, are gone.
# Nothing that happens later can change what was published, so there is never a difference to learn from.
PUBLISH, NO_PUBLISH = definer(
    "cop_publish",
    "circle uuid",
    "void",
    f"""
    DECLARE
        due cop_evaluation;
        voices integer;
        made uuid;
    BEGIN
        FOR due IN
            SELECT e.* FROM cop_evaluation e JOIN cop_session s ON s.id = e.session_id
            WHERE s.community_id = circle AND e.organisation_id = {ORGANISATION}
              AND e.closes_at <= clock_timestamp()
              AND NOT EXISTS (SELECT 1 FROM cop_outcome o WHERE o.evaluation_id = e.id)
            ORDER BY e.id
        LOOP
            PERFORM 1 FROM cop_evaluation e WHERE e.id = due.id FOR UPDATE;
            CONTINUE WHEN EXISTS (SELECT 1 FROM cop_outcome o WHERE o.evaluation_id = due.id);
            SELECT count(DISTINCT a.author_id) INTO voices
            FROM cop_answer a JOIN cop_asked k ON k.id = a.asked_id WHERE k.evaluation_id = due.id;
            INSERT INTO cop_outcome (organisation_id, evaluation_id, at, answered)
            VALUES (due.organisation_id, due.id, clock_timestamp(), CASE WHEN voices >= 3 THEN voices END)
            RETURNING id INTO made;
            INSERT INTO cop_finding (organisation_id, outcome_id, asked_id, answered, counts, texts)
            SELECT due.organisation_id, made, a.asked_id, count(*),
                ARRAY[count(*) FILTER (WHERE a.rating = 1), count(*) FILTER (WHERE a.rating = 2),
                      count(*) FILTER (WHERE a.rating = 3), count(*) FILTER (WHERE a.rating = 4),
                      count(*) FILTER (WHERE a.rating = 5)],
                coalesce(array_agg(a.words ORDER BY gen_random_uuid()) FILTER (WHERE a.words <> ''), '{{}}')
            FROM cop_answer a JOIN cop_asked k ON k.id = a.asked_id
            WHERE k.evaluation_id = due.id GROUP BY a.asked_id HAVING count(*) >= 3;
            DELETE FROM cop_answer a USING cop_asked k WHERE k.id = a.asked_id AND k.evaluation_id = due.id;
        END LOOP;
    END
    """,
    language="plpgsql",
)

# Who answers holds the evaluation before touching any answer, as publishing does: the two then wait for each other in one
# order, and neither is thrown out by the database because each waits for the other. What it gives only says whether
# answers are taken still; the triggers on answers ask again.
HOLD, HOLD_NO_MORE = definer(
    "cop_hold_evaluation",
    "wanted uuid",
    "boolean",
    f"""
    DECLARE
        held cop_evaluation;
    BEGIN
        SELECT e.* INTO held FROM cop_evaluation e
        WHERE e.id = wanted AND e.organisation_id = {ORGANISATION} FOR SHARE;
        RETURN FOUND AND held.closes_at > clock_timestamp()
            AND NOT EXISTS (SELECT 1 FROM cop_outcome o WHERE o.evaluation_id = wanted);
    END
    """,
    language="plpgsql",
)

# Counts of what a coordinator may not read: how many voices the liveliest agenda had, how often the charter was written,
# and whether a session was looked back on by at least three; what is over is published first.
MAKE_HISTORY, DROP_HISTORY = definer(
    "cop_history",
    "circle uuid",
    "TABLE (agenda_voices integer, charters integer, evaluated boolean)",
    f"""
    SELECT cop_publish(circle);
    SELECT coalesce((
            SELECT max(voices) FROM (
                SELECT count(DISTINCT a.author_id)::integer AS voices
                FROM cop_session s JOIN meetings_meeting m ON m.id = s.meeting_id
                JOIN meetings_agendaitem a ON a.meeting_id = m.id
                LEFT JOIN meetings_cancellation x ON x.meeting_id = m.id
                WHERE s.community_id = circle AND m.ends_at <= now() AND x.id IS NULL
                GROUP BY m.id) AS sessions), 0),
        (SELECT count(*)::integer FROM cop_charter WHERE community_id = circle),
        EXISTS (
            SELECT 1 FROM cop_outcome o JOIN cop_evaluation e ON e.id = o.evaluation_id
            JOIN cop_session s ON s.id = e.session_id
            WHERE s.community_id = circle AND o.answered IS NOT NULL)
    FROM cop_community
    WHERE id = circle AND organisation_id = {ORGANISATION}
    """,
)


def kept_by_the_database(*tables: str) -> migrations.RunSQL:
    """Let only the functions above add rows; whoever serves requests can read."""
    names = ", ".join(tables)
    return migrations.RunSQL(
        f"REVOKE INSERT, UPDATE, DELETE ON {names} FROM {settings.RUNTIME_ROLE}",
        f"GRANT INSERT, UPDATE, DELETE ON {names} TO {settings.RUNTIME_ROLE}",
    )


# Who brought it; and whom it was brought to, as long as it is with them and they are in their place. Nothing here asks
# the conflict, whose own wall asks this table.
OF_THE_TWO = f"""brought_by_id = {{member}} OR (addressee_id = {{member}} AND ended_at IS NULL AND (
    (place = 'facilitator' AND {belongs("cop_bringing.community_id")})
    OR (place = 'coordinator' AND {coordinates("cop_bringing.community_id")})))"""
BROUGHT_TO_SOMEBODY_IN_PLACE = f"""brought_by_id = {{member}} AND {belongs("cop_bringing.community_id")} AND (
    (place = 'facilitator' AND cop_facilitates_next(cop_bringing.community_id, addressee_id))
    OR (place = 'coordinator' AND {coordinates("cop_bringing.community_id", "cop_bringing.addressee_id")}))"""
WITH_ME = """author_id = {member} OR EXISTS (SELECT 1 FROM cop_bringing w WHERE w.conflict_id = cop_conflict.id
    AND w.addressee_id = {member} AND w.brought_by_id = cop_conflict.author_id)"""


class Migration(migrations.Migration):
    dependencies = [
        ("cop", "0001_tables"),
        ("files", "0002_their_walls"),
        ("meetings", "0002_their_walls"),
        ("programmes", "0002_their_walls"),
    ]

    replaces = [
        ("cop", "0002_walls"),
        ("cop", "0004_sharing_walls"),
        ("cop", "0006_facilitating_walls"),
        ("cop", "0008_evaluations_walls"),
        ("cop", "0010_questions_and_conflicts_walls"),
        ("cop", "0012_peers_walls"),
        ("cop", "0013_taking_stories_out"),
        ("cop", "0014_answering_before_publishing"),
        ("cop", "0016_why_a_story_was_taken_out_walls"),
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
            + belongs("t.community_id")
            + " OR "
            + coordinates("t.community_id")
            + "))",
            added="asked_by_id = {member}",
            fixed=["turn_id", "asked_by_id", "asked_id"],
        ),
        Walled("Prompt", append_only=True),
        Walled(
            "Thread",
            member=inside("cop_thread.community_id"),
            added="author_id = {member}",
            append_only=True,
        ),
        Walled(
            "ThreadClosure",
            member=thread("cop_threadclosure"),
            added="by_id = {member}",
            fixed=["thread_id", "by_id"],
        ),
        Walled(
            "Post",
            member=inside("cop_post.community_id"),
            added="author_id = {member} AND "
            + thread(
                "cop_post",
                " AND t.community_id = cop_post.community_id AND (cop_post.number > 0 OR t.author_id = {member})",
            ),
            changed="author_id = {member}",
            fixed=["community_id", "thread_id", "author_id", "number", "at"],
        ),
        Walled(
            "Hiding",
            added=f"by_id = {{member}} AND {REPORTED_POST}",
            changed=REPORTED_POST,
            fixed=["community_id", "post_id", "by_id"],
        ),
        Walled(
            "Words",
            member=post("cop_words", NOT_HIDDEN_OR_OWN),
            added=post("cop_words", OWN_POST),
            changed=post("cop_words", OWN_POST),
            fixed=["post_id"],
        ),
        Walled(
            "PostFile",
            member="EXISTS (SELECT 1 FROM cop_words w WHERE w.post_id = cop_postfile.post_id)",
            added=post("cop_postfile", OWN_POST),
            changed=post("cop_postfile", OWN_POST),
            fixed=["post_id"],
        ),
        Accounted("PostFile"),
        Walled(
            "Following",
            member=thread("cop_following"),
            added="member_id = {member}",
            changed="member_id = {member}",
            fixed=["thread_id", "member_id"],
        ),
        Walled(
            "Report",
            member=f"by_id = {{member}} OR (about_id <> {{member}} AND {coordinates('cop_report.community_id')})",
            added="by_id = {member} AND "
            + post("cop_report", " AND p.community_id = cop_report.community_id AND p.author_id = cop_report.about_id"),
            append_only=True,
        ),
        Walled(
            "Settlement",
            member="EXISTS (SELECT 1 FROM cop_report r WHERE r.id = cop_settlement.report_id)",
            added=f"by_id = {{member}} AND {SETTLED_REPORT}",
            append_only=True,
        ),
        Walled(
            "StoryAsk",
            member=f"by_id = {{member}} OR {thread('cop_storyask', OWN_THREAD)}",
            added="by_id = {member} AND " + thread("cop_storyask", OTHERS_THREAD),
            changed=thread("cop_storyask", OWN_THREAD),
            fixed=["thread_id", "by_id", "at"],
        ),
        Walled(
            "Consent",
            member="author_id = {member}",
            added=thread("cop_consent", OWN_THREAD + " AND t.kind IN ('success', 'failure')"),
            changed="author_id = {member}",
            fixed=["thread_id", "author_id"],
        ),
        Walled("Story", member=STORY_READ, added=STORY_ADDED, changed=OWN_STORY, fixed=["programme_id", "consent_id"]),
        Walled(
            "TakenOut",
            member="author_id = {member}",
            added="false",
            fixed=["author_id", "thread_id"],
        ),
        migrations.RunSQL(TAKE_OUT, TAKE_OUT_NO_MORE),
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
            member=ROUND.format(condition="true")
            + " AND (member_id = {member} OR "
            + RUNS_ITS_SESSION
            + " OR "
            + ROUND.format(condition=next_in("r.session_id"))
            + ")",
            added="by_id = {member} AND " + RUNS_ITS_SESSION,
            changed=RUNS_ITS_SESSION,
            fixed=["round_id", "member_id"],
        ),
        Walled(
            "HandOver",
            member=of_session("cop_handover.session_id", belongs("s.community_id"))
            + " AND (by_id = {member} OR "
            + next_in("cop_handover.session_id")
            + ")",
            added="by_id = {member} AND " + runs("cop_handover.session_id"),
            append_only=True,
        ),
        migrations.RunSQL(UNHEARD, "DROP FUNCTION cop_unheard(uuid)"),
        Walled(
            "Question",
            member=QUESTIONS_SET,
            added="made_by_id = {member}",
            fixed=["community_id", "text", "kind", "made_by_id", "made_at"],
        ),
        Walled("Evaluation", added=BY_ITS_FACILITATOR, append_only=True),
        Walled(
            "Respondent",
            member=of_community(
                "cop_respondent.evaluation_id", f"({belongs('s.community_id')} OR e.by_id = {{member}})"
            ),
            append_only=True,
        ),
        Walled(
            "Asked",
            member=of_community("cop_asked.evaluation_id", belongs("s.community_id")),
            append_only=True,
        ),
        Walled("Answer", member="author_id = {member}", changed=OPEN_STILL, fixed=["asked_id", "author_id"]),
        Walled(
            "Reflection",
            member="author_id = {member}",
            added=IS_ASKED,
            fixed=["evaluation_id", "author_id", "at"],
        ),
        Walled(
            "Outcome",
            member=of_community("cop_outcome.evaluation_id", belongs("s.community_id")),
            append_only=True,
        ),
        Walled(
            "Finding",
            member="EXISTS (SELECT 1 FROM cop_outcome o WHERE o.id = cop_finding.outcome_id AND "
            + of_community("o.evaluation_id", belongs("s.community_id"))
            + ")",
            append_only=True,
        ),
        Walled(
            "Raised",
            member=belongs("(SELECT t.community_id FROM cop_session t WHERE t.id = cop_raised.session_id)"),
            append_only=True,
        ),
        kept_by_the_database("cop_respondent", "cop_asked", "cop_outcome", "cop_finding"),
        migrations.RunSQL(OPENED, NOT_OPENED),
        migrations.RunSQL(WHEN_OPENED, "DROP TRIGGER opened ON cop_evaluation"),
        migrations.RunSQL(COUNTED, NOT_COUNTED),
        migrations.RunSQL(WHEN_ANSWERED, "DROP TRIGGER given ON cop_answer"),
        migrations.RunSQL(PUBLISH, NO_PUBLISH),
        migrations.RunSQL(HOLD, HOLD_NO_MORE),
        migrations.RunSQL(MAKE_HISTORY, DROP_HISTORY),
        Walled(
            "JointQuestion",
            member=belongs("cop_jointquestion.community_id"),
            added="by_id = {member}",
            append_only=True,
        ),
        Walled(
            "JointAnswer",
            member="EXISTS (SELECT 1 FROM cop_jointquestion q WHERE q.id = cop_jointanswer.question_id)",
            added="written_by_id = {member}",
            append_only=True,
        ),
        Walled(
            "Conflict",
            member=WITH_ME,
            added="author_id = {member} AND " + belongs("cop_conflict.community_id"),
            append_only=True,
        ),
        Walled(
            "Bringing",
            member=OF_THE_TWO,
            added=BROUGHT_TO_SOMEBODY_IN_PLACE,
            changed="brought_by_id = {member}",
            fixed=["conflict_id", "community_id", "brought_by_id", "addressee_id", "place"],
        ),
        Walled(
            "Reply",
            member="EXISTS (SELECT 1 FROM cop_bringing w WHERE w.id = cop_reply.bringing_id)",
            added="author_id = {member}",
            append_only=True,
        ),
        Walled(
            "ConflictEnd",
            member="EXISTS (SELECT 1 FROM cop_conflict f WHERE f.id = cop_conflictend.conflict_id)",
            added="by_id = {member}",
            append_only=True,
        ),
        Walled(
            "PeerWish",
            member=f"{OWN} OR {belongs('cop_peerwish.community_id')}",
            added=f"{OWN} AND {belongs('cop_peerwish.community_id')}",
            changed=OWN,
            fixed=["community_id", "member_id"],
        ),
    ]
