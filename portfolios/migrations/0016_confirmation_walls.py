from django.conf import settings
from django.db import migrations

from files.ledger import Accounted
from organisations.walls import Walled

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
SUBMISSION = of_request(
    "portfolios_submission", f"r.owner_id = {{member}} OR NOT ({ended('r.id')} OR {REVOKED})"
)
OF_SUBMISSION = "EXISTS (SELECT 1 FROM portfolios_submission s WHERE s.id = portfolios_submissionfile.submission_id{})"

# Never one's own.
SAYS_YES = f"""by_id = {{member}} AND {
    of_request("portfolios_confirmation", f"r.owner_id <> {{member}} AND NOT {ended('r.id')}")}"""
ENDS = f"""by_id = {{member}} AND {
    of_request(
        "portfolios_requestending",
        f'''NOT {confirmed("r.id")} AND (
            (r.owner_id = {{member}} AND portfolios_requestending.kind = 'taken-back')
            OR (r.owner_id <> {{member}} AND portfolios_requestending.kind = 'declined'))''',
    )}"""
OF_CONFIRMATION = """EXISTS (SELECT 1 FROM portfolios_confirmation c
    JOIN portfolios_confirmationrequest r ON r.id = c.request_id
    WHERE c.id = portfolios_revocation.confirmation_id{})"""

# Nobody was given a yes on it: then nothing has to stay as it was but the words.
LET_GO = """
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
DROP_LET_GO = """DROP TRIGGER lets_go ON portfolios_requestending; DROP FUNCTION portfolios_let_submission_go();"""

# A request's member never reads a key: work of the organisation itself does, without a member.
THE_ORGANISATION = "{member} IS NULL"


class Migration(migrations.Migration):
    dependencies = [("portfolios", "0015_confirmations"), ("files", "0003_uses"), ("programmes", "0002_walls")]

    operations = [
        Walled(
            "ConfirmationRequest",
            member=OWNER_OR_COORDINATOR,
            added=WHERE_ONE_WAS,
            fixed=("owner_id", "cohort_id", "asked_at"),
        ),
        Walled("RequestEnding", member=of_request("portfolios_requestending"), added=ENDS, append_only=True),
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
        migrations.RunSQL(LET_GO, DROP_LET_GO),
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
