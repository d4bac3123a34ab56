"""A release written out as a folder is the same release when it is read elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from linli.policy.reader import digest_of, files_of, layer_folders, read_layer, rows_of
from tests.policy.conftest import PROFILES

FOLDERS = layer_folders(PROFILES)


@pytest.mark.parametrize("code", sorted(FOLDERS))
def test_every_layer_we_ship_survives_the_round_trip(code: str, tmp_path: Path) -> None:
    wanted = code
    while wanted:  # the layers above stand beside it, as the reader asks
        source = read_layer(FOLDERS[wanted])
        _write(tmp_path / wanted, files_of(rows_of(source)))
        wanted = source.entry.parent or ""
    original, copied = read_layer(FOLDERS[code]), read_layer(tmp_path / code)
    assert digest_of(rows_of(copied)) == digest_of(rows_of(original))


def test_the_hash_sees_a_changed_word(tmp_path: Path) -> None:
    files = files_of(rows_of(read_layer(FOLDERS["cn"])))
    name = next(name for name, text in files.items() if "60 days" in text)
    _write(tmp_path / "cn", files | {name: files[name].replace("60 days", "61 days", 1)})
    original = read_layer(FOLDERS["cn"])
    assert digest_of(rows_of(read_layer(tmp_path / "cn"))) != digest_of(rows_of(original))


def _write(folder: Path, files: dict[str, str]) -> None:
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
