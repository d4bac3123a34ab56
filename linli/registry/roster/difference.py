"""A roster against the register: what is new, what changes, what the roster no longer has.

What a roster does not say stays as it is: a missing column, an empty cell. A unit that it does not
name is listed and never deleted. An owner whom it no longer names for a unit it does name has
ceased to own that unit.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, fields

import polars as pl

from linli.registry.data import RosterField as F
from linli.registry.roster import people, register
from linli.registry.roster.checks import COMPOUND_ID, KEY

UNIT_FIELDS = (F.FLOOR, F.AREA, F.AREA_SOURCE, F.USE, F.SOLD, F.DELIVERED)
OLD = "_old"
_KEY = list(KEY)


@dataclass(frozen=True, slots=True)
class Difference:
    """Frames of what is to be written. ``unit_id`` and ``owner_id`` are null for what is new."""

    units_new: pl.DataFrame
    units_changed: pl.DataFrame
    units_gone: pl.DataFrame
    owners_new: pl.DataFrame
    owners_changed: pl.DataFrame
    owned_new: pl.DataFrame
    owned_changed: pl.DataFrame
    owned_ended: pl.DataFrame
    buildings: pl.DataFrame

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write. Units that are gone are not written."""
        return not any(
            getattr(self, field.name).height
            for field in fields(self)
            if field.name not in ("units_gone", "buildings")
        )

    def digest(self) -> str:
        """What tells this difference from any other: confirmed is only what was shown."""
        total = hashlib.sha256()
        for field in fields(self):
            if field.name != "buildings":
                text = io.BytesIO()
                getattr(self, field.name).write_csv(text)
                total.update(text.getbuffer())
        return total.hexdigest()


def strangers(frame: pl.DataFrame, *, district: str) -> pl.DataFrame:
    """Owners of the roster whom nobody in the register has the identity of, one row each.

    All ``owners_new`` of the difference are among them, and those who are known by name only.
    """
    found = people.one_row_each(frame.filter(pl.col("identity").is_not_null()))
    known = register.owners(district, found["identity"])
    return found.join(known, on="identity", how="anti", maintain_order="left")


def compare(frame: pl.DataFrame, *, district: str) -> Difference:
    """What taking the roster over would change. The frame has passed the checks and is hashed."""
    compounds = frame[COMPOUND_ID].unique().to_list()
    known = register.units(compounds)
    units = frame.group_by(_KEY, maintain_order=True).agg(
        *(pl.col(field).max() for field in UNIT_FIELDS), pl.col("row").first()
    )
    units = units.join(known, on=_KEY, how="left", suffix=OLD, maintain_order="left")
    owned = frame.filter(pl.col("identity").is_not_null()).join(
        units.select(*_KEY, "unit_id"), on=_KEY, how="left", maintain_order="left"
    )
    matches = _Owned(owned, register.ownerships(compounds), district)
    return Difference(
        units_new=units.filter(pl.col("unit_id").is_null()).select("row", *_KEY, *UNIT_FIELDS),
        units_changed=_changed_units(units),
        units_gone=known.join(units.select(_KEY), on=_KEY, how="anti").select("unit_id", *_KEY),
        owners_new=matches.owners_new(),
        owners_changed=matches.owners_changed(),
        owned_new=matches.new(),
        owned_changed=matches.changed(),
        owned_ended=matches.ended(),
        buildings=known.select(COMPOUND_ID, F.BUILDING, "building_id").unique(),
    )


def _changed_units(units: pl.DataFrame) -> pl.DataFrame:
    """Units with a value the roster says otherwise; null where it stays."""
    differs = [
        pl.col(field).is_not_null() & pl.col(field).ne_missing(pl.col(f"{field}{OLD}"))
        for field in UNIT_FIELDS
    ]
    new = [
        pl.when(changed).then(pl.col(field)).alias(field)
        for field, changed in zip(UNIT_FIELDS, differs, strict=True)
    ]
    found = units.filter(pl.col("unit_id").is_not_null() & pl.any_horizontal(differs))
    old = [f"{field}{OLD}" for field in UNIT_FIELDS]
    return found.with_columns(new).select("row", "unit_id", *_KEY, *UNIT_FIELDS, *old)


