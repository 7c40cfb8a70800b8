"""The Celery application: ``celery --app mentoring_platform worker`` and ``… beat``."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring_platform.settings")
app = Celery("mentoring_platform")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
