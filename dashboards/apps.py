from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DashboardsConfig(AppConfig):
    name = "dashboards"

    def ready(self) -> None:
        from web import navigation

        navigation.register(navigation.NavigationEntry(_("Home"), "home", "home", order=10))
