"""What the tests need from the system: PostgreSQL server programs, Chromium, Chinese fonts.

``python -m tools.need`` says what is missing; ``--install`` brings it with apt-get where it may
(root on Debian or Ubuntu) and otherwise names the one command to run.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ATTEMPTS = 3


class Missing(RuntimeError):
    """Something the tests need is not on this system; the message names the one command."""


def postgres_programs() -> Path | None:
    """The folder with ``initdb`` and ``postgres`` of the newest server here, or None."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda program: int(program.parts[-3]) if program.parts[-3].isdigit() else 0,
    )
    if debian:
        return debian[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def chromium() -> Path | None:
    """The Chromium to drive, or None. ``LINLI_CHROMIUM`` names another one."""
    for name in (os.environ.get("LINLI_CHROMIUM", ""), "chromium", "chromium-browser"):
        found = shutil.which(name) if name else None
        if found:
            return Path(found)
    return None


def chinese_font() -> Path | None:
    """One Noto CJK font file of the system, or None."""
    return next(Path("/usr/share/fonts").glob("**/NotoSansCJK-*.ttc"), None)


@dataclass(frozen=True)
class Need:
    """One thing the tests need: how to find it, and the Debian package that brings it."""

    what: str
    package: str
    find: Callable[[], Path | None]


NEEDS = (
    Need("PostgreSQL server programs", "postgresql", postgres_programs),
    Need("Chromium", "chromium", chromium),
    Need("Noto CJK fonts", "fonts-noto-cjk", chinese_font),
)


def missing() -> list[Need]:
    """The needs this system does not meet."""
    return [need for need in NEEDS if need.find() is None]


def command(needs: list[Need]) -> str:
    """The one command that brings the needs on Debian or Ubuntu."""
    packages = " ".join(need.package for need in needs)
    return f"apt-get update && apt-get install -y --no-install-recommends {packages}"


def install(needs: list[Need]) -> None:
    """Bring the needs with apt-get; raise Missing where that is not possible or does not help."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        raise Missing(_advice(needs))
    print(f"Installing {', '.join(need.what for need in needs)} ...", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for attempt in range(1, ATTEMPTS + 1):
        done = subprocess.run(
            ["sh", "-c", command(needs)],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode == 0 and not missing():
            return
        print(f"apt-get, attempt {attempt} of {ATTEMPTS}:\n{done.stdout[-2000:]}", flush=True)
        time.sleep(5 * attempt)
    raise Missing(_advice(missing()))


def _advice(needs: list[Need]) -> str:
    what = ", ".join(need.what for need in needs)
    return f"The tests need {what}. As root on Debian or Ubuntu run:\n  {command(needs)}"


def main() -> int:
    """Report, or install, what is missing; exit code 1 when something stays missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--install", action="store_true", help="bring what is missing")
    needs = missing()
    if not needs:
        return 0
    try:
        if not parser.parse_args().install:
            raise Missing(_advice(needs))
        install(needs)
    except Missing as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
