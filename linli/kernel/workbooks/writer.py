"""Workbooks we hand out: neutral cells, typed values, ready to print on A4 landscape."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

import xlsxwriter

from linli.kernel.clock import local
from linli.kernel.workbooks.data import Value
from linli.kernel.workbooks.neutral import neutralise

# "general" is what spreadsheet programs do by themselves: texts left, numbers and dates right.
Align = Literal["general", "left", "center", "right"]
Kind = Literal["text", "number", "integer", "decimal", "percent", "date", "datetime"]

# Excel keeps 15 digits of a number; a longer one (an account, an ID) only survives as text.
_DIGITS = 15
_CELL_CHARACTERS = 32_767
_ROW_CHARACTERS_HEIGHT = 15
_A4 = 9
_FORMATS: dict[Kind, str] = {
    "text": "@",
    "number": "General",
    "integer": "0",
    "decimal": "0.00",
    "percent": "0.00%",
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm",
}
# Two exports of the same rows are the same bytes: a file's age is told by what it says inside.
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - the format has no time zone


@dataclass(frozen=True, slots=True)
class Column:
    """A column: printed header (may hold line breaks), width in characters, how values stand."""

    header: str
    width: float = 14
    kind: Kind = "text"
    align: Align = "general"


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """One sheet: title over all columns, a line under it, header, rows, a blank line, the notes.

    Title, line and notes are left out when empty. ``notes_height`` is the height in points of one
    note; the notes' texts wrap over the whole width.
    """

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value | Decimal]]
    title: str = ""
    line: str = ""
    notes: Sequence[str] = field(default_factory=tuple)
    notes_height: float = 60


def write_workbook(*sheets: SheetLayout) -> bytes:
    """An .xlsx file with these sheets. Rows are taken one by one and not kept in memory.

    Texts are neutralised (``neutral.neutralise``), so that no cell can act as a formula anywhere;
    our reader gives back the text as it was. Numbers and dates keep their type; a moment is written
    as the wall clock of the district shows it.

    Raises:
        ValueError: a text longer than a cell can hold, or a number that is not finite.
    """
    target = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": _FORMATS["date"],
    }
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": _CREATED})
        for layout in sheets:
            _SheetWriter(book, layout).write()
    return target.getvalue()


class _SheetWriter:
    """Writes one sheet from top to bottom, as constant memory demands."""

    def __init__(self, book: Any, layout: SheetLayout) -> None:
        self._layout = layout
        self._sheet = book.add_worksheet(layout.name)
        self._last = len(layout.columns) - 1
        self._row = 0
        centre = {"align": "center", "valign": "vcenter", "text_wrap": True}
        self._title = book.add_format({**centre, "bold": True, "font_size": 16})
        self._header = book.add_format({**centre, "bold": True, "border": 1})
        self._line = book.add_format({"valign": "vcenter"})
        self._note = book.add_format({"valign": "top", "text_wrap": True})
        body = {"border": 1, "valign": "vcenter", "text_wrap": True}
        self._formats = {
            (kind, align): book.add_format(
                {**body, "num_format": code, "align": "" if align == "general" else align}
            )
            for kind, code in _FORMATS.items()
            for align in {column.align for column in layout.columns}
        }

    def write(self) -> None:
        layout = self._layout
        for index, column in enumerate(layout.columns):
            self._sheet.set_column(index, index, column.width)
        if layout.title:
            self._across(layout.title, self._title, height=30)
        if layout.line:
            self._put(0, layout.line, self._line)
            self._row += 1
        self._write_header()
        for row in layout.rows:
            for index, value in enumerate(row):
                self._put(index, value, self._body_format(layout.columns[index], value))
            self._row += 1
        if layout.notes:
            self._row += 1
        for note in layout.notes:
            self._across(note, self._note, height=layout.notes_height)

    def _write_header(self) -> None:
        lines = max(column.header.count("\n") for column in self._layout.columns) + 1
        self._sheet.set_row(self._row, _ROW_CHARACTERS_HEIGHT * (lines + 1))
        for index, column in enumerate(self._layout.columns):
            self._put(index, column.header, self._header)
        self._sheet.freeze_panes(self._row + 1, 0)
        self._sheet.repeat_rows(0, self._row)
        self._sheet.set_paper(_A4)
        self._sheet.set_landscape()
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_footer("&C&P / &N")
        self._row += 1

    def _across(self, text: str, form: Any, *, height: float) -> None:
        """A text over all columns; a sheet of one column has nothing to merge."""
        self._sheet.set_row(self._row, height)
        if self._last > 0:
            self._sheet.merge_range(self._row, 0, self._row, self._last, "", form)
        self._put(0, text, form)
        self._row += 1

    def _body_format(self, column: Column, value: Value | Decimal) -> Any:
        """The column's format; a date shows as a number unless it has a format of its own."""
        kind = column.kind
        if isinstance(value, date):
            kind = "datetime" if isinstance(value, datetime) else "date"
        return self._formats[kind, column.align]

    def _put(self, column: int, value: Value | Decimal, form: Any) -> None:
        place = (self._row, column)
        if value is None or value == "":
            self._sheet.write_blank(*place, None, form)
        elif isinstance(value, bool):
            self._sheet.write_boolean(*place, value, form)
        elif isinstance(value, str):
            self._sheet.write_string(*place, _text(value), form)
        elif isinstance(value, int | float | Decimal):
            self._put_number(place, value, form)
        elif isinstance(value, datetime):
            wall = local(value) if value.tzinfo else value
            self._sheet.write_datetime(*place, wall.replace(tzinfo=None), form)
        elif isinstance(value, date):
            self._sheet.write_datetime(*place, value, form)
        else:
            self._sheet.write_string(*place, value.isoformat(), form)

    def _put_number(self, place: tuple[int, int], value: float | Decimal, form: Any) -> None:
        if not math.isfinite(value):
            raise ValueError(f"not a finite number: {value}")
        if abs(value) >= 10**_DIGITS:
            self._sheet.write_string(*place, _text(str(value)), form)
        else:
            self._sheet.write_number(*place, float(value), form)


def _text(value: str) -> str:
    neutral = neutralise(value)
    if len(neutral) > _CELL_CHARACTERS:
        raise ValueError(f"a cell holds at most {_CELL_CHARACTERS} characters, not {len(value)}")
    return neutral
