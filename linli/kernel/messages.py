"""Compiling the translation catalogues without GNU gettext.

The repository holds the readable ``.po`` files only; what Django reads is compiled at setup and
by ``linli messages compile``. Needs no Django, so that it runs before anything is configured.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

PACKAGE = Path(__file__).resolve().parent.parent


def catalogues(package: Path = PACKAGE) -> Iterator[Path]:
    """Every ``.po`` file of the product, app by app."""
    yield from sorted(package.glob("*/locale/*/LC_MESSAGES/django.po"))


def compile_catalogues(package: Path = PACKAGE) -> list[Path]:
    """Compile the catalogues that changed since they were last compiled; return those.

    The compiled file appears in one step, so a server that reads it meanwhile sees the old or
    the new one, never half. Raises OSError, naming file and line, where a catalogue is no
    well-formed ``.po`` file.
    """
    compiled = []
    for source in catalogues(package):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime > source.stat().st_mtime:
            continue
        part = target.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(polib.pofile(str(source)).to_binary())
        part.replace(target)
        compiled.append(target)
    return compiled


if __name__ == "__main__":
    sys.stdout.write(f"{len(compile_catalogues())} catalogues compiled\n")
