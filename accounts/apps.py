from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from allauth.account.signals import password_reset

        from accounts.attempts import forgive_passwords

        password_reset.connect(forgive_passwords)
