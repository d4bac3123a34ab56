"""A difference in numbers and examples: what is shown before anything is written.

Places and facts only: no name, number or telephone of an owner.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from linli.registry.models import Compound
from linli.registry.roster.checks import COMPOUND_ID, KEY
from linli.registry.roster.difference import OLD, UNIT_FIELDS, Difference

MOST_SHOWN = 100
Sample = dict[str, Any]


def counts(found: Difference) -> dict[str, int]:
    """How many of each."""
    return {
        "units_new": found.units_new.height,
        "units_changed": found.units_changed.height,
        "units_gone": found.units_gone.height,
        "owners_new": found.owners_new.height,
        "owners_changed": found.owners_changed.height,
        "owned_new": found.owned_new.height,
        "owned_changed": found.owned_changed.height,
        "owned_ended": found.owned_ended.height,
    }


def samples(found: Difference) -> dict[str, list[Sample]]:
    """The first of each kind, with the name of the compound."""
    transfers = found.owned_new.filter(pl.col("follows"))
    return _named(
        {
            "new": _places(found.units_new),
            "changed": [_change(row) for row in found.units_changed.head(MOST_SHOWN).to_dicts()],
            "gone": _places(found.units_gone),
            "transferred": _places(transfers),
        }
    )


def _places(frame: pl.DataFrame) -> list[Sample]:
    return frame.head(MOST_SHOWN).select(KEY).to_dicts()


def _change(row: Sample) -> Sample:
    place = {str(part): row[part] for part in KEY}
    changes = [
        {"field": field.value, "before": row[f"{field}{OLD}"], "after": row[field]}
        for field in UNIT_FIELDS
        if row[field] is not None
    ]
    return {**place, "changes": changes}


def _named(found: dict[str, list[Sample]]) -> dict[str, list[Sample]]:
    ids = {sample[COMPOUND_ID] for rows in found.values() for sample in rows}
    names = dict(Compound.objects.filter(pk__in=ids).values_list("id", "name"))
    for rows in found.values():
        for sample in rows:
            sample["compound"] = names[sample.pop(COMPOUND_ID)]
    return found
