from django.db import migrations

from organisations.walls import PinFunctions


class Migration(migrations.Migration):
    """Stands in the topmost app with functions, so that those of all the others are there already."""

    dependencies = [
        ("portfolios", "0002_their_walls"),
        ("cop", "0002_their_walls"),
        ("notifications", "0002_their_walls"),
        ("programmes", "0004_take_stock_without_waiting"),
    ]

    operations = [PinFunctions()]
