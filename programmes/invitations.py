"""The mail that asks somebody to join: what, as what, when, how much time it takes and who coordinates it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from meetings.wording import names_of
from notifications import kinds, outbox
from notifications.audience import Audience
from notifications.models import Message
from organisations.links import join_path
from organisations.models import Appointment, Invitation, Member
from organisations.ordering import ByName
from programmes.models import Coordination, Enrolment

KIND = "invitation"


@dataclass(frozen=True)
class InvitedTo:
    """What an invited person reads of one place that they were given in a programme."""

    programme: str
    role: str
    starts_on: date
    ends_on: date
    time: str
    coordinators: str


def tell_the_invited(sender: Any, invitation: Invitation, **_: Any) -> None:
    """Put the mail into the outbox when somebody is invited; a fresh invitation is a fresh mail."""
    occurrence = str(int(invitation.sent_at.timestamp()))
    outbox.enqueue(invitation.member, KIND, about=invitation, link="/", occurrence=occurrence)


def compose(message: Message) -> kinds.Content | None:
    """Return who invites to what; None once they have joined, or the invitation was withdrawn or has run out."""
    invitation = Invitation.objects.select_related("by").filter(pk=message.subject_id).first()
    if not invitation or not invitation.is_open:
        return None
    organisation = message.recipient.organisation
    places = list_places(message.recipient)
    names = {"organisation": organisation.name, "programme": places[0].programme if places else ""}
    if len({place.programme for place in places}) == 1:
        subject = _("You are invited to %(programme)s at %(organisation)s") % names
    else:
        subject = _("You are invited to mentoring at %(organisation)s") % names
    return kinds.Content(
        subject=subject,
        action=_("Accept the invitation"),
        context={
            "by": invitation.by,
            "places": places,
            "appointments": [
                each.get_role_display() for each in Appointment.objects.filter(member=message.recipient)
            ],
            "link": settings.SITE_URL + join_path(organisation, invitation),
            "expires_at": invitation.expires_at,
        },
    )


def list_places(member: Member) -> list[InvitedTo]:
    """Return the places that a member has in cohorts that are open, the earliest first."""
    gone = [Enrolment.State.WITHDRAWN, Enrolment.State.DECLINED]
    found = (
        Enrolment.objects.filter(member=member, cohort__closed_at=None)
        .exclude(state__in=gone)
        .select_related("cohort__programme")
        .order_by("cohort__starts_on", "role")
    )
    return [
        InvitedTo(
            programme=each.cohort.programme.name,
            role=each.get_role_display(),
            starts_on=each.cohort.starts_on,
            ends_on=each.cohort.ends_on,
            time=_time_of(each),
            coordinators=_coordinators_of(each),
        )
        for each in found
    ]


def _time_of(enrolment: Enrolment) -> str:
    weeks = enrolment.cohort.programme.weeks_between_meetings
    count = max(1, round(enrolment.cohort.length_in_weeks / weeks))
    every = ngettext("one a week", "one every %(weeks)d weeks", weeks) % {"weeks": weeks}
    words = ngettext("about %(count)d meeting, %(every)s", "about %(count)d meetings, %(every)s", count)
    return words % {"count": count, "every": every}


def _coordinators_of(enrolment: Enrolment) -> str:
    found = Coordination.objects.filter(programme=enrolment.cohort.programme_id).select_related("member")
    return names_of([each.member for each in found.order_by(ByName("member__display_name"), "pk")])


kind = kinds.MessageKind(KIND, gettext_lazy("Invitations"), compose, Audience.INVITED, optional=False)
