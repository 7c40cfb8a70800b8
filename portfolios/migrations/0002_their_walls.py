from django.conf import settings
from django.db import migrations

from files.ledger import Accounted
from organisations.walls import Walled

PIECES = {"evidence": "portfolios_evidence", "entry": "portfolios_diaryentry", "profile": "portfolios_profile"}


def owner_or_reader(name: str) -> str:
    """The owner; and who has a standing share, as long as the two work together."""
    return f"""owner_id = {{member}} OR EXISTS (
        SELECT 1 FROM portfolios_share s WHERE s.{name}_id = {PIECES[name]}.id AND s.reader_id = {{member}}
          AND s.taken_back_at IS NULL AND NOT EXISTS (
            SELECT 1 FROM partnerships_conclusion c
            WHERE c.partnership_id = s.partnership_id AND c.kind IN ('ended', 'early')))"""


# One shares as oneself, with somebody of a partnership of both that is under way.
WITH_A_PARTNER = """owner_id = {member} AND EXISTS (
    SELECT 1 FROM partnerships_party mine
    JOIN partnerships_party theirs ON theirs.partnership_id = mine.partnership_id
    WHERE mine.partnership_id = portfolios_share.partnership_id
      AND mine.member_id = {member} AND theirs.member_id = portfolios_share.reader_id
      AND NOT EXISTS (
        SELECT 1 FROM partnerships_conclusion c WHERE c.partnership_id = mine.partnership_id))"""


def of_evidence(table: str, more: str = "") -> str:
    return f"EXISTS (SELECT 1 FROM portfolios_evidence e WHERE e.id = {table}.evidence_id{more})"


def of_own_evidence(table: str) -> str:
    return of_evidence(table, " AND e.owner_id = {member}")


def owned(name: str) -> migrations.RunSQL:
    """A share is of a piece of its own owner's: the walls of the two tables cannot ask each other, a reference can."""
    table = PIECES[name]
    return migrations.RunSQL(
        f"""ALTER TABLE {table} ADD CONSTRAINT {table}_owned UNIQUE (organisation_id, id, owner_id);
        ALTER TABLE portfolios_share ADD CONSTRAINT portfolios_share_{name}_owned
          FOREIGN KEY (organisation_id, {name}_id, owner_id) REFERENCES {table} (organisation_id, id, owner_id)
          DEFERRABLE INITIALLY DEFERRED""",
        f"""ALTER TABLE portfolios_share DROP CONSTRAINT portfolios_share_{name}_owned;
        ALTER TABLE {table} DROP CONSTRAINT {table}_owned""",
    )


# Everybody reads frameworks, their competencies and their scales; admins and coordinators make them, and only drafts
# are changed.
DESIGNS = """(EXISTS (SELECT 1 FROM organisations_appointment a WHERE a.member_id = {member})
    OR EXISTS (SELECT 1 FROM programmes_coordination k WHERE k.member_id = {member}))"""


def of_a_draft(table: str) -> str:
    return f"""{DESIGNS} AND EXISTS (
        SELECT 1 FROM portfolios_framework f WHERE f.id = {table}.framework_id AND f.opened_at IS NULL)"""


# A version in use stays as it is: what evidence was related to then reads the same later.
ONCE_OPEN = """CREATE TRIGGER once_open BEFORE UPDATE OR DELETE ON portfolios_framework FOR EACH ROW
    WHEN (OLD.opened_at IS NOT NULL) EXECUTE FUNCTION organisations_stays_as_made()"""


def of_own_showcase(table: str) -> str:
    return f"""EXISTS (SELECT 1 FROM portfolios_showcase s
        WHERE s.id = {table}.showcase_id AND s.owner_id = {{member}})"""


ITEM, LINK = of_own_showcase("portfolios_showcaseitem"), of_own_showcase("portfolios_showcaselink")

# Everybody in the organisation may know what a cohort requires; its programme's coordinators write it.
COORDINATES = """EXISTS (
    SELECT 1 FROM programmes_cohort h JOIN programmes_coordination k ON k.programme_id = h.programme_id
    WHERE h.id = portfolios_requirement.cohort_id AND k.member_id = {member})"""
