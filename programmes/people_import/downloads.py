"""Files to take away: a template to fill in, and the rows that need mending.

What stands in a cell may come from anybody, so nothing in these files is taken for a formula when they are
opened.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterable, Sequence

from defusedcsv import csv
from django.utils.translation import gettext as _

from .checking import Checked, CheckedRow, FieldError
from .cleaning import paragraphs
from .fields import Field
from .table import Table

# Spreadsheet programs of East Asia read these as the signs that begin a formula.
FULL_WIDTH_SIGNS = ("＝", "＋", "－", "＠")


def template_csv(fields: Sequence[Field]) -> bytes:
    """A CSV file with one column for each field and no rows, in UTF-8 with a mark that spreadsheet programs
    need."""
    return _as_csv([[str(field.label) for field in fields]])


def errors_csv(table: Table, checked: Checked) -> bytes:
    """The faulty rows as they were, with a last column that says what to mend: to go through beside the whole list,
    which is what is brought in again.

    Takes the table and what checking it gave. The text is in the language that is active now.
    """
    source = {row.line: row for row in table.rows}
    lines: list[list[str]] = [[*table.headers, _("What to mend")]]
    for faulty in checked.faulty:
        row = source[faulty.line]
        lines.append([*row.values, _to_mend(faulty, table), *row.extra])
    return _as_csv(lines)


def _to_mend(row: CheckedRow, table: Table) -> str:
    return "\n".join(_with_column(error, table) for error in row.errors)


def _with_column(error: FieldError, table: Table) -> str:
    if error.column is None:
        return str(error.message)
    return f"{table.headers[error.column]}: {error.message}"


def _as_csv(lines: Iterable[Sequence[str]]) -> bytes:
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerows([_plain(cell) for cell in line] for line in lines)
    return codecs.BOM_UTF8 + file.getvalue().encode()


def _plain(cell: str) -> str:
    """The cell without what could hide a formula from the writer's guard: blanks before it, or full-width
    signs."""
    text = paragraphs(cell)
    return f"'{text}" if text.startswith(FULL_WIDTH_SIGNS) else text
