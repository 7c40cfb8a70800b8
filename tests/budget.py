"""Counting the questions a page asks the database; what opens and closes transactions is not one."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

NO_QUESTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


class Questions(list[str]):
    """The SQL that was asked."""

    def __str__(self) -> str:
        return "\n".join(f"{number}. {sql[:300]}" for number, sql in enumerate(self, 1))


@contextmanager
def questions() -> Iterator[Questions]:
    """Collect what is asked inside the block."""
    asked = Questions()
    with CaptureQueriesContext(connection) as captured:
        yield asked
    asked.extend(query["sql"] for query in captured if not query["sql"].startswith(NO_QUESTION))