OF_COORDINATED = """EXISTS (
    SELECT 1 FROM portfolios_requirement r JOIN programmes_cohort h ON h.id = r.cohort_id
    JOIN programmes_coordination k ON k.programme_id = h.programme_id
    WHERE r.id = portfolios_criterion.requirement_id AND k.member_id = {member})"""

TO_OWN_PLAN = """EXISTS (SELECT 1 FROM development_plans_plan p
    WHERE p.id = portfolios_bearing.plan_id AND p.owner_id = {member})"""

# One asks as oneself, a mentor with whom one works in a partnership under way.
OF_A_MENTOR = """owner_id = {member} AND EXISTS (
    SELECT 1 FROM partnerships_party mine
    JOIN partnerships_party theirs ON theirs.partnership_id = mine.partnership_id
    WHERE mine.partnership_id = portfolios_assessment.partnership_id
      AND mine.member_id = {member} AND theirs.member_id = portfolios_assessment.assessor_id
      AND theirs.role = 'mentor' AND NOT EXISTS (
        SELECT 1 FROM partnerships_conclusion c WHERE c.partnership_id = mine.partnership_id))"""


def of_assessment(table: str, condition: str = "true") -> str:
    """An assessment that the member may see, and of which this is true."""
    return f"""EXISTS (SELECT 1 FROM portfolios_assessment a
        WHERE a.id = {table}.assessment_id AND ({condition}))"""


ENDED = "EXISTS (SELECT 1 FROM portfolios_ending e WHERE e.assessment_id = a.id)"
JUDGED = "EXISTS (SELECT 1 FROM portfolios_judgement j WHERE j.assessment_id = a.id)"
PARTED = """EXISTS (SELECT 1 FROM partnerships_conclusion c
    WHERE c.partnership_id = a.partnership_id AND c.kind IN ('ended', 'early'))"""

# The assessor reads what was shown to them until it is taken back, declined or not theirs to judge; and, once they
# have judged, for as long as their own judgement stands.
SHOWN = f"a.owner_id = {{member}} OR (NOT {ENDED} AND ({JUDGED} OR NOT {PARTED}))"
PIECE = of_assessment("portfolios_assessedpiece", SHOWN)
OF_PIECE = "EXISTS (SELECT 1 FROM portfolios_assessedpiece p WHERE p.id = portfolios_assessedfile.piece_id{})"
OWN = "a.owner_id = {member}"
OF_OWN_PIECE = OF_PIECE.format(
    f" AND {of_assessment('p', OWN)}",
)

# Both have said, each for themselves, that neither is in the other's line of management.
CLEAR = """(SELECT count(*) FROM portfolios_declaration d
    WHERE d.assessment_id = a.id AND d.by_id IN (a.owner_id, a.assessor_id) AND NOT d.manages) = 2"""
ON_ITS_SCALE = """EXISTS (SELECT 1 FROM portfolios_competency c JOIN portfolios_level l ON l.framework_id = c.framework_id
    WHERE c.id = a.competency_id AND l.id = portfolios_judgement.level_id)"""
JUDGES = of_assessment(
    "portfolios_judgement",
    f"a.assessor_id = {{member}} AND {CLEAR} AND {ON_ITS_SCALE} AND NOT {ENDED} AND NOT {PARTED}",
)
# Each of the two ends it in a way of their own, the assessor also when the partnership is over; never what was judged.
ENDS = of_assessment(
    "portfolios_ending",
    f"""NOT {JUDGED} AND ((a.owner_id = {{member}} AND portfolios_ending.kind = 'taken-back')
        OR (a.assessor_id = {{member}} AND portfolios_ending.kind IN ('declined', 'conflict'))
        OR (a.assessor_id = {{member}} AND portfolios_ending.kind = 'parted' AND {PARTED}))""",
)

# One says it of oneself and somebody else; for an assessment, of the two whose it is.
DECLARES = f"""by_id = {{member}} AND (assessment_id IS NULL OR {
    of_assessment(
        "portfolios_declaration",
        "(a.owner_id = by_id AND a.assessor_id = about_id) OR (a.assessor_id = by_id AND a.owner_id = about_id)",
    )
})"""

