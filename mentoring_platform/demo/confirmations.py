"""What people at the university ask it to confirm: one piece that it signed for, and one that waits."""

from mentoring_platform.demo.diary import Life
from mentoring_platform.demo.history import Setting
from mentoring_platform.demo.portfolios import IDEA, INCLUDES, KOFI, MAYA
from organisations.models import Member
from portfolios.actions import confirmations
from portfolios.models import Competency, ConfirmationRequest, Evidence, Framework
from programmes.models import Cohort

SEMINAR, COURSE = "Led the Thursday seminar on my own", "A course that is half as full"


def life(setting: Setting, coordinator: str, cohort: Cohort) -> Life:
    """Maya asks and is confirmed; Kofi asks, and nobody has answered yet."""
    yield setting.calendar.moment(20, "19:40")
    with setting.acting(MAYA) as maya:
        asked = _ask(
            maya,
            cohort,
            SEMINAR,
            INCLUDES,
            achievement="Leads a seminar in which everybody speaks",
            description="Holds an hour with a small group so that those who say little find a way in.",
            narrative="An hour with eight people, in four quarters. Six of them spoke, two for the first time.",
        )
    yield setting.calendar.moment(18, "11:20")
    with setting.acting(coordinator) as ines:
        confirmations.confirm(request=asked, by=ines)
    yield setting.calendar.moment(1, "17:30")
    with setting.acting(KOFI) as kofi:
        _ask(
            kofi,
            cohort,
            COURSE,
            IDEA,
            achievement="Plans a course around few ideas",
            description="Takes a course apart and keeps what serves one idea in each session.",
            narrative="",
        )


def _ask(member: Member, cohort: Cohort, title: str, competency: str, **words: str) -> ConfirmationRequest:
    """Ask for a piece by its title, with the words of a competency as the criteria."""
    meant = Competency.objects.get(framework__in=Framework.objects.open(), title=competency)
    return confirmations.ask(
        evidence=Evidence.objects.get(owner=member, title=title),
        cohort=cohort,
        wording={"competency": meant, "criteria": f"{meant.title}\n{meant.description}", **words},
        by=member,
    )
