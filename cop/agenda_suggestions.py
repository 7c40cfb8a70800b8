"""What could go on a session's agenda with one press: each source offers things, and knows how to put one there.

A further source (what people want to change, from their evaluations) is one more entry in ``SOURCES``.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from cop.actions import facilitation, joint_questions
from cop.errors import CommunityError
from cop.models import Community, Idea, IdeaAdoption, Session, Turn
from cop.queries.joint_questions import get_question, list_questions
from meetings.models import AgendaItem
from organisations.models import Member
from web.dates import plain_day
from web.labels import Words

IDEAS_SHOWN = 5


@dataclass(frozen=True)
class Offer:
    """One thing that could go on the agenda: its key within its source, its words, and a word on it."""

    key: str
    text: str
    note: str = ""


@dataclass(frozen=True)
class Source:
    """Where offers come from.

    Args:
        name: what the page's forms call it.
        title: what stands above its offers.
        offers: give what it has for a community, as far as the member may read it, in one question.
        put: put the offer of a key on the agenda of one's turn; raises ValueError with words for the person.
    """

    name: str
    title: Words
    offers: Callable[[Community, Member], list[Offer]]
    put: Callable[[Turn, str, Member], object]


def _left(community: Community, member: Member) -> list[Offer]:
    return [
        Offer(str(item.pk), item.text, _("left from %(day)s") % {"day": plain_day(item.meeting.starts_at)})
        for item in _left_items(community, member)
    ]


def _left_items(community: Community, member: Member) -> list[AgendaItem]:
    """What the last session did not come to, as far as the member may read it."""
    last = Session.objects.held().filter(community=community).values("meeting")[:1]
    copies = AgendaItem.objects.filter(carried_from=OuterRef("pk"))
    left = AgendaItem.objects.visible_to(member).filter(~Exists(copies), meeting__in=last, done_at=None)
    return list(left.select_related("meeting"))


def _put_left(turn: Turn, key: str, by: Member) -> object:
    return facilitation.take_over(turn=turn, item=_of_key(_left_items(turn.community, by), key), by=by)


def _ideas(community: Community, member: Member) -> list[Offer]:
    ideas = Idea.objects.visible_to(member).waiting().filter(community=community).by_hands(member)
    return [
        Offer(
            str(idea.pk),
            idea.text,
            _hands(idea),
        )
        for idea in ideas[:IDEAS_SHOWN]
    ]


def _hands(idea: Idea) -> str:
    count: int = idea.hands  # type: ignore[attr-defined]  # annotated by by_hands
    return ngettext("%(hands)d hand is up", "%(hands)d hands are up", count) % {"hands": count}


def _put_idea(turn: Turn, key: str, by: Member) -> object:
    ideas = Idea.objects.visible_to(by).waiting().filter(community=turn.community_id)
    return facilitation.take_up(turn=turn, idea=_of_key(list(ideas), key), use=IdeaAdoption.Use.AGENDA, by=by)


def _of_key[Row: (AgendaItem, Idea)](rows: list[Row], key: str) -> Row:
    found = next((row for row in rows if str(row.pk) == key), None)
    if found is None:
        raise CommunityError(_("This is not here any more."))
    return found


def _questions(community: Community, member: Member) -> list[Offer]:
    """Those that the community has no answer to yet."""
    asked = list_questions(community, member)
    return [Offer(each.key, str(each.words)) for each in asked if not each.answered]  # type: ignore[attr-defined]  # annotated


def _put_question(turn: Turn, key: str, by: Member) -> object:
    question = get_question(turn.community, by, key)
    if question is None:
        raise CommunityError(_("This is not here any more."))
    return joint_questions.put_on_agenda(question=question, by=by)


SOURCES = [
    Source("left", lazy("Left from the last session"), _left, _put_left),
    Source("ideas", lazy("What members suggest"), _ideas, _put_idea),
    Source("questions", lazy("What the community asks itself"), _questions, _put_question),
]


def offered(community: Community, member: Member) -> list[tuple[Source, list[Offer]]]:
    """Return each source that has something to offer, with it."""
    found = [(source, source.offers(community, member)) for source in SOURCES]
    return [(source, offers) for source, offers in found if offers]


def put(turn: Turn, name: str, key: str, by: Member) -> None:
    """Put one offer on the agenda of one's turn.

    Raises:
        ValueError: there is no such offer any more, or it cannot be put there; with words for the person.
    """
    source = next((each for each in SOURCES if each.name == name), None)
    if source is None:
        raise CommunityError(_("This is not here any more."))
    source.put(turn, key, by)
