"""What to make of a name as people write it; plain text in and out."""

import unicodedata

# What stands before a name and is none: lower case, without its full stop.
TITLES = {"dr", "prof", "professor", "mr", "mrs", "ms", "miss", "mx", "sir", "dame", "rev", "herr", "frau"}

# What stands after a name and a comma and is none: lower case, without full stops.
SUFFIXES = {
    "phd",
    "md",
    "dphil",
    "mba",
    "msc",
    "bsc",
    "ma",
    "ba",
    "rn",
    "jr",
    "sr",
    "ii",
    "iii",
    "iv",
    "obe",
    "mbe",
}

# Letters that a reader looks for beside others, though Unicode does not take them apart.
VARIANTS = {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "ß": "ss"}


def in_spoken_order(name: str) -> str:
    """Return a name with the given name first, where it is written as in a register; without what follows it.

    >>> in_spoken_order("Müller, Anna"), in_spoken_order("LÓPEZ Ana"), in_spoken_order("Maya Lindqvist, PhD")
    ('Anna Müller', 'Ana LÓPEZ', 'Maya Lindqvist')
    """
    family, *after = (part.strip() for part in name.split(","))
    given = [part for part in after if part and part.replace(".", "").lower() not in SUFFIXES]
    if given and family:
        return f"{' '.join(given)} {family}"
    words = family.split()
    capitals = [word for word in words if len(word.rstrip(".")) > 1 and word.isupper()]
    if len(words) > 1 and capitals and len(capitals) < len(words) and words[: len(capitals)] == capitals:
        if words[0].lower() in TITLES:
            return family
        return " ".join([*words[len(capitals) :], *capitals])
    return family or name


def address_name(name: str) -> str:
    """Return the given name, as a letter would begin.

    The whole name where nothing in it is a given name: it has one part, or begins with a title, an initial, or a
    small letter (as "van der Berg" does).

    >>> address_name("Maya Lindqvist"), address_name("Müller, Anna"), address_name("Dr. Anselm Weber")
    ('Maya', 'Anna', 'Dr. Anselm Weber')
    """
    spoken = in_spoken_order(name)
    first = spoken.split()[0] if spoken.split() else spoken
    is_given = (
        first.rstrip(".").lower() not in TITLES and len(first.rstrip(".")) > 1 and not first[0].islower()
    )
    return first if is_given else spoken


def initials(name: str) -> str:
    """Return at most two capitals that stand for a name: of its first and its last part.

    >>> initials("Tomás Okafor"), initials("Müller, Anna"), initials("Madonna"), initials("")
    ('TO', 'AM', 'M', '·')
    """
    parts = [part for part in in_spoken_order(name).split() if part[:1].isalnum()]
    if not parts:
        return "·"
    return (parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")).upper()


def sort_key(name: str) -> tuple[str, str]:
    """Return what sorts names where they are put together in Python; ``organisations.ordering`` does it in SQL."""
    letters = unicodedata.normalize(
        "NFKD", "".join(VARIANTS.get(letter, letter) for letter in name.lower())
    ).lower()
    return "".join(letter for letter in letters if not "\u0300" <= letter <= "\u036f"), name
