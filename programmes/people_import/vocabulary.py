"""Names that different organisations give to the same column."""

from __future__ import annotations

from .names import column_name

# Each line is one thing. A field whose label, key or alias is in a line is recognised by all of that line.
LINES = """
first name; forename; given name; first names; prenom; vorname; nombre; nome
last name; surname; family name; second name; nachname; nom de famille; apellidos; cognome
name; full name; display name; whole name; participant; participant name; person
email; email address; e-mail; mail address; work email; business email; contact email; courriel
job title; role title; position; post; job; current role; job role
grade; level; seniority; band; pay band; pay grade; job grade; current grade; rank
organisation; department; employer; company; directorate; business unit; division; team; institution; faculty
profession; occupation; discipline; job family; field of work; function; specialism; professional group
characteristics; identity; identities; identity to match; identity to be matched on; shared characteristics
match with similar identity; similar identity; match by identity; someone similar; match similar
biography; bio; about me; about you; about yourself; introduction; profile; personal statement
role; mentor or mentee; both mentor and mentee; both; mentor mentee
capacity; mentor capacity; number of mentees; how many mentees; maximum mentees; max mentees
time zone; timezone
language; languages; spoken languages; preferred language
location; office; city; town; site; place of work
"""

SAME = tuple(frozenset(column_name(name) for name in line.split(";")) for line in LINES.strip().splitlines())


def also_called(names: frozenset[str]) -> frozenset[str]:
    """All column names that mean the same as one of these, which are in the form `column_name` gives."""
    return frozenset[str]().union(*(line for line in SAME if line & names))
