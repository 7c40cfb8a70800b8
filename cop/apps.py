from typing import Any

from django.apps import AppConfig
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from organisations.row_security import RowSecurity, Trigger

TAKES_OFFICE, ENDS = "ends_memberships", "cop_ends_by_office"


class CopConfig(AppConfig):
    name = "cop"
    verbose_name = _("Communities")  # a heading of the preferences

    @property
    def row_security(self) -> dict[str, RowSecurity]:
        """What else is asked of those who read what was written for a community's session."""
        from cop.models.predicates import SESSION_IS_READ, SOURCE_IS_READ

        session = RowSecurity(tenant=None, read=SESSION_IS_READ)
        # The actions end a membership with all that hangs on it before an office begins; this is for whoever goes
        # around them.
        coordinator = Trigger(TAKES_OFFICE, "AFTER INSERT", ENDS, argument="coordinator")
        admin = Trigger(TAKES_OFFICE, "AFTER INSERT", ENDS, "NEW.role = 'admin'", argument="admin")
        return {
            "programmes.Coordination": RowSecurity(tenant=None, triggers=[coordinator]),
            "organisations.Appointment": RowSecurity(tenant=None, triggers=[admin]),
            "meetings.AgendaItem": RowSecurity(tenant=None, read=SOURCE_IS_READ & SESSION_IS_READ),
            "meetings.Note": session,
            "meetings.Resource": session,
        }

    def ready(self) -> None:
        from cop import (  # noqa: F401  # receivers connect themselves
            evaluation_mails,
            mails,
            meeting_owner,
            receivers,
            thread_mails,
            todo_items,
        )
        from cop.actions import evaluations
        from cop.models import (
            Community,
            ConflictRecipient,
            JoinRequest,
            Membership,
            Report,
            Session,
            StoryRequest,
            Swap,
            Turn,
            TurnOffer,
        )
        from cop.queries.participation import latest_community
        from meetings import meeting_owners
        from organisations import member_flags
        from programmes.models import Enrolment
        from web import navigation

        belongs = Membership.objects.current().filter(member=OuterRef("pk"))
        member_flags.register("has_communities", Exists(belongs))
        places = Enrolment.objects.taking_part().filter(
            member=OuterRef(OuterRef("pk")), cohort__programme=OuterRef("programme")
        )
        open_ones = Community.objects.standing().filter(Exists(places))
        member_flags.register("may_join_communities", Exists(open_ones))
        waiting = Report.objects.open().filter(community__programme__coordinations__member=OuterRef("pk"))
        member_flags.register(
            "has_reports_to_answer", Exists(waiting.exclude(about=OuterRef("pk"))), first_page=True
        )
        member_flags.register(
            "has_confidences", Exists(ConflictRecipient.objects.with_member(OuterRef("pk"))), first_page=True
        )
        swaps = Swap.objects.filter(asked=OuterRef("pk"), answer=Swap.Answer.OPEN)
        member_flags.register_value("latest_community", latest_community())
        turns = Turn.objects.filter(member=OuterRef("pk"), community__closure=None)
        member_flags.register("has_turns", Exists(turns), first_page=True)
        member_flags.register("has_swaps_to_answer", Exists(swaps), first_page=True)
        closed = belongs.filter(community__closure__at__gt=Now() - todo_items.NEWS_FOR)
        member_flags.register("has_closed_communities", Exists(closed), first_page=True)
        untaken = TurnOffer.objects.filter(turn__member=F("member"))
        mine = Membership.objects.current().filter(member=OuterRef(OuterRef("pk")))
        offered = untaken.filter(turn__community__in=mine.values("community"))
        member_flags.register("has_offered_turns", Exists(offered), first_page=True)
        lately = Q(decision=None) | Q(decision__at__gt=Now() - todo_items.NEWS_FOR)
        asked = JoinRequest.objects.filter(lately, community__in=mine.values("community"))
        member_flags.register("has_join_requests", Exists(asked), first_page=True)
        wanted = StoryRequest.objects.filter(thread__author=OuterRef("pk"), declined_at=None)
        member_flags.register("has_story_requests", Exists(wanted), first_page=True)
        here = OuterRef("pk")
        ran = Session.objects.standing().filter(
            community=here, evaluation=None, meeting__facilitator=OuterRef(OuterRef("pk"))
        )
        took = Turn.objects.unbound().filter(community=here, member=OuterRef(OuterRef("pk")))
        looked_after = Community.objects.standing().filter(
            Exists(untaken.filter(turn__community=here)) | Exists(ran) | Exists(took),
            programme__coordinations__member=OuterRef("pk"),
        )
        member_flags.register("has_communities_to_look_after", Exists(looked_after), first_page=True)
        meeting_owners.register(meeting_owner.host, meeting_owner.has_ended)
        meeting_owners.register_source("design-question", _("from the community’s questions"))
        mails.register_kinds()
        thread_mails.register_kinds()
        evaluation_mails.register_kinds()
        meeting_owners.register_source(evaluations.SOURCE, _("from the last evaluation"))
        navigation.register(
            navigation.NavigationEntry(
                _("Communities"),
                "communities",
                "communities",
                order=30,
                visible=_has_some,
                section="/communities/",
            )
        )


def _has_some(member: Any) -> bool:
    return bool(member.has_communities or member.may_join_communities or member.is_coordinator)
