"""The layers we ship as policies in memory: what a division gets once all of them are active."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cache

import yaml

from linli.kernel.explain import Citation
from linli.policy.data import cautions_of
from linli.policy.reader import LayerSource, layer_folders, read_layer
from linli.policy.rules import Entry, LayerHistory, LayerRelease, Policy
from tests.policy.conftest import PROFILES

BEGINNING = date(1990, 1, 1)


@cache
def source(code: str) -> LayerSource:
    """A layer we ship, read from its folder. Raises FolderFaults, KeyError for no such layer."""
    return read_layer(layer_folders(PROFILES)[code])


@cache
def divisions() -> dict[str, str]:
    """The division of every layer we ship, by its code."""
    heads = {code: folder / "layer.yaml" for code, folder in layer_folders(PROFILES).items()}
    return {
        code: yaml.safe_load(head.read_text(encoding="utf-8"))["division"]
        for code, head in heads.items()
    }


@cache
def book(division: str) -> Policy:
    """The policy of a division with all shipped layers above it in force."""
    holding = [source(code) for code, at in divisions().items() if division.startswith(at)]
    lowest_first = sorted(holding, key=lambda s: (-len(s.entry.division), s.entry.code))
    return Policy(division, tuple(_history(source) for source in lowest_first))


def _history(source: LayerSource) -> LayerHistory:
    code = source.entry.code
    entries: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for document in source.documents:
        for clause in document.clauses:
            citation = Citation(
                clause.entry.clause,
                clause.entry.cite,
                document.entry.title.zh,
                layer=code,
                release=f"{code}@shipped",
                cautions=cautions_of(
                    document.entry.status, document.entry.date_confidence, clause.entry.confidence
                ),
            )
            for row in clause.provisions:
                entry = Entry(row.kind, row.key, row.period, row.row, citation)
                entries[row.kind, row.key].append(entry)
    fixed = {key: tuple(rows) for key, rows in entries.items()}
    return LayerHistory(code, (LayerRelease(code, f"{code}@shipped", BEGINNING, fixed),))
