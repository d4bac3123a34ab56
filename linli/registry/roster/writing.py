"""Writing a difference into the register: a few statements over many rows, in one transaction."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl

from linli.kernel import bulk
from linli.kernel.crypto import Keyring
from linli.kernel.search import index_people, index_person, index_text
from linli.registry.data import AreaSource, OwnerKind, Use
from linli.registry.data import RosterField as F
from linli.registry.models import Building, Owner, Ownership, Unit
from linli.registry.roster.checks import COMPOUND_ID, KEY
from linli.registry.roster.difference import UNIT_FIELDS, Difference
from linli.registry.roster.people import ID_CONTEXT, PHONE_CONTEXT

_KEY = list(KEY)
_COLUMNS = {F.SOLD: "is_sold", F.DELIVERED: "is_delivered"}
_TO_ON = "to_on"


def owner_rows(new: pl.DataFrame, keyring: Keyring) -> pl.DataFrame:
    """New owners as they are stored: sealed, hashed, found by search.

    A third of the whole work, and nothing that others have to wait for: see ``write``.
    """
    return new.select(
        "identity", "kind", "name",
        _sealed(new[F.ID_NUMBER], keyring, ID_CONTEXT), "id_hash",
        _sealed(new[F.PHONE], keyring, PHONE_CONTEXT), "phone_hash",
        *_search_columns(new),
    )  # fmt: skip


def write(
    found: Difference, ready: pl.DataFrame, *, district: str, on: date, keyring: Keyring
) -> None:
    """Write everything of the difference but what is gone. ``on``: the day owners change.

    ``ready``: the ``owner_rows`` of those who were strangers before anything was locked; who no
    longer is one stays out, and who has become one is added.
    """
    new = found.owners_new
    late = owner_rows(new.join(ready, on="identity", how="anti"), keyring)
    rows = pl.concat([ready.join(new, on="identity", how="semi"), late]).sort("identity")
    with bulk.roomy():
        _write(found, rows, district, on, keyring)


def _write(
    found: Difference, rows: pl.DataFrame, district: str, on: date, keyring: Keyring
) -> None:
    buildings = _buildings(found, district)
    units = _units(found, buildings, district)
    _update_units(found)
    owners = _owners(rows, district)
    _update_owners(found, keyring)
    _end(found, on)
    _update_ownerships(found)
    _ownerships(found, units, owners, district, on)


def _insert(model: Any, frame: pl.DataFrame, district: str) -> None:
    ids = pl.Series("public_id", bulk.public_ids(frame.height), dtype=pl.String)
    bulk.insert_frame(model, frame.with_columns(ids, pl.lit(district).alias("district")))


def _with_ids(model: Any, frame: pl.DataFrame) -> pl.DataFrame:
    ids = bulk.reserve_ids(model, frame.height) if frame.height else []
    return frame.with_columns(pl.Series("id", ids, dtype=pl.Int64))


# --- buildings and units --------------------------------------------------------------------------


def _buildings(found: Difference, district: str) -> pl.DataFrame:
    """All buildings of the roster with their ids; the new ones are entered."""
    place = [COMPOUND_ID, F.BUILDING]
    known = pl.DataFrame(
        list(
            Building.objects.filter(
                compound_id__in=found.units_new[COMPOUND_ID].unique().to_list()
            ).values_list("compound_id", "name", "id")
        ),
        schema={COMPOUND_ID: pl.Int64, F.BUILDING: pl.String, "id": pl.Int64},
        orient="row",
    )
    asked = found.units_new.select(place).unique(maintain_order=True)
    new = _with_ids(Building, asked.join(known, on=place, how="anti", maintain_order="left"))
    _insert(Building, new.rename({F.BUILDING: "name"}), district)
    both = pl.concat([known, new.select(known.columns)])
    return both.rename({"id": "building_id"})


def _units(found: Difference, buildings: pl.DataFrame, district: str) -> pl.DataFrame:
    """The new units, entered, with their ids."""
    new = _with_ids(Unit, found.units_new).join(
        buildings, on=[COMPOUND_ID, F.BUILDING], how="left", maintain_order="left"
    )
    rows = new.select(
        "id",
        COMPOUND_ID,
        "building_id",
        F.ENTRANCE,
        F.FLOOR,
        F.ROOM,
        F.AREA,
        pl.col(F.AREA_SOURCE).fill_null(AreaSource.UNKNOWN.value),
        pl.col(F.USE).fill_null(Use.RESIDENTIAL.value),
        pl.col(F.SOLD).fill_null(value=True).alias("is_sold"),
        pl.col(F.DELIVERED).fill_null(value=True).alias("is_delivered"),
    )
    _insert(Unit, rows, district)
    return new.select(*_KEY, pl.col("id").alias("new_unit"))


def _update_units(found: Difference) -> None:
    for field in UNIT_FIELDS:
        said = found.units_changed.filter(pl.col(field).is_not_null())
        column = _COLUMNS.get(field, field.value)
        bulk.update_rows(Unit, [column], said.select(field, "unit_id").iter_rows())


# --- owners ---------------------------------------------------------------------------------------


def _owners(rows: pl.DataFrame, district: str) -> pl.DataFrame:
    """The new owners, entered, with their ids; in the order of the index they go into."""
    new = _with_ids(Owner, rows)
    _insert(Owner, new, district)
    return new.select("identity", pl.col("id").alias("new_owner"))


def _sealed(texts: pl.Series, keyring: Keyring, context: str) -> pl.Series:
    sealed = keyring.seal_each(texts.fill_null("").to_list(), context)
    return pl.Series(texts.name, sealed, dtype=pl.String)


def _search_columns(owners: pl.DataFrame) -> list[pl.Series]:
    """Persons' names are read by the character, those of organisations by the word."""
    is_person = pl.col("kind") == OwnerKind.PERSON.value
    people = owners.filter(is_person)["name"].unique().to_list()
    others = owners.filter(~is_person)["name"].unique().to_list()
    person = dict(zip(people, index_people(people), strict=True))
    other = {name: _index_other(name) for name in others}
    found = [
        person[name] if kind == OwnerKind.PERSON else other[name]
        for name, kind in owners.select("name", "kind").iter_rows()
    ]
    return [
        pl.Series(column, [texts[at] for texts in found], dtype=pl.String)
        for at, column in enumerate(("search_chars", "search_pinyin", "search_initials"))
    ]


