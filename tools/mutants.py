"""Plants each fault of ``tests/mutants.toml`` in a copy of the tree and sees its test fail.

A test that cannot fail shows nothing. Each entry names a property (P-number of
``docs/properties.md``), the fault in one line, the text it replaces in one file, and the test that
must notice. ``python -m tools.mutants`` runs them all, ``--property P20`` one property's, ``--only
TEXT`` those whose ``what`` or ``file`` holds the text. Exit 1 when a test is not green without the
fault, or stays green with it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENTRIES = Path("tests/mutants.toml")
LEFT_OUT = (".git", ".venv", "var", "__pycache__", ".*_cache", ".hypothesis", ".results")
TESTS_FAILED = 1  # pytest's exit code; 2 to 5 mean that it did not get as far as a verdict
WORKERS = 2
SECONDS = 600


class BadEntry(ValueError):
    """An entry does not fit the tree; the message says which and why."""


@dataclass(frozen=True)
class Mutant:
    """One planted fault and the test that must see it."""

    property: str
    what: str
    file: str
    find: str
    put: str
    test: str

    def faulty(self, source: str) -> str:
        """The source with the fault in it. Raises BadEntry unless ``find`` occurs exactly once."""
        found = source.count(self.find)
        if found != 1:
            where = f"{self.property} {self.what}: {self.file}"
            raise BadEntry(f"{where}: find occurs {found} times, wanted once")
        if self.find == self.put:
            raise BadEntry(f"{self.property} {self.what}: put changes nothing")
        return source.replace(self.find, self.put)


def entries(root: Path = ROOT) -> tuple[Mutant, ...]:
    """All mutants of the tree, in the order of the file."""
    raw = tomllib.loads((root / ENTRIES).read_text("utf-8"))
    return tuple(Mutant(**entry) for entry in raw["mutant"])


def chosen(mutants: Iterable[Mutant], number: str, text: str) -> tuple[Mutant, ...]:
    """Those of one property (all when empty) whose description or file holds the text."""
    return tuple(
        mutant
        for mutant in mutants
        if (not number or mutant.property == number) and text in f"{mutant.what} {mutant.file}"
    )


def _copy_of_tree(folder: str) -> Path:
    target = Path(folder) / "linli"
    shutil.copytree(ROOT, target, ignore=shutil.ignore_patterns(*LEFT_OUT))
    shared = ROOT.parent / "shared"
    if shared.exists():
        (target.parent / "shared").symlink_to(shared)
    return target


def _run(tree: Path, tests: Iterable[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        (sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests),
        cwd=tree,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "linli.config.settings_test"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def _verdict(mutant: Mutant) -> str:
    """Empty when the test saw the fault, else what happened instead."""
    with tempfile.TemporaryDirectory(prefix="linli-mutant-") as folder:
        tree = _copy_of_tree(folder)
        target = tree / mutant.file
        target.write_text(mutant.faulty(target.read_text("utf-8")), "utf-8")
        try:
            done = _run(tree, [mutant.test])
        except subprocess.TimeoutExpired:
            return f"no verdict within {SECONDS} s"
    if done.returncode == TESTS_FAILED:
        return ""
    if done.returncode == 0:
        return "the test stayed green"
    return f"no verdict (pytest exit {done.returncode}):\n{done.stdout[-1500:]}"


def _red_without_fault(mutants: Iterable[Mutant]) -> str:
    tests = dict.fromkeys(mutant.test for mutant in mutants)
    done = _run(ROOT, tests)
    return "" if done.returncode == 0 else done.stdout[-3000:] + done.stderr[-1000:]


def main() -> int:
    """Run the chosen mutants, two at a time; print one line each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--property", default="", help="only this property, such as P20")
    parser.add_argument("--only", default="", help="only those whose description or file holds it")
    asked = parser.parse_args()
    mutants = chosen(entries(), asked.property, asked.only)
    if red := _red_without_fault(mutants):
        print(f"These tests are not green without a fault:\n{red}", file=sys.stderr)
        return 1
    missed = 0
    with ThreadPoolExecutor(WORKERS) as pool:
        for mutant, verdict in zip(mutants, pool.map(_verdict, mutants), strict=True):
            missed += bool(verdict)
            print(f"{verdict or 'seen'}\t{mutant.property}\t{mutant.what}", flush=True)
    print(f"{len(mutants) - missed} of {len(mutants)} faults seen")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
