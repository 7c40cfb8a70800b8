"""What is done in and to an organisation. Each action is one transaction and leaves a line in the audit log."""

from datetime import timedelta

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import SpentLink, User
from organisations import audit, links, tenancy
from organisations.models import Appointment, Invitation, Member, Organisation, known_time_zones
from organisations.signals import member_appointed, member_dismissed, member_invited, member_joined
from web import dates

INVITATION_LASTS = timedelta(days=30)


class OrganisationError(ValueError):
    """What cannot be done, in words for the person who tried."""


@transaction.atomic
def found_organisation(
    *, by: User, name: str, slug: str, time_zone: str, language: str = "en-gb", link: str = ""
) -> Member:
    """Create an organisation with its first admin, who may also design programmes; return that member.

    Args:
        link: the founding link that was followed, if one was; it is spent by this.

    Raises:
        OrganisationError: the address is taken, or the link was used already.
    """
    if link:
        _spend(link)
    with connection.cursor() as cursor:
        cursor.execute("SELECT uuidv7()")
        organisation_id = cursor.fetchone()[0]
    with tenancy.inside(organisation_id):
        try:
            with transaction.atomic():
                organisation = Organisation.objects.create(
                    id=organisation_id, name=name, slug=slug, time_zone=time_zone, language=language
                )
        except IntegrityError:
            raise OrganisationError(_("This address is taken. Choose another.")) from None
        member = Member.objects.create(
            organisation=organisation, user=by, email=by.email, display_name=by.name or by.email
        )
        audit.record("organisation.founded", on=member, by=member)
        for role in Appointment.Role:
            appoint(member=member, role=role, by=member)
    return member


def _spend(link: str) -> None:
    try:
        with transaction.atomic():
            SpentLink.objects.create(digest=links.digest(link))
    except IntegrityError:
        raise OrganisationError(_("This link was used already. Ask for a new one.")) from None


@transaction.atomic
def add_member(*, organisation: Organisation, email: str, name: str, by: Member | None) -> Member:
    """Return the member with this address, adding them when there is none. Being added asks nothing of anyone yet."""
    same_address = Member.objects.filter(email__iexact=email)
    found = same_address.first() or Member.objects.filter(mail_address__iexact=email).first()
    if found:
        return found
    try:
        with transaction.atomic():
            member = Member.objects.create(organisation=organisation, email=email.lower(), display_name=name)
    except IntegrityError:  # somebody else added them just now
        return same_address.get()
    audit.record("member.added", on=member, by=by)
    return member


@transaction.atomic
def change_organisation(*, organisation: Organisation, by: Member) -> None:
    """Store what an admin changed about the organisation itself."""
    organisation.save()
    audit.record("organisation.changed", on=by, by=by)


@transaction.atomic
def change_self(*, member: Member) -> None:
    """Store what a member changed about how they are named and which clock they live by."""
    member.save(update_fields=["display_name", "called", "time_zone"])
    audit.record("member.changed", on=member, by=member)


@transaction.atomic
def correct_member(*, member: Member, name: str, email: str, by: Member) -> None:
    """Correct the name and the address of somebody who has yet to join.

    An open invitation ends with the address that it went to: whoever reads mail there is somebody else.

    Raises:
        OrganisationError: they have joined, somebody else has this address, or they have a role that only an admin
            gives, so that a wrong address would hand the role to a stranger.
    """
    locked = Member.objects.select_for_update(of=["self"]).get(pk=member.pk)
    refuse_when_appointed(member=locked, by=by)
    if locked.has_joined:
        raise OrganisationError(_("They have joined, so only they themselves can change this."))
    email = email.lower()
    was = locked.email
    others = Member.objects.exclude(pk=locked.pk)
    if others.filter(Q(email__iexact=email) | Q(mail_address__iexact=email)).exists():
        raise OrganisationError(_("Somebody else here has this address already."))
    locked.display_name, locked.email = name, email
    try:
        with transaction.atomic():
            locked.save(update_fields=["display_name", "email"])
    except IntegrityError:  # somebody else was added with it just now
        raise OrganisationError(_("Somebody else here has this address already.")) from None
    audit.record("member.corrected", on=locked, by=by)
    invitation = Invitation.objects.filter(member=locked).first()
    if invitation and invitation.is_open and email != was:
        withdraw_invitation(invitation=invitation, by=by)


def refuse_when_appointed(*, member: Member, by: Member) -> None:
    """Raise OrganisationError where a member has a role in the organisation and who acts is no admin of it."""
    if not Appointment.objects.filter(member=member).exists():
        return
    if not Appointment.objects.filter(member=by, role=Appointment.Role.ADMIN).exists():
        raise OrganisationError(_("They have a role in the organisation. Ask an organisation admin."))


