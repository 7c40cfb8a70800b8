import django.db.models.deletion
from django.db import migrations, models

import organisations.fields
from files.ledger import Accounted
from organisations.walls import Tied

# What was asked before holds the files that are still there, where it goes on or was judged.
HELD = """
UPDATE portfolios_assessedfile f
SET entry_id = e.entry_id, key = e.key, width = e.width, height = e.height
FROM portfolios_evidencefile e, portfolios_assessedpiece p
WHERE e.organisation_id = f.organisation_id AND e.id = f.source
  AND p.organisation_id = f.organisation_id AND p.id = f.piece_id
  AND NOT EXISTS (SELECT 1 FROM portfolios_ending n WHERE n.assessment_id = p.assessment_id);
UPDATE files_ledgerentry l SET uses = l.uses + f.held
FROM (SELECT organisation_id, entry_id, count(*) AS held FROM portfolios_assessedfile
      WHERE entry_id IS NOT NULL GROUP BY organisation_id, entry_id) AS f
WHERE l.organisation_id = f.organisation_id AND l.id = f.entry_id
"""
NOT_HELD = """
UPDATE files_ledgerentry l SET uses = l.uses - f.held, removed_at = CASE WHEN l.uses <= f.held THEN now() END
FROM (SELECT organisation_id, entry_id, count(*) AS held FROM portfolios_assessedfile
      WHERE entry_id IS NOT NULL GROUP BY organisation_id, entry_id) AS f
WHERE l.organisation_id = f.organisation_id AND l.id = f.entry_id
"""

# Nobody was given a judgement on it: then nothing has to stay as it was but the words.
LET_GO = """
CREATE FUNCTION portfolios_let_go() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS $body$
BEGIN
    UPDATE public.portfolios_assessedfile f SET entry_id = NULL, key = ''
    FROM public.portfolios_assessedpiece p
    WHERE p.organisation_id = NEW.organisation_id AND p.assessment_id = NEW.assessment_id
      AND f.organisation_id = p.organisation_id AND f.piece_id = p.id AND f.entry_id IS NOT NULL;
    RETURN NULL;
END $body$;
REVOKE ALL ON FUNCTION portfolios_let_go() FROM PUBLIC;
CREATE TRIGGER lets_go AFTER INSERT ON portfolios_ending FOR EACH ROW EXECUTE FUNCTION portfolios_let_go();
"""
DROP_LET_GO = "DROP TRIGGER lets_go ON portfolios_ending; DROP FUNCTION portfolios_let_go();"


class Migration(migrations.Migration):
    dependencies = [("portfolios", "0013_settled"), ("files", "0003_uses")]

    operations = [
        migrations.AddField(
            "assessedfile",
            "entry",
            organisations.fields.OrganisationForeignKey(
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="files.ledgerentry",
            ),
        ),
        migrations.AddField(
            "assessedfile",
            "key",
            models.CharField(default="", editable=False, max_length=120),
            preserve_default=False,
        ),
        migrations.AddField("assessedfile", "width", models.PositiveIntegerField(editable=False, null=True)),
        migrations.AddField("assessedfile", "height", models.PositiveIntegerField(editable=False, null=True)),
        migrations.AlterField("assessedfile", "name", models.CharField(max_length=120, verbose_name="name")),
        migrations.AlterField("assessedfile", "content_type", models.CharField(editable=False, max_length=100)),
        migrations.AlterField(
            "assessedfile",
            "size",
            models.PositiveBigIntegerField(editable=False, help_text="bytes, without the thumbnail"),
        ),
        migrations.RunSQL(HELD, NOT_HELD),
        Tied("AssessedFile", "entry"),
        Accounted("AssessedFile", held=True),
        migrations.RunSQL(LET_GO, DROP_LET_GO),
    ]
