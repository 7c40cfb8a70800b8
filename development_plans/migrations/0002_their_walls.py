from django.db import migrations

from files.ledger import Accounted
from organisations.walls import Walled, definer

# A mentor reads what was shared with them, while the two work together.
WORK_TOGETHER = """EXISTS (
    SELECT 1 FROM partnerships_party m JOIN partnerships_party o ON o.partnership_id = m.partnership_id
    LEFT JOIN partnerships_conclusion c ON c.partnership_id = m.partnership_id
    WHERE m.member_id = {share}.member_id AND m.role = 'mentor'
      AND o.member_id = {share}.owner_id AND o.role = 'mentee' AND c.id IS NULL)"""
OWNER_OR_SHOWN = (
    "owner_id = {member} OR EXISTS ("
    + (
        "SELECT 1 FROM development_plans_share s WHERE s.plan_id = development_plans_plan.id "
        "AND s.member_id = {member} AND s.taken_back_at IS NULL AND "
    )
    + WORK_TOGETHER.replace("{share}", "s")
    + ")"
)
SHOWN_BY_ITS_OWNER = "owner_id = {member} AND " + WORK_TOGETHER.replace("{share}", "development_plans_share")

# Whose plan it is that is shown. By reference, since policies of two tables cannot each look into the other.
SHARED_BY_OWNER = """
ALTER TABLE development_plans_plan ADD CONSTRAINT development_plans_plan_owned UNIQUE (organisation_id, id, owner_id);
ALTER TABLE development_plans_share ADD CONSTRAINT development_plans_share_own_plan
    FOREIGN KEY (organisation_id, plan_id, owner_id) REFERENCES development_plans_plan (organisation_id, id, owner_id)
    DEFERRABLE INITIALLY IMMEDIATE;
"""
SHARED_BY_ANYBODY = """
ALTER TABLE development_plans_share DROP CONSTRAINT development_plans_share_own_plan;
ALTER TABLE development_plans_plan DROP CONSTRAINT development_plans_plan_owned;
"""


def readable(table: str) -> str:
    """Whoever may read the plan; its own wall says who that is."""
    return f"EXISTS (SELECT 1 FROM development_plans_plan p WHERE p.id = development_plans_{table}.plan_id)"


def own(table: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM development_plans_plan p WHERE p.id = development_plans_{table}.plan_id "
        "AND p.owner_id = {member})"
    )


# A plan waits for the goals that its barriers became, and comes after the one it follows. Nobody can make a circle of
# that: who adds a step waits for whoever adds another to plans of the same person, and then walks the whole way.
NO_CIRCLES = """
CREATE FUNCTION development_plans_refuse_circle() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE later uuid; earlier uuid; whose uuid;
BEGIN
    IF TG_TABLE_NAME = 'development_plans_barrier' THEN
        later := NEW.plan_id; earlier := NEW.goal_id;
    ELSE
        later := NEW.id; earlier := NEW.follows_id;
    END IF;
    IF earlier IS NULL THEN RETURN NULL; END IF;
    SELECT owner_id INTO whose FROM development_plans_plan WHERE id = later;
    PERFORM pg_advisory_xact_lock(hashtextextended(whose::text, 0));
    IF NOT EXISTS (SELECT 1 FROM development_plans_plan WHERE id = earlier AND owner_id = whose) THEN
        RAISE EXCEPTION 'A plan goes on from plans of the same person.' USING ERRCODE = 'check_violation';
    END IF;
    IF later IN (
        WITH RECURSIVE before (id) AS (
            SELECT earlier
            UNION
            SELECT step.id FROM before, LATERAL (
                SELECT b.goal_id FROM development_plans_barrier b
                WHERE b.plan_id = before.id AND b.goal_id IS NOT NULL
                UNION ALL
                SELECT p.follows_id FROM development_plans_plan p
                WHERE p.id = before.id AND p.follows_id IS NOT NULL
            ) AS step (id)
        )
        SELECT id FROM before
    ) THEN
        RAISE EXCEPTION 'Plans cannot wait for one another in a circle.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $body$;
CREATE TRIGGER no_circle AFTER INSERT OR UPDATE OF goal_id ON development_plans_barrier
    FOR EACH ROW EXECUTE FUNCTION development_plans_refuse_circle();
CREATE TRIGGER no_circle AFTER INSERT ON development_plans_plan
    FOR EACH ROW EXECUTE FUNCTION development_plans_refuse_circle();
"""
CIRCLES = """
DROP TRIGGER no_circle ON development_plans_plan;
DROP TRIGGER no_circle ON development_plans_barrier;
DROP FUNCTION development_plans_refuse_circle();
"""

