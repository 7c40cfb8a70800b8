"""Rows of the partnerships' addresses: the two of a partnership, and nobody else."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from tests.access.table import EVERY_MEMBER, Row

THE_TWO = "mentor mentee"
PEERS = "facilitator mentee"  # the facilitator has asked the mentee


def its_key(world: Any) -> list[Any]:
    return [world.partnership.pk]


def asked_of_a_peer(world: Any) -> list[Any]:
    return [world.peer_invitation.pk]


def a_time(days: int) -> dict[str, str]:
    day = timezone.localdate() + timedelta(days=days)
    return {"date": day.isoformat(), "time": "10:00", "minutes": "60", "zone": "Europe/London"}


ROWS = {
    "partnerships": Row(get=EVERY_MEMBER),
    "partnership": Row(get=THE_TWO, args=its_key),
    "partnership_agreement": Row(get=THE_TWO, args=its_key),
    "partnership_agreement_version": Row(get=THE_TWO, args=lambda world: [world.partnership.pk, 1]),
    "partnership_agreement_edit": Row(
        get=THE_TWO, post=THE_TWO, args=its_key, data=lambda world: {"focus": "Other words"}, as_shown=True
    ),
    "partnership_signature": Row(post=THE_TWO, args=its_key, data=lambda world: {"version": 1}),
    "partnership_meeting_new": Row(get=THE_TWO, post=THE_TWO, args=its_key, data=lambda world: a_time(30)),
    "partnership_meeting_log": Row(
        get=THE_TWO, post=THE_TWO, args=its_key, data=lambda world: a_time(-30), refused=THE_TWO
    ),
    "partnership_promise_tick": Row(
        post=THE_TWO,
        args=lambda world: [world.partnership.pk, world.promise.pk],
        data=lambda world: {"done": "yes"},
    ),
    "partnership_review": Row(get=THE_TWO, post=THE_TWO, args=its_key, refused=THE_TWO),
    "partnership_review_withdrawal": Row(get=THE_TWO, post=THE_TWO, args=its_key),
    "partnership_review_views": Row(get=THE_TWO, args=lambda world: [world.partnership.pk, world.review.pk]),
    "partnership_conclusion": Row(
        get=THE_TWO, post=THE_TWO, args=its_key, data=lambda world: {"kind": "early"}
    ),
    "partnership_ending": Row(get="coordinator", post="coordinator", args=its_key),
    "partnership_history": Row(get=THE_TWO, args=its_key),
    "peer_invitation": Row(get=PEERS, args=asked_of_a_peer),
    "peer_invitation_answer": Row(post=PEERS, args=asked_of_a_peer, data=lambda world: {"answer": "no"}),
    "peer_invitation_withdrawal": Row(post=PEERS, args=asked_of_a_peer),
}


def furnish(world: Any, canary: str) -> None:
    """Create for the pair an agreement to sign, a review that is settled, and a promise; a canary in each text."""
    from meetings import actions as meetings
    from organisations import tenancy
    from partnerships import actions
    from partnerships.models import PartnershipMeeting
    from programmes.models import Practice

    pair = world.partnership
    mentor, mentee = world.mentor, world.mentee
    organisation = world.organisation
    with tenancy.inside(organisation.pk, mentor.pk):
        actions.edit_agreement(partnership=pair, based_on=0, texts={"focus": canary}, by=mentor)
        for meeting in (world.meeting, world.past_meeting):
            PartnershipMeeting.objects.create(organisation=organisation, partnership=pair, meeting=meeting)
        world.rows["promise"] = meetings.add_action(
            by=mentor, meeting=world.past_meeting, owner=mentee, text=f"{canary} promised"
        )
    for person in (mentor, mentee):
        with tenancy.inside(organisation.pk, person.pk):
            practices = Practice.objects.filter(programme=world.programme, stage="initiation")
            world.rows["review"] = actions.answer_review(
                review=actions.open_review(partnership=pair, by=person),
                ratings={practice.pk: 1 for practice in practices},
                noticed=f"{canary} noticed",
                trust=4,
                openness=4,
                enthusiasm=4,
                proposes="stay",
                by=person,
            )
