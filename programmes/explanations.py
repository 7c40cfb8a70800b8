"""Why a pair fits, or does not, in sentences. The matching gives codes and numbers; here they become words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes.answers import said
from programmes.matching.scoring import POINTS_PER_WEIGHT


@dataclass(frozen=True)
class ShownReason:
    """What one rule said of a pair: its name, the sentence, and what it gave (None: it gives no points).

    ``gave`` is all, some or nothing.
    """

    label: str
    words: str
    points: str | None
    out_of: str
    gave: str
    stands_in_the_way: bool


def of_pair(explanation: Mapping[str, Any]) -> list[ShownReason]:
    """Return the reasons of a stored explanation: each rule that applies, then the house's own that block."""
    listed = [
        _reason(each) for each in explanation["contributions"] if each["reason"]["code"] != "not_applicable"
    ]
    house = [_reason(each) for each in explanation["blocked_by"] if not each["label"]]
    return [*listed, *house]


def _reason(contribution: Mapping[str, Any]) -> ShownReason:
    return ShownReason(
        label=contribution["label"],
        words=_with_answers(contribution)
        or sentence(contribution["reason"]["code"], contribution["reason"]["params"]),
        points=None if contribution["required"] else said_points(contribution["points"]),
        out_of=said_points(contribution["out_of"]),
        gave=_part(contribution),
        stands_in_the_way=contribution["required"] and not contribution["met"],
    )


def _with_answers(contribution: Mapping[str, Any]) -> str:
    """Say what the two answered, where that was kept and says more than the bare reason; "" otherwise."""
    mentor, mentee = contribution.get("answers") or (None, None)
    if mentor is None or mentee is None:
        return ""
    code = contribution["reason"]["code"]
    names = {"mentor": said(mentor), "mentee": said(mentee)}
    if code == "scale_distance":
        return _named_distance(contribution["reason"]["params"]["distance"], names)
    if code == "same_answer":
        return _("both answered “%(mentee)s”") % names
    if code == "different_answer":
        return _("the mentor answered “%(mentor)s”, the mentee “%(mentee)s”") % names
    if code == "shared_items" and isinstance(mentor, list) and isinstance(mentee, list):
        both = said([item for item in mentor if item in mentee])
        return f"{sentence(code, contribution['reason']['params'])}: {both}" if both else ""
    return ""


def _named_distance(steps: int, names: Mapping[str, str]) -> str:
    if steps == 0:
        return _("both are %(mentee)s") % names
    words = (
        ngettext(
            "the mentor is %(mentor)s, %(count)d step above %(mentee)s",
            "the mentor is %(mentor)s, %(count)d steps above %(mentee)s",
            steps,
        )
        if steps > 0
        else ngettext(
            "the mentor is %(mentor)s, %(count)d step below %(mentee)s",
            "the mentor is %(mentor)s, %(count)d steps below %(mentee)s",
            -steps,
        )
    )
    return words % {**names, "count": abs(steps)}


def _part(contribution: Mapping[str, Any]) -> str:
    if contribution["met"] and contribution["points"] == contribution["out_of"]:
        return "all"
    return "some" if contribution["points"] else "nothing"


def said_points(points: int | None) -> str:
    """Say points in units of weight, as the coordinator gave them: 550 is "5.5"."""
    weight = round((points or 0) / POINTS_PER_WEIGHT, 1)
    return number_format(weight if weight % 1 else int(weight))


def sentence(code: str, params: Mapping[str, int]) -> str:
    """Say a reason of ``programmes.matching.scoring``; numbers decide between singular and plural."""
    if code == "scale_distance":
        return _distance(params["distance"])
    if code == "shared_items":
        shared = params["shared"]
        if not shared:
            return _("nothing in common")
        return ngettext("%(count)d in common", "%(count)d in common", shared) % {"count": shared}
    if code == "overlap_hours":
        hours = params["hours"]
        return ngettext("%(count)d hour a week in common", "%(count)d hours a week in common", hours) % {
            "count": hours
        }
    return _plain().get(code, code)


