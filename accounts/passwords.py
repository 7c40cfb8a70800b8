"""What a password has to be, with Django's rules and our words."""

from django.contrib.auth import password_validation as rules
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class MinimumLengthValidator(rules.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return ngettext(
            "Use at least one character.", "Use at least %(count)d characters.", self.min_length
        ) % {"count": self.min_length}


class CommonPasswordValidator(rules.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("Many people use this one, so it is guessed first. Choose another.")


class UserAttributeSimilarityValidator(rules.UserAttributeSimilarityValidator):
    def get_error_message(self) -> str:
        return _("This is too much like your name or your address. Choose another.")
