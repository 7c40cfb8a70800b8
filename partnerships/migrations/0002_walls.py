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


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0001_initial"),
        ("programmes", "0002_walls"),
        ("meetings", "0002_walls"),
    ]

    operations = [
        Walled("Partnership"),
        Walled("Party"),
        Walled("PartnershipMeeting"),
        Walled("Agreement", member=PARTY.format(table="partnerships_agreement")),
        Walled("Signature", added="member_id = {member}"),
        Walled("StageReview"),
        Walled("Transition"),
        Walled("ReviewAnswered", added="member_id = {member}"),
        Walled("ReviewAnswer", member=OWN_OR_ALL_ANSWERED, added="member_id = {member}"),
        Walled(
            "PracticeRating",
            member="EXISTS (SELECT 1 FROM partnerships_reviewanswer a WHERE a.id = partnerships_practicerating.answer_id)",
        ),
        Walled("Conclusion"),
    ]
