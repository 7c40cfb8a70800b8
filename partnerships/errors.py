"""What cannot be done in a partnership, in words for the person who tried."""

from partnerships.models import Agreement


class PartnershipError(ValueError):
    """What cannot be done in a partnership, in words for the person who tried."""


class AgreementChangedError(PartnershipError):
    """Somebody else wrote a version in the meantime: ``newest`` is that version."""

    def __init__(self, newest: Agreement, words: str) -> None:
        super().__init__(words)
        self.newest = newest
