"""What cannot be done, in words for the person who tried."""


class MeetingError(ValueError):
    """A refusal that a page shows as it is."""
