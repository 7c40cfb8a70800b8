"""What floors above hear of. Sent inside the transaction of what happened."""

from django.dispatch import Signal

member_invited = Signal()
"""``invitation``: somebody was asked to join; the notifications floor mails them the link."""
