"""What cannot be done with a plan, in words for the person who tried."""


class PlanError(ValueError):
    """Something that cannot be done, or not by this person, or not now."""
