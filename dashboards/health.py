"""How a cohort is doing, from what its coordinator may know. Plain values in and out; no query here."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.queries.overviews import Overview
from web.labels import STAGES

UNSIGNED_FOR = timedelta(days=14)
REVIEW_WAITS_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Word:
    """A partnership that would welcome a word from the coordinator, and why."""

    line: Overview
    why: str
    since: datetime


def would_welcome_a_word(lines: Sequence[Overview], weeks_between_meetings: int, now: datetime) -> list[Word]:
    """Return the partnerships under way in which something is overdue, the longest first; one reason for each.

    Overdue is: no meeting for twice the agreed rhythm and none planned; an agreement that is not signed two weeks
    after the start; a stage review that one side has answered two weeks ago and the other has not.
    """
    found = [word for line in lines if line.under_way and (word := _word(line, weeks_between_meetings, now))]
    return sorted(found, key=lambda word: word.since)


def _word(line: Overview, weeks: int, now: datetime) -> Word | None:
    quiet_since = line.last_met_at or line.began_at
    if not line.next_meeting_at and now - quiet_since > timedelta(weeks=2 * weeks):
        count = (now - quiet_since).days // 7
        words = ngettext("No meeting for %(count)s week", "No meeting for %(count)s weeks", count) % {
            "count": count
        }
        rhythm = ngettext("every week was agreed", "every %(count)s weeks was agreed", weeks) % {
            "count": weeks
        }
        return Word(line, f"{words}; {rhythm}", quiet_since)
    if not line.is_signed and now - line.began_at > UNSIGNED_FOR:
        days = (now - line.began_at).days
        return Word(
            line,
            ngettext(
                "Agreement not signed, %(count)s day after the start",
                "Agreement not signed, %(count)s days after the start",
                days,
            )
            % {"count": days},
            line.began_at,
        )
    if line.review_waits_since and now - line.review_waits_since > REVIEW_WAITS_FOR:
        return Word(line, _("One has reviewed the stage, the other not yet"), line.review_waits_since)
    return None


def kept_their_rhythm(lines: Sequence[Overview], weeks_between_meetings: int, now: datetime) -> int | None:
    """Return the percentage of partnerships under way that met within twice their rhythm or have a meeting planned.

    None where none is old enough to be judged.
    """
    limit = timedelta(weeks=2 * weeks_between_meetings)
    judged = [line for line in lines if line.under_way and now - line.began_at > limit]
    if not judged:
        return None
    kept = [
        line
        for line in judged
        if line.next_meeting_at or (line.last_met_at and now - line.last_met_at <= limit)
    ]
    return round(100 * len(kept) / len(judged))


def by_stage(lines: Sequence[Overview]) -> list[tuple[object, int, str]]:
    """Count the partnerships under way in each stage: (name, how many, colour), in the order of the stages."""
    counts = Counter(line.stage for line in lines if line.under_way)
    return [(stage.label, counts[stage.value], stage.colour) for stage in STAGES]
