"""Archives of retired acts, read back and compared with the seals."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

from linli.journal import rules
from linli.journal.models import Retirement, Seal
from linli.journal.selectors.exporting import described
from linli.kernel.integrity import Problem

Group = tuple[dict[str, Any], list[dict[str, Any]]]
UNREADABLE = (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError)


def check_archives(paths: Iterable[Path]) -> Iterator[Problem | int]:
    """Every archive is the one its retirement names and holds the acts that were sealed, and no
    retirement is without its archive.

    Yields the number of acts of each and a Problem for each fault.
    """
    rows = {row.sha256: row for row in Retirement.objects.order_by("district", "number")}
    given = set()
    for path in paths:
        row = rows.get(sha256_of(path))
        if row is None:
            yield Problem(path.name, "no retirement names an archive of this content")
            continue
        given.add(row.pk)
        for fault in archive_faults(path, row.district, row.first_seal, row.last_seal):
            yield Problem(path.name, fault)
        yield row.count
    for row in rows.values():
        if row.pk not in given:
            yield Problem(f"journal_retirement {row.pk}", f"its archive {row.archive} is missing")


def archive_faults(path: Path, district: str, first: int, last: int) -> Iterator[str]:
    """What in a file is not the district's seals from ``first`` to ``last`` and their acts."""
    seals = Seal.objects.filter(district=district, number__gte=first, number__lte=last)
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for seal, group in zip_longest(seals.order_by("number").iterator(), _groups(lines)):
                if seal is None or group is None or group[0] != described(seal):
                    number = seal.number if seal else "none"
                    yield f"its seals are not the journal's, from seal {number} on"
                    return
                if fault := _fault(seal, group[1]):
                    yield f"seal {seal.number}: {fault}"
    except UNREADABLE as error:
        yield f"it cannot be read ({type(error).__name__})"


def sha256_of(path: Path) -> str:
    """The hash of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _groups(lines: Iterable[str]) -> Iterator[Group]:
    """Each seal with the lines of its acts."""
    group: Group | None = None
    for line in lines:
        value = json.loads(line)
        if "seal" in value:
            if group is not None:
                yield group
            group = value["seal"], []
        elif group is None:
            raise ValueError("the file does not begin with a seal")
        else:
            group[1].append(value)
    if group is not None:
        yield group


def _fault(seal: Seal, acts: list[dict[str, Any]]) -> str:
    digests = [rules.digest(line["act"], rules.algorithm_of(line["digest"])) for line in acts]
    if any(found != line["digest"] for found, line in zip(digests, acts, strict=True)):
        return "an act was altered"
    if len(acts) != seal.count or rules.root(digests, seal.algorithm) != seal.root:
        return "its acts are not the acts that were sealed"
    return ""
