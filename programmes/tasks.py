"""What beat starts and workers do for programmes. The broker carries ids only."""

from uuid import UUID

from celery import shared_task

from programmes import deadlines, import_jobs


@shared_task  # type: ignore[untyped-decorator]  # celery carries no types
def run_import(organisation: str, member: str, import_job: str) -> None:
    """Take a long list of people into its cohort."""
    import_jobs.run(UUID(organisation), UUID(member), UUID(import_job))


@shared_task  # type: ignore[untyped-decorator]
def run_waiting_imports() -> int:
    """Hand on what the broker lost or a worker left behind; return how many lists."""
    waiting = import_jobs.list_waiting()
    for ids in waiting:
        run_import.delay(*(str(each) for each in ids))
    return len(waiting)


@shared_task  # type: ignore[untyped-decorator]
def release_proposals() -> int:
    """Close the proposals that were not answered in time; return how many."""
    return sum(deadlines.release(*ids) for ids in deadlines.overdue())
