from django.apps import AppConfig
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _


class DevelopmentPlansConfig(AppConfig):
    name = "development_plans"
    verbose_name = _("Development plans")  # a heading of the preferences

    def ready(self) -> None:
        from development_plans import calendar, mails
        from development_plans.models import Plan, PlanShare
        from development_plans.queries.agenda import AGENDA_SOURCE
        from development_plans.queries.plans import get_plan_paths
        from meetings import ics_feed, meeting_owners
        from organisations import member_flags
        from web import navigation

        member_flags.register("has_plans", Exists(Plan.objects.filter(owner=OuterRef("pk"))), first_page=True)
        shares = PlanShare.objects.filter(taken_back_at=None)
        either = Q(owner=OuterRef("pk")) | Q(member=OuterRef("pk"))
        member_flags.register("has_shared_plans", Exists(shares.filter(either)), first_page=True)
        ics_feed.register(calendar.days)
        meeting_owners.register_source(AGENDA_SOURCE, _("from a development plan"), get_plan_paths)
        mails.register_kinds()
        navigation.register(
            navigation.NavigationEntry(_("Plans"), "plans", "plans", order=40, section="/plans/")
        )