def _distance(steps: int) -> str:
    if steps == 0:
        return _("both on the same step")
    if steps > 0:
        return ngettext(
            "the mentor is %(count)d step above", "the mentor is %(count)d steps above", steps
        ) % {"count": steps}
    return ngettext("the mentor is %(count)d step below", "the mentor is %(count)d steps below", -steps) % {
        "count": -steps
    }


def _plain() -> dict[str, str]:
    return {
        "neither_answered": _("neither of them answered"),
        "mentor_did_not_answer": _("the mentor did not answer"),
        "mentee_did_not_answer": _("the mentee did not answer"),
        "same_answer": _("both answered the same"),
        "different_answer": _("they answered differently"),
        "mutual_preference": _("they would like each other"),
        "preferred_by_mentee": _("the mentee would like this mentor"),
        "preferred_by_mentor": _("the mentor would like this mentee"),
        "no_preference": _("neither named the other"),
        "avoided_by_mentor": _("the mentor would rather not"),
        "avoided_by_mentee": _("the mentee would rather not"),
        "avoided_by_both": _("both would rather not"),
        "not_avoided": _("neither would rather not"),
        "mentor_above_mentee": _("the mentor is in the mentee's line of management"),
        "mentee_above_mentor": _("the mentee is in the mentor's line of management"),
        "same_manager": _("they have the same manager"),
        "separate_lines": _("they are in separate lines of management"),
        "already_partnered": _("they have been partners in this programme before"),
        "not_partnered": _("they have not been partners before"),
        "themself": _("this is one and the same person"),
        "not_themself": _("these are two people"),
        "forbidden_by_coordinator": _("you ruled this pair out"),
        "not_forbidden": _("nobody ruled this pair out"),
        "already_refused": _("one of them said no to the other before"),
        "not_refused": _("neither has said no to the other"),
    }


def of_left_out(left_out: Mapping[str, Any]) -> list[str]:
    """Return why a mentee has no mentor, most weighty first: at least one sentence."""
    because = left_out["because"]
    if because == "no_mentors":
        return [_("There is no mentor to choose from.")]
    found = []
    if because == "no_capacity_left":
        suitable = left_out["suitable"]
        found.append(
            ngettext(
                "%(count)d mentor would fit, and has no place left.",
                "%(count)d mentors would fit, and none of them has a place left.",
                suitable,
            )
            % {"count": suitable}
        )
    # That nobody mentors themselves needs no saying, unless there is nobody else.
    obstacles = [each for each in left_out["obstacles"] if each["kind"] != "themself"]
    if not found and not obstacles:
        return [_("The only mentor to choose from is this person themself.")]
    # What is missing can be mended at once.
    obstacles.sort(key=lambda each: not each.get("mentee_silent"))
    return [*found, *(words for each in obstacles for words in _obstacle(each))]


def _obstacle(obstacle: Mapping[str, Any]) -> list[str]:
    """Return what a rule that keeps mentors away comes to: a missing answer is not a mentor who does not fit.

    Runs of before kept no silence; of them only how many mentors are kept away is said.
    """
    if obstacle.get("mentee_silent"):
        words = _("“%(rule)s” is not answered. The mentee can answer it, or you on their page.")
        return [words % {"rule": obstacle["label"]}]
    silent = obstacle.get("mentors_silent", 0)
    said = []
    if others := obstacle["mentors"] - silent:
        said.append(_keeps_away(obstacle, others))
    if silent:
        said.append(
            ngettext(
                "%(count)d mentor has not answered “%(rule)s”. The mentor can answer it, or you on their page.",
                "%(count)d mentors have not answered “%(rule)s”. They can answer it, or you on their pages.",
                silent,
            )
            % {"count": silent, "rule": obstacle["label"]}
        )
    return said


