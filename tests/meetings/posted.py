"""Sending what is due, and reading in the mails what calendars take in."""

import icalendar
import time_machine
from django.core import mail
from django.utils import timezone

from notifications import delivery


def send_due(at=None):
    """Deliver what is due by then; return the mails sent by recipient's address, in order."""
    mail.outbox.clear()
    with time_machine.travel(at or timezone.now(), tick=False):
        for claim in sorted(delivery.claim_due(), key=lambda claim: str(claim[1])):
            delivery.deliver(*claim)
    return {sent.to[0]: sent for sent in mail.outbox}


def to(person):
    return f"{person.display_name} <{person.email}>"


def everything(sent) -> str:
    return sent.message().as_string() + sent.body + "".join(str(each.content) for each in sent.alternatives)


def calendar_of(sent):
    shown, attached = [part for part in sent.message().walk() if part.get_content_type() == "text/calendar"]
    assert (shown.get_content_disposition(), attached.get_filename()) == (None, "meeting.ics")
    assert shown.get_payload(decode=True) == attached.get_payload(decode=True)
    found = icalendar.Calendar.from_ical(attached.get_payload(decode=True))
    assert shown.get_param("method") == attached.get_param("method") == found["method"]
    return found["method"], found.walk("VEVENT")[0]
