"""Files that offices and strangers send as rosters: messy ones to be read right, bad ones refused.

``READ`` are different writings of one roster (``PLAIN``): whoever reads them right finds the same
values in each. ``REFUSED`` are files of which nothing may come into the register. Hostile workbooks
that carry no roster are those of tests/kernel.
"""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from tests.kernel import hostile
from tests.kernel.test_workbooks_hostile import CORPUS as HOSTILE
from tests.registry import rosters
from tests.registry.rosters import HEADER, Line, lines

File = tuple[str, bytes]
"""Name and content."""

PLAIN = rosters.xlsx(lines(4))
SYNONYMS = (
    ("小区名称", "幢号", "单元号", "室号", "建筑面积（平方米）", "房屋用途", "产权人", "证件号码",
     "手机号码", "产权份额"),
    ("物业项目", "楼栋", "门", "房间号", "专有部分面积", "规划用途", "权利人", "公民身份号码",
     "联系方式", "共有份额"),
    ("小 区", "楼  号", "单元", "房\n号", "面积(㎡)", "用途", "业主 姓名", "身份证 号码", "电话",
     "份额"),
)  # fmt: skip
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HUGE = 10 * 2**20


def _changed(**changes: Any) -> list[Line]:
    """The plain lines with one cell of the third written otherwise."""
    return [rosters.line(number, **(changes if number == 2 else {})) for number in range(4)]


def _each(column: str, write: Callable[[Any], Any]) -> list[Line]:
    at = HEADER.index(column)
    return [[*row[:at], write(row[at]), *row[at + 1 :]] for row in lines(4)]


def _text(rows: Sequence[Line], sign: str = ",", end: str = "\n") -> str:
    return "".join(sign.join(map(str, row)) + end for row in [HEADER, *rows])


def _book(change: Callable[[Worksheet], object], rows: Sequence[Line] | None = None) -> bytes:
    """The plain roster after an office has worked on it."""
    book = openpyxl.load_workbook(io.BytesIO(rosters.xlsx(lines(4) if rows is None else rows)))
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    change(sheet)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _beside(sheet: Worksheet, title: str, state: str = "visible") -> None:
    assert sheet.parent is not None
    other = sheet.parent.create_sheet(title)
    other.append(["小区", "楼号", "房号", "建筑面积"])
    other.append(["没有的花园", "9", "909", -1])
    other.sheet_state = state


def _repacked(content: bytes, **options: Any) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    return hostile.pack(parts | options.pop("more", {}), **options)


def _blank_between(sheet: Worksheet) -> None:
    sheet.insert_rows(3, 2)
    sheet.insert_rows(1, 2)


def _merged(sheet: Worksheet) -> None:
    for area in ("A2:A5", "B2:B5"):
        sheet.merge_cells(area)


def _quoted(rows: Sequence[Line], *more: str) -> bytes:
    given = [[*HEADER, *more], *rows]
    return "".join(",".join(f'"{cell}"' for cell in row) + "\r\n" for row in given).encode("gbk")


def thousand() -> list[Line]:
    """A thousand lines, of which the one on row 778 of the sheet is wrong."""
    rows = []
    for number in range(1_000):
        row = rosters.line(number % 300, 楼号=f"{number // 20}号楼")
        row[7], row[8] = rosters.id_number(number % 1_000), f"199{number:08}"
        rows.append(row)
    rows[776][HEADER.index("建筑面积")] = -1
    return rows


def _formula(cell: str, kind: str = "") -> bytes:
    """The plain roster with the first area written as raw XML."""
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    begin = sheet.index('<c r="E2"')
    end = sheet.index("</c>", begin) + len("</c>")
    changed = f'{sheet[:begin]}<c r="E2"{kind}>{cell}</c>{sheet[end:]}'
    return _repacked(PLAIN, more={"xl/worksheets/sheet1.xml": changed})


# --- read right ---------------------------------------------------------------------------------