# How many plans of a cohort's mentees are at which step, for its programme's coordinators, from three people on.
AT_STEPS, DROP_AT_STEPS = definer(
    "development_plans_at_steps",
    "of_cohort uuid",
    "TABLE (step smallint, plans integer)",
    """
    WITH found AS (
        SELECT p.owner_id, p.step FROM public.programmes_enrolment e
        JOIN public.programmes_cohort c ON c.id = e.cohort_id
        JOIN public.programmes_coordination k ON k.programme_id = c.programme_id
        JOIN public.development_plans_plan p ON p.owner_id = e.member_id AND p.set_aside_at IS NULL
        WHERE c.id = of_cohort AND e.role = 'mentee' AND e.state IN ('accepted', 'active', 'paused', 'completed')
          AND c.organisation_id = NULLIF(current_setting('app.organisation', true), '')::uuid
          AND k.member_id = NULLIF(current_setting('app.member', true), '')::uuid
    )
    SELECT step, count(*)::integer FROM found
    WHERE (SELECT count(DISTINCT owner_id) FROM found) >= 3
    GROUP BY step ORDER BY step
    """,
)

OWN_LOOK = "member_id = {member}"
LOOKED = f"{OWN_LOOK} AND {readable('look')}"

OWN_ASKING = (
    "EXISTS (SELECT 1 FROM development_plans_plan p WHERE p.id = development_plans_asking.plan_id "
    "AND p.owner_id = {member})"
)


def of_own_asking(table: str) -> str:
    """What was asked is its owner's alone, by its own wall."""
    return f"EXISTS (SELECT 1 FROM development_plans_asking a WHERE a.id = development_plans_{table}.asking_id)"


def kept(pathway: str) -> str:
    return (
        f"{pathway}.author_id = {{member}} OR EXISTS (SELECT 1 FROM programmes_coordination k "
        f"WHERE k.programme_id = {pathway}.programme_id AND k.member_id = {{member}})"
    )


KEPT = kept("development_plans_pathway")
# An open one is for those in its programme; one of a mentor's own, for those they mentor now; and for who walks it.
OFFERED = """opened_at IS NOT NULL AND (
    EXISTS (SELECT 1 FROM programmes_cohort c JOIN programmes_enrolment e ON e.cohort_id = c.id
        WHERE c.programme_id = development_plans_pathway.programme_id AND e.member_id = {member}
          AND e.state IN ('accepted', 'active', 'paused'))
    OR (programme_id IS NULL AND EXISTS (
        SELECT 1 FROM partnerships_party m JOIN partnerships_party o ON o.partnership_id = m.partnership_id
        LEFT JOIN partnerships_conclusion c ON c.partnership_id = m.partnership_id
        WHERE m.member_id = development_plans_pathway.author_id AND m.role = 'mentor'
          AND o.member_id = {member} AND o.role = 'mentee' AND c.id IS NULL)))"""
WALKED = (
    "EXISTS (SELECT 1 FROM development_plans_walk w "
    "WHERE w.pathway_id = development_plans_pathway.id AND w.member_id = {member})"
)
OWN_OR_MENTEES = """member_id = {member} OR EXISTS (
    SELECT 1 FROM partnerships_party m JOIN partnerships_party o ON o.partnership_id = m.partnership_id
    LEFT JOIN partnerships_conclusion c ON c.partnership_id = m.partnership_id
    WHERE m.member_id = {member} AND m.role = 'mentor'
      AND o.member_id = development_plans_walk.member_id AND o.role = 'mentee' AND c.id IS NULL)"""

TASK_READ = "EXISTS (SELECT 1 FROM development_plans_pathway p WHERE p.id = development_plans_task.pathway_id)"
TASK_KEPT = (
    "EXISTS (SELECT 1 FROM development_plans_pathway p WHERE p.id = development_plans_task.pathway_id AND ("
    + kept("p")
    + "))"
)
WALK = "EXISTS (SELECT 1 FROM development_plans_walk w WHERE w.id = development_plans_mark.walk_id)"

# Walking opens a pathway for good, so nobody comes in who could not read it before. By a trigger, since the wall of
# pathways looks at walks already.
MAY_WALK = """
CREATE FUNCTION development_plans_may_walk() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM development_plans_pathway WHERE id = NEW.pathway_id AND opened_at IS NOT NULL) THEN
        RAISE EXCEPTION 'This pathway is not open to them.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $body$;
CREATE TRIGGER may_walk BEFORE INSERT ON development_plans_walk
    FOR EACH ROW EXECUTE FUNCTION development_plans_may_walk();
"""
WALKS = """
DROP TRIGGER may_walk ON development_plans_walk;
DROP FUNCTION development_plans_may_walk();
"""

