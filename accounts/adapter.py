"""Where allauth asks us: sign-up, and what its mails say of us."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import AbstractBaseUser
from django.forms import Form
from django.http import HttpRequest

from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Stores the one name we ask for."""

    def save_user(
        self, request: HttpRequest, user: User, form: Form, commit: bool = True
    ) -> AbstractBaseUser:
        user.name = form.cleaned_data["name"]
        saved: AbstractBaseUser = super().save_user(request, user, form, commit)
        return saved

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There are no user names here."""
