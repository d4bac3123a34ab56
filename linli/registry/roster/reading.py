"""From a file to a frame: one row a line of the roster, one text column a field.

Width, blanks and invisible signs of texts are taken out; everything else waits for the checks.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from linli.kernel.tables.data import Table
from linli.kernel.tables.reader import read_table
from linli.registry.data import REQUIRED
from linli.registry.data import RosterField as F
from linli.registry.roster.faults import Fault
from linli.registry.roster.headers import RosterHeader, find

ROW = "row"
_TOTALS = r"^(?:合计|总计|小计|共计|说明|备注|填表|制表)"
# Blanks of every width, zero width signs, and the mark that forces a number to be text.
_BLANKS = r"[\s\u00a0\u200b-\u200f\u2060\ufeff]+"
# Fields of which it is asked whether the sender's program took a cell for a number or a text.
_KINDS_MATTER = (F.ID_NUMBER, F.FROM_ON)


@dataclass(frozen=True, slots=True)
class Reading:
    """A roster as read. ``frame`` has ``row`` and, for each field found, its text."""

    table: Table
    header: RosterHeader
    frame: pl.DataFrame
    faults: tuple[Fault, ...]

    def has(self, field: F) -> bool:
        """Whether the roster has such a column."""
        return field in self.header.columns


def kind(field: F) -> str:
    """The column with what the sender's program took a cell for, where that matters."""
    return f"{field}.kind"


def raw(field: F) -> str:
    """The column with a field's text as it was written."""
    return f"{field}.raw"


def read(content: bytes, *, name: str) -> Reading:
    """Read a roster. Raises BadInput where no table can be read at all.

    Without a header, or with a doubled one, ``faults`` say so and the frame is empty.
    """
    table = read_table(content, name=name)
    header = find(table)
    faults = [Fault("no_column", field=field) for field in REQUIRED if field not in header.columns]
    faults += [Fault("column_twice", row=header.last_row, field=field) for field in header.doubled]
    frame = _frame(table, header)
    if faults:
        frame = frame.clear()
    elif frame.is_empty():
        faults.append(Fault("no_rows"))
    return Reading(table, header, frame, tuple(faults))


def _frame(table: Table, header: RosterHeader) -> pl.DataFrame:
    body = slice(header.last_row, table.rows)
    columns: dict[str, object] = {
        ROW: pl.Series(range(header.last_row + 1, table.rows + 1), dtype=pl.Int64)
    }
    for field, column in header.columns.items():
        columns[raw(field)] = pl.Series(table.columns[column - 1][body], dtype=pl.String)
        if field in _KINDS_MATTER:
            columns[kind(field)] = pl.Series(list(table.kinds[column - 1][body]), dtype=pl.String)
    frame = pl.DataFrame(columns)
    texts = [_plain(field) for field in header.columns]
    frame = frame.with_columns(texts)
    return _without_rest(frame, header)


def _plain(field: F) -> pl.Expr:
    """Half width, no blanks; of a name, single blanks stay."""
    between = " " if field in (F.OWNER, F.COMPOUND, F.COMMUNITY) else ""
    text = pl.col(raw(field)).str.normalize("NFKC")
    text = text.str.replace(r"^'", "") if field is not F.OWNER else text
    return text.str.replace_all(_BLANKS, between).str.strip_chars(" ").alias(field)


def _without_rest(frame: pl.DataFrame, header: RosterHeader) -> pl.DataFrame:
    """Without empty lines, and without the totals and remarks that stand below a list."""
    if not header.columns:
        return frame.clear()
    fields = [pl.col(field) for field in header.columns]
    said = pl.any_horizontal(field != "" for field in fields)
    key = [pl.col(field) != "" for field in (F.BUILDING, F.ROOM) if field in header.columns]
    is_unit = pl.all_horizontal(key) if key else pl.lit(value=True)
    is_rest = pl.any_horizontal(field.str.contains(_TOTALS) for field in fields)
    return frame.filter(said & (is_unit | ~is_rest))
