"""What communities tell people by mail: that something waits, never what anyone wrote. One template for all of it."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from cop import half_year_prompts, phases
from cop.models import (
    Community,
    CommunityClosure,
    ConflictRecipient,
    JoinDecision,
    Membership,
    PhaseStep,
    Prompt,
    Session,
    Swap,
    Turn,
    TurnOffer,
)
from cop.models.communities import in_office
from cop.queries.communities import can_arrange, coordinates
from meetings import mails as meeting_mails
from meetings.models import Meeting
from notifications import kinds, outbox
from notifications.audience import Audience
from notifications.kinds import Content, MessageKind
from notifications.models import Message
from organisations.addresses import path
from organisations.models import Member, OrganisationModel
from web.dates import plain_day

JOINED, TURN, PHASE = "community-joined", "community-turn", "community-phase"
LET_IN, JOIN_ANSWERED = "community-let-in", "community-join-answered"
OFFICE, NOT_EXPECTED = "community-office", "community-not-expected"
CLOSED, REOPENED = "community-closed", "community-reopened"
HANDED_OVER = "community-handed-over"
IN_CONFIDENCE, LOOK_AGAIN = "community-confidence", "community-look-again"
SHORT = "community-short"
OFFERED, NOT_TAKEN, TAKEN = "community-turn-offered", "community-turn-not-taken", "community-turn-taken"
TO_CLOSE, CLOSE_FOR_ALL = "community-to-close", "community-close-for-all"
SWAP_ASKED, SWAP_ANSWERED = "community-swap-asked", "community-swap-answered"


def tell(
    recipient: Member,
    kind: str,
    *,
    community: Community,
    about: OrganisationModel | None = None,
    occurrence: str = "",
    page: str = "community",
    more: Iterable[UUID] = (),
    due_at: datetime | None = None,
) -> None:
    """Have a member told about something in a community; ``about`` is the row, or the community itself.

    Args:
        page: the page of the community to go to; ``more`` are the keys its address has besides the community's.
        due_at: when (aware); None is now.
    """
    link = path(page, community.pk, *more)
    outbox.enqueue(recipient, kind, about=about or community, link=link, occurrence=occurrence, due_at=due_at)


def tell_of_joining(members: Iterable[Member], community: Community) -> None:
    """Have people told that they belong to a community now."""
    outbox.enqueue_all(members, JOINED, about=community, link=path("community", community.pk))


def tell_of_decision(decision: JoinDecision, community: Community) -> None:
    """Have who asked told of the answer; and of a yes everyone in the community but who gave it."""
    asked = decision.request.member
    page = "community" if decision.accepted else "community_join_request"
    outbox.enqueue(asked, JOIN_ANSWERED, about=decision, link=path(page, community.pk))
    if decision.accepted:
        here = Member.objects.filter(communities__community=community, communities__left_at=None)
        others = here.exclude(pk__in=[asked.pk, decision.by_id])
        outbox.enqueue_all(others, LET_IN, about=decision, link=path("community_members", community.pk))


def tell_of_office(ended: Membership, others: Iterable[Member]) -> None:
    """Have everyone told that somebody who takes office is no member now; of a closed community only them."""
    community = ended.community
    outbox.enqueue(ended.member, OFFICE, about=ended, link=path("communities"))
    if not community.is_closed:
        outbox.enqueue_all(others, OFFICE, about=ended, link=path("community_members", community.pk))


def tell_of_closing(members: Iterable[Member], closure: CommunityClosure, called_off: list[Meeting]) -> None:
    """Have members told that their community has come to its end, and who else was to come that it does not meet.

    One mail takes all that was planned off their calendars, also of whoever closed it.
    """
    here = {person.pk: person for person in members}
    told = [person for person in here.values() if person.pk != closure.by_id]
    outbox.enqueue_all(told, CLOSED, about=closure, link=path("community", closure.community_id))
    invited = Member.objects.filter(attendances__meeting__in=called_off).distinct()
    others = [person for person in invited if person.pk not in here or person.pk == closure.by_id]
    sent = [person for person in others if meeting_mails.was_sent(called_off, person)]
    outbox.enqueue_all(sent, CLOSED, about=closure, link=path("meetings"))


def tell_of_phase(members: Iterable[Member], step: PhaseStep) -> None:
    """Have members told that their community is in another phase; what waits about earlier steps is called off."""
    for earlier in PhaseStep.objects.filter(community=step.community_id).exclude(pk=step.pk):
        outbox.cancel(earlier.pk, PHASE)
    outbox.enqueue_all(members, PHASE, about=step, link=path("community", step.community_id))


def take_off_calendar(person: Member, community: Community) -> None:
    """Have who is not expected at a community's sessions any more take all of them off their calendar, by one mail."""
    if meeting_mails.was_sent(_ahead_without(person, community.pk), person):
        occurrence = f"{timezone.now():%s.%f}"
        outbox.enqueue(person, NOT_EXPECTED, about=community, link=path("meetings"), occurrence=occurrence)


