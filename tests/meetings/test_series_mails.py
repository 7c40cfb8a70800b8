"""A series in people's mails and calendars: one object, one mail to begin and one to end, and everyone hears of it."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
import recurring_ical_events
import time_machine
from django.core import mail

from meetings import actions, ics_feed
from meetings.ics_events import object_for
from meetings.models import Meeting, Series
from organisations.signals import member_joined
from tests import make
from tests.meetings.conftest import utc
from tests.meetings.posted import calendar_of, send_due, to
from tests.post import messages

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel(utc("2026-11-21 10:00"), tick=False):
        yield


def repeat(by, *others, inside, count=6, starts_at="2026-11-24 14:00", **more):
    with inside(by):
        return actions.schedule_series(
            by=by,
            attendees=others,
            starts_at=utc(starts_at),
            minutes=60,
            zone="Europe/London",
            every=1,
            count=count,
            **more,
        )


@pytest.fixture
def six(people, inside):
    """Maya and Tomás meet six Tuesdays at 14:00 in London, from 24 November on; Tomás has been told."""
    made = repeat(people.maya, people.tomas, inside=inside)
    send_due()
    return made


def shown(content):
    """When a calendar program shows something, of the one object in a mail or a file."""
    calendar = icalendar.Calendar.from_ical(content)
    found = recurring_ical_events.of(calendar).between(datetime(2026, 1, 1), datetime(2029, 1, 1))  # noqa: DTZ001
    return sorted(each["dtstart"].dt.astimezone(UTC) for each in found)


def attached(sent):
    return [each.content.encode() for each in sent.attachments]


def events(sent):
    [content] = attached(sent)
    return icalendar.Calendar.from_ical(content).walk("VEVENT")


def standing(inside, person):
    with inside(person):
        return [
            each.starts_at for each in Meeting.objects.visible_to(person).standing().order_by("starts_at")
        ]


def test_a_series_begins_with_one_mail_and_one_object(people, inside):
    six = repeat(people.maya, people.tomas, inside=inside)
    sent = send_due()
    assert set(sent) == {to(people.tomas)}
    assert len(mail.outbox) == 1
    invitation = sent[to(people.tomas)]
    assert invitation.subject == (
        "Maya Lindqvist proposes to meet: Tue 24 Nov 2026, 17:00 (Nairobi), every week"
    )
    assert "5 more meetings follow" in invitation.body
    assert f"/riverside/meetings/series/{six[0].series_id}/" in invitation.body
    method, event = calendar_of(invitation)
    assert (method, event["uid"], event["sequence"]) == ("REQUEST", str(six[0].series_id), 0)
    assert event["dtstart"].params["TZID"] == "Europe/London"
    assert event["rrule"]["FREQ"] == ["WEEKLY"]
    assert event["status"] == "TENTATIVE"
    assert shown(*attached(invitation)) == [each.starts_at for each in six]


def test_a_meeting_moved_by_itself_is_an_exception_of_the_same_object(six, people, inside):
    with inside(people.maya):
        actions.reschedule(
            by=people.maya,
            meeting=six[2],
            starts_at=utc("2026-12-09 10:00"),
            minutes=60,
            zone="Europe/London",
        )
    [changed] = send_due().values()
    main, moved = events(changed)
    assert {main["uid"], moved["uid"]} == {str(six[0].series_id)}
    assert {main["sequence"], moved["sequence"]} == {1}
    assert moved["recurrence-id"].dt == six[2].starts_at
    assert moved["dtstart"].dt == utc("2026-12-09 10:00")
    assert shown(*attached(changed)) == standing(inside, people.tomas)


def test_a_meeting_called_off_by_itself_is_left_out_of_the_same_object(six, people, inside):
    with inside(people.maya):
        actions.cancel(by=people.maya, meeting=six[2])
    [cancelled] = send_due().values()
    assert cancelled.subject.startswith("Cancelled: Meeting with Maya Lindqvist, Tue 8 Dec 2026, 17:00")
    [main] = events(cancelled)
    assert (main["uid"], main["sequence"]) == (str(six[0].series_id), 1)
    assert main["exdate"].dts[0].dt == six[2].starts_at
    assert shown(*attached(cancelled)) == standing(inside, people.tomas)


def test_a_series_moves_from_one_meeting_on_with_one_mail(six, people, inside):
    with inside(people.maya):
        actions.reschedule(
            by=people.maya,
            meeting=six[3],
            starts_at=utc("2026-12-17 09:30"),
            minutes=45,
            zone="Europe/London",
            following=True,
        )
    assert standing(inside, people.tomas) == [
        *(each.starts_at for each in six[:3]),
        utc("2026-12-17 09:30"),
        utc("2026-12-24 09:30"),
        utc("2026-12-31 09:30"),
    ]
    [changed] = send_due().values()
    assert len(mail.outbox) == 1
    assert "The 2 that follow move with it" in changed.body
    assert {(each["uid"], each["sequence"]) for each in events(changed)} == {(str(six[0].series_id), 1)}
    assert shown(*attached(changed)) == standing(inside, people.tomas)
    reminders = messages().filter(kind="meeting-reminder", state="waiting", recipient=people.tomas)
    with inside(people.tomas):
        due = sorted(reminders.values_list("due_at", flat=True))
    assert due == [at - timedelta(days=1) for at in standing(inside, people.tomas)]


def test_a_series_that_moves_asks_for_answers_again_and_keeps_those_of_the_others(six, people, inside):
    with inside(people.tomas):
        actions.respond(by=people.tomas, meeting=six[0], response="yes", following=True)
    with inside(people.maya):
        actions.reschedule(
            by=people.maya,
            meeting=six[4],
            starts_at=utc("2026-12-23 09:30"),
            minutes=60,
            zone="Europe/London",
            following=True,
        )
    with inside(people.tomas):
        mine = Meeting.objects.visible_to(people.tomas).with_people().order_by("number")
        assert [each.attendance_of(people.tomas).response for each in mine] == ["yes"] * 4 + [""] * 2


def test_a_series_ends_with_one_mail_that_takes_all_of_it_off(six, people, inside):
    with inside(people.maya):
        actions.cancel(by=people.maya, meeting=six[0], following=True)
    [cancelled] = send_due().values()
    assert len(mail.outbox) == 1
    assert "The 5 that follow it do not take place either" in cancelled.body
    method, event = calendar_of(cancelled)
    assert (method, event["uid"], event["sequence"]) == ("CANCEL", str(six[0].series_id), 1)
    assert event["status"] == "CANCELLED"
    assert send_due(utc("2026-12-30 10:00")) == {}


def test_a_series_that_ends_halfway_keeps_what_was_before(six, people, inside):
    with inside(people.maya):
        actions.cancel(by=people.maya, meeting=six[2], following=True)
    [cancelled] = send_due().values()
    assert "The 3 that follow it" in cancelled.body
    assert shown(*attached(cancelled)) == [each.starts_at for each in six[:2]]


def test_a_series_moved_and_ended_is_one_uid_with_a_rising_sequence_and_each_hears_it_once(
    six, people, inside
):
    with inside(people.tomas):  # who was sent it moves it: both hear of it
        actions.reschedule(
            by=people.tomas,
            meeting=six[1],
            starts_at=utc("2026-12-02 15:00"),
            minutes=60,
            zone="Europe/London",
            following=True,
        )
    moved = send_due()
    assert set(moved) == {to(people.maya), to(people.tomas)}
    assert len(mail.outbox) == 2
    with inside(people.tomas):
        actions.cancel(by=people.tomas, meeting=six[0], following=True)
    ended = send_due()
    assert set(ended) == {to(people.maya), to(people.tomas)}
    assert len(mail.outbox) == 2
    for person in (people.maya, people.tomas):
        (_method, was), (method, now) = calendar_of(moved[to(person)]), calendar_of(ended[to(person)])
        assert was["uid"] == now["uid"] == str(six[0].series_id)
        assert 0 < was["sequence"] < now["sequence"]
        assert method == "CANCEL"


def move(by, meeting, starts_at, *, inside, following=True):
    with inside(by):
        actions.reschedule(
            by=by,
            meeting=Meeting.objects.get(pk=meeting.pk),
            starts_at=utc(starts_at),
            minutes=60,
            zone="Europe/London",
            following=following,
        )


def test_who_waits_to_hear_that_a_series_moved_hears_of_two_moves_at_once(six, people, inside):
    move(people.maya, six[0], "2026-11-25 14:00", inside=inside)
    move(people.maya, six[3], "2026-12-16 16:00", inside=inside)
    [changed] = send_due().values()
    assert len(mail.outbox) == 1
    assert "now Wed 25 Nov 2026, 17:00 (Nairobi)" in changed.subject
    assert "Those that follow have changed too, and not all alike" in changed.body
    assert shown(*attached(changed)) == standing(inside, people.tomas)
    move(people.maya, six[4], "2026-12-23 10:00", inside=inside)
    [changed] = send_due().values()  # the earlier ones have been told
    assert "now Wed 23 Dec 2026, 13:00 (Nairobi)" in changed.subject
    assert "The one that follows moves with it" in changed.body


def test_a_series_moved_in_part_and_then_as_a_whole_before_the_mail_went_is_told_from_its_first(
    six, people, inside
):
    move(people.maya, six[3], "2026-12-16 16:00", inside=inside)
    move(people.maya, six[0], "2026-11-25 14:00", inside=inside)
    [changed] = send_due().values()
    assert len(mail.outbox) == 1
    assert "now Wed 25 Nov 2026, 17:00 (Nairobi)" in changed.subject


def test_what_is_called_off_before_the_invitation_went_is_heard_of_by_nobody(people, inside, propose):
    meeting = propose(people.maya, people.tomas)
    with inside(people.maya):
        actions.cancel(by=people.maya, meeting=meeting)
    assert send_due() == {}
    six = repeat(people.maya, people.tomas, inside=inside)
    with inside(people.maya):
        actions.cancel(by=people.maya, meeting=six[0], following=True)
    assert send_due() == {}


def test_a_part_called_off_before_the_invitation_went_is_not_in_the_invitation(people, inside):
    six = repeat(people.maya, people.tomas, inside=inside)
    with inside(people.maya):
        actions.cancel(by=people.maya, meeting=six[4], following=True)
    [invitation] = send_due().values()
    assert len(mail.outbox) == 1
    assert "proposes to meet" in invitation.subject
    assert shown(*attached(invitation)) == [each.starts_at for each in six[:4]]


def test_one_refusal_of_all_that_follow_is_told_once(six, people, inside):
    with inside(people.tomas):
        actions.respond(by=people.tomas, meeting=six[1], response="no", following=True)
    assert send_due() == {}
    [refusal] = send_due(utc("2026-11-21 10:05")).values()
    assert refusal.to == [to(people.maya)]
    assert len(mail.outbox) == 1
    assert refusal.subject == "Tomás Okafor cannot come: Tue 1 Dec 2026, 14:00 (London)"
    assert "They cannot come to 4 of those that follow in the series either" in refusal.body


def test_three_refusals_one_after_another_are_told_once(people, inside):
    three = repeat(people.maya, people.tomas, inside=inside, count=3)
    send_due()
    with inside(people.tomas):
        for each in three:
            actions.respond(by=people.tomas, meeting=each, response="no")
    [refusal] = send_due(utc("2026-11-21 10:05")).values()
    assert len(mail.outbox) == 1
    assert "They cannot come to 2 of those that follow in the series either" in refusal.body
    assert f"/meetings/series/{three[0].series_id}/" in refusal.body


def test_what_is_refused_later_is_told_by_itself(six, people, inside):
    with inside(people.tomas):
        actions.respond(by=people.tomas, meeting=six[1], response="no")
    assert len(send_due(utc("2026-11-21 10:05"))) == 1
    with time_machine.travel(utc("2026-11-21 11:00"), tick=False), inside(people.tomas):
        actions.respond(by=people.tomas, meeting=six[3], response="no")
    [refusal] = send_due(utc("2026-11-21 11:05")).values()
    assert refusal.subject == "Tomás Okafor cannot come: Tue 15 Dec 2026, 14:00 (London)"
    assert "of those that follow" not in refusal.body


def test_a_refusal_in_a_series_taken_back_meanwhile_is_not_told(six, people, inside):
    with inside(people.tomas):
        for answer in ("no", "yes"):
            actions.respond(by=people.tomas, meeting=six[1], response=answer)
    assert send_due(utc("2026-11-21 10:05")) == {}


def test_the_invitation_says_that_it_is_a_series_where_and_how_to_join(people, inside):
    repeat(people.maya, people.tomas, inside=inside, place="Room 2.14", link="https://meet.example.org/room")
    [invitation] = send_due().values()
    html = str(invitation.alternatives[0].content)
    for words in (invitation.body, html):
        assert "Maya Lindqvist proposes a series of meetings." in words
        assert "It is a series: 5 more meetings follow." in words
        assert "Room 2.14" in words
        assert "https://meet.example.org/room" in words
    assert "Join online" in html


def test_a_mail_about_one_of_a_series_says_which_it_is(six, people, inside):
    with inside(people.maya):
        current = Meeting.objects.get(pk=six[2].pk)
        wanted = {"starts_at": utc("2026-12-09 09:00"), "minutes": 60, "zone": "Europe/London"}
        actions.reschedule(by=people.maya, meeting=current, **wanted)
    [changed] = send_due().values()
    assert "meeting 3 of 6 of a series" in changed.body


def test_whoever_has_answered_already_is_not_asked_again(people, inside):
    six = repeat(people.maya, people.tomas, inside=inside)
    with inside(people.tomas):
        actions.respond(by=people.tomas, meeting=six[0], response="yes", following=True)
    [invitation] = send_due().values()
    assert "propose" not in invitation.subject + invitation.body
    assert "whether you can come" not in invitation.body
    assert "Maya Lindqvist arranged a series of meetings with you." in invitation.body


def test_a_circle_is_invited_and_proposed_nothing(people, inside):
    repeat(people.maya, people.tomas, people.ines, inside=inside, name="New lecturers")
    for sent in send_due().values():
        assert "invites you to a series of meetings: New lecturers." in sent.body
        assert "propose" not in sent.subject + sent.body


@pytest.mark.parametrize("is_one_object", [True, False])
def test_the_file_for_a_calendar_has_the_whole_series_with_its_exceptions(
    six, people, inside, sign_in, is_one_object
):
    """Also of a series whose meetings were once sent as objects of their own, and from each of its pages."""
    with inside(people.maya):
        Series.objects.update(is_one_object=is_one_object)
        actions.cancel(by=people.maya, meeting=Meeting.objects.get(pk=six[2].pk))
        wanted = {"starts_at": utc("2026-12-09 09:00"), "minutes": 30, "zone": "Europe/London"}
        actions.reschedule(by=people.maya, meeting=Meeting.objects.get(pk=six[4].pk), **wanted)
    with inside(people.tomas):
        actions.respond(by=people.tomas, meeting=six[3], response="no")
    starts = sorted([each.starts_at for each in (six[0], six[1], six[5])] + [utc("2026-12-09 09:00")])
    browser = sign_in(people.tomas)
    for each in (six[0], six[1], six[5]):
        content = browser.get(f"/riverside/meetings/{each.pk}/calendar.ics").content
        assert shown(content) == starts
        assert icalendar.Calendar.from_ical(content)["method"] == "PUBLISH"


def test_a_refusal_of_several_is_taken_back_for_as_many(six, people, inside):
    with inside(people.tomas):
        actions.respond(by=people.tomas, meeting=six[5], response="yes")
        actions.respond(by=people.tomas, meeting=six[1], response="no", following=True)
        actions.respond(by=people.tomas, meeting=six[2], response="yes", following=True)
        mine = Meeting.objects.visible_to(people.tomas).with_people().order_by("number")
        assert [each.attendance_of(people.tomas).response for each in mine] == ["", "no", *["yes"] * 4]


def test_an_answer_is_for_one_meeting_unless_the_others_are_ticked(six, people, sign_in):
    page = sign_in(people.tomas).get(f"/riverside/meetings/{six[0].pk}/").content.decode()
    assert page.index("I cannot come") < page.index("Answer the same for the 5 that follow")
    assert 'name="following" value="yes">' in page


def test_in_a_circle_the_object_names_nobody_but_its_reader(people, inside):
    repeat(
        people.maya, people.tomas, people.ines, inside=inside, name="New lecturers", facilitator=people.maya
    )
    sent = send_due()
    assert len(sent) == 2
    for person in (people.tomas, people.ines):
        _method, event = calendar_of(sent[to(person)])
        assert event["attendee"] == f"mailto:{person.email}"
        others = {people.maya, people.tomas, people.ines} - {person}
        whole = sent[to(person)].message().as_string() + "".join(
            map(bytes.decode, attached(sent[to(person)]))
        )
        assert not [each for each in others if each.email in whole]


def test_a_named_circle_of_two_names_nobody_but_its_reader_either(people, propose):
    propose(people.maya, people.tomas, name="New lecturers", facilitator=people.maya)
    _method, event = calendar_of(send_due()[to(people.tomas)])
    assert event["attendee"] == f"mailto:{people.tomas.email}"


def test_who_is_excused_has_the_series_taken_off_with_one_mail(people, inside):
    six = repeat(people.maya, people.tomas, people.ines, inside=inside, name="New lecturers")
    send_due()
    with inside(people.maya):
        for each in six:
            actions.excuse(by=people.maya, meeting=each, person=people.tomas)
    sent = send_due()
    assert set(sent) == {to(people.tomas)}
    assert len(mail.outbox) == 1
    method, event = calendar_of(sent[to(people.tomas)])
    assert (method, event["uid"]) == ("CANCEL", str(six[0].series_id))
    assert event["sequence"] > 0
    assert event["attendee"] == f"mailto:{people.tomas.email}"
    with inside(people.maya):  # who comes back is sent it anew, in a state that calendars take for newer
        for each in six:
            actions.invite(by=people.maya, meeting=each, people=[people.tomas])
    method, again = calendar_of(send_due()[to(people.tomas)])
    assert (method, again["uid"]) == ("REQUEST", event["uid"])
    assert again["sequence"] >= event["sequence"]


def test_who_is_excused_from_a_single_meeting_has_it_taken_off(people, propose, inside):
    meeting = propose(people.maya, people.tomas, people.ines, name="New lecturers")
    send_due()
    with inside(people.maya):
        actions.excuse(by=people.maya, meeting=meeting, person=people.tomas)
    sent = send_due()
    assert set(sent) == {to(people.tomas)}
    method, event = calendar_of(sent[to(people.tomas)])
    assert (method, event["uid"], event["sequence"]) == ("CANCEL", str(meeting.pk), 1)
    assert "not expected at this meeting any more" in sent[to(people.tomas)].body


def test_who_was_excused_before_they_were_told_hears_nothing(people, propose, inside):
    meeting = propose(people.maya, people.tomas, people.ines, name="New lecturers")
    with inside(people.maya):
        actions.excuse(by=people.maya, meeting=meeting, person=people.tomas)
    assert set(send_due()) == {to(people.ines)}


def test_who_joins_later_is_sent_what_is_planned_with_them_each_series_once(people, propose, inside):
    late = make.member(people.maya.organisation, "Lena Kowalczyk", joined=False)
    six = repeat(people.maya, late, people.ines, inside=inside, name="New lecturers")
    single = propose(people.maya, late, starts_in=timedelta(days=5))
    gone = propose(people.maya, late, starts_in=timedelta(days=6))
    with inside(people.maya):
        actions.cancel(by=people.maya, meeting=six[1])
        actions.cancel(by=people.maya, meeting=gone)
    assert to(late) not in send_due()
    account = make.user("Lena Kowalczyk", late.email)
    with inside(late):
        late.user = account
        late.save()
        member_joined.send(type(late), member=late)
    send_due()
    mine = [each for each in mail.outbox if each.to == [to(late)]]
    assert sorted(calendar_of(each)[1]["uid"] for each in mine) == sorted(
        [str(six[0].series_id), str(single.pk)]
    )
    [series] = [each for each in mine if calendar_of(each)[1]["uid"] == str(six[0].series_id)]
    assert shown(*attached(series)) == [each.starts_at for each in (six[0], *six[2:])]


def test_what_is_joined_online_says_so_in_words_too(people, propose):
    propose(people.maya, people.tomas, link="https://meet.example.org/room", place="Room 2.14")
    _method, event = calendar_of(send_due()[to(people.tomas)])
    assert event["url"] == "https://meet.example.org/room"
    assert event["location"] == "Room 2.14"
    assert "Join online: https://meet.example.org/room" in event["description"]


def read(person, inside, client):
    with inside(person):
        ics_feed.make_address(by=person)
        address = ics_feed.address_of(person)
    answer = client.get("/" + address.split("/", 3)[3])
    calendar = icalendar.Calendar.from_ical(answer.content)
    assert not calendar.errors
    return calendar, answer.content


def test_a_feed_has_a_name_and_says_how_often_to_read_it_and_is_valid_when_empty(people, inside, client):
    calendar, _content = read(people.jonas, inside, client)
    assert calendar["name"] == calendar["x-wr-calname"] == "Mentoring at Riverside"
    assert calendar["refresh-interval"].dt == timedelta(hours=1)
    assert calendar["refresh-interval"].params["VALUE"] == "DURATION"
    assert str(calendar["x-published-ttl"]) in ("PT1H", "1:00:00")
    assert [each.name for each in calendar.subcomponents] == ["VTIMEZONE"]
    assert "method" not in calendar


def test_a_feed_shows_what_is_proposed_as_tentative_and_leaves_out_what_is_declined(
    six, people, inside, client, propose
):
    single = propose(people.maya, people.tomas, starts_in=timedelta(days=9))
    with inside(people.tomas):
        actions.respond(by=people.tomas, meeting=six[1], response="no")
        actions.respond(by=people.tomas, meeting=six[2], response="yes")
    calendar, content = read(people.tomas, inside, client)
    assert shown(content) == sorted([single.starts_at, *(each.starts_at for each in (six[0], *six[2:]))])
    statuses = {
        each["recurrence-id"].dt if "recurrence-id" in each else each["uid"]: each["status"]
        for each in calendar.walk("VEVENT")
    }
    assert statuses == {
        str(six[0].series_id): "TENTATIVE",
        six[2].starts_at: "CONFIRMED",
        str(single.pk): "TENTATIVE",
    }
    assert "attendee" not in calendar.walk("VEVENT")[0]


def test_a_series_of_before_goes_on_as_the_objects_that_calendars_have(six, people, inside):
    with inside(people.maya):
        Series.objects.update(is_one_object=False)
        actions.cancel(by=people.maya, meeting=Meeting.objects.get(pk=six[3].pk), following=True)
    [cancelled] = send_due().values()
    assert len(mail.outbox) == 1
    calendars = [icalendar.Calendar.from_ical(each) for each in attached(cancelled)]
    assert {each["method"] for each in calendars} == {"CANCEL"}
    found = [each.walk("VEVENT")[0] for each in calendars]
    assert {(each["uid"], each["sequence"]) for each in found} == {(str(each.pk), 1) for each in six[3:]}


def test_the_whole_series_is_for_who_arranged_it_or_runs_its_next_meeting(people, inside):
    six = repeat(
        people.maya, people.tomas, people.ines, inside=inside, name="New lecturers", facilitator=people.maya
    )
    with inside(people.maya):
        for each in six[:2]:
            actions.hand_over(by=people.maya, meeting=each, to=people.tomas)
        actions.hand_over(by=people.maya, meeting=six[2], to=people.ines)
    wanted = {"starts_at": utc("2026-12-10 09:00"), "minutes": 60, "zone": "Europe/London", "following": True}
    for person, meeting in ((people.ines, six[2]), (people.jonas, six[2])):
        with inside(person), pytest.raises(actions.MeetingError):
            actions.reschedule(by=person, meeting=meeting, **wanted)
    for person in (people.tomas, people.maya):
        with inside(person):
            current = Meeting.objects.get(pk=six[2].pk)
            actions.reschedule(by=person, meeting=current, **wanted)
    with inside(people.ines):
        mine = object_for(Meeting.objects.with_people().get(pk=six[0].pk), people.ines)
        assert [mine.meetings[number].starts_at for number in range(2, 6)] == [
            utc("2026-12-10 09:00") + timedelta(weeks=number) for number in range(4)
        ]


def test_a_time_in_the_past_moves_nothing_of_a_series(six, people, inside):
    with inside(people.maya), pytest.raises(actions.MeetingError, match="still ahead"):
        actions.reschedule(
            by=people.maya,
            meeting=six[1],
            starts_at=utc("2026-11-20 09:00"),
            minutes=60,
            zone="Europe/London",
            following=True,
        )
    assert standing(inside, people.maya) == [each.starts_at for each in six]


def test_moving_what_is_left_keeps_what_one_meeting_was_given_by_itself(six, people, inside, sign_in):
    with inside(people.maya):
        wanted = {"starts_at": utc("2026-12-09 09:00"), "minutes": 60, "zone": "Europe/London"}
        own = {"place": "Library", "focus": "Observation"}
        actions.reschedule(by=people.maya, meeting=Meeting.objects.get(pk=six[2].pk), **wanted, **own)
    with inside(people.tomas):
        actions.respond(by=people.tomas, meeting=six[2], response="yes")
    address = f"/riverside/meetings/{six[0].pk}/time/"
    page = sign_in(people.maya).get(f"{address}?following=yes").content.decode()
    assert "keeps what it was given by itself: Wed 9 Dec 2026" in page
    data = {
        "date": "2026-11-24",
        "time": "15:00",
        "minutes": "60",
        "zone": "Europe/London",
        "following": "yes",
    }
    data |= {"place": "Room 9", "link": "", "focus": "", "revision": "0"}
    answer = sign_in(people.maya).post(address, data, follow=True).content.decode()
    assert "keeps what it was given by itself: Wed 9 Dec 2026" in answer
    with inside(people.tomas):
        found = list(Meeting.objects.visible_to(people.tomas).with_people().order_by("number"))
        moved = [each.starts_at + timedelta(hours=1) for each in six]
        assert [each.starts_at for each in found] == [*moved[:2], utc("2026-12-09 09:00"), *moved[3:]]
        places = [each.arrangement.place for each in found]
        assert places == ["Room 9", "Room 9", "Library", *["Room 9"] * 3]
        assert found[2].arrangement.focus == "Observation"
        answers = [each.attendance_of(people.tomas).response for each in found]
        assert answers == ["", "", "yes", "", "", ""]
    [changed] = send_due().values()
    assert shown(*attached(changed)) == standing(inside, people.tomas)


def test_an_answer_to_all_of_a_series_is_for_all_that_are_left_and_stays_on_its_page(
    six, people, inside, sign_in
):
    with inside(people.tomas):
        actions.respond(by=people.tomas, meeting=six[1], response="yes")
        actions.respond(by=people.tomas, meeting=six[3], response="yes")
    series = f"/riverside/meetings/series/{six[0].series_id}/"
    data = {"response": "no", "revision": "0", "following": "all"}
    answer = sign_in(people.tomas).post(f"/riverside/meetings/{six[0].pk}/response/", data)
    assert answer["Location"] == series
    page = sign_in(people.tomas).get(series).content.decode()
    assert page.count("you cannot come") == 6
    assert "I cannot come to any" in page
    assert "Tomás Okafor cannot come" in sign_in(people.maya).get(series).content.decode()
    assert "Tomás Okafor cannot come" in sign_in(people.maya).get("/riverside/meetings/").content.decode()


def test_who_moves_or_cancels_a_meeting_is_not_asked_whether_they_come_nor_told_of_by_name(
    six, people, inside
):
    with inside(people.tomas):
        wanted = {"starts_at": utc("2026-12-09 09:00"), "minutes": 60, "zone": "Europe/London"}
        actions.reschedule(by=people.tomas, meeting=Meeting.objects.get(pk=six[2].pk), **wanted)
    sent = send_due()
    assert "whether you can come" not in sent[to(people.tomas)].body
    assert "whether you can come" in sent[to(people.maya)].body
    with inside(people.tomas):
        actions.cancel(by=people.tomas, meeting=Meeting.objects.get(pk=six[2].pk))
    sent = send_due()
    for words in (sent[to(people.tomas)].body, str(sent[to(people.tomas)].alternatives[0].content)):
        assert "You cancelled this meeting:" in words
    assert "Tomás Okafor cancelled this meeting:" in sent[to(people.maya)].body
    with inside(people.tomas):
        actions.cancel(by=people.tomas, meeting=Meeting.objects.get(pk=six[0].pk), following=True)
    sent = send_due()
    assert "You cancelled meetings of a series" in sent[to(people.tomas)].body
    assert "Tomás Okafor cancelled meetings of a series" in sent[to(people.maya)].body


def test_what_moved_and_was_cancelled_before_the_mail_went_is_cancelled_at_the_time_people_knew(
    people, propose, inside
):
    meeting = propose(people.maya, people.tomas, starts_at=utc("2026-12-02 14:00"))
    send_due()
    move(people.maya, meeting, "2026-12-04 14:00", inside=inside, following=False)
    move(people.maya, meeting, "2026-12-05 14:00", inside=inside, following=False)
    with inside(people.maya):
        actions.cancel(by=people.maya, meeting=meeting)
    [cancelled] = send_due().values()
    words = cancelled.subject + cancelled.body
    assert "Wed 2 Dec 2026" in words
    assert "4 Dec" not in words
    assert "5 Dec" not in words
