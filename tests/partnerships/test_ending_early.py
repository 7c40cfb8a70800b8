"""Ending early, without blame: by either of the two, or by their coordinator when somebody leaves."""

from datetime import time, timedelta

import icalendar
import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.utils import timezone

from meetings import actions as meetings
from meetings.errors import MeetingError
from meetings.models import Cancellation
from partnerships import actions
from partnerships.actions import PartnershipError
from partnerships.models import Conclusion, ConclusionReason, Partnership, PartnershipMeeting
from programmes.models import Enrolment
from tests import make
from tests.meetings.posted import send_due, to
from tests.partnerships.conftest import Pair
from tests.post import messages

pytestmark = pytest.mark.django_db


def planned(pair: Pair, **when: object):
    meeting = make.meeting([pair.maya, pair.tomas], **when)
    with pair.inside():
        PartnershipMeeting.objects.create(
            organisation=pair.organisation, partnership=pair.partnership, meeting=meeting
        )
    return meeting


def end(pair: Pair, by, **why: str) -> Conclusion:
    with pair.inside(by):
        return actions.end_early(partnership=pair.partnership, by=by, **why)


def test_a_coordinator_ends_it_and_both_are_told(pair: Pair):
    meeting = planned(pair)
    end(pair, pair.ines, reason="leaving")
    with pair.inside():
        assert Cancellation.objects.get().meeting_id == meeting.pk
        told = messages().filter(state="waiting").values_list("kind", "recipient__display_name")
        assert set(told) >= {
            ("partnership-concluded", "Maya Lindqvist"),
            ("partnership-concluded", "Tomás Okafor"),
        }
        assert not any(kind.startswith("meeting") for kind, _name in told)
        assert set(Enrolment.objects.values_list("state", flat=True)) == {"accepted"}
    page = pair.client(pair.maya).get(pair.url()).content.decode()
    assert "Ines" in page
    assert "leaves the programme" not in page


@pytest.mark.parametrize("kind", ["ended", "early"])
def test_an_ending_is_one_mail_however_much_was_planned(kind, pair: Pair):
    """It brings what takes each series and each other meeting off the calendars of those that were sent it."""
    begins = timezone.now() + timedelta(days=3)
    time = {"minutes": 60, "zone": "Europe/London"}
    with pair.inside(pair.maya):
        Partnership.objects.update(stage="redefinition")
        pair.partnership.refresh_from_db()
        series = actions.propose_meeting(
            partnership=pair.partnership, by=pair.maya, starts_at=begins, every=1, count=26, **time
        )
    with pair.inside(pair.tomas):
        again = begins + timedelta(hours=3)
        single = actions.propose_meeting(partnership=pair.partnership, by=pair.tomas, starts_at=again, **time)
    send_due()
    with pair.inside(pair.tomas):
        actions.conclude(partnership=pair.partnership, by=pair.tomas, kind=kind)
    send_due()
    by_person = {each.to[0].split(" <")[0]: each for each in mail.outbox}
    assert len(mail.outbox) == len(by_person)
    by_person.pop("Ines Duarte", None)  # who coordinates hears of an early end
    assert set(by_person) == {"Maya Lindqvist", "Tomás Okafor"}
    assert "You noted" in by_person["Tomás Okafor"].body
    # Who arranged something was sent no object for it.
    sent_to = {"Maya Lindqvist": single.pk, "Tomás Okafor": series.series_id}
    for name, sent in by_person.items():
        assert "takes them off your calendar" in sent.body
        [calendar] = [icalendar.Calendar.from_ical(each.content) for each in sent.attachments]
        assert calendar["method"] == "CANCEL"
        assert calendar.walk("VEVENT")[0]["uid"] == str(sent_to[name])
    assert send_due(timezone.now() + timedelta(days=60)) == {}


def test_at_night_the_end_is_told_before_the_meeting_that_it_calls_off(pair: Pair, settings):
    settings.QUIET_HOURS = (time(22), time(7))
    day = timezone.now().astimezone(pair.maya.zone) + timedelta(days=2)
    night = day.replace(hour=22, minute=10, second=0, microsecond=0)
    for starts_at in (night + timedelta(minutes=35), night + timedelta(days=3)):
        planned(pair, starts_in=starts_at - timezone.now())
    with time_machine.travel(night, tick=False):
        end(pair, pair.tomas)
        sent = send_due()
    assert "has ended" in sent[to(pair.maya)].subject


