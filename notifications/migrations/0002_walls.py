from django.db import migrations

from organisations.walls import Walled, definer

CLAIM, DROP_CLAIM = definer(
    "notifications_claim",
    "at timestamptz, batch integer, lease interval, most_attempts integer",
    "TABLE (organisation uuid, message uuid, attempt smallint)",
    """
    WITH due AS (
        SELECT id FROM public.notifications_message
        WHERE due_at <= at AND attempts < most_attempts
          AND (state = 'waiting' OR (state = 'claimed' AND lease_until <= at))
        ORDER BY due_at LIMIT batch FOR UPDATE SKIP LOCKED
    )
    UPDATE public.notifications_message m
    SET state = 'claimed', attempts = m.attempts + 1, lease_until = at + lease
    FROM due WHERE m.id = due.id
    RETURNING m.organisation_id, m.id, m.attempts
    """,
)


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial"), ("organisations", "0002_walls")]

    operations = [
        Walled("Message"),
        Walled("Preference"),
        migrations.RunSQL(CLAIM, DROP_CLAIM),
    ]
