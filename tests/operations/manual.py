"""Commands exactly as the manual prints them, run in a shell on folders of the test's own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"<!-- commands: (?P<name>[\w-]+) -->\n```sh\n(?P<commands>.*?)```", re.S)


def commands(page: str, name: str) -> str:
    """The commands of a block of the manual."""
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    found = {match["name"]: match["commands"] for match in BLOCK.finditer(text)}
    return found[name]


def follow(page: str, name: str, folder: Path, places: Mapping[str, Path]) -> str:
    """Run a block, each place of the manual replaced by one of the test's; returns what it said.

    ``linli`` is this source tree. Nothing of the test's environment reaches the commands.
    """
    script = commands(page, name)
    for place, path in places.items():
        assert place in script, f"{page} no longer speaks of {place}"
        script = script.replace(place, str(path))
    programs = folder / "programs"
    programs.mkdir(exist_ok=True)
    program = programs / "linli"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m linli.cli "$@"\n')
    program.chmod(0o755)
    outside = ("LINLI_", "DJANGO_", "DATABASE_URL", "PYTEST_")
    inherited = {key: os.environ[key] for key in os.environ if not key.startswith(outside)}
    done = subprocess.run(
        ["sh", "-e", "-c", script],
        env={
            **inherited,
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
        },
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr[-3000:]}"
    return done.stdout
