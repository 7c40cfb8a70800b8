"""What a community asks itself and answers together."""

from django.db import transaction
from django.utils.translation import gettext as _

from cop.actions.checks import locked, refuse_if_closed, refuse_unless_member
from cop.errors import CharterChangedError, CommunityError
from cop.models import Community, JointAnswer, JointQuestion, Session
from cop.queries.communities import is_from_before
from meetings import actions as meetings
from meetings.models import AgendaItem
from organisations import audit
from organisations.models import Member

SOURCE = "design-question"
LONGEST = 200


@transaction.atomic
def ask(*, community: Community, text: str, by: Member) -> JointQuestion:
    """Add a question of the community's own.

    Raises:
        CommunityError: ``by`` does not belong to it, it has closed, or the words are none or too many.
    """
    current = _open(community, by)
    words = " ".join(text.split())
    if not words or len(words) > LONGEST:
        raise CommunityError(_("Ask it in one line of at most 200 characters."))
    question = JointQuestion.objects.create(
        organisation_id=current.organisation_id, community=current, text=words, by=by
    )
    audit.record("question.asked", on=question, by=by)
    return question


@transaction.atomic
def answer(*, question: JointQuestion, based_on: int, text: str, by: Member) -> JointAnswer:
    """Write the next version of the community's answer; the same words make no version.

    Args:
        question: a row, or one of the three design questions that nobody has answered yet (not saved).
        based_on: the version that was on the screen while this was written; 0 before the first.

    Raises:
        CharterChangedError: somebody else wrote one meanwhile.
        CommunityError: ``by`` does not belong to the community or came in later than the question, or it has closed.
    """
    current = _open(question.community, by)
    asked = _saved(question, by)
    if is_from_before(current, by, asked.at):
        raise CommunityError(_("This was asked before you came in. The others take it further."))
    newest = JointAnswer.objects.filter(question=asked).first()
    version = newest.version if newest else 0
    if version != based_on:
        words = _("Somebody else wrote at the same time. Compare both, then save what should stand.")
        raise CharterChangedError(version, words)
    if newest and newest.text == text.strip():
        return newest
    written = JointAnswer.objects.create(
        organisation_id=current.organisation_id,
        question=asked,
        version=version + 1,
        text=text.strip(),
        written_by=by,
    )
    audit.record("question.answered", on=asked, by=by, version=written.version)
    return written


@transaction.atomic
def put_on_agenda(*, question: JointQuestion, by: Member) -> AgendaItem:
    """Put a question on the agenda of the community's next session.

    Raises:
        CommunityError: nothing is arranged, or it stands there already.
        MeetingError: ``by`` is not invited.
    """
    current = _open(question.community, by)
    session = Session.objects.upcoming().filter(community=current).select_related("meeting").first()
    if session is None:
        raise CommunityError(_("No session is arranged yet."))
    words = str(question.words)
    there = AgendaItem.objects.visible_to(by).filter(meeting=session.meeting, source=SOURCE, done_at=None)
    if there.filter(text=words).exists():
        raise CommunityError(_("It stands on the agenda already."))
    return meetings.add_agenda_item(by=by, meeting=session.meeting, text=words, source=SOURCE)


def _open(community: Community, by: Member) -> Community:
    current = locked(community)
    refuse_unless_member(current, by)
    refuse_if_closed(current)
    return current


def _saved(question: JointQuestion, by: Member) -> JointQuestion:
    if not question.is_new:
        return question
    found, _made = JointQuestion.objects.get_or_create(
        organisation_id=question.community.organisation_id,
        community=question.community,
        design=question.design,
        defaults={"by": by},
    )
    return found
