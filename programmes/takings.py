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
from programmes.models import Cohort, Import, Taking

log = logging.getLogger(__name__)

ATTEMPTS = 3
# Beat leaves a fresh one to the message that is on its way already.
FRESH = timedelta(seconds=50)
PROGRESS_LASTS = timedelta(minutes=10)


def begin(*, import_: Import, by: Member) -> Taking:
    """Have a list taken by a worker as soon as this transaction is through; asking twice is asking once.

    Raises:
        ProgrammeError: it was taken already.
    """
    taking = actions.ask_to_take(import_=import_, by=by)
    # Robust: without a broker the list waits, and beat hands it on when there is one again.
    transaction.on_commit(partial(_hand_on, taking), robust=True)
    return taking


def _hand_on(taking: Taking) -> None:
    from programmes.tasks import take_list

    ids = (taking.organisation_id, taking.by_id, taking.pk)
    take_list.apply_async([str(each) for each in ids], retry=False)


def waiting() -> list[tuple[UUID, UUID, UUID]]:
    """Return (organisation, member, taking) of every list that somebody waits for, across organisations."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT organisation, member, taking FROM programmes_takings_waiting(%s)",
            [timezone.now() - FRESH],
        )
        return list(cursor.fetchall())


def take(organisation: UUID, member: UUID, key: UUID) -> None:
    """Take a list as the member who asked for it; do nothing where that is done, stopped or in other hands.

    A failure that is not the list's is raised after the attempt was counted; after the last attempt the member is told.
    """
    enter = partial(tenancy.inside, organisation, member)
    with enter():
        taking = _claimed(key)
        if taking is None:
            return
        last = taking.attempts >= ATTEMPTS
    with translation.override(taking.by.organisation.language):
        try:
            with enter():
                _take(taking)
        except actions.StoppedError:
            return
        except ProgrammeError as refused:
            with enter():
                actions.refuse_taking(taking=taking, why=refused.message)
        except Exception:
            if last:
                with enter():
                    actions.fail_taking(taking=taking)
            raise


def _claimed(key: UUID) -> Taking | None:
    """Count an attempt, unless somebody has the list in hand or nobody waits for it."""
    taking = Taking.objects.open().select_related("by__organisation").filter(pk=key).first()
    if taking is None or not Import.objects.select_for_update(skip_locked=True).filter(pk=taking.list_id):
        return None
    if taking.attempts >= ATTEMPTS:
        actions.fail_taking(taking=taking)
        return None
    taking.attempts += 1
    taking.save(update_fields=["attempts"])
    return taking


def _take(taking: Taking) -> None:
    if not Import.objects.select_for_update(skip_locked=True).filter(pk=taking.list_id):
        return  # somebody was quicker
    if not Cohort.objects.coordinated_by(taking.by).filter(imports=taking.list_id).exists():
        raise ProgrammeError(_("You do not coordinate this programme any more."))
    actions.take_list(taking=taking, by=taking.by, tell=partial(note, taking.pk))


def _key(taking: UUID) -> str:
    return f"taking:{taking}"


def note(taking: UUID, percent: int) -> None:
    """Keep how far a list has come, for :func:`progress`; without a place for it, it is not kept."""
    _quietly(lambda: caches["progress"].set(_key(taking), percent, PROGRESS_LASTS.total_seconds()))


def progress(taking: Taking) -> int | None:
    """Return how much of the work is done, in percent; None where that is not known."""
    percent = _quietly(lambda: caches["progress"].get(_key(taking.pk)))
    return percent if isinstance(percent, int) else None


def _quietly(ask: Callable[[], object]) -> object:
    """How far something has come is worth no failure."""
    try:
        return ask()
    except Exception:  # noqa: BLE001  # whatever the store of such numbers raises
        log.warning("How far a list has come cannot be kept or read.")
        return None
