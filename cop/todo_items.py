"""What a person's communities ask of them, for their home page: four questions, and one where a turn is offered.

And what is asked of coordinators, who look after communities they do not belong to.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cop.models import (
    Community,
    ConflictRecipient,
    Evaluation,
    JoinDecision,
    JoinRequest,
    Membership,
    Session,
    StoryRequest,
    Swap,
    Turn,
    TurnOffer,
)
from cop.queries.evaluations import list_waiting
from organisations.models import Member
from organisations.prepared_queries import prepared_query
from web.dates import plain_day

CLOSED_WITHIN = timedelta(days=7)  # so long one is asked to close a session
NEWS_FOR = timedelta(days=14)  # so long the first page tells that a community has closed
COORDINATORS_HEAR_AFTER = timedelta(days=3)  # when nobody has taken an offered turn until then
SESSION_IS_NEAR = timedelta(days=1)  # or until then, when its session is planned already


@dataclass(frozen=True)
class TodoItem:
    """Something that waits in a community: what it is, what it asks, and where to go.

    Args:
        is_to_answer: whether somebody waits for it.
        is_news: whether it is only to be read.
    """

    title: str
    words: str
    url: str
    label: str
    is_to_answer: bool = False
    is_news: bool = False


def list_todo_items(member: Member) -> list[TodoItem]:
    """Return what a member's turns ask of them now, the swaps and the sessions that wait for their answer."""
    now = timezone.now()
    has_turns = getattr(member, "has_turns", True)  # a fact of requests for the first page
    turns = _turns(member, now, now - CLOSED_WITHIN) if has_turns else []
    ahead = {turn.community_id for turn in turns if not _is_over(turn, now)}
    asked = [_turn(turn, now) for turn in turns if not _is_over(turn, now) or turn.community_id not in ahead]
    waiting = list_waiting(member)
    swaps = _swaps(member, now) if getattr(member, "has_swaps_to_answer", True) else []  # a fact of requests
    has_news = getattr(member, "has_closed_communities", True)  # a fact of requests for the first page
    ended = _closed_since(member, now - NEWS_FOR) if has_news else []
    offers = _offers(member, now) if getattr(member, "has_offered_turns", True) else []  # another one
    has_requests = getattr(member, "has_join_requests", True)  # and another
    requests = _join_requests(member, now - NEWS_FOR) if has_requests else []
    has_wishes = getattr(member, "has_story_requests", True)  # and one more
    wishes = {wish.thread_id: wish for wish in _story_requests(member)} if has_wishes else {}
    found = [
        *asked,
        *map(_join_request, requests),
        *map(_story_request, wishes.values()),
        *map(_swap, swaps),
        *map(_offer, offers),
        *map(_evaluation, waiting),
    ]
    return [*found, *map(_closed, ended)]


@prepared_query
def _closed_since(member: Member, since: datetime) -> "QuerySet[Membership]":
    mine = Membership.objects.current().filter(member=member, community__closure__at__gt=since)
    found = mine.exclude(community__closure__by=member).select_related("community__closure")
    return found.order_by("community__closure__at", "id")


def _closed(membership: Membership) -> TodoItem:
    community = membership.community
    return TodoItem(
        _("%(community)s has closed") % {"community": community.name},
        _("On %(day)s. Its sessions are called off; everything in it stays for you to read.")
        % {"day": plain_day(community.closure.at)},
        reverse("community", args=[community.pk]),
        _("Open"),
        is_news=True,
    )


@prepared_query
def _join_requests(member: Member, since: datetime) -> "QuerySet[JoinRequest]":
    """Requests to join that wait in a member's communities, and who was let in lately."""
    mine = Membership.objects.current().filter(community=OuterRef("community"), member=member)
    lately = Q(decision__at__gt=since)
    others = Q(decision=None) | (lately & Q(decision__accepted=True))
    found = (
        JoinRequest.objects.filter(others, Exists(mine)).exclude(member=member).exclude(decision__by=member)
    )
    return found.select_related("community", "member", "decision__by").order_by("at", "id")


