"""Who is what in a community, for the row security of its tables.

Each takes a column of the row; or one of another that is named with it, such as ``OLD.id``.
"""

from organisations.models import ADMINS
from organisations.row_security import AUTHOR, Condition, of, own, qualify
from programmes.models.predicates import coordinates_programme

DOER = own("by_id", "who did it")
THEMSELVES = own("member_id", "whom it is about")

MINE = "FROM public.cop_membership b WHERE b.member_id = {member} AND b.left_at IS NULL"


# Who belongs


def belongs_to_community(column: str = "community_id") -> Condition:
    """Return whether the member belongs now to the community that a column names."""
    # In this form it is asked once for a whole query, not for each of its rows.
    return Condition(f"{qualify(column)} IN (SELECT b.community_id {MINE})", "a member of its community")


def coordinates_community(column: str = "community_id", member: str = "{member}") -> Condition:
    """Return whether the member, or another one, coordinates the programme of the community that a column names."""
    return of(column, "cop_community", coordinates_programme("programme_id", member))


def belongs_or_coordinates(column: str = "community_id") -> Condition:
    """Return whether the member belongs to the community that a column names, or coordinates its programme."""
    return belongs_to_community(column) | coordinates_community(column)


def of_session(condition: Condition, column: str = "session_id") -> Condition:
    """Return that a condition is true of the session that a column names."""
    return of(column, "cop_session", condition)


def of_evaluation(condition: Condition, column: str = "evaluation_id") -> Condition:
    """Return that a condition is true of the session whose evaluation a column names."""
    return of(column, "cop_evaluation", of_session(condition))


# Belonging opens what a community writes, so the database lets in only who has a place in its programme.
HAS_PLACE = Condition(
    "EXISTS (SELECT 1 FROM public.cop_community c "
    "JOIN public.programmes_cohort h ON h.programme_id = c.programme_id "
    "JOIN public.programmes_enrolment e ON e.cohort_id = h.id "
    "WHERE c.id = {row}.community_id AND e.member_id = {row}.member_id "
    "AND e.state IN ('accepted', 'active', 'paused') AND (c.audience = 'both' OR c.audience = e.role))",
    "it is for somebody of its audience who takes part in its programme",
)
IN_OFFICE = Condition((coordinates_community() | ADMINS).sql, "in office (a coordinator or an admin)")
STANDING = Condition(
    "NOT EXISTS (SELECT 1 FROM public.cop_communityclosure z WHERE z.community_id = {row}.community_id)",
    "its community is not closed",
)


# What was reported: a coordinator answers what is not about themself, or they would learn who reported them.
ANSWERS_REPORT = coordinates_community() & Condition(
    "{row}.about_id <> {member}", "it is about somebody else"
)
ANSWERS_REPORT_OF_POST = Condition(
    "EXISTS (SELECT 1 FROM public.cop_report WHERE cop_report.post_id = {row}.post_id "
    "AND cop_report.community_id = {row}.community_id "
    f"AND {ANSWERS_REPORT.sql.replace('{row}', 'cop_report')})",
    "a coordinator to whom it was reported, about somebody else",
)


# From which day on. Who was let in while in office reads nothing from before. Nearly everybody has no such day; that is
# asked once for a whole query.

READS_ALL = Condition(
    f"NOT EXISTS (SELECT 1 {MINE} AND b.reads_from IS NOT NULL)", "whoever reads from the beginning"
)


def from_before(at: str, column: str = "community_id") -> Condition:
    """Return whether a time lies before the day from which the member reads the community that a column names."""
    return Condition(
        f"EXISTS (SELECT 1 {MINE} AND b.community_id = {qualify(column)} AND b.reads_from > {qualify(at)})",
        "it is from before the day from which they read",
    )


def since(at: str, column: str = "community_id") -> Condition:
    """Return whether a time does not lie before the day from which the member reads a community."""
    readable = READS_ALL | ~from_before(at, column)
    return Condition(readable.sql, "it is from the day on from which they read")


# Who facilitates

NEXT_FACILITATOR = Condition(
    "public.cop_facilitates_next({row}.community_id, {member})",
    "who facilitates its community's next session",
)


def facilitates_session(column: str = "session_id") -> Condition:
    """Return whether it is the turn of the member, who belongs to the community, in the session that a column names."""
    belongs = belongs_to_community("t.community_id")
    return Condition(
        f"EXISTS (SELECT 1 FROM public.cop_turn t WHERE t.session_id = {qualify(column)} "
        f"AND t.member_id = {{member}} AND {belongs.sql})",
        "who facilitates its session",
    )


# What meetings hold, of those that are sessions

# What should change, from an evaluation, is for the community's members, whoever else is invited to the session.
SOURCE_IS_READ = Condition(
    "{row}.source <> 'evaluation' OR EXISTS (SELECT 1 FROM public.cop_session s "
    f"WHERE s.meeting_id = {{row}}.meeting_id AND {belongs_to_community('s.community_id').sql})",
    "a member of the session's community, where it comes from an evaluation",
)
# One's own, and what one's own session brought, stays.
SESSION_IS_READ = (
    AUTHOR
    | READS_ALL
    | Condition(
        "NOT EXISTS (SELECT 1 FROM public.cop_session s JOIN public.meetings_meeting m ON m.id = s.meeting_id "
        "WHERE s.meeting_id = {row}.meeting_id AND m.facilitator_id IS DISTINCT FROM {member} "
        f"AND {from_before('created_at', 's.community_id').sql})",
        "it is of a session that they facilitate, or of one from the day on from which they read",
    )
)
