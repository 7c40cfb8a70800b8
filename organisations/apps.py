from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "organisations"

    def ready(self) -> None:
        from organisations import checks, facts  # noqa: F401  # checks and facts register themselves
        from web import rail

        rail.register(
            rail.RailEntry(
                _("People"),
                "people",
                "people",
                order=60,
                visible=lambda member: member.is_admin,
                section="/people/",
            )
        )
