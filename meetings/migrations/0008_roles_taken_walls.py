from django.db import migrations

from organisations.walls import Walled


class Migration(migrations.Migration):
    dependencies = [("meetings", "0007_roles_taken")]

    operations = [Walled("RolesTaken", member="member_id = {member}", fixed=["meeting_id", "member_id"])]
