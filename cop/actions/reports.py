"""Bringing something before the coordinators, answering it, and hiding what was reported."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cop import thread_mails
from cop.actions.checks import locked, refuse_unless_coordinator, refuse_unless_member
from cop.errors import CommunityError
from cop.models import Community, HiddenPost, Post, Report, ReportSettlement
from notifications import outbox
from organisations import audit
from organisations.addresses import path
from organisations.models import Member


@transaction.atomic
def report(*, post: Post, reason: str, by: Member, words: str = "", with_text: bool = False) -> Report:
    """Report what somebody said to the coordinators of the programme, who are told that it waits.

    Args:
        post: loaded with its words, as far as ``by`` may read them.
        with_text: whether a copy of what is reported goes along. Without it they do not read it.

    Raises:
        CommunityError: ``by`` does not belong to the community, wrote it themself, reported it already, or nobody but
            its author could look at it.
    """
    community = locked(post.community)
    refuse_unless_member(community, by)
    if post.author_id == by.pk:
        raise CommunityError(_("This is yours. You can change or remove it."))
    coordinators = Member.objects.filter(coordinations__programme=community.programme_id)
    recipients = list(coordinators.exclude(pk=post.author_id))
    if not recipients:
        raise CommunityError(
            _("The only coordinator wrote this themself. Speak to an admin of the organisation.")
        )
    try:
        with transaction.atomic():
            made = Report.objects.create(
                organisation_id=community.organisation_id,
                community=community,
                post=post,
                about_id=post.author_id,
                by=by,
                reason=reason,
                words=words.strip(),
                reported_text=_text(post) if with_text else "",
                is_opening=post.is_opening,
                written_at=post.at,
            )
    except IntegrityError:
        raise CommunityError(_("You have reported this already.")) from None
    audit.record("report.made", on=made, by=by)
    for recipient in recipients:
        outbox.enqueue(recipient, thread_mails.REPORTED, about=made, link=path("community_report", made.pk))
    return made


@transaction.atomic
def settle(*, report: Report, answer: str, by: Member) -> ReportSettlement:
    """Answer who reported something; they are told that an answer waits.

    Raises:
        CommunityError: ``by`` does not coordinate the programme, or it was answered already.
    """
    community = _looked_after(report, by)
    if ReportSettlement.objects.filter(report=report).exists():
        raise CommunityError(_("This report is answered already."))
    made = ReportSettlement.objects.create(
        organisation_id=community.organisation_id, report=report, by=by, answer=answer.strip()
    )
    audit.record("report.settled", on=report, by=by)
    reporter = Member.objects.get(pk=report.by_id)
    outbox.enqueue(reporter, thread_mails.SETTLED, about=report, link=path("community_report", report.pk))
    return made


@transaction.atomic
def hide(*, report: Report, by: Member) -> HiddenPost:
    """Keep what was reported from all but its author, who is told that it is hidden, and not who reported it.

    Raises:
        CommunityError: ``by`` does not coordinate the programme.
    """
    community = _looked_after(report, by)
    hiding, made = HiddenPost.objects.get_or_create(
        organisation_id=community.organisation_id,
        community=community,
        post_id=report.post_id,
        defaults={"by": by},
    )
    if made:
        audit.record("post.hidden", on=hiding, by=by)
        author = Member.objects.get(pk=report.about_id)
        outbox.enqueue(
            author,
            thread_mails.HIDDEN,
            about=hiding,
            link=path("community_post", community.pk, report.post_id),
        )
    return hiding


@transaction.atomic
def show(*, report: Report, by: Member) -> None:
    """Let the community read again what was hidden.

    Raises:
        CommunityError: ``by`` does not coordinate the programme.
    """
    _looked_after(report, by)
    if HiddenPost.objects.filter(post=report.post_id).delete()[0]:
        audit.record("post.shown", on=report, by=by)


def _looked_after(report: Report, by: Member) -> Community:
    community = locked(report.community)
    refuse_unless_coordinator(community.programme_id, by)
    if report.about_id == by.pk:
        raise CommunityError(_("This is for another coordinator of the programme."))
    return community


def _text(post: Post) -> str:
    words = getattr(post, "words", None)
    return "\n\n".join(part for part in (words.title, words.body, words.link) if part) if words else ""
