"""Text files of tables: which encoding, which separator, which rows. Standard library only.

An encoding is never guessed where a guess can be wrong without anybody noticing: GB18030 decodes
nearly any bytes, so a file whose lines are of two encodings is refused, with the first such lines.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator

from linli.kernel.workbooks.container import RefusedError, refuse
from linli.kernel.workbooks.data import Doubt, Limits

_SEPARATORS = ",;\t"
_MOST_NAMED = 20
_HEAD_LINES = 20
_CJK = re.compile("[\u4e00-\u9fff]")
# What a wrong guess of GB18030 is full of: private use, and letters no Chinese list has.
_ODD = re.compile("[\ue000-\uf8ff\ufffd\u0080-\u009f\u0400-\u07ff]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_text(content: bytes, limits: Limits) -> tuple[str, list[list[str | None]]]:
    """Encoding and rows of a text table, shorter ones filled up with ``None`` to the longest.

    Raises:
        RefusedError: two encodings, none that is known, too many rows or columns, too long a cell.
    """
    if len(content) > limits.bytes:
        raise refuse("workbook.too_big", limit=limits.bytes // 2**20)
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise refuse("workbook.empty_file")
    encoding, text = decode(content)
    if "\0" in text:
        raise refuse("table.other_kind")
    return encoding, _rows(text, limits)


def decode(content: bytes) -> tuple[str, str]:
    """The text and what it was written in."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            try:
                return encoding.removesuffix("-sig"), content.decode(encoding)
            except UnicodeDecodeError:
                if encoding == "utf-16":
                    raise refuse("table.unknown_encoding") from None
                content = content.removeprefix(bom)
    if content[:200].count(b"\0") > len(content[:200]) // 4:
        return _decode_utf16(content)
    try:
        return "utf-8", content.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_gb18030(content)


def _decode_utf16(content: bytes) -> tuple[str, str]:
    """UTF-16 without its mark: most names of columns and digits show which byte comes first."""
    encoding = (
        "utf-16-le" if content[1:200:2].count(0) >= content[0:200:2].count(0) else "utf-16-be"
    )
    try:
        return "utf-16", content.decode(encoding)
    except UnicodeDecodeError:
        raise refuse("table.unknown_encoding") from None


def _decode_gb18030(content: bytes) -> tuple[str, str]:
    lines = content.splitlines()
    mixed = [number for number, line in enumerate(lines, 1) if _is_utf8_chinese(line)]
    if mixed:
        others = [number for number, line in enumerate(lines, 1) if not _is_utf8(line)]
        fewer = min(mixed, others, key=len)
        raise RefusedError(
            *(Doubt("error", "table.mixed_encoding", row=row) for row in fewer[:_MOST_NAMED])
        )
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError as error:
        bad = content.count(b"\n", 0, error.start) + 1
        raise RefusedError(Doubt("error", "table.unknown_encoding", row=bad)) from None
    odd = _ODD.search(text)
    if odd or not _CJK.search(text):
        row = text.count("\n", 0, odd.start()) + 1 if odd else None
        raise RefusedError(Doubt("error", "table.unknown_encoding", row=row))
    return "gb18030", text


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_utf8_chinese(line: bytes) -> bool:
    """Whether a line can only be UTF-8: GBK text never decodes to Chinese this way for long."""
    try:
        return bool(_CJK.search(line.decode("utf-8")))
    except UnicodeDecodeError:
        return False


def _rows(text: str, limits: Limits) -> list[list[str | None]]:
    separator = _separator(text)
    csv.field_size_limit(limits.cell_characters * 4)
    rows: list[list[str | None]] = []
    widest = 0
    try:
        for number, row in enumerate(_records(text, separator), 1):
            if number > limits.rows or len(row) > limits.columns:
                raise RefusedError(_too_large(limits, number))
            # Joining a row costs a third of looking for its longest cell.
            longest = limits.cell_characters
            if len("".join(row)) > longest and len(max(row, key=len)) > longest:
                raise RefusedError(
                    Doubt(
                        "error",
                        "workbook.long_cell",
                        row=number,
                        facts={"limit": limits.cell_characters},
                    )
                )
            widest = max(widest, len(row))
            rows.append([*row])
    except csv.Error:
        raise RefusedError(
            Doubt(
                "error",
                "workbook.long_cell",
                row=len(rows) + 1,
                facts={"limit": limits.cell_characters},
            )
        ) from None
    for short in rows:
        if len(short) < widest:
            short.extend([None] * (widest - len(short)))
    return rows


def _records(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _separator(text: str) -> str:
    """The sign that the first lines have most of; a comma when there is none."""
    head = text[:20_000].splitlines()[:_HEAD_LINES]
    return max(_SEPARATORS, key=lambda sign: max((line.count(sign) for line in head), default=0))


def _too_large(limits: Limits, row: int) -> Doubt:
    facts = {"rows": limits.rows, "columns": limits.columns, "cells": limits.cells}
    return Doubt("error", "workbook.too_large", row=row, facts=facts)
