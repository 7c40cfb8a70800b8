"""What cannot be done in a portfolio, in words for the person who tried."""


class PortfolioError(ValueError):
    """A refusal that a page shows as it is."""
