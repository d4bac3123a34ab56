"""What can be wrong in a roster, and how bad it is. No wording: ``labels`` has the words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from linli.registry.data import RosterField

Level = Literal["error", "warning", "note"]

LEVELS: Mapping[str, Level] = {
    "no_column": "error",
    "column_twice": "error",
    "no_rows": "error",
    "cells_beyond": "error",
    "sheet_unread": "warning",
    "column_unread": "warning",
    "blank": "error",
    "control": "error",
    "too_long": "error",
    "no_number": "error",
    "day_instead": "error",
    "area_negative": "error",
    "area_zero": "error",
    "area_places": "error",
    "area_huge": "error",
    "area_missing": "warning",
    "unknown_word": "error",
    "parking": "error",
    "no_day": "error",
    "day_number": "error",
    "id_digits_lost": "error",
    "id_odd_signs": "error",
    "id_check": "warning",
    "id_birthday": "warning",
    "id_length": "warning",
    "phone_odd": "warning",
    "share_odd": "error",
    "share_sum": "warning",
    "two_voters": "error",
    "twice": "error",
    "unit_differs": "error",
    "compound_unknown": "error",
    "compound_several": "error",
    "identity_differs": "warning",
    "owner_missing": "error",
    "owners_in_one": "error",
    "read_as": "note",
}
"""An error keeps the whole roster out; a warning is shown and kept; a note says how it was read."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing found. ``proposal`` is what certainly was meant; ``other`` the row it is about."""

    code: str
    row: int | None = None
    field: RosterField | None = None
    proposal: str = ""
    other: int | None = None

    @property
    def level(self) -> Level:
        """How bad it is."""
        return LEVELS[self.code]

    def plain(self, column: str = "") -> dict[str, Any]:
        """For keeping: places and codes. ``column``: its letters in the sender's file."""
        return {
            "code": self.code,
            "row": self.row,
            "field": self.field.value if self.field else "",
            "column": column,
            "proposal": self.proposal,
            "other": self.other,
        }


def of(
    frame: pl.DataFrame, code: str, field: RosterField, *, proposal: str = "", other: str = ""
) -> Iterable[Fault]:
    """A fault for each row of the frame; ``proposal`` and ``other`` name columns of it."""
    rows = frame["row"].to_list()
    proposals = frame[proposal].fill_null("").to_list() if proposal else [""] * len(rows)
    others = frame[other].to_list() if other else [None] * len(rows)
    return [
        Fault(code, row, field, str(said), about)
        for row, said, about in zip(rows, proposals, others, strict=True)
    ]
