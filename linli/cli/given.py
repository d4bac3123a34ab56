"""What an operator names on the command line, read or refused in words."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from linli.kernel.errors import BadInput
from linli.territory import selectors as territory
from linli.territory.data import Level


def day(text: str) -> date:
    """A day as an option takes it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it as 2024-05-31") from None


def port(text: str) -> int:
    """A port a server may listen on."""
    if not text.isdecimal() or not 0 < int(text) < 2**16:
        raise argparse.ArgumentTypeError(f"{text!r} is no port; 1 to 65535")
    return int(text)


def content_of(path: Path) -> bytes:
    """What is in a file. Raises BadInput when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInput(
            f"{path} cannot be read: {error.strerror}.",
            remedy="Check the path and that you may read the file.",
        ) from None


def district(code: str) -> str:
    """The code of a district: a mistyped one has nothing, and that would look like all is done.

    Raises NotFound for no place at all, BadInput for one that is no district.
    """
    found = territory.division(code)
    if found.level != Level.DISTRICT:
        raise BadInput(
            f"{code} {found.name} is no district.", remedy="Its code has six digits, as 370406."
        )
    return code
