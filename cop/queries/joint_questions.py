"""The questions of a community: the three design questions first, then its own."""

from uuid import UUID

from cop.models import Community, JointQuestion
from organisations.models import Member


def list_questions(community: Community, member: Member) -> list[JointQuestion]:
    """Return all questions, each with ``answered``; design questions that nobody answered yet are not saved."""
    found = list(JointQuestion.objects.visible_to(member).filter(community=community).with_answered())
    saved = {question.design: question for question in found if question.design}
    design = [saved.get(key) or _unsaved(community, key) for key in JointQuestion.Design.values]
    return [*design, *(question for question in found if not question.design)]


def get_question(community: Community, member: Member, key: str) -> JointQuestion | None:
    """Return one question by what stands for it in addresses; None when there is none."""
    of = JointQuestion.objects.visible_to(member).filter(community=community).select_related("community")
    if key in JointQuestion.Design.values:
        return of.filter(design=key).first() or _unsaved(community, key)
    try:
        return of.filter(pk=UUID(key)).first()
    except ValueError:
        return None


def _unsaved(community: Community, key: str) -> JointQuestion:
    question = JointQuestion(organisation_id=community.organisation_id, community=community, design=key)
    question.answered = False  # type: ignore[attr-defined]  # as with_answered says it
    return question
