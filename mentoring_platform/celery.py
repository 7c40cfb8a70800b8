"""The Celery application: ``celery --app mentoring_platform worker`` and ``… beat``."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring_platform.settings")
app = Celery("mentoring_platform")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect  # type: ignore[untyped-decorator]  # celery carries no types
def check_role(**_: Any) -> None:
    """Refuse to work as a role that the walls do not bind, as the web server does."""
    from organisations.checks import refuse_an_unbound_role

    refuse_an_unbound_role()


@beat_init.connect  # type: ignore[untyped-decorator]
def begin_at_once(**_: Any) -> None:
    """Do the rounds when beat starts, not a whole interval later."""
    for task in ("notifications.tasks.heartbeat", "notifications.tasks.deliver_due"):
        app.send_task(task)
