"""``GET /healthz``: whether database, broker, worker and beat are alive, for whoever watches the installation."""

from datetime import timedelta

import redis
from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from notifications.models import Heartbeat

OLDEST_PULSE = timedelta(seconds=90)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Give the state of each part; 200 when all are well, else 503."""
    parts = {"database": _database(), "broker": _broker()}
    parts |= _pulse(parts)
    well = all(state == "ok" for state in parts.values())
    return JsonResponse({"status": "ok" if well else "trouble", **parts}, status=200 if well else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return "down"
    return "ok"


def _broker() -> str:
    try:
        _queue_length()
    except redis.RedisError:
        return "down"
    return "ok"


def _queue_length() -> int:
    with redis.Redis.from_url(settings.BROKER_URL, socket_timeout=2, socket_connect_timeout=2) as client:
        return int(client.llen("celery"))


def _pulse(parts: dict[str, str]) -> dict[str, str]:
    """Judge worker and beat by the last pulse that beat sent, the broker carried and a worker received.

    A stale pulse with messages left in the queue means that nobody takes them; with an empty queue, that nobody
    sends any.
    """
    if parts["database"] != "ok" or parts["broker"] != "ok":
        return {"worker": "unknown", "beat": "unknown"}
    pulse = Heartbeat.objects.filter(name="pulse", received_at__gt=timezone.now() - OLDEST_PULSE)
    if pulse.exists():
        return {"worker": "ok", "beat": "ok"}
    if _queue_length():
        return {"worker": "silent", "beat": "unknown"}
    return {"worker": "unknown", "beat": "silent"}
