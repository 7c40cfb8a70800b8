"""Anything with a time, attendees, an agenda, notes and actions, whoever meets: one model, one reminder, one calendar.

A meeting knows who attends and nothing of why they meet: partnerships and communities refer to it from above.
"""
