"""Who reads and writes what is in a portfolio, and what was asked of it."""

from organisations.models import APPOINTED
from organisations.row_security import Condition, of, own, readers_of
from partnerships.models.predicates import have_parted, works_with
from programmes.models.predicates import COORDINATES_ANY, coordinates_cohort

WHO_SAYS_SO = own("by_id", "who says so")
WHO_ASKED = own("owner_id", "who asked")


def is_kind(table: str, *kinds: str) -> Condition:
    """Return that a row of a table is of one of these kinds."""
    return Condition(f"{table}.kind IN ({', '.join(map(repr, kinds))})", f"it says {' or '.join(kinds)}")


# Pieces, and what is shared of them
def shared_with(column: str) -> Condition:
    """Return whether the member has a standing share, as long as the two work together; a column names what of."""
    return Condition(
        f"EXISTS (SELECT 1 FROM public.portfolios_itemshare s WHERE s.{column} = {{row}}.id "
        "AND s.reader_id = {member} AND s.taken_back_at IS NULL "
        f"AND NOT {have_parted('s.partnership_id').sql})",
        "a partner with whom it is shared",
    )


WITH_PARTNER = works_with("reader_id", "the other is their partner now")
READERS_OF_EVIDENCE = readers_of("evidence_id", "portfolios_evidence", "whoever may read its evidence")
OWNER_OF_EVIDENCE = of("evidence_id", "portfolios_evidence", own("owner_id", "the evidence's owner"))
OWNER_OF_SHOWCASE = of("showcase_id", "portfolios_showcase", own("owner_id", "the showcase's owner"))

# Frameworks
DESIGNERS = APPOINTED | COORDINATES_ANY
OF_A_DRAFT = of(
    "framework_id", "portfolios_framework", Condition("{row}.opened_at IS NULL", "its framework is a draft")
)

# What is required
COORDINATOR_OF_REQUIREMENT = of("requirement_id", "portfolios_requirement", coordinates_cohort())

# Assessments: conditions on the assessment itself, and on what belongs to it
ASSESSOR = own("assessor_id", "its assessor")
ASKS_MENTOR = works_with("assessor_id", "the other is their mentor now", role="mentor")
JUDGED = Condition(
    "EXISTS (SELECT 1 FROM public.portfolios_assessmentresult j WHERE j.assessment_id = {row}.id)",
    "judged already",
)
ENDED = Condition(
    "EXISTS (SELECT 1 FROM public.portfolios_assessmentclosure e WHERE e.assessment_id = {row}.id)",
    "ended without a judgement",
)
PARTED = have_parted("partnership_id")
# Both have said, each for themselves, that neither is in the other's line of management.
CLEAR = Condition(
    "(SELECT count(*) FROM public.portfolios_declaration d WHERE d.assessment_id = {row}.id "
    "AND d.by_id IN ({row}.owner_id, {row}.assessor_id) AND NOT d.manages) = 2",
    "neither manages the other, as both said",
)


def of_assessment(condition: Condition) -> Condition:
    """Return that a condition is true of the assessment to which it belongs."""
    return of("assessment_id", "portfolios_assessment", condition)


READERS_OF_ASSESSMENT = readers_of(
    "assessment_id", "portfolios_assessment", "whoever may read its assessment"
)
OWNER_OF_ASSESSMENT = of_assessment(WHO_ASKED)
READERS_OF_ASSESSED = readers_of(
    "assessed_evidence_id", "portfolios_assessedevidence", "whoever may read its assessment"
)
OWNER_OF_ASSESSED = of("assessed_evidence_id", "portfolios_assessedevidence", OWNER_OF_ASSESSMENT)
# The assessor reads what was shown to them until it is taken back, declined or not theirs to judge; and, once they
# have judged, for as long as their own judgement stands.
SHOWN_TO = of_assessment(WHO_ASKED | (~ENDED & (JUDGED | ~PARTED)))
# Each of the two ends it in a way of their own, the assessor also when the partnership is over; never what was judged.
MAY_END = of_assessment(
    ~JUDGED
    & (
        (WHO_ASKED & is_kind("portfolios_assessmentclosure", "taken-back"))
        | (ASSESSOR & is_kind("portfolios_assessmentclosure", "declined", "conflict"))
        | (ASSESSOR & is_kind("portfolios_assessmentclosure", "parted") & PARTED)
    )
)
ON_ITS_SCALE = Condition(
    "EXISTS (SELECT 1 FROM public.portfolios_competency c JOIN public.portfolios_level l "
    "ON l.framework_id = c.framework_id "
    "WHERE c.id = {row}.competency_id AND l.id = portfolios_assessmentresult.level_id)",
    "the level is of its framework",
)
MAY_JUDGE = of_assessment(ASSESSOR & CLEAR & ON_ITS_SCALE & ~ENDED & ~PARTED)
# For an assessment, one says it of the two whose it is.
MAY_DECLARE = WHO_SAYS_SO & (
    Condition("{row}.assessment_id IS NULL", "it is of no assessment")
    | of_assessment(
        Condition(
            "({row}.owner_id = portfolios_declaration.by_id "
            "AND {row}.assessor_id = portfolios_declaration.about_id) "
            "OR ({row}.assessor_id = portfolios_declaration.by_id "
            "AND {row}.owner_id = portfolios_declaration.about_id)",
            "it is of the two whose assessment it is",
        )
    )
)

# Confirmations: conditions on the request itself, and on what belongs to it
CONFIRMED = Condition(
    "EXISTS (SELECT 1 FROM public.portfolios_confirmation c WHERE c.request_id = {row}.id)",
    "confirmed already",
)
REQUEST_ENDED = Condition(
    "EXISTS (SELECT 1 FROM public.portfolios_requestclosure n WHERE n.request_id = {row}.id)",
    "declined or taken back",
)
REVOKED = Condition(
    "EXISTS (SELECT 1 FROM public.portfolios_revocation v "
    "JOIN public.portfolios_confirmation c ON c.id = v.confirmation_id WHERE c.request_id = {row}.id)",
    "no longer stood by",
)


def of_request(condition: Condition) -> Condition:
    """Return that a condition is true of the request to which it belongs."""
    return of("request_id", "portfolios_confirmationrequest", condition)


READERS_OF_REQUEST = readers_of(
    "request_id", "portfolios_confirmationrequest", "whoever may read its request"
)
OWNER_OF_REQUEST = of_request(WHO_ASKED)
MAY_END_REQUEST = of_request(
    ~CONFIRMED
    & (
        (WHO_ASKED & is_kind("portfolios_requestclosure", "taken-back"))
        | (~WHO_ASKED & is_kind("portfolios_requestclosure", "declined"))
    )
)
# Never one's own.
MAY_CONFIRM = of_request(~WHO_ASKED & ~REQUEST_ENDED)
CONFIRMED_FOR_ANOTHER = of("confirmation_id", "portfolios_confirmation", of_request(~WHO_ASKED))
# Coordinators read what was handed in until it is declined, taken back or no longer stood by.
HANDED_IN_TO = of_request(WHO_ASKED | (~REQUEST_ENDED & ~REVOKED))
READERS_OF_CONFIRMATION = readers_of(
    "confirmation_id", "portfolios_confirmation", "whoever may read its confirmation"
)
READERS_OF_SUBMISSION = readers_of(
    "submission_id", "portfolios_submission", "whoever may read its submission"
)
OWNER_OF_SUBMISSION = of("submission_id", "portfolios_submission", OWNER_OF_REQUEST)
