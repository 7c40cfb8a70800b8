from django.db import migrations

from organisations.walls import Walled


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


# Who brought it; and whom it was brought to, as long as it is with them and they are in their place. Nothing here asks
# the conflict, whose own wall asks this table.
OF_THE_TWO = f"""brought_by_id = {{member}} OR (addressee_id = {{member}} AND ended_at IS NULL AND (
    (place = 'facilitator' AND {belongs('cop_bringing.community_id')})
    OR (place = 'coordinator' AND {coordinates('cop_bringing.community_id')})))"""
BROUGHT_TO_SOMEBODY_IN_PLACE = f"""brought_by_id = {{member}} AND {belongs('cop_bringing.community_id')} AND (
    (place = 'facilitator' AND cop_facilitates_next(cop_bringing.community_id, addressee_id))
    OR (place = 'coordinator' AND {coordinates('cop_bringing.community_id', 'cop_bringing.addressee_id')}))"""
WITH_ME = """author_id = {member} OR EXISTS (SELECT 1 FROM cop_bringing w WHERE w.conflict_id = cop_conflict.id
    AND w.addressee_id = {member} AND w.brought_by_id = cop_conflict.author_id)"""


class Migration(migrations.Migration):
    dependencies = [("cop", "0009_questions_and_conflicts"), ("programmes", "0002_walls")]

    operations = [
        Walled(
            "JointQuestion", member=belongs("cop_jointquestion.community_id"), added="by_id = {member}", append_only=True
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
    ]
