from django.db import migrations

from organisations.walls import Guarded, Redrawn, Tightened, predicate

BEGUN, DROP_BEGUN = predicate(
    "partnerships_has_parties",
    "partnership uuid",
    "EXISTS (SELECT 1 FROM public.partnerships_party p WHERE p.partnership_id = partnership)",
)

PARTY = "EXISTS (SELECT 1 FROM partnerships_party p WHERE p.partnership_id = {table}.{column} AND p.member_id = {{member}})"
COORDINATES = """EXISTS (SELECT 1 FROM partnerships_partnership s JOIN programmes_cohort c ON c.id = s.cohort_id
    JOIN programmes_coordination k ON k.programme_id = c.programme_id
    WHERE s.id = {table}.{column} AND k.member_id = {{member}})"""

PARTY_OR_COORDINATOR = """{member} IS NULL
    OR EXISTS (SELECT 1 FROM public.partnerships_party p WHERE p.partnership_id = OLD.id AND p.member_id = {member})
    OR EXISTS (SELECT 1 FROM public.programmes_cohort c
        JOIN public.programmes_coordination k ON k.programme_id = c.programme_id
        WHERE c.id = OLD.cohort_id AND k.member_id = {member})"""


def party(table: str) -> str:
    return PARTY.format(table=f"partnerships_{table}", column="partnership_id")


def party_or_coordinator(table: str, column: str = "partnership_id") -> str:
    both = f"({PARTY} OR {COORDINATES})"
    return both.format(table=f"partnerships_{table}", column=column)


# Until now, somebody in the cohort could let others into a partnership that was begun without a proposal.
BEGUN_BY_SOMEBODY_OF_THE_COHORT = """EXISTS (
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

# Now by a coordinator, or by one of the two who both said yes; and both places at once: nobody comes in later, a
# coordinator who has a place in the cohort included.
BEGUN_BY_THE_TWO_OR_A_COORDINATOR = """EXISTS (
    SELECT 1 FROM partnerships_partnership p JOIN programmes_cohort c ON c.id = p.cohort_id
    JOIN programmes_enrolment place ON place.id = partnerships_party.enrolment_id
    LEFT JOIN programmes_coordination k ON k.programme_id = c.programme_id AND k.member_id = {member}
    LEFT JOIN programmes_proposal o ON o.id = p.proposal_id
    WHERE p.id = partnerships_party.partnership_id
      AND place.member_id = partnerships_party.member_id AND place.cohort_id = p.cohort_id
      AND (o.id IS NULL OR place.id IN (o.mentor_id, o.mentee_id))
      AND ({member} IS NULL OR (
        NOT partnerships_has_parties(p.id)
        AND (k.id IS NOT NULL OR (
            SELECT count(*) = 2 AND bool_or(e.member_id = {member})
            FROM programmes_enrolment e JOIN programmes_proposalanswer y
                ON y.proposal_id = o.id AND y.member_id = e.member_id AND y.accepts
            WHERE e.id IN (o.mentor_id, o.mentee_id))))))"""


def or_by_a_peers_yes(begun: str) -> str:
    """Two peers come in by the yes of the one who was asked, and nobody else by it."""
    return f"""({begun} AND role <> 'peer') OR (role = 'peer' AND EXISTS (
    SELECT 1 FROM partnerships_peerinvitation i
    WHERE i.partnership_id = partnerships_party.partnership_id AND i.outcome = 'accepted' AND i.to_id = {{member}}
      AND partnerships_party.member_id IN (i.by_id, i.to_id)))"""


# A place in a cohort is a coordinator's to give. Whose it is can give it up, or come back from a pause; and where two
# work together, or are asked whether they will, what one does takes the other's place along.
COORDINATES_PLACE = """EXISTS (SELECT 1 FROM public.programmes_cohort c
    JOIN public.programmes_coordination k ON k.programme_id = c.programme_id
    WHERE c.id = OLD.cohort_id AND k.member_id = {member})"""
WITH_THEM = """EXISTS (SELECT 1 FROM public.partnerships_party mine
        JOIN public.partnerships_party theirs ON theirs.partnership_id = mine.partnership_id
        WHERE theirs.enrolment_id = OLD.id AND mine.member_id = {member})
    OR EXISTS (SELECT 1 FROM public.programmes_proposal o JOIN public.programmes_enrolment mine
            ON mine.id IN (o.mentor_id, o.mentee_id)
        WHERE OLD.id IN (o.mentor_id, o.mentee_id) AND mine.member_id = {member})"""
PLACE = f"""{{member}} IS NULL OR {COORDINATES_PLACE} OR (
    NOT (OLD.state IN ('invited', 'applied', 'waitlisted', 'declined', 'withdrawn')
        AND NEW.state IN ('accepted', 'active', 'paused', 'completed'))
    AND (OLD.member_id = {{member}} OR {WITH_THEM}))"""


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0002_their_walls"),
        ("programmes", "0007_who_changes_programmes"),
    ]

    operations = [
        migrations.RunSQL(BEGUN, DROP_BEGUN),
        Tightened("Partnership", removed="{member} IS NULL"),
        Guarded(
            "Partnership",
            "led",
            columns=["stage", "agreement_version", "began_at"],
            condition=PARTY_OR_COORDINATOR,
        ),
        Redrawn(
            "Party",
            "added",
            was=or_by_a_peers_yes(BEGUN_BY_SOMEBODY_OF_THE_COHORT),
            now=or_by_a_peers_yes(BEGUN_BY_THE_TWO_OR_A_COORDINATOR),
        ),
        Tightened("Party", changed="{member} IS NULL"),
        Tightened("PartnershipMeeting", added=f"{{member}} IS NULL OR {party('partnershipmeeting')}"),
        Redrawn(
            "Signature",
            "added",
            was="member_id = {member}",
            now=f"member_id = {{member}} AND {party('signature')}",
        ),
        Tightened(
            "Transition",
            added=f"{{member}} IS NULL OR (by_id = {{member}} AND {party_or_coordinator('transition')})",
            changed="{member} IS NULL",
        ),
        Tightened(
            "Conclusion",
            added=f"{{member}} IS NULL OR (by_id = {{member}} AND {party_or_coordinator('conclusion')})",
            changed="{member} IS NULL",
        ),
        Guarded(
            "programmes.Enrolment", "place", columns=["state"], condition=PLACE
        ),
        Guarded(
            "programmes.Enrolment",
            "capacity",
            columns=["capacity"],
            condition=f"{{member}} IS NULL OR OLD.member_id = {{member}} OR {COORDINATES_PLACE}",
        ),
    ]
