"""What organisations do by themselves."""

from celery import shared_task

from organisations import sent_forms, tenancy
from organisations.models import Organisation


@shared_task  # type: ignore[untyped-decorator]  # celery carries no types
def remove_old_sent_forms() -> None:
    """Remove what keeps forms from being taken twice, once nobody sends them again."""
    with tenancy.as_operator():
        organisations = list(Organisation.objects.only("pk"))
    for organisation in organisations:
        with tenancy.inside(organisation.pk):
            sent_forms.remove_old()
