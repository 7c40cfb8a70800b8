from django.db import migrations

from organisations.walls import Walled

COORDINATES_COHORT = """EXISTS (
    SELECT 1 FROM programmes_cohort c JOIN programmes_coordination k ON k.programme_id = c.programme_id
    WHERE c.id = {table}.cohort_id AND k.member_id = {{member}})"""

OWN_OR_COORDINATOR_OR_PROPOSED = """EXISTS (
    SELECT 1 FROM programmes_enrolment e WHERE e.id = programmes_answer.enrolment_id AND (
        e.member_id = {member}
        OR EXISTS (
            SELECT 1 FROM programmes_cohort c JOIN programmes_coordination k ON k.programme_id = c.programme_id
            WHERE c.id = e.cohort_id AND k.member_id = {member})
        OR EXISTS (
            SELECT 1 FROM programmes_question q, programmes_proposal p, programmes_enrolment other
            WHERE q.id = programmes_answer.question_id AND q.shown_to_match
              AND e.id IN (p.mentor_id, p.mentee_id) AND p.outcome IN ('', 'accepted')
              AND other.id IN (p.mentor_id, p.mentee_id) AND other.member_id = {member})))"""

OWN_REFUSAL_OR_COORDINATOR = """EXISTS (
    SELECT 1 FROM programmes_proposalanswer a JOIN programmes_proposal p ON p.id = a.proposal_id
    JOIN programmes_cohort c ON c.id = p.cohort_id
    LEFT JOIN programmes_coordination k ON k.programme_id = c.programme_id AND k.member_id = {member}
    WHERE a.id = programmes_refusal.answer_id AND (a.member_id = {member} OR k.id IS NOT NULL))"""


# A programme is handed on by whoever made it, by somebody who may design programmes here, and by nobody else.
HANDED_OVER = """EXISTS (
    SELECT 1 FROM programmes_programme p WHERE p.id = programmes_coordination.programme_id AND p.created_by_id = {member})
    OR EXISTS (SELECT 1 FROM organisations_appointment a WHERE a.member_id = {member})"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial"), ("organisations", "0002_walls")]

    operations = [
        Walled("Programme", fixed=["created_by_id"]),
        Walled("Coordination", added=HANDED_OVER, fixed=["programme_id", "member_id"]),
        Walled("Practice"),
        Walled("Question"),
        Walled("Cohort"),
        Walled("Enrolment", fixed=["cohort_id", "member_id"]),
        Walled("EnrolmentChange"),
        Walled("Answer", member=OWN_OR_COORDINATOR_OR_PROPOSED),
        Walled("Import", member="by_id = {member}"),
        Walled("Criterion"),
        Walled("MatchingRun", member=COORDINATES_COHORT.format(table="programmes_matchingrun")),
        Walled(
            "RunPair",
            member="EXISTS (SELECT 1 FROM programmes_matchingrun r WHERE r.id = programmes_runpair.run_id)",
        ),
        Walled("PairDecision", member=COORDINATES_COHORT.format(table="programmes_pairdecision")),
        Walled("Proposal", fixed=["cohort_id", "mentor_id", "mentee_id"]),
        Walled("ProposalAnswer", added="member_id = {member}", append_only=True),
        Walled("Refusal", member=OWN_REFUSAL_OR_COORDINATOR),
    ]
