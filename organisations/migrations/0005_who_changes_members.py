from django.db import migrations

from organisations.walls import Guarded, Tightened, predicate

IS_ADMIN, DROP_IS_ADMIN = predicate(
    "organisations_is_admin",
    "person uuid",
    "EXISTS (SELECT 1 FROM public.organisations_appointment a WHERE a.member_id = person AND a.role = 'admin')",
)
# Work of the organisation itself (founding it, an invitation that is accepted, a task) has no member.
ADMIN = "{member} IS NULL OR organisations_is_admin({member})"

# Everybody changes themself; who has no account here yet can be put right by somebody who was appointed.
OWN_OR_NOT_JOINED = """{member} IS NULL OR OLD.id = {member} OR (OLD.user_id IS NULL AND NEW.user_id IS NULL AND EXISTS (
    SELECT 1 FROM public.organisations_appointment a WHERE a.member_id = {member}))"""


class Migration(migrations.Migration):
    dependencies = [("organisations", "0004_mail_follows_the_account")]

    operations = [
        migrations.RunSQL(IS_ADMIN, DROP_IS_ADMIN),
        Tightened("Appointment", added=ADMIN, changed=ADMIN),
        Tightened("Invitation", added="{member} IS NULL OR by_id = {member}"),
        Tightened(
            "Member", added="{member} IS NULL OR user_id IS NULL", removed="{member} IS NULL"
        ),
        Guarded(
            "Member",
            "own",
            columns=["user_id", "email", "display_name", "called", "time_zone"],
            condition=OWN_OR_NOT_JOINED,
        ),
    ]
