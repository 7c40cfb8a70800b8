from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from organisations.row_security import RowSecurity, Trigger


class OrganisationsConfig(AppConfig):
    name = "organisations"
    # Where mail to members goes follows their account.
    row_security = {
        "accounts.User": RowSecurity(
            tenant=None,
            triggers=[
                Trigger(
                    "members_follow",
                    "AFTER UPDATE OF email",
                    "organisations_follow_account",
                    "OLD.email IS DISTINCT FROM NEW.email",
                ),
                Trigger("members_let_go", "BEFORE DELETE", "organisations_follow_account"),
            ],
        ),
    }

    def ready(self) -> None:
        from organisations import checks, member_flags  # noqa: F401  # they register themselves
        from web import navigation

        navigation.register(
            navigation.NavigationEntry(
                _("People"),
                "people",
                "people",
                order=60,
                visible=lambda member: member.is_admin,
                section="/people/",
            )
        )
