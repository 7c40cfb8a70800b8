from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from notifications import invitations, kinds
        from organisations.signals import member_invited

        kinds.register(invitations.kind)
        member_invited.connect(invitations.tell_the_invited)
