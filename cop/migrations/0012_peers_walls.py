from importlib import import_module

from django.db import migrations

from organisations.walls import Walled

belongs = import_module("cop.migrations.0002_walls").belongs
OWN = "member_id = {member}"


class Migration(migrations.Migration):
    dependencies = [("cop", "0011_peers")]

    operations = [
        Walled(
            "PeerWish",
            member=f"{OWN} OR {belongs('cop_peerwish.community_id')}",
            added=f"{OWN} AND {belongs('cop_peerwish.community_id')}",
            changed=OWN,
            fixed=["community_id", "member_id"],
        ),
    ]
