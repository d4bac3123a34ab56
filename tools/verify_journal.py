"""Verify an export of Linli's journal with nothing but Python: no Linli, no database.

    python verify_journal.py [ARCHIVE.jsonl.gz ...] journal.jsonl [--head HASH]

Re-computes every digest, every Merkle root and every link of the seals, over all files in the
order given: archives of retired acts first, an export last. ``--head`` is the hash that was
published for the last seal of the last file (page, notice, print): without it, somebody who
re-computed everything would go unseen. Exit code 1 and the reasons when anything differs. The
formats are described in docs/journal.md.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ALGORITHMS = ("sha256", "sm3")
COVERED = (
    "algorithm",
    "count",
    "district",
    "number",
    "previous",
    "root",
    "sealed_at",
    "spans",
    "total",
)


def canonical(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def hashed(algorithm: str, content: bytes) -> bytes:
    return hashlib.new(algorithm, content).digest()


def digest(act: dict[str, Any], written: str) -> str:
    name, colon, _value = written.partition(":")
    algorithm = name if colon and name in ALGORITHMS else "sha256"
    value = hashed(algorithm, canonical({"format": "linli-act-1", **act})).hex()
    return value if algorithm == "sha256" else f"{algorithm}:{value}"


def merkle_root(digests: list[str], algorithm: str) -> str:
    level = [hashed(algorithm, b"\0" + item.encode()) for item in digests]
    if not level:
        return hashed(algorithm, b"").hex()
    while len(level) > 1:
        pairs = range(0, len(level) - 1, 2)
        parents = [hashed(algorithm, b"\1" + level[place] + level[place + 1]) for place in pairs]
        level = parents + level[len(parents) * 2 :]
    return level[0].hex()


def lines_of(files: list[Path]) -> Iterator[str]:
    """The lines of all files, one after another."""
    for file in files:
        opened = gzip.open if file.suffix == ".gz" else open
        with opened(file, "rt", encoding="utf-8") as lines:
            yield from (line for line in lines if line.strip())


def groups(lines: Iterator[str]) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each seal with the lines of its acts."""
    seal: dict[str, Any] | None = None
    acts: list[dict[str, Any]] = []
    for line in lines:
        value = json.loads(line)
        if "seal" in value:
            if seal is not None:
                yield seal, acts
            seal, acts = value["seal"], []
        elif seal is None:
            raise ValueError("the file does not begin with a seal")
        else:
            acts.append(value)
    if seal is not None:
        yield seal, acts


def faults(
    seal: dict[str, Any], acts: list[dict[str, Any]], before: dict[str, Any] | None
) -> Iterator[str]:
    algorithm = str(seal["algorithm"])
    covered = {name: seal[name] for name in COVERED}
    if hashed(algorithm, canonical({"format": "linli-seal-1", **covered})).hex() != seal["hash"]:
        yield "the seal was altered"
    digests = []
    for line in acts:
        digests.append(digest(line["act"], line["digest"]))
        if digests[-1] != line["digest"] or line["act"]["district"] != seal["district"]:
            yield f"act {line['act']['public_id']} was altered"
    if len(acts) != seal["count"] or merkle_root(digests, algorithm) != seal["root"]:
        yield "its acts are not the acts that were sealed"
    if before and (
        seal["previous"] != before["hash"]
        or seal["number"] != before["number"] + 1
        or seal["total"] != before["total"] + seal["count"]
        or seal["district"] != before["district"]
    ):
        yield "it does not follow the seal before it"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--head", help="the published hash of the last seal in the last file")
    options = parser.parse_args()
    seals, acts, found = 0, 0, []
    before: dict[str, Any] | None = None
    for seal, group in groups(lines_of(options.files)):
        found += [f"seal {seal['number']}: {fault}" for fault in faults(seal, group, before)]
        seals, acts, before = seals + 1, acts + len(group), seal
    if options.head and (before is None or before["hash"] != options.head):
        found.append("the last seal is not the published head")
    for fault in found:
        print(fault)
    print(f"{seals} seals, {acts} acts: {'altered' if found or not seals else 'sound'}")
    return 1 if found or not seals else 0


if __name__ == "__main__":
    sys.exit(main())
