"""Commands about the journal: publish its heads, export what is sealed, retire what is old."""

from __future__ import annotations

import json
import re
import sys
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from linli.cli import demo
from linli.cli.output import answer, say
from linli.journal import selectors, services
from linli.journal.data import Published
from linli.kernel import clock
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
    """Write the sealed acts of a district as lines of JSON; tools/verify_journal.py checks them.

    Raises BadInput for a district without acts: nothing written would look like nothing done.
    """
    if options.district not in selectors.districts_with_acts():
        raise BadInput(
            f"There are no acts of a district {options.district!r}.",
            remedy="`linli journal head` names the districts; '' stands for the installation.",
        )
    lines = selectors.exported(options.district, first=options.first, last=options.last)
    if options.out is None:
        for line in lines:
            say(line)
        return 0
    count = 0
    part = options.out.with_name(f"{options.out.name}.part")
    try:
        with part.open("w", encoding="utf-8") as file:
            for line in lines:
                file.write(f"{line}\n")
                count += 1
        part.replace(options.out)  # an earlier export stays until this one is whole
    finally:
        part.unlink(missing_ok=True)
    sys.stderr.write(f"{count} lines written to {options.out}\n")
    return 0


def retire(options: Namespace) -> int:
    """Put acts that are old enough into archives; with ``--check`` only say which."""
    demo.keep_its_date()
    at = clock.now()
    if options.check:
        return _retirable(at, as_json=options.json)
    made = []
    for district in selectors.districts_with_acts():
        made += services.retire(
            district=district, at=at, days=settings.JOURNAL_DAYS, folder=options.to
        )
    if options.json:
        answer({"retired": [{"district": row.district, **row.recorded()} for row in made]})
        return 0
    for row in made:
        say(f"{options.to / row.archive}: {row.count} acts, SHA-256 {row.sha256}")
    if not made:
        say("No act is old enough.")
    return 0


def _retirable(at: datetime, *, as_json: bool) -> int:
    before = at - timedelta(days=settings.JOURNAL_DAYS)
    found = [
        plan
        for district in selectors.districts_with_acts()
        if (plan := selectors.retirable(district, before=before))
    ]
    if as_json:
        answer({"before": before.isoformat(), "retirable": [asdict(plan) for plan in found]})
        return 0
    for plan in found:
        say(
            f"{plan.district or '-':<6} {plan.count} acts, seals {plan.first_seal} to "
            f"{plan.last_seal}, until {plan.sealed_until.isoformat()}"
        )
    if not found:
        say("No act is old enough.")
    return 0


def archives(given: list[Path]) -> list[Path]:
    """The archives that were named, those of a folder one by one.

    Raises BadInput for no file, and for a folder without archives.
    """
    found = [
        path
        for place in given
        for path in (sorted(place.glob("*.jsonl.gz")) if place.is_dir() else [place])
    ]
    missing = [f"{path} is no file." for path in found if not path.is_file()]
    if missing or not found:
        raise BadInput(
            missing[0] if missing else f"{given[0]} holds no archive.",
            remedy="Name archives, or the folder they are in.",
        )
    return found


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
