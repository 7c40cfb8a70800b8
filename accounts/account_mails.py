"""Mails about an account: written in the request, sent by a worker, gone once they are sent.

A request that sends a mail by itself fails with the mail server, and takes longer for an address that has an account
than for one that has none. Here both cost a row, and a worker does the rest. A letter is locked while it is sent and
removed when it was: a worker that dies leaves it to the next one at once. The one window in which a person can get it
twice lies between the mail server's yes and our removal; the repeated mail carries the same Message-ID.
"""

import logging
from datetime import datetime, timedelta
from email.utils import parseaddr
from smtplib import SMTPRecipientsRefused, SMTPResponseException

import kombu.exceptions
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from accounts.models import Letter

log = logging.getLogger(__name__)

LASTS = timedelta(hours=12)
BATCH = 200
SENT, REFUSED, NOTHING_GOES = "sent", "refused", "nothing goes"


def enqueue(mail: EmailMessage, *, to_nobody: bool = False, due_at: datetime | None = None) -> None:
    """Have a mail sent by the next free worker, or when due; one ``to_nobody`` costs the same and is dropped there."""
    alternatives = getattr(mail, "alternatives", [])
    Letter.objects.create(
        recipient=mail.to[0],
        subject=str(mail.subject),
        text=str(mail.body),
        html=alternatives[0].content if alternatives else "",
        to_nobody=to_nobody,
        due_at=due_at or timezone.now(),
    )
    transaction.on_commit(_call_a_worker)


def _call_a_worker() -> None:
    """Ask for a round now. Without a broker the letter waits for beat's next one: the row is what counts."""
    from accounts.tasks import send_letters

    try:
        send_letters.apply_async(retry=False)
    except kombu.exceptions.OperationalError:
        log.warning("The broker does not answer: a letter waits for the next round")


def send_due() -> int:
    """Send what waits, one after the other; return how many left. Several workers share the work.

    A letter that the mail server refuses waits for another round and holds up nobody; a mail server that does not
    answer ends the round.
    """
    sent = 0
    for _number in range(BATCH):
        outcome = _send_next()
        if outcome == NOTHING_GOES:
            break
        sent += outcome == SENT
    return sent


def oldest_due(*, at: datetime) -> datetime | None:
    """Return since when the letter waits that nobody has begun with for longest."""
    waiting = Letter.objects.filter(due_at__lte=at, attempts=0)
    oldest: datetime | None = waiting.aggregate(oldest=Min("due_at"))["oldest"]
    return oldest


def _send_next() -> str:
    """Send the letter that waits longest, and say what came of it."""
    now = timezone.now()
    with transaction.atomic():
        waiting = Letter.objects.select_for_update(skip_locked=True).filter(due_at__lte=now)
        letter = waiting.order_by("due_at", "id").first()
        if letter is None:
            return NOTHING_GOES
        if letter.to_nobody:
            letter.delete()
            return SENT
        if letter.created_at < now - LASTS:
            log.error("Letter %s could not be sent in time", letter.pk)
            letter.delete()
            return REFUSED
        try:
            _mail(letter).send()
        except Exception as error:  # noqa: BLE001  # whatever stops the mail must not stop the ones behind it
            log.warning("Letter %s was not taken: %s", letter.pk, type(error).__name__)
            letter.attempts += 1
            letter.due_at = now + timedelta(seconds=15 * 2 ** min(letter.attempts, 8))
            letter.save(update_fields=["attempts", "due_at"])
            answered = isinstance(error, SMTPResponseException | SMTPRecipientsRefused)
            return REFUSED if answered else NOTHING_GOES
        letter.delete()
    return SENT


def _mail(letter: Letter) -> EmailMultiAlternatives:
    """The mail as it was written, with the same Message-ID at every attempt."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        to=[letter.recipient],
        headers={"Message-ID": f"<{letter.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    if letter.html:
        mail.attach_alternative(letter.html, "text/html")
    return mail
