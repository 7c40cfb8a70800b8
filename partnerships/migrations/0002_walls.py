from django.db import migrations

from organisations.walls import Walled

PARTY = "EXISTS (SELECT 1 FROM partnerships_party p WHERE p.partnership_id = {table}.partnership_id AND p.member_id = {{member}})"

# One's own view at once; the partner's when nobody in the partnership has yet to answer.
OWN_OR_ALL_ANSWERED = """member_id = {member} OR EXISTS (
    SELECT 1 FROM partnerships_stagereview r JOIN partnerships_party p ON p.partnership_id = r.partnership_id
    WHERE r.id = partnerships_reviewanswer.review_id AND p.member_id = {member}
      AND NOT EXISTS (
        SELECT 1 FROM partnerships_party q WHERE q.partnership_id = r.partnership_id
          AND NOT EXISTS (
            SELECT 1 FROM partnerships_reviewanswered d WHERE d.review_id = r.id AND d.member_id = q.member_id)))"""


# Who begins a partnership is one of the two it was proposed to, or a coordinator; each place is that of the enrolled
# person, and where there was a proposal, of one of its two: nobody comes in later.
BEGUN_BY_THE_TWO_OR_A_COORDINATOR = """EXISTS (
    SELECT 1 FROM partnerships_partnership p JOIN programmes_cohort c ON c.id = p.cohort_id
    JOIN programmes_enrolment place ON place.id = partnerships_party.enrolment_id
    LEFT JOIN programmes_coordination k ON k.programme_id = c.programme_id AND k.member_id = {member}
    LEFT JOIN programmes_proposal o ON o.id = p.proposal_id
    LEFT JOIN programmes_enrolment own ON own.id IN (o.mentor_id, o.mentee_id) AND own.member_id = {member}
    WHERE p.id = partnerships_party.partnership_id
      AND place.member_id = partnerships_party.member_id AND place.cohort_id = p.cohort_id
      AND (o.id IS NULL OR place.id IN (o.mentor_id, o.mentee_id))
      AND ({member} IS NULL OR k.id IS NOT NULL OR own.id IS NOT NULL OR (o.id IS NULL AND EXISTS (
        SELECT 1 FROM programmes_enrolment mine WHERE mine.cohort_id = p.cohort_id AND mine.member_id = {member}))))"""


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0001_initial"),
        ("programmes", "0002_walls"),
        ("meetings", "0002_walls"),
    ]

    operations = [
        Walled("Partnership", fixed=["cohort_id", "proposal_id"]),
        Walled("Party", added=BEGUN_BY_THE_TWO_OR_A_COORDINATOR, fixed=["partnership_id", "member_id", "enrolment_id"]),
        Walled("PartnershipMeeting", append_only=True),
        Walled("Agreement", member=PARTY.format(table="partnerships_agreement"), append_only=True),
        Walled("Signature", added="member_id = {member}", append_only=True),
        Walled("StageReview"),
        Walled("Transition"),
        Walled("ReviewAnswered", added="member_id = {member}", append_only=True),
        Walled("ReviewAnswer", member=OWN_OR_ALL_ANSWERED, added="member_id = {member}", append_only=True),
        Walled(
            "PracticeRating",
            member="EXISTS (SELECT 1 FROM partnerships_reviewanswer a WHERE a.id = partnerships_practicerating.answer_id)",
            append_only=True,
        ),
        Walled("Conclusion"),
    ]
