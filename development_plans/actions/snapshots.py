"""Counting plans by the week, for coordinators. The database counts: nobody else sees whose plan stands where."""

from django.db import connection


def take_snapshots() -> int:
    """Count the plans of each cohort that was not counted this week; return how many cohorts those were.

    For work as the organisation itself: with a member, nothing is counted.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT development_plans_take_snapshots()")
        taken: int = cursor.fetchone()[0]
    return taken
