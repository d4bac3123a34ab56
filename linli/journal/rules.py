"""The arithmetic of evidence: digests of acts, their Merkle tree, the chain of seals.

Versioned formats, so that what was sealed once can be re-computed for ever; ``docs/journal.md``
describes them and ``tools/verify_journal.py`` re-computes them without this program.

* digest of an act: H(canonical JSON of its fields), named ``sm3:…`` when H is not SHA-256;
* leaf: H(00 ‖ digest as written), node: H(01 ‖ left ‖ right); an odd end moves up unchanged;
* seal: H(canonical JSON of district, number, time, rows, root and the previous seal's hash);
* retirement: H(canonical JSON of district, number, time, seals, rows, archive and the hash of the
  retirement before).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

FORMAT = "linli-act-1"
SEAL_FORMAT = "linli-seal-1"
RETIREMENT_FORMAT = "linli-retirement-1"
ALGORITHMS = ("sha256", "sm3")
Side = Literal["left", "right"]


def canonical(fields: Mapping[str, Any]) -> bytes:
    """JSON with sorted keys, no spaces, UTF-8: one text for one value."""
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def digest(fields: Mapping[str, Any], algorithm: str = "sha256") -> str:
    """The digest of an act's fields; it names its algorithm unless that is SHA-256."""
    value = _hash(algorithm)(canonical({"format": FORMAT, **fields})).hex()
    return value if algorithm == "sha256" else f"{algorithm}:{value}"


def algorithm_of(written: str) -> str:
    """The algorithm a stored digest was made with."""
    name, colon, _value = written.partition(":")
    return name if colon and name in ALGORITHMS else "sha256"


def root(digests: Iterable[str], algorithm: str = "sha256") -> str:
    """The Merkle root over digests in their order; of nothing, the hash of nothing."""
    hashed = _hash(algorithm)
    level = [hashed(b"\0" + item.encode()) for item in digests]
    if not level:
        return hashed(b"").hex()
    while len(level) > 1:
        level = _parents(level, hashed)
    return level[0].hex()


def proof(digests: Sequence[str], place: int, algorithm: str = "sha256") -> list[tuple[Side, str]]:
    """What to hash a digest with, step by step, to arrive at the root."""
    hashed = _hash(algorithm)
    level = [hashed(b"\0" + item.encode()) for item in digests]
    steps: list[tuple[Side, str]] = []
    while len(level) > 1:
        sibling = place ^ 1
        if sibling < len(level):
            steps.append(("left" if sibling < place else "right", level[sibling].hex()))
        level, place = _parents(level, hashed), place // 2
    return steps


def follow(digest: str, steps: Iterable[tuple[Side, str]], algorithm: str = "sha256") -> str:
    """The root a proof leads to."""
    hashed = _hash(algorithm)
    value = hashed(b"\0" + digest.encode())
    for side, other in steps:
        sibling = bytes.fromhex(other)
        value = hashed(b"\1" + (sibling + value if side == "left" else value + sibling))
    return value.hex()


def seal_hash(
    *,
    district: str,
    number: int,
    sealed_at: datetime,
    spans: str,
    count: int,
    total: int,
    root: str,
    previous: str,
    algorithm: str,
) -> str:
    """The hash of a seal. It covers the seal before it, so it stands for everything sealed."""
    fields = {
        "format": SEAL_FORMAT,
        "algorithm": algorithm,
        "district": district,
        "number": number,
        "sealed_at": sealed_at.isoformat(timespec="microseconds"),
        "spans": spans,
        "count": count,
        "total": total,
        "root": root,
        "previous": previous,
    }
    return _hash(algorithm)(canonical(fields)).hex()


def retirement_hash(
    *,
    district: str,
    number: int,
    at: datetime,
    first_seal: int,
    last_seal: int,
    count: int,
    archive: str,
    sha256: str,
    previous: str,
    algorithm: str,
) -> str:
    """The hash of a retirement. It covers the one before it, and its act in the journal names it:
    the latest act therefore stands for all of them.
    """
    fields = {
        "format": RETIREMENT_FORMAT,
        "algorithm": algorithm,
        "district": district,
        "number": number,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "first_seal": first_seal,
        "last_seal": last_seal,
        "count": count,
        "archive": archive,
        "sha256": sha256,
        "previous": previous,
    }
    return _hash(algorithm)(canonical(fields)).hex()


def spans_of(ids: Iterable[int]) -> str:
    """Ascending row numbers as ``1-4,7,9-12``."""
    runs: list[list[int]] = []
    for number in ids:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ",".join(f"{first}-{last}" if first < last else str(first) for first, last in runs)


def ids_in(spans: str) -> list[int]:
    """The row numbers of spans. Raises ValueError when the text is none of ours."""
    ids: list[int] = []
    for run in filter(None, spans.split(",")):
        first, _dash, last = run.partition("-")
        start, end = int(first), int(last or first)
        if end < start or (ids and start <= ids[-1]):
            raise ValueError(f"spans out of order at {run}")
        ids.extend(range(start, end + 1))
    return ids


def _parents(level: Sequence[bytes], hashed: Callable[[bytes], bytes]) -> list[bytes]:
    pairs = range(0, len(level) - 1, 2)
    parents = [hashed(b"\1" + level[place] + level[place + 1]) for place in pairs]
    return parents + list(level[len(parents) * 2 :])


def _hash(algorithm: str) -> Callable[[bytes], bytes]:
    if algorithm not in ALGORITHMS:
        raise ValueError(f"unknown hash {algorithm!r}")
    return lambda content: hashlib.new(algorithm, content).digest()