@transaction.atomic
def appoint(*, member: Member, role: str, by: Member) -> Appointment:
    """Make a member an admin or a coordinator of the organisation; doing it twice changes nothing."""
    if not Appointment.objects.filter(member=member, role=role).exists():
        member_appointed.send(sender=Member, member=member, role=role, by=by)
    appointment, added = Appointment.objects.get_or_create(
        organisation_id=member.organisation_id, member=member, role=role, defaults={"by": by}
    )
    if added:
        audit.record("member.appointed", on=member, by=by, role=str(role))
    return appointment


@transaction.atomic
def dismiss(*, member: Member, role: str, by: Member, successor: Member | None = None) -> None:
    """Remove a role.

    Args:
        successor: another coordinator, who takes over what would be left to nobody.

    Raises:
        OrganisationError: it would leave the organisation without an admin.
        ValueError: something above would be left to nobody, as whoever hears of the dismissal says in its words.
    """
    admins = Appointment.objects.select_for_update().filter(role=Appointment.Role.ADMIN)
    if role == Appointment.Role.ADMIN and not [each for each in admins if each.member_id != member.pk]:
        raise OrganisationError(
            _("Somebody has to look after the organisation. Appoint another admin first.")
        )
    removed, _rows = Appointment.objects.filter(member=member, role=role).delete()
    if removed:
        audit.record("member.dismissed", on=member, by=by, role=role)
        member_dismissed.send(sender=Member, member=member, role=role, by=by, successor=successor)


@transaction.atomic
def invite(*, member: Member, by: Member) -> Invitation:
    """Ask a member to connect an account, by a fresh link that is mailed to them; earlier links stop working.

    Raises:
        OrganisationError: they have joined already, or were asked so short a time ago that another mail has to wait.
    """
    if member.has_joined:
        raise OrganisationError(_("%(name)s has joined already.") % {"name": member.display_name})
    Member.objects.select_for_update(of=["self"]).get(pk=member.pk)  # two who press at once send one mail
    earlier = Invitation.objects.filter(member=member).first()
    if earlier and not earlier.may_be_repeated:
        moment = dates.plain_moment(earlier.again_from)
        raise OrganisationError(
            _("%(name)s was invited a short while ago. You can invite them again from %(moment)s.")
            % {"name": member.display_name, "moment": moment}
        )
    invitation, _created = Invitation.objects.update_or_create(
        organisation_id=member.organisation_id,
        member=member,
        defaults={
            "by": by,
            "sent_at": timezone.now(),
            "expires_at": timezone.now() + INVITATION_LASTS,
            "accepted_at": None,
            "times": earlier.times + 1 if earlier else 1,
        },
    )
    audit.record("member.invited", on=member, by=by)
    member_invited.send(sender=Invitation, invitation=invitation)
    return invitation


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: User, time_zone: str = "") -> Member:
    """Connect an account with the member who was invited; with their earlier membership when they have one.

    Args:
        time_zone: what the browser says, for somebody who has chosen none; one that we do not know is not taken.

    Raises:
        OrganisationError: the link was used already or has run out, or the account has not shown that the address
            the invitation went to is its own: a forwarded link lets nobody in.
    """
    invitation = (
        Invitation.objects.select_for_update(of=["self"]).select_related("member").get(pk=invitation.pk)
    )
    if not invitation.is_open:
        raise OrganisationError(_("This link does not work any more. Ask for a new one."))
    if not user.has_confirmed(invitation.member.email):
        raise OrganisationError(
            _(
                "This invitation is for %(email)s. Sign in with that address, or add it to your account and confirm it."
            )
            % {"email": invitation.member.email}
        )
    if Member.objects.filter(user=user).exists():
        raise OrganisationError(_("Your account belongs to this organisation already, as another person."))
    member: Member = invitation.member
    member.user = user
    if not member.time_zone and time_zone in known_time_zones():
        member.time_zone = time_zone
    member.save(update_fields=["user", "time_zone"])
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    audit.record("member.joined", on=member, by=member)
    member_joined.send(sender=Member, member=member)
    return member


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Member) -> None:
    """Let an invitation's link work no longer; the person stays where they were put, and can be invited again.

    Raises:
        OrganisationError: it was accepted or has run out already.
    """
    invitation = (
        Invitation.objects.select_for_update(of=["self"]).select_related("member").get(pk=invitation.pk)
    )
    if not invitation.is_open:
        raise OrganisationError(_("This invitation was accepted or has run out already."))
    invitation.expires_at = timezone.now()
    invitation.save(update_fields=["expires_at"])
    audit.record("member.invitation-withdrawn", on=invitation.member, by=by)
