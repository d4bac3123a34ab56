"""The progress report as the office prints it (ST-A5.1): to a workbook, to Word, to PDF.

Title, headers, notes and widths are the policy's (``FormLayout``); this module knows only what the
columns mean. ``annex5_reader`` takes the workbook back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from linli.campaigns.data import ReportRow
from linli.kernel.documents.data import Align, OfficialDocument, TableColumn
from linli.kernel.documents.pdf import official_pdf
from linli.kernel.documents.word import official_docx
from linli.kernel.workbooks.data import Value
from linli.kernel.workbooks.writer import Column, Kind, SheetLayout, write_workbook
from linli.policy.data import Form

ColumnKind = Literal["integer", "text", "list", "date", "term"]

# Code of a column in the policy's form to the field of a row that it shows.
FIELDS: Mapping[str, str] = {
    "number": "number",
    "community": "community",
    "compound": "compound",
    "class": "grade",
    "enterprise": "enterprise",
    "nature": "nature",
    "entered": "entered",
    "items": "items",
    "manager": "manager",
    "phone": "phone",
    "note": "note",
}
# The office of a street is named by the form's own line; a town's is called so everywhere.
TOWN_OFFICE = "人民政府"
TOWN_ENDINGS = ("镇", "乡")
STREET_ENDING = "街道"

_SHEET = "Sheet1"
_KINDS: Mapping[ColumnKind, Kind] = {"integer": "integer", "date": "date"}
_ALIGNS: Mapping[ColumnKind, Align] = {"integer": "center", "date": "center", "term": "center"}
_NOTE_HEIGHT = 45


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column of the form. ``terms`` are the words it allows, as printed; empty for any text."""

    code: str
    header: str
    kind: ColumnKind
    width: float
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormLayout:
    """The printed form: title, the line for the office with its blank, columns, notes.

    ``blank_rows`` is the number of numbered rows the blank form has; a longer report has more.
    """

    title: str
    line: str
    columns: tuple[FormColumn, ...]
    notes: tuple[str, ...] = ()
    blank_rows: int = 0


@dataclass(frozen=True, slots=True)
class Annex5:
    """A filled form. ``street`` is the street's or town's name; empty leaves the line blank."""

    title: str
    street: str
    rows: tuple[ReportRow, ...]
    notes: tuple[str, ...] = ()


def layout_of(form: Form, *, terms: Mapping[str, Sequence[str]]) -> FormLayout:
    """The layout a policy's form sets; ``terms`` gives the printed words of its term columns.

    Raises:
        ValueError: the form has a column this report has no field for, or lacks one of them.
    """
    codes = [column.code for column in form.columns]
    if sorted(codes) != sorted(FIELDS):
        raise ValueError(f"form {form.form} has columns {codes}, the report {list(FIELDS)}")
    columns = tuple(
        FormColumn(
            code=column.code,
            header=column.header,
            kind=column.type.value,
            width=column.width,
            terms=tuple(terms.get(column.code, ())),
        )
        for column in form.columns
    )
    return FormLayout(form.title, form.line, columns, tuple(form.notes), form.blank_rows)


def new_report(layout: FormLayout, *, street: str, rows: Sequence[ReportRow]) -> Annex5:
    """A report under the form's own title and notes."""
    return Annex5(layout.title, street, tuple(rows), layout.notes)


def annex5_workbook(report: Annex5, layout: FormLayout) -> bytes:
    """The report as .xlsx in exactly the printed form; reads back with identical values."""
    columns = [
        Column(
            column.header,
            column.width,
            _KINDS.get(column.kind, "text"),
            _ALIGNS.get(column.kind, "left"),
        )
        for column in layout.columns
    ]
    return write_workbook(
        SheetLayout(
            name=_SHEET,
            columns=columns,
            rows=_cells(report, layout),
            title=report.title,
            line=street_line(report.street, layout),
            notes=report.notes,
            notes_height=_NOTE_HEIGHT,
        )
    )


def annex5_document(report: Annex5, layout: FormLayout, *, footer: str) -> OfficialDocument:
    """The report as a document; ``footer`` says as of when, and from which clause."""
    columns = [
        TableColumn(column.header, column.width, _ALIGNS.get(column.kind, "left"))
        for column in layout.columns
    ]
    rows = [[_printed(value) for value in row] for row in _cells(report, layout)]
    line = street_line(report.street, layout)
    return OfficialDocument(
        title=report.title,
        columns=columns,
        rows=rows,
        line=line,
        notes=report.notes,
        footer=footer,
    )


def annex5_pdf(report: Annex5, layout: FormLayout, *, footer: str, at: datetime) -> bytes:
    """The report as PDF; ``at`` is the moment written into the file's metadata."""
    return official_pdf(annex5_document(report, layout, footer=footer), at=at)


def annex5_docx(report: Annex5, layout: FormLayout, *, footer: str, at: datetime) -> bytes:
    """The report as a Word file; ``at`` is the moment written into the file's properties."""
    return official_docx(annex5_document(report, layout, footer=footer), at=at)


def street_line(street: str, layout: FormLayout) -> str:
    """The line under the title: the office of a street or town, or the form's own blank."""
    if not street:
        return layout.line
    if street.endswith(STREET_ENDING):
        return street + layout.line.strip().removeprefix(STREET_ENDING)
    return street + TOWN_OFFICE if street.endswith(TOWN_ENDINGS) else street


def street_of(line: str, layout: FormLayout) -> str:
    """The street or town a filled line names; the inverse of ``street_line``."""
    text = line.strip()
    blank = layout.line.strip()
    if text == blank:
        return ""
    for office in (blank.removeprefix(STREET_ENDING), TOWN_OFFICE):
        name = text.removesuffix(office)
        if office and name.endswith((STREET_ENDING, *TOWN_ENDINGS)):
            return name
    return text


def _cells(report: Annex5, layout: FormLayout) -> Iterator[list[Value]]:
    """The rows in the form's columns, filled up to the numbered rows of the blank form."""
    last = max((row.number for row in report.rows), default=0)
    missing = max(layout.blank_rows - len(report.rows), 0)
    blank = ReportRow(number=0, community="", compound="")
    blanks = (replace(blank, number=last + added) for added in range(1, missing + 1))
    for row in (*report.rows, *blanks):
        yield [_cell(row, column) for column in layout.columns]


def _cell(row: ReportRow, column: FormColumn) -> Value:
    value: Value = getattr(row, FIELDS[column.code])
    if column.kind == "term" and isinstance(value, str) and value.isascii() and value.isdigit():
        return int(value)  # a class is written as a figure, as offices write it
    return value


def _printed(value: Value) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