def _ahead_without(person: Member, community: UUID) -> list[Meeting]:
    """Return the sessions ahead of a community to which somebody is not invited."""
    ahead = Meeting.objects.standing().filter(session__community=community, starts_at__gt=timezone.now())
    found = ahead.exclude(attendances__member=person).with_people()
    return list(found.order_by("starts_at", "id"))


def _with_withdrawals(told: Content, meetings: list[Meeting], reader: Member) -> Content:
    """Return a mail with what takes meetings off the reader's calendar, and a word about it."""
    objects = meeting_mails.withdrawals(meetings, reader)
    if not objects:
        return told
    word = _("What is attached to this mail takes the sessions that were planned off your calendar.")
    first = next((meeting.starts_at for meeting in meetings if not meeting.has_begun), None)
    lines = {"lines": (*told.context["lines"], word)}
    return replace(told, context=told.context | lines, calendars=objects, happens_at=first)


def tell_of_reopening(members: Iterable[Member], community: Community, closure: CommunityClosure) -> None:
    """Have people told that their community, which had closed, goes on after all."""
    outbox.cancel(closure.pk, CLOSED)
    link = path("community", community.pk)
    outbox.enqueue_all(members, REOPENED, about=community, link=link, occurrence=str(closure.pk))


def register(
    name: str, label: object, compose: Callable[[Message], Content | None], *, optional: bool = True
) -> None:
    """Make a kind of message known that uses the communities' template; not optional are those that calendars need."""
    kinds.register(
        MessageKind(name, label, compose, Audience.JOINED, optional=optional, template="community")  # type: ignore[arg-type]  # lazy words
    )


def register_kinds() -> None:
    """Make the kinds known to the outbox."""
    register(JOINED, lazy("You belong to a community"), _joined)
    register(LET_IN, lazy("Somebody was let into a community of yours"), _let_in)
    register(JOIN_ANSWERED, lazy("An answer to your request to join a community"), _join_answered)
    register(OFFICE, lazy("Somebody in a community of yours takes office"), _office, optional=False)
    register(
        NOT_EXPECTED, lazy("Sessions at which you are not expected any more"), _not_expected, optional=False
    )
    register(CLOSED, lazy("A community of yours has closed"), _closed, optional=False)
    register(REOPENED, lazy("A community of yours is open again"), _reopened)
    register(PHASE, lazy("A community of yours has come to another phase"), _phase)
    register(TURN, lazy("You facilitate next"), _turn)
    register(OFFERED, lazy("A turn to facilitate that anyone can take"), _offered)
    register(NOT_TAKEN, lazy("A turn to facilitate that nobody has taken"), _not_taken)
    register(TAKEN, lazy("Somebody takes your turn to facilitate"), _taken)
    register(TO_CLOSE, lazy("A session you facilitated is to be closed"), _to_close)
    register(CLOSE_FOR_ALL, lazy("A session that nobody has closed"), _close_for_all)
    register(HANDED_OVER, lazy("Somebody hands over to you"), _handed_over)
    register(IN_CONFIDENCE, lazy("Something waits for you in confidence"), _in_confidence)
    register(LOOK_AGAIN, lazy("The day you chose to look at something again"), _look_again)
    register(SHORT, lazy("A community has not met in this half-year"), _short)
    register(SWAP_ASKED, lazy("Somebody asks you to take their turn"), _swap_asked)
    register(SWAP_ANSWERED, lazy("An answer to your asking somebody to take your turn"), _swap_answered)


