"""The process that opens a stranger's table: ``python -m linli.kernel.tables.child``.

Reads one JSON line and then the file from standard input; answers with one JSON line and then the
columns. Confined like the child of ``kernel.workbooks``: no network, no files, bounded memory.
"""

from __future__ import annotations

import gc
import io
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from typing import Any

from linli.kernel.tables.data import ABSENT, DATE, EMPTY, NUMBER, SEPARATOR, TEXT, TRUTH
from linli.kernel.tables.glance import Glance
from linli.kernel.tables.text import read_text
from linli.kernel.workbooks.child import confine, peak
from linli.kernel.workbooks.container import RefusedError, open_container, refuse
from linli.kernel.workbooks.data import Doubt, Limits
from linli.kernel.workbooks.markup import check_parts

_KINDS = {
    str: TEXT,
    float: NUMBER,
    int: NUMBER,
    timedelta: NUMBER,
    bool: TRUTH,
    date: DATE,
    datetime: DATE,
    time: DATE,
    type(None): ABSENT,
}
_MOST_MERGED = 100_000
# Whole numbers beyond this are no longer exact in a spreadsheet (2 to the power of 53).
_EXACT = 2**53


def main() -> None:
    """Answer one request and leave."""
    request, _, content = sys.stdin.buffer.read().partition(b"\n")
    asked = json.loads(request)
    limits = Limits(**asked["limits"])
    confine(limits)
    # One table and out: looking for cycles among its rows again and again costs half the reading.
    gc.disable()
    try:
        answer, columns = respond(content, limits, asked["kind"])
    except RefusedError as refused:
        answer, columns = {"doubts": [asdict(doubt) for doubt in refused.doubts]}, []
    except MemoryError:
        answer, columns = {"doubts": [asdict(Doubt("error", "workbook.too_heavy"))]}, []
    answer["peak"] = peak()
    write = sys.stdout.buffer.write
    write(json.dumps({**answer, "sizes": [len(column) for column in columns]}).encode() + b"\n")
    for column in columns:
        write(column)


def respond(content: bytes, limits: Limits, kind: str) -> tuple[dict[str, Any], list[bytes]]:
    """The table's description and its columns: texts, then kinds, in turn."""
    if kind == "csv":
        encoding, rows = read_text(content, limits)
        name, others = "", list[str]()
    else:
        with open_container(content, limits) as archive:
            check_parts(archive, limits, Glance(limits).is_plain)
        name, rows, others = _first_sheet(content)
        encoding = ""
    packed: list[bytes] = []
    for column in zip(*rows, strict=True):
        packed += _pack(column)
    told = {"name": name, "rows": len(rows), "encoding": encoding, "others": others}
    return told, packed


def _first_sheet(content: bytes) -> tuple[str, list[list[Any]], list[str]]:
    """Name and rows of the first visible sheet that holds something, merged areas filled.

    And the names of those after it: a list may go on there.
    """
    from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            names = [
                meta.name
                for meta in book.sheets_metadata
                if meta.typ == SheetTypeEnum.WorkSheet and meta.visible == SheetVisibleEnum.Visible
            ]
            for at, name in enumerate(names, 1):
                sheet = book.get_sheet_by_name(name)
                rows = sheet.to_python(skip_empty_area=False)
                if rows:
                    _fill(rows, sheet.merged_cell_ranges or [])
                    others = [more for more in names[at:] if book.get_sheet_by_name(more).height]
                    return name, rows, others
    except (CalamineError, OSError, ValueError):
        raise refuse("workbook.damaged") from None
    except BaseException as error:
        # A panic inside the Rust reader arrives as a BaseException of no importable class.
        if type(error).__name__ == "PanicException":
            raise refuse("workbook.damaged") from None
        raise
    raise refuse("workbook.no_sheet")


def _fill(rows: list[list[Any]], areas: Sequence[Any]) -> None:
    """Give every cell of a merged area the value of its first: a house number over its rooms."""
    if len(areas) > _MOST_MERGED:
        raise refuse("workbook.too_heavy")
    for (top, left), (bottom, right) in areas:
        if top < len(rows) and left < len(rows[top]):
            value = rows[top][left]
            for row in rows[top : bottom + 1]:
                row[left : right + 1] = [value] * len(row[left : right + 1])


def _pack(column: Sequence[Any]) -> tuple[bytes, bytes]:
    """A column's texts and kinds as bytes."""
    types = set(map(type, column))
    if types == {str}:
        texts: Sequence[str] = column
        filled = TEXT * len(column)
        kinds = filled if all(column) else "".join(TEXT if text else EMPTY for text in column)
    else:
        texts = [value if type(value) is str else _text(value) for value in column]
        kinds = "".join(_KINDS[type(value)] if value != "" else EMPTY for value in column)
    joined = SEPARATOR.join(texts)
    if joined.count(SEPARATOR) != len(texts) - 1:
        joined = SEPARATOR.join(text.replace(SEPARATOR, "\ufffd") for text in texts)
    return joined.encode("utf-8", "replace"), kinds.encode()


def _text(value: object) -> str:
    """A value as the sender's program would show it; whole numbers without a point."""
    if type(value) is float:
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None else str(value)


if __name__ == "__main__":
    main()
