"""Round figures on which a calculation is tried where the district's data hold no case for it.

They are cases, not values of any policy: what is asked is how the answer to the same case differs
before and after a change. A name without a figure here is a case nobody can make up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from linli.policy.data import Sample
from linli.policy.labels.steps import INPUTS

TRIALS: Mapping[str, tuple[Any, ...]] = {
    "amount": ("10000", "500000"),
    "applicants": ("3", "20"),
    "area": ("5000", "50000", "120000", "300000"),
    "base": ("1000000",),
    "bond": ("100000",),
    "commodity_area": ("6000",),
    "concerned": ("100",),
    "consenting": ("50", "67", "100"),
    "days": ("10", "60", "400"),
    "delivered_area": ("5000", "9000"),
    "delivered_owners": ("50", "90"),
    "delivered_parts": ("100", "1000"),
    "members": ("5", "7", "9"),
    "month": ("1", "13"),
    "months": ("12",),
    "months_after": ("6",),
    "months_before": ("6",),
    "occupied_households": ("50", "90"),
    "owner_deposit": ("100000",),
    "part": ("50", "60"),
    "plan_year": ("1", "2", "3"),
    "public_area": ("4000",),
    "rate": ("1",),
    "score": ("55", "75", "95"),
    "total_area": ("10000",),
    "total_heads": ("100",),
    "total_households": ("100",),
    "total_owners": ("100",),
    "part_area": ("5000", "6700"),
    "part_heads": ("50", "67"),
    "unit_deposit": ("50000",),
    "units": ("30", "400"),
    "whole": ("100",),
    "years": ("1", "3"),
    "yes_area": ("3000", "5000"),
    "yes_heads": ("30", "50"),
}

_DAYS = frozenset({"start", "end", "entry", "first_delivery"})


def trial_cases(names: Collection[str], on: date) -> Iterator[Sample]:
    """Cases with these facts, one per figure of the longest list; none if a name has no figure."""
    known = {name: TRIALS[name] for name in sorted(names) if name in TRIALS}
    known |= {name: (on.isoformat(),) for name in sorted(names) if name in _DAYS}
    for place in range(max(map(len, known.values()), default=1)):
        facts = {name: row[min(place, len(row) - 1)] for name, row in known.items()}
        words = " · ".join(f"{INPUTS.get(name, name)} {value}" for name, value in facts.items())
        yield Sample(words or str(on), facts)