def test_who_ends_it_and_was_sent_nothing_hears_nothing(pair: Pair):
    planned(pair)
    end(pair, pair.maya)
    with pair.inside():
        told = messages().filter(kind__in=["partnership-concluded", "meeting-cancelled"])
        assert [message.recipient for message in told] == [pair.tomas]


def test_nobody_else_ends_it(pair: Pair):
    with pytest.raises(PartnershipError, match="not yours"):
        end(pair, pair.noor)
    assert pair.client(pair.noor).get(pair.url("ending/")).status_code == 404
    assert pair.client(pair.maya).get(pair.url("ending/")).status_code == 404


def test_it_ends_once(pair: Pair):
    end(pair, pair.maya)
    with pytest.raises(PartnershipError, match="has ended"):
        end(pair, pair.ines)


def test_a_reason_is_one_of_the_list(pair: Pair):
    with pytest.raises(PartnershipError, match="one of the reasons"):
        end(pair, pair.maya, reason="because")
    with pair.inside():
        assert not Conclusion.objects.exists()


def test_a_reason_is_read_by_who_gives_it_and_the_coordinator_not_by_the_partner(pair: Pair):
    end(pair, pair.maya, reason="fit")
    for reader, rows in ((pair.maya, 1), (pair.ines, 1), (pair.tomas, 0), (pair.noor, 0), (None, 0)):
        with pair.inside(reader), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM partnerships_conclusionreason")
            assert cursor.fetchone() == (rows,), reader
    page = pair.client(pair.ines).get(f"/riverside/programmes/cohorts/{pair.cohort.pk}/").content.decode()
    assert str(ConclusionReason.Kind.FIT.label) in page


def test_the_coordinators_page_ends_it(pair: Pair):
    client = pair.client(pair.ines)
    assert "Both are told that you ended it" in client.get(pair.url("ending/")).content.decode()
    assert client.post(pair.url("ending/"), {"reason": "prose"}).status_code == 422
    assert client.post(pair.url("ending/"), {"reason": "time"}).status_code == 302
    with pair.inside(pair.ines):
        assert Conclusion.objects.get().by == pair.ines
    for answer in (client.get(pair.url("ending/")), client.post(pair.url("ending/"), {"reason": "fit"})):
        assert answer.url == f"/riverside/programmes/cohorts/{pair.cohort.pk}/"
    assert "This partnership has ended already; nothing was changed." in client.get(answer.url).text


def test_after_the_end_meetings_can_be_read_and_not_changed(pair: Pair):
    from datetime import timedelta

    meeting = planned(pair, starts_in=timedelta(days=-3))
    with pair.inside(pair.maya):
        note = meetings.write_note(by=pair.maya, meeting=meeting, text="Kept", is_private=False)
        promise = meetings.add_action(by=pair.maya, meeting=meeting, owner=pair.tomas, text="Read it")
    end(pair, pair.tomas)
    with pair.inside(pair.maya):
        for change in (
            lambda: meetings.write_note(by=pair.maya, meeting=meeting, text="More", is_private=True),
            lambda: meetings.edit_note(by=pair.maya, note=note, text="Other"),
            lambda: meetings.finish_action(by=pair.maya, action=promise),
            lambda: meetings.record_attendance(by=pair.maya, meeting=meeting, presence={}),
        ):
            with pytest.raises(MeetingError, match="has ended"):
                change()
    page = pair.client(pair.maya).get(f"/riverside/meetings/{meeting.pk}/").content.decode()
    assert "Kept" in page
    for word in ("Write a shared note", "Add an action", "Share something", "Who came?", 'class="tick"'):
        assert word not in page, word


def test_ending_it_once_more_in_an_old_window_says_that_nothing_changed(pair: Pair):
    end(pair, pair.tomas)
    client = pair.client(pair.maya)
    for method in (client.get, client.post):
        assert "This partnership has ended." in method(pair.url("conclusion/"), {}, follow=True).text
    with pair.inside():
        assert Conclusion.objects.count() == 1


def test_who_ends_it_reads_which_meetings_that_calls_off(pair: Pair):
    from datetime import timedelta

    none = "No meeting is planned that would be called off."
    pages = (pair.client(pair.maya), pair.url("conclusion/")), (pair.client(pair.ines), pair.url("ending/"))
    assert all(none in client.get(page).text for client, page in pages)
    for days in range(1, 8):
        planned(pair, starts_in=timedelta(days=days))
    for client, page in pages:
        words = client.get(page).text
        assert "7 planned meetings are called off:" in words
        assert "and those after them" in words
