"""Backups while others write: each is restored, verified, and holds all that was acknowledged.

    python -m tests.operations.load [--backups 30]

Two writers store files (one act and one content each), about a hundred a second. On a fresh SQLite
file, or on fresh databases of the server DATABASE_URL names. Prints what happened as JSON.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.operations.installation import ROOT, Installation, empty

WRITERS = 2
START_SECONDS, LONGEST_SECONDS = 60, 3_600
WRITER = """
import os, sys, time
import django
django.setup()
from linli.files.data import FileKind
from linli.files.services import store
from linli.kernel import clock
from linli.kernel.actors import system_actor
actor, number = system_actor("370406"), 0
while True:
    number += 1
    store(actor=actor, at=clock.now(), name=f"{sys.argv[1]}-{number}.txt",
          content=os.urandom(20_000), kind=list(FileKind)[0], division="370406")
    print(number, flush=True)
    time.sleep(0.02)
"""
# Before and after each backup: how many files the writers were told are stored.
BACKUPS = """
import json
from pathlib import Path
def told():
    return sum(Path(log).read_bytes().count(b"\\n") for log in logs)
made = []
for number in range(backups):
    before = told()
    code, answer = linli("backup", "--to", f"{folder}/{number}")
    made.append([code, answer, before, told()])
print(json.dumps(made))
"""
RESTORE = """
import json
from linli.files.models import StoredFile
code, answer = linli("restore", archive)
print(json.dumps([code, answer, StoredFile.objects.count()]))
"""


def main() -> int:
    """Write, back up, restore, count."""
    parser = argparse.ArgumentParser(prog="python -m tests.operations.load", description=__doc__)
    parser.add_argument("--backups", type=int, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="linli-load-") as folder:
        outcome = run(Path(folder), options.backups)
    sys.stdout.write(json.dumps(outcome) + "\n")
    return 0 if outcome["sound"] else 1


def run(folder: Path, backups: int) -> dict[str, Any]:
    """All backups while the writers run, then all restores."""
    logs = [folder / f"written-{number}" for number in range(WRITERS)]
    with empty(folder / "var") as source:
        source.folder.mkdir()
        assert source.run("linli.cli", "migrate").returncode == 0
        writers = [_writer(source, log) for log in logs]
        try:
            _until_all_write(logs)
            names = [str(log) for log in logs]
            made = source.ask(
                BACKUPS, LONGEST_SECONDS, backups=backups, folder=str(folder), logs=names
            )
        finally:
            for writer in writers:
                writer.kill()
                writer.wait()
        faults = []
        for number, (code, answer, before, _after) in enumerate(made):
            if code:
                faults.append(f"backup {number}: {answer}")
                continue
            with empty(folder / f"restored-{number}") as target:
                target.with_keys_of(source)
                faults += _faults(target, answer["archive"], before)
    return {
        "database": "postgresql" if source.url.startswith("postgres") else "sqlite",
        "backups": backups,
        "restored": backups - len(faults),
        "written_meanwhile": sum(after - before for _code, _answer, before, after in made),
        "faults": faults,
        "sound": len(made) == backups and not faults,
    }


def _writer(source: Installation, log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as told, log.with_suffix(".errors").open("wb") as errors:
        return subprocess.Popen(
            [sys.executable, "-c", WRITER, log.name],
            cwd=ROOT,
            env={**source.environment, "DJANGO_SETTINGS_MODULE": "linli.config.settings"},
            stdout=told,
            stderr=errors,
        )


def _until_all_write(logs: list[Path]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if all(log.stat().st_size for log in logs):
            return
        time.sleep(0.1)
    errors = "".join(log.with_suffix(".errors").read_text(encoding="utf-8") for log in logs)
    raise RuntimeError(f"the writers do not write: {errors[-2000:]}")


def _faults(target: Installation, archive: str, before: int) -> list[str]:
    code, answer, stored = target.ask(RESTORE, archive=archive)
    if code or answer["problems"]:
        return [f"{archive}: {answer}"]
    return [f"{archive}: {stored} files, {before} were acknowledged"] if stored < before else []


if __name__ == "__main__":
    sys.exit(main())
