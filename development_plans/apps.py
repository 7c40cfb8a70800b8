from django.apps import AppConfig
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _


class DevelopmentPlansConfig(AppConfig):
    name = "development_plans"
    verbose_name = "Development plans"

    def ready(self) -> None:
        from development_plans import calendar, mails
        from development_plans.models import Plan
        from meetings import feed, hosts
        from organisations import facts
        from web import rail

        facts.register("has_plans", Exists(Plan.objects.filter(owner=OuterRef("pk"))))
        feed.register(calendar.days)
        hosts.register_source(mails.SOURCE, _("from a development plan"))
        mails.register_kinds()
        rail.register(rail.RailEntry(_("Plans"), "plans", "plans", order=40, section="/plans/"))
