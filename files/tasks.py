"""What beat starts: removing bytes that nothing refers to any more."""

from celery import shared_task

from files import cleanup


@shared_task  # type: ignore[untyped-decorator]  # celery carries no types
def remove_the_forgotten() -> int:
    """Remove the bytes of rows that were removed since the last round."""
    return cleanup.remove_the_forgotten()


@shared_task  # type: ignore[untyped-decorator]
def remove_the_unknown() -> int:
    """Remove bytes that were written for something that was then undone."""
    return cleanup.remove_the_unknown()