class _Owned:
    """The roster's pairs of unit and owner, matched with those of the register.

    A pair is the same when unit and identity are. Where one side lacks the ID number, unit and
    name decide, so that a roster that adds the numbers later does not change the owners.
    """

    def __init__(self, owned: pl.DataFrame, current: pl.DataFrame, district: str) -> None:
        self._people = people.one_row_each(owned)
        self._known = register.owners(district, self._people["identity"])
        pairs = _pairs(owned)
        same = pairs.join(
            current, on=["unit_id", "identity"], how="inner", suffix=OLD, maintain_order="left"
        )
        rest = pairs.join(same, on="row", how="anti", maintain_order="left")
        left = current.join(same, on="ownership_id", how="anti")
        named = self._by_name(rest, left)
        self._same = pl.concat([same, named.select(same.columns)])
        self._new = rest.join(named, on="row", how="anti", maintain_order="left")
        self._ended = left.join(named, on="ownership_id", how="anti").join(
            pairs.select("unit_id").unique(), on="unit_id", how="semi"
        )
        self._upgrades = named.filter(
            (pl.col("id_hash") != "") & (pl.col("id_hash_old") == "")
        ).unique("identity", keep="first", maintain_order=True)

    def _by_name(self, rest: pl.DataFrame, left: pl.DataFrame) -> pl.DataFrame:
        joined = rest.join(
            left.with_columns(pl.col("identity").alias("identity_old")).drop("identity"),
            on=["unit_id", "name"], how="inner", suffix=OLD, maintain_order="left",
        )  # fmt: skip
        lacks = (pl.col("id_hash") == "") | (pl.col("id_hash_old") == "")
        taken = pl.col("identity").is_in(self._known["identity"].to_list())
        return (
            joined.filter(lacks & ((pl.col("id_hash") == "") | ~taken))
            .with_columns(pl.col("name").alias("name_old"))
            .unique("row", keep="first", maintain_order=True)
            .unique("ownership_id", keep="first", maintain_order=True)
            # One number becomes one owner's, and an owner gets one number.
            .filter(pl.col("owner_id") == pl.col("owner_id").first().over("identity"))
            .filter(pl.col("identity") == pl.col("identity").first().over("owner_id"))
        )

    def _owner_ids(self) -> pl.DataFrame:
        """Identity to owner, for all owners the register will find again."""
        return pl.concat(
            [
                self._known.select("identity", "owner_id"),
                self._same.select("identity", "owner_id"),
            ]
        ).unique("identity", keep="first", maintain_order=True)

    def owners_new(self) -> pl.DataFrame:
        """Owners the register has not met."""
        wanted = self._new.select("identity").unique()
        return self._people.join(wanted, on="identity", how="semi", maintain_order="left").join(
            self._owner_ids(), on="identity", how="anti", maintain_order="left"
        )

    def owners_changed(self) -> pl.DataFrame:
        """Owners of whom the roster says something else; null where it stays."""
        met = pl.concat(
            [
                self._known.select("identity", "owner_id", "name", "phone_hash"),
                self._same.select(
                    "identity",
                    "owner_id",
                    pl.col("name_old").alias("name"),
                    pl.col("phone_hash_old").alias("phone_hash"),
                ),
            ]
        ).unique("owner_id", keep="first", maintain_order=True)
        said = met.join(
            self._people, on="identity", how="inner", suffix="_new", maintain_order="left"
        )
        upgraded = pl.col("identity").is_in(self._upgrades["identity"].to_list())
        name = pl.col("name_new") != pl.col("name")
        phone = (pl.col("phone_hash_new") != "") & (
            pl.col("phone_hash_new") != pl.col("phone_hash")
        )
        return said.filter(name | phone | upgraded).select(
            "owner_id",
            pl.when(name).then(pl.col("name_new")).alias("name"),
            pl.when(phone).then(pl.col(F.PHONE)).alias("phone"),
            pl.when(phone).then(pl.col("phone_hash_new")).alias("phone_hash"),
            pl.when(upgraded).then(pl.col(F.ID_NUMBER)).alias("id_number"),
            pl.when(upgraded).then(pl.col("id_hash")).alias("id_hash"),
            pl.when(upgraded).then(pl.col("identity")).alias("identity"),
        )

    def new(self) -> pl.DataFrame:
        """Pairs to enter. ``follows``: somebody else owned the unit until now."""
        alone = pl.len().over(_KEY) == 1
        unknown = pl.when(alone).then(1).otherwise(0)
        return self._new.join(
            self._owner_ids(), on="identity", how="left", maintain_order="left"
        ).select(
            "row", *_KEY, "unit_id", "owner_id", "identity",
            pl.coalesce("numerator", unknown).alias("numerator"),
            pl.coalesce("denominator", unknown).alias("denominator"),
            pl.col("voter").fill_null(value=False).alias("is_voter"),
            "from_on",
            pl.col("unit_id").is_in(self._ended["unit_id"].to_list()).fill_null(value=False).alias("follows"),
        )  # fmt: skip

    def changed(self) -> pl.DataFrame:
        """Pairs whose share or voter the roster says otherwise."""
        named = pl.col("unit_id").is_in(self._units_with_voter())
        voter = pl.coalesce("voter", pl.when(named).then(statement=False), "is_voter")
        wanted = self._same.with_columns(
            pl.coalesce("numerator", "numerator_old").alias("numerator"),
            pl.coalesce("denominator", "denominator_old").alias("denominator"),
            voter.alias("voter"),
        )
        return wanted.filter(
            (pl.col("numerator") != pl.col("numerator_old"))
            | (pl.col("denominator") != pl.col("denominator_old"))
            | (pl.col("voter") != pl.col("is_voter"))
        ).select("row", "ownership_id", *_KEY, "numerator", "denominator", "voter")

    def _units_with_voter(self) -> list[int]:
        voters = pl.concat(
            [self._same.select("unit_id", "voter"), self._new.select("unit_id", "voter")]
        )
        return (
            voters.filter(pl.col("voter").fill_null(value=False))["unit_id"].drop_nulls().to_list()
        )

    def ended(self) -> pl.DataFrame:
        """Pairs of the register that the roster no longer has."""
        return self._ended.select("ownership_id", "unit_id", "from_on")


def _pairs(owned: pl.DataFrame) -> pl.DataFrame:
    """One row for each unit and owner, with the share as two numbers."""
    parts = pl.col(F.SHARE).str.split_exact("/", 1).struct
    return owned.unique([*_KEY, "identity"], keep="first", maintain_order=True).select(
        "row", *_KEY, "unit_id", "identity", pl.col(F.OWNER).alias("name"), "id_hash", "phone_hash",
        parts.field("field_0").cast(pl.Int64).alias("numerator"),
        parts.field("field_1").cast(pl.Int64).alias("denominator"),
        pl.col(F.VOTER).alias("voter"), pl.col(F.FROM_ON).alias("from_on"),
    )  # fmt: skip
