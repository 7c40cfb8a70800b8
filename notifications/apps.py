from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from notifications import outbox
        from organisations.signals import member_joined

        member_joined.connect(outbox.release_held)
