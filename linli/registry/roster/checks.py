"""What is wrong in a roster beyond single cells: numbers, compounds, rows that contradict.

All over whole columns; each check gives the faults it finds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

from linli.kernel.search import plain
from linli.registry import rules
from linli.registry.data import OwnerKind
from linli.registry.data import RosterField as F
from linli.registry.roster.faults import Fault, of

COMPOUND_ID = "compound_id"
KEY = (COMPOUND_ID, F.BUILDING, F.ENTRANCE, F.ROOM)
PERSON = ("owner", "id_number", "phone")
_OF_UNIT = (F.AREA, F.AREA_SOURCE, F.USE, F.FLOOR, F.SOLD, F.DELIVERED)
_COMPOUND_WORDS = ("住宅小区", "小区", "花园小区", "家园", "社区")
_COMMUNITY_WORDS = ("社区居委会", "居委会", "社区", "村委会", "村")


@dataclass(frozen=True, slots=True)
class KnownCompound:
    """A compound the sender may keep: its id, its name, and where it lies."""

    id: int
    name: str
    community: str


def check(
    frame: pl.DataFrame, compounds: Iterable[KnownCompound]
) -> tuple[pl.DataFrame, list[Fault]]:
    """The frame with ``compound_id``, and everything found in it."""
    frame, faults = _with_compounds(frame, list(compounds))
    keyed = frame.filter(pl.all_horizontal(pl.col(part).is_not_null() for part in KEY))
    for found in (
        _id_numbers(frame),
        _same_row_twice(keyed),
        _unit_differs(keyed),
        _two_voters(keyed),
        _shares(keyed),
        _owner_missing(frame),
        _identity_differs(frame),
    ):
        faults += found
    return frame, faults


# --- compounds ------------------------------------------------------------------------------------


def _with_compounds(
    frame: pl.DataFrame, compounds: list[KnownCompound]
) -> tuple[pl.DataFrame, list[Fault]]:
    by_name: dict[str, list[KnownCompound]] = defaultdict(list)
    by_stem: dict[str, list[KnownCompound]] = defaultdict(list)
    for compound in compounds:
        by_name[plain(compound.name)].append(compound)
        by_stem[_stem(compound.name, _COMPOUND_WORDS)].append(compound)
    asked = frame.select(F.COMMUNITY, F.COMPOUND).unique()
    ids: list[int | None] = []
    codes: list[str] = []
    proposals: list[str] = []
    for community, name in asked.iter_rows():
        found = _there(by_name[plain(name or "")], community)
        close = [] if found else _there(by_stem[_stem(name or "", _COMPOUND_WORDS)], community)
        ids.append(found[0].id if len(found) == 1 else None)
        codes.append("blank" if not name else "several" if found else "unknown")
        proposals.append(close[0].name if len(close) == 1 else "")
    table = asked.with_columns(
        pl.Series(COMPOUND_ID, ids, dtype=pl.Int64),
        pl.Series("why", codes, dtype=pl.String),
        pl.Series("meant", proposals, dtype=pl.String),
    )
    frame = frame.join(table, on=[F.COMMUNITY, F.COMPOUND], how="left", nulls_equal=True)
    lost = frame.filter(pl.col(COMPOUND_ID).is_null())
    faults = [
        *of(lost.filter(pl.col("why") == "blank"), "blank", F.COMPOUND),
        *of(lost.filter(pl.col("why") == "several"), "compound_several", F.COMPOUND),
        *of(
            lost.filter(pl.col("why") == "unknown"),
            "compound_unknown",
            F.COMPOUND,
            proposal="meant",
        ),
    ]
    return frame.drop("why", "meant").sort("row"), faults


def _there(found: list[KnownCompound], community: str | None) -> list[KnownCompound]:
    """Those in the community the row names; all where it names none."""
    if not community:
        return found
    stem = _stem(community, _COMMUNITY_WORDS)
    return [compound for compound in found if _stem(compound.community, _COMMUNITY_WORDS) == stem]


def _stem(name: str, words: tuple[str, ...]) -> str:
    bare = plain(name)
    return next((bare.removesuffix(word) for word in words if bare.endswith(word)), bare)


# --- numbers --------------------------------------------------------------------------------------


def _id_numbers(frame: pl.DataFrame) -> list[Fault]:
    """Odd numbers of persons' identity cards: kept, with a warning (``rules.id_faults``).

    Unless a spreadsheet has rounded them, which nobody can mend here.
    """
    number = pl.col(F.ID_NUMBER)
    persons = frame.filter(number.is_not_null() & (pl.col(F.OWNER_KIND) == OwnerKind.PERSON))
    digits = number.str.contains(r"^\d{14}\d$|^\d{17}[\dA-Z]$")
    other = persons.filter(~digits & number.str.contains(r"^\d+[\dA-Z]?$"))
    cards = persons.filter(digits).with_columns(
        pl.when(number.str.len_chars() == rules.ID_LENGTHS[1])
        .then(number.str.slice(6, 8))
        .otherwise("19" + number.str.slice(6, 6))
        .alias("birthday")
    )
    born = pl.col("birthday").str.to_date("%Y%m%d", strict=False)
    long = cards.filter(number.str.len_chars() == rules.ID_LENGTHS[1])
    total = pl.sum_horizontal(
        number.str.slice(at, 1).cast(pl.Int32) * weight
        for at, weight in enumerate(rules.ID_WEIGHTS)
    )
    wanted = (total % 11).replace_strict(dict(enumerate(rules.ID_CHECKS)), return_dtype=pl.String)
    misfit = long.filter(number.str.slice(17, 1) != wanted)
    # What was a number for a while keeps fifteen digits and ends with noughts.
    lost = number.str.ends_with("000")
    return [
        *of(other, "id_length", F.ID_NUMBER),
        *of(cards.filter(born.is_null()), "id_birthday", F.ID_NUMBER),
        *of(misfit.filter(lost), "id_digits_lost", F.ID_NUMBER),
        *of(misfit.filter(~lost), "id_check", F.ID_NUMBER),
    ]


# --- rows that belong together ----------------------------------------------------------------


def _same_row_twice(frame: pl.DataFrame) -> list[Fault]:
    """The same unit with the same owner again; the first row is named."""
    who = [*KEY, *PERSON]
    again = frame.with_columns(
        pl.col("row").first().over(who).alias("first"), pl.len().over(who).alias("times")
    ).filter(pl.col("row") != pl.col("first"))
    return list(of(again, "twice", F.ROOM, other="first"))


def _unit_differs(frame: pl.DataFrame) -> list[Fault]:
    """A unit of several owners has one area, one use: what the first row says."""
    faults: list[Fault] = []
    several = frame.filter(pl.len().over(KEY) > 1)
    for field in _OF_UNIT:
        first = pl.col(field).drop_nulls().first().over(KEY)
        row = pl.col("row").filter(pl.col(field).is_not_null()).first().over(KEY)
        odd = several.with_columns(first.alias("said"), row.alias("first")).filter(
            pl.col(field).is_not_null() & (pl.col(field) != pl.col("said"))
        )
        faults += of(odd, "unit_differs", field, other="first")
    return faults


def _two_voters(frame: pl.DataFrame) -> list[Fault]:
    voters = frame.filter(pl.col(F.VOTER).fill_null(value=False))
    odd = voters.with_columns(pl.col("row").first().over(KEY).alias("first")).filter(
        pl.col("row") != pl.col("first")
    )
    return list(of(odd, "two_voters", F.VOTER, other="first"))


def _shares(frame: pl.DataFrame) -> list[Fault]:
    """Shares of one unit that do not make up the whole, where all are known."""
    parts = pl.col(F.SHARE).str.split_exact("/", 1).struct
    share = parts.field("field_0").cast(pl.Float64) / parts.field("field_1").cast(pl.Float64)
    known = frame.with_columns(share.alias("part")).filter(
        pl.col("part").is_finite().fill_null(value=False).all().over(KEY)
    )
    odd = known.filter((pl.col("part").sum().over(KEY) - 1).abs() > 1e-6)
    first = odd.filter(pl.col("row") == pl.col("row").first().over(KEY))
    return list(of(first, "share_sum", F.SHARE))


def _owner_missing(frame: pl.DataFrame) -> list[Fault]:
    """A number or share of nobody: the owner's name is needed to keep it."""
    said = pl.any_horizontal(
        pl.col(field).is_not_null() for field in (F.ID_NUMBER, F.PHONE, F.SHARE, F.VOTER)
    )
    return list(of(frame.filter(pl.col(F.OWNER).is_null() & said), "owner_missing", F.OWNER))


def _identity_differs(frame: pl.DataFrame) -> list[Fault]:
    """One ID number under two names: one of them is probably a slip."""
    named = frame.filter(pl.col(F.ID_NUMBER).is_not_null() & pl.col(F.OWNER).is_not_null())
    odd = named.with_columns(
        pl.col(F.OWNER).first().over(F.ID_NUMBER).alias("name"),
        pl.col("row").first().over(F.ID_NUMBER).alias("first"),
    ).filter(pl.col(F.OWNER) != pl.col("name"))
    return list(of(odd, "identity_differs", F.OWNER, other="first"))


def counts(faults: Iterable[Fault]) -> Mapping[str, int]:
    """How many of each level."""
    found: dict[str, int] = {"error": 0, "warning": 0, "note": 0}
    for fault in faults:
        found[fault.level] += 1
    return found
