from django.conf import settings
from django.db import migrations, models

from organisations.walls import MEMBER, definer

# Ids only: which proposals were not answered in time.
OVERDUE, DROP_OVERDUE = definer(
    "programmes_proposals_overdue",
    "at timestamptz",
    "TABLE (organisation uuid, proposal uuid)",
    """
    SELECT organisation_id, id FROM public.programmes_proposal
    WHERE outcome = '' AND answer_by <= programmes_proposals_overdue.at ORDER BY answer_by
    """,
)

# A yes can be taken back by whoever said it, as long as the proposal is open; a no stays.
TAKE_BACK = f"""
GRANT DELETE ON programmes_proposalanswer TO {settings.RUNTIME_ROLE};
CREATE POLICY deleted ON programmes_proposalanswer AS RESTRICTIVE FOR DELETE TO {settings.RUNTIME_ROLE} USING (
    member_id = {MEMBER} AND accepts AND EXISTS (
        SELECT 1 FROM programmes_proposal p WHERE p.id = programmes_proposalanswer.proposal_id AND p.outcome = ''));
"""
KEEP = f"""
DROP POLICY deleted ON programmes_proposalanswer;
REVOKE DELETE ON programmes_proposalanswer FROM {settings.RUNTIME_ROLE};
"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0004_answers_are_given_by_their_own")]

    operations = [
        migrations.AddField(
            model_name="matchingrun",
            name="basis",
            field=models.JSONField(
                default=dict,
                help_text="what the run rests on, as programmes.basis sums it up; empty for the earliest runs",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="answer_by",
            field=models.DateTimeField(
                null=True, help_text="when it is released unless both have answered"
            ),
        ),
        migrations.AlterField(
            model_name="proposal",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Waits for answers"),
                    ("accepted", "Both said yes"),
                    ("declined", "One said no"),
                    ("full", "The mentor had no place left"),
                    ("withdrawn", "Withdrawn by the coordinator"),
                    ("released", "Not answered in time"),
                ],
                default="",
                max_length=10,
            ),
        ),
        migrations.RemoveConstraint(model_name="proposal", name="programmes_proposal_settled_is_dated"),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", ""), ("settled_at__isnull", True)),
                    models.Q(
                        ("outcome__in", ["accepted", "declined", "full", "withdrawn", "released"]),
                        ("settled_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="programmes_proposal_settled_is_dated",
            ),
        ),
        migrations.AddIndex(
            model_name="proposal",
            index=models.Index(
                condition=models.Q(("outcome", "")), fields=["answer_by"], name="programmes_proposal_waiting"
            ),
        ),
        migrations.RunSQL(OVERDUE, DROP_OVERDUE),
        migrations.RunSQL(TAKE_BACK, KEEP),
    ]
