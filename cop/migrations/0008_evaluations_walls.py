from importlib import import_module

from django.conf import settings
from django.db import migrations

from organisations.walls import MEMBER, ORGANISATION, Walled, definer

before = import_module("cop.migrations.0002_walls")
belongs, coordinates = before.belongs, before.coordinates


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

# As before, and whether a session was looked back on by at least three; what is over is published first.
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


class Migration(migrations.Migration):
    dependencies = [("cop", "0007_evaluations")]

    operations = [
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
        Walled(
            "Answer", member="author_id = {member}", changed=OPEN_STILL, fixed=["asked_id", "author_id"]
        ),
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
            + of_community("o.evaluation_id", belongs("s.community_id")) + ")",
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
        migrations.RunSQL(before.DROP_HISTORY, before.MAKE_HISTORY),
        migrations.RunSQL(MAKE_HISTORY, DROP_HISTORY),
    ]