def _join_request(asked: JoinRequest) -> TodoItem:
    names = {"name": asked.member.display_name, "community": asked.community.name}
    address = reverse("community", args=[asked.community_id])
    decision: JoinDecision | None = getattr(asked, "decision", None)
    if decision is None:
        title = _("%(name)s asks to join %(community)s") % names
        return TodoItem(
            title, _("Any member can let them in or decline."), address, _("Answer"), is_to_answer=True
        )
    names["by"] = decision.by.display_name
    return TodoItem(
        _("%(name)s is now a member of %(community)s") % names,
        _("%(by)s let them in.") % names,
        reverse("community_members", args=[asked.community_id]),
        _("See the members"),
        is_news=True,
    )


@prepared_query
def _story_requests(member: Member) -> "QuerySet[StoryRequest]":
    """Who would like a story of the member's in the library and waits for a yes or no."""
    mine = Membership.objects.current().filter(member=member, community__closure=None)
    found = StoryRequest.objects.filter(
        thread__author=member, declined_at=None, thread__community__in=mine.values("community")
    )
    return found.select_related("by", "thread__community").order_by("-at", "id")


def _story_request(wish: StoryRequest) -> TodoItem:
    return TodoItem(
        _("%(name)s would like your story in the library") % {"name": wish.by.display_name},
        _("From %(community)s. You choose its words, and whether your name stands there.")
        % {"community": wish.thread.community.name},
        reverse("community_story", args=[wish.thread.community_id, wish.thread_id]),
        _("Answer"),
        is_to_answer=True,
    )


@prepared_query
def _offers(member: Member, now: datetime) -> "QuerySet[TurnOffer]":
    """Turns of others that a member can take, since nobody prepares them."""
    belongs = Membership.objects.current().filter(community=OuterRef("turn__community"), member=member)
    offers = TurnOffer.objects.standing(now).filter(Exists(belongs)).exclude(member=member)
    return offers.select_related("turn__community").order_by("at", "id")


def _offer(offer: TurnOffer) -> TodoItem:
    return TodoItem(
        _("Who takes the next turn in %(community)s?") % {"community": offer.turn.community.name},
        _("Nobody has prepared the session yet. Any member can."),
        reverse("community", args=[offer.turn.community_id]),
        _("See it"),
    )


def list_looked_after(member: Member) -> list[TodoItem]:
    """Return what waits for a coordinator in communities: sessions they ran, turns nobody took, turns they took."""
    now = timezone.now()
    near, long_ago = now - SESSION_IS_NEAR, now - COORDINATORS_HEAR_AFTER
    return [
        *(_close_as_coordinator(session) for session in _ran(member, now)),
        *(_not_taken(offer) for offer in _nobody_took(member, now, near, long_ago)),
        *(_find_a_time(turn) for turn in _took(member, now)),
    ]


def _ran(member: Member, now: datetime) -> "QuerySet[Session]":
    """Sessions to close that the member facilitated without a turn, as the familiarisation workshop."""
    belongs = Membership.objects.current().filter(community=OuterRef("community"), member=member)
    ran = Session.objects.to_close(now).coordinated_by(member).filter(meeting__facilitator=member)
    found = ran.filter(Q(turn=None) | ~Exists(belongs)).select_related("community", "meeting")
    return found.order_by("meeting__starts_at", "id")


def _close_as_coordinator(session: Session) -> TodoItem:
    names = {"community": session.community.name, "day": plain_day(session.meeting.starts_at)}
    return TodoItem(
        _("Close the session of %(community)s") % names,
        _("On %(day)s. Everyone who was there is then asked how it was.") % names,
        reverse("community_closing", args=[session.community_id, session.pk]),
        _("Close the session"),
    )


def _nobody_took(member: Member, now: datetime, near: datetime, long_ago: datetime) -> "QuerySet[TurnOffer]":
    mine = Community.objects.coordinated_by(member)
    offers = TurnOffer.objects.standing(now).filter(turn__community__in=mine)
    planned = Q(turn__session__meeting__cancellation=None, turn__session__isnull=False, at__lte=near)
    return offers.filter(Q(at__lte=long_ago) | planned).select_related("turn__community").order_by("at", "id")


def _not_taken(offer: TurnOffer) -> TodoItem:
    return TodoItem(
        _("Nobody has taken the next turn in %(community)s") % {"community": offer.turn.community.name},
        _("You can name somebody, or take it yourself."),
        reverse("community_care", args=[offer.turn.community_id]),
        _("See it"),
    )