def content(subject: str, *lines: str, action: str = "") -> Content:
    """Put a message of a community together: what it says, one paragraph a line, and what its button says."""
    return Content(subject, {"lines": lines}, action=action or _("Open the community"))


def _joined(message: Message) -> Content | None:
    """Dropped once they have left, or the community has closed."""
    mine = Community.objects.visible_to(message.recipient).standing()
    community = mine.select_related("programme").filter(pk=message.subject_id).first()
    if community is None:
        return None
    names = {"community": community.name, "programme": community.programme.name}
    return content(
        _("You belong to the community %(community)s") % names,
        _("It is a community of practice of %(programme)s: people in a place like yours who meet and share.")
        % names,
        _("Sessions come with an invitation of their own."),
        _("You can leave it at any time, on its page."),
    )


def _let_in(message: Message) -> Content | None:
    """Dropped once either of the two has left."""
    membership = _by_decision(message)
    if membership is None or not Community.objects.visible_to(message.recipient).filter(
        pk=membership.community_id
    ):
        return None
    names = {
        "name": membership.member.display_name,
        "by": membership.decision.by.display_name,
        "community": membership.community.name,
    }
    return content(
        _("%(name)s is now a member of %(community)s") % names,
        _("%(by)s let them in. They coordinate the programme or are an admin of the organisation.") % names,
        _("They read what is shared from now on, nothing older."),
        action=_("See the members"),
    )


def _by_decision(message: Message) -> Membership | None:
    found = Membership.objects.current().filter(decision=message.subject_id)
    return found.select_related("member", "community", "decision__by").first()


def _join_answered(message: Message) -> Content | None:
    """A yes is dropped once they have left again."""
    found = JoinDecision.objects.filter(pk=message.subject_id, request__member=message.recipient)
    decision = found.select_related("by", "request__community").first()
    if decision is None or (decision.accepted and not _by_decision(message)):
        return None
    names = {"by": decision.by.display_name, "community": decision.request.community.name}
    if decision.accepted:
        return content(
            _("%(by)s let you into %(community)s") % names,
            _("You read what is shared from now on, nothing older. Everyone in the community is told."),
        )
    return content(
        _("%(by)s declined your request to join %(community)s") % names,
        _("The request is closed. You can ask again after a month."),
        action=_("See the answer"),
    )


def _office(message: Message) -> Content | None:
    """Dropped once the members have let them in, they hold no office any more, or the reader has left."""
    ended = Membership.objects.select_related("member", "community__programme", "community__closure")
    found = ended.filter(in_office(OuterRef("member"), OuterRef("community__programme"))).filter(
        ~Exists(
            Membership.objects.current().filter(community=OuterRef("community"), member=OuterRef("member"))
        )
    )
    membership = found.filter(pk=message.subject_id).first()
    if membership is None:
        return None
    community = membership.community
    names = {"name": membership.member.display_name, "community": community.name}
    why = _("Who coordinates a programme or is an admin belongs to its communities only by the members’ yes.")
    if membership.member_id == message.recipient.pk:
        told = content(
            _("You are not a member of %(community)s any more") % names,
            _("You coordinate its programme now, or are an admin of the organisation."),
            why,
            _("It has closed, so that nobody can be let in.")
            if community.is_closed
            else _(
                "You can ask to join; any member can let you in. You then read what is shared from that day on."
            ),
            action=_("See the communities"),
        )
        ahead = _ahead_without(message.recipient, community.pk)
        return _with_withdrawals(told, ahead, message.recipient)
    if not Community.objects.visible_to(message.recipient).filter(pk=community.pk).exists():
        return None
    return content(
        _("%(name)s is not a member of %(community)s any more") % names,
        _("They coordinate the programme now, or are an admin of the organisation."),
        why,
        action=_("See the members"),
    )


