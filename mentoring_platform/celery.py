"""The Celery application: ``celery --app mentoring_platform worker`` and ``… beat``."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring_platform.settings")
app = Celery("mentoring_platform")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect  # type: ignore[untyped-decorator]  # celery carries no types
def check_role(**_: Any) -> None:
    """Refuse to work as a role that the walls do not bind, as the web server does."""
    from organisations.checks import refuse_an_unbound_role

    refuse_an_unbound_role()
