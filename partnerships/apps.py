from typing import Any

from django.apps import AppConfig
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from organisations.row_security import PLATFORM, Condition, Guard, RowSecurity, of


class PartnershipsConfig(AppConfig):
    name = "partnerships"
    verbose_name = _("Partnerships")  # a heading of the preferences

    @property
    def row_security(self) -> dict[str, RowSecurity]:
        """Return who takes steps in enrolments, of which programmes knows no more than who has and coordinates them.

        A place in a cohort is a coordinator's to give. Whose it is can give it up, or come back from a pause; and where
        two work together, or are asked whether they will, what one does takes the other's place along.
        """
        from partnerships.models.predicates import partner_of_enrolled
        from programmes.models.predicates import ENROLLED, coordinates_cohort, proposed_with

        one_of_the_two = ENROLLED | partner_of_enrolled("id") | proposed_with("id")
        comes_in = Condition(
            "OLD.state IN ('invited', 'applied', 'waitlisted', 'declined', 'withdrawn') "
            "AND NEW.state IN ('accepted', 'active', 'paused', 'completed')",
            "to come in",
        )
        steps = PLATFORM | coordinates_cohort() | (~comes_in & one_of_the_two)
        history = of("enrolment_id", "programmes_enrolment", coordinates_cohort() | one_of_the_two)
        return {
            "programmes.Enrolment": RowSecurity(tenant=None, guards=[Guard("place", ["state"], steps)]),
            "programmes.EnrolmentChange": RowSecurity(tenant=None, add=PLATFORM | history),
        }

    def ready(self) -> None:
        from meetings import meeting_owners
        from organisations import member_flags
        from partnerships import capacity, guide, mails, meeting_owner, receivers
        from partnerships.models import Party, PeerInvitation
        from partnerships.queries import endings
        from programmes import mentor_capacity, onward
        from web import navigation

        member_flags.register("has_partnerships", Exists(Party.objects.filter(member=OuterRef("pk"))))
        asked = PeerInvitation.objects.open().filter(to=OuterRef("pk"))
        member_flags.register("is_asked_as_peer", Exists(asked), first_page=True)
        since = Now() - endings.NEWS_FOR
        ended = endings.endings_to_know(OuterRef("pk"), since)
        member_flags.register("has_early_endings", Exists(ended), first_page=True)
        meeting_owners.register(meeting_owner.host, meeting_owner.has_ended)
        for key, words in guide.SOURCES.items():
            meeting_owners.register_source(key, words)
        mails.register()
        onward.register(receivers.where_a_proposal_led)
        onward.register_under_way(receivers.partnerships_under_way)
        mentor_capacity.register(capacity.mentees_now)
        navigation.register(
            navigation.NavigationEntry(
                _("Partnerships"),
                "partnerships",
                "partnerships",
                order=20,
                visible=_has_partnerships,
                section="/partnerships/",
            )
        )


def _has_partnerships(member: Any) -> bool:
    return bool(member.has_partnerships)
