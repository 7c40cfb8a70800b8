"""The pages of meetings, as people use them in a browser."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meetings import actions, hosts
from meetings.models import Action, AgendaItem, Attendance, Meeting, Note
from tests import make

pytestmark = pytest.mark.django_db

AT = "/riverside/meetings/"


def page_of(meeting: Meeting, rest: str = "") -> str:
    return f"{AT}{meeting.pk}/{rest}"


def queries(client: Any, url: str) -> int:
    """Count the statements of one page, without those that begin and end transactions."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    ends = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
    return sum(not query["sql"].startswith(ends) for query in captured)


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_my_meetings_cost_the_same_however_many_there_are(rows, people, sign_in):
    for index in range(rows):
        make.meeting([people.maya, people.tomas], starts_in=timedelta(days=index + 1))
        make.meeting([people.maya, people.tomas], starts_in=-timedelta(days=index + 1))
    client = sign_in(people.maya)
    client.get(AT)
    assert queries(client, AT) == 9


def test_the_page_of_a_meeting_shows_it(people, sign_in, propose):
    meeting = propose(people.maya, people.tomas, focus="Feedback that lands", place="Room 2.14")
    for person, other in ((people.maya, "Tomás Okafor"), (people.tomas, "Maya Lindqvist")):
        page = sign_in(person).get(page_of(meeting)).content.decode()
        assert f"Meeting with {other}" in page
        assert "Feedback that lands" in page
        assert "Room 2.14" in page
