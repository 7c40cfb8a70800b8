"""The access matrix: who may read and who may post at each address. Each app's rows stand in ``rows_<app>.py``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

# The people of the matrix, all signed in but the first. ``other_…`` are a second pair in the same cohort, and in
# another community; ``facilitator`` belongs to the community of the first pair, and to no partnership;
# ``other_coordinator`` coordinates another programme of the same organisation; ``stranger`` belongs elsewhere.
PEOPLE = (
    "anonymous",
    "stranger",
    "member",
    "mentor",
    "mentee",
    "other_mentor",
    "other_mentee",
    "facilitator",
    "coordinator",
    "other_coordinator",
    "admin",
)
EVERY_MEMBER = " ".join(PEOPLE[2:])


@dataclass(frozen=True)
class Row:
    """What an address of an organisation answers.

    Args:
        get: who gets the page (200, or a redirect inside), as names from PEOPLE; all others 404, and the anonymous
            one the sign-in page.
        post: who may post (a redirect follows); all others 404. Those who may get but not post get 405.
        args: the arguments of the address, from the world (``tests/access/world.py``).
        data: what to post; an empty form by default.
        as_shown: whether what is posted is the page's own form, as it is shown to who posts, with ``data`` over it:
            for forms that say which words their writer saw.
        refused: to whom, of those who may post, what is posted is wrong: told so (422). Nobody by default.
        shown: to whom posting shows a page or gives a file (200) instead of leading on.
        shows_answers: whether a coordinator reads enrolment answers there, canaries in them included.
    """

    get: str = ""
    post: str = ""
    args: Callable[[Any], list[Any]] = lambda world: []
    data: Callable[[Any], dict[str, Any]] = lambda world: {}
    as_shown: bool = False
    refused: str = ""
    shown: str = ""
    shows_answers: bool = False

    def after_post(self, person: str) -> int:
        """Return what somebody who may post is answered: nothing else counts as having been let in."""
        return 422 if person in self.refused.split() else 200 if person in self.shown.split() else 302
