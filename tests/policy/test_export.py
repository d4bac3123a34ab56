"""A release written out as a folder is the same release when it is read elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from linli.cli.main import main
from linli.kernel.actors import Actor
from linli.policy.models import Release
from linli.policy.reader import digest_of, files_of, layer_folders, read_layer, rows_of
from linli.policy.services import load_layer
from tests.policy.conftest import AT, PROFILES

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


@pytest.mark.django_db
def test_a_release_is_exported_and_loads_elsewhere_with_the_same_hash(
    shanting: Release, operator: Actor, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["policy", "export", "st", "--into", str(tmp_path), "--json"]) == 0
    told = {row["layer"]: row["digest"] for row in json.loads(capsys.readouterr().out)["written"]}
    assert list(told) == ["st", "sd", "cn"]
    assert told["st"] == shanting.digest
    again = {code: digest_of(rows_of(read_layer(tmp_path / code))) for code in told}
    assert again == told
    loaded = load_layer(actor=operator, at=AT, folder=tmp_path / "st")
    assert loaded == shanting  # the same content is the same release


@pytest.mark.django_db
def test_an_export_overwrites_nothing_and_names_what_is_not_there(
    shanting: Release, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "sd").mkdir()
    assert main(["policy", "export", "st", "--into", str(tmp_path)]) == 1
    assert not (tmp_path / "st").exists()
    assert main(["policy", "export", "st", "--into", str(tmp_path / "x"), "--release", "9"]) == 1
    assert not (tmp_path / "x").exists()
