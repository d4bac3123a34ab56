from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from linli.files import contents

WORDS = "二次供水".encode()


def test_the_same_content_is_stored_once(files_root: Path) -> None:
    first, second = contents.put(WORDS), contents.put(WORDS)
    assert first == second == hashlib.sha256(WORDS).hexdigest()
    assert [path.name for path in files_root.rglob("*") if path.is_file()] == [first]


def test_what_is_read_is_what_was_put() -> None:
    assert contents.get(contents.put(WORDS)) == WORDS


def test_altered_content_is_not_read_and_is_mended_by_the_next_put() -> None:
    sha256 = contents.put(WORDS)
    contents.path_of(sha256).write_bytes(b"forged")
    assert contents.get(sha256) is None
    contents.put(WORDS)
    assert contents.get(sha256) == WORDS


def test_missing_content_is_none() -> None:
    assert contents.get("0" * 64) is None


def test_a_failed_write_leaves_nothing(files_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="no space"):
        contents.put(WORDS)
    assert [path for path in files_root.rglob("*") if path.is_file()] == []


def test_others_on_the_machine_cannot_read_contents() -> None:
    path = contents.path_of(contents.put(WORDS))
    assert path.stat().st_mode & 0o077 == 0
