"""The post: what a worker would do with the mails that wait, done by the test itself."""

from django.core import mail
from django.core.mail import EmailMessage

from accounts import letters


def delivered() -> list[EmailMessage]:
    """Send the letters about accounts that wait, and give all mails of this test so far."""
    letters.send_due()
    return mail.outbox
