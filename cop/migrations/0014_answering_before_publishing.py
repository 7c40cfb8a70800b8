from django.db import migrations

from organisations.walls import ORGANISATION, definer

# Who answers holds the evaluation before touching any answer, as publishing does: the two then wait for each other in one
# order, and neither is thrown out by the database because each waits for the other. What it gives only says whether
# answers are taken still; the triggers on answers ask again.
HOLD, HOLD_NO_MORE = definer(
    "cop_hold_evaluation",
    "wanted uuid",
    "boolean",
    f"""
    DECLARE
        held cop_evaluation;
    BEGIN
        SELECT e.* INTO held FROM cop_evaluation e
        WHERE e.id = wanted AND e.organisation_id = {ORGANISATION} FOR SHARE;
        RETURN FOUND AND held.closes_at > clock_timestamp()
            AND NOT EXISTS (SELECT 1 FROM cop_outcome o WHERE o.evaluation_id = wanted);
    END
    """,
    language="plpgsql",
)


class Migration(migrations.Migration):
    dependencies = [("cop", "0013_taking_stories_out")]

    operations = [migrations.RunSQL(HOLD, HOLD_NO_MORE)]
