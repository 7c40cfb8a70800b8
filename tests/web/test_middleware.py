"""Personal pages stay out of caches, and htmx never swallows a redirect."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from django.views.decorators.http import require_POST

from web.middleware import HeadMiddleware, PersonalPagesMiddleware


def answer(response: HttpResponseBase, *, cookie: bool = False, htmx: bool = False) -> HttpResponseBase:
    request = RequestFactory().get("/", headers={"HX-Request": "true"} if htmx else {})
    if cookie:
        request.COOKIES[settings.SESSION_COOKIE_NAME] = "x"
    return PersonalPagesMiddleware(lambda _: response)(request)


def test_page_of_a_person_is_not_stored() -> None:
    response = answer(HttpResponse(headers={"Cache-Control": "max-age=60"}), cookie=True)
    assert response.headers["Cache-Control"] == "no-store"
    assert "Cookie" in response.headers["Vary"]


def test_page_that_signs_someone_in_is_not_stored() -> None:
    response = HttpResponse()
    response.set_cookie(settings.SESSION_COOKIE_NAME, "x")
    assert answer(response).headers["Cache-Control"] == "no-store"


def test_page_for_everyone_keeps_its_caching() -> None:
    response = answer(HttpResponse(headers={"Cache-Control": "max-age=60"}))
    assert response.headers["Cache-Control"] == "max-age=60"


def test_what_is_never_used_is_switched_off() -> None:
    response = answer(HttpResponse())
    assert "camera=()" in response.headers["Permissions-Policy"]
    assert "publickey-credentials-get=(self)" in response.headers["Permissions-Policy"]
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_redirect_is_followed_by_the_window_not_by_htmx() -> None:
    redirect = HttpResponseRedirect("/accounts/login/")
    redirect.set_cookie("kept", "1")
    response = answer(redirect, htmx=True)
    assert response.status_code == 200
    assert response.headers["HX-Redirect"] == "/accounts/login/"
    assert response.cookies["kept"].value == "1"


def test_redirect_without_htmx_stays_one() -> None:
    assert answer(HttpResponseRedirect("/x/")).status_code == 302


def test_head_is_answered_as_get_and_no_view_sees_it() -> None:
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request.method)
        return HttpResponse("words")

    request = RequestFactory().head("/")
    assert HeadMiddleware(view)(request).status_code == 200
    assert (seen, request.method) == (["GET"], "HEAD"), "the server still knows that no body goes out"


def test_a_view_that_takes_posts_alone_refuses_head() -> None:
    view = require_POST(lambda request: HttpResponse("done"))
    assert HeadMiddleware(view)(RequestFactory().head("/")).status_code == 405
