"""Who signs in: one account for a person, however many organisations they belong to."""
