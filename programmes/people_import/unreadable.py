"""The one error of reading: this file is not a table that can be taken."""

from __future__ import annotations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .limits import Limits
from .wording import Text

MEBIBYTE = 1024 * 1024

# Keyed by the code that the exception carries. {file} is the file's name in quotation marks.
REASONS: dict[str, Text] = {
    "too_large": _(
        "{file} is larger than {megabytes} MB. Remove pictures and columns you do not need, or split the "
        "list into several files."
    ),
    "empty": _("{file} is empty. Choose a file with a row of column names and one row for each person."),
    "only_headers": _("{file} has column names but no people below them. Add one row for each person."),
    "pdf": _(
        "{file} is a PDF. Open the list in your spreadsheet program and save it as CSV or Excel (.xlsx)."
    ),
    "image": _("{file} is a picture. Choose the list itself, saved as CSV or Excel (.xlsx)."),
    "old_excel": _(
        "{file} is an older Excel file, or one with a password. Open it in your spreadsheet program and "
        "save it as Excel (.xlsx) without a password, or as CSV."
    ),
    "other_office": _(
        "{file} is a document of another kind. Open the list in your spreadsheet program and save it as "
        "CSV or Excel (.xlsx)."
    ),
    "zip": _("{file} is an archive with files inside. Unpack it and choose the list itself."),
    "web_page": _(
        "{file} is a web page, whatever its name says. Open it in your spreadsheet program and save it as "
        "CSV or Excel (.xlsx)."
    ),
    "binary": _(
        "{file} is not a list we can read. Save your list as CSV or Excel (.xlsx) and choose that file."
    ),
    "encoding": _(
        "The letters in {file} cannot be read that way. Save the list as “CSV UTF-8” and choose that file."
    ),
    "damaged_workbook": _(
        "{file} is damaged, or not quite an Excel file. Open it in your spreadsheet program, save it again "
        "as Excel (.xlsx) or CSV, and choose the new file."
    ),
    "overgrown_workbook": _(
        "{file} holds more than can be read, often formatting for a whole sheet. Copy the rows and columns "
        "you need into a new workbook and choose that file."
    ),
    "quoting": _(
        "A quotation mark on line {line} of {file} has no partner. Put quotation marks before and after "
        "that text, and write a quotation mark inside it twice."
    ),
    "too_many_rows": _("{file} has more than {rows} rows. Split the list into several files."),
    "too_many_columns": _("{file} has more than {columns} columns. Remove those you do not need."),
    "cell_too_long": _(
        "A cell in row {line} of {file} is longer than {characters} characters. Shorten it, or look for a "
        "quotation mark that is opened and not closed."
    ),
}


class Unreadable(Exception):
    """The file is not a table that can be taken. `message` says what to do about it; `code` is a key of
    REASONS."""

    def __init__(self, message: Text, code: str) -> None:
        super().__init__(code)
        self.message = message
        self.code = code


def refusal(code: str, file: str, *, limits: Limits | None = None, line: int = 0) -> Unreadable:
    """The error for one of REASONS.

    Takes the reason's code, the file's name for people, the limits in force where the reason names one, and
    the line where it names one. Gives the exception, for the caller to raise.
    """
    limits = limits or Limits()
    message = format_lazy(
        REASONS[code],
        file=file,
        line=line,
        megabytes=f"{limits.size / MEBIBYTE:g}",
        rows=f"{limits.rows:,}",
        columns=f"{limits.columns:,}",
        characters=f"{limits.cell:,}",
    )
    return Unreadable(message, code)
