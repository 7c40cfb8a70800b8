"""From the outbox to the mail server. At most one claim for a message at a time; no claim is lost.

The database decides: a claim is a lease, taken with ``FOR UPDATE SKIP LOCKED``, and carries the number of attempts
made before. The worker that begins one counts it, and only the first to do so gets the message: a claim that waited
long, or that the broker lost and beat made anew, costs nothing. A worker that dies lets its lease run out and the
message is claimed again. The one window in which a person can get a message twice lies between the mail server's
yes and our mark; the repeated mail carries the same Message-ID.
"""

import logging
import time
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import InterfaceError, OperationalError, connection, models
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications import kinds, unsubscribing
from notifications.audience import Verdict, judge
from notifications.models import Message, Preference
from organisations import tenancy
from organisations.addresses import absolute
from organisations.models import Member
from web import dates, quiet_hours

log = logging.getLogger(__name__)

BATCH = 500
ATTEMPTS = 8
PAUSES = (0.5, 1, 2, 4, 8)  # in seconds, between tries to mark a message as sent


def claim_due(*, at: datetime | None = None, limit: int = BATCH) -> list[tuple[UUID, UUID, int]]:
    """Claim messages whose time has come ``at`` a moment (now), across organisations.

    Gives (organisation, message, attempts made so far) for each; nobody else is given them until the lease, which
    counts from that moment, runs out.
    """
    with tenancy.outside(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT organisation, message, attempts FROM notifications_claim(%s, %s, make_interval(secs => %s))",
            [at or timezone.now(), limit, settings.OUTBOX_LEASE.total_seconds()],
        )
        return list(cursor.fetchall())


