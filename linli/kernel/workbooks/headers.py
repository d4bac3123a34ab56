"""Finding the header of an office's table: below a title, over one to three rows, any order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from linli.kernel.workbooks.data import Sheet, column_letters

_SEARCHED_ROWS = 20
_MOST_HEADER_ROWS = 3
_BLANKS = re.compile(r"[\s\u200b\ufeff]+")


@dataclass(frozen=True, slots=True)
class Header:
    """Where a table's header stands. Rows and columns count from 1.

    ``columns`` maps a field to its column; ``texts`` are the header texts as written, in order.
    """

    first_row: int
    last_row: int
    columns: Mapping[str, int]
    texts: tuple[str, ...]

    def letters(self, field: str) -> str:
        """The letters of a field's column, as the spreadsheet shows them."""
        return column_letters(self.columns[field]) if field in self.columns else ""


def header_key(text: str) -> str:
    """A header text with blanks, line breaks and the width of its signs taken out of sight."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def find_header(sheet: Sheet, names: Mapping[str, Sequence[str]]) -> Header:
    """The rows that name most of the fields; ``names`` gives each field's possible headers.

    A header over several rows is read downwards: ``未实施物业管理的`` above ``住宅小区`` is one
    text.
    With nothing found the first row is returned with no columns.
    """
    fields = {header_key(name): field for field, known in names.items() for name in known}
    best = Header(1, 1, {}, _texts(sheet, 1, 1))
    for height in range(1, _MOST_HEADER_ROWS + 1):
        for first in range(1, min(len(sheet.rows), _SEARCHED_ROWS) - height + 2):
            last = first + height - 1
            columns = _columns(sheet, first, last, fields)
            # With as many columns fewer rows win: a title above is no part of the header.
            if len(columns) > len(best.columns):
                best = Header(first, last, columns, _texts(sheet, first, last))
    return best


def _columns(sheet: Sheet, first: int, last: int, fields: Mapping[str, str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for column in range(1, len(sheet.rows[0]) + 1):
        pieces = _pieces(sheet, first, last, column)
        # Under a heading that spans several columns only the lowest text names the column.
        for text in ("".join(pieces), pieces[-1] if pieces else ""):
            field = fields.get(header_key(text))
            if field is not None:
                columns.setdefault(field, column)
                break
    return columns


def _texts(sheet: Sheet, first: int, last: int) -> tuple[str, ...]:
    if not sheet.rows:
        return ()
    columns = range(1, len(sheet.rows[0]) + 1)
    texts = ("".join(_pieces(sheet, first, last, column)) for column in columns)
    return tuple(dict.fromkeys(_BLANKS.sub("", text) for text in texts if text))


def _pieces(sheet: Sheet, first: int, last: int, column: int) -> list[str]:
    """The texts of a column from top to bottom; a merged cell counts once."""
    pieces: list[str] = []
    for row in range(first, last + 1):
        cell = sheet.cell(row, column)
        repeated = cell.merged and pieces and pieces[-1] == cell.text
        if cell.text and not repeated:
            pieces.append(cell.text)
    return pieces