_LINES = lines(4)
_FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")
_TURNED = list(reversed(range(len(HEADER))))
_TURNED_BOOK = rosters.xlsx(
    [[row[at] for at in _TURNED] for row in _LINES], [HEADER[at] for at in _TURNED]
)
_MORE = rosters.xlsx([[*row, "备注", ""] for row in _LINES], [*HEADER, "备注", "经办人"])
_IN_ENCODINGS = {
    encoding: ("册.csv", rosters.text(_LINES, encoding))
    for encoding in ("utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be")
}
_SEPARATED = {
    f"text {name} {encoding}": ("册.csv", _text(_LINES, sign).encode(encoding))
    for name, sign in (("semicolon", ";"), ("tab", "\t"))
    for encoding in ("utf-8", "gbk", "utf-16")
}
_ENDED = {
    f"ends {end!r}": ("册.csv", _text(_LINES, end=end).encode()) for end in ("\r\n", "\n", "\r")
}
_NAMED = {
    f"named {name!r}": (name, PLAIN)
    for name in (
        "册.csv", "册.xls", "册.txt", "册", "../../etc/passwd", "C:\\册.xlsx",
        "a\x00\r\nb.xlsx",
        "<script>.xlsx", "=cmd|x.xlsx", "长" * 300 + ".xlsx", "册\u202excod.xlsx",
    )
}  # fmt: skip
_WRITTEN = {
    "area with unit": _each("建筑面积", lambda area: f"{area}㎡"),
    "area as text": _each("建筑面积", lambda area: f" {area} "),
    "area _FULL_WIDTH width": _each("建筑面积", lambda area: str(area).translate(_FULL_WIDTH)),
    "area one part in a million off": _each("建筑面积", lambda area: area + 1e-9),
    "building bare": _each("楼号", lambda name: int(name.removesuffix("号楼"))),
    "building with zeros": _each("楼号", lambda name: f"0{name}"),
    "building in words": _each("楼号", lambda _name: "一号楼"),
    "room with word": _each("房号", lambda room: f"{room}室"),
    "room as number": _each("房号", int),
    "room apostrophe": _each("房号", lambda room: f"'{room}"),
    "blanks inside": _each("业主姓名", lambda name: f"\u3000{name}\u00a0\u200b"),
    "compound spaced": _each("小区", lambda _name: " 梅 花 园\u3000"),
    "phone as number": _each("联系电话", int),
    "phone abroad": _each("联系电话", lambda phone: f"+86 {phone[:3]}-{phone[3:]}"),
    "number with blanks": _each("身份证号", lambda number: f"{number[:6]} {number[6:]}"),
    "number small x": _each("身份证号", str.lower),
    "share in percent": _each("份额", lambda _share: "100%"),
    "share in words": _each("份额", lambda _share: "单独所有"),
    "use in other words": _each("用途", lambda _use: "成套住宅"),
    "total below": [*_LINES, ["合计", "", "", "", 320.06, "", "", "", "", ""]],
    "remark below": [*_LINES, ["填表说明：一户一行", *[""] * 9]],
    "empty lines below": [*_LINES, *[[""] * 10] * 30],
}
_WORKED_ON = {
    "merged bodies": _book(_merged),
    "blank lines": _book(_blank_between),
    "hidden sheet beside": _book(lambda sheet: _beside(sheet, "旧册", "hidden")),
    "sheet after": _book(lambda sheet: _beside(sheet, "草稿")),
    "comment on a cell": _book(
        lambda sheet: setattr(sheet["A2"], "comment", Comment("核对", "办"))
    ),
    "hidden column": _book(lambda sheet: setattr(sheet.column_dimensions["F"], "hidden", True)),
    "filter": _book(lambda sheet: setattr(sheet.auto_filter, "ref", "A1:J5")),
    "print title": _book(lambda sheet: setattr(sheet, "print_title_rows", "1:1")),
    "packed without pressing": _repacked(PLAIN, compression=zipfile.ZIP_STORED),
}
READ: dict[str, File] = {
    **{f"text {encoding}": file for encoding, file in _IN_ENCODINGS.items()},
    **_SEPARATED, **_ENDED, **_NAMED,
    **{name: ("册.xlsx", rosters.xlsx(rows)) for name, rows in _WRITTEN.items()},
    **{name: ("册.xlsx", content) for name, content in _WORKED_ON.items()},
    **{f"headers {at}": ("册.xlsx", rosters.xlsx(_LINES, names))
       for at, names in enumerate(SYNONYMS)},
    "other order": ("册.xlsx", _TURNED_BOOK),
    "more columns": ("册.xlsx", _MORE),
    "title above": ("册.xlsx", rosters.xlsx(_LINES, title="梅花园花名册")),
    "text quoted": ("册.csv", _quoted(_LINES)),
    "text GBK after a mark": ("册.csv", b"\xef\xbb\xbf" + rosters.text(_LINES, "gbk")),
    "text line break": ("册.csv", _quoted([[*row, "一行\n二行"] for row in _LINES], "备注")),
    "text empty lines": ("册.csv", ("\n\n" + _text(_LINES, end="\n\n")).encode()),
    "text short lines": ("册.csv", _text(_LINES).replace("份额", "份额,,,,").encode()),
}  # fmt: skip


