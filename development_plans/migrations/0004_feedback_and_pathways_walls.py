from django.db import migrations

from files.ledger import Accounted
from organisations.walls import Walled

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

OF_READABLE = "EXISTS (SELECT 1 FROM development_plans_pathway p WHERE p.id = development_plans_task.pathway_id)"
OF_KEPT = (
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


class Migration(migrations.Migration):
    dependencies = [("development_plans", "0003_feedback_and_pathways"), ("files", "0002_walls")]

    operations = [
        Walled("LogFile", member=OF_LINE, added=OF_OWN_LINE, changed=OF_OWN_LINE, fixed=["line_id"]),
        Accounted("LogFile"),
        Walled(
            "Asking",
            member=OWN_ASKING,
            fixed=["plan_id", "words", "named", "asked_at", "expires_at"],
        ),
        Walled(
            "FeedbackInvitation", member=of_own_asking("feedbackinvitation"), fixed=["asking_id", "email", "key"]
        ),
        Walled("FeedbackAnswer", member=of_own_asking("feedbackanswer"), append_only=True),
        Walled(
            "Pathway",
            member=f"{KEPT} OR ({OFFERED}) OR {WALKED}",
            added="author_id = {member}",
            changed=KEPT,
            fixed=["author_id", "programme_id", "adapted_from_id"],
        ),
        Walled("Task", member=OF_READABLE, added=OF_KEPT, changed=OF_KEPT, fixed=["pathway_id"]),
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
    ]
