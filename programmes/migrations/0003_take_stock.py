from django.db import migrations

from organisations.walls import definer

# Gives nothing. PostgreSQL plans by what it last counted, which is nothing where the first list has just been taken.
TAKE_STOCK, DROP = definer(
    "programmes_take_stock",
    "",
    "void",
    "BEGIN ANALYZE public.organisations_member, public.programmes_enrolment, public.programmes_answer; END",
    language="plpgsql",
)


class Migration(migrations.Migration):
    dependencies = [("programmes", "0002_their_walls")]

    operations = [migrations.RunSQL(TAKE_STOCK, DROP)]
