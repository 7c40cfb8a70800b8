"""The tenants: organisations, their members, the walls between them and the trail of what was done."""
