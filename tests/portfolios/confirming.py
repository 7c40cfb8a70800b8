"""Asking, confirming and revoking as Maya and Ines would."""

from portfolios.actions import confirmations as actions

WORDS = {
    "achievement": "Leads a seminar",
    "description": "Holds an hour in which students do the talking.",
    "criteria": "Most of those present speak, and one listens.",
    "narrative": "Six of eight spoke, two for the first time.",
}


def ask(pair, evidence, **wording):
    """Ask for a piece of Maya's."""
    with pair.inside(pair.maya):
        return actions.ask(
            evidence=evidence,
            cohort=pair.partnership.cohort,
            wording={"competency": None, **WORDS, **wording},
            by=pair.maya,
        )


def confirm(pair, asked):
    with pair.inside(pair.ines):
        return actions.confirm(request=asked, by=pair.ines)


def revoke(pair, asked, why="It was another hour."):
    with pair.inside(pair.ines):
        return actions.revoke(request=asked, why=why, by=pair.ines)
