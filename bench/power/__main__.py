"""P2: cut the power at many moments of real acts, and look for every act that had been confirmed.

    python -m bench.power [--points 400] [--acts 150] [--synchronous NORMAL] [--seed 1]

Traces the writes and syncs of acts done through the services (needs ``strace``), rebuilds what the
disk may hold at each moment, opens it, and compares. ``--synchronous NORMAL`` plants the fault this
must see. Exit 1 when a confirmed act is lost or a database is damaged.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.power.disk import SYSCALLS, Disk, Event, events

DATABASE = "linli.sqlite3"
MODES = ("none", "some", "all")
COUNT_DONE = "SELECT count(*) FROM registry_enterprise WHERE name LIKE '断电%'"
COUNT_ACTS = "SELECT count(*) FROM journal_act WHERE verb = 'registry.enterprise.register'"


@dataclass
class Tally:
    """What was seen at all points together."""

    points: int = 0
    losing: int = 0
    worst: int = 0
    damaged: int = 0
    unjournalled: int = 0

    def count(self, confirmed: int, kept: Kept) -> None:
        """Add one point."""
        lost = max(confirmed - kept.enterprises, 0)
        self.points += 1
        self.losing += bool(lost)
        self.worst = max(self.worst, lost)
        self.damaged += kept.damaged
        self.unjournalled += kept.enterprises != kept.acts


@dataclass(frozen=True)
class Kept:
    """What a database holds after the cut."""

    enterprises: int
    acts: int
    damaged: bool


def main() -> int:
    """Trace, cut, compare, print."""
    parser = argparse.ArgumentParser(prog="python -m bench.power", description=__doc__)
    parser.add_argument("--points", type=int, default=400)
    parser.add_argument("--acts", type=int, default=150)
    parser.add_argument("--synchronous", default="")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if shutil.which("strace") is None:
        print("strace is missing: apt-get install strace", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="linli-power-") as folder:
        disk, record = _trace(Path(folder), asked.acts, asked.synchronous)
        chance = random.Random(asked.seed)  # noqa: S311 - repeatable on purpose
        tally = _cut(disk, record, asked.points, chance)
    print(
        f"{tally.points} cuts over {asked.acts} acts: {tally.losing} lost confirmed acts "
        f"(at most {tally.worst}), {tally.damaged} databases damaged, "
        f"{tally.unjournalled} with acts and journal apart"
    )
    return 1 if tally.losing or tally.damaged or tally.unjournalled else 0


def _trace(folder: Path, acts: int, synchronous: str) -> tuple[Disk, list[Event]]:
    var = folder / "var"
    var.mkdir()
    environment = {**os.environ, "LINLI_VAR": str(var)}
    environment.pop("DATABASE_URL", None)
    writer = (sys.executable, "-m", "bench.power.writer")
    subprocess.run((*writer, "prepare"), env=environment, check=True)
    disk = Disk(var)
    words, record = folder / "words", folder / "record"
    traced = ("strace", "-f", "-y", "-xx", "-s", "70000", "-e", SYSCALLS, "-o", str(record))
    said = (str(acts), str(words), *((synchronous,) if synchronous else ()))
    subprocess.run((*traced, *writer, *said), env=environment, check=True)
    with record.open(encoding="ascii") as lines:
        return disk, list(events(lines, str(words)))


def _cut(disk: Disk, record: Sequence[Event], points: int, chance: random.Random) -> Tally:
    moments = set(chance.sample(range(len(record)), min(points, len(record))))
    tally, confirmed = Tally(), 0
    for number, event in enumerate(record):
        confirmed += event.kind == "word"
        disk.take(event)
        if number in moments:
            tally.count(confirmed, _after_cut(disk, chance))
    return tally


def _after_cut(disk: Disk, chance: random.Random) -> Kept:
    with tempfile.TemporaryDirectory(prefix="linli-cut-") as folder:
        disk.leave(Path(folder), chance, chance.choice(MODES))
        try:
            with contextlib.closing(sqlite3.connect(Path(folder) / DATABASE)) as database:
                (found,) = database.execute("PRAGMA integrity_check").fetchone()
                (enterprises,) = database.execute(COUNT_DONE).fetchone()
                (acts,) = database.execute(COUNT_ACTS).fetchone()
        except sqlite3.DatabaseError:
            return Kept(0, 0, damaged=True)
    return Kept(enterprises, acts, damaged=found != "ok")


if __name__ == "__main__":
    sys.exit(main())
