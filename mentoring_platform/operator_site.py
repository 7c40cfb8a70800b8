"""The operator's pages: accounts and organisations, and no table that holds what people wrote.

Models are named here one by one instead of being found, so that none gets in by an oversight.
"""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite, ModelAdmin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from organisations.models import Organisation


class OperatorSite(AdminSite):
    """Django's admin for people marked as operators; they sign in like everybody else, with their second factor."""

    site_header = site_title = _("Operator")
    index_title = _("Accounts and organisations")


class ReadAndSwitch(ModelAdmin[Any]):
    """Rows can be looked up and a few fields changed; nothing is added or removed here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class UserAdmin(ReadAndSwitch):
    list_display = ["email", "name", "is_active", "is_staff", "created_at"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["email", "name"]
    fields = ["email", "name", "is_active", "is_staff", "last_login", "created_at"]
    readonly_fields = ["email", "last_login", "created_at"]


class OrganisationAdmin(ReadAndSwitch):
    list_display = ["name", "slug", "time_zone", "created_at"]
    search_fields = ["name", "slug"]
    fields = ["name", "slug", "time_zone", "language", "created_at"]
    readonly_fields = ["slug", "created_at"]


site = OperatorSite(name="admin")
# One way to sign in, with its limits and second factors: Django's own form would know of neither.
site.login = secure_admin_login(site.login)  # type: ignore[method-assign]
site.register(User, UserAdmin)
site.register(Organisation, OrganisationAdmin)
