"""Every address below ``/<organisation>/`` is served inside that organisation, as one of its members."""

import re
from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import get_script_prefix, set_script_prefix

from organisations import tenancy
from organisations.member_flags import member_with_facts
from organisations.models import RESERVED_SLUGS
from web import dates

URLCONF = "mentoring_platform.organisation_urls"
SLUG = re.compile(r"\A[a-z0-9-]{1,40}\Z")

# Coming in is nobody's organisation's: these pages stand outside, wherever a link to them was followed.
SIGNING_IN = ("accounts/login/", "accounts/signup/", "accounts/password/reset/")


class OrganisationMiddleware:
    """Finds the organisation and the member, then serves the rest of the path in one walled transaction.

    A stranger gets 404, as for an organisation that does not exist: existence is private. The organisation's part
    of the path moves into the script name, so that reversing an address stays short and stays inside. An error in
    the view rolls everything back; "not found" only what was written before it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.organisation = request.member = None  # type: ignore[attr-defined]
        slug, slash, rest = request.path_info.lstrip("/").partition("/")
        if not slash or slug in RESERVED_SLUGS or not SLUG.match(slug):
            return self._serve_platform(request, slug)
        if rest.startswith(SIGNING_IN):
            return redirect(f"/{rest}")
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        with tenancy.request_transaction():
            found = tenancy.enter_by_slug(slug, request.user.pk)
            if not found or not found[1]:
                raise Http404
            member = member_with_facts(found[1], first_page=not rest)
            request.member, request.organisation = member, member.organisation  # type: ignore[attr-defined]
            with dates.speaking_in(member.zone):
                return self._serve_inside(request, slug, rest)

    def _serve_platform(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        if slug == "admin" and request.user.is_authenticated and request.user.is_staff:
            with tenancy.as_operator():
                return self.get_response(request)
        return self.get_response(request)

    def _serve_inside(self, request: HttpRequest, slug: str, rest: str) -> HttpResponseBase:
        outside = get_script_prefix()
        request.urlconf = URLCONF
        request.META["SCRIPT_NAME"] = f"{outside.rstrip('/')}/{slug}"
        request.path_info = f"/{rest}"
        set_script_prefix(f"{outside}{slug}/")
        try:
            return self.get_response(request)
        finally:
            set_script_prefix(outside)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Roll back what the view did; the error page that follows asks the database nothing."""
        if getattr(request, "member", None):
            not_found = isinstance(exception, Http404 | PermissionDenied)
            transaction.set_rollback(not not_found or tenancy.has_written())
        return None
