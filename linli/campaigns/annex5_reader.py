"""Takes a progress report back from its workbook (ST-A5.1): identical values, doubts by place."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from linli.campaigns.annex5 import FIELDS, Annex5, FormColumn, FormLayout, street_of
from linli.campaigns.data import ReportRow
from linli.campaigns.phrases import full_date, name_key
from linli.campaigns.wordings import ANNEX_5
from linli.kernel.errors import BadInput, Finding
from linli.kernel.workbooks.data import Book, Cell, Doubt, Level, Sheet
from linli.kernel.workbooks.headers import Header, find_header, header_key
from linli.kernel.workbooks.labels import findings

# Names are looked up, so blanks around them go; all other texts stay exactly as written.
_NAMES = ("community", "compound", "enterprise")
_DATE_EXAMPLES = "2020-10-01、2020年10月1日"
_NOTE = "注"
_REQUIRED = {"community": "annex5.no_community", "compound": "annex5.no_compound"}
# A term may carry words behind it (外聘物业公司, 1类); a figure behind it makes it another term.
_TAIL = re.compile(r"[\u3400-\u9fff]*\Z")


@dataclass(frozen=True, slots=True)
class Annex5Reading:
    """A report as found in a workbook. It may be taken over only when it has no errors."""

    report: Annex5
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What must be mended before the report can be taken over."""
        return tuple(finding for finding in self.findings if finding.level == "error")


def read_annex5(book: Book, layout: FormLayout) -> Annex5Reading:
    """The report in a workbook, with merged or unmerged cells, its columns in any order.

    Rows that carry only their number are the form's empty rows and are left out.

    Raises:
        BadInput: the workbook holds no such form, or one without a column it needs.
    """
    sheet, header = _choose_sheet(book, layout)
    reader = _Reader(sheet, header, layout)
    reader.read()
    above = [_first_text(sheet, row) for row in range(1, header.first_row)]
    above = [text for text in above if text]
    line = above[-1] if len(above) > 1 else ""
    report = Annex5(
        title=above[0] if above else "",
        street=street_of(line, layout) if line else "",
        rows=tuple(reader.rows),
        notes=tuple(reader.notes),
    )
    return Annex5Reading(report, findings(reader.doubts, ANNEX_5))


def _choose_sheet(book: Book, layout: FormLayout) -> tuple[Sheet, Header]:
    names = {column.code: (column.header,) for column in layout.columns}
    found = [(sheet, find_header(sheet, names)) for sheet in book.visible()]
    if not found:
        raise _unreadable(Doubt("error", "annex5.no_form"))
    sheet, header = max(found, key=lambda pair: len(pair[1].columns))
    missing = [column for column in layout.columns if column.code not in header.columns]
    if len(missing) > len(layout.columns) / 2:
        raise _unreadable(Doubt("error", "annex5.no_form", sheet=sheet.name))
    if missing:
        texts = "、".join(header.texts)
        raise _unreadable(
            *(
                Doubt(
                    "error",
                    "annex5.missing_column",
                    sheet=sheet.name,
                    row=header.last_row,
                    facts={"name": header_key(column.header), "found": texts},
                )
                for column in missing
            )
        )
    return sheet, header


def _unreadable(*doubts: Doubt) -> BadInput:
    found = findings(doubts, ANNEX_5)
    return BadInput(found[0].message, findings=found, code=found[0].code, remedy=found[0].remedy)


def _first_text(sheet: Sheet, row: int) -> str:
    texts = (cell.text for cell in sheet.rows[row - 1])
    return next((text for text in texts if text), "")


@dataclass(slots=True)
class _Reader:
    sheet: Sheet
    header: Header
    layout: FormLayout
    rows: list[ReportRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    _community: str = ""
    _seen: dict[tuple[str, str], int] = field(default_factory=dict)

    def read(self) -> None:
        for row in range(self.header.last_row + 1, len(self.sheet.rows) + 1):
            texts = {cell.text for cell in self.sheet.rows[row - 1]} - {""}
            if not texts:
                continue
            if self.notes or self._is_note(row, texts):
                self.notes.append(_first_value(self.sheet.rows[row - 1]))
            elif any(self._cell(row, code).text for code in FIELDS if code != "number"):
                self._read_row(row)

    def _is_note(self, row: int, texts: set[str]) -> bool:
        """One text over the whole width, or the only one of its row and no row number."""
        if len(texts) != 1 or _is_whole_number(text := next(iter(texts))):
            return False
        return text == self._cell(row, "number").text or text.startswith(_NOTE)

    def _read_row(self, row: int) -> None:
        columns = {column.code: column for column in self.layout.columns}
        values: dict[str, Any] = {
            name: self._value(row, columns[code]) for code, name in FIELDS.items()
        }
        if not values["community"]:
            values["community"] = self._community  # an empty cell below a filled one repeats it
        self._community = values["community"]
        for code, problem in _REQUIRED.items():
            if not values[code]:
                self._doubt("error", problem, row, code)
        self._check_once(row, values["community"], values["compound"])
        self.rows.append(ReportRow(**values))

    def _check_once(self, row: int, community: str, compound: str) -> None:
        key = (name_key(community), name_key(compound))
        first = self._seen.setdefault(key, row)
        if first != row and compound:
            self._doubt("error", "annex5.duplicate", row, "compound", compound, first=first)

    def _value(self, row: int, column: FormColumn) -> object:
        cell = self._cell(row, column.code)
        if column.kind == "integer":
            return self._number(row, column, cell)
        if column.kind == "date":
            return self._date(row, column, cell)
        if column.kind == "term" and cell.text:
            return self._term(row, column, cell)
        if column.code == "phone" and isinstance(cell.value, int | float):
            self._doubt("warning", "annex5.phone_as_number", row, column.code, cell.text)
        return cell.text if column.code in _NAMES else _as_written(cell)

    def _number(self, row: int, column: FormColumn, cell: Cell) -> int:
        """The row's number; a row without one takes its place in the table."""
        if _is_whole_number(cell.text):
            return int(cell.text)
        if cell.text:
            self._doubt("error", "annex5.bad_number", row, column.code, cell.text)
        return len(self.rows) + 1

    def _date(self, row: int, column: FormColumn, cell: Cell) -> date | None:
        if not cell.text:
            return None
        found = full_date(cell.value)
        if found is None:
            self._doubt(
                "error", "annex5.bad_date", row, column.code, cell.text, examples=_DATE_EXAMPLES
            )
        return found

    def _term(self, row: int, column: FormColumn, cell: Cell) -> str:
        text = unicodedata.normalize("NFKC", cell.text)
        found = [term for term in column.terms if term in text]
        if len(found) == 1 and text.startswith(found[0]) and _TAIL.match(text[len(found[0]) :]):
            return found[0]
        if column.terms:
            allowed = "、".join(column.terms)
            self._doubt("error", "annex5.bad_term", row, column.code, cell.text, terms=allowed)
        return cell.text

    def _cell(self, row: int, code: str) -> Cell:
        return self.sheet.cell(row, self.header.columns[code])

    def _doubt(
        self, level: Level, code: str, row: int, name: str, value: str = "", **facts: str | int
    ) -> None:
        column = self.header.letters(name)
        self.doubts.append(Doubt(level, code, self.sheet.name, row, column, value[:120], facts))


def _is_whole_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 7 and int(text) > 0


def _first_value(cells: tuple[Cell, ...]) -> str:
    return next(_as_written(cell) for cell in cells if cell.text)


def _as_written(cell: Cell) -> str:
    if isinstance(cell.value, datetime):
        return cell.value.isoformat(sep=" ")
    return "" if cell.value is None else str(cell.value)
