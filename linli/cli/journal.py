"""Commands about the journal: publish its heads, export what is sealed."""

from __future__ import annotations

import json
import re
import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from linli.cli.output import answer, say
from linli.journal import selectors
from linli.journal.data import Published
from linli.kernel.errors import BadInput

HASH = re.compile(r"\b[0-9a-f]{64}\b")


def head(options: Namespace) -> int:
    """Print the head of each district's chain: keep it where the database's owner cannot reach."""
    heads = selectors.heads()
    if options.json:
        answer({"heads": [item.as_dict() for item in heads]})
        return 0
    for item in heads:
        say(f"{item.district or '-':<6} {item.number:>8} {item.hash} {item.sealed_at.isoformat()}")
    return 0


def export(options: Namespace) -> int:
    """Write the sealed acts of a district as lines of JSON; tools/verify_journal.py checks them."""
    lines = selectors.exported(options.district, first=options.first, last=options.last)
    if options.out is None:
        for line in lines:
            say(line)
        return 0
    count = 0
    with options.out.open("w", encoding="utf-8") as file:
        for line in lines:
            file.write(f"{line}\n")
            count += 1
    sys.stderr.write(f"{count} lines written to {options.out}\n")
    return 0


def published(given: list[str]) -> list[Published]:
    """The heads that were kept: each a hash, or a file holding what ``journal head`` printed.

    Raises BadInput for a file that cannot be read or holds no hash.
    """
    return [kept for text in given for kept in _published(text)]


def _published(text: str) -> Iterator[Published]:
    if HASH.fullmatch(text):
        yield Published(text)
        return
    try:
        content = Path(text).read_text(encoding="utf-8")
    except (OSError, UnicodeError):
        raise BadInput(
            f"{text} is neither a hash nor a readable file.",
            remedy="Give 64 hexadecimal digits, or a file written by `linli journal head`.",
        ) from None
    found = list(_from_json(content)) or [Published(item) for item in HASH.findall(content)]
    if not found:
        raise BadInput(f"{text} holds no hash of a seal.")
    yield from found


def _from_json(content: str) -> Iterator[Published]:
    try:
        for item in json.loads(content)["heads"]:
            yield Published(str(item["hash"]), str(item["district"]), int(item["number"]))
    except (ValueError, TypeError, KeyError):
        return
