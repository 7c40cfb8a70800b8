from django.db import migrations

from organisations.walls import Redrawn, Tightened, predicate

COORDINATES, DROP_COORDINATES = predicate(
    "programmes_coordinates",
    "programme uuid, person uuid",
    "EXISTS (SELECT 1 FROM public.programmes_coordination k WHERE k.programme_id = programme AND k.member_id = person)",
)
COORDINATED, DROP_COORDINATED = predicate(
    "programmes_is_coordinated",
    "programme uuid",
    "EXISTS (SELECT 1 FROM public.programmes_coordination k WHERE k.programme_id = programme)",
)


def coordinates(programme: str) -> str:
    return (
        "{member} IS NULL OR EXISTS (SELECT 1 FROM programmes_coordination k "
        f"WHERE k.programme_id = {programme} AND k.member_id = {{member}})"
    )


def coordinates_cohort(table: str) -> str:
    return (
        "{member} IS NULL OR EXISTS (SELECT 1 FROM programmes_cohort c "
        "JOIN programmes_coordination k ON k.programme_id = c.programme_id "
        f"WHERE c.id = {table}.cohort_id AND k.member_id = {{member}})"
    )


APPOINTED = "EXISTS (SELECT 1 FROM organisations_appointment a WHERE a.member_id = {member})"

HANDED_OVER = """EXISTS (
    SELECT 1 FROM programmes_programme p WHERE p.id = programmes_coordination.programme_id AND p.created_by_id = {member})
    OR EXISTS (SELECT 1 FROM organisations_appointment a WHERE a.member_id = {member})"""
# Whoever makes a programme is its first coordinator; after that its coordinators say who else is, or an admin.
MINE = "{member} IS NULL OR programmes_coordinates(programme_id, {member}) OR organisations_is_admin({member})"
BY_A_COORDINATOR = f"""{MINE} OR (NOT programmes_is_coordinated(programme_id) AND EXISTS (
    SELECT 1 FROM programmes_programme p
    WHERE p.id = programmes_coordination.programme_id AND p.created_by_id = {{member}}))"""

OF_THE_TWO = "EXISTS (SELECT 1 FROM programmes_enrolment e WHERE e.id IN (mentor_id, mentee_id) AND e.member_id = {member})"
# One answers for oneself, what one was asked.
ANSWERS = """member_id = {member} AND EXISTS (
    SELECT 1 FROM programmes_proposal p JOIN programmes_enrolment e ON e.id IN (p.mentor_id, p.mentee_id)
    WHERE p.id = programmes_proposalanswer.proposal_id AND e.member_id = {member})"""

OWN_PROGRAMME = {name: coordinates(f"programmes_{name.lower()}.programme_id") for name in
    ("Practice", "Question", "Criterion", "Cohort")}


class Migration(migrations.Migration):
    dependencies = [
        ("programmes", "0006_import_source"),
        ("organisations", "0005_who_changes_members"),
    ]

    operations = [
        migrations.RunSQL(COORDINATES, DROP_COORDINATES),
        migrations.RunSQL(COORDINATED, DROP_COORDINATED),
        Tightened(
            "Programme",
            added=f"{{member}} IS NULL OR (created_by_id = {{member}} AND {APPOINTED})",
            changed=coordinates("programmes_programme.id"),
        ),
        Redrawn("Coordination", "added", was=HANDED_OVER, now=BY_A_COORDINATOR),
        Tightened("Coordination", changed=f"{MINE} OR member_id = {{member}}"),
        *(
            Tightened(model, added=condition, changed=condition)
            for model, condition in OWN_PROGRAMME.items()
        ),
        Tightened(
            "Enrolment", added=coordinates_cohort("programmes_enrolment"), removed="{member} IS NULL"
        ),
        Tightened(
            "EnrolmentChange", added="{member} IS NULL OR by_id = {member}", changed="{member} IS NULL"
        ),
        Tightened(
            "Proposal",
            added=f"({coordinates_cohort('programmes_proposal')}) AND ({{member}} IS NULL OR by_id = {{member}})",
            changed=f"{coordinates_cohort('programmes_proposal')} OR {OF_THE_TWO}",
        ),
        Redrawn("ProposalAnswer", "added", was="member_id = {member}", now=ANSWERS),
    ]
