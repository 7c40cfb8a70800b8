from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from allauth.account.signals import authentication_step_completed, password_reset

        from accounts.attempts import forgive_passwords
        from accounts.invited import claim_by_code, claim_by_reset

        password_reset.connect(forgive_passwords)
        password_reset.connect(claim_by_reset)
        authentication_step_completed.connect(claim_by_code)
