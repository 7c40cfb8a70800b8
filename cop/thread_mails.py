"""What is told by mail of threads, reports and stories: that something waits, never what anyone wrote."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from cop import mails
from cop.models import HiddenPost, Report, StoryConsent, StoryRequest, Thread
from notifications.kinds import Content
from notifications.models import Message

ANSWERED = "community-answer"
REPORTED, SETTLED, HIDDEN = "community-report", "community-report-settled", "community-hidden"
STORY_ASKED, STORY_TAKEN_OUT = "community-story-asked", "community-story-taken-out"


def register_kinds() -> None:
    """Make the kinds known to the outbox."""
    mails.register(ANSWERED, lazy("An answer in a thread you follow"), _answered)
    mails.register(REPORTED, lazy("Somebody reports something in a community"), _reported)
    mails.register(SETTLED, lazy("An answer to what you reported"), _settled)
    mails.register(HIDDEN, lazy("Something you wrote in a community is hidden"), _hidden)
    mails.register(STORY_TAKEN_OUT, lazy("A story of yours is not in the library any more"), _story_taken_out)
    mails.register(STORY_ASKED, lazy("Somebody asks for a story of yours"), _story_asked)


def _answered(message: Message) -> Content | None:
    """Dropped once they do not follow any more, or left the community."""
    visible = Thread.objects.visible_to(message.recipient).filter(followings__member=message.recipient)
    thread = visible.filter(pk=message.subject_id).select_related("community").first()
    if thread is None:
        return None
    names = {"community": thread.community.name}
    return mails.content(
        _("A new answer waits in %(community)s") % names,
        _("Somebody answered in a thread that you follow."),
        _("What it says stays in the community. You can stop following the thread on its page."),
        action=_("Read the answer"),
    )


def _reported(message: Message) -> Content | None:
    """Dropped once it is answered."""
    waiting = Report.objects.coordinated_by(message.recipient).open().filter(pk=message.subject_id)
    report = waiting.select_related("community").first()
    if report is None:
        return None
    names = {"community": report.community.name}
    return mails.content(
        _("A report from %(community)s waits for you") % names,
        _("Somebody in the community reports something to the coordinators of the programme."),
        action=_("Read the report"),
    )


def _settled(message: Message) -> Content | None:
    report = Report.objects.visible_to(message.recipient).filter(pk=message.subject_id).first()
    if report is None:
        return None
    return mails.content(
        _("The coordinator has answered your report"),
        _("You reported something in a community. The answer waits for you."),
        action=_("Read the answer"),
    )


def _hidden(message: Message) -> Content | None:
    """Dropped once it is shown again."""
    hiding = HiddenPost.objects.filter(pk=message.subject_id, post__author=message.recipient)
    found = hiding.select_related("community").first()
    if found is None:
        return None
    names = {"community": found.community.name}
    return mails.content(
        _("Something you wrote in %(community)s is hidden") % names,
        _(
            "A coordinator of the programme looked at it and decided that the others should not see it for now."
        ),
        _(
            "You can still read, change and remove it. If you want to talk about it, write to the coordinator."
        ),
        action=_("See what it is"),
    )


def _story_taken_out(message: Message) -> Content | None:
    """Dropped once its author let it in again."""
    if StoryConsent.objects.filter(thread=message.subject_id, author=message.recipient).exists():
        return None
    return mails.content(
        _("A story of yours is not in the story library any more"),
        _("A coordinator of the programme has taken it out. What you told in your community stays as it is."),
        _("Nobody was shown whose story it was, unless it stood there with your name."),
        _("Why they did so stands in the story library, for you alone."),
        action=_("Read why"),
    )


def _story_asked(message: Message) -> Content | None:
    """Dropped once the author said no."""
    asked = StoryRequest.objects.filter(
        pk=message.subject_id, thread__author=message.recipient, declined_at=None
    )
    ask = asked.select_related("by", "thread__community").first()
    if ask is None:
        return None
    names = {"name": ask.by.display_name, "community": ask.thread.community.name}
    return mails.content(
        _("%(name)s would like a story of yours in the story library") % names,
        _("It is one that you told in %(community)s. Nothing leaves the community unless you say so.")
        % names,
        action=_("Look at it and decide"),
    )
