"""How meetings are said: with whom, when, and where clocks show another time. Plain words out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.models import Attendance, Meeting, Series
from organisations.models import Member
from web.dates import zone_name

MOST_NAMES = 3


def names_of(members: Sequence[Member]) -> str:
    """Return names in a row: "Tomás Okafor", "A, B and C", "A, B and 4 others"; empty for nobody."""
    return _in_a_row([" ".join(member.display_name.split()) for member in members])


def _in_a_row(names: list[str]) -> str:
    if len(names) > MOST_NAMES + 1:
        left = len(names) - (MOST_NAMES - 1)
        names = [
            *names[: MOST_NAMES - 1],
            ngettext("%(count)d other", "%(count)d others", left) % {"count": left},
        ]
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def title_for(meeting: Meeting, reader: Member) -> str:
    """Return what a reader calls a meeting: by its name, else with whom; never what about."""
    if meeting.name:
        return meeting.name
    others = meeting.others_than(reader)
    return _("Meeting with %(names)s") % {"names": names_of(others)} if others else _("A meeting of your own")


def when_for(meeting: Meeting, reader: Member) -> str:
    """Return day and time on the reader's clock, with the place it stands for: "Tue 24 Nov 2026, 14:00 (London)"."""
    local = meeting.starts_for(reader)
    return _("%(moment)s (%(place)s)") % {
        "moment": date_format(local, "DATETIME_FORMAT"),
        "place": zone_name(reader.zone),
    }


def where(meeting: Meeting) -> str:
    """Return where a meeting takes place, within a line: the room, "online", both, or nothing."""
    arrangement = getattr(meeting, "arrangement", None)  # its attendees' alone
    if arrangement is None:
        return ""
    if arrangement.is_blended:
        return _("Online and in %(place)s") % {"place": arrangement.place}
    return arrangement.place or (_("Online") if arrangement.link else "")


def rhythm(series: Series) -> str:
    """Say how often a series repeats, within a sentence: "every two weeks"."""
    if series.every == 1:
        return _("every week")
    return [_("every two weeks"), _("every three weeks"), _("every four weeks")][series.every - 2]


@dataclass(frozen=True)
class Elsewhere:
    """What clocks show where others are, and who they are."""

    moment: str
    place: str
    names: str


def elsewhere(meeting: Meeting, reader: Member) -> list[Elsewhere]:
    """Return the start for those whose clocks show another time than the reader's, by place."""
    here = meeting.starts_for(reader)
    by_place: dict[str, list[Member]] = {}
    for other in meeting.others_than(reader):
        if meeting.starts_for(other).utcoffset() != here.utcoffset():
            by_place.setdefault(zone_name(other.zone), []).append(other)
    return [
        Elsewhere(
            _said_beside(meeting.starts_for(people[0]), here),
            place,
            _in_a_row([member.address_name for member in people]),
        )
        for place, people in by_place.items()
    ]


def _said_beside(there: datetime, here: datetime) -> str:
    """Say the time; with its day where that is another."""
    return date_format(there, "TIME_FORMAT" if there.date() == here.date() else "DATETIME_FORMAT")


def who_reads(meeting: Meeting) -> str:
    """Say who can read what stands on the meeting's page."""
    if len(meeting.attendances.all()) == 2:
        return _("Only you two can read this")
    return _("Only the %(count)d people invited can read this") % {"count": len(meeting.attendances.all())}


def answers(meeting: Meeting) -> str:
    """Say how many answered what: "12 will come, 3 may come, 2 cannot come, 8 have not answered"."""
    given = Counter(attendance.response for attendance in meeting.attendances.all())
    said = {
        Attendance.Response.YES: ngettext("%(count)d will come", "%(count)d will come", given["yes"]),
        Attendance.Response.MAYBE: ngettext("%(count)d may come", "%(count)d may come", given["maybe"]),
        Attendance.Response.NO: ngettext("%(count)d cannot come", "%(count)d cannot come", given["no"]),
        Attendance.Response.NONE: ngettext(
            "%(count)d has not answered", "%(count)d have not answered", given[""]
        ),
    }
    return ", ".join(words % {"count": given[answer]} for answer, words in said.items() if given[answer])


def presences(meeting: Meeting) -> str:
    """Say how many came: "14 of 20 came"."""
    invited = meeting.attendances.all()
    came = sum(attendance.presence == Attendance.Presence.CAME for attendance in invited)
    return _("%(came)d of %(invited)d came") % {"came": came, "invited": len(invited)}


def who_cannot_come(meeting: Meeting, reader: Member) -> str:
    """Say which of the others have answered that they cannot come; empty when nobody has."""
    names = names_of(
        [
            attendance.member
            for attendance in meeting.attendances.all()
            if attendance.response == Attendance.Response.NO and attendance.member_id != reader.pk
        ]
    )
    return _("%(names)s cannot come.") % {"names": names} if names else ""
