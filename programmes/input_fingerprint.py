"""What a matching run rests on, summed up, so that a page can tell in one question whether the run still holds.

A sum is kept for each part: a part whose sum is another one has changed. Nothing has to be kept up to date for this,
and what was changed and changed back counts as unchanged.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy

from programmes.models import Cohort, MatchingCriterion, MatchingRun
from web.labels import Words

# In the order in which a page names what has changed.
PARTS: dict[str, Words] = {
    "rules": gettext_lazy("the rules"),
    "people": gettext_lazy("who can be matched"),
    "answers": gettext_lazy("what people answered"),
    "decisions": gettext_lazy("pairs settled by hand"),
}

_QUESTION = """
SELECT
  (SELECT coalesce(sum(hashtextextended(concat_ws('|', c.id, c.kind, c.weight, c.settings, c.position), 0)), 0)::text
    FROM programmes_matchingcriterion c WHERE c.programme_id = %(programme)s)
  || ' ' || (SELECT coalesce(sum(hashtextextended(concat_ws('|', q.key, q.kind, q.asked, q.choices), 0)), 0)::text
    FROM programmes_question q WHERE q.programme_id = %(programme)s AND q.key = ANY(%(keys)s)),
  (SELECT coalesce(sum(hashtextextended(concat_ws('|', e.id, e.role, e.state, e.capacity), 0)), 0)::text
    FROM programmes_enrolment e WHERE e.cohort_id = %(cohort)s AND e.state IN ('accepted', 'active'))
  || ' ' || (SELECT coalesce(sum(hashtextextended(concat_ws('|', p.id, p.outcome), 0)), 0)::text
    FROM programmes_proposal p JOIN programmes_cohort k ON k.id = p.cohort_id
    WHERE k.programme_id = %(programme)s
      AND (p.outcome IN ('accepted', 'declined') OR (p.outcome = '' AND k.id = %(cohort)s))),
  (SELECT coalesce(sum(hashtextextended(concat_ws('|', a.enrolment_id, a.question_id, a.value), 0)), 0)::text
    FROM programmes_enrolmentanswer a
    JOIN programmes_question q ON q.id = a.question_id
    JOIN programmes_enrolment e ON e.id = a.enrolment_id
    WHERE q.programme_id = %(programme)s AND q.key = ANY(%(keys)s)
      AND e.cohort_id = %(cohort)s AND e.state IN ('accepted', 'active')),
  (SELECT coalesce(sum(hashtextextended(concat_ws('|', d.mentor_id, d.mentee_id, d.decision), 0)), 0)::text
    FROM programmes_pairdecision d WHERE d.cohort_id = %(cohort)s)
"""


def of_cohort(cohort: Cohort, criteria: Iterable[MatchingCriterion]) -> dict[str, str]:
    """Return the sums of what a matching of this cohort by these rules rests on now."""
    keys = sorted({key for criterion in criteria for key in _keys(criterion.settings)})
    asked: dict[str, Any] = {"programme": cohort.programme_id, "cohort": cohort.pk, "keys": keys}
    with connection.cursor() as cursor:
        cursor.execute(_QUESTION, asked)
        sums = cursor.fetchone()
    return dict(zip(("rules", "people", "answers", "decisions"), sums, strict=True))


def _keys(settings: Mapping[str, object]) -> Iterable[str]:
    gate = settings.get("only_if")
    found = [settings.get("mentor_key"), settings.get("mentee_key")]
    if isinstance(gate, Mapping):
        found.append(gate.get("mentee_key"))
    return (key for key in found if isinstance(key, str))


def changed_since(run: MatchingRun, now: Mapping[str, str]) -> list[str]:
    """Name what has changed since a run; nothing where the run still holds.

    Of a run that was made before sums were kept nothing is known: everything may have changed.
    """
    return [str(words) for part, words in PARTS.items() if run.basis.get(part) != now[part]]
