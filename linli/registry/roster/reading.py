"""From a file to a frame: one row a line of the roster, one text column a field.

Width, blanks and invisible signs of texts are taken out; everything else waits for the checks.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from linli.kernel.tables.data import ABSENT, Table
from linli.kernel.tables.reader import read_table
from linli.registry.data import REQUIRED
from linli.registry.data import RosterField as F
from linli.registry.roster.faults import Fault
from linli.registry.roster.headers import RosterHeader, find, is_header

ROW = "row"
_TOTALS = (
    r"^(?:合 ?计|总 ?计|小 ?计|共 ?计|本页|累计|共 ?\d+ ?户|平均"
    r"|说明|备注|注[:：]|填表|制表|审核|填报|负责人|单位\(盖章\))"
)
_TOTAL_ONLY = r"^(?:合计|总计|小计|共计|本页合计|本页小计)$"
# Signs without width, and those that turn the direction of writing: nothing anybody entered.
_UNSEEN = r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+"
_BLANKS = r"[\s\u00a0]+"
# Two characters set apart, as offices do to make short names as wide as long ones.
_SET_APART = r"^(\p{Han}) (\p{Han})$"
# Fields of which it is asked what the sender's program took a cell for: number, text or day.
_KINDS_MATTER = (F.ID_NUMBER, F.FROM_ON, F.BUILDING, F.ENTRANCE, F.ROOM, F.FLOOR)


@dataclass(frozen=True, slots=True)
class Reading:
    """A roster as read. ``frame`` has ``row`` and, for each field found, its text.

    ``faults`` keep it from being looked at any further; ``remarks`` are told in any case.
    """

    table: Table
    header: RosterHeader
    frame: pl.DataFrame
    faults: tuple[Fault, ...]
    remarks: tuple[Fault, ...]

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
    else:
        faults += _beyond(table, header)
    return Reading(table, header, frame, tuple(faults), tuple(_remarks(table, header)))


def _beyond(table: Table, header: RosterHeader) -> list[Fault]:
    """Lines of a text file that a comma within a cell has moved to the right: 88,5 for 88.5."""
    last = header.last_row - 1
    width = sum(kinds[last] != ABSENT for kinds in table.kinds)
    rows = {
        row
        for kinds in table.kinds[width:]
        for row, of_cell in enumerate(kinds[last + 1 :], last + 2)
        if of_cell != ABSENT
    }
    return [Fault("cells_beyond", row) for row in sorted(rows)]


def _remarks(table: Table, header: RosterHeader) -> list[Fault]:
    """What of the file has not been read, so that nobody takes it for read."""
    remarks = []
    if table.others:
        remarks.append(Fault("sheet_unread", proposal="、".join(table.others)))
    if header.columns:
        remarks += [
            Fault("column_unread", header.last_row, proposal=text) for text in header.unread
        ]
    return remarks


def _frame(table: Table, header: RosterHeader) -> pl.DataFrame:
    body = slice(header.last_row, table.rows)
    columns: dict[str, object] = {
        ROW: pl.Series(range(header.last_row + 1, table.rows + 1), dtype=pl.Int64)
    }
    for field, column in header.columns.items():
        columns[raw(field)] = pl.Series(table.columns[column - 1][body], dtype=pl.String)
        if field in _KINDS_MATTER:
            columns[kind(field)] = _each(table.kinds[column - 1][body])
    frame = pl.DataFrame(columns)
    texts = [_plain(field) for field in header.columns]
    frame = frame.with_columns(texts)
    return _without_rest(frame, header)


def _each(signs: str) -> pl.Series:
    """The signs of a text one by one; mostly they are all the same."""
    if signs.count(signs[:1]) == len(signs):
        return pl.repeat(signs[:1], len(signs), dtype=pl.String, eager=True)
    return pl.Series(list(signs), dtype=pl.String)


def _plain(field: F) -> pl.Expr:
    """Half width, no blanks; of a name, single blanks stay."""
    between = " " if field in (F.OWNER, F.COMPOUND, F.COMMUNITY) else ""
    text = pl.col(raw(field)).str.normalize("NFKC").str.replace_all(_UNSEEN, "")
    text = text.str.replace(r"^'", "") if field is not F.OWNER else text
    text = text.str.replace_all(_BLANKS, between).str.strip_chars(" ")
    return (text.str.replace(_SET_APART, "$1$2") if field is F.OWNER else text).alias(field)


def _without_rest(frame: pl.DataFrame, header: RosterHeader) -> pl.DataFrame:
    """Without empty lines, totals and remarks, and headers that come again on each page."""
    if not header.columns:
        return frame.clear()
    fields = [pl.col(field) for field in header.columns]
    said = pl.any_horizontal(field != "" for field in fields)
    key = [pl.col(field) != "" for field in (F.BUILDING, F.ROOM) if field in header.columns]
    is_unit = pl.all_horizontal(key) if key else pl.lit(value=True)
    is_rest = pl.any_horizontal(field.str.contains(_TOTALS) for field in fields)
    place = [field for field in (F.BUILDING, F.ENTRANCE, F.ROOM) if field in header.columns]
    if place:
        sums = pl.any_horizontal(pl.col(field).str.contains(_TOTAL_ONLY) for field in place)
        again = pl.all_horizontal(is_header(pl.col(field), field) for field in place)
        said &= ~sums & ~again
    return frame.filter(said & (is_unit | ~is_rest))
