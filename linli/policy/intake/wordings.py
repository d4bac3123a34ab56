"""The kinds a clause's wording speaks for. The wordings themselves are data: ``wordings.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from linli.policy.data.kinds import KINDS
from linli.policy.intake.data import Proposal

MOST = 0.95
LEAST = 0.25
_FILE = Path(__file__).with_name("wordings.yaml")


@cache
def wordings() -> dict[str, tuple[tuple[float, re.Pattern[str]], ...]]:
    """Kind to its wordings with their weights. Raises ValueError for a kind that is none."""
    tree = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    if unknown := set(tree) - set(KINDS):
        raise ValueError(f"{_FILE.name}: no kinds of provision: {sorted(unknown)}")
    return {
        kind: tuple((row["weight"], re.compile(row["pattern"])) for row in rows)
        for kind, rows in tree.items()
    }


def proposals_for(text: str) -> tuple[Proposal, ...]:
    """What a clause may become, the likeliest first; empty when its wording says nothing."""
    return tuple(sorted(_spoken_for(text), key=lambda found: (-found.confidence, found.kind)))


def _spoken_for(text: str) -> Iterator[Proposal]:
    for kind, rows in wordings().items():
        against = 1.0
        words: list[str] = []
        for weight, pattern in rows:
            found = [re.sub(r"\s", "", match.group()) for match in pattern.finditer(text)]
            if found:
                against *= 1 - weight
                words += found
        confidence = round(min(1 - against, MOST), 2)
        if confidence >= LEAST:
            yield Proposal(kind, confidence, tuple(dict.fromkeys(words)))
