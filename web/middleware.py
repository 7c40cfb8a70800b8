"""Headers for pages that belong to a person, and what holds for every request before it is read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from web import htmx

PERMISSIONS_POLICY = ", ".join(  # noqa: FLY002  (one a line reads better)
    [
        "accelerometer=()",
        "camera=()",
        "display-capture=()",
        "geolocation=()",
        "gyroscope=()",
        "microphone=()",
        "payment=()",
        "usb=()",
        "publickey-credentials-create=(self)",
        "publickey-credentials-get=(self)",
    ]
)


class PersonalPagesMiddleware:
    """Keeps personal pages out of every cache and tells the browser what the platform never uses.

    Whoever carries a session cookie, or is handed one now, counts as a person: that costs no query. Static
    files are answered before this middleware and stay cacheable.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = htmx.follow_in_the_window(request, self.get_response(request))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if settings.SESSION_COOKIE_NAME in {*request.COOKIES, *response.cookies}:
            response.headers["Cache-Control"] = "no-store"
            patch_vary_headers(response, ["Cookie"])
        return response


class HeadMiddleware:
    """Answers HEAD as GET wherever GET is answered; the server leaves the body out.

    No view sees the method, so that none can take it for a POST.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method != "HEAD":
            return self.get_response(request)
        request.method = "GET"
        response = self.get_response(request)
        request.method = "HEAD"
        return response


class RequestSizeMiddleware:
    """Refuses a request that announces more than any form of ours takes, before a byte of it is read or stored.

    What announces no size is read as empty (Django believes ``Content-Length`` alone), so it needs no limit.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        announced = str(request.META.get("CONTENT_LENGTH") or "0")
        if announced.isdigit() and int(announced) > settings.LARGEST_REQUEST:
            largest = settings.LARGEST_REQUEST // (1024 * 1024)
            return render(request, "413.html", {"largest": largest}, status=413)
        return self.get_response(request)
