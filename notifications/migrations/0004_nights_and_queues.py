from django.db import migrations, models

from organisations.walls import definer

ARGUMENTS = "at timestamptz, batch integer, lease interval"
RETURNS = "TABLE (organisation uuid, message uuid, attempts smallint)"


def claim(also: str) -> tuple[str, str]:
    return definer(
        "notifications_claim",
        ARGUMENTS,
        RETURNS,
        f"""
    WITH due AS (
        SELECT id FROM public.notifications_message
        WHERE due_at <= at AND (state = 'waiting'{also} OR (state = 'claimed' AND lease_until <= at))
        ORDER BY due_at LIMIT batch FOR UPDATE SKIP LOCKED
    )
    UPDATE public.notifications_message m
    SET state = 'claimed', lease_until = at + lease
    FROM due WHERE m.id = due.id
    RETURNING m.organisation_id, m.id, m.attempts
    """,
    )


# What fell due in its recipient's night waits for the end of it.
CLAIM, DROP_CLAIM = claim(" AND COALESCE(not_before <= at, true)")
CLAIM_AT_NIGHT, _drop = claim("")

# Since when the message that has waited longest could have been sent; what a worker has tried already does not count.
OLDEST, DROP_OLDEST = definer(
    "notifications_oldest_due",
    "at timestamptz",
    "timestamptz",
    """
    SELECT min(greatest(due_at, not_before)) FROM public.notifications_message
    WHERE due_at <= at AND COALESCE(not_before <= at, true)
    AND (state = 'waiting' OR (state = 'claimed' AND attempts = 0))
    """,
)


class Migration(migrations.Migration):
    dependencies = [("notifications", "0003_held_messages")]

    operations = [
        migrations.AddField("message", "not_before", models.DateTimeField(null=True)),
        migrations.RunSQL(DROP_CLAIM + CLAIM, DROP_CLAIM + CLAIM_AT_NIGHT),
        migrations.RunSQL(OLDEST, DROP_OLDEST),
    ]
