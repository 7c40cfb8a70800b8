"""Programmes, their cohorts, who takes part, and who is matched with whom."""
