"""``GET /healthz``: whether database, broker, worker and beat are alive, for whoever watches the installation."""

from datetime import timedelta

import redis
from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import account_mails
from notifications import delivery
from notifications.models import Heartbeat

OLDEST_PULSE = timedelta(seconds=90)
OLDEST_DUE = timedelta(minutes=5)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Return the state of each part, and for how many seconds the oldest due mail has waited.

    503 when a part is down or silent. Mail that is behind is 200: everything lives, and more workers would help.
    """
    parts = {"database": _database(), "broker": _broker()}
    parts |= _pulse(parts)
    waited = _waited() if parts["database"] == "ok" else timedelta()
    mail = "behind" if waited > OLDEST_DUE else "ok"
    if any(state != "ok" for state in parts.values()):
        status, code = "trouble", 503
    else:
        status, code = mail, 200
    waiting = {"mail": mail, "oldest_due_seconds": int(waited.total_seconds())}
    return JsonResponse({"status": status, **parts, **waiting}, status=code)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return "down"
    return "ok"


def _broker() -> str:
    try:
        _pulses_waiting()
    except redis.RedisError:
        return "down"
    return "ok"


def _pulses_waiting() -> int:
    """Return how much waits in the queue that pulses go through, which workers serve first."""
    with redis.Redis.from_url(settings.BROKER_URL, socket_timeout=2, socket_connect_timeout=2) as client:
        return int(client.llen(settings.FIRST_QUEUE))


def _pulse(parts: dict[str, str]) -> dict[str, str]:
    """Judge worker and beat by the last pulse that beat sent, the broker carried and a worker received.

    A pulse overtakes all mail but codes, so that a busy worker answers it. A stale pulse with something left in its
    queue means that nobody takes it; with an empty queue, that nobody sends any.
    """
    if parts["database"] != "ok" or parts["broker"] != "ok":
        return {"worker": "unknown", "beat": "unknown"}
    pulse = Heartbeat.objects.filter(name="pulse", received_at__gt=timezone.now() - OLDEST_PULSE)
    if pulse.exists():
        return {"worker": "ok", "beat": "ok"}
    if _pulses_waiting():
        return {"worker": "silent", "beat": "unknown"}
    return {"worker": "unknown", "beat": "silent"}


def _waited() -> timedelta:
    """Return for how long the oldest due mail has waited for a worker to begin with it."""
    now = timezone.now()
    due = [moment for moment in (delivery.oldest_due(at=now), account_mails.oldest_due(at=now)) if moment]
    return now - min(due) if due else timedelta()
