"""What communities do by themselves."""

from celery import shared_task
from django.utils import timezone

from cop.actions import evaluations, prompts, turn_offers
from organisations import tenancy
from organisations.models import Organisation


@shared_task  # type: ignore[untyped-decorator]  # celery carries no types
def prompt_communities() -> None:
    """Prompt for communities that are short of their meetings, organisation by organisation, on its own calendar."""
    with tenancy.as_operator():
        organisations = list(Organisation.objects.only("pk", "time_zone"))
    for organisation in organisations:
        with tenancy.inside(organisation.pk), timezone.override(organisation.time_zone):
            prompts.prompt_who_is_short()


@shared_task  # type: ignore[untyped-decorator]  # celery carries no types
def publish_evaluations() -> None:
    """Publish evaluations that are over, and put what should change on the agendas of the next sessions."""
    with tenancy.as_operator():
        organisations = list(Organisation.objects.only("pk"))
    for organisation in organisations:
        with tenancy.inside(organisation.pk):
            evaluations.raise_what_waits()


@shared_task  # type: ignore[untyped-decorator]  # celery carries no types
def keep_circles_going(*, all_rotas: bool = False) -> None:
    """Fill rotas, offer turns that nobody prepares, and ask for sessions to be closed, organisation by organisation."""
    with tenancy.as_operator():
        organisations = list(Organisation.objects.only("pk", "time_zone"))
    for organisation in organisations:
        with tenancy.inside(organisation.pk), timezone.override(organisation.time_zone):
            turn_offers.fill_rotas(all_of_them=all_rotas)
            turn_offers.offer_unprepared_turns()
            turn_offers.ask_to_close()
