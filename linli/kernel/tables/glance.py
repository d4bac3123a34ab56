"""Looking through the big parts of a workbook fast: is there anything that needs a closer look?

A few searches for bytes instead of an event for each of a million cells. A part is plain when none
of what ``kernel.workbooks.markup`` refuses can be in it; any doubt gives it to that slower reader,
which names the places.
"""

from __future__ import annotations

import re
import zipfile

from linli.kernel.workbooks.data import Limits

_CHUNK = 2**20
# What tells a doubt apart may lie across two chunks.
_OVERLAP = 8 * 2**10
# A text of this many bytes may be too long for a cell; every longer one covers a whole window.
_WINDOW = 1_000
# DTDs and CDATA, bytes of another encoding, error values; tags with a namespace prefix.
_SIGNS = (b"<!", b"\0", b't="e"', b"t='e'")
_PREFIXED = re.compile(rb":(?:c[ >]|row|f[ >]|si)")
_FORMULA = re.compile(rb"<f[\s>/]")
_OTHER_ENCODING = re.compile(rb"encoding\s*=\s*[\"'](?!utf-8[\"'])", re.IGNORECASE)
# Columns beyond IV and rows beyond 999,999: of a cell or row, and of an area. Each pattern begins
# with letters only, which ``re`` looks for four times as fast.
_FAR_CELL = re.compile(rb"r=\"(?:[A-Z]{3,}|[J-Z][A-Z]|I[W-Z]|[A-Z]*\d{7,})")
_FAR_AREA = re.compile(rb"ref=\"(?:[A-Z$\d]+:)?\$?(?:[A-Z]{3,}|[J-Z][A-Z]|I[W-Z]|[A-Z]*\$?\d{7,})")
_SINGLE_QUOTED = re.compile(rb"r='")
_SEARCHES = (_PREFIXED, _FORMULA, _FAR_CELL, _FAR_AREA, _SINGLE_QUOTED)


class Glance:
    """Vouches for the parts of one workbook."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def is_plain(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
        """Whether nothing in the part needs the slow reader, which also counts what is too much."""
        tail, cells, rows = b"", 0, 0
        with archive.open(info) as part:
            while chunk := part.read(_CHUNK):
                if not tail and not _begins_plainly(chunk):
                    return False
                piece = tail + chunk
                if _is_doubtful(piece):
                    return False
                cells += chunk.count(b"<c ")
                rows += chunk.count(b"<row")
                if cells > self._limits.cells or rows > self._limits.rows:
                    return False
                tail = piece[-_OVERLAP:]
        return True


def _begins_plainly(chunk: bytes) -> bool:
    start = chunk[:200].removeprefix(b"\xef\xbb\xbf")
    return start.startswith(b"<") and not _OTHER_ENCODING.search(start)


def _is_doubtful(piece: bytes) -> bool:
    return (
        any(sign in piece for sign in _SIGNS)
        or any(search.search(piece) for search in _SEARCHES)
        or any(
            piece.find(b"<", start, start + _WINDOW) < 0
            for start in range(0, len(piece) - _WINDOW, _WINDOW)
        )
    )
