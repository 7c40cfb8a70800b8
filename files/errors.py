"""What is not taken, in words for the person who tried."""


class FileError(ValueError):
    """A refusal that a page shows as it is, beside the field."""

    def __init__(self, message: object) -> None:
        super().__init__(str(message))
        self.message = str(message)


class Refused(FileError):
    """This file is not taken, whoever brings it."""


class NoRoom(FileError):
    """The member's quota has no room left for these files."""


class NotStored(FileError):
    """The storage did not take the bytes; nothing was kept."""
