"""Long tables: what is plain is read fast, what is not is refused as the slow reader refuses it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from linli.kernel.errors import BadInput
from linli.kernel.tables.data import LIMITS
from linli.kernel.tables.glance import Glance
from linli.kernel.tables.reader import read_table
from linli.kernel.workbooks.writer import Column, SheetLayout, write_workbook

SHEET = "xl/worksheets/sheet1.xml"


def workbook(change: Callable[[str], str] = str) -> bytes:
    """A small workbook whose sheet's XML is changed on the way."""
    columns = [Column("小区"), Column("房号")]
    layout = SheetLayout(name="册", columns=columns, rows=[("梅花园", "101"), ("梅花园", "102")])
    source = io.BytesIO(write_workbook(layout))
    target = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            text = old.read(info)
            if info.filename == SHEET:
                text = change(text.decode()).encode()
            new.writestr(info.filename, text)
    return target.getvalue()


def is_plain(content: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return Glance(LIMITS).is_plain(archive, archive.getinfo(SHEET))


def test_a_plain_workbook_needs_no_closer_look() -> None:
    assert is_plain(workbook())
    table = read_table(workbook(), name="a.xlsx")
    assert table.head(3) == [["小区", "房号"], ["梅花园", "101"], ["梅花园", "102"]]


DOUBTFUL = {
    "formula": lambda xml: xml.replace("<is>", "<f>1+1</f><is>", 1),
    "empty formula": lambda xml: xml.replace("<is>", "<f/><is>", 1),
    "prefix": lambda xml: xml.replace("<c ", "<x:c ", 1),
    "doctype": lambda xml: xml.replace("<worksheet", "<!DOCTYPE a><worksheet", 1),
    "far column": lambda xml: xml.replace('r="B2"', 'r="XFD2"', 1),
    "far row": lambda xml: xml.replace('r="A3"', 'r="A1048576"', 1),
    "far area": lambda xml: xml.replace('ref="A1:B3"', 'ref="A1:XFD1048576"', 1),
    "error value": lambda xml: xml.replace('t="inlineStr"', 't="e"', 1),
    "long text": lambda xml: xml.replace("梅花园", "园" * 3_000, 1),
    "other encoding": lambda xml: xml.replace("UTF-8", "GBK", 1),
}


@pytest.mark.parametrize("change", DOUBTFUL.values(), ids=DOUBTFUL)
def test_what_might_be_refused_gets_a_closer_look(change: Callable[[str], str]) -> None:
    changed = workbook(change)
    assert changed != workbook()
    assert not is_plain(changed)


@pytest.mark.parametrize("name", ["formula", "doctype", "far column", "long text"])
def test_and_is_refused(name: str) -> None:
    with pytest.raises(BadInput):
        read_table(workbook(DOUBTFUL[name]), name="a.xlsx")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "workbook.empty_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "workbook.legacy"),
        (b"PK\x03\x04 no workbook", "workbook.damaged"),
        ("小区,房号\n".encode() + "梅花园,101\n".encode("gbk"), "table.mixed_encoding"),
        (b"\xff\xff\xff,\xfe\n", "table.unknown_encoding"),
        (("小区,房号\n" + "园" * 3_000).encode(), "workbook.long_cell"),
        (("a," * 100 + "\n").encode(), "workbook.too_large"),
        (b"a,b\n" * 1_000_000, "workbook.too_large"),
    ],
)
def test_files_that_cannot_be_read_say_why(content: bytes, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_table(content, name="a.csv")
    assert refused.value.findings[0].code == code
