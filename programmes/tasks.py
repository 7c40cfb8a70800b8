"""What beat starts and workers do for programmes. The broker carries ids only."""

from uuid import UUID

from celery import shared_task

from programmes import deadlines, takings


@shared_task  # type: ignore[untyped-decorator]  # celery carries no types
def take_list(organisation: str, member: str, taking: str) -> None:
    """Take a long list of people into its cohort."""
    takings.take(UUID(organisation), UUID(member), UUID(taking))


@shared_task  # type: ignore[untyped-decorator]
def take_lists_that_wait() -> int:
    """Hand on what the broker lost or a worker left behind; return how many lists."""
    waiting = takings.waiting()
    for ids in waiting:
        take_list.delay(*(str(each) for each in ids))
    return len(waiting)


@shared_task  # type: ignore[untyped-decorator]
def release_proposals() -> int:
    """Close the proposals that were not answered in time; return how many."""
    return sum(deadlines.release(*ids) for ids in deadlines.overdue())