# --- refused ------------------------------------------------------------------------------------

CELLS: dict[str, tuple[str, Any]] = {
    "area negative": ("建筑面积", -88.5),
    "area zero": ("建筑面积", 0),
    "area three places": ("建筑面积", 88.555),
    "area huge": ("建筑面积", 1e12),
    "area in words": ("建筑面积", "八十八"),
    "area hex": ("建筑面积", "0x58"),
    "area nan": ("建筑面积", "NaN"),
    "area inf": ("建筑面积", "inf"),
    "area two": ("建筑面积", "88.5+12"),
    "area date": ("建筑面积", "2020-05-01"),
    "area minus full width": ("建筑面积", "－88.5"),
    "area overflow": ("建筑面积", "1e309"),
    "area formula text": ("建筑面积", "=44*2"),
    "number as number": ("身份证号", 990406195001011234),
    "number exponent": ("身份证号", "9.90406E+17"),
    "number of 16 digits": ("身份证号", 9904061950010112),
    "number of signs": ("身份证号", "!!"),
    "number endless": ("身份证号", "9" * 31),
    "compound unknown": ("小区", "没有的花园"),
    "compound blank": ("小区", ""),
    "building blank": ("楼号", ""),
    "room blank": ("房号", ""),
    "room too long": ("房号", "1" * 41),
    "owner blank": ("业主姓名", ""),
    "owner too long": ("业主姓名", "王" * 101),
    "use unknown": ("用途", "养鱼"),
    "share too large": ("份额", "3/2"),
    "share by nought": ("份额", "1/0"),
    "share negative": ("份额", "-1/2"),
    "cell of 32,000 signs": ("业主姓名", "王" * 32_000),
}