OF_LINE = "EXISTS (SELECT 1 FROM development_plans_logentry e WHERE e.id = development_plans_logfile.line_id)"
OF_OWN_LINE = (
    "EXISTS (SELECT 1 FROM development_plans_logentry e JOIN development_plans_plan p ON p.id = e.plan_id "
    "WHERE e.id = development_plans_logfile.line_id AND p.owner_id = {member})"
)

OF_READABLE_TASK = "EXISTS (SELECT 1 FROM development_plans_task t WHERE t.id = development_plans_taskfile.task_id)"
OF_KEPT_TASK = (
    "EXISTS (SELECT 1 FROM development_plans_task t JOIN development_plans_pathway p ON p.id = t.pathway_id "
    f"WHERE t.id = development_plans_taskfile.task_id AND ({kept('p')}))"
)


class Migration(migrations.Migration):
    dependencies = [
        ("development_plans", "0001_tables"),
        ("files", "0002_their_walls"),
        ("partnerships", "0002_their_walls"),
        ("programmes", "0002_their_walls"),
    ]

    replaces = [
        ("development_plans", "0002_walls"),
        ("development_plans", "0004_feedback_and_pathways_walls"),
    ]

    operations = [
        Walled(
            "Plan",
            member=OWNER_OR_SHOWN,
            added="owner_id = {member}",
            changed="owner_id = {member}",
            fixed=["owner_id", "follows_id", "begun_at"],
        ),
        Walled(
            "Share",
            member="owner_id = {member} OR member_id = {member}",
            added=SHOWN_BY_ITS_OWNER,
            changed="owner_id = {member}",
            fixed=["plan_id", "owner_id", "member_id", "at"],
        ),
        migrations.RunSQL(SHARED_BY_OWNER, SHARED_BY_ANYBODY),
        Walled(
            "PlanAction",
            member=readable("planaction"),
            added=own("planaction"),
            changed=own("planaction"),
            fixed=["plan_id"],
        ),
        Walled("Barrier", member=readable("barrier"), added=own("barrier"), changed=own("barrier"), fixed=["plan_id"]),
        Walled(
            "LogEntry", member=readable("logentry"), added=own("logentry"), changed=own("logentry"), fixed=["plan_id"]
        ),
        Walled("Conclusion", member=readable("conclusion"), added=own("conclusion"), append_only=True),
        Walled(
            "Comment",
            member=readable("comment"),
            added="author_id = {member}",
            changed="author_id = {member}",
            fixed=["plan_id", "author_id", "step"],
        ),
        migrations.RunSQL(NO_CIRCLES, CIRCLES),
        migrations.RunSQL(AT_STEPS, DROP_AT_STEPS),
        Walled(
            "Look",
            member=OWN_LOOK,
            added=LOOKED,
            changed=OWN_LOOK,
            fixed=["plan_id", "member_id"],
        ),
        Walled("LogFile", member=OF_LINE, added=OF_OWN_LINE, changed=OF_OWN_LINE, fixed=["line_id"]),
        Accounted("LogFile"),
        Walled(
            "Asking",
            member=OWN_ASKING,
            fixed=["plan_id", "words", "named", "asked_at", "expires_at"],
        ),
        Walled("FeedbackInvitation", member=of_own_asking("feedbackinvitation"), fixed=["asking_id", "email", "key"]),
        Walled("FeedbackAnswer", member=of_own_asking("feedbackanswer"), append_only=True),
        Walled(
            "Pathway",
            member=f"{KEPT} OR ({OFFERED}) OR {WALKED}",
            added="author_id = {member}",
            changed=KEPT,
            fixed=["author_id", "programme_id", "adapted_from_id"],
        ),
        Walled("Task", member=TASK_READ, added=TASK_KEPT, changed=TASK_KEPT, fixed=["pathway_id"]),
        Walled(
            "Walk",
            member=OWN_OR_MENTEES,
            added="member_id = {member}",
            changed="member_id = {member}",
            fixed=["pathway_id", "member_id"],
        ),
        migrations.RunSQL(MAY_WALK, WALKS),
        Walled(
            "Mark",
            member=WALK,
            added="by_id = {member}",
            changed="by_id = {member}",
            fixed=["walk_id", "task_id", "by_id"],
        ),
        Walled("TaskFile", member=OF_READABLE_TASK, added=OF_KEPT_TASK, changed=OF_KEPT_TASK, fixed=["task_id"]),
        Accounted("TaskFile"),
    ]
