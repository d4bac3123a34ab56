"""The outer shell of an uploaded workbook: is it an .xlsx at all, and safe to unpack?

Runs before any library touches the file; standard library only. The checks go from cheap to dear,
so that a hostile file is refused at the first byte that gives it away.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from linli.kernel.workbooks.data import Doubt, Limits

_CHUNK = 64 * 1024
# Below this size a high ratio is harmless: 1 MiB of blanks is a small file and costs nothing.
_RATIO_FROM = 2**20
# One directory entry is 46 bytes and a name; 512 leaves room for long names and extra fields.
_DIRECTORY_BYTES_PER_PART = 512
_END_RECORD = struct.Struct("<4s4H2LH")
_END_MARK = b"PK\x05\x06"
_LONGEST_COMMENT = 2**16 - 1
_ENCRYPTED = 0x1

# Parts that make a workbook do something when it is opened, or bring data from elsewhere.
_ACTIVE_PARTS = {
    "vbaproject": "workbook.macro",
    "vbadata": "workbook.macro",
    "xl/macrosheets/": "workbook.macro",
    "xl/dialogsheets/": "workbook.macro",
    "xl/activex/": "workbook.macro",
    "xl/embeddings/": "workbook.embedded",
    "xl/externallinks/": "workbook.external_link",
    "xl/connections.xml": "workbook.external_link",
    "xl/querytables/": "workbook.external_link",
}


class RefusedError(Exception):
    """The file is not read. ``doubts`` say why and where."""

    def __init__(self, *doubts: Doubt) -> None:
        super().__init__(", ".join(doubt.code for doubt in doubts))
        self.doubts = doubts


def refuse(code: str, value: str = "", **facts: str | int) -> RefusedError:
    """A refusal of the whole file for one reason; ``value`` names the part concerned."""
    return RefusedError(Doubt("error", code, value=value[:120], facts=facts))


def is_cut_off(content: bytes) -> bool:
    """Whether the end of a zip container is missing, where its directory is; opens nothing.

    The record at the end is looked for where it may lie: before a comment of 65,535 bytes at most.
    """
    at = content.rfind(_END_MARK, max(len(content) - _END_RECORD.size - _LONGEST_COMMENT, 0))
    return at < 0 or len(content) < at + _END_RECORD.size


def open_container(content: bytes, limits: Limits) -> zipfile.ZipFile:
    """Open the zip container once everything its directory claims has been checked.

    Raises:
        RefusedError: no workbook, an old, encrypted or damaged one, too large, or active parts.
    """
    if len(content) > limits.bytes:
        raise refuse("workbook.too_big", limit=_mebibytes(limits.bytes))
    _check_first_bytes(content)
    _check_directory_size(content, limits)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error):
        raise refuse("workbook.damaged") from None
    _check_entries(archive.infolist(), limits)
    return archive


def chunks(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The unpacked bytes of one part in small pieces; never more than its entry claims.

    Raises:
        RefusedError: the compressed data are broken or do not match the entry.
    """
    try:
        with archive.open(info) as part:
            while chunk := part.read(_CHUNK):
                yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError):
        raise refuse("workbook.damaged", info.filename) from None


def _check_first_bytes(content: bytes) -> None:
    head = content[:512].lstrip(b"\xef\xbb\xbf\x00 \t\r\n").lower()
    if not content.strip(b"\x00 \t\r\n"):
        raise refuse("workbook.empty_file")
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        locked = "EncryptedPackage".encode("utf-16-le") in content
        raise refuse("workbook.encrypted" if locked else "workbook.legacy")
    if head.startswith(b"<"):
        raise refuse("workbook.web_page")
    if not content.startswith(b"PK\x03\x04"):
        raise refuse("workbook.other_kind")


def _check_directory_size(content: bytes, limits: Limits) -> None:
    """Refuse a huge directory before it is parsed: its entries cost memory one by one."""
    at = content.rfind(_END_MARK)
    if at < 0 or len(content) < at + _END_RECORD.size:
        raise refuse("workbook.damaged")
    _, _, _, _, count, size, _, _ = _END_RECORD.unpack_from(content, at)
    has_64_bit_directory = content[max(at - 20, 0) : at].startswith(b"PK\x06\x07")
    if (
        count > limits.parts
        or size > limits.parts * _DIRECTORY_BYTES_PER_PART
        or has_64_bit_directory
    ):
        raise refuse("workbook.too_many_parts", limit=limits.parts)


def _check_entries(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(entries) > limits.parts:
        raise refuse("workbook.too_many_parts", limit=limits.parts)
    seen: set[str] = set()
    unpacked = 0
    for entry in entries:
        _check_name(entry, seen)
        if entry.flag_bits & _ENCRYPTED:
            raise refuse("workbook.encrypted", entry.filename)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refuse("workbook.damaged", entry.filename)
        unpacked += entry.file_size
        too_dense = entry.file_size > max(_RATIO_FROM, limits.ratio * entry.compress_size)
        if too_dense or unpacked > limits.unpacked:
            raise refuse("workbook.bomb", entry.filename, limit=_mebibytes(limits.unpacked))


def _check_name(entry: zipfile.ZipInfo, seen: set[str]) -> None:
    # orig_filename: zipfile cuts a name at a NUL and turns backslashes on some systems.
    name = entry.orig_filename
    folded = name.casefold()
    if (
        folded in seen
        or name.startswith("/")
        or not name.isprintable()
        or any(sign in name for sign in ("\\", ":", "//"))
        or ".." in name.split("/")
    ):
        raise refuse("workbook.part_name", name)
    seen.add(folded)
    for mark, code in _ACTIVE_PARTS.items():
        if folded.startswith(mark) if "/" in mark else mark in folded:
            raise refuse(code, name)


def _mebibytes(size: int) -> int:
    return size // 2**20
