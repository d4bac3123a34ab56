"""Word files in the official layout, for offices that still edit what they hand up."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from linli.kernel.documents.data import OfficialDocument

# Fonts of official writing. Word puts its own Song face where one of them is not installed.
TITLE_FONT = "方正小标宋简体"
BODY_FONT = "仿宋"
LATIN_FONT = "Times New Roman"

_WIDTH_LANDSCAPE = 267.0
_CELL_MARGIN_TWIPS = 45  # 0.8 mm
_WIDTH_PORTRAIT = 180.0
# What XML cannot carry at all; such characters come from broken copies and say nothing.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def official_docx(document: OfficialDocument, *, at: datetime | None = None) -> bytes:
    """The document as .docx: A4, header row repeated on each page, page n of m in the footer.

    ``at`` is written into the file's properties as the time of its making.
    """
    word = Document()
    word.core_properties.title = _clean(document.title)
    word.core_properties.author = ""
    if at is not None:
        word.core_properties.created = word.core_properties.modified = at
    _set_language(word)
    _set_page(word, document)
    _paragraph(word, document.title, TITLE_FONT, 18, "center")
    if document.line:
        _paragraph(word, document.line, BODY_FONT, 12, "left")
    _table(word, document)
    for note in document.notes:
        _paragraph(word, note, BODY_FONT, 9, "left").paragraph_format.space_before = Pt(6)
    target = io.BytesIO()
    word.save(target)
    return target.getvalue()


def _set_page(word: Any, document: OfficialDocument) -> None:
    section = word.sections[0]
    short, long = Mm(210), Mm(297)
    if document.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = (long, short) if document.landscape else (short, long)
    section.left_margin = section.right_margin = Mm(15)
    section.top_margin = Mm(20)
    section.bottom_margin = Mm(18)
    footer = section.footer.paragraphs[0]
    # The template's centre stop would catch the page number half way.
    footer.style = word.styles["Normal"]
    footer.paragraph_format.tab_stops.add_tab_stop(
        section.page_width - section.left_margin - section.right_margin, WD_TAB_ALIGNMENT.RIGHT
    )
    _run(footer, f"{document.footer}\t— ", BODY_FONT, 9)
    _field(footer, "PAGE")
    _run(footer, " / ", BODY_FONT, 9)
    _field(footer, "NUMPAGES")
    _run(footer, " —", BODY_FONT, 9)


def _table(word: Any, document: OfficialDocument) -> None:
    table = word.add_table(rows=1, cols=len(document.columns))
    table.style = "Table Grid"
    table.autofit = False
    _narrow_margins(table)
    whole = sum(column.width for column in document.columns)
    width = _WIDTH_LANDSCAPE if document.landscape else _WIDTH_PORTRAIT
    widths = [Mm(width * column.width / whole) for column in document.columns]
    for cell, column in zip(table.rows[0].cells, document.columns, strict=True):
        _fill(cell, column.header, "center", bold=True)
    for grid_column, column_width in zip(table.columns, widths, strict=True):
        grid_column.width = column_width
    _mark(table.rows[0], "w:tblHeader")
    for row in document.rows:
        cells = table.add_row().cells
        for cell, text, column in zip(cells, row, document.columns, strict=True):
            _fill(cell, text, column.align)
    for row in table.rows:
        _mark(row, "w:cantSplit")
        for cell, cell_width in zip(row.cells, widths, strict=True):
            cell.width = cell_width


def _narrow_margins(table: Any) -> None:
    """Eleven columns leave no room for Word's usual 1.9 mm on either side of a text."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(_CELL_MARGIN_TWIPS))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    # The schema fixes the order of properties: tblLook, where there is one, stands behind.
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    properties.insert(len(properties) if look is None else properties.index(look), margins)


def _mark(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))  # python-docx has no public way to it


def _fill(cell: Any, text: str, align: str, *, bold: bool = False) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.alignment = _ALIGN[align]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
    _run(paragraph, text, BODY_FONT, 9, bold=bold)


def _paragraph(word: Any, text: str, font: str, size: float, align: str) -> Any:
    paragraph = word.add_paragraph()
    paragraph.alignment = _ALIGN[align]
    paragraph.paragraph_format.space_after = Pt(4)
    _run(paragraph, text, font, size)
    return paragraph


def _run(paragraph: Any, text: str, font: str, size: float, *, bold: bool = False) -> Any:
    run = paragraph.add_run(_clean(text))
    run.bold = bold
    run.font.size = Pt(size)
    run.font.name = LATIN_FONT
    # Chinese characters take the East Asian font, which python-docx does not set by itself.
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    return run


def _field(paragraph: Any, instruction: str) -> None:
    """A value Word computes, here the page number; each mark needs a run of its own."""
    for kind in ("begin", "", "end"):
        run = _run(paragraph, "", BODY_FONT, 9)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = instruction
        run._element.append(mark)


def _set_language(word: Any) -> None:
    """Chinese as written on the mainland: it decides the shape of signs in many fonts."""
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties = word.styles["Normal"].element.get_or_add_rPr()
    properties.append(language)


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
