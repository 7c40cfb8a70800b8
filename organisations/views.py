"""Coming in: choosing, creating and joining an organisation; and looking after one."""

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.invited import note_invited
from accounts.models import User
from organisations import actions, links, tenancy
from organisations.access import MemberRequest, only
from organisations.audit_words import FORMER, WORDS
from organisations.forms import (
    DismissalForm,
    InvitationForm,
    MemberFilters,
    MemberForm,
    OrganisationForm,
    OrganisationSettingsForm,
    TrailFilters,
)
from organisations.member_flags import member_with_facts, members_with_facts
from organisations.models import Appointment, AuditEntry, Invitation, Member
from organisations.ordering import ByName
from web import dates, quiet_hours
from web.responses import done, form_page, link_ended, read_or_write

PEOPLE = 50


@require_GET
@login_required
def entrance(request: HttpRequest) -> HttpResponse:
    """Lead a signed-in person to their organisation; let them choose where they have several."""
    with tenancy.own_memberships(_account(request).pk):
        memberships: list[Any] = list(
            Member.objects.select_related("organisation").order_by(ByName("organisation__name"), "id")
        )
    if len(memberships) == 1:
        return redirect(f"/{memberships[0].organisation.slug}/")
    for membership in memberships:
        with tenancy.inside(membership.organisation_id, membership.pk):
            membership.known_as = member_with_facts(membership.pk).role_label
    context = {"memberships": memberships, "may_create": _may_create(request)}
    return render(request, "organisations/entrance.html", context)


def _account(request: HttpRequest) -> User:
    return cast("User", request.user)


def _founding_link(request: HttpRequest) -> str:
    """Return the link that lets somebody create an organisation, where one is needed for it."""
    needed = settings.WHO_MAY_CREATE_ORGANISATIONS == "invited"
    return request.GET.get("invitation", "") if needed else ""


def _may_create(request: HttpRequest) -> bool:
    policy = settings.WHO_MAY_CREATE_ORGANISATIONS
    if policy == "invited":
        return links.may_found(_founding_link(request), _account(request).email)
    return bool(policy == "anyone")


@read_or_write
@login_required
def new_organisation(request: HttpRequest) -> HttpResponse:
    """Create an organisation and become its first admin, where the installation allows that."""
    if not _may_create(request):
        if _founding_link(request):
            return link_ended(request)
        raise Http404
    form = OrganisationForm(request.POST or None)
    if form.is_valid():
        try:
            member = actions.found_organisation(
                by=_account(request), link=_founding_link(request), **form.cleaned_data
            )
        except actions.OrganisationError as error:
            form.add_error("slug", str(error))
        else:
            return HttpResponseRedirect(f"/{member.organisation.slug}/")
    status = 422 if form.errors else 200
    return render(request, "organisations/new_organisation.html", {"form": form}, status=status)


