"""What floors above hear of. Sent inside the transaction of what happened."""

from django.dispatch import Signal

member_invited = Signal()
"""``invitation``: somebody was asked to join; the notifications floor mails them the link."""

member_appointed = Signal()
"""``member``, ``role``, ``by``: somebody is about to be made an admin or a coordinator of the organisation."""

member_dismissed = Signal()
"""``member``, ``role``, ``by``, ``successor`` (or None): an appointment was taken back; what hung on it ends."""

member_joined = Signal()
"""``member``: somebody who was invited has connected their account; what waited for that can be told now."""
