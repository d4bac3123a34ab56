"""Owners of a roster as the register keeps them: told apart, hashed, one row each."""

from __future__ import annotations

import polars as pl

from linli.kernel.crypto import Keyring
from linli.registry.data import RosterField as F
from linli.registry.roster.checks import KEY

ID_CONTEXT = "registry.owner.id_number"
PHONE_CONTEXT = "registry.owner.phone"
IDENTITY_CONTEXT = "registry.owner.identity"
HASHES = ("identity", "id_hash", "phone_hash")
_BETWEEN = "\x1f"


def with_hashes(frame: pl.DataFrame, keyring: Keyring) -> pl.DataFrame:
    """The rows with ``identity``, ``id_hash`` and ``phone_hash``; null where no owner is named.

    Two rows are one owner when the ID number is the same; without one, when name and telephone
    are; without either, only within one unit.
    """
    by_number = pl.lit("i" + _BETWEEN) + pl.col(F.ID_NUMBER)
    by_phone = pl.concat_str([pl.lit("p"), pl.col(F.OWNER), pl.col(F.PHONE)], separator=_BETWEEN)
    by_unit = pl.concat_str([pl.lit("u"), *map(pl.col, KEY), pl.col(F.OWNER)], separator=_BETWEEN)
    told = pl.coalesce(by_number, by_phone, by_unit)
    # The first number of several is the one that is looked up.
    first_phone = pl.col(F.PHONE).str.extract(r"^(\d+)")
    texts = frame.select(told.alias("told"), F.ID_NUMBER, first_phone.alias("phone"))
    hashed = frame.with_columns(
        _hashed(texts["told"], keyring, IDENTITY_CONTEXT, "identity"),
        _hashed(texts[F.ID_NUMBER], keyring, ID_CONTEXT, "id_hash"),
        _hashed(texts["phone"], keyring, PHONE_CONTEXT, "phone_hash"),
    )
    is_owned = pl.col(F.OWNER).is_not_null()
    return hashed.with_columns(pl.when(is_owned).then(pl.col(name)).alias(name) for name in HASHES)


def one_row_each(owned: pl.DataFrame) -> pl.DataFrame:
    """Each owner once: what the first row says, the telephone from the first row that has one."""
    return owned.group_by("identity", maintain_order=True).agg(
        pl.col(F.OWNER).first().alias("name"),
        pl.col(F.OWNER_KIND).first().alias("kind"),
        pl.col(F.ID_NUMBER).first(),
        pl.col("id_hash").first(),
        pl.col(F.PHONE).drop_nulls().first(),
        pl.col("phone_hash").filter(pl.col("phone_hash") != "").first().fill_null(""),
    )


def _hashed(texts: pl.Series, keyring: Keyring, context: str, name: str) -> pl.Series:
    """Keyed hashes; empty where there is nothing."""
    hashes = keyring.index_each(texts.fill_null("").to_list(), context)
    return pl.Series(name, hashes, dtype=pl.String)
