"""The copy that goes back to the sender: the roster as it was, faulty cells filled and explained.

It holds what the sender's file held, and nothing from the register.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from linli.kernel.tables.data import NUMBER
from linli.kernel.workbooks.neutral import neutralise
from linli.registry.roster.faults import Fault
from linli.registry.roster.phrases import sentence
from linli.registry.roster.reading import Reading

_FILLS = {"error": "#F8CBAD", "warning": "#FFE699", "note": "#DDEBF7"}
_GRAVITY = ("error", "warning", "note")
_EXACT_DIGITS = 15
_CELL_CHARACTERS = 32_000
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def marked_copy(reading: Reading, faults: Iterable[Fault]) -> bytes:
    """An .xlsx file with all rows of the roster, and one column more that says what to mend."""
    by_row: dict[int, list[Fault]] = defaultdict(list)
    for fault in faults:
        by_row[fault.row or reading.header.last_row].append(fault)
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        writer = _Writer(book, reading)
        for row in range(1, reading.table.rows + 1):
            writer.write(row, by_row.get(row, ()))
    return target.getvalue()


class _Writer:
    def __init__(self, book: Any, reading: Reading) -> None:
        self._table, self._header = reading.table, reading.header
        self._sheet = book.add_worksheet((reading.table.name or _("Roster"))[:31])
        self._fills = {
            level: book.add_format({"bg_color": colour, "border": 1, "num_format": "@"})
            for level, colour in _FILLS.items()
        }
        self._said = book.add_format({"text_wrap": True, "font_color": "#9C0006"})
        self._text = book.add_format({"num_format": "@"})
        self._last = len(reading.table.columns)
        self._sheet.set_column(self._last, self._last, 60)
        self._sheet.freeze_panes(reading.header.last_row, 0)

    def write(self, row: int, faults: Sequence[Fault]) -> None:
        marks = self._marks(faults)
        for column in range(self._last):
            text = self._table.columns[column][row - 1]
            level = marks.get(column + 1, "")
            if text or level:
                self._put(row, column, text, level)
        if row == self._header.last_row:
            self._sheet.write_string(row - 1, self._last, _("To mend"), self._said)
        if faults:
            said = "\n".join(sentence(fault, self._header) for fault in faults)
            self._sheet.write_string(row - 1, self._last, neutralise(said), self._said)

    def _marks(self, faults: Sequence[Fault]) -> dict[int, str]:
        """Column to the gravest level found in it."""
        worst: dict[int, str] = {}
        for fault in sorted(faults, key=lambda item: -_GRAVITY.index(item.level)):
            if fault.field and fault.field in self._header.columns:
                worst[self._header.columns[fault.field]] = fault.level
        return worst

    def _put(self, row: int, column: int, text: str, level: str) -> None:
        form = self._fills.get(level, self._text)
        kind = self._table.kinds[column][row - 1]
        if kind == NUMBER and len(text) <= _EXACT_DIGITS and not level:
            self._sheet.write_number(row - 1, column, float(text))
        else:
            self._sheet.write_string(row - 1, column, neutralise(text)[:_CELL_CHARACTERS], form)
