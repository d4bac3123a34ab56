"""Workbooks nobody should send, built byte by byte: the corpus of the reader's tests."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def content_types(main: str = MAIN) -> str:
    return (
        f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{main}"/></Types>'
    )


def sheet_xml(cells: str, *, dimension: str = "A1") -> str:
    return (
        f'<worksheet xmlns="{SPREADSHEET}"><dimension ref="{dimension}"/>'
        f"<sheetData>{cells}</sheetData></worksheet>"
    )


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def relation(kind: str, target: str, mode: str = "") -> str:
    return f'<Relationship Id="rId9" Type="{RELATIONS}/{kind}" Target="{target}" {mode}/>'


def relations(*inner: str) -> str:
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(inner)}</Relationships>'


def parts(sheet: str | None = None, **more: str) -> dict[str, str | bytes]:
    """The parts of a small workbook with one sheet 任务; keyword parts replace by short name."""
    plain = sheet_xml(f'<row r="1">{text_cell("A1", "山城街道")}</row>')
    return {
        "[Content_Types].xml": more.get("types", content_types()),
        "_rels/.rels": relations(
            f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" '
            f'Target="{more.get("main", "xl/workbook.xml")}"/>'
        ),
        "xl/workbook.xml": more.get(
            "workbook",
            f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{RELATIONS}"><sheets>'
            '<sheet name="任务" sheetId="1" r:id="rId1"/></sheets></workbook>',
        ),
        "xl/_rels/workbook.xml.rels": relations(
            f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        ),
        "xl/worksheets/sheet1.xml": sheet or plain,
    }


def pack(files: dict[str, str | bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def workbook(sheet: str | None = None, **more: str) -> bytes:
    return pack(parts(sheet, **more))


def with_part(name: str, content: str | bytes) -> bytes:
    return pack({**parts(), name: content})


def bomb() -> bytes:
    """100 MB of blanks inside a part of 100 kB."""
    return with_part("xl/media/blank.xml", b" " * (100 * 2**20))


def lying_bomb() -> bytes:
    """A bomb whose directory claims a kilobyte: only unpacking shows the truth."""
    content = bytearray(pack({**parts(), "xl/theme/theme1.xml": b" " * (30 * 2**20)}))
    real, claimed = struct.pack("<L", 30 * 2**20), struct.pack("<L", 1024)
    return bytes(content.replace(real, claimed))


def encrypted_entry() -> bytes:
    """A zip whose entries carry the flag of zip encryption."""
    content = bytearray(workbook())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(signature, at + 4)
    return bytes(content)


def renamed_entry(old: str, new: str) -> bytes:
    """A workbook with an entry name zipfile itself would not write."""
    content = with_part(old, "<x/>")
    assert len(old) == len(new)
    return content.replace(old.encode(), new.encode())


def deep_xml() -> bytes:
    """Elements nested 2 million deep: a few hundred bytes packed."""
    return with_part("xl/styles.xml", "<a>" * 2_000_000 + "</a>" * 2_000_000)


def heavy_sheet() -> bytes:
    """Twelve million empty cells: legal, small when packed, and costly to walk through."""
    row = '<row r="1">' + "<c/>" * 10_000_000 + "</row>"
    return pack(
        {
            **parts(),
            "xl/worksheets/sheet1.xml": sheet_xml(row + "<!--" + noise(2**19) + "-->"),
        }
    )


def noise(size: int) -> str:
    """Text that does not compress well, to keep the ratio of a part unsuspicious."""
    state, out = 1, []
    for _ in range(size // 8):
        state = zlib.crc32(struct.pack("<L", state))
        out.append(f"{state:08x}")
    return "".join(out)
