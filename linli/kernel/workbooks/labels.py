"""What the guard's doubts say to the person who sent the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.kernel.errors import Finding
from linli.kernel.workbooks.data import Doubt

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Wording:
    """The words for one code; ``{name}`` in a text is filled from the doubt's facts and value."""

    message: Text
    allowed: Text = ""
    remedy: Text = ""


def findings(doubts: Iterable[Doubt], wordings: Mapping[str, Wording]) -> tuple[Finding, ...]:
    """The doubts in words, in the language in force, in their order."""
    return tuple(_finding(doubt, wordings[doubt.code]) for doubt in doubts)


def _finding(doubt: Doubt, wording: Wording) -> Finding:
    facts = {**doubt.facts, "value": doubt.value}
    return Finding(
        level=doubt.level,
        code=doubt.code,
        message=str(wording.message).format(**facts),
        sheet=doubt.sheet,
        row=doubt.row,
        column=doubt.column,
        value=doubt.value,
        allowed=str(wording.allowed).format(**facts),
        remedy=str(wording.remedy).format(**facts),
    )


_SAVE_AS_XLSX = _("Open it in your spreadsheet program and save it as “Excel workbook (.xlsx)”.")
_XLSX_ONLY = _("An Excel workbook (.xlsx).")
_ASK_SENDER = _("Ask the sender for a fresh copy, or copy the cells into a new workbook.")
_PLAIN = _("A workbook with cells only.")

WORDINGS: Mapping[str, Wording] = {
    "workbook.empty_file": Wording(_("The file is empty."), _XLSX_ONLY, _ASK_SENDER),
    "workbook.other_kind": Wording(_("The file is no Excel workbook."), _XLSX_ONLY, _SAVE_AS_XLSX),
    "workbook.web_page": Wording(
        _("The file is a web page or XML text that only carries the name of a workbook."),
        _XLSX_ONLY,
        _SAVE_AS_XLSX,
    ),
    "workbook.legacy": Wording(
        _("The file is in the old Excel format (.xls)."), _XLSX_ONLY, _SAVE_AS_XLSX
    ),
    "workbook.encrypted": Wording(
        _("The workbook is protected by a password and cannot be read."),
        _("A workbook without a password."),
        _("Remove the password and send the file again."),
    ),
    "workbook.damaged": Wording(
        _("The workbook is damaged and cannot be read to its end."), _XLSX_ONLY, _ASK_SENDER
    ),
    "workbook.encoding": Wording(
        _("A part of the workbook is not written in UTF-8: {value}."), _XLSX_ONLY, _SAVE_AS_XLSX
    ),
    "workbook.too_big": Wording(
        _("The file is too large."),
        _("At most {limit} MB."),
        _("Remove pictures and sheets that are not needed, or send the list in parts."),
    ),
    "workbook.too_many_parts": Wording(
        _("The file holds too many parts for a list."), _("At most {limit} parts."), _ASK_SENDER
    ),
    "workbook.too_many_sheets": Wording(
        _("The workbook has too many sheets."),
        _("At most {limit} sheets."),
        _("Remove the sheets that are not needed."),
    ),
    "workbook.bomb": Wording(
        _("Unpacked, the file would become far larger than a list can be: {value}."),
        _("At most {limit} MB unpacked."),
        _ASK_SENDER,
    ),
    "workbook.too_heavy": Wording(
        _("Reading the file takes more time or memory than one upload may use."),
        "",
        _("Send the list in smaller parts."),
    ),
    "workbook.too_large": Wording(
        _("The sheet is too large."),
        _("At most {rows} rows, {columns} columns and {cells} cells."),
        _("Delete what lies outside the list, or send the list in parts."),
    ),
    "workbook.long_cell": Wording(
        _("The text in this cell is too long."),
        _("At most {limit} characters."),
        _("Shorten the text."),
    ),
    "workbook.part_name": Wording(
        _("A part of the file has a name that no workbook has: {value}."), _PLAIN, _ASK_SENDER
    ),
    "workbook.macro": Wording(
        _("The workbook contains macros."),
        _PLAIN,
        _("Save it as “Excel workbook (.xlsx)”, which leaves macros out."),
    ),
    "workbook.embedded": Wording(
        _("The workbook contains embedded objects: {value}."),
        _PLAIN,
        _("Delete the embedded objects and save again."),
    ),
    "workbook.external_link": Wording(
        _("The workbook takes data from outside: {value}."),
        _PLAIN,
        _("Break the links (Data, Edit links) and save again."),
    ),
    "workbook.dtd": Wording(
        _("The file declares a document type (DTD), which no workbook needs: {value}."),
        _PLAIN,
        _ASK_SENDER,
    ),
    "workbook.formula": Wording(
        _("The cell holds a formula."),
        _("Values only."),
        _("Copy the cells and paste them as values."),
    ),
    "workbook.error_value": Wording(
        _("The cell holds an error value: {value}."),
        _("Values only."),
        _("Enter the value, or empty the cell."),
    ),
    "workbook.no_sheet": Wording(
        _("The workbook has no sheet that can be read."), _XLSX_ONLY, _ASK_SENDER
    ),
}
