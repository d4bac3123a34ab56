"""The gates: what must hold before a change lands, and what to do when one does not.

``python -m tools.gates fast`` runs those that need no database and no browser, all of them, two at
a time; ``all`` goes on with the tests. A gate either fails the build or is not in the table.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

WORKERS = "2"
# In small portions, so that no worker waits while the other has the long tests still before it.
SHARED = ("-n", WORKERS, "--maxschedchunk", "40")
CLAUSES = Path(".results/clauses.json")  # filled anew by the tests, see tests/harness/clauses.py
PROGRAMS = Path(sys.executable).parent
ENVIRONMENT = {
    **os.environ,
    "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
    "DJANGO_SETTINGS_MODULE": "linli.config.settings_test",
}
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "linli.config.settings",
    "LINLI_MODE": "production",
    "LINLI_SECRET_KEY": secrets.token_urlsafe(64),
    "LINLI_KEYS": "keys.json",
    "LINLI_HOSTS": "linli.example",
    "DATABASE_URL": "postgresql://linli@127.0.0.1/linli",
}


@dataclass(frozen=True)
class Gate:
    """One check: its command and what to do when it fails."""

    name: str
    command: tuple[str, ...]
    remedy: str
    environment: dict[str, str] = field(default_factory=dict)


def _python(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", *arguments)


FAST = (
    Gate(
        "types (mypy strict)",
        _python("mypy"),
        "Give the exact type. An ignore names its error code and its reason.",
    ),
    Gate("style (ruff)", ("ruff", "check", "--quiet", "."), "make format mends most of it."),
    Gate("format (ruff)", ("ruff", "format", "--check", "--quiet", "."), "make format"),
    Gate(
        "templates (djlint)",
        ("djlint", "linli", "--lint", "--quiet"),
        "Mend the template; the rule's code is explained in djlint's documentation.",
    ),
    Gate(
        "imports (import-linter)",
        ("lint-imports", "--no-logo"),
        "See .importlinter and docs/architecture.md: move the code down, or announce an event.",
    ),
    Gate(
        "migrations match the models",
        _python("django", "makemigrations", "--check", "--dry-run"),
        "Run `python -m django makemigrations APP --name WHAT_IT_DOES` and commit the file.",
    ),
    Gate(
        "settings are fit for production",
        _python("django", "check", "--deploy", "--fail-level", "WARNING"),
        "The message names the setting; see linli/config/settings.py.",
        PRODUCTION,
    ),
    Gate(
        "architecture",
        _python("pytest", "-q", "tests/architecture"),
        "The failing test says which rule of docs/architecture.md is broken, and where.",
    ),
)

TESTS = (
    Gate(
        "tests on SQLite",
        _python(
            "pytest", *SHARED, "tests",
            "--ignore=tests/architecture", "--ignore=tests/journeys",
        ),
        "Run one alone: .venv/bin/python -m pytest PATH::NAME",
    ),
    Gate(
        "database tests on PostgreSQL",
        _python(
            "tools.postgres", *_python("pytest", *SHARED, "tests", "--needs-database"),
            "--ignore=tests/architecture", "--ignore=tests/journeys",
        ),
        "Run one alone: .venv/bin/python -m tools.postgres .venv/bin/python -m pytest PATH::NAME",
    ),
    Gate(
        "journeys in a browser",
        _python(
            "pytest", "-n", WORKERS, "--dist=loadscope", "--no-loadscope-reorder",
            "tests/journeys",
        ),
        "Set LINLI_SHOTS=FOLDER to keep a picture of the page a test failed on.",
    ),
)  # fmt: skip


def run(gate: Gate, *, quiet: bool) -> bool:
    """Run one gate; say how long it took, and on failure what it printed and what to do."""
    start = time.monotonic()
    if not quiet:
        print(f"\n=== {gate.name}", flush=True)
    done = subprocess.run(
        gate.command,
        env=ENVIRONMENT | gate.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    passed = done.returncode == 0
    lines = [f"{'ok  ' if passed else 'FAIL'} {time.monotonic() - start:5.0f} s  {gate.name}"]
    if not passed:
        lines += [done.stdout or "", f"What to do: {gate.remedy}\n"]
    print("\n".join(lines), flush=True)
    return passed


def main(which: str) -> int:
    """Run the gates asked for: every fast one even after a failure, the tests until one fails."""
    with ThreadPoolExecutor(int(WORKERS)) as pool:
        if not all(list(pool.map(lambda gate: run(gate, quiet=True), FAST))):
            return 1
    if which == "fast":
        return 0
    CLAUSES.unlink(missing_ok=True)
    return 0 if all(run(gate, quiet=False) for gate in TESTS) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "all"))
