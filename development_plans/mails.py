"""What plans tell people by mail: that something waits, never what anyone wrote. One template for all of it."""

from collections.abc import Callable
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from development_plans.models import Plan
from notifications import kinds, outbox
from notifications.audience import Audience
from notifications.kinds import Content, MessageKind
from notifications.models import Message
from organisations.addresses import path
from organisations.models import Member

SHARED, COMMENTED, UNBLOCKED, FEEDBACK = "plan-shared", "plan-commented", "plan-unblocked", "plan-feedback"
START, COMPLETION, FOLLOW_UP = "plan-start", "plan-completion", "plan-follow-up"
REMINDERS = {START: "starts_on", COMPLETION: "completes_on", FOLLOW_UP: "follows_up_on"}
AT = time(8)  # on the owner's clock


def tell(
    recipient: Member, kind: str, *, plan: Plan, occurrence: str = "", due_at: datetime | None = None
) -> None:
    """Have a member told about a plan."""
    outbox.enqueue(
        recipient, kind, about=plan, link=path("plan", plan.pk), occurrence=occurrence, due_at=due_at
    )


def remind(plan: Plan, owner: Member) -> None:
    """Have the owner reminded on the three days of a plan; of a day that is gone, or past, no longer."""
    for kind, name in REMINDERS.items():
        day: date | None = getattr(plan, name)
        due_at = datetime.combine(day, AT, owner.zone) if day else None
        if due_at and due_at > timezone.now():
            tell(owner, kind, plan=plan, due_at=due_at)
        else:
            outbox.cancel(plan.pk, kind)


def register_kinds() -> None:
    """Make the kinds known to the outbox."""
    for name, label, compose in (
        (SHARED, lazy("A mentee shares a plan with you"), _shared),
        (COMMENTED, lazy("A comment on a plan"), _commented),
        (UNBLOCKED, lazy("A plan of yours can go on"), _unblocked),
        (FEEDBACK, lazy("Feedback that you asked for"), _feedback),
        (START, lazy("The day on which a plan of yours starts"), _day),
        (COMPLETION, lazy("The day by which a plan of yours is to be complete"), _day),
        (FOLLOW_UP, lazy("The day on which you look at a plan again"), _day),
    ):
        _register(name, label, compose)


def _register(name: str, label: object, compose: Callable[[Message], Content | None]) -> None:
    kinds.register(MessageKind(name, label, compose, Audience.JOINED, template="plan"))  # type: ignore[arg-type]  # lazy words


def _content(subject: str, *lines: str) -> Content:
    return Content(subject, {"lines": lines}, action=_("Open the plan"))


def _readable(message: Message) -> Plan | None:
    """The plan a message is about, as far as its recipient may read it now."""
    found = Plan.objects.visible_to(message.recipient).filter(pk=message.subject_id, set_aside_at=None)
    return found.select_related("owner").first()


def _shared(message: Message) -> Content | None:
    plan = _readable(message)
    if plan is None:
        return None
    return _content(
        _("%(name)s shares a development plan with you") % {"name": plan.owner.display_name},
        _("You can read it and comment beside each step. It stays theirs to change, and to stop sharing."),
    )


def _commented(message: Message) -> Content | None:
    plan = _readable(message)
    if plan is None:
        return None
    if plan.owner_id == message.recipient_id:
        return _content(
            _("There is a comment on your development plan"), _("It stands beside the step it is about.")
        )
    return _content(
        _("%(name)s has commented on a step of their plan") % {"name": plan.owner.display_name},
    )


def _unblocked(message: Message) -> Content | None:
    plan = _readable(message)
    if plan is None or not plan.is_open:
        return None
    return _content(
        _("A plan of yours can go on"),
        _("It waited for a goal that had to come first. You have reached that goal."),
    )


def _feedback(message: Message) -> Content | None:
    plan = _readable(message)
    if plan is None:
        return None
    return _content(
        _("Feedback that you asked for has come"), _("You find it in the last step of your plan.")
    )


def _day(message: Message) -> Content | None:
    """A reminder; dropped once the day is another, or the plan is finished before it."""
    plan = _readable(message)
    day: date | None = getattr(plan, REMINDERS[message.kind]) if plan else None
    if plan is None or day != timezone.localdate(message.due_at):
        return None
    if message.kind == FOLLOW_UP:
        return _content(
            _("You wanted to look at a plan of yours again today"),
            _("Does what you learned still hold? A line in the plan, or a next goal, is all it needs.")
            if plan.is_open
            else _("Does what you learned still hold? If something slipped, a next goal may follow from it."),
        )
    if not plan.is_open:
        return None
    if message.kind == START:
        return _content(
            _("A plan of yours starts today"),
            _("Look at its first action, and do the smallest piece of it today."),
        )
    return _content(
        _("A plan of yours was to be complete today"),
        _("Look back on it, or give it another day: both are fine."),
    )
