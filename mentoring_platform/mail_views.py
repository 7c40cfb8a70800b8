"""``/dev/mail/``: the mails that development wrote into a folder instead of sending. Exists only under DEBUG."""

import email
import email.policy
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

SEPARATOR = b"-" * 79 + b"\n"
SHOWN = 100


@dataclass(frozen=True)
class Mail:
    """One mail: its name is the file's and its place in it."""

    name: str
    message: EmailMessage

    @property
    def sent_at(self) -> datetime | None:
        return self.message["Date"].datetime if self.message["Date"] else None

    @property
    def text(self) -> str:
        body = self.message.get_body(("plain",))
        return body.get_content() if body else ""

    @property
    def attachments(self) -> list[str]:
        return [part.get_filename() or part.get_content_type() for part in self.message.iter_attachments()]


@require_GET
def mailbox(request: HttpRequest) -> HttpResponse:
    """List the newest mails; ``?to=`` narrows them to one recipient."""
    wanted = request.GET.get("to", "").strip().lower()
    found = [mail for mail in _newest_first() if wanted in str(mail.message["To"]).lower()]
    return render(request, "dev/mailbox.html", {"mails": found[:SHOWN], "to": wanted})


@require_GET
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """Show one mail as text, with its headers."""
    for each in _newest_first():
        if each.name == name:
            return render(request, "dev/mail.html", {"mail": each, "headers": each.message.items()})
    raise Http404


def _newest_first() -> list[Mail]:
    folder = settings.VAR_DIR / "mail"
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)[:500]
    return [mail for file in files for mail in _read(file)]


def _read(file: Path) -> list[Mail]:
    parts = [part for part in file.read_bytes().split(SEPARATOR) if part.strip()]
    read = [email.message_from_bytes(part, policy=email.policy.default) for part in parts]
    mails = [
        Mail(f"{file.stem}-{place}", message)
        for place, message in enumerate(read)
        if isinstance(message, EmailMessage)
    ]
    return mails[::-1]
