"""What a workbook is here: sheets of typed cells, the limits it is read under, doubts about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal

Value = str | int | float | bool | date | datetime | time | None
Level = Literal["error", "warning", "note"]

EXCEL_ROWS = 1_048_576
EXCEL_COLUMNS = 16_384


@dataclass(frozen=True, slots=True)
class Limits:
    """What one upload may cost. Sizes in bytes, time in seconds; every figure is an upper bound."""

    bytes: int = 10 * 2**20
    parts: int = 500
    unpacked: int = 48 * 2**20
    ratio: int = 200
    sheets: int = 50
    rows: int = 20_000
    columns: int = 256
    cells: int = 200_000
    cell_characters: int = 32_767
    memory: int = 256 * 2**20
    seconds: int = 4


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something found in a file, before it is put into words: where it is and the facts of it.

    ``facts`` fill the wording that the ``labels`` module beside the finder holds for ``code``.
    """

    level: Level
    code: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. In a merged area every cell carries the value of the area's first cell."""

    value: Value = None
    merged: bool = False

    @property
    def text(self) -> str:
        """The value as a person reads it, without surrounding blanks; empty for an empty cell."""
        return "" if self.value is None else str(self.value).strip()


@dataclass(frozen=True, slots=True)
class Area:
    """A merged area; rows and columns count from 1, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet from cell A1 to its last used cell; all rows have the same length."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[Area, ...] = ()
    hidden: bool = False

    def cell(self, row: int, column: int) -> Cell:
        """The cell at a place counted from 1; an empty one outside the used area."""
        if 1 <= row <= len(self.rows) and 1 <= column <= len(self.rows[row - 1]):
            return self.rows[row - 1][column - 1]
        return Cell()


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook that passed the guard."""

    sheets: tuple[Sheet, ...]

    def visible(self) -> tuple[Sheet, ...]:
        """The sheets the sender could see when sending, in their order."""
        return tuple(sheet for sheet in self.sheets if not sheet.hidden)


def column_letters(column: int) -> str:
    """The letters of a column counted from 1: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The column of letters A..Z, counted from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
