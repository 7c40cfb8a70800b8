"""Questions that are put together once: they must answer each time as a fresh queryset would."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from organisations import tenancy
from organisations.models import Member
from organisations.prepared_queries import prepared_query
from tests import make
from tests.budget import questions

pytestmark = pytest.mark.django_db


@pytest.fixture
def riverside():
    organisation = make.organisation("riverside")
    with tenancy.inside(organisation.pk):
        yield organisation


def test_each_call_answers_for_its_own_values_in_one_query(riverside):
    maya, ines = make.member(riverside, "Maya Lindqvist"), make.member(riverside, "Ines Duarte")

    @prepared_query
    def named(key: UUID, name: str) -> QuerySet[Member]:
        return Member.objects.filter(pk=key, display_name=name).select_related("organisation")

    with questions() as asked:
        assert named(maya.pk, "Maya Lindqvist")[0].organisation == riverside
        assert named(ines.pk, name="Ines Duarte") == [ines]
        assert named(ines.pk, "Maya Lindqvist") == []
    assert len(asked) == 3


def test_the_database_plans_it_a_few_times_and_then_no_more(riverside, planned_as_ever):
    @prepared_query
    def called(name: str) -> QuerySet[Member]:
        return Member.objects.filter(called=name)

    for number in range(8):
        assert called(f"Nobody {number}") == []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT custom_plans, generic_plans FROM pg_prepared_statements WHERE statement LIKE '%%called\" = $1%%'"
        )
        assert cursor.fetchall() == [(5, 3)]


def test_nothing_is_kept_where_a_pooler_would_mix_it_up(riverside, settings, planned_as_ever):
    settings.DATABASE_PREPARES = False

    @prepared_query
    def called(name: str) -> QuerySet[Member]:
        return Member.objects.filter(called=name)

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        (before,) = cursor.fetchone()
        assert called("Nobody") == []
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        assert cursor.fetchone() == (before,)


def test_other_questions_are_not_kept_by_the_database(riverside, planned_as_ever):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        (before,) = cursor.fetchone()
        for _ in range(8):
            assert not Member.objects.filter(called="Nobody").exists()
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        assert cursor.fetchone() == (before,)


def test_instances_stand_for_their_keys_and_times_for_themselves(riverside):
    maya = make.member(riverside, "Maya Lindqvist")

    @prepared_query
    def others(member, before):
        return Member.objects.exclude(pk=member.pk).filter(created_at__lt=before)

    assert others(maya, timezone.now()) == []
    ines = make.member(riverside, "Ines Duarte")
    assert others(maya, timezone.now()) == [ines]
    assert others(ines, timezone.now()) == [maya]
    assert others(ines, timezone.now() - timedelta(days=1)) == []


def test_what_is_prefetched_comes_along(riverside):
    maya = make.member(riverside, "Maya Lindqvist", admin=True)

    @prepared_query
    def with_appointments(key):
        return Member.objects.filter(pk=key).prefetch_related("appointments")

    for _ in range(2):
        with questions() as asked:
            (found,) = with_appointments(maya.pk)
            assert [each.role for each in found.appointments.all()] == ["admin"]
        assert len(asked) == 2


def test_a_value_that_would_go_stale_is_refused(riverside):
    @prepared_query
    def asks_the_clock(key):
        return Member.objects.filter(pk=key, created_at__lt=timezone.now())

    @prepared_query
    def computes(moment):
        return Member.objects.filter(created_at__gt=moment - timedelta(days=7))

    with pytest.raises(ValueError, match="asks_the_clock"):
        asks_the_clock(riverside.pk)
    with pytest.raises(ValueError, match="computes"):
        computes(timezone.now())