def _closed(message: Message) -> Content | None:
    """Dropped once they have left or the community is open again, but for what their calendar still has."""
    reader = message.recipient
    closure = CommunityClosure.objects.select_related("community").filter(pk=message.subject_id).first()
    if closure is None:
        return None
    community = closure.community
    ended = (
        Meeting.objects.visible_to(reader)
        .with_people()
        .filter(session__community=community, cancellation__at__gte=closure.at)
    )
    called_off = list(ended.order_by("starts_at", "id"))
    subject = _("The community %(community)s has closed") % {"community": community.name}
    if Community.objects.visible_to(reader).filter(pk=community.pk).exists():
        told = content(
            subject,
            _("No more sessions take place, and nobody has a turn to come."),
            _("Everything in it stays for you to read."),
        )
        return _with_withdrawals(told, called_off, reader)
    told = content(subject, _("No more sessions take place."), action=_("See your meetings"))
    told = _with_withdrawals(told, called_off, reader)
    return told if told.calendars else None


def _not_expected(message: Message) -> Content | None:
    """Dropped once they are expected again, or all of it is over."""
    community = Community.objects.filter(pk=message.subject_id).first()
    if community is None:
        return None
    subject = _("Not in your calendar any more: sessions of %(community)s") % {"community": community.name}
    told = content(subject, _("You are not expected at them any more."), action=_("See your meetings"))
    told = _with_withdrawals(told, _ahead_without(message.recipient, community.pk), message.recipient)
    return told if told.calendars else None


def _reopened(message: Message) -> Content | None:
    """Dropped once they have left, or it has closed once more."""
    mine = Community.objects.visible_to(message.recipient).standing().filter(pk=message.subject_id)
    community = mine.first()
    if community is None:
        return None
    told = content(
        _("The community %(community)s is open again") % {"community": community.name},
        _("It goes on where it stopped. Sessions that were called off are to be arranged anew."),
    )
    # Where the mail of the closing had not gone out, this one takes what it called off from calendars.
    out = Message.objects.filter(recipient=message.recipient, kind=CLOSED, state__in=meeting_mails.OUT)
    if out.filter(subject_id=message.key.rpartition(":")[2]).exists():
        return told
    ahead = Meeting.objects.visible_to(message.recipient).with_people().exclude(cancellation=None)
    ahead = ahead.filter(session__community=community, starts_at__gt=timezone.now())
    return _with_withdrawals(told, list(ahead.order_by("starts_at", "id")), message.recipient)


def _phase(message: Message) -> Content | None:
    """Dropped once it has gone to another phase since, closed, or they have left."""
    mine = Community.objects.visible_to(message.recipient).standing()
    found = PhaseStep.objects.filter(pk=message.subject_id, community__in=mine.values("pk"))
    step = found.filter(community__phase=F("to_phase")).select_related("community", "by").first()
    if step is None:
        return None
    names = {"name": step.by.display_name, "community": step.community.name}
    back = phases.before(step.to_phase) == step.from_phase
    return content(
        _("%(community)s has come to another phase") % names
        if back
        else _("%(community)s has gone back a phase") % names,
        _("%(name)s decided that on the community’s page.") % names,
        str(phases.STEPS[step.to_phase]),
        _("Was that too early? Any member can go back a phase, on the community’s page.")
        if back
        else _("Nothing that you shared or arranged is lost by it."),
    )


def _turn(message: Message) -> Content | None:
    """Dropped once the turn is somebody else's, or the session over."""
    coming = Turn.objects.coming().filter(pk=message.subject_id, member=message.recipient)
    turn = coming.select_related("community", "session__meeting").first()
    if turn is None:
        return None
    names = {"community": turn.community.name}
    if turn.session and not turn.session.meeting.is_cancelled:
        when = _("The session is on %(day)s.") % {"day": plain_day(turn.session.meeting.starts_at)}
    elif can_arrange(turn.community, message.recipient):
        when = _("The session is still to be arranged; the page helps you to.")
    else:
        when = _("Somebody else facilitates before you. After that session it is for you to find a time.")
    return content(
        _("You facilitate the next session of %(community)s") % names
        if _is_next(turn)
        else _("You facilitate a coming session of %(community)s") % names,
        when,
        _("Can you not? Ask somebody to swap, or say when you are away."),
        action=_("Open your page"),
    )


