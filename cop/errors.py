"""What cannot be done in a community, in words for the person who tried."""


class CommunityError(ValueError):
    """Something that cannot be done, or not by this person, or not now."""


class CharterChangedError(CommunityError):
    """Somebody else wrote a version in the meantime: ``newest`` is its number."""

    def __init__(self, newest: int, words: str) -> None:
        super().__init__(words)
        self.newest = newest


class PhaseIncompleteError(CommunityError):
    """Something is missing for the next phase; ``missing`` says what, in the user's words."""

    def __init__(self, missing: list[str], words: str) -> None:
        super().__init__(words)
        self.missing = missing
