"""Reading ``matrix.txt``: which persona gets which answer from which page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).parent / "matrix.txt"
ANONYMOUS = "anonymous"


@dataclass(frozen=True)
class Row:
    """One line: a request, and the status each persona gets for it."""

    line: int
    method: str
    route: str
    subject: str
    expected: dict[str, int]

    @property
    def page(self) -> str:
        """The name under which the page's query count is recorded."""
        return f"page {self.route}"

    @property
    def opened_by(self) -> list[str]:
        """Who gets the page, in the order of the columns."""
        return [login for login, status in self.expected.items() if status == 200]

    def __str__(self) -> str:
        return f"{self.method} {self.route} {self.subject}"


def rows() -> list[Row]:
    """The lines of the table. The first line that is no comment names the columns."""
    table: list[Row] = []
    columns: list[str] = []
    for number, line in enumerate(FILE.read_text(encoding="utf-8").splitlines(), 1):
        words = line.partition("#")[0].split()
        if not words:
            continue
        if not columns:
            columns = words[3:]
            continue
        method, route, subject, *statuses = words
        assert len(statuses) == len(columns), f"{FILE.name}:{number}: {len(columns)} statuses"
        expected = dict(zip(columns, map(int, statuses), strict=True))
        table.append(Row(number, method, route, subject, expected))
    return table
