from django.db import migrations

from organisations.walls import Walled, definer

# A claim gives the attempts made so far and counts none: the worker that begins one counts it. There is no most of
# them here: what was begun often enough is claimed once more, and the worker that gets it writes down that it failed.
CLAIM, DROP_CLAIM = definer(
    "notifications_claim",
    "at timestamptz, batch integer, lease interval",
    "TABLE (organisation uuid, message uuid, attempts smallint)",
    """
    WITH due AS (
        SELECT id FROM public.notifications_message
        WHERE due_at <= at AND (state = 'waiting' OR (state = 'claimed' AND lease_until <= at))
        ORDER BY due_at LIMIT batch FOR UPDATE SKIP LOCKED
    )
    UPDATE public.notifications_message m
    SET state = 'claimed', lease_until = at + lease
    FROM due WHERE m.id = due.id
    RETURNING m.organisation_id, m.id, m.attempts
    """,
)


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_tables"), ("organisations", "0002_their_walls")]

    replaces = [
        ("notifications", "0002_walls"),
        ("notifications", "0003_attempts_count_when_work_begins"),
    ]

    operations = [
        Walled("Message"),
        Walled("Preference"),
        migrations.RunSQL(CLAIM, DROP_CLAIM),
    ]
