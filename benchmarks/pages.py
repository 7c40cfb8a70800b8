"""What the house costs on top of its SQL.

For each page three things are measured in turn, many times over, in one process: a bare Django view that answers
with as many bytes, a bare view that first runs the SQL which the page runs, and the page itself through the whole
middleware. Printed are medians and the page's ratio to the second; the budget is three. The bare view sends its SQL as
Django does, each time anew; the page has the database keep the plans of what is asked often.

    bin/benchmark
"""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

ROUNDS, WARM_UP = 150, 15
BUDGET = 3.0
ANSWERS = 500
NOT_SQL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")

_body = b""
_statements: list[tuple[str, Any]] = []  # SQL and its values


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_body)


def bare_with_sql(request: HttpRequest) -> HttpResponse:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement, values in _statements:
            cursor.execute(statement, values)
            if cursor.description:
                cursor.fetchall()
    return HttpResponse(_body)


urlpatterns = [path("bare/", bare), path("bare-with-sql/", bare_with_sql)]


def only_these(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """The one middleware of the bare views: they stand beside the product's addresses."""

    def serve(request: HttpRequest) -> HttpResponse:
        request.urlconf = __name__
        return get_response(request)

    return serve


@dataclass(frozen=True)
class Result:
    """Medians in milliseconds."""

    page: str
    queries: int
    kilobytes: float
    bare: float
    sql: float
    whole: float
    p95: float

    @property
    def ratio(self) -> float:
        return self.whole / self.sql


def measure(page: str, email: str) -> Result:
    """Measure one page as one person.

    Raises:
        RuntimeError: the page does not answer with 200.
    """
    global _body, _statements  # the bare views have no other way to hear of it
    from accounts.models import User

    whole = Client()
    whole.force_login(User.objects.get(email=email))
    _statements = []
    with connection.execute_wrapper(_note):
        response = whole.get(page)
    if response.status_code != 200:
        raise RuntimeError(f"{page}: {response.status_code}")
    _body = response.content
    with override_settings(MIDDLEWARE=["benchmarks.pages.only_these"]):
        plain = Client()
        plain.get("/bare/")  # loads its middleware, once and for all
    times = interleaved(
        [lambda: plain.get("/bare/"), lambda: plain.get("/bare-with-sql/"), lambda: whole.get(page)]
    )
    medians = [statistics.median(each) for each in times]
    p95 = statistics.quantiles(times[2], n=20)[-1]
    return Result(page, len(_statements), len(_body) / 1024, *medians, p95)


def _note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Keep what a page asks the database."""
    if not sql.startswith(NOT_SQL):
        _statements.append((sql, params))
    return execute(sql, params, many, context)


def interleaved(visits: list[Callable[[], Any]]) -> list[list[float]]:
    """Time each of the visits in turn, again and again; milliseconds."""
    times: list[list[float]] = [[] for _ in visits]
    for round_ in range(WARM_UP + ROUNDS):
        for each, visit in zip(times, visits, strict=True):
            begun = time.perf_counter()
            response = visit()
            elapsed = (time.perf_counter() - begun) * 1000
            assert response.status_code == 200
            if round_ >= WARM_UP:
                each.append(elapsed)
    return times


def pages() -> list[tuple[str, str]]:
    """The pages to measure, with who looks at them."""
    from accounts.models import User
    from cop.models import Community
    from development_plans.models import Plan
    from organisations import tenancy
    from partnerships.models import Partnership
    from programmes.models import Cohort

    mentee = User.objects.get(email="mentee@riverside.example")
    coordinator = User.objects.get(email="coordinator@riverside.example")
    with transaction.atomic():
        found = tenancy.enter_by_slug("riverside", mentee.pk)
        assert found
        partnership = Partnership.objects.filter(parties__member=found[1]).order_by("began_at").first()
        community = Community.objects.get(name="New lecturers")
        # One that waits for another, follows a third, is shared, and has comments: the fullest page of a plan.
        plan = Plan.objects.with_waiting().filter(owner=found[1], waits=True).exclude(follows=None).get()
        found = tenancy.enter_by_slug("riverside", coordinator.pk)
        assert found
        cohort = (
            Cohort.objects.filter(programme__coordinations__member=found[1]).order_by("starts_on").first()
        )
    assert partnership
    assert cohort
    return [
        ("/riverside/", mentee.email),
        ("/riverside/", coordinator.email),
        (f"/riverside/partnerships/{partnership.pk}/", mentee.email),
        (f"/riverside/programmes/cohorts/{cohort.pk}/", coordinator.email),
        (f"/riverside/communities/{community.pk}/", mentee.email),
        (f"/riverside/plans/{plan.pk}/", mentee.email),
        ("/riverside/portfolio/", mentee.email),
        long_thread(mentee.email),
    ]


def long_thread(email: str) -> tuple[str, str]:
    """A thread with 500 answers in a community of theirs, which is begun when there is none.

    What is measured is what its readers open: what begins it and the last answers, as many as the page shows at once
    (``cop.queries.threads.WINDOW``). Each has fifteen words in bold, which is more to render than most people write.
    """
    from accounts.models import User
    from cop.actions import threads
    from cop.models import Community, Post, Thread
    from organisations import tenancy
    from organisations.models import Member

    with transaction.atomic():
        found = tenancy.enter_by_slug("riverside", User.objects.get(email=email).pk)
        assert found
        member = Member.objects.select_related("organisation").get(pk=found[1])
        community = Community.objects.visible_to(member).standing().select_related("programme").first()
        assert community
        last = Post.objects.filter(thread__community=community, number=ANSWERS).first()
        thread = last.thread if last else None
        if thread is None:
            thread = threads.begin(
                community=community,
                kind=Thread.Kind.ADVICE,
                title="A long thread",
                body="Words. " * 40,
                by=member,
            )
            for number in range(ANSWERS):
                threads.answer(
                    thread=thread, body=f"Answer {number}. " + "Some **more** words. " * 15, by=member
                )
    return f"/riverside/communities/{community.pk}/threads/{thread.pk}/", email


def main() -> int:
    results = [measure(page, email) for page, email in pages()]
    print(f"{'page':<75}{'queries':>8}{'KB':>7}{'bare':>8}{'+ SQL':>8}{'page':>8}{'p95':>8}{'ratio':>7}")
    for r in results:
        print(
            f"{r.page:<75}{r.queries:>8}{r.kilobytes:>7.1f}{r.bare:>8.2f}{r.sql:>8.2f}{r.whole:>8.2f}"
            f"{r.p95:>8.2f}{r.ratio:>7.2f}"
        )
    return int(any(result.ratio > BUDGET for result in results))


if __name__ == "__main__":
    sys.exit(main())