def _took(member: Member, now: datetime) -> "QuerySet[Turn]":
    """Turns that the member took as a coordinator, and for which no time is found yet."""
    belongs = Membership.objects.current().filter(community=OuterRef("community"), member=member)
    mine = Turn.objects.coming(now).unbound().filter(~Exists(belongs), member=member, community__closure=None)
    return mine.filter(community__programme__coordinations__member=member).select_related("community")


def _find_a_time(turn: Turn) -> TodoItem:
    return TodoItem(
        _("You facilitate next in %(community)s") % {"community": turn.community.name},
        _("Find a time and invite everyone."),
        reverse("community_session_new", args=[turn.community_id]),
        _("Find a time"),
    )


def _evaluation(evaluation: Evaluation) -> TodoItem:
    names = {"community": evaluation.session.community.name, "day": plain_day(evaluation.closes_at)}
    args = [evaluation.session.community_id, evaluation.session_id]
    return TodoItem(
        _("How was the session of %(community)s?") % names,
        _("Two or three minutes, until %(day)s.") % names,
        reverse("community_evaluation_answer", args=args),
        _("Evaluate it"),
    )


@prepared_query
def _turns(member: Member, now: datetime, since: datetime) -> "QuerySet[Turn]":
    """The turns that come next in their communities, and those of sessions just over and not handed over yet."""
    first = Turn.objects.coming(now).filter(community=OuterRef("community")).values("pk")[:1]
    over = Q(session__meeting__ends_at__gt=since, session__meeting__ends_at__lte=now)
    open_still = over & Q(session__meeting__cancellation=None, session__handover=None)
    belongs = Membership.objects.current().filter(community=OuterRef("community"), member=member)
    mine = Turn.objects.filter(Exists(belongs), member=member, community__closure=None)
    return (
        mine.filter(Q(pk=Subquery(first)) | open_still)
        .select_related("community", "session__meeting__cancellation")
        .order_by("session__meeting__starts_at", "id")
    )


def _turn(turn: Turn, now: datetime) -> TodoItem:
    title = _("You facilitate next in %(community)s") % {"community": turn.community.name}
    args = [turn.community_id, turn.pk]
    if turn.session is None or turn.session.meeting.is_cancelled:
        words, page, label = _("Find a time and invite everyone."), "community_turn", _("Find a time")
    elif _is_over(turn, now):
        words, page = _("Note who came and what came of it, then hand over."), "community_turn_close"
        label = _("Close it")
    elif turn.session.meeting.starts_at <= now:
        words, page, label = _("The session has begun."), "community_turn_run", _("Run it")
    else:
        words = _("On %(day)s: see what members suggest and what was left.") % {
            "day": plain_day(turn.session.meeting.starts_at)
        }
        page, label = "community_turn", _("Prepare")
    return TodoItem(title, words, reverse(page, args=args), label)


def _is_over(turn: Turn, now: datetime) -> bool:
    meeting = turn.session.meeting if turn.session else None
    return meeting is not None and not meeting.is_cancelled and meeting.ends_at <= now


@prepared_query
def _swaps(member: Member, now: datetime) -> "QuerySet[Swap]":
    waiting = Swap.objects.filter(asked=member, answer=Swap.Answer.OPEN, turn__in=Turn.objects.coming(now))
    return waiting.select_related("turn__community", "asked_by").order_by("at", "id")


def _swap(swap: Swap) -> TodoItem:
    return TodoItem(
        _("%(name)s asks you to facilitate instead") % {"name": swap.asked_by.display_name},
        swap.turn.community.name,
        reverse("community", args=[swap.turn.community_id]),
        _("Answer"),
        is_to_answer=True,
    )


def list_confidences(member: Member) -> list[TodoItem]:
    """Return the conflicts brought to a member that wait for them; without names, which a screen would show."""
    return [
        TodoItem(
            _("Something was brought to you in confidence"),
            bringing.community.name,
            reverse("community_conflict", args=[bringing.community_id, bringing.conflict_id]),
            _("Read and answer"),
        )
        for bringing in _confidences(member, timezone.localdate())
    ]


@prepared_query
def _confidences(member: Member, today: date) -> "QuerySet[ConflictRecipient]":
    waiting = ConflictRecipient.objects.unanswered_by(member, today).select_related("community")
    return waiting.order_by("at", "id")
