"""What taking over a roster costs: ``python -m bench.roster_import [--rows 100000] [--rounds 2]``.

The same made-up roster, as .xlsx and .csv, on SQLite and on PostgreSQL, goes in by four ways:

floor  by hand: parse with calamine or csv, a few vectorised checks, COPY or executemany of the very
       rows the product writes: sealed numbers, keyed hashes, search columns
bare   the floor without them: plain texts in those columns, which the product may not store
ours   the product, from hand-in to the last row: guarded child, every check with its place, the
       difference shown and confirmed, and the same file compared again before it is written
forms  line by line with the product's own forms and services, as its screens do it
loop   line by line as little as can be done: one form, three rows, a commit (``roster_forms``)

The last two are measured on 2,000 lines and scaled.

All ways write into the same tables with the same indexes and alternate in one run. Counted is the
processor time of this process and its children (not of the database server, whose work is the
same); the peak memory of ours is that of a process of its own, and of its reading child.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bench import roster_floor, roster_forms
from bench.roster_floor import HEADER

ROWS, FORM_ROWS, COMPOUNDS = 100_000, 2_000, 50
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
Line = tuple[Any, ...]


@dataclass(frozen=True)
class Cost:
    """Seconds of processor time, and the largest memory in MB."""

    seconds: float
    megabytes: float


def main() -> int:
    """Run the four combinations, each database in a process of its own, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.roster_import", description=__doc__)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--database", default="", help="sqlite or postgresql alone")
    parser.add_argument("--inside", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        measure(options.inside, options.rows, options.rounds)
        return 0
    from tools import postgres

    print(f"{options.rows} rows, {options.rounds} rounds; processor seconds, MB")
    for vendor in (options.database,) if options.database else ("sqlite", "postgresql"):
        server = postgres.throwaway() if vendor == "postgresql" else nullcontext("")
        with server as url, tempfile.TemporaryDirectory(prefix="linli-bench-") as folder:
            settings = {"LINLI_VAR": folder, "DJANGO_SETTINGS_MODULE": "linli.config.settings"}
            environment = {**os.environ, **settings, **({"DATABASE_URL": url} if url else {})}
            command = [sys.executable, "-m", "bench.roster_import", "--inside", vendor]
            sizes = ["--rows", str(options.rows), "--rounds", str(options.rounds)]
            subprocess.run([*command, *sizes], env=environment, check=True)
    return 0


def measure(vendor: str, rows: int, rounds: int) -> None:
    """Both kinds of file on one database."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    actor = _ground()
    lines = list(_lines(rows))
    best = float("inf")
    for kind, content in (("xlsx", _xlsx(lines)), ("csv", _csv(lines))):
        ways: dict[str, Callable[[], None]] = {
            "bare": partial(roster_floor.floor, kind, content, is_bare=True),
            "floor": partial(roster_floor.floor, kind, content, is_bare=False),
            "ours": partial(_ours, kind, content, actor),
        }
        costs: dict[str, list[Cost]] = {name: [] for name in ways}
        for _round in range(rounds):
            for name, way in ways.items():
                _empty()
                costs[name].append(_apart(way))
        _print(vendor, kind, costs)
        best = min(best, *(cost.seconds for cost in costs["ours"]))
    again = _apart(partial(_ours, "csv", _csv(lines), actor, is_known=True))
    print(f"{vendor:<11} csv  the same again, nothing written  {again.seconds:6.2f} s")
    first = lines[:FORM_ROWS]
    by_line: dict[str, Callable[[], None]] = {
        "forms": partial(roster_forms.screens, first, actor),
        "loop": partial(roster_forms.loop, first),
    }
    for name, way in by_line.items():
        _empty()
        cost = _apart(way)
        scaled = cost.seconds * rows / len(first)
        print(
            f"{vendor:<11} {name}: {cost.seconds:.2f} s for {len(first)} rows, scaled to "
            f"{scaled:.0f} s; ours is {scaled / best:.0f} times as fast (goal 90)",
            flush=True,
        )


# --- the roster -----------------------------------------------------------------------------------


def _lines(rows: int) -> Iterator[Line]:
    """Flats of fifty compounds, each with an owner of its own whose check digit fits."""
    for number in range(rows):
        first = f"990406{1950 + number // 1000 % 50}{1 + number // 50_000:02}01{number % 1000:03}"
        total = sum(int(digit) * weight for digit, weight in zip(first, WEIGHTS, strict=True))
        compound, flat = number % COMPOUNDS, number // COMPOUNDS
        name = "王" + chr(0x4E00 + number % 500) + chr(0x5000 + number // 500)
        yield (
            "", f"试验{compound}号小区", str(flat // 120 + 1), str(flat // 60 % 2 + 1),
            flat % 60 // 4 + 1, f"{flat % 60 // 4 + 1}0{flat % 4 + 1}",
            round(60 + number % 9000 / 100, 2), "住宅", name, first + "10X98765432"[total % 11],
            f"199{number:08}", "1/1",
        )  # fmt: skip


def _xlsx(lines: list[Line]) -> bytes:
    import xlsxwriter

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("花名册")
        for row, values in enumerate([HEADER, *lines]):
            sheet.write_row(row, 0, values)
    return target.getvalue()


def _csv(lines: list[Line]) -> bytes:
    target = io.StringIO()
    csv.writer(target).writerows([HEADER, *lines])
    return target.getvalue().encode("gb18030")


def _ground() -> Any:
    """Divisions, fifty compounds in one community, and who hands rosters in."""
    from linli.kernel import clock
    from linli.kernel.actors import system_actor
    from linli.registry import services
    from linli.registry.data import NewCompound
    from linli.territory import selectors
    from linli.territory import services as territory
    from linli.territory.data import Level

    territory.load_divisions()
    actor = system_actor("370406", frozenset({"registry.edit", "registry.roster"}))
    place = next(iter(selectors.children("370406", Level.COMMUNITY))).code
    names = [NewCompound(f"试验{number}号小区", place) for number in range(COMPOUNDS)]
    services.register_compounds(actor=actor, at=clock.now(), compounds=names)
    return actor


def _empty() -> None:
    from linli.registry.models import Building, Owner, Ownership, Unit

    for model in (Ownership, Owner, Unit, Building):
        model.objects.all()._raw_delete(using="default")


# --- the product's way ----------------------------------------------------------------------------


def _ours(kind: str, content: bytes, actor: Any, *, is_known: bool = False) -> None:
    from linli.kernel import clock
    from linli.registry import services
    from linli.registry.data import RosterState

    def ignore(done: int, total: int = 0, message: str = "") -> None:
        """Nobody looks."""

    at = clock.now()
    given = services.hand_in_roster(actor=actor, at=at, name=f"roster.{kind}", content=content)
    given = services.check_roster(actor=actor, at=at, roster=given.public_id, progress=ignore)
    if is_known:
        assert given.state == RosterState.SAME, given.state
        return
    services.confirm_roster(actor=actor, at=at, roster=given.public_id)
    given = services.write_roster(actor=actor, at=at, roster=given.public_id, progress=ignore)
    assert given.state == RosterState.WRITTEN, given.state


# --- measuring ------------------------------------------------------------------------------------


def _apart(work: Callable[[], None]) -> Cost:
    """What the work costs in a process of its own, so that no way profits from another."""
    from django.db import connection

    connection.close()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            cost = _cost(work)
            os.write(writing, f"{cost.seconds} {cost.megabytes}".encode())
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading) as answer:
        told = answer.read()
    os.waitpid(child, 0)
    if not told:
        raise SystemExit("a way has failed, see above")
    seconds, megabytes = map(float, told.split())
    return Cost(seconds, megabytes)


def _cost(work: Callable[[], None]) -> Cost:
    before, held = _seconds(), _megabytes("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")
    work()
    own = _megabytes("VmHWM") - held
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return Cost(_seconds() - before, max(own, child))


def _megabytes(field: str) -> float:
    """The largest memory so far, or that of this moment."""
    return int(Path("/proc/self/status").read_text().split(f"{field}:")[1].split()[0]) / 1024


def _seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _print(vendor: str, kind: str, costs: dict[str, list[Cost]]) -> None:
    bare, floor, ours = (
        statistics.median(cost.seconds for cost in costs[name])
        for name in ("bare", "floor", "ours")
    )
    memory = {name: max(cost.megabytes for cost in costs[name]) for name in costs}
    print(
        f"{vendor:<11}{kind:<5} floor {floor:6.2f} s {memory['floor']:4.0f} MB   "
        f"ours {ours:6.2f} s {memory['ours']:4.0f} MB   ratio {ours / floor:4.2f} (goal 1.5)   "
        f"bare {bare:6.2f} s, ratio {ours / bare:4.2f}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
