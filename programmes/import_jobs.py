"""Long lists are taken by a worker: from the coordinator's word to people in the cohort, or to why not.

The database knows what is to be done (:class:`programmes.models.Taking`); the broker only says that it is time. A list
is in the hands of whoever has locked its row: a worker that dies lets go of it, and the next one begins afresh, since
nothing is written before all of it is. Beat hands on what the broker lost.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.core.cache import caches
from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from organisations import tenancy
from organisations.models import Member
from programmes import actions
from programmes.errors import ProgrammeError
from programmes.models import Cohort, Import, ImportJob

log = logging.getLogger(__name__)

ATTEMPTS = 3
# Beat leaves a fresh one to the message that is on its way already.
FRESH = timedelta(seconds=50)
PROGRESS_LASTS = timedelta(minutes=10)


def begin_import(*, import_: Import, by: Member) -> ImportJob:
    """Have a list taken by a worker as soon as this transaction is through; asking twice is asking once.

    Raises:
        ProgrammeError: it was taken already.
    """
    import_job = actions.request_import(import_=import_, by=by)
    # Robust: without a broker the list waits, and beat hands it on when there is one again.
    transaction.on_commit(partial(_hand_on, import_job), robust=True)
    return import_job


def _hand_on(import_job: ImportJob) -> None:
    from programmes.tasks import run_import

    ids = (import_job.organisation_id, import_job.by_id, import_job.pk)
    run_import.apply_async([str(each) for each in ids], retry=False)


def list_waiting() -> list[tuple[UUID, UUID, UUID]]:
    """Return (organisation, member, taking) of every list that somebody waits for, across organisations."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT organisation, member, job FROM programmes_import_jobs_waiting(%s)",
            [timezone.now() - FRESH],
        )
        return list(cursor.fetchall())


def run(organisation: UUID, member: UUID, key: UUID) -> None:
    """Take a list as the member who asked for it; do nothing where that is done, stopped or in other hands.

    A failure that is not the list's is raised after the attempt was counted; after the last attempt the member is told.
    """
    enter = partial(tenancy.inside, organisation, member)
    with enter():
        import_job = _claimed(key)
        if import_job is None:
            return
        last = import_job.attempts >= ATTEMPTS
    with translation.override(import_job.by.organisation.language):
        try:
            with enter():
                _take(import_job)
        except actions.StoppedError:
            return
        except ProgrammeError as refused:
            with enter():
                actions.refuse_import_job(import_job=import_job, why=refused.message)
        except Exception:
            if last:
                with enter():
                    actions.fail_import_job(import_job=import_job)
            raise


def _claimed(key: UUID) -> ImportJob | None:
    """Count an attempt, unless somebody has the list in hand or nobody waits for it."""
    import_job = ImportJob.objects.open().select_related("by__organisation").filter(pk=key).first()
    if import_job is None or not Import.objects.select_for_update(skip_locked=True).filter(
        pk=import_job.list_id
    ):
        return None
    if import_job.attempts >= ATTEMPTS:
        actions.fail_import_job(import_job=import_job)
        return None
    import_job.attempts += 1
    import_job.save(update_fields=["attempts"])
    return import_job


def _take(import_job: ImportJob) -> None:
    if not Import.objects.select_for_update(skip_locked=True).filter(pk=import_job.list_id):
        return  # somebody was quicker
    if not Cohort.objects.coordinated_by(import_job.by).filter(imports=import_job.list_id).exists():
        raise ProgrammeError(_("You do not coordinate this programme any more."))
    actions.run_import(import_job=import_job, by=import_job.by, tell=partial(note_progress, import_job.pk))


def _key(import_job: UUID) -> str:
    return f"taking:{import_job}"


def note_progress(import_job: UUID, percent: int) -> None:
    """Keep how far a list has come, for :func:`progress`; without a place for it, it is not kept."""
    _quietly(lambda: caches["progress"].set(_key(import_job), percent, PROGRESS_LASTS.total_seconds()))


def progress(import_job: ImportJob) -> int | None:
    """Return how much of the work is done, in percent; None where that is not known."""
    percent = _quietly(lambda: caches["progress"].get(_key(import_job.pk)))
    return percent if isinstance(percent, int) else None


def _quietly(ask: Callable[[], object]) -> object:
    """How far something has come is worth no failure."""
    try:
        return ask()
    except Exception:  # noqa: BLE001  # whatever the store of such numbers raises
        log.warning("How far a list has come cannot be kept or read.")
        return None