def _offered(message: Message) -> Content | None:
    """Dropped once somebody prepares the session."""
    offer = _standing_offer(message)
    if offer is None:
        return None
    names = {"community": offer.turn.community.name}
    planned = offer.turn.session and not offer.turn.session.meeting.is_cancelled
    what = (
        _("The session on %(day)s has nobody who looks after it yet.")
        % {"day": plain_day(offer.turn.session.meeting.starts_at)}
        if planned
        else _("No time is found yet for the next session.")
    )
    if offer.member_id == message.recipient.pk:
        mine = (
            _("It is still yours: say on its page that you come.")
            if planned
            else _("It is still yours if you find a time before somebody takes it.")
        )
        return content(
            _("Your session in %(community)s is open for anyone to facilitate now") % names, what, mine
        )
    return content(
        _("Who takes the next turn in %(community)s?") % names,
        what,
        _("Any member can take the turn, with one press on the community’s page."),
    )


def _not_taken(message: Message) -> Content | None:
    """Dropped once somebody prepares the session, or the recipient coordinates no more."""
    offer = _standing_offer(message)
    if offer is None or not coordinates(offer.turn.community.programme_id, message.recipient):
        return None
    names = {"community": offer.turn.community.name}
    return content(
        _("Nobody has taken the next turn in %(community)s") % names,
        _("It is open to all members, and none has taken it yet."),
        _("You can name somebody, or take it yourself."),
    )


def _standing_offer(message: Message) -> TurnOffer | None:
    found = TurnOffer.objects.standing().filter(pk=message.subject_id)
    return found.select_related("turn__community", "turn__session__meeting__cancellation").first()


def _taken(message: Message) -> Content | None:
    """Dropped where it has come back to the recipient meanwhile."""
    turn = Turn.objects.filter(pk=message.subject_id).exclude(member=message.recipient)
    found = turn.select_related("community", "member").first()
    if found is None:
        return None
    names = {"name": found.member.display_name, "community": found.community.name}
    return content(
        _("%(name)s takes your turn in %(community)s") % names,
        _("There is nothing left for you to do for this session."),
    )


def _to_close(message: Message) -> Content | None:
    """Dropped once the session is closed, or moved to later."""
    session = _session_to_close(message)
    if session is None:
        return None
    names = _names_of_session(session)
    return content(
        _("Close the session of %(community)s") % names,
        _("The session of %(day)s is over. Note who came and close it.") % names,
        _("Everyone who was there is then asked how it was."),
        action=_("Close the session"),
    )


def _close_for_all(message: Message) -> Content | None:
    """Dropped once the session is closed."""
    session = _session_to_close(message)
    if session is None:
        return None
    names = _names_of_session(session)
    return content(
        _("Were you at the session of %(community)s?") % names,
        _("Nobody has closed the session of %(day)s yet. Whoever was there can note who came and close it.")
        % names,
        action=_("Close the session"),
    )


def _session_to_close(message: Message) -> Session | None:
    found = Session.objects.to_close().filter(pk=message.subject_id)
    return found.select_related("community", "meeting").first()


def _names_of_session(session: Session) -> dict[str, str]:
    return {"community": session.community.name, "day": plain_day(session.meeting.starts_at)}


def _handed_over(message: Message) -> Content | None:
    """Dropped once the turn is somebody else's, or over."""
    coming = Turn.objects.coming().filter(pk=message.subject_id, member=message.recipient)
    turn = coming.select_related("community").first()
    if turn is None:
        return None
    names = {"community": turn.community.name}
    return content(
        _("You facilitate next in %(community)s") % names,
        _(
            "The one before you has handed over. What they leave to you waits on your page, with what comes next."
        ),
        action=_("Open your page"),
    )


