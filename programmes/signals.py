"""What floors above hear of. Sent inside the transaction of what happened."""

from django.dispatch import Signal

proposal_accepted = Signal()
"""``proposal``, ``by``: both people said yes; ``by`` is who said it second. A partnership begins."""

enrolments_changed = Signal()
"""``enrolments``, ``by``: these came into a cohort, or took a step in it such as leaving. They may be thousands."""

coordination_begins = Signal()
"""``programme``, ``member``, ``by``: somebody is about to run a programme."""

coordination_ends = Signal()
"""``coordination``: somebody is about to run a programme no longer; what was brought to them there ends."""
