"""What beat starts and requests ask for: sending the mails about accounts."""

from celery import shared_task

from accounts import letters


@shared_task  # type: ignore[untyped-decorator]  # celery carries no types
def send_letters() -> int:
    """Send what waits; return how many left."""
    return letters.send_due()