def _in_confidence(message: Message) -> Content | None:
    """Dropped once it is with somebody else, or closed, of which they hear, or the recipient has left their place."""
    found = ConflictRecipient.objects.filter(pk=message.subject_id, ended_at=None)
    bringing = found.select_related("community", "conflict__end").first()
    if bringing is None:
        return None
    if bringing.conflict.is_closed:
        if message.key.rpartition(":")[2] != str(bringing.conflict.end.pk):
            return None
        return content(
            _("Something between the two of you is closed"),
            _("It is about %(community)s. Both of you can still read it; nothing waits for you.")
            % {"community": bringing.community.name},
            action=_("Open it"),
        )
    return content(
        _("Something waits for you in confidence"),
        _("It is about %(community)s, and only two people can read it.")
        % {"community": bringing.community.name},
        action=_("Open it"),
    )


def _look_again(message: Message) -> Content | None:
    """Dropped once it is closed or with somebody else."""
    open_still = ConflictRecipient.objects.filter(ended_at=None, conflict__end=None)
    bringing = open_still.filter(pk=message.subject_id).select_related("community").first()
    if bringing is None:
        return None
    return content(
        _("Today you wanted to look at something again"),
        _("It is about %(community)s, and only two people can read it.")
        % {"community": bringing.community.name},
        action=_("Open it"),
    )


def _is_next(turn: Turn) -> bool:
    return not Turn.objects.coming().filter(community=turn.community_id, number__lt=turn.number).exists()


def _short(message: Message) -> Content | None:
    """Dropped once the community has planned its meetings of this half-year; says what the recipient can do now."""
    prompt = Prompt.objects.filter(pk=message.subject_id).select_related("community__programme").first()
    if prompt is None or not half_year_prompts.is_due_still(prompt):
        return None
    community = prompt.community
    names = {"community": community.name}
    missing = _("In this half-year a session of %(community)s is missing still.") % names
    may_arrange = can_arrange(community, message.recipient)
    if coordinates(community.programme_id, message.recipient):
        return content(
            _("%(community)s has fewer sessions than planned") % names,
            missing,
            _("You can arrange one yourself, or name who facilitates it.")
            if may_arrange and community.phase == phases.FOUNDING
            else _("A word with whoever facilitates next may be all it needs."),
        )
    if not may_arrange:
        return None
    return content(
        _("%(community)s has no session planned yet") % names,
        missing,
        _("It is for you to find a time: one form invites everyone. Can you not? Ask somebody to swap."),
        action=_("Find a time"),
    )


def _swap_asked(message: Message) -> Content | None:
    swap = (
        Swap.objects.filter(pk=message.subject_id, asked=message.recipient, answer=Swap.Answer.OPEN)
        .select_related("turn__community", "turn__session__meeting__cancellation", "asked_by")
        .first()
    )
    if swap is None:
        return None
    names = {"name": swap.asked_by.display_name, "community": swap.turn.community.name}
    return content(
        _("%(name)s asks you to facilitate instead") % names,
        _("It is about a session of %(community)s.") % names,
        _day_of(swap.turn),
        _("Say yes or no on the rota. If you have a turn to come, the two of you change places."),
        action=_("Open the rota"),
    )


def _day_of(turn: Turn) -> str:
    if turn.session and not turn.session.meeting.is_cancelled:
        return _("The session is on %(day)s.") % {"day": plain_day(turn.session.meeting.starts_at)}
    return _("The session is still to be arranged.")


def _swap_answered(message: Message) -> Content | None:
    swap = (
        Swap.objects.filter(pk=message.subject_id, asked_by=message.recipient)
        .exclude(answer__in=[Swap.Answer.OPEN, Swap.Answer.WITHDRAWN])
        .select_related("turn__community", "turn__session__meeting__cancellation", "asked")
        .first()
    )
    if swap is None:
        return None
    names = {"name": swap.asked.display_name, "community": swap.turn.community.name}
    if swap.answer == Swap.Answer.YES:
        return content(
            _("%(name)s takes your turn in %(community)s") % names,
            _day_of(swap.turn),
            _("You need not prepare it any more. If they had a turn to come, that one is yours in return."),
            action=_("Open the rota"),
        )
    return content(
        _("%(name)s cannot take your turn in %(community)s") % names,
        _("It stays yours for now. You can ask somebody else."),
    )
