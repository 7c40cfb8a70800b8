"""Asking those who were present how it was, and reminding who has not said."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from cop import mails
from cop.models import Evaluation
from notifications import outbox
from notifications.kinds import Content
from notifications.models import Message
from organisations.addresses import path
from organisations.models import Member
from web.dates import plain_day

ASKED, REMINDED = "community-evaluation", "community-evaluation-reminder"


def register_kinds() -> None:
    """Make the kinds known to the outbox."""
    mails.register(ASKED, lazy("A session’s evaluation"), _asked)
    mails.register(REMINDED, lazy("A reminder to evaluate a session"), _reminded)


def ask(recipients: Iterable[Member], evaluation: Evaluation, due_at: datetime | None = None) -> None:
    """Ask people who were present to look back; with ``due_at`` (aware) remind them then, if they have not."""
    outbox.enqueue_all(
        recipients,
        REMINDED if due_at else ASKED,
        about=evaluation,
        link=path("community_evaluation_answer", evaluation.session.community_id, evaluation.session_id),
        due_at=due_at,
    )


def _asked(message: Message) -> Content | None:
    evaluation = _waiting(message)
    if evaluation is None:
        return None
    names = _names(evaluation)
    return mails.content(
        _("How was the session of %(community)s?") % names,
        _(
            "A few questions about %(session)s, two or three minutes; you can change your answers until %(closes)s."
        )
        % names,
        _("What you say for the group is shown without names, and only if at least three answer."),
        action=_("Evaluate the session"),
    )


def _reminded(message: Message) -> Content | None:
    evaluation = _waiting(message)
    if evaluation is None:
        return None
    names = _names(evaluation)
    return mails.content(
        _("You can still say how the session of %(community)s was") % names,
        _("It is about %(session)s, and open until %(closes)s.") % names,
        _("This is the only reminder."),
        action=_("Evaluate the session"),
    )


def _waiting(message: Message) -> Evaluation | None:
    """Return the evaluation while it waits for the recipient: open, not answered, and they still belong."""
    waiting = Evaluation.objects.waiting_for(message.recipient).filter(pk=message.subject_id)
    return waiting.select_related("session__community", "session__meeting").first()


def _names(evaluation: Evaluation) -> dict[str, str]:
    return {
        "community": evaluation.session.community.name,
        "session": plain_day(evaluation.session.meeting.starts_at),
        "closes": plain_day(evaluation.closes_at),
    }
