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
