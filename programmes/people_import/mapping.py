"""Which column is which field: a suggestion for the coordinator to confirm."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from .fields import Kind
from .names import column_name
from .vocabulary import also_called

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .fields import Field
    from .table import Table

type ColumnMapping = dict[int, str | None]

OWN_NAME, ALIAS, SAME_THING = 1.0, 0.97, 0.94
# Below this, likeness is chance: “first name” and “last name” are at 0.7.
ALIKE = 0.88
LONGEST_COMPARED = 80
ROWS_LOOKED_AT = 50


class _Names(NamedTuple):
    """What a field is called, from its own name to what others call the same thing."""

    own: frozenset[str]
    aliases: frozenset[str]
    others: frozenset[str]


def suggest_mapping(headers: Sequence[str], fields: Sequence[Field]) -> ColumnMapping:
    """Suggest a field for each column, by the column's name.

    Takes the table's headers and the fields. Gives each column's place (from 0) with the field's key, or
    None where no field fits. No two columns get the same field: the better name wins, then the column
    further left.
    """
    columns = [column_name(header)[:LONGEST_COMPARED] for header in headers]
    names = [_names(field) for field in fields]
    likely = sorted(
        (-score, column, place)
        for column, header in enumerate(columns)
        for place, known in enumerate(names)
        if (score := _score(header, known)) >= ALIKE
    )
    mapping: ColumnMapping = dict.fromkeys(range(len(columns)))
    taken: set[str] = set()
    for _, column, place in likely:
        key = fields[place].key
        if mapping[column] is None and key not in taken:
            mapping[column] = key
            taken.add(key)
    return mapping


def suggest_for(table: Table, fields: Sequence[Field]) -> ColumnMapping:
    """Suggest a field for each column, by the columns' names and, for the e-mail address, by what stands below.

    Takes the table and the fields; returns what :func:`suggest_mapping` does.
    """
    mapping = suggest_mapping(table.headers, fields)
    key = next((field.key for field in fields if field.kind is Kind.EMAIL), None)
    if key is None or key in mapping.values():
        return mapping
    rows = table.rows[:ROWS_LOOKED_AT]
    addresses = {
        column: sum("@" in row.values[column] for row in rows)
        for column, taken in mapping.items()
        if not taken
    }
    column = max(addresses, key=addresses.__getitem__, default=None)
    return mapping if column is None or addresses[column] * 2 < len(rows) else mapping | {column: key}


def _names(field: Field) -> _Names:
    own = frozenset({column_name(str(field.label)), column_name(field.key)}) - {""}
    aliases = frozenset(column_name(alias) for alias in field.aliases) - {""}
    return _Names(own, aliases, also_called(own | aliases))


def _score(header: str, names: _Names) -> float:
    if not header:
        return 0
    if header in names.own:
        return OWN_NAME
    if header in names.aliases:
        return ALIAS
    if header in names.others:
        return SAME_THING
    closest = max((_likeness(header, name) for name in names.own | names.aliases | names.others), default=0)
    return min(closest, SAME_THING - 0.01)


def _likeness(header: str, name: str) -> float:
    matcher = SequenceMatcher(None, header.replace(" ", ""), name.replace(" ", ""), autojunk=False)
    # The two quick bounds spare the slow comparison for nearly all pairs.
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0
    return matcher.ratio()
