"""What floors above hear of. Sent inside the transaction of what happened."""

from django.dispatch import Signal

partnership_concluded = Signal()
"""``conclusion``, ``by``: a partnership ended, or goes on informally. ``by`` may be a coordinator, who reads little."""
