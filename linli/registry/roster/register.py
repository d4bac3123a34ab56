"""What the register holds of the compounds a roster is about, as frames. A few queries each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import polars as pl

from linli.registry.models import Owner, Ownership, Unit

_CHUNK = 10_000

_UNIT = {
    "unit_id": pl.Int64, "compound_id": pl.Int64, "building_id": pl.Int64, "building": pl.String,
    "entrance": pl.String, "room": pl.String, "floor": pl.Int16, "area": pl.Int64,
    "area_source": pl.String, "use": pl.String, "sold": pl.Boolean, "delivered": pl.Boolean,
}  # fmt: skip
_OWNERSHIP = {
    "ownership_id": pl.Int64, "unit_id": pl.Int64, "owner_id": pl.Int64, "identity": pl.String,
    "name": pl.String, "kind": pl.String, "id_hash": pl.String, "phone_hash": pl.String,
    "numerator": pl.Int64, "denominator": pl.Int64, "is_voter": pl.Boolean, "from_on": pl.Date,
}  # fmt: skip
_OWNER = {
    "owner_id": pl.Int64, "identity": pl.String, "name": pl.String, "kind": pl.String,
    "phone_hash": pl.String,
}  # fmt: skip


def units(compounds: Iterable[int]) -> pl.DataFrame:
    """The units of the compounds, with the names of their buildings. One query."""
    found = Unit.objects.filter(compound_id__in=list(compounds)).order_by("id")
    return _frame(
        found.values_list(
            "id", "compound_id", "building_id", "building__name", "entrance", "room", "floor",
            "area", "area_source", "use", "is_sold", "is_delivered",
        ),
        _UNIT,
    )  # fmt: skip


def ownerships(compounds: Iterable[int]) -> pl.DataFrame:
    """Who owns the units of the compounds now. One query."""
    found = Ownership.objects.filter(unit__compound_id__in=list(compounds), to_on__isnull=True)
    return _frame(
        found.order_by("id").values_list(
            "id", "unit_id", "owner_id", "owner__identity", "owner__name", "owner__kind",
            "owner__id_hash", "owner__phone_hash", "numerator", "denominator", "is_voter",
            "from_on",
        ),
        _OWNERSHIP,
    )  # fmt: skip


def owners(district: str, identities: Iterable[str]) -> pl.DataFrame:
    """Owners of the district with one of the identities. One query for each ten thousand."""
    wanted = sorted(identities)
    rows: list[tuple[Any, ...]] = []
    if Owner.objects.filter(district=district).exists():
        for start in range(0, len(wanted), _CHUNK):
            found = Owner.objects.filter(
                district=district, identity__in=wanted[start : start + _CHUNK]
            )
            rows += found.values_list("id", "identity", "name", "kind", "phone_hash")
    return _frame(rows, _OWNER)


def _frame(rows: Iterable[tuple[Any, ...]], schema: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema=schema, orient="row")
