"""Return the meetings that were arranged together the series that they are, with the rule that most of them follow."""

from collections import Counter, defaultdict
from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from django.db import migrations
from django.db.models import F

WEEK = timedelta(weeks=1)


def _tables(apps, schema_editor):
    """Return both tables as their owner has them, whom no wall hides a row from."""
    alias = schema_editor.connection.alias
    return [apps.get_model("meetings", name).objects.using(alias) for name in ("Meeting", "Series")]


def carry_over(apps, schema_editor):
    meetings_table, series_table = _tables(apps, schema_editor)
    # What calendars have of a meeting carries its revision.
    meetings_table.update(sequence=F("revision"))
    together = defaultdict(list)
    for meeting in meetings_table.exclude(former_series=None).order_by("id"):  # as they were made, one after another
        together[meeting.organisation_id, meeting.former_series].append(meeting)
    for (organisation, key), meetings in together.items():
        every, first, zone, minutes = _rule(meetings)
        series = series_table.create(
            id=key,
            organisation_id=organisation,
            first_on=first.date(),
            clock=first.time(),
            zone=zone,
            minutes=minutes,
            every=every,
            count=len(meetings),
            is_one_object=False,  # the calendars of those invited have one for each meeting
            created_by_id=meetings[0].created_by_id,
            created_at=meetings[0].created_at,
        )
        for number, meeting in enumerate(meetings):
            meetings_table.filter(pk=meeting.pk).update(series=series, number=number)


def _rule(meetings):
    """Return weeks from one to the next, what clocks show at the first, their zone and the length: as most say."""
    zone, minutes = (
        Counter(values).most_common(1)[0][0]
        for values in (
            [meeting.zone for meeting in meetings],
            [int((meeting.ends_at - meeting.starts_at).total_seconds() // 60) for meeting in meetings],
        )
    )
    walls = [meeting.starts_at.astimezone(_zone(zone)).replace(tzinfo=None, fold=0) for meeting in meetings]
    gaps = [round((later - earlier) / WEEK) for earlier, later in zip(walls, walls[1:])]
    every = Counter(min(max(gap, 1), 4) for gap in gaps or [1]).most_common(1)[0][0]
    firsts = Counter(wall - timedelta(weeks=every * number) for number, wall in enumerate(walls))
    return every, firsts.most_common(1)[0][0], zone, minutes


def _zone(name):
    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        return UTC


def carry_back(apps, schema_editor):
    meetings_table, series_table = _tables(apps, schema_editor)
    meetings_table.exclude(series=None).update(former_series=F("series_id"))
    meetings_table.update(series=None, number=None)
    series_table.all().delete()


class Migration(migrations.Migration):
    dependencies = [("meetings", "0006_series")]

    operations = [migrations.RunPython(carry_over, carry_back)]
