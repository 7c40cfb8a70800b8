from django.apps import AppConfig
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

# What an organisation admin reads of the audit log; what was confirmed for whom is not theirs to know.
WORDS_FOR_ADMINS = {
    "signing-key.made": _("made a key for signing credentials"),
    "signing-key.retired": _("retired a key for signing credentials"),
}


class PortfoliosConfig(AppConfig):
    name = "portfolios"
    verbose_name = _("Portfolio")  # a heading of the preferences

    def ready(self) -> None:
        from development_plans import evidence_links
        from meetings import ics_feed
        from organisations import member_flags
        from organisations.audit_words import describe
        from portfolios import calendar, mails, receivers  # noqa: F401  # receivers connect themselves
        from portfolios.models import Assessment, ConfirmationRequest
        from web import navigation

        asked = Assessment.objects.under_way().filter(assessor=OuterRef("pk"))
        member_flags.register("has_assessments_to_give", Exists(asked), first_page=True)
        come = Assessment.objects.unread().filter(owner=OuterRef("pk"))
        member_flags.register("has_assessments_to_read", Exists(come), first_page=True)
        mine, asked_of = OuterRef("pk"), "cohort__programme__coordinations__member"
        waiting = ConfirmationRequest.objects.open().filter(**{asked_of: mine}).exclude(owner=mine)
        member_flags.register("has_confirmations_to_give", Exists(waiting), first_page=True)
        answered = ConfirmationRequest.objects.unread().filter(owner=mine)
        member_flags.register("has_confirmations_to_read", Exists(answered), first_page=True)
        evidence_links.register(lambda task: f"{reverse('evidence_new')}?task={task}")
        ics_feed.register(calendar.days)
        mails.register_kinds()
        describe(WORDS_FOR_ADMINS)
        navigation.register(
            navigation.NavigationEntry(
                _("Portfolio"), "portfolio", "portfolio", order=50, section="/portfolio/"
            )
        )