# A second look is at the owner's own first one, at the same competency. The table cannot ask itself; a reference can.
SECOND = """ALTER TABLE portfolios_assessment
    ADD CONSTRAINT portfolios_assessment_of UNIQUE (organisation_id, id, owner_id, competency_id);
    ALTER TABLE portfolios_assessment ADD CONSTRAINT portfolios_assessment_second_look
      FOREIGN KEY (organisation_id, first_id, owner_id, competency_id)
      REFERENCES portfolios_assessment (organisation_id, id, owner_id, competency_id) DEFERRABLE INITIALLY DEFERRED"""
NO_SECOND = """ALTER TABLE portfolios_assessment DROP CONSTRAINT portfolios_assessment_second_look;
    ALTER TABLE portfolios_assessment DROP CONSTRAINT portfolios_assessment_of"""

# Nobody was given a judgement on it: then nothing has to stay as it was but the words.
LET_GO = """
CREATE FUNCTION portfolios_let_go() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $body$
BEGIN
    UPDATE public.portfolios_assessedfile f SET entry_id = NULL, key = ''
    FROM public.portfolios_assessedpiece p
    WHERE p.organisation_id = NEW.organisation_id AND p.assessment_id = NEW.assessment_id
      AND f.organisation_id = p.organisation_id AND f.piece_id = p.id AND f.entry_id IS NOT NULL;
    RETURN NULL;
END $body$;
REVOKE ALL ON FUNCTION portfolios_let_go() FROM PUBLIC;
CREATE TRIGGER lets_go AFTER INSERT ON portfolios_ending FOR EACH ROW EXECUTE FUNCTION portfolios_let_go();
"""
DROP_LET_GO = "DROP TRIGGER lets_go ON portfolios_ending; DROP FUNCTION portfolios_let_go();"

# Whoever asks reads it, and the coordinators of the programme they ask. Nobody else of the organisation, no admin.
OWNER_OR_COORDINATOR = """owner_id = {member} OR EXISTS (
    SELECT 1 FROM programmes_cohort h JOIN programmes_coordination k ON k.programme_id = h.programme_id
    WHERE h.id = portfolios_confirmationrequest.cohort_id AND k.member_id = {member})"""

# One asks as oneself, where one takes part or took part.
WHERE_ONE_WAS = """owner_id = {member} AND EXISTS (
    SELECT 1 FROM programmes_enrolment e
    WHERE e.cohort_id = portfolios_confirmationrequest.cohort_id AND e.member_id = {member}
      AND e.state IN ('accepted', 'active', 'paused', 'completed', 'withdrawn'))"""


def of_request(table: str, condition: str = "true") -> str:
    """A request that the member may see, and of which this is true."""
    return f"""EXISTS (SELECT 1 FROM portfolios_confirmationrequest r
        WHERE r.id = {table}.request_id AND ({condition}))"""


def confirmed(request: str) -> str:
    return f"EXISTS (SELECT 1 FROM portfolios_confirmation c WHERE c.request_id = {request})"


def ended(request: str) -> str:
    return f"EXISTS (SELECT 1 FROM portfolios_requestending n WHERE n.request_id = {request})"


REVOKED = """EXISTS (SELECT 1 FROM portfolios_revocation v JOIN portfolios_confirmation c ON c.id = v.confirmation_id
    WHERE c.request_id = r.id)"""

# Coordinators read what was handed in until it is declined, taken back or no longer stood by.
SUBMISSION = of_request("portfolios_submission", f"r.owner_id = {{member}} OR NOT ({ended('r.id')} OR {REVOKED})")
OF_SUBMISSION = "EXISTS (SELECT 1 FROM portfolios_submission s WHERE s.id = portfolios_submissionfile.submission_id{})"

# Never one's own.
SAYS_YES = f"""by_id = {{member}} AND {
    of_request("portfolios_confirmation", f"r.owner_id <> {{member}} AND NOT {ended('r.id')}")
}"""
ENDS_REQUEST = f"""by_id = {{member}} AND {
    of_request(
        "portfolios_requestending",
        f'''NOT {confirmed("r.id")} AND (
            (r.owner_id = {{member}} AND portfolios_requestending.kind = 'taken-back')
            OR (r.owner_id <> {{member}} AND portfolios_requestending.kind = 'declined'))''',
    )
}"""
OF_CONFIRMATION = """EXISTS (SELECT 1 FROM portfolios_confirmation c
    JOIN portfolios_confirmationrequest r ON r.id = c.request_id
    WHERE c.id = portfolios_revocation.confirmation_id{})"""

