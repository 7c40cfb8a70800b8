"""Settings, addresses, the worker and the commands: the floor that puts the others together."""

from mentoring_platform.celery import app as celery_app

__all__ = ["celery_app"]
