"""Who is what in a programme, for the row security of its tables and of those above.

Each takes a column of the row; or one of another that is named with it, such as ``OLD.cohort_id``.
"""

from collections.abc import Sequence

from organisations.row_security import Condition, of, own, qualify

ENROLLED = own("member_id", "the enrolled")
TAKING_PART = ("accepted", "active", "paused")
COORDINATES_ANY = Condition(
    "EXISTS (SELECT 1 FROM public.programmes_coordination k WHERE k.member_id = {member})",
    "a coordinator of some programme",
)


def coordinates_programme(column: str = "programme_id", member: str = "{member}") -> Condition:
    """Return whether the member, or another one, coordinates the programme that a column names."""
    return Condition(
        "EXISTS (SELECT 1 FROM public.programmes_coordination k "
        f"WHERE k.programme_id = {qualify(column)} AND k.member_id = {member})",
        "a coordinator of its programme",
    )


def coordinates_cohort(column: str = "cohort_id") -> Condition:
    """Return whether the member coordinates the programme of the cohort that a column names."""
    return Condition(
        "EXISTS (SELECT 1 FROM public.programmes_cohort c "
        "JOIN public.programmes_coordination k ON k.programme_id = c.programme_id "
        f"WHERE c.id = {qualify(column)} AND k.member_id = {{member}})",
        "a coordinator of its cohort's programme",
    )


def takes_part_in_programme(column: str) -> Condition:
    """Return whether the member takes part now in a cohort of the programme that a column names."""
    return _enrolled_in_programme(column, TAKING_PART, "who takes part in its programme")


def takes_part_in_programme_to_its_end(column: str) -> Condition:
    """Return whether the member takes part in a cohort of the programme that a column names, or did to its end."""
    return _enrolled_in_programme(
        column, (*TAKING_PART, "completed"), "who takes part in its programme, or did to its end"
    )


def _enrolled_in_programme(column: str, states: Sequence[str], words: str) -> Condition:
    return Condition(
        "EXISTS (SELECT 1 FROM public.programmes_cohort c "
        "JOIN public.programmes_enrolment e ON e.cohort_id = c.id "
        f"WHERE c.programme_id = {qualify(column)} AND e.member_id = {{member}} "
        f"AND e.state IN ({_texts(states)}))",
        words,
    )


def took_part_in_cohort(column: str) -> Condition:
    """Return whether the member takes part in the cohort that a column names, or did once."""
    return Condition(
        "EXISTS (SELECT 1 FROM public.programmes_enrolment e "
        f"WHERE e.cohort_id = {qualify(column)} AND e.member_id = {{member}} "
        f"AND e.state IN ({_texts((*TAKING_PART, 'completed', 'withdrawn'))}))",
        "who takes or took part in its cohort",
    )


def is_enrolled_or_coordinates(column: str = "enrolment_id") -> Condition:
    """Return whether the enrolment that a column names is the member's own, or in a programme that they coordinate."""
    return of(column, "programmes_enrolment", ENROLLED | coordinates_cohort())


def proposed_with(column: str) -> Condition:
    """Return whether the member was ever proposed to whoever has the enrolment that a column names."""
    return Condition(_proposal(column), "who was proposed to them")


def may_work_with(column: str) -> Condition:
    """Return whether the member is proposed to whoever has the enrolment that a column names, or both said yes."""
    return Condition(
        _proposal(column, "AND o.outcome IN ('', 'accepted')"), "who is proposed to them, or both said yes"
    )


def _proposal(column: str, further: str = "") -> str:
    return (
        "EXISTS (SELECT 1 FROM public.programmes_proposal o "
        "JOIN public.programmes_enrolment mine ON mine.id IN (o.mentor_id, o.mentee_id) "
        f"WHERE {qualify(column)} IN (o.mentor_id, o.mentee_id) AND mine.member_id = {{member}} {further})"
    )


def _texts(values: Sequence[str]) -> str:
    return ", ".join(f"'{value}'" for value in values)