# Nobody was given a yes on it: then nothing has to stay as it was but the words.
LET_SUBMISSION_GO = """
CREATE FUNCTION portfolios_let_submission_go() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $body$
BEGIN
    UPDATE public.portfolios_submissionfile f SET entry_id = NULL, key = ''
    FROM public.portfolios_submission s
    WHERE s.organisation_id = NEW.organisation_id AND s.request_id = NEW.request_id
      AND f.organisation_id = s.organisation_id AND f.submission_id = s.id AND f.entry_id IS NOT NULL;
    RETURN NULL;
END $body$;
REVOKE ALL ON FUNCTION portfolios_let_submission_go() FROM PUBLIC;
CREATE TRIGGER lets_go AFTER INSERT ON portfolios_requestending FOR EACH ROW
    EXECUTE FUNCTION portfolios_let_submission_go();
"""
DROP_LET_SUBMISSION_GO = (
    """DROP TRIGGER lets_go ON portfolios_requestending; DROP FUNCTION portfolios_let_submission_go();"""
)

# A request's member never reads a key: work of the organisation itself does, without a member.
THE_ORGANISATION = "{member} IS NULL"


class Migration(migrations.Migration):
    dependencies = [
        ("portfolios", "0001_tables"),
        ("development_plans", "0002_their_walls"),
        ("files", "0002_their_walls"),
        ("partnerships", "0002_their_walls"),
        ("programmes", "0002_their_walls"),
    ]

    replaces = [
        ("portfolios", "0002_walls"),
        ("portfolios", "0004_framework_walls"),
        ("portfolios", "0006_showcase_walls"),
        ("portfolios", "0008_assessment_walls"),
        ("portfolios", "0010_requirement_walls"),
        ("portfolios", "0012_bearing_walls"),
        ("portfolios", "0016_confirmation_walls"),
    ]

    operations = [
        *(
            Walled(
                model,
                member=owner_or_reader(name),
                added="owner_id = {member}",
                changed="owner_id = {member}",
                fixed=("owner_id",),
            )
            for model, name in (("Evidence", "evidence"), ("DiaryEntry", "entry"), ("Profile", "profile"))
        ),
        Walled(
            "Share",
            member="owner_id = {member} OR reader_id = {member}",
            added=WITH_A_PARTNER,
            changed="owner_id = {member}",
            fixed=("owner_id", "reader_id", "partnership_id", "evidence_id", "entry_id", "profile_id", "at"),
        ),
        *(owned(name) for name in PIECES),
        Walled(
            "EvidenceFile",
            member=of_evidence("portfolios_evidencefile"),
            added=of_own_evidence("portfolios_evidencefile"),
            changed=of_own_evidence("portfolios_evidencefile"),
            fixed=("evidence_id",),
        ),
        Accounted("EvidenceFile"),
        Walled(
            "Framework",
            added=DESIGNS,
            changed=DESIGNS,
            fixed=("follows_id", "made_by_id", "version"),
        ),
        migrations.RunSQL(ONCE_OPEN, "DROP TRIGGER once_open ON portfolios_framework"),
        Walled(
            "Competency",
            added=of_a_draft("portfolios_competency"),
            changed=of_a_draft("portfolios_competency"),
            fixed=("framework_id", "line"),
        ),
        Walled(
            "Showing",
            member=of_evidence("portfolios_showing"),
            added=of_own_evidence("portfolios_showing"),
            changed=of_own_evidence("portfolios_showing"),
            fixed=("evidence_id", "line"),
        ),
        Walled("Showcase", member="owner_id = {member}", fixed=("owner_id",)),
        Walled(
            "ShowcaseItem",
            member=ITEM,
            # What a partner shares with one is not one's own to show.
            added=f"{ITEM} AND {of_own_evidence('portfolios_showcaseitem')}",
            fixed=("showcase_id", "evidence_id"),
        ),
        Walled("ShowcaseLink", member=LINK, fixed=("showcase_id", "key", "made_at")),
        Walled(
            "Level",
            added=of_a_draft("portfolios_level"),
            changed=of_a_draft("portfolios_level"),
            fixed=("framework_id",),
        ),
        Walled(
            "Assessment",
            member="owner_id = {member} OR assessor_id = {member}",
            added=OF_A_MENTOR,
            fixed=(
                "owner_id",
                "assessor_id",
                "partnership_id",
                "competency_id",
                "first_id",
                "words",
                "asked_at",
            ),
        ),
        migrations.RunSQL(
            f"REVOKE DELETE ON portfolios_assessment FROM {settings.RUNTIME_ROLE}",
            f"GRANT DELETE ON portfolios_assessment TO {settings.RUNTIME_ROLE}",
        ),
        migrations.RunSQL(SECOND, NO_SECOND),
        Walled(
            "Declaration",
            member="by_id = {member} OR about_id = {member}",
            added=DECLARES,
            append_only=True,
        ),
        Walled("Ending", member=of_assessment("portfolios_ending"), added=ENDS, append_only=True),
        Walled("Judgement", member=of_assessment("portfolios_judgement"), added=JUDGES, append_only=True),
        Walled("AssessedPiece", member=PIECE, added=of_assessment("portfolios_assessedpiece", OWN), append_only=True),
        Walled("AssessedFile", member=OF_PIECE.format(""), added=OF_OWN_PIECE, append_only=True),
        Accounted("AssessedFile", held=True),
        migrations.RunSQL(LET_GO, DROP_LET_GO),
        Walled("Requirement", added=COORDINATES, changed=COORDINATES, fixed=("cohort_id",)),
        Walled("Criterion", added=OF_COORDINATED, changed=OF_COORDINATED, fixed=("requirement_id", "line")),
        Walled(
            "Bearing",
            member=of_evidence("portfolios_bearing"),
            added=f"{of_own_evidence('portfolios_bearing')} AND {TO_OWN_PLAN}",
            changed=of_own_evidence("portfolios_bearing"),
            fixed=("evidence_id", "plan_id"),
        ),
        Walled(
            "ConfirmationRequest",
            member=OWNER_OR_COORDINATOR,
            added=WHERE_ONE_WAS,
            fixed=("owner_id", "cohort_id", "asked_at"),
        ),
        Walled("RequestEnding", member=of_request("portfolios_requestending"), added=ENDS_REQUEST, append_only=True),
        Walled("Confirmation", member=of_request("portfolios_confirmation"), added=SAYS_YES, append_only=True),
        Walled(
            "Revocation",
            member=OF_CONFIRMATION.format(""),
            added=f"by_id = {{member}} AND {OF_CONFIRMATION.format(' AND r.owner_id <> {member}')}",
            append_only=True,
        ),
        Walled(
            "Submission",
            member=SUBMISSION,
            added=of_request("portfolios_submission", "r.owner_id = {member}"),
            append_only=True,
        ),
        Walled(
            "SubmissionFile",
            member=OF_SUBMISSION.format(""),
            added=OF_SUBMISSION.format(f" AND {of_request('s', 'r.owner_id = {member}')}"),
            append_only=True,
        ),
        Accounted("SubmissionFile", held=True),
        migrations.RunSQL(LET_SUBMISSION_GO, DROP_LET_SUBMISSION_GO),
        Walled(
            "SigningKey",
            member=THE_ORGANISATION,
            added=THE_ORGANISATION,
            changed=THE_ORGANISATION,
            fixed=("public", "made_at"),
        ),
        Walled(
            "Credential",
            member=f"owner_id = {{member}} OR {THE_ORGANISATION}",
            added=THE_ORGANISATION,
            changed=THE_ORGANISATION,
            fixed=("confirmation_id", "owner_id", "key", "achievement", "jwt", "issued_at"),
        ),
        *(
            migrations.RunSQL(
                f"REVOKE DELETE ON {table} FROM {settings.RUNTIME_ROLE}",
                f"GRANT DELETE ON {table} TO {settings.RUNTIME_ROLE}",
            )
            for table in ("portfolios_confirmationrequest", "portfolios_signingkey", "portfolios_credential")
        ),
    ]
