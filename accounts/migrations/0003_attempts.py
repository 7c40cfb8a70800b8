from django.db import migrations

# Django's database cache, for the limits on attempts. Unlogged: after a crash of the server counting begins anew.
ATTEMPTS = """
CREATE UNLOGGED TABLE accounts_attempts (
    cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamp with time zone NOT NULL);
CREATE INDEX accounts_attempts_expires ON accounts_attempts (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_letters_and_spent_links")]

    operations = [migrations.RunSQL(ATTEMPTS, "DROP TABLE accounts_attempts")]
