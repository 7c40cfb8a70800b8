from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortfoliosConfig(AppConfig):
    name = "portfolios"

    def ready(self) -> None:
        from portfolios import mails
        from web import rail

        mails.register_kinds()
        rail.register(
            rail.RailEntry(_("Portfolio"), "portfolio", "portfolio", order=50, section="/portfolio/")
        )
