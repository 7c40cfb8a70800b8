from typing import Any

from django.apps import AppConfig
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = _("Meetings")  # a heading of the preferences

    def ready(self) -> None:
        from meetings.mails import register_kinds
        from meetings.models import Attendance
        from organisations import member_flags
        from web import navigation

        register_kinds()
        member_flags.register("has_meetings", Exists(Attendance.objects.filter(member=OuterRef("pk"))))
        # Last, so that on phones the places one works in keep theirs in the bar.
        navigation.register(
            navigation.NavigationEntry(
                _("Meetings"), "calendar", "meetings", order=65, visible=_has_meetings, section="/meetings/"
            )
        )


def _has_meetings(member: Any) -> bool:
    return bool(member.has_meetings)
