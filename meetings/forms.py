"""What people type about meetings, turned into what the actions take."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from meetings import local_time, series
from meetings.actions import AHEAD_AT_MOST, BACK_AT_MOST
from meetings.models import Action, AgendaItem, Arrangement, Attendance, Meeting, Note, Resource, Series
from organisations.models import Member
from web.dates import zone_name
from web.edit_conflicts import Saving, SavingForm
from web.planned_days import refuse_past

LENGTHS = (15, 30, 45, 60, 90, 120, 180)
USUAL_LENGTH = 60


def length_in_words(minutes: int) -> str:
    """Return "45 minutes", "1 hour", "1 hour 30 minutes"."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours})
    if rest or not hours:
        parts.append(ngettext("%(count)d minute", "%(count)d minutes", rest) % {"count": rest})
    return " ".join(parts)


class WebAddressField(forms.URLField):
    """An address that a browser opens: nothing but http and https."""

    default_validators = [URLValidator(schemes=["http", "https"])]  # as Django's own fields say it
    default_error_messages = {"invalid": gettext_lazy("Enter a web address that begins with https://.")}


class MeetingForm(Saving, forms.Form):
    """When and where to meet, for proposing, moving and logging a meeting.

    Args:
        reader: who fills it in; times are on their clock unless they choose another's.
        others: who else comes; their zones are offered where they differ.
        was: the meeting that is moved, loaded with its people and arrangement.
        past: whether a meeting is logged that already took place.
        began_at: when what it belongs to began; nothing is logged of a day before it.
        following: how many meetings of its series can be changed together with the one that is moved.

    When valid, :meth:`wanted` gives what :func:`meetings.actions.propose` and its like take.
    """

    together = ("date", "time", "minutes")

    date = forms.DateField(label=gettext_lazy("Day"))
    time = forms.TimeField(label=gettext_lazy("Time"))
    minutes = forms.TypedChoiceField(label=gettext_lazy("How long"), coerce=int)
    zone = forms.ChoiceField(label=gettext_lazy("Whose clock"))
    place = forms.CharField(
        label=gettext_lazy("Where"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "A room, a café, a walk. It stands in the calendar entry that is mailed; leave it empty to meet online."
        ),
    )
    link = WebAddressField(
        label=gettext_lazy("Link to join online"), max_length=500, required=False, assume_scheme="https"
    )
    focus = forms.CharField(
        label=gettext_lazy("What it is about"),
        max_length=140,
        required=False,
        help_text=gettext_lazy("Only the people invited see this. It is in no e-mail and no calendar."),
    )
    every = forms.TypedChoiceField(
        label=gettext_lazy("Repeats"),
        choices=[("", gettext_lazy("Only once")), *Series.Every.choices],
        coerce=int,
        required=False,
    )
    count = forms.IntegerField(
        label=gettext_lazy("How many in all"),
        min_value=series.FEWEST,
        max_value=series.MOST,
        required=False,
        help_text=gettext_lazy("If it repeats: 2 to 26. The time stays the same when clocks change."),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), gettext_lazy("Choose a whole number from 2 to 26.")
        ),
    )
    following = forms.ChoiceField(
        label=gettext_lazy("What changes"), widget=forms.RadioSelect, required=False, initial=""
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        reader: Member,
        others: Iterable[Member] = (),
        was: Meeting | None = None,
        past: bool = False,
        began_at: datetime | None = None,
        following: int = 0,
        **kwargs: Any,
    ) -> None:
        self.reader, self.was, self.past, self.began_at = reader, was, past, began_at
        self.wanted_start: datetime | None = None
        super().__init__(data, **kwargs)
        self.initial = {**self._first_values(), **self.initial}
        if was or past:
            del self.fields["every"], self.fields["count"]
        if past:
            self.fields["place"].help_text = _("A room, a café, a walk. Leave it empty if you met online.")
            self.fields["link"].label = _("Link, if you met online")
            self.fields["focus"].help_text = _("Only the people who were invited see this.")
        self._offer_following(following)
        self._offer_lengths()
        self._offer_zones([reader, *others])
        self._bound_days()

    def wanted(self) -> dict[str, Any]:
        """Return ``starts_at`` (aware), ``minutes``, ``zone``, ``focus``, ``place`` and ``link``; when valid.

        Where it repeats also ``every`` (weeks) and ``count``, as :func:`meetings.actions.propose_series` takes them.
        """
        names = ("minutes", "zone", "focus", "place", "link")
        repeats = {
            name: self.cleaned_data[name] for name in ("every", "count") if self.cleaned_data.get("every")
        }
        return {
            "starts_at": self.wanted_start,
            **{name: self.cleaned_data[name] for name in names},
            **repeats,
        }

    def values_shown(self) -> dict[str, Any] | None:
        return self._values_of(self.was) if self.was else None

    def values_stored(self) -> dict[str, Any] | None:
        """Return what is arranged now. What was moved meanwhile is compared here, field by field."""
        if self.was is None:
            return None
        held = Meeting.objects.select_for_update(of=("self",), no_key=True).filter(pk=self.was.pk)
        self.was = held.select_related("arrangement").get()
        self.cleaned_data["revision"] = self.was.revision
        return self._values_of(self.was)

    def _values_of(self, meeting: Meeting) -> dict[str, Any]:
        local = meeting.starts_for(self.reader)
        arrangement = getattr(meeting, "arrangement", None) or Arrangement()
        return {
            "date": local.date(),
            "time": local.time().replace(second=0, microsecond=0),
            "minutes": meeting.minutes,
            "place": arrangement.place,
            "link": arrangement.link,
            "focus": arrangement.focus,
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if {"date", "time", "zone", "minutes"} <= cleaned.keys():
            wall = datetime.combine(cleaned["date"], cleaned["time"].replace(second=0, microsecond=0))
            self.wanted_start = self._moment(wall, ZoneInfo(cleaned["zone"]))
            if self.wanted_start:
                self._check_time(self.wanted_start, cleaned["minutes"])
        if cleaned.get("every") and not cleaned.get("count") and "count" not in self.errors:
            self.add_error("count", _("Say how many there will be."))
        if cleaned.get("count") and not cleaned.get("every") and "every" not in self.errors:
            self.add_error("every", _("Say how often it repeats."))
        return cleaned

    def _moment(self, wall: datetime, zone: ZoneInfo) -> datetime | None:
        if self.was and wall == local_time.wall_time(self.was.starts_at, zone).replace(
            second=0, microsecond=0
        ):
            return self.was.starts_at  # left as it was, even in the hour that comes twice
        first, last = self._days()
        if not first <= wall.date() <= last:
            ahead = self.past and wall.date() > last
            self.add_error("date", _("This day is still ahead.") if ahead else self._too_far())
            return None
        where = zone_name(zone)
        try:
            return local_time.moment(wall, zone)
        except local_time.SkippedTime as skipped:
            self.add_error(
                "time",
                _("Clocks in %(place)s go forward that night and skip this time. Choose %(time)s or later.")
                % {"place": where, "time": date_format(skipped.first_after, "TIME_FORMAT")},
            )
        except local_time.RepeatedTime:
            self.add_error(
                "time",
                _("Clocks in %(place)s go back that night, so this time comes twice. Choose another.")
                % {"place": where},
            )
        return None

    def _check_time(self, starts_at: datetime, minutes: int) -> None:
        now = timezone.now()
        if self.past and starts_at + timedelta(minutes=minutes) > now:
            self.add_error(
                "time", _("By this time it is not over yet. Choose an earlier time or a shorter length.")
            )
        elif self.past and starts_at < now - BACK_AT_MOST:
            self.add_error("date", self._too_far())
        elif not self.past and starts_at <= now:
            today = starts_at.astimezone(self.reader.zone).date() == now.astimezone(self.reader.zone).date()
            self.add_error(
                "time" if today else "date", _("This is in the past. Choose a time that is still ahead.")
            )
        elif not self.past and starts_at > now + AHEAD_AT_MOST:
            self.add_error("date", self._too_far())

    def _too_far(self) -> str:
        if self.past:
            return _("Choose a day within the last five years.")
        return _("Choose a day within the next two years.")

    def _days(self) -> tuple[Any, Any]:
        """The first and the last day worth converting at all: a day more on each side, for zones."""
        today, day = timezone.localdate(timezone=self.reader.zone), timedelta(days=1)
        if self.past:
            return today - BACK_AT_MOST - day, today + 2 * day
        return today - timedelta(days=36_500), today + AHEAD_AT_MOST + 2 * day

    def _first_values(self) -> dict[str, Any]:
        if self.was is None:
            return {"minutes": USUAL_LENGTH, "zone": str(self.reader.zone)}
        zone_and_revision = {"zone": str(self.reader.zone), "revision": self.was.revision}
        return self._values_of(self.was) | zone_and_revision

    def _offer_following(self, count: int) -> None:
        if not count:
            del self.fields["following"]
            return
        words = ngettext("This one and the one that follows", "This one and the %(count)d that follow", count)
        self._choices("following", [("", _("Only this one")), ("yes", words % {"count": count})])

    def _offer_lengths(self) -> None:
        lengths = sorted({*LENGTHS, *([self.was.minutes] if self.was else [])})
        self._choices("minutes", [(str(minutes), length_in_words(minutes)) for minutes in lengths])

    def _offer_zones(self, people: Sequence[Member]) -> None:
        """Offer the zones of those who come; with one alone there is nothing to choose, so it is only said."""
        zones = list(dict.fromkeys(str(person.zone) for person in people))
        mine = zone_name(self.reader.zone)
        choices = [(zones[0], _("Mine: %(place)s") % {"place": mine})]
        choices += [(zone, zone_name(zone)) for zone in zones[1:]]
        self._choices("zone", choices)
        if len(zones) == 1:
            self.fields["zone"].widget = forms.HiddenInput()
            self.fields["time"].help_text = _("On your clock, in %(place)s.") % {"place": mine}

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices

    def _bound_days(self) -> None:
        today = timezone.localdate(timezone=self.reader.zone)
        first, last = (today - BACK_AT_MOST, today) if self.past else (today, today + AHEAD_AT_MOST)
        if self.past and self.began_at:
            first = max(first, timezone.localdate(self.began_at, self.reader.zone))
        self.fields["date"].widget.attrs |= {"min": first.isoformat(), "max": last.isoformat()}
        self.fields["time"].widget.attrs |= {"step": "300"}


class AgendaItemForm(SavingForm[AgendaItem]):
    class Meta:
        model = AgendaItem
        fields = ("text",)
        labels = {"text": gettext_lazy("Something to talk about")}
        error_messages = {"text": {"required": gettext_lazy("Write what you would like to talk about.")}}


class NoteForm(SavingForm[Note]):
    class Meta:
        model = Note
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
        error_messages = {"text": {"required": gettext_lazy("Write something first.")}}


class ResourceForm(SavingForm[Resource]):
    link = WebAddressField(
        label=gettext_lazy("Where it is found"), max_length=500, required=False, assume_scheme="https"
    )

    class Meta:
        model = Resource
        fields = ("text", "link")
        labels = {"text": gettext_lazy("What it is")}
        widgets = {"text": forms.Textarea(attrs={"rows": 2})}
        error_messages = {"text": {"required": gettext_lazy("Say in a few words what it is.")}}


class ActionForm(SavingForm[Action]):
    """What one of those invited will do.

    Args:
        people: who can be chosen, the reader first.
        meeting_day: when the meeting was; what was to be done by a day after it can be written down later.
    """

    class Meta:
        model = Action
        fields = ("text", "owner", "due_on")
        labels = {
            "text": gettext_lazy("What will be done"),
            "owner": gettext_lazy("By whom"),
            "due_on": gettext_lazy("By when"),
        }
        error_messages = {"text": {"required": gettext_lazy("Write what will be done.")}}

    def __init__(
        self, *args: Any, people: Sequence[Member], meeting_day: date | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.meeting_day = meeting_day
        owner = cast("forms.ModelChoiceField[Member]", self.fields["owner"])
        owner.queryset = Member.objects.filter(pk__in=[person.pk for person in people])
        owner.choices = [
            (person.pk, _("You") if index == 0 else person.display_name)
            for index, person in enumerate(people)
        ]
        owner.initial = people[0].pk

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        refuse_past(self, "due_on", since=self.meeting_day)
        return cleaned

    def clean_due_on(self) -> Any:
        """Refuse days that can only be slips of the finger."""
        due_on = self.cleaned_data["due_on"]
        if due_on is None:
            return due_on
        today = timezone.localdate()
        if not today - BACK_AT_MOST <= due_on <= today + AHEAD_AT_MOST + BACK_AT_MOST:
            raise forms.ValidationError(_("Choose a day closer to now."), code="too_far")
        return due_on


class AttendanceForm(forms.Form):
    """Who came, one question for each person invited; named by their ids.

    Args:
        meeting: loaded with its people.
    """

    def __init__(self, data: Any = None, *, meeting: Meeting, reader: Member, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.is_circle = meeting.is_circle
        self.invited = list(meeting.attendances.all())
        self.invited.sort(key=lambda attendance: attendance.member_id != reader.pk)
        for attendance in self.invited:
            self.fields[str(attendance.member_id)] = forms.ChoiceField(
                label=_("You") if attendance.member_id == reader.pk else attendance.member.display_name,
                choices=[
                    (Attendance.Presence.CAME, Attendance.Presence.CAME.label),
                    (Attendance.Presence.MISSED, Attendance.Presence.MISSED.label),
                ],
                required=False,
                widget=forms.RadioSelect,
                initial=attendance.own_presence or attendance.presence
                if attendance.member_id == reader.pk
                else attendance.noted_presence or attendance.presence,
            )

    mark_optional = False

    def presence(self) -> dict[Any, str]:
        """Return what was said by member, without those of whom nothing was; when valid.

        One press notes everyone as having come; in a circle, all but those of whom something else was just said.
        """
        if "everyone" in self.data:
            other = {name: self.cleaned_data[name] for name in self.changed_data} if self.is_circle else {}
            return {
                attendance.member_id: other.get(str(attendance.member_id)) or Attendance.Presence.CAME.value
                for attendance in self.invited
            }
        said = {
            attendance.member_id: self.cleaned_data[str(attendance.member_id)] for attendance in self.invited
        }
        return {member_id: value for member_id, value in said.items() if value}
