from django.conf import settings
from django.db import migrations

from organisations.walls import MEMBER, Walled, definer

COORDINATES_COHORT = """EXISTS (
    SELECT 1 FROM programmes_cohort c JOIN programmes_coordination k ON k.programme_id = c.programme_id
    WHERE c.id = {table}.cohort_id AND k.member_id = {{member}})"""

# Who was proposed may read what the question shows to a match; writing stays with who answers and who coordinates.
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
OWN_OR_COORDINATOR = """EXISTS (
    SELECT 1 FROM programmes_enrolment e WHERE e.id = programmes_answer.enrolment_id AND (
        e.member_id = {member}
        OR EXISTS (
            SELECT 1 FROM programmes_cohort c JOIN programmes_coordination k ON k.programme_id = c.programme_id
            WHERE c.id = e.cohort_id AND k.member_id = {member})))"""

OWN_REFUSAL_OR_COORDINATOR = """EXISTS (
    SELECT 1 FROM programmes_proposalanswer a JOIN programmes_proposal p ON p.id = a.proposal_id
    JOIN programmes_cohort c ON c.id = p.cohort_id
    LEFT JOIN programmes_coordination k ON k.programme_id = c.programme_id AND k.member_id = {member}
    WHERE a.id = programmes_refusal.answer_id AND (a.member_id = {member} OR k.id IS NOT NULL))"""


# A programme is handed on by whoever made it, by somebody who may design programmes here, and by nobody else.
HANDED_OVER = """EXISTS (
    SELECT 1 FROM programmes_programme p WHERE p.id = programmes_coordination.programme_id AND p.created_by_id = {member})
    OR EXISTS (SELECT 1 FROM organisations_appointment a WHERE a.member_id = {member})"""

# A yes can be taken back by whoever said it, as long as the proposal is open; a no stays.
TAKE_BACK = f"""
GRANT DELETE ON programmes_proposalanswer TO {settings.RUNTIME_ROLE};
CREATE POLICY deleted ON programmes_proposalanswer AS RESTRICTIVE FOR DELETE TO {settings.RUNTIME_ROLE} USING (
    member_id = {MEMBER} AND accepts AND EXISTS (
        SELECT 1 FROM programmes_proposal p WHERE p.id = programmes_proposalanswer.proposal_id AND p.outcome = ''));
"""
KEEP = f"""
DROP POLICY deleted ON programmes_proposalanswer;
REVOKE DELETE ON programmes_proposalanswer FROM {settings.RUNTIME_ROLE};
"""

# Ids only: which lists somebody asked to have taken before a moment, and that nobody has brought to an end.
WAITING, DROP_WAITING = definer(
    "programmes_takings_waiting",
    "asked_before timestamptz",
    "TABLE (organisation uuid, member uuid, taking uuid)",
    """
    SELECT organisation_id, by_id, id FROM public.programmes_taking WHERE outcome = '' AND at < asked_before ORDER BY at
    """,
)

# Ids only: which proposals were not answered in time.
OVERDUE, DROP_OVERDUE = definer(
    "programmes_proposals_overdue",
    "at timestamptz",
    "TABLE (organisation uuid, proposal uuid)",
    """
    SELECT organisation_id, id FROM public.programmes_proposal
    WHERE outcome = '' AND answer_by <= programmes_proposals_overdue.at ORDER BY answer_by
    """,
)


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_tables"), ("organisations", "0002_their_walls")]

    replaces = [
        ("programmes", "0002_walls"),
        ("programmes", "0004_answers_are_given_by_their_own"),
    ]

    operations = [
        Walled("Programme", fixed=["created_by_id"]),
        Walled("Coordination", added=HANDED_OVER, fixed=["programme_id", "member_id"]),
        Walled("Practice"),
        Walled("Question"),
        Walled("Cohort"),
        Walled("Enrolment", fixed=["cohort_id", "member_id"]),
        Walled("EnrolmentChange"),
        Walled(
            "Answer",
            member=OWN_OR_COORDINATOR_OR_PROPOSED,
            added=OWN_OR_COORDINATOR,
            changed=OWN_OR_COORDINATOR,
            fixed=["enrolment_id", "question_id"],
        ),
        Walled("Import", member="by_id = {member}"),
        Walled("Taking", member="by_id = {member}", added="by_id = {member}", fixed=["list_id", "by_id"]),
        Walled("Criterion"),
        Walled("MatchingRun", member=COORDINATES_COHORT.format(table="programmes_matchingrun")),
        Walled(
            "RunPair",
            member="EXISTS (SELECT 1 FROM programmes_matchingrun r WHERE r.id = programmes_runpair.run_id)",
        ),
        Walled("PairDecision", member=COORDINATES_COHORT.format(table="programmes_pairdecision")),
        Walled("Proposal", fixed=["cohort_id", "mentor_id", "mentee_id"]),
        Walled("ProposalAnswer", added="member_id = {member}", append_only=True),
        migrations.RunSQL(TAKE_BACK, KEEP),
        Walled("Refusal", member=OWN_REFUSAL_OR_COORDINATOR),
        migrations.RunSQL(WAITING, DROP_WAITING),
        migrations.RunSQL(OVERDUE, DROP_OVERDUE),
    ]
