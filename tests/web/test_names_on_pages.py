"""What people read is written in words, never in the names of our code."""

import re
from pathlib import Path

from django.conf import settings

# A word with a capital inside, or with an underscore, as names of classes and functions have them.
NAME = re.compile(
    r"""(?:\b_|lazy|gettext|gettext_lazy|translate) ?\(? ?["'](\w*[a-z][A-Z]\w*|[a-z]+_\w+)["']"""
)


def names_read_by_people(text: str) -> list[str]:
    """Return the translated texts that are a single name of our code."""
    return NAME.findall(text)


def test_no_page_shows_a_name_of_our_code() -> None:
    root = Path(settings.BASE_DIR)
    sources = [
        path for path in root.glob("*/**/*.py") if not {"tests", ".venv", ".tools", "var"} & set(path.parts)
    ]
    sources += (root / "templates").rglob("*.html")
    assert len(sources) > 500
    found = {
        str(path.relative_to(root)): names
        for path in sources
        if (names := names_read_by_people(path.read_text()))
    }
    assert found == {}


def test_such_a_name_is_found() -> None:
    assert names_read_by_people('_("EnrolmentAnswer"), {% translate "list_tasks" %}, _("Answer")') == [
        "EnrolmentAnswer",
        "list_tasks",
    ]
