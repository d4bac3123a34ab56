"""P10, P13: a hostile file is refused with a reason and a place, within its memory, every time."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from linli.kernel.errors import BadInput
from linli.kernel.workbooks.container import RefusedError
from linli.kernel.workbooks.data import Limits
from linli.kernel.workbooks.markup import Budget, Part
from linli.kernel.workbooks.reader import ask_child, read_workbook
from tests.kernel import hostile as h

XXE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
FORMULA = '<row r="7"><c r="C7"><f>HYPERLINK("http://192.0.2.1/x")</f><v>1</v></c></row>'
SHARED = '<row r="8"><c r="D8"><f t="shared" si="0"/><v>2</v></c></row>'
LINK = "xl/worksheets/_rels/sheet1.xml.rels"
MACRO_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
EXTERNAL = 'TargetMode="External"'

# name: (bytes, code, sheet, row, column)
CORPUS: dict[str, tuple[bytes, str, str, int | None, str]] = {
    "empty": (b"", "workbook.empty_file", "", None, ""),
    "zeros": (bytes(4096), "workbook.empty_file", "", None, ""),
    "csv": ("序号,小区\n1,梅花园\n".encode("gb18030"), "workbook.other_kind", "", None, ""),
    "pdf": (b"%PDF-1.7\n", "workbook.other_kind", "", None, ""),
    "html": ("\ufeff\n<html><table>".encode(), "workbook.web_page", "", None, ""),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "workbook.legacy", "", None, ""),
    "password": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "workbook.encrypted",
        "",
        None,
        "",
    ),
    "zip encryption": (h.encrypted_entry(), "workbook.encrypted", "", None, ""),
    "truncated": (h.workbook()[:-40], "workbook.damaged", "", None, ""),
    "half": (h.workbook()[:300], "workbook.damaged", "", None, ""),
    "no workbook": (h.pack({"readme.txt": "hello"}), "workbook.other_kind", "", None, ""),
    "word file": (
        h.workbook(types=h.content_types("application/msword+xml")),
        "workbook.other_kind",
        "",
        None,
        "",
    ),
    "second workbook": (h.workbook(main="xl/other.xml"), "workbook.other_kind", "", None, ""),
    "dtd under another name": (
        h.with_part("xl/styles.dat", XXE + "<x/>"),
        "workbook.dtd",
        "",
        None,
        "",
    ),
    "no sheet": (
        h.workbook(workbook=f'<workbook xmlns="{h.SPREADSHEET}"><sheets/></workbook>'),
        "workbook.no_sheet",
        "",
        None,
        "",
    ),
    "bomb": (h.bomb(), "workbook.bomb", "", None, ""),
    "lying bomb": (h.lying_bomb(), "workbook.damaged", "", None, ""),
    "lzma": (h.pack(h.parts(), compression=zipfile.ZIP_LZMA), "workbook.damaged", "", None, ""),
    "many parts": (
        h.pack({f"xl/{number}.xml": "<x/>" for number in range(600)}),
        "workbook.too_many_parts",
        "",
        None,
        "",
    ),
    "xxe": (h.workbook(XXE + h.sheet_xml("<row/>")), "workbook.dtd", "", None, ""),
    "xxe in styles": (
        h.with_part("xl/styles.xml", XXE + "<x>&a;</x>"),
        "workbook.dtd",
        "",
        None,
        "",
    ),
    "laughs": (
        h.with_part("docProps/app.xml", LAUGHS + "<x>&b;</x>"),
        "workbook.dtd",
        "",
        None,
        "",
    ),
    "quoted dtd": (
        h.with_part("xl/theme/theme1.xml", "<?xml version='1.0'?>\n" + XXE + "<x/>"),
        "workbook.dtd",
        "",
        None,
        "",
    ),
    "dtd with quotes": (
        h.with_part("xl/styles.xml", '<!DOCTYPE x SYSTEM ">">\n<x/>'),
        "workbook.dtd",
        "",
        None,
        "",
    ),
    "utf-16 part": (
        h.with_part(
            "xl/styles.xml", '<?xml version="1.0" encoding="utf-16"?><x/>'.encode("utf-16")
        ),
        "workbook.encoding",
        "",
        None,
        "",
    ),
    "broken xml": (h.workbook("<worksheet><sheetData>"), "workbook.damaged", "", None, ""),
    "formula": (h.workbook(h.sheet_xml(FORMULA)), "workbook.formula", "任务", 7, "C"),
    "shared formula": (h.workbook(h.sheet_xml(SHARED)), "workbook.formula", "任务", 8, "D"),
    "prefixed formula": (
        h.workbook(
            f'<x:worksheet xmlns:x="{h.SPREADSHEET}"><x:sheetData><x:row r="2"><x:c r="B2">'
            "<x:f>1+1</x:f></x:c></x:row></x:sheetData></x:worksheet>"
        ),
        "workbook.formula",
        "任务",
        2,
        "B",
    ),
    "error value": (
        h.workbook(h.sheet_xml('<row r="3"><c r="E3" t="e"><v>#REF!</v></c></row>')),
        "workbook.error_value",
        "任务",
        3,
        "E",
    ),
    "macro": (h.with_part("xl/vbaProject.bin", b"\x00"), "workbook.macro", "", None, ""),
    "macro type": (h.workbook(types=h.content_types(MACRO_TYPE)), "workbook.macro", "", None, ""),
    "excel 4 macro": (
        h.with_part("xl/macrosheets/sheet1.xml", "<x/>"),
        "workbook.macro",
        "",
        None,
        "",
    ),
    "embedded": (h.with_part("xl/embeddings/a.bin", b"MZ"), "workbook.embedded", "", None, ""),
    "external book": (
        h.with_part("xl/externalLinks/externalLink1.xml", "<x/>"),
        "workbook.external_link",
        "",
        None,
        "",
    ),
    "external picture": (
        h.with_part(LINK, h.relations(h.relation("image", "http://192.0.2.1/a.png", EXTERNAL))),
        "workbook.external_link",
        "",
        None,
        "",
    ),
    "traversal": (h.renamed_entry("xl/aaaaaa", "../../etc"), "workbook.part_name", "", None, ""),
    "absolute": (h.renamed_entry("xl/a.xml", "/etc/xml"), "workbook.part_name", "", None, ""),
    "backslash": (h.renamed_entry("xl/a/b.x", "xl\\..\\b."), "workbook.part_name", "", None, ""),
    "twice": (h.with_part("XL/Workbook.xml", "<x/>"), "workbook.part_name", "", None, ""),
    "million columns": (
        h.workbook(h.sheet_xml("<row/>", dimension="A1:BDWGN5")),
        "workbook.too_large",
        "任务",
        None,
        "",
    ),
    "far cell": (
        h.workbook(h.sheet_xml('<row r="9"><c r="XFD9"><v>1</v></c></row>')),
        "workbook.too_large",
        "任务",
        9,
        "XFD",
    ),
    "far row": (
        h.workbook(h.sheet_xml('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')),
        "workbook.too_large",
        "任务",
        1048576,
        "A",
    ),
    "long cell": (
        h.workbook(h.sheet_xml(f'<row r="4">{h.text_cell("B4", h.noise(10 * 2**20))}</row>')),
        "workbook.long_cell",
        "任务",
        4,
        "B",
    ),
    "long shared text": (
        h.pack(
            {
                **h.parts(h.sheet_xml('<row r="5"><c r="F5" t="s"><v>1</v></c></row>')),
                "xl/sharedStrings.xml": f'<sst xmlns="{h.SPREADSHEET}"><si><t>a</t></si>'
                f"<si><t>{'山' * 40_000}</t></si></sst>",
            }
        ),
        "workbook.long_cell",
        "任务",
        5,
        "F",
    ),
    "deep": (h.deep_xml(), "workbook.bomb", "", None, ""),
}


@pytest.mark.parametrize("name", CORPUS)
def test_hostile_file_is_refused_with_reason_and_place(name: str) -> None:
    content, code, sheet, row, column = CORPUS[name]

    with pytest.raises(BadInput) as refused:
        read_workbook(content)

    finding = refused.value.findings[0]
    assert (finding.code, finding.sheet, finding.row, finding.column) == (code, sheet, row, column)
    assert finding.level == "error"
    assert str(finding.message)


@pytest.mark.parametrize("name", ["bomb", "lying bomb", "long cell", "deep", "laughs", "far row"])
def test_child_stays_within_its_memory(name: str) -> None:
    answer = ask_child(CORPUS[name][0], Limits())

    assert answer["peak"] < 200 * 2**20


def test_file_too_costly_to_walk_ends_at_the_time_limit() -> None:
    with pytest.raises(BadInput) as refused:
        read_workbook(h.heavy_sheet(), limits=replace(Limits(), seconds=1))

    assert refused.value.code == "workbook.too_heavy"


def test_elements_that_say_nothing_are_counted_over_all_parts() -> None:
    """A part of 250 MB may hold sixty million of them, whatever the part is."""
    budget = Budget(10)
    Part("xl/styles.xml").read([b"<a><b/><b/>", b"<b/><b/></a>"], budget)
    with pytest.raises(RefusedError) as refused:
        Part("xl/theme.xml").read([b"<a>" + b"<b/>" * 5 + b"</a>"], budget)

    assert [(doubt.code, doubt.value) for doubt in refused.value.doubts] == [
        ("workbook.too_heavy", "xl/theme.xml")
    ]


def test_reading_ends_at_the_memory_limit() -> None:
    row = "".join(f"<c><v>{number / 7}</v></c>" for number in range(30))

    content = h.workbook(h.sheet_xml(f"<row>{row}</row>" * 13_000))
    answer = ask_child(content, replace(Limits(), memory=40 * 2**20, ratio=9_999, cells=10**6))

    assert answer["doubts"][0]["code"] == "workbook.too_heavy"


def test_every_formula_is_named_up_to_a_bound() -> None:
    cells = "".join(f'<row r="{row}"><c r="B{row}"><f>1</f></c></row>' for row in range(2, 60))

    with pytest.raises(BadInput) as refused:
        read_workbook(h.workbook(h.sheet_xml(cells)))

    assert [finding.row for finding in refused.value.findings] == list(range(2, 22))


def test_file_above_the_size_limit_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"PK\x03\x04" + bytes(2048))

    with pytest.raises(BadInput) as refused:
        read_workbook(path, limits=replace(Limits(), bytes=1024))

    assert refused.value.code == "workbook.too_big"


def test_plain_hyperlink_is_text_and_passes() -> None:
    link = h.relations(h.relation("hyperlink", "http://192.0.2.1/", EXTERNAL))

    book = read_workbook(h.with_part(LINK, link))

    assert book.sheets[0].cell(1, 1).value == "山城街道"


def test_formatted_empty_row_at_the_end_of_the_sheet_passes() -> None:
    cells = f'<row r="1">{h.text_cell("A1", "甲")}</row><row r="1048576" ht="20"/>'

    book = read_workbook(h.workbook(h.sheet_xml(cells, dimension="A1:XFD1048576")))

    assert len(book.sheets[0].rows) == 1


def test_text_that_only_quotes_a_dtd_passes() -> None:
    quoted = "<![CDATA[<!DOCTYPE x><f>1</f>]]>"

    book = read_workbook(h.workbook(h.sheet_xml(f'<row r="1">{h.text_cell("A1", quoted)}</row>')))

    assert book.sheets[0].cell(1, 1).value == "<!DOCTYPE x><f>1</f>"
