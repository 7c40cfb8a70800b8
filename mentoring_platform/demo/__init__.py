"""Demo data: two invented organisations with people at work in them. Seeded; the same every time but for dates."""
