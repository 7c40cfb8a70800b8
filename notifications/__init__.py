"""Telling people: the outbox, what each person wants to hear, and delivery. Knows no domain.

An action writes a message in its own transaction (:func:`notifications.outbox.tell`): recipient, kind, the row it
is about, a link and when. Beat claims what is due once a minute; a worker enters the organisation as the recipient,
asks the kind whether the message still applies, renders it, sends it and marks it.
"""
