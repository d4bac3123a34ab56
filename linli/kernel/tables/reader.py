"""The one way a long table of a stranger enters the product."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from linli.kernel.errors import BadInput
from linli.kernel.tables.data import LIMITS, SEPARATOR, Table
from linli.kernel.tables.labels import WORDINGS
from linli.kernel.workbooks.container import is_cut_off
from linli.kernel.workbooks.data import Doubt, Limits
from linli.kernel.workbooks.labels import findings

_GRACE_SECONDS = 5
_PACKAGE_ROOT = Path(__file__).resolve().parents[3]
_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_SUFFIXES = (".csv", ".txt", ".tsv")
# What text cannot begin with, whatever its name says: PDF, PNG, JPEG, GIF.
_NO_TEXT = (b"%PDF-", b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8")
# Parts that workbooks have, and documents and slides; a workbook may hold one of those. The names
# of parts stand in plain in a container.
_WORKBOOK = b"xl/workbook.xml"
_NO_WORKBOOK = (b"word/document.xml", b"ppt/presentation.xml")


def read_table(content: bytes, *, name: str, limits: Limits = LIMITS) -> Table:
    """Read the first sheet of an .xlsx file, or a text file, that may be hostile.

    What a file is, its content says; its name only decides what cannot be told from it. Nothing is
    fetched and nothing is written.

    Raises:
        BadInput: the file is refused; ``findings`` say what, where, what is allowed, what to do.
    """
    answer, columns = _ask_child(content, limits, _kind(content, name))
    if "doubts" in answer:
        raise _refused(*(Doubt(**doubt) for doubt in answer["doubts"]))
    texts = tuple(column.decode().split(SEPARATOR) for column in columns[::2])
    kinds = tuple(column.decode() for column in columns[1::2])
    others = tuple(answer["others"])
    return Table(answer["name"], answer["rows"], texts, kinds, answer["encoding"], others)


def require_kind(content: bytes, *, name: str) -> None:
    """Refuse at once what is plainly no table, so that nobody waits to be told; opens nothing.

    Raises:
        BadInput: an old or locked workbook, one cut off, a document, a picture, a program; in its
            words.
    """
    if content.startswith(_OLD_EXCEL):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        raise _refused(Doubt("error", "workbook.encrypted" if locked else "workbook.legacy"))
    if content.startswith(_ZIP):
        foreign = _WORKBOOK not in content and any(part in content for part in _NO_WORKBOOK)
    else:
        foreign = content.startswith(_NO_TEXT) or not name.lower().endswith(_TEXT_SUFFIXES)
    if foreign:
        raise _refused(Doubt("error", "table.other_kind"))
    if content.startswith(_ZIP) and is_cut_off(content):
        raise _refused(Doubt("error", "workbook.damaged"))


def _refused(*doubts: Doubt) -> BadInput:
    found = findings(doubts, WORDINGS)
    return BadInput(found[0].message, findings=found, code=found[0].code, remedy=found[0].remedy)


def _kind(content: bytes, name: str) -> str:
    if content.startswith((_ZIP, _OLD_EXCEL)):
        return "xlsx"
    return "csv" if name.lower().endswith(_TEXT_SUFFIXES) else "xlsx"


def _ask_child(content: bytes, limits: Limits, kind: str) -> tuple[dict[str, Any], list[bytes]]:
    """The child's answer. One that died or hung had a file too heavy to read, whatever it is."""
    request = json.dumps({"limits": asdict(limits), "kind": kind}).encode() + b"\n"
    command = [sys.executable, "-s", "-P", "-m", "linli.kernel.tables.child"]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command, the file comes through the pipe
            command,
            input=request + content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.seconds + _GRACE_SECONDS,
            cwd="/",
            # Nothing of the server's environment: it holds secrets the child has no use for.
            env={"PYTHONPATH": str(_PACKAGE_ROOT), "PYTHONUTF8": "1", "PATH": os.defpath},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _too_heavy(), []
    if done.returncode != 0 or not done.stdout:
        return _too_heavy(), []
    head, _, body = done.stdout.partition(b"\n")
    answer: dict[str, Any] = json.loads(head)
    columns, start = [], 0
    for size in answer["sizes"]:
        columns.append(body[start : start + size])
        start += size
    return answer, columns


def _too_heavy() -> dict[str, Any]:
    return {"doubts": [asdict(Doubt("error", "workbook.too_heavy"))]}
