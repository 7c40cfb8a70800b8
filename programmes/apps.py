from typing import Any

from django.apps import AppConfig
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    name = "programmes"

    def ready(self) -> None:
        from organisations import facts
        from programmes import mails
        from programmes.models import Coordination
        from web import rail

        facts.register("is_coordinator", Exists(Coordination.objects.filter(member=OuterRef("pk"))))
        rail.register(
            rail.RailEntry(
                _("Programmes"),
                "programmes",
                "programmes",
                order=50,
                visible=works_here,
                section="/programmes/",
            )
        )
        mails.register_kinds()


def works_here(member: Any) -> bool:
    """Tell whether a member, as a request loads them, coordinates programmes or may make some."""
    return bool(member.is_coordinator or member.may_design_programmes)
