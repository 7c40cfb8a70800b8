"""Reading and checking the lists of participants that coordinators have.

Pure: bytes and plain values in, plain values out; nothing here knows the database. The way through is

    table = read_table(data, filename)               # or Unreadable, with a message for the page
    mapping = suggest_for(table, fields)             # the coordinator confirms or changes it
    checked = check_table(table, mapping, fields)    # rows as they would be taken, errors beside them
"""

from .answers import Value
from .checking import Checked, CheckedRow, FieldError, check_table
from .choices import DistinctValues, distinct_values
from .downloads import errors_csv, template_csv
from .encodings import ENCODINGS
from .fields import (
    BOTH,
    CAPACITY,
    DISPLAY_NAME,
    EMAIL,
    FIRST_NAME,
    LAST_NAME,
    MENTEE,
    MENTOR,
    PERSON_FIELDS,
    ROLE,
    Field,
    Kind,
)
from .limits import DEFAULT_LIMITS, Limits
from .mapping import ColumnMapping, suggest_for, suggest_mapping
from .reading import read_table
from .table import Alternatives, Reading, Row, Table
from .unreadable import Unreadable

__all__ = [
    "BOTH",
    "CAPACITY",
    "DEFAULT_LIMITS",
    "DISPLAY_NAME",
    "EMAIL",
    "ENCODINGS",
    "FIRST_NAME",
    "LAST_NAME",
    "MENTEE",
    "MENTOR",
    "PERSON_FIELDS",
    "ROLE",
    "Alternatives",
    "Checked",
    "CheckedRow",
    "ColumnMapping",
    "DistinctValues",
    "Field",
    "FieldError",
    "Kind",
    "Limits",
    "Reading",
    "Row",
    "Table",
    "Unreadable",
    "Value",
    "check_table",
    "distinct_values",
    "errors_csv",
    "read_table",
    "suggest_for",
    "suggest_mapping",
    "template_csv",
]
