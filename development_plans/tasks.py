"""What development plans do by themselves."""

from celery import shared_task

from development_plans.actions import snapshots
from organisations import tenancy
from organisations.models import Organisation


@shared_task  # type: ignore[untyped-decorator]  # celery carries no types
def take_snapshots() -> None:
    """Count each cohort's plans by step, once a week, organisation by organisation."""
    with tenancy.as_operator():
        organisations = list(Organisation.objects.only("pk"))
    for organisation in organisations:
        with tenancy.inside(organisation.pk):
            snapshots.take_snapshots()
