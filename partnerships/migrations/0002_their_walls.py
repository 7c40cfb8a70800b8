from django.conf import settings
from django.db import migrations

from organisations.walls import Walled

PARTY = "EXISTS (SELECT 1 FROM partnerships_party p WHERE p.partnership_id = {table}.partnership_id AND p.member_id = {{member}})"

# That a review waits is a coordinator's to know too; whether the two saw it alike is their own.
REVIEWS_PARTY = PARTY.format(table="partnerships_stagereview")
PARTY_OR_COORDINATOR_WHILE_OPEN = f"""{REVIEWS_PARTY} OR (outcome = '' AND EXISTS (
    SELECT 1 FROM partnerships_partnership p JOIN programmes_cohort c ON c.id = p.cohort_id
    JOIN programmes_coordination k ON k.programme_id = c.programme_id
    WHERE p.id = partnerships_stagereview.partnership_id AND k.member_id = {{member}}))"""

# One's own view at once; the partner's when nobody in the partnership has yet to answer.
OWN_OR_ALL_ANSWERED = """member_id = {member} OR EXISTS (
    SELECT 1 FROM partnerships_stagereview r JOIN partnerships_party p ON p.partnership_id = r.partnership_id
    WHERE r.id = partnerships_reviewanswer.review_id AND p.member_id = {member}
      AND NOT EXISTS (
        SELECT 1 FROM partnerships_party q WHERE q.partnership_id = r.partnership_id
          AND NOT EXISTS (
            SELECT 1 FROM partnerships_reviewanswered d WHERE d.review_id = r.id AND d.member_id = q.member_id)))"""

# One's own view can be taken back until all views are there, and never changed.
OWN_AND_OPEN = """member_id = {member} AND EXISTS (
    SELECT 1 FROM partnerships_stagereview r WHERE r.id = review_id AND r.outcome = '')"""
OF_OWN_AND_OPEN = """EXISTS (
    SELECT 1 FROM partnerships_reviewanswer a JOIN partnerships_stagereview r ON r.id = a.review_id
    WHERE a.id = answer_id AND a.member_id = {member} AND r.outcome = '')"""
TAKEN_BACK = "partnerships_reviewanswer, partnerships_reviewanswered, partnerships_practicerating"

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
# Two peers come in by the yes of the one who was asked, and nobody else by it.
OR_BY_A_PEERS_YES = f"""({BEGUN_BY_THE_TWO_OR_A_COORDINATOR} AND role <> 'peer') OR (role = 'peer' AND EXISTS (
    SELECT 1 FROM partnerships_peerinvitation i
    WHERE i.partnership_id = partnerships_party.partnership_id AND i.outcome = 'accepted' AND i.to_id = {{member}}
      AND partnerships_party.member_id IN (i.by_id, i.to_id)))"""

# Who is asked says yes or no; who asks takes it back.
EACH_THEIR_OWN = """(to_id = {member} AND outcome IN ('', 'accepted', 'declined'))
    OR (by_id = {member} AND outcome IN ('', 'withdrawn'))"""

# Why it ended early: for who says so, and for the coordinators of the programme.
AUTHOR_OR_COORDINATOR = """by_id = {member} OR EXISTS (
    SELECT 1 FROM partnerships_conclusion e JOIN partnerships_partnership p ON p.id = e.partnership_id
    JOIN programmes_cohort c ON c.id = p.cohort_id
    JOIN programmes_coordination k ON k.programme_id = c.programme_id AND k.member_id = {member}
    WHERE e.id = partnerships_conclusionreason.conclusion_id)"""


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0001_tables"),
        ("programmes", "0002_their_walls"),
        ("meetings", "0002_their_walls"),
    ]

    replaces = [
        ("partnerships", "0002_walls"),
        ("partnerships", "0003_reviews_are_the_parties"),
        ("partnerships", "0005_ending_early_walls"),
        ("partnerships", "0007_peers_walls"),
    ]

    operations = [
        Walled("Partnership", fixed=["cohort_id", "proposal_id"]),
        Walled(
            "PeerInvitation",
            member="{member} IN (by_id, to_id)",
            added="by_id = {member} AND outcome = ''",
            changed=EACH_THEIR_OWN,
            fixed=["by_id", "to_id", "cohort_id", "words", "at"],
        ),
        migrations.RunSQL(
            f"REVOKE DELETE ON partnerships_peerinvitation FROM {settings.RUNTIME_ROLE}",
            f"GRANT DELETE ON partnerships_peerinvitation TO {settings.RUNTIME_ROLE}",
        ),
        Walled("Party", added=OR_BY_A_PEERS_YES, fixed=["partnership_id", "member_id", "enrolment_id"]),
        Walled("PartnershipMeeting", append_only=True),
        Walled("Agreement", member=PARTY.format(table="partnerships_agreement"), append_only=True),
        Walled("Signature", added="member_id = {member}", append_only=True),
        Walled(
            "StageReview",
            member=PARTY_OR_COORDINATOR_WHILE_OPEN,
            added="opened_by_id = {member}",
            changed=REVIEWS_PARTY,
            fixed=["partnership_id", "stage"],
        ),
        Walled("Transition"),
        Walled("ReviewAnswered", added="member_id = {member}", changed=OWN_AND_OPEN, append_only=True),
        Walled(
            "ReviewAnswer",
            member=OWN_OR_ALL_ANSWERED,
            added="member_id = {member}",
            changed=OWN_AND_OPEN,
            append_only=True,
        ),
        Walled(
            "PracticeRating",
            member="EXISTS (SELECT 1 FROM partnerships_reviewanswer a WHERE a.id = partnerships_practicerating.answer_id)",
            changed=OF_OWN_AND_OPEN,
            append_only=True,
        ),
        migrations.RunSQL(
            f"GRANT DELETE ON {TAKEN_BACK} TO {settings.RUNTIME_ROLE}",
            f"REVOKE DELETE ON {TAKEN_BACK} FROM {settings.RUNTIME_ROLE}",
        ),
        Walled("Conclusion"),
        Walled("ConclusionReason", member=AUTHOR_OR_COORDINATOR, added="by_id = {member}", append_only=True),
    ]