@read_or_write
@never_cache
def join(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Follow an invitation: see who asks, sign in or up, and connect the account."""
    made = links.read_join(token)
    if made is None:
        return link_ended(request)
    with transaction.atomic():
        invitation = links.find_invitation(*made) if tenancy.enter_by_slug(slug, None) else None
        joined = request.user.is_authenticated and invitation and invitation.member.user_id == request.user.pk
        if invitation is None or not (invitation.is_open or joined):
            return link_ended(request)
        if not request.user.is_authenticated:
            if request.method == "POST":
                return redirect_to_login(request.get_full_path())
            email = invitation.member.email
            note_invited(request, name=invitation.member.display_name, email=email)
            context = {"invitation": invitation, "has_account": User.objects.has_address(email)}
            return render(request, "organisations/join.html", context)
        if request.method == "POST":
            try:
                with transaction.atomic():
                    member = actions.accept_invitation(
                        invitation=invitation,
                        user=_account(request),
                        time_zone=request.POST.get("time_zone", ""),
                    )
            except actions.OrganisationError as error:
                context = _invited(request, invitation) | {"problem": str(error)}
                return render(request, "organisations/join.html", context, status=409)
            if member.time_zone:
                words = _("You see times as they are in %(zone)s. You can change that in your settings.")
                messages.info(request, words % {"zone": member.time_zone})
            return redirect(f"/{slug}/")
        if joined:
            return redirect(f"/{slug}/")
        return render(request, "organisations/join.html", _invited(request, invitation))


def _invited(request: HttpRequest, invitation: Invitation) -> dict[str, Any]:
    can_join = _account(request).has_confirmed(invitation.member.email)
    return {"invitation": invitation, "can_join": can_join}


@read_or_write
def member_settings(request: MemberRequest) -> HttpResponse:
    """Change one's own name and time zone here."""
    member = Member.objects.select_related("organisation").get(pk=request.member.pk)
    form = MemberForm(request.POST or None, instance=member)
    if form.is_valid():
        actions.change_self(member=member)
        messages.info(request, _("Your settings are saved."))
        return redirect("member_settings")
    status = 422 if form.errors else 200
    return render(request, "organisations/member_settings.html", {"form": form}, status=status)


@read_or_write
@only("is_admin")
def organisation_settings(request: MemberRequest) -> HttpResponse:
    """Change the organisation's name, time zone and language."""
    form = OrganisationSettingsForm(request.POST or None, instance=request.organisation)
    if form.is_valid():
        actions.change_organisation(organisation=form.instance, by=request.member)
        messages.info(request, _("The settings are saved."))
        return redirect("organisation_settings")
    status = 422 if form.errors else 200
    return render(request, "organisations/organisation_settings.html", {"form": form}, status=status)


@read_or_write
@only("is_admin")
def people(request: MemberRequest) -> HttpResponse:
    """See who is here and since when, who looks after what, and invite more people to do so."""
    form = InvitationForm(request.POST or None)
    if form.is_valid():
        wanted = form.cleaned_data
        with transaction.atomic():
            member = actions.add_member(
                organisation=request.organisation,
                email=wanted["email"],
                name=wanted["name"],
                by=request.member,
            )
            actions.appoint(member=member, role=wanted["role"], by=request.member)
        if member.has_joined:
            messages.info(request, _("%(name)s is appointed.") % {"name": member.display_name})
        else:
            _invite(request, member)
        return redirect("people")
    appointments = Appointment.objects.select_related("member__invitation").order_by(
        ByName("member__display_name"), "role"
    )
    filters = MemberFilters(request.GET)
    members = members_with_facts().select_related("invitation")
    context = {
        "form": form,
        "appointments": appointments,
        "filters": filters,
        "page": Paginator(filters.applied_to(members).in_order(), PEOPLE).get_page(request.GET.get("page")),
        "everyone": Member.objects.count(),
        "joined": Member.objects.exclude(user=None).count(),
    }
    return render(request, "organisations/people.html", context, status=422 if form.errors else 200)


@read_or_write
@only("is_admin")
def dismissal(request: MemberRequest, pk: str) -> HttpResponse:
    """Remove a role, after asking."""
    appointment = get_object_or_404(Appointment.objects.select_related("member"), pk=pk)
    form = DismissalForm(request.POST if request.method == "POST" else None, appointment=appointment)
    if form.is_valid() and done(
        form,
        lambda: actions.dismiss(
            member=appointment.member,
            role=appointment.role,
            successor=form.cleaned_data.get("successor"),
            by=request.member,
        ),
    ):
        messages.info(request, _("The role is removed."))
        return redirect("people")
    return form_page(request, "organisations/dismissal.html", form, {"appointment": appointment})


@require_POST
@only("is_admin")
def reinvitation(request: MemberRequest, pk: str) -> HttpResponse:
    """Send a fresh invitation to somebody who has not joined yet."""
    _invite(request, get_object_or_404(Member, pk=pk))
    return redirect("people")


@require_POST
@only("is_admin")
def invitation_withdrawal(request: MemberRequest, pk: str) -> HttpResponse:
    """Let an invitation's link work no longer."""
    invitation = get_object_or_404(Invitation.objects.select_related("member"), member=pk)
    try:
        actions.withdraw_invitation(invitation=invitation, by=request.member)
    except actions.OrganisationError as error:
        messages.error(request, str(error))
    else:
        words = _("The invitation of %(name)s is withdrawn: its link does not work any more.")
        messages.info(request, words % {"name": invitation.member.display_name})
    return redirect("people")


def _invite(request: MemberRequest, member: Member) -> None:
    """Invite somebody and say so, or say why not now."""
    try:
        actions.invite(member=member, by=request.member)
    except actions.OrganisationError as error:
        messages.error(request, str(error))
    else:
        messages.info(request, _invited_words(member))


def _invited_words(member: Member) -> str:
    until = quiet_hours.not_before(timezone.now(), member.zone, settings.QUIET_HOURS)
    if until is None:
        return _("%(name)s is invited by e-mail.") % {"name": member.display_name}
    with dates.speaking_in(member.zone, is_readers=not dates.differs_here(until, member.zone)):
        names = {"name": member.display_name, "time": dates.plain_clock(until)}
    return _("%(name)s is invited by e-mail. It is night there: the e-mail goes out at %(time)s.") % names


@require_GET
@only("is_admin")
def audit_log(request: MemberRequest) -> HttpResponse:
    """Read who did what and when; never what anyone wrote."""
    filters = TrailFilters(request.GET)
    words = WORDS | FORMER
    entries = AuditEntry.objects.filter(for_admins=True, action__in=words).select_related("by")
    page = Paginator(filters.applied_to(entries).order_by("-at", "-id"), 50).get_page(request.GET.get("page"))
    names = dict(
        Member.objects.filter(pk__in=[entry.subject_id for entry in page]).values_list("pk", "display_name")
    )
    lines = [(entry, words[entry.action], names.get(entry.subject_id, "")) for entry in page]
    return render(request, "organisations/audit_log.html", {"filters": filters, "page": page, "lines": lines})
