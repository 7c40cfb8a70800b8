"""What to make of a name as people write it; plain text in and out."""

# What stands before a name and is none: lower case, without its full stop.
TITLES = {"dr", "prof", "professor", "mr", "mrs", "ms", "miss", "mx", "sir", "dame", "rev", "herr", "frau"}


def address_name(name: str) -> str:
    """Give the first part of a name, as a letter would begin; the whole where it has one part, or begins with a title.

    >>> address_name("Maya Lindqvist"), address_name("Dr. Anselm Weber")
    ('Maya', 'Dr. Anselm Weber')
    """
    first = name.split()[0] if name.split() else name
    return name if first.rstrip(".").lower() in TITLES else first


def initials(name: str) -> str:
    """Give at most two capitals that stand for a name: of its first and its last part.

    >>> initials("Tomás Okafor"), initials("Madonna"), initials("")
    ('TO', 'M', '·')
    """
    parts = [part for part in name.split() if part[:1].isalnum()]
    if not parts:
        return "·"
    return (parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")).upper()