def _index_other(name: str) -> tuple[str, str, str]:
    text = index_text(name)
    return text.chars, text.pinyin, text.initials


def _update_owners(found: Difference, keyring: Keyring) -> None:
    changed = found.owners_changed
    renamed = changed.filter(pl.col("name").is_not_null()).select("name", "owner_id")
    bulk.update_rows(
        Owner,
        ["name", "search_chars", "search_pinyin", "search_initials"],
        [
            (name, text.chars, text.pinyin, text.initials, owner_id)
            for name, owner_id in renamed.iter_rows()
            for text in (index_person(name),)
        ],
    )
    phones = changed.filter(pl.col("phone").is_not_null())
    bulk.update_rows(
        Owner,
        ["phone", "phone_hash"],
        [
            (keyring.seal(phone, PHONE_CONTEXT), hashed, owner_id)
            for phone, hashed, owner_id in phones.select(
                "phone", "phone_hash", "owner_id"
            ).iter_rows()
        ],
    )
    numbered = changed.filter(pl.col("id_number").is_not_null())
    bulk.update_rows(
        Owner,
        ["id_number", "id_hash", "identity"],
        [
            (keyring.seal(number, ID_CONTEXT), hashed, identity, owner_id)
            for number, hashed, identity, owner_id in numbered.select(
                "id_number", "id_hash", "identity", "owner_id"
            ).iter_rows()
        ],
    )


# --- who owns what --------------------------------------------------------------------------------


def _end(found: Difference, on: date) -> None:
    """Ownership ends today; one that began today or later, the day after it began."""
    bulk.update_rows(
        Ownership,
        [_TO_ON],
        [
            (on if from_on is None or from_on < on else from_on + timedelta(days=1), ownership_id)
            for ownership_id, _unit, from_on in found.owned_ended.iter_rows()
        ],
    )


def _update_ownerships(found: Difference) -> None:
    """Voters are taken away before they are given: a unit never has two."""
    changed = found.owned_changed.sort("voter", maintain_order=True)
    bulk.update_rows(
        Ownership,
        ["numerator", "denominator", "is_voter"],
        changed.select("numerator", "denominator", "voter", "ownership_id").iter_rows(),
    )


def _ownerships(
    found: Difference, units: pl.DataFrame, owners: pl.DataFrame, district: str, on: date
) -> None:
    new = found.owned_new.join(units, on=_KEY, how="left", maintain_order="left").join(
        owners, on="identity", how="left", maintain_order="left"
    )
    since = pl.when(pl.col("follows")).then(pl.lit(on))
    rows = _with_ids(Ownership, new).select(
        "id",
        pl.coalesce("unit_id", "new_unit").alias("unit_id"),
        pl.coalesce("owner_id", "new_owner").alias("owner_id"),
        pl.col("numerator").cast(pl.Int64),
        pl.col("denominator").cast(pl.Int64),
        "is_voter",
        pl.coalesce(pl.col("from_on"), since).alias("from_on"),
        pl.lit(None, dtype=pl.Date).alias(_TO_ON),
    )
    _insert(Ownership, rows, district)