def _keeps_away(obstacle: Mapping[str, Any], count: int) -> str:
    kind, label = obstacle["kind"], obstacle["label"]
    if not label:
        words = _by_the_house(kind, count)
    else:
        words = ngettext(
            "“%(rule)s” keeps %(count)d mentor away: %(why)s",
            "“%(rule)s” keeps %(count)d mentors away: %(why)s",
            count,
        ) % {"rule": label, "count": count, "why": _why_apart(kind)}
    if alone := obstacle["alone"] if count == obstacle["mentors"] else 0:
        words += ngettext(
            ", %(count)d of them for this alone", ", %(count)d of them for this alone", alone
        ) % {"count": alone}
    return f"{words}."


def _why_apart(kind: str) -> str:
    """Return what pairs that a rule of this kind keeps apart have in common."""
    words: str = {
        "same": _("they answered differently"),
        "different": _("they answered the same"),
        "shared": _("too little in common"),
        "distance": _("outside the bounds"),
        "overlap": _("too few hours in common"),
        "preference": _("the two did not name each other"),
        "avoid": _("one of the two would rather not"),
        "management": _("one line of management, or the same manager"),
        "partnered": _("partners before"),
        "refused": _("one of the two said no before"),
        "forbidden": _("you excluded the pair"),
    }[kind]
    return words


def _by_the_house(kind: str, count: int) -> str:
    """Return what a rule that no coordinator named keeps away, without a full stop."""
    words = {
        "forbidden": ngettext(
            "You excluded the pair with %(count)d mentor",
            "You excluded the pairs with %(count)d mentors",
            count,
        ),
        "partnered": ngettext(
            "%(count)d mentor was their partner before", "%(count)d mentors were their partners before", count
        ),
        "refused": ngettext(
            "With %(count)d mentor, one of the two said no before",
            "With %(count)d mentors, one of the two said no before",
            count,
        ),
        "avoid": ngettext(
            "With %(count)d mentor, one of the two would rather not",
            "With %(count)d mentors, one of the two would rather not",
            count,
        ),
        "management": ngettext(
            "%(count)d mentor is in one line of management with them, or has the same manager",
            "%(count)d mentors are in one line of management with them, or have the same manager",
            count,
        ),
    }[kind]
    return str(words) % {"count": count}


def of_rule(criterion: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """Say what a rule asks, as stored in a run or a programme; ``labels`` are the questions' by key."""
    mentor, mentee = (labels.get(criterion.get(key, ""), "") for key in ("mentor_key", "mentee_key"))
    question = (
        mentor if mentor == mentee else _("%(mentor)s and %(mentee)s") % {"mentor": mentor, "mentee": mentee}
    )
    words: str = {
        "distance": _within(criterion.get("minimum"), criterion.get("maximum")),
        "same": _("Both answered “%(question)s” the same") % {"question": question},
        "different": _("They answered “%(question)s” differently") % {"question": question},
        "shared": ngettext(
            "At least %(count)d in common in “%(question)s”",
            "At least %(count)d in common in “%(question)s”",
            criterion.get("at_least", 1),
        )
        % {"count": criterion.get("at_least", 1), "question": question},
        "partnered": _("They have not been partners in this programme before"),
    }.get(criterion["kind"], criterion["kind"])
    gate = criterion.get("only_if")
    if gate:
        asked = labels.get(gate["mentee_key"], gate["mentee_key"])
        words = _("%(rule)s, for mentees who said yes to “%(question)s”") % {"rule": words, "question": asked}
    return words


def _within(minimum: int | None, maximum: int | None) -> str:
    if minimum is None:
        return _("The mentor is at most %(most)s steps above the mentee") % {"most": maximum}
    if maximum is None:
        return _("The mentor is at least %(least)s steps above the mentee") % {"least": minimum}
    return _("The mentor is %(least)s to %(most)s steps above the mentee") % {
        "least": minimum,
        "most": maximum,
    }
