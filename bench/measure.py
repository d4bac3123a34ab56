"""What is measured, on which ground, and what it may cost."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import openpyxl
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from linli.accounts.models import User
from linli.cli import demo
from linli.cli.personas import DISTRICT
from linli.kernel import clock
from linli.kernel.actors import system_actor
from linli.registry import services as registry
from linli.registry.data import NewCompound
from linli.territory import selectors as territory
from linli.territory.data import Level

BATCH = 1_000
PAGE_BUDGET_MS = 500.0
EXPORT_BUDGET_MS = 5_000.0
IMPORT_BUDGET_S = 5.0
IMPORT_BUDGET_MB = 300.0
LISTED = 2_000
PAGES = (
    ("list of compounds, first page", "/registry/compounds/"),
    ("list of compounds, searched", "/registry/compounds/?q=9999"),
    ("list of enterprises", "/registry/enterprises/"),
    ("journal, first page", "/journal/"),
    ("workbench", "/"),
    ("public start page", "/public/"),
)
EXPORT = "/registry/compounds/?format=xlsx"


@dataclass(frozen=True)
class Result:
    """One measured value and what it may be at most."""

    what: str
    value: float
    unit: str
    budget: float | None = None

    @property
    def broken(self) -> bool:
        """Whether the budget is broken."""
        return self.budget is not None and self.value > self.budget

    def __str__(self) -> str:
        budget = "" if self.budget is None else f"  (at most {self.budget:g})"
        mark = "OVER " if self.broken else "     "
        return f"{mark}{self.what:<48}{self.value:>10.1f} {self.unit}{budget}"


def run(folder: Path, compounds: int, requests: int) -> list[Result]:
    """Build the ground and measure everything, in order."""
    settings.ALLOWED_HOSTS = ["testserver"]
    seconds = _timed(_build_district)
    results = [Result("a new demonstration district", seconds, "s", 60)]
    seconds = _timed(lambda: _register(compounds))
    results.append(Result("compounds registered", compounds / seconds, "per second"))
    results += _pages(requests)
    results += _import(folder)
    return results


def _build_district() -> None:
    call_command("migrate", verbosity=0)
    demo.prepare()


def _register(compounds: int) -> None:
    actor = system_actor(DISTRICT, frozenset({"registry.edit"}))
    places = [place.code for place in territory.children(DISTRICT, Level.COMMUNITY)]
    for start in range(0, compounds, BATCH):
        registry.register_compounds(
            actor=actor,
            at=clock.now(),
            compounds=[
                NewCompound(f"测试{number}号小区", places[number % len(places)])
                for number in range(start, min(start + BATCH, compounds))
            ],
        )


def _pages(requests: int) -> Iterator[Result]:
    browser = Client()
    browser.force_login(User.objects.get(login="qu-zhujian"))
    for what, path in PAGES:
        spent = [_timed(partial(_get, browser, path)) * 1000 for _ in range(requests)]
        slowest = statistics.quantiles(spent, n=20)[-1]
        yield Result(f"{what}, p95", slowest, "ms", PAGE_BUDGET_MS)
    spent_once = _timed(lambda: _get(browser, EXPORT)) * 1000
    yield Result("list of compounds, exported", spent_once, "ms", EXPORT_BUDGET_MS)


def _get(browser: Client, path: str) -> None:
    response = browser.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code}")
    if path == EXPORT and not response.headers["Content-Type"].endswith("sheet"):
        raise RuntimeError(f"{path} is no workbook")


def _import(folder: Path) -> Iterator[Result]:
    """Check a task list of many compounds as an operator does, in a process of its own."""
    file = folder / "large.xlsx"
    _write_task_list(file)
    command = [sys.executable, "-m", "linli.cli", "import", "tasks", str(file)]
    begin = time.monotonic()
    with subprocess.Popen(
        [*command, "--division", DISTRICT, "--check", "--json"], stdout=subprocess.PIPE
    ) as process:
        printed = process.stdout.read() if process.stdout else b""
        _, _, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - begin
    found = json.loads(printed)["compound_count"]
    if found != LISTED:
        raise RuntimeError(f"the large task list holds {LISTED} compounds, {found} were read")
    yield Result(f"task list of {LISTED} compounds checked", seconds, "s", IMPORT_BUDGET_S)
    yield Result("  memory for it", usage.ru_maxrss / 1024, "MB", IMPORT_BUDGET_MB)


def _write_task_list(file: Path) -> None:
    """The office's own annex 4 with far more names in each community's cell."""
    book = openpyxl.load_workbook(demo.TASK_LISTS[1])
    sheet = book.worksheets[0]
    rows = [row for row in sheet.iter_rows(min_row=3) if "（" in str(row[2].value)]
    share = LISTED // len(rows)
    for number, row in enumerate(rows):
        count = share if number else LISTED - share * (len(rows) - 1)
        community = str(row[2].value).partition("（")[0]
        row[2].value = f"{community}（{count}）"
        row[3].value = "、".join(f"大型{number}第{index}小区" for index in range(count))
    street = str(rows[0][1].value).partition("（")[0].strip()
    rows[0][1].value = f"{street}\n（{LISTED}个）"
    book.save(file)


def _timed(action: Callable[[], object]) -> float:
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin
