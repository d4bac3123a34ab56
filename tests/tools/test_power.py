"""The disk of ``bench.power`` keeps what was synchronised, and nothing else for certain."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bench.power.disk import SECTOR, Disk, Event, events, sectors

RECORD = r"""7 pwrite64(3<\x2f\x76\x2f\x61\x2e\x64\x62>, "\x01\x02", 2, 0) = 2
7 pwrite64(3</v/a.db>, "\x05", 1, 9) = -1 ENOSPC (No space left on device)
7 fsync(3</v/a.db>) = 0
7 write(4</v/words>, "\x64\x6f\x6e\x65", 4) = 4
7 write(2</dev/pts/0>, "\x64", 1) = 1
7 ftruncate(3</v/a.db>, 512) = 0
7 unlink("\x2f\x76\x2f\x61\x2e\x64\x62\x2d\x77\x61\x6c") = 0
"""


def _disk(tmp_path: Path) -> Disk:
    (tmp_path / "a.db").write_bytes(b"old")
    return Disk(tmp_path)


def _left(disk: Disk, tmp_path: Path, mode: str) -> dict[str, bytes]:
    target = tmp_path / "after"
    target.mkdir(exist_ok=True)
    disk.leave(target, random.Random(1), mode)  # noqa: S311 - repeatable on purpose
    return {path.name: path.read_bytes() for path in target.iterdir()}


def test_a_record_becomes_events() -> None:
    words = "/v/words"
    assert list(events(RECORD.splitlines(), words)) == [
        Event("write", "/v/a.db", 0, b"\x01\x02"),
        Event("sync", "/v/a.db"),
        Event("word", words, data=b"done"),
        Event("cut", "/v/a.db", 512),
        Event("remove", "/v/a.db-wal"),
    ]


def test_a_write_cut_short_by_the_record_is_refused() -> None:
    with pytest.raises(ValueError, match="no whole write"):
        list(events([r'7 pwrite64(3</v/a>, "\x01"..., 9, 0) = 9'], ""))


def test_only_what_was_synchronised_is_certain(tmp_path: Path) -> None:
    disk, path = _disk(tmp_path), str(tmp_path / "a.db")
    disk.take(Event("write", path, 0, b"new"))
    assert _left(disk, tmp_path, "none") == {"a.db": b"old"}
    assert _left(disk, tmp_path, "all") == {"a.db": b"new"}
    disk.take(Event("sync", path))
    assert _left(disk, tmp_path, "none") == {"a.db": b"new"}


def test_a_file_never_synchronised_may_be_missing(tmp_path: Path) -> None:
    disk = _disk(tmp_path)
    disk.take(Event("write", str(tmp_path / "b"), 4, b"x"))
    assert "b" not in _left(disk, tmp_path, "none")
    assert _left(disk, tmp_path, "all")["b"] == b"\0\0\0\0x"


def test_a_write_arrives_sector_by_sector() -> None:
    parts = list(sectors(Event("write", "a", 500, b"x" * 600)))
    assert [(part.offset, len(part.data)) for part in parts] == [
        (500, 12),
        (SECTOR, 512),
        (1024, 76),
    ]
