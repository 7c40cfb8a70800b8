from typing import Any

from django.apps import AppConfig
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

# What an organisation admin reads of the audit log; who was proposed to whom is not theirs to know.
WORDS_FOR_ADMINS = {
    "programme.created": _("created a programme"),
    "programme.edited": _("changed a programme"),
    "programme.coordinator-added": _("put a coordinator in charge of a programme"),
    "programme.coordinator-removed": _("relieved a coordinator of a programme"),
    "cohort.created": _("opened a cohort"),
    "cohort.edited": _("changed a cohort"),
    "cohort.closed": _("closed a cohort"),
    "cohort.reopened": _("opened a cohort again"),
    "guide.edited": _("changed a stage guide"),
    "question.added": _("added a question"),
    "question.edited": _("changed a question"),
    "question.removed": _("removed a question"),
    "criterion.added": _("added a matching rule"),
    "criterion.edited": _("changed a matching rule"),
    "criterion.removed": _("removed a matching rule"),
    "import.applied": _("imported people"),
    "import.discarded": _("discarded an import"),
    "import.stopped": _("stopped an import"),
    "question.ordered": _("said the order of a question's choices"),
    "matching.run": _("ran a matching"),
    "matching.confirmed": _("proposed the pairs of a matching"),
    "proposal.deadline-changed": _("changed the last day of a proposal"),
    "proposal.withdrawn": _("withdrew a proposal"),
    "proposal.released": _("released a proposal that was not answered in time"),
}
FORMER_WORDS = {"programme.taken-over": _("took a programme over")}


class ProgrammesConfig(AppConfig):
    name = "programmes"
    verbose_name = _("Programmes and matching")  # a heading of the preferences

    def ready(self) -> None:
        from notifications import kinds
        from organisations import member_flags
        from organisations.audit_words import describe
        from organisations.signals import member_dismissed, member_invited, member_joined
        from programmes import coordinator_removal, invitations, mails
        from programmes.models import Coordination, Enrolment, Proposal
        from programmes.models.enrolments import ROLE_CHOICES
        from web import navigation

        either = Q(mentor__member=OuterRef("pk")) | Q(mentee__member=OuterRef("pk"))
        member_flags.register(
            "has_proposals", Exists(Proposal.objects.open().filter(either)), first_page=True
        )
        coordinates = Exists(Coordination.objects.filter(member=OuterRef("pk")))
        member_flags.register("is_enrolled", Exists(Enrolment.objects.filter(member=OuterRef("pk"))))
        member_flags.register("is_coordinator", coordinates, role=_("Programme coordinator"))
        for role, label in ROLE_CHOICES:
            takes_part = Enrolment.objects.accepted().filter(member=OuterRef("pk"), role=role)
            member_flags.register(f"is_{role}", Exists(takes_part), role=label)
        navigation.register(
            navigation.NavigationEntry(
                _("Programmes"),
                "programmes",
                "programmes",
                order=50,
                visible=lambda member: member.is_enrolled or works_here(member),
                section="/programmes/",
            )
        )
        mails.register_kinds()
        kinds.register(invitations.kind)
        member_invited.connect(invitations.tell_the_invited)
        member_joined.connect(mails.tell_whoever_joined)
        member_dismissed.connect(coordinator_removal.when_dismissed)
        describe(WORDS_FOR_ADMINS, FORMER_WORDS)


def works_here(member: Any) -> bool:
    """Tell whether a member, as a request loads them, coordinates programmes or may make some."""
    return bool(member.is_coordinator or member.may_design_programmes)
