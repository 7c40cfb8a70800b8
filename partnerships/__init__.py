"""Two people (or a few) working together through four stages: agreement, meetings, stage reviews."""
