"""What a long table is here: columns of texts, the kind of each cell, the limits it is read under.

No Django: the child process imports this.
"""

from __future__ import annotations

from dataclasses import dataclass

from linli.kernel.workbooks.data import Limits

MOST_ROWS = 200_000

LIMITS = Limits(
    bytes=20 * 2**20,
    unpacked=256 * 2**20,
    rows=MOST_ROWS,
    columns=60,
    cells=MOST_ROWS * 30,
    cell_characters=2_000,
    memory=1_400 * 2**20,
    seconds=60,
)
"""What one roster may cost. A district of 300,000 households sends its lists street by street."""

# One letter a cell: what the sender's program took it for.
TEXT, NUMBER, DATE, TRUTH, EMPTY = "t", "n", "d", "b", " "
# Of a text file: the line ends before this column.
ABSENT = "."

SEPARATOR = "\0"
"""Between the cells of a column on their way from the child; no file that is read holds it."""


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet or a text file, column by column; rows count from 1 as the sender sees them.

    ``kinds`` holds one letter a cell. ``encoding`` is that of a text file, empty for a workbook.
    ``others``: further visible sheets that hold something and are not read.
    """

    name: str
    rows: int
    columns: tuple[list[str], ...]
    kinds: tuple[str, ...]
    encoding: str = ""
    others: tuple[str, ...] = ()

    def head(self, count: int) -> list[list[str]]:
        """The first rows, as they stand."""
        shown = min(count, self.rows)
        return [[column[row] for column in self.columns] for row in range(shown)]
