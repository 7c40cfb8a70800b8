from django.db import migrations, models

from organisations.walls import definer

# Where mail goes: to the main address of a member's account, or as long as there is none to the address by which
# they were added. An account may have members in several organisations, of which a request sees one.
WHERE_MAIL_GOES, DROP_WHERE_MAIL_GOES = definer(
    "organisations_where_mail_goes",
    "",
    "trigger",
    """
    BEGIN
        NEW.mail_address := COALESCE((SELECT u.email FROM public.accounts_user u WHERE u.id = NEW.user_id), NEW.email);
        RETURN NEW;
    END
    """,
    language="plpgsql",
)
FOLLOW, DROP_FOLLOW = definer(
    "organisations_follow_account",
    "",
    "trigger",
    """
    BEGIN
        IF TG_OP = 'DELETE' THEN
            UPDATE public.organisations_member SET user_id = NULL WHERE user_id = OLD.id;
            RETURN OLD;
        END IF;
        UPDATE public.organisations_member SET mail_address = NEW.email WHERE user_id = NEW.id;
        RETURN NEW;
    END
    """,
    language="plpgsql",
)
TRIGGERS = """
    CREATE TRIGGER where_mail_goes BEFORE INSERT OR UPDATE ON organisations_member
        FOR EACH ROW EXECUTE FUNCTION organisations_where_mail_goes();
    CREATE TRIGGER members_follow AFTER UPDATE OF email ON accounts_user
        FOR EACH ROW WHEN (OLD.email IS DISTINCT FROM NEW.email) EXECUTE FUNCTION organisations_follow_account();
    CREATE TRIGGER members_let_go BEFORE DELETE ON accounts_user
        FOR EACH ROW EXECUTE FUNCTION organisations_follow_account();
    UPDATE organisations_member SET mail_address = '';
"""
DROP_TRIGGERS = """
    DROP TRIGGER where_mail_goes ON organisations_member;
    DROP TRIGGER members_follow ON accounts_user;
    DROP TRIGGER members_let_go ON accounts_user;
"""


class Migration(migrations.Migration):
    dependencies = [("organisations", "0003_sent_forms"), ("accounts", "0001_tables")]

    operations = [
        migrations.AddField(
            "member",
            "mail_address",
            models.EmailField(db_default="", editable=False, max_length=254),
        ),
        migrations.RunSQL(
            WHERE_MAIL_GOES + FOLLOW + TRIGGERS, DROP_TRIGGERS + DROP_FOLLOW + DROP_WHERE_MAIL_GOES
        ),
    ]
