"""The tenants: organisations, their members, the walls between them and the audit log of what was done."""
