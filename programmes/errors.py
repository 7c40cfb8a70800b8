"""What cannot be done, in words for the person who tried."""


class ProgrammeError(ValueError):
    """A refusal that a page shows as it is; ``field`` names the form's field it belongs to, where there is one."""

    def __init__(self, message: object, field: str | None = None) -> None:
        super().__init__(str(message))
        self.message = str(message)
        self.field = field


class ObjectionError(ProgrammeError):
    """What speaks against it; whoever reads that can say that they want it all the same."""