_UTF8, _GBK = rosters.text(_LINES), rosters.text(_LINES, "gbk")
_BAD_CELLS = {
    f"cell {name}": ("册.xlsx", rosters.xlsx(_changed(**{column: value})))
    for name, (column, value) in CELLS.items()
}
_BAD_SIGNS = {
    f"sign {ord(sign):#04x}": ("册.csv", rosters.text(_changed(业主姓名=f"王{sign}明")))
    for sign in "\x00\x01\x08\x1b\x7f\ufffe"
}
_BAD_TEXTS: dict[str, bytes] = {
    "blank": b" \r\n\t\r\n",
    "only a mark": b"\xef\xbb\xbf",
    "only NUL": bytes(4096),
    "only a header": _text([]).encode(),
    "no header": _text(_LINES).partition("\n")[2].encode(),
    "header and total": (_text([]) + "合计" + "," * 9).encode(),
    "no room column": _text(_LINES).replace("房号", "别的").encode(),
    "two headers alike": _text(_LINES).replace("单元,", "房号,").encode(),
    "two headers of one meaning": _text(_LINES).replace("份额", "产权人").encode(),
    "UTF-8 then GBK": _UTF8 + _GBK.partition(b"\n")[2],
    "GBK then UTF-8": _GBK + _UTF8.partition(b"\n")[2],
    "cut within a sign": _UTF8[:-40] + b"\xe7\x8e",
    "UTF-16 cut": rosters.text(_LINES, "utf-16")[:-1],
    "UTF-32": rosters.text(_LINES, "utf-32"),
    "Big5": _text([]).replace("业主", "業主").encode("big5", "replace"),
    "Latin": b"\xe4\xf6\xfc,\xdf\n" * 9,
    "noise": bytes(range(256)) * 64,
    "a hundred columns": b"a," * 100 + b"\n",
    "a million columns": b"," * 1_000_000,
    "a million lines": b"a,b\n" * 1_000_000,
    "a cell of 10 MB": _text(_LINES).encode() + b"a" * _HUGE,
    "a quoted cell of 10 MB": _text(_LINES).encode() + b'"' + b"a\n" * (_HUGE // 2),
    "a quote never closed": _text(_LINES)
    .replace("梅花园,1号楼,1单元", '梅花园,"1号楼,1单元', 1)
    .encode(),
    "JSON": b'{"rows": []}',
    "HTML": b"<html><table><tr><td>1</td></tr></table></html>",
    "XML 2003": b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com'/>",
}
_BAD_FILES: dict[str, bytes] = {
    "old Excel": _OLE + bytes(8192),
    "Excel with a password": _OLE + "EncryptedPackage".encode("utf-16-le") * 400,
    "PDF": b"%PDF-1.4\n" + bytes(900),
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(900),
    "program": b"MZ" + bytes(900),
    "gzip": gzip.compress(PLAIN),
    "zip in zip": hostile.pack({"a.xlsx": PLAIN}),
    "empty zip": hostile.pack({}),
    "cut in half": PLAIN[: len(PLAIN) // 2],
    "cut at the end": PLAIN[:-30],
    "one bit turned": bytes([*PLAIN[:90], PLAIN[90] ^ 8, *PLAIN[91:]]),
    "macros under a plain name": _repacked(PLAIN, more={"xl/vbaProject.bin": b"\0"}),
    "a document": hostile.pack({"[Content_Types].xml": "<Types/>", "word/document.xml": "<x/>"}),
    "OpenDocument": hostile.pack({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
    "formula with its value": _formula("<f>40+41</f><v>81</v>"),
    "formula that calls out": _formula('<f>WEBSERVICE("http://127.0.0.1:9/")</f><v>81</v>'),
    "dynamic data exchange": _formula("<f>cmd|'/c calc'!A0</f><v>81</v>"),
    "value that is none": _formula("<v>NaN</v>"),
    "value of letters": _formula("<v>abc</v>"),
    "shared text that is missing": _formula("<v>99999</v>", kind=' t="s"'),
    "everything merged": _book(lambda sheet: sheet.merge_cells("A1:J5")),
    "row 778 of 1,000": rosters.xlsx(thousand()),
}
REFUSED: dict[str, File] = {
    **_BAD_CELLS,
    **_BAD_SIGNS,
    **{f"text {name}": ("册.csv", content) for name, content in _BAD_TEXTS.items()},
    **{f"file {name}": ("册.xlsx", content) for name, content in _BAD_FILES.items()},
    **{f"hostile {name}": ("册.xlsx", found[0]) for name, found in HOSTILE.items() if found[0]},
    "text as workbook": ("册.xlsx", _UTF8),
}
