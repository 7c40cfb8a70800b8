from django.apps import AppConfig
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class PortfoliosConfig(AppConfig):
    name = "portfolios"

    def ready(self) -> None:
        from development_plans import keeping
        from meetings import feed
        from organisations import facts
        from portfolios import calendar, mails
        from portfolios.models import Assessment
        from web import rail

        asked = Assessment.objects.under_way().filter(assessor=OuterRef("pk"))
        facts.register("has_assessments_to_give", Exists(asked))
        come = Assessment.objects.unread().filter(owner=OuterRef("pk"))
        facts.register("has_assessments_to_read", Exists(come))
        keeping.register(lambda task: f"{reverse('evidence_new')}?task={task}")
        feed.register(calendar.days)
        mails.register_kinds()
        rail.register(
            rail.RailEntry(_("Portfolio"), "portfolio", "portfolio", order=50, section="/portfolio/")
        )
