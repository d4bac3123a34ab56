"""P45: a backup comes back whole, and one that is not whole leaves no trace."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from linli.kernel import crypto
from linli.operations.backups import keyfile, making
from tests.operations.conftest import COUNTS, Emptying, Filled
from tests.operations.installation import ROOT, Installation

pytestmark = pytest.mark.django_db  # databases of their own, on the server this run is about

RESTORE = """
answers = [linli("restore", archive, "--check"), linli("restore", archive)]
print(json.dumps({"answers": answers, "counts": counts(), "again": linli("restore", archive)}))
"""
REFUSED = """
import json
print(json.dumps([linli("restore", archive) for archive in archives]))
"""


def traces(installation: Installation) -> list[str]:
    """Everything in its folder but the keys the operator put there, and an empty database."""
    known = {
        "keys.json",
        "backup.key",
        "secret_key",
        "linli.sqlite3",
        "said-on-standard-error",
    }
    found = [path for path in installation.folder.rglob("*") if path.is_file()]
    return [path.name for path in found if path.name not in known or path.stat().st_size > 1000]


def test_a_restore_brings_back_everything(filled: Filled, emptying: Emptying) -> None:
    target = emptying("target").with_keys_of(filled.installation)
    said = target.ask(COUNTS + RESTORE, archive=str(filled.archive))
    (_code, checked), (code, answer) = said["answers"]
    assert (checked["ok"], checked["files"]) == (True, 3)
    assert (code, answer["problems"]) == (0, [])
    assert answer["journal_heads"] == checked["journal_heads"] != []
    assert said["counts"] == filled.counts
    assert said["again"][0] == 1
    assert said["again"][1]["code"] == "restore_not_empty"


def test_the_backup_is_on_record_and_holds_no_key(filled: Filled) -> None:
    (latest,) = [one for one in filled.checked["checks"] if one["name"] == "backup.latest"]
    assert latest["level"] == "ok"
    content, folder = filled.archive.read_bytes(), filled.installation.folder
    for name in ("keys.json", "backup.key"):
        assert (folder / name).read_bytes().strip() not in content
    assert filled.archive.stat().st_mode & 0o077 == 0
    assert not list(filled.archive.parent.glob("*.part"))
    assert not list(folder.glob(".backup-*"))


def test_a_spoilt_archive_is_refused_and_nothing_written(
    filled: Filled, emptying: Emptying, tmp_path: Path
) -> None:
    target = emptying("spoilt").with_keys_of(filled.installation)
    whole = filled.archive.read_bytes()
    place = len(whole) * 2 // 3
    spoilt = {
        "cut": whole[: len(whole) // 2],
        "flipped": whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :],
        "text": b"no backup",
    }
    for name, content in spoilt.items():
        (tmp_path / name).write_bytes(content)
    archives = [*(str(tmp_path / name) for name in spoilt), str(filled.newer), str(tmp_path / "no")]
    answers = target.ask(REFUSED, archives=archives)
    assert [answer["code"] for _code, answer in answers] == [
        "backup_damaged",
        "backup_damaged",
        "backup_damaged",
        "backup_newer",
        "not_found",
    ]
    assert "9999_from_the_future" in answers[3][1]["message"]
    assert all(code == 1 and answer["remedy"] for code, answer in answers)
    assert traces(target) == []


def test_wrong_keys_are_named_before_anything_is_written(
    filled: Filled, emptying: Emptying
) -> None:
    target = emptying("locked").with_keys_of(filled.installation)
    crypto.write_keyring(target.folder / "keys.json", crypto.new_keyring())
    assert _refusal(target, filled.archive) == "backup_other_keys"
    (target.folder / "backup.key").unlink()
    keyfile.write_new(target.folder / "backup.key")
    assert _refusal(target, filled.archive) == "backup_wrong_key"
    assert traces(target) == []


def _refusal(target: Installation, archive: Path) -> str:
    code, answer = target.linli("restore", str(archive))
    assert (code, answer["ok"]) == (1, False)
    return str(answer["code"])


def test_old_archives_are_thinned_out_and_nothing_else(tmp_path: Path) -> None:
    archives = [tmp_path / f"linli-2020010{day}T000000Z.backup" for day in (1, 2, 3)]
    other = tmp_path / "linli-20200101T000000Z.backup.txt"
    for path in (*archives, other):
        path.touch()
    assert making.thin_out(folder=tmp_path, keep=2) == archives[:1]
    assert sorted(tmp_path.iterdir()) == sorted([other, *archives[1:]])


def test_backups_under_write_load_restore_whole() -> None:
    """The long run: ``python -m tests.operations.load --backups 30``."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.operations.load", "--backups", "2"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.stdout, done.stderr[-3000:]
    outcome = json.loads(done.stdout)
    assert done.returncode == 0, outcome
    assert outcome["restored"] == 2
    assert outcome["written_meanwhile"] > 0, "nothing was written meanwhile: it shows nothing"
