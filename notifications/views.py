"""What a person wants to be told, and leaving one kind of message by the link in a mail."""

from collections.abc import Collection

from django.apps import apps
from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from notifications import kinds, unsubscribing
from notifications.kinds import MessageKind
from notifications.models import Preference
from organisations.access import MemberRequest
from web.responses import link_ended, read_or_write


@read_or_write
def preferences(request: MemberRequest) -> HttpResponse:
    """Choose which kinds of messages come by e-mail."""
    if request.method == "POST":
        wanted = set(request.POST.getlist("kind"))
        with transaction.atomic():
            for kind in kinds.optional():
                Preference.objects.update_or_create(
                    organisation=request.organisation,
                    member=request.member,
                    kind=kind.name,
                    defaults={"wanted": kind.name in wanted},
                )
        messages.info(request, _("Your choice is saved."))
        return redirect("preferences")
    refused = set(
        Preference.objects.filter(member=request.member, wanted=False).values_list("kind", flat=True)
    )
    return render(request, "notifications/preferences.html", {"groups": _group_choices(refused)})


def _group_choices(refused: Collection[str]) -> list[tuple[str | Promise, list[tuple[MessageKind, bool]]]]:
    """Return what can be switched off by what it is about, each with whether it is wanted."""
    groups: dict[str, list[tuple[MessageKind, bool]]] = {}
    for kind in kinds.optional():
        groups.setdefault(kind.app, []).append((kind, kind.name not in refused))
    named = [(apps.get_app_config(app).verbose_name, choices) for app, choices in groups.items()]
    return sorted(named, key=lambda group: str(group[0]))


@csrf_exempt  # mail programs post without a cookie (RFC 8058); the link itself is signed
@read_or_write
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Leave one kind of message: the mail program's one click posts; a person who follows the link is asked."""
    try:
        organisation, member, kind_name = unsubscribing.read(token)
        kind = kinds.get(kind_name)
    except (signing.BadSignature, KeyError, ValueError):
        return link_ended(request)
    if request.method == "POST":
        unsubscribing.stop(organisation, member, kind_name)
    context = {"kind": kind, "done": request.method == "POST"}
    return render(request, "notifications/unsubscribe.html", context)
