"""What is done with plans. Each action is one transaction: rows, a line in the audit log, messages.

Every action locks the plan's row first, and notes at its end where the plan stands now.
"""
