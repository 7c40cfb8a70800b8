"""Who works with whom, for the row security of tables of partnerships and of those above."""

from organisations.row_security import Condition, qualify


def mentor_of(mentor: str, mentee: str, words: str) -> Condition:
    """Return whether one is the other's mentor in a partnership that is not concluded.

    Args:
        mentor: a column of the row, one of another that is named with it, or ``{member}``.
        mentee: likewise.
        words: who the member is by that.
    """
    return Condition(
        "EXISTS (SELECT 1 FROM public.partnerships_party m "
        "JOIN public.partnerships_party o ON o.partnership_id = m.partnership_id "
        "LEFT JOIN public.partnerships_conclusion c ON c.partnership_id = m.partnership_id "
        f"WHERE m.member_id = {qualify(mentor)} AND m.role = 'mentor' "
        f"AND o.member_id = {qualify(mentee)} AND o.role = 'mentee' AND c.id IS NULL)",
        words,
    )


def parties_of(column: str = "partnership_id") -> Condition:
    """Return whether the member is one of the two in the partnership that a column names."""
    return Condition(
        "EXISTS (SELECT 1 FROM public.partnerships_party p "
        f"WHERE p.partnership_id = {qualify(column)} AND p.member_id = {{member}})",
        "one of the two",
    )


def coordinates_partnership(column: str = "partnership_id") -> Condition:
    """Return whether the member coordinates the programme of the partnership that a column names."""
    return Condition(
        "EXISTS (SELECT 1 FROM public.partnerships_partnership s "
        "JOIN public.programmes_cohort c ON c.id = s.cohort_id "
        "JOIN public.programmes_coordination k ON k.programme_id = c.programme_id "
        f"WHERE s.id = {qualify(column)} AND k.member_id = {{member}})",
        "a coordinator of its programme",
    )


def partner_of_enrolled(column: str) -> Condition:
    """Return whether the member is in a partnership with whoever has the enrolment that a column names."""
    return Condition(
        "EXISTS (SELECT 1 FROM public.partnerships_party mine "
        "JOIN public.partnerships_party theirs ON theirs.partnership_id = mine.partnership_id "
        f"WHERE theirs.enrolment_id = {qualify(column)} AND mine.member_id = {{member}})",
        "their partner",
    )


def works_with(other: str, words: str, *, role: str = "") -> Condition:
    """Return whether the member and another are parties of the row's partnership, which is not concluded.

    Args:
        other: the column that names the other.
        words: who the other is by that.
        role: what the other has to be in it: ``mentor``.
    """
    as_role = f"AND theirs.role = '{role}' " if role else ""
    return Condition(
        "EXISTS (SELECT 1 FROM public.partnerships_party mine "
        "JOIN public.partnerships_party theirs ON theirs.partnership_id = mine.partnership_id "
        "WHERE mine.partnership_id = {row}.partnership_id AND mine.member_id = {member} "
        f"AND theirs.member_id = {qualify(other)} {as_role}"
        "AND NOT EXISTS (SELECT 1 FROM public.partnerships_conclusion c "
        "WHERE c.partnership_id = mine.partnership_id))",
        words,
    )


def have_parted(column: str) -> Condition:
    """Return whether the partnership that a column names is over; one that goes on informally is not."""
    return Condition(
        "EXISTS (SELECT 1 FROM public.partnerships_conclusion c "
        f"WHERE c.partnership_id = {qualify(column)} AND c.kind IN ('ended', 'early'))",
        "parted with the partnership",
    )
