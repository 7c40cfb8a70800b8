import django.contrib.postgres.fields
from django.db import migrations, models

# What the steps of the plans that are there ask for, as ``steps.is_complete`` says it.
COMPLETE = """
UPDATE development_plans_plan p SET complete = ARRAY(
    SELECT asked.step FROM (VALUES
        (1::smallint, btrim(p.goal, E' \\t\\n\\r') <> '' AND btrim(p.measure, E' \\t\\n\\r') <> ''
            AND btrim(p.reach, E' \\t\\n\\r') <> '' AND btrim(p.reason, E' \\t\\n\\r') <> '' AND p.wanted_by IS NOT NULL),
        (2, EXISTS (SELECT 1 FROM development_plans_planaction a WHERE a.plan_id = p.id)),
        (3, (p.sees_no_barrier_at IS NOT NULL OR EXISTS (
                SELECT 1 FROM development_plans_barrier b WHERE b.plan_id = p.id))
            AND NOT EXISTS (SELECT 1 FROM development_plans_barrier b
                WHERE b.plan_id = p.id AND b.overcome_at IS NULL AND (b.way = '' OR b.goal_id IS NOT NULL))),
        (4, p.starts_on IS NOT NULL AND p.completes_on IS NOT NULL AND p.follows_up_on IS NOT NULL),
        (5, EXISTS (SELECT 1 FROM development_plans_planaction a WHERE a.plan_id = p.id)
            AND NOT EXISTS (SELECT 1 FROM development_plans_planaction a WHERE a.plan_id = p.id AND a.done_at IS NULL)),
        (6, btrim(p.reflection, E' \\t\\n\\r') <> '' AND EXISTS (
            SELECT 1 FROM development_plans_conclusion c WHERE c.plan_id = p.id))
    ) AS asked (step, met) WHERE asked.met ORDER BY asked.step
)
"""


class Migration(migrations.Migration):
    dependencies = [("development_plans", "0004_feedback_and_pathways_walls")]

    operations = [
        migrations.AlterField(
            model_name="plan",
            name="step",
            field=models.PositiveSmallIntegerField(
                default=1, help_text="the first that is not complete; 7 when all are"
            ),
        ),
        migrations.AddField(
            model_name="plan",
            name="complete",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(),
                default=list,
                help_text="the steps that are complete, also behind one that is not any more",
                size=None,
            ),
        ),
        migrations.RunSQL(COMPLETE, migrations.RunSQL.noop),
    ]
