"""In what order names stand in a list: Öberg beside Oberg, and not behind Zimmer."""

from django.db.models import Func

from organisations.names import VARIANTS


class ByName(Func):
    """The key to sort a name by, as ``organisations.names.sort_key`` makes it; ties are for the caller to break.

    The database's own order is that of code points: which collations a server has depends on how it was built.
    """

    function = "regexp_replace"
    template = (
        "regexp_replace(lower(normalize("
        + "".join("replace(" for _ in VARIANTS)
        + "lower(%(expressions)s)"
        + "".join(f", '{letter}', '{plain}')" for letter, plain in VARIANTS.items())
        + ", NFKD)), '[\u0300-\u036f]', '', 'g') COLLATE \"C\""
    )
