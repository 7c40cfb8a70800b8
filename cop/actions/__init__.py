"""What people do in communities of practice. Each action is one transaction: rows, a line in the audit log, messages.

All but the founding lock the community's row, so that two people who press at once come one after the other. The audit
log holds neither names of things nor words.
"""
