"""What can be wrong with what the matching is given."""


class MatchingError(ValueError):
    """Anything that makes a matching impossible to begin."""


class CriterionError(MatchingError):
    """A criterion that makes no sense; `field` names the part at fault."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field


class PeopleError(MatchingError):
    """A person, or a set of people, that cannot be matched; `person_id` says who."""

    def __init__(self, person_id: str, message: str) -> None:
        super().__init__(f"{person_id}: {message}")
        self.person_id = person_id


class AnswerError(PeopleError):
    """An answer of a shape that the criterion cannot read; `key` is the question's."""

    def __init__(self, person_id: str, key: str, message: str) -> None:
        super().__init__(person_id, f"answer to {key!r}: {message}")
        self.key = key


class PinError(MatchingError):
    """A pinned pair that cannot be honoured.

    `code` is one of unknown_mentor, unknown_mentee, themself, forbidden, pinned_twice, over_capacity.
    """

    def __init__(self, mentor_id: str, mentee_id: str, code: str) -> None:
        super().__init__(f"pinned pair of mentor {mentor_id!r} and mentee {mentee_id!r}: {code}")
        self.mentor_id = mentor_id
        self.mentee_id = mentee_id
        self.code = code