def oldest_due(*, at: datetime) -> datetime | None:
    """Return since when the message waits that nobody has begun with for longest, across organisations."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT notifications_oldest_due(%s)", [at])
        moment: datetime | None = cursor.fetchone()[0]
    return moment


def deliver(organisation: UUID, message_id: UUID, attempts: int) -> bool:
    """Send one claimed message and mark it; return whether it was sent now. ``attempts`` were made before.

    Does nothing when somebody else has begun with it. A failure is raised after the message was put back to wait, so
    that a later claim tries again.
    """
    attempt = attempts + 1
    if not _begin(organisation, message_id, attempt):
        return False
    try:
        mail = _compose(organisation, message_id, attempt)
        if mail is None:
            return False
        mail.send()
    except Exception:
        _put_back(organisation, message_id, attempt)
        raise
    _mark_as_sent(organisation, message_id, attempt)
    return True


def _begin(organisation: UUID, message_id: UUID, attempt: int) -> bool:
    """Count an attempt and take a whole lease, for time in the queue has eaten from the claim's.

    False when another worker has begun it, or when the last attempt was cut short: then the message has failed.
    """
    with tenancy.inside(organisation):
        if attempt > ATTEMPTS:
            _give_up(message_id, attempt - 1)
            return False
        lease_until = timezone.now() + settings.OUTBOX_LEASE
        return bool(_current(message_id, attempt - 1).update(attempts=attempt, lease_until=lease_until))


def _mark_as_sent(organisation: UUID, message_id: UUID, attempt: int) -> None:
    """Mark what is out already. While the database is away this waits: who forgot it would send it twice."""
    for pause in (*PAUSES, None):
        try:
            with tenancy.inside(organisation):
                _settle(message_id, attempt, Message.State.SENT)
        except (InterfaceError, OperationalError):
            if pause is None:
                raise
            time.sleep(pause)
        else:
            return


def _current(message_id: UUID, attempt: int) -> models.QuerySet[Message]:
    return Message.objects.filter(pk=message_id, state=Message.State.CLAIMED, attempts=attempt)


def _settle(message_id: UUID, attempt: int, state: Message.State) -> bool:
    """Write down what became of a message; return False when another worker has begun with it since."""
    with tenancy.without_member():
        settled = _current(message_id, attempt)
        return bool(settled.update(state=state, settled_at=timezone.now(), lease_until=None))


def _postpone(message_id: UUID, attempt: int, not_before: datetime) -> None:
    """Let a message that fell due in the recipient's night wait for its end. It can be called off still.

    The attempt is not counted. When the message was due stays, and with it the Message-ID.
    """
    with tenancy.without_member():
        _current(message_id, attempt).update(
            state=Message.State.WAITING, not_before=not_before, attempts=attempt - 1, lease_until=None
        )


def _compose(organisation: UUID, message_id: UUID, attempt: int) -> EmailMultiAlternatives | None:
    """Render a claimed message as its recipient would see it; None when it is not to be sent."""
    with tenancy.inside(organisation):
        message = Message.objects.select_related("recipient__organisation", "recipient__user").get(
            pk=message_id
        )
        kind = kinds.get(message.kind)
        verdict = judge(message.recipient, kind.audience)
        if verdict != Verdict.SEND:
            held = verdict == Verdict.HOLD
            _settle(message_id, attempt, Message.State.HELD if held else Message.State.DROPPED)
            return None
        wanted = not Preference.objects.filter(
            member=message.recipient, kind=message.kind, wanted=False
        ).exists()
    recipient = message.recipient
    with (
        tenancy.inside(organisation, recipient.pk),
        dates.speaking_in(recipient.zone, is_readers=recipient.has_joined),
    ):
        content = kind.compose(message) if wanted or not kind.optional else None
        if content is None:
            _settle(message_id, attempt, Message.State.DROPPED)
            return None
        later = quiet_hours.not_before(
            timezone.now(), recipient.zone, settings.QUIET_HOURS, happens_at=content.happens_at
        )
        if later:
            _postpone(message_id, attempt, later)
            return None
        context = {
            "recipient": recipient,
            "organisation": recipient.organisation,
            "subject": content.subject,
            "link": absolute(recipient.organisation, message.link),
            "unsubscribe_url": unsubscribing.address(message) if kind.optional else None,
            **content.context,
        }
        context |= {"action_url": context["link"], "action_label": content.action or _("Open it")}
        mail = EmailMultiAlternatives(
            subject=" ".join(content.subject.split()),
            body=render_to_string(f"mail/{kind.file}.txt", context),
            to=[_mailbox(recipient)],
            headers=_headers(message, context["unsubscribe_url"]),
        )
        mail.attach_alternative(render_to_string(f"mail/{kind.file}.html", context), "text/html")
        for calendar in content.calendars[:1]:
            mail.attach_alternative(calendar.content.decode(), calendar.content_type)
        for attachment in (*content.calendars, *content.attachments):
            mail.attach(attachment.name, attachment.content, attachment.content_type)
        return mail


def _mailbox(recipient: Member) -> str:
    """Return name and address as a mail header has them, whatever signs the name contains."""
    username, _at, domain = recipient.mail_address.rpartition("@")
    name = " ".join(recipient.display_name.split())
    return str(Address(display_name=name, username=username, domain=domain))


def _headers(message: Message, unsubscribe: str | None) -> dict[str, str]:
    """The same Message-ID at every attempt, so that mail programs can drop a repetition."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"
    headers = {
        "Message-ID": f"<{message.pk}.{int(message.due_at.timestamp())}@{host}>",
        "Auto-Submitted": "auto-generated",
    }
    if unsubscribe:
        headers |= {
            "List-Unsubscribe": f"<{unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    return headers


def _put_back(organisation: UUID, message_id: UUID, attempt: int) -> None:
    """Let a message wait longer after each failure; after the last it counts as failed."""
    with tenancy.inside(organisation):
        if attempt == ATTEMPTS:
            _give_up(message_id, attempt)
            return
        again = timezone.now() + timedelta(minutes=2**attempt)
        _current(message_id, attempt).update(lease_until=again)


def _give_up(message_id: UUID, attempts: int) -> None:
    """Mark a message as failed after so many attempts, and say so in the log, once."""
    if _settle(message_id, attempts, Message.State.FAILED):
        log.error("Message %s could not be delivered in %s attempts", message_id, attempts)
