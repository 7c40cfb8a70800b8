"""What beat starts and requests ask for: sending the mails about accounts."""

from celery import shared_task

from accounts import account_mails


@shared_task  # type: ignore[untyped-decorator]  # celery carries no types
def send_letters() -> int:
    """Send what waits; return how many left."""
    return account_mails.send_due()
