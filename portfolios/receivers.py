"""What portfolios do when something happens on a floor below."""

from typing import Any

from django.dispatch import receiver

from organisations.models import Member
from partnerships.models import Conclusion
from partnerships.signals import partnership_concluded
from portfolios.actions import assessments


@receiver(partnership_concluded)
def end_open_assessments(sender: object, *, conclusion: Conclusion, by: Member, **others: Any) -> None:
    """End what was asked of a mentor who may no longer look at it; those who go on informally go on with it."""
    if conclusion.kind != Conclusion.Kind.CONTINUED:
        assessments.part(partnership=conclusion.partnership, by=by)
