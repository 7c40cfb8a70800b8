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
