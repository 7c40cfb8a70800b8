from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        from notifications import invitations, kinds, outbox
        from organisations.signals import member_invited, member_joined

        kinds.register(invitations.kind)
        member_invited.connect(invitations.tell_the_invited)
        member_joined.connect(outbox.release_held)
