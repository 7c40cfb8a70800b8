"""What stands on a person's home page, read in a constant number of queries."""

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dashboards.home.aside import Addition, Rings, list_additions, read_rings
from dashboards.home.asks import list_asks
from dashboards.home.attention import Attention, group_asks, list_cohorts, read_attention
from dashboards.home.days import Nearness, first_of_each_series, group_by_nearness, is_soon
from dashboards.home.entries import Ask, Upcoming
from dashboards.home.upcoming import list_upcoming
from development_plans.queries.plans import HomePlans, get_home_plans
from meetings.next_step import Step
from organisations.models import Member
from partnerships import queries

PLANS, MEETINGS = 3, 6


@dataclass(frozen=True)
class Home:
    """A member's home page.

    Args:
        asks: what waits for them and what is new to them as one who takes part.
        attention: what waits for them as a coordinator.
    """

    greeting: str
    asks: list[Ask]
    attention: Attention
    upcoming: list[Upcoming]
    places: list[queries.MemberPartnership]
    cohorts: list[Any]
    plans: list[Any]
    rings: Rings | None = None
    additions: list[Addition] = field(default_factory=list)

    @property
    def main(self) -> Ask | Upcoming | None:
        """The one thing to do next; None where nothing waits and no meeting is near."""
        waiting: list[Ask | Upcoming] = [*self.waits, *self.attention.asks, *self.upcoming]
        first = min(waiting, key=lambda each: each.step, default=None)
        return first if first and first.step != Step.NOTHING else None

    @property
    def waits(self) -> list[Ask]:
        """What waits for the person themself."""
        return [ask for ask in self.asks if not ask.is_news]

    @property
    def other_asks(self) -> list[Ask]:
        """What waits beside the main thing."""
        return [ask for ask in self.waits if ask is not self.main]

    @property
    def other_attention(self) -> list[tuple[str, list[Ask]]]:
        """What needs a coordinator's attention beside the main thing, in groups."""
        return group_asks([ask for ask in self.attention.asks if ask is not self.main])

    @property
    def news(self) -> list[Ask]:
        return [ask for ask in self.asks if ask.is_news]

    @property
    def ahead(self) -> list[tuple[Nearness, list[Upcoming]]]:
        """What comes beside the main thing, grouped by how near it is: actions and days, and the next meetings."""
        others = first_of_each_series([entry for entry in self.upcoming if entry is not self.main])
        meetings = [entry for entry in others if entry.at][:MEETINGS]
        shown = [entry for entry in others if not entry.at or entry in meetings]
        return group_by_nearness(shown, timezone.now(), timezone.localdate())

    @property
    def unanswered(self) -> int:
        """How many meetings wait for an answer; a series is answered as one."""
        return len({entry.series or entry.url for entry in self.upcoming if entry.waits_for_answer})

    @property
    def is_empty(self) -> bool:
        return not (
            self.asks or self.attention.asks or self.upcoming or self.places or self.cohorts or self.plans
        )

    @property
    def summary(self) -> str:
        """The page in a sentence or two."""
        sentences = [self._attention_in_words()] if self.cohorts or self.attention.asks else []
        own = ", ".join(self._own_in_words())
        if own:
            sentences.append(f"{own}.")
        return " ".join(sentences) or _("Nothing waits for you just now.")

    def _attention_in_words(self) -> str:
        count, cohorts = self.attention.count, len(self.cohorts)
        if not count:
            return _("Nothing needs your attention just now.")
        needs = ngettext("%(count)s thing needs attention", "%(count)s things need attention", count)
        within = ngettext("in %(count)s cohort", "in %(count)s cohorts", cohorts) % {"count": cohorts}
        return f"{needs % {'count': count}} {within}." if cohorts > 1 else f"{needs % {'count': count}}."

    def _own_in_words(self) -> list[str]:
        now, today = timezone.now(), timezone.localdate()
        expected = [entry for entry in self.upcoming if entry.at and not entry.is_declined]
        meetings = sum(is_soon(entry, now, today) for entry in expected)
        actions, waiting = sum(entry.is_action for entry in self.upcoming), len(self.waits)
        said = [
            (
                meetings,
                ngettext(
                    "%(count)s meeting in the next 7 days", "%(count)s meetings in the next 7 days", meetings
                ),
            ),
            (
                self.unanswered,
                ngettext(
                    "%(count)s meeting waits for your answer",
                    "%(count)s meetings wait for your answer",
                    self.unanswered,
                ),
            ),
            (actions, ngettext("%(count)s open action", "%(count)s open actions", actions)),
            (waiting, ngettext("%(count)s thing waits for you", "%(count)s things wait for you", waiting)),
        ]
        return [words % {"count": count} for count, words in said if count]


def home(member: Member) -> Home:
    """Read a member's home page: what the facts say they have none of is not asked for."""
    person: Any = member  # with the facts that a request for this page loads
    places = queries.list_partnerships(member) if person.has_partnerships else []
    has_plans = person.has_plans or person.has_shared_plans
    on_home = get_home_plans(member) if has_plans else HomePlans()
    cohorts = list_cohorts(member) if person.is_coordinator else []
    rings = read_rings(member)
    takes_part = person.has_partnerships or person.is_enrolled or person.has_communities
    return Home(
        greeting=_greeting(member),
        asks=list_asks(member, places, on_home),
        attention=read_attention(member, cohorts),
        upcoming=list_upcoming(member, on_home.under_way) if person.has_meetings or has_plans else [],
        places=[place for place in places if not place.partnership.is_concluded],
        cohorts=cohorts,
        plans=[plan for plan in on_home.under_way if not plan.waits][:PLANS],
        rings=rings,
        additions=list_additions(places, rings) if takes_part else [],
    )


def _greeting(member: Member) -> str:
    hour = timezone.localtime().hour
    names = {"name": member.address_name}
    if 5 <= hour < 12:
        return _("Good morning, %(name)s") % names
    if 12 <= hour < 18:
        return _("Good afternoon, %(name)s") % names
    if hour >= 18:
        return _("Good evening, %(name)s") % names
    return _("Hello, %(name)s") % names  # at night no part of the day is everybody's
