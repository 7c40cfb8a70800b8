"""Time is moved through three programme years, day by day: exactly the prompts that the rule asks for."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from cop import tasks
from cop.actions import communities, sessions, turns
from cop.models import Community, Prompt, Turn
from notifications import kinds
from organisations import tenancy
from organisations.models import Member
from tests import make
from tests.budget import questions
from tests.post import messages

YEARS = [
    (date(2027, 2, 17), date(2028, 2, 16)),
    (date(2028, 2, 17), date(2029, 2, 16)),
    (date(2029, 2, 17), date(2030, 2, 16)),
]


@dataclass
class Circle:
    """A community that meets on given days, each session arranged some days before."""

    community: Community
    facilitator: Any
    arranged: dict[date, date]  # on which day a session for which day is arranged


@contextmanager
def on(day: date) -> Iterator[None]:
    with time_machine.travel(datetime.combine(day, time(7, 30), UTC), tick=False):
        yield


def circle(coordinator, programme, name, arranged):
    with tenancy.inside(coordinator.organisation_id):
        cohort = programme.cohorts.order_by("starts_on").first()
    facilitator, other = (
        make.member(coordinator.organisation, f"{name} {each}") for each in ("Okafor", "Raman")
    )
    for person in (facilitator, other):
        make.enrolment(cohort, person, "mentor")
    with tenancy.inside(coordinator.organisation_id, coordinator.pk):
        community = communities.found(
            programme=programme, name=name, audience="both", joining="automatic", by=coordinator
        )
        turns.name_facilitator(community=community, member=facilitator, by=coordinator)
    return Circle(community, facilitator, arranged)


def live(circles, days):
    """Let the task run each day; sessions are arranged on their days before it. Give what was told: day, to whom."""
    for day in days:
        with on(day):
            for each in circles:
                if day in each.arranged:
                    arrange(each, each.arranged[day])
                if day - timedelta(days=1) in each.arranged.values():
                    name_again(each)
            tasks.prompt_communities()
            if day.day == 1:  # beat may run it as often as it likes
                tasks.prompt_communities()


def arrange(each, day):
    organisation = each.community.organisation_id
    coordinator = each.community.created_by
    with tenancy.inside(organisation, coordinator.pk):
        sessions.arrange(
            community=each.community,
            by=coordinator,
            starts_at=datetime.combine(day, time(14), UTC),
            minutes=60,
            zone="Europe/London",
        )


def name_again(each):
    """Once a session is over, the coordinator names who facilitates the next."""
    coordinator = each.community.created_by
    with tenancy.inside(each.community.organisation_id, coordinator.pk):
        if each.arranged and not Turn.objects.coming().filter(community=each.community).exists():
            turns.name_facilitator(community=each.community, member=each.facilitator, by=coordinator)


def told(each):
    """The prompts of a community: half, moment, recipients."""
    with tenancy.inside(each.community.organisation_id):
        found = []
        for prompt in Prompt.objects.filter(community=each.community).order_by("at"):
            told = messages().filter(kind="community-short", subject_id=prompt.pk)
            names = sorted(told.values_list("recipient__display_name", flat=True))
            found.append((timezone.localdate(prompt.at), prompt.moment, names))
        return found


@pytest.fixture
def coordinator(db):
    return make.member(make.organisation(time_zone="UTC"), "Ines Duarte", coordinator=True)


def programme(coordinator, name, spans, wanted=1):
    made = make.programme(coordinator, name, community_meetings_per_half_year=wanted)
    for number, (first, last) in enumerate(spans):
        make.cohort(made, f"{name} {number}", starts_on=first, ends_on=last)
    return made


def each_day(first, last):
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def test_three_years_day_by_day_bring_exactly_the_prompts_of_the_rule(coordinator):
    with on(date(2027, 2, 1)):
        three_years = programme(coordinator, "Three years", YEARS)
        # Never meets; meets in the first days of each half; plans after the first prompt; after the second.
        never = circle(coordinator, three_years, "Never", {})
        starts = [
            date(2027, 2, 17),
            date(2027, 8, 17),
            date(2028, 2, 17),
            date(2028, 8, 17),
            date(2029, 2, 17),
            date(2029, 8, 17),
        ]
        early = circle(coordinator, three_years, "Early", {day: day + timedelta(days=20) for day in starts})
        prompted = circle(
            coordinator,
            three_years,
            "Prompted",
            {day + timedelta(days=5): day + timedelta(days=30) for day in starts},
        )
        late = circle(
            coordinator,
            three_years,
            "Late",
            {day + timedelta(days=100): day + timedelta(days=120) for day in starts},
        )
    live([never, early, prompted, late], each_day(date(2027, 2, 1), date(2030, 3, 1)))

    facilitated, coordinated = (lambda name: [f"{name} Okafor"]), ["Ines Duarte"]
    middles = [
        date(2027, 5, 18),
        date(2027, 11, 17),
        date(2028, 5, 18),
        date(2028, 11, 17),
        date(2029, 5, 18),
        date(2029, 11, 17),
    ]
    ends = [
        date(2027, 8, 16),
        date(2028, 2, 16),
        date(2028, 8, 16),
        date(2029, 2, 16),
        date(2029, 8, 16),
        date(2030, 2, 16),
    ]
    expected = []
    for start, middle, end in zip(starts, middles, ends, strict=True):
        expected += [
            (start, "start", facilitated("Never")),
            (middle, "middle", facilitated("Never")),
            (end - timedelta(weeks=3), "end", coordinated),
        ]
    assert told(never) == expected
    assert told(early) == []
    assert told(prompted) == [(start, "start", facilitated("Prompted")) for start in starts]
    assert told(late) == sorted(
        [(start, "start", facilitated("Late")) for start in starts]
        + [(middle, "middle", facilitated("Late")) for middle in middles]
    )


@pytest.mark.parametrize(
    ("spans", "wanted", "moments"),
    [
        ([(date(2027, 3, 5), date(2027, 6, 30))], 1, 3),  # four months are one half
        ([(date(2027, 3, 5), date(2027, 10, 31))], 1, 3),  # and so are eight
        ([(date(2027, 3, 5), date(2028, 9, 4))], 1, 9),  # a year and a half
        ([(date(2027, 3, 5), date(2027, 9, 4)), (date(2028, 1, 10), date(2028, 7, 9))], 1, 6),  # with a gap
    ],
)
def test_programmes_of_any_length_prompt_three_times_a_half(coordinator, spans, wanted, moments):
    with on(date(2027, 3, 1)):
        made = circle(coordinator, programme(coordinator, "Odd", spans, wanted), "Never", {})
    # Each seventh day will do: what could not be sent on its day is sent after it.
    live([made], each_day(date(2027, 3, 1), date(2028, 10, 30))[::7])
    assert len(told(made)) == moments
    assert all(any(first <= day <= last for first, last in spans) for day, _moment, _names in told(made))


def test_a_second_meeting_that_is_asked_for_is_prompted_for(coordinator):
    with on(date(2027, 3, 1)):
        twice = programme(coordinator, "Twice", [(date(2027, 3, 5), date(2027, 9, 4))], wanted=2)
        made = circle(coordinator, twice, "Once", {date(2027, 3, 10): date(2027, 4, 1)})
    live([made], each_day(date(2027, 3, 1), date(2027, 9, 10))[::3])
    assert [moment for _day, moment, _names in told(made)] == ["start", "middle", "end"]


def test_a_day_without_prompts_asks_the_same_however_many_communities_there_are(coordinator):
    asked = []
    for name in ("First", "Second", "Third"):
        with on(date(2027, 3, 1)):
            circle(
                coordinator, programme(coordinator, name, [(date(2027, 3, 5), date(2027, 9, 4))]), name, {}
            )
        live([], [date(2027, 3, 5)])
        with on(date(2027, 3, 6)), questions() as each:
            tasks.prompt_communities()
        asked.append(len(each))
    assert asked == [asked[0]] * 3


def test_a_prompt_that_waits_is_dropped_once_the_session_is_arranged(coordinator):
    with on(date(2027, 3, 1)):
        made = circle(
            coordinator, programme(coordinator, "One", [(date(2027, 3, 5), date(2027, 9, 4))]), "Slow", {}
        )
    live([made], [date(2027, 3, 5)])
    with on(date(2027, 3, 6)):
        with tenancy.inside(made.community.organisation_id, made.facilitator.pk):
            message = messages().get(kind="community-short")
            assert "no session planned" in kinds.get("community-short").compose(message).subject
        arrange(made, date(2027, 4, 1))
        with tenancy.inside(made.community.organisation_id, made.facilitator.pk):
            assert kinds.get("community-short").compose(message) is None


def test_a_closed_community_and_a_new_one_late_in_the_half_are_left_alone(coordinator):
    with on(date(2027, 3, 1)):
        one = programme(coordinator, "One", [(date(2027, 3, 5), date(2027, 9, 4))])
        closed = circle(coordinator, one, "Closed", {})
        with tenancy.inside(coordinator.organisation_id, coordinator.pk):
            communities.close(community=closed.community, by=coordinator)
    with on(date(2027, 8, 1)):
        new = circle(coordinator, one, "New", {})
    live([closed, new], each_day(date(2027, 3, 5), date(2027, 9, 10))[::7])
    assert told(closed) == []
    assert [day for day, _moment, _names in told(new)] == []


def test_where_nobody_is_named_the_coordinator_hears_at_once(coordinator):
    with on(date(2027, 3, 1)):
        made = circle(
            coordinator, programme(coordinator, "One", [(date(2027, 3, 5), date(2027, 9, 4))]), "Lost", {}
        )
        with tenancy.inside(coordinator.organisation_id, made.facilitator.pk):
            communities.leave(community=made.community, member=made.facilitator, by=made.facilitator)
    live([made], [date(2027, 3, 5)])
    assert told(made) == [(date(2027, 3, 5), "start", ["Ines Duarte"])]


def test_nobody_is_prompted_while_a_session_is_planned_but_the_coordinator_hears_at_the_end(coordinator):
    with on(date(2027, 3, 1)):
        twice = programme(coordinator, "Twice", [(date(2027, 3, 5), date(2027, 9, 4))], wanted=2)
        made = circle(coordinator, twice, "Once", {date(2027, 3, 2): date(2027, 9, 3)})
    live([made], each_day(date(2027, 3, 1), date(2027, 9, 2))[:1])
    live([made], [date(2027, 3, 2), *each_day(date(2027, 3, 5), date(2027, 9, 2))[::3]])
    assert [(moment, names) for _day, moment, names in told(made)] == [("end", ["Ines Duarte"])]


def test_a_prompt_says_what_its_reader_can_do_when_the_turn_is_somebody_elses_by_then(coordinator):
    with on(date(2027, 3, 1)):
        made = circle(
            coordinator, programme(coordinator, "One", [(date(2027, 3, 5), date(2027, 9, 4))]), "Slow", {}
        )
    live([made], [date(2027, 3, 5)])
    organisation = coordinator.organisation_id
    with on(date(2027, 3, 6)), tenancy.inside(organisation, coordinator.pk):
        other = Member.objects.get(display_name="Slow Raman")
        turns.name_facilitator(community=made.community, member=other, by=coordinator)
    with on(date(2027, 3, 6)), tenancy.inside(organisation, made.facilitator.pk):
        assert kinds.get("community-short").compose(messages().get(kind="community-short")) is None
