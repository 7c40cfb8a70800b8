"""Nobody chooses any more that partners are not paired again: it holds in every programme."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def remove_chosen_rules(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    criteria = apps.get_model("programmes", "Criterion").objects.using(editor.connection.alias)  # as their owner
    criteria.filter(kind="partnered").delete()


class Migration(migrations.Migration):
    dependencies = [("programmes", "0004_take_stock_without_waiting")]
    operations = [migrations.RunPython(remove_chosen_rules, migrations.RunPython.noop)]
