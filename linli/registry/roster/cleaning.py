"""From texts to values: what a cell means, and what is wrong with it. Column by column.

Each ``_read_*`` adds the field's value column (named like the field, null where nothing is said)
and gives the faults found on the way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import polars as pl

from linli.kernel.tables.data import DATE
from linli.registry.data import OwnerKind
from linli.registry.data import RosterField as F
from linli.registry.roster import words
from linli.registry.roster.faults import Fault, of
from linli.registry.roster.reading import Reading, kind, raw

Step = tuple[pl.DataFrame, Iterable[Fault]]

LENGTHS: Mapping[F, int] = {
    F.COMPOUND: 100, F.BUILDING: 40, F.ENTRANCE: 20, F.ROOM: 40, F.OWNER: 100,
    F.ID_NUMBER: 30, F.PHONE: 60,
}  # fmt: skip
MOST_AREA = 100_000_00
"""No single unit is larger than this many hundredths of a square metre."""

_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd\ufffe\uffff]"
_EXPONENT = r"^\d(?:\.\d+)?[Ee]\+?\d+$"
_EXACT_DIGITS = 15
# A number of square metres; commas only between thousands, or 88,5 would be ten times as much.
_METRES = r"^[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?$"
_FLOOR_DIGITS = (3, 4)
_ONES = ("", *"一二三四五六七八九")
_CHINESE_NUMBERS = {
    f"{'' if tens == 1 else _ONES[tens]}{'十' if tens else ''}{_ONES[ones]}": str(10 * tens + ones)
    for tens in range(10)
    for ones in range(10)
    if tens or ones
}
# What a spreadsheet program makes of 3-1 when it takes it for a day, and keeps in a text file.
_DAY_INSTEAD = r"^\d{1,2}月\d{1,2}日?$|^\d{1,2}-[A-Za-z]{3}$|^\d{4}[-/]\d{1,2}[-/]\d{1,2}$"
# A name tells organisations from persons.
_IS_ORGANISATION = pl.col(F.OWNER).str.contains(words.ORGANISATION)
# Two and more names of persons in one cell.
_NAMES = r"^[\p{Han}·]{2,4}(?:[ 、,;/|]+[\p{Han}·]{2,4})+$"


def clean(reading: Reading) -> tuple[pl.DataFrame, list[Fault]]:
    """The roster's values, and what is wrong with single cells."""
    frame = reading.frame
    faults: list[Fault] = []
    for field in reading.header.columns:
        faults += _control(frame, field)
        faults += _too_long(frame, field)
    for field, step in _STEPS.items():
        if reading.has(field):
            frame, found = step(frame)
            faults += found
        else:
            frame = frame.with_columns(
                pl.lit(None, dtype=_KINDS.get(field, pl.String)).alias(field)
            )
    frame = frame.with_columns(pl.col(F.ENTRANCE).fill_null(""))
    return _floor_from_room(_with_owner_kind(frame)), faults


def _control(frame: pl.DataFrame, field: F) -> Iterable[Fault]:
    found = frame.filter(pl.col(raw(field)).str.contains(_CONTROL))
    mended = pl.col(raw(field)).str.replace_all(_CONTROL, "").str.strip_chars().alias("mended")
    return of(found.with_columns(mended), "control", field, proposal="mended")


def _too_long(frame: pl.DataFrame, field: F) -> Iterable[Fault]:
    if field not in LENGTHS:
        return ()
    return of(frame.filter(pl.col(field).str.len_chars() > LENGTHS[field]), "too_long", field)


# --- names of things ------------------------------------------------------------------------------


def _read_name(field: F) -> Callable[[pl.DataFrame], Step]:
    def step(frame: pl.DataFrame) -> Step:
        return frame.with_columns(_or_null(pl.col(field)).alias(field)), ()

    return step


def _read_owner(frame: pl.DataFrame) -> Step:
    """A name. Several persons in one cell would be one owner, of nobody's name, with one vote."""
    read = frame.with_columns(_or_null(pl.col(F.OWNER)).alias(F.OWNER))
    several = read.filter(pl.col(F.OWNER).str.contains(_NAMES) & ~_IS_ORGANISATION)
    return read, of(several, "owners_in_one", F.OWNER)


def _read_required(field: F) -> Callable[[pl.DataFrame], Step]:
    """A part of the address: 3号楼, 03栋 and 3 are one building; blank is a fault."""

    def step(frame: pl.DataFrame) -> Step:
        blank = of(frame.filter(pl.col(field) == ""), "blank", field)
        return frame.with_columns(_number_of(field)), [*blank, *_days_instead(frame, field)]

    return step


def _read_entrance(frame: pl.DataFrame) -> Step:
    return frame.with_columns(_number_of(F.ENTRANCE)), _days_instead(frame, F.ENTRANCE)


def _days_instead(frame: pl.DataFrame, field: F) -> Iterable[Fault]:
    """Numbers like 3-1 that a spreadsheet program has turned into days."""
    is_day = (pl.col(kind(field)) == DATE) | pl.col(field).str.contains(_DAY_INSTEAD)
    return of(frame.filter(is_day), "day_instead", field)


def _number_of(field: F) -> pl.Expr:
    """What stands for a building, entrance or room without the word for it and leading zeros."""
    text = pl.col(field).str.replace(r"^(\d+)\.0+$", "$1")
    text = text.str.replace(r"^第", "").str.replace(_SUFFIXES[field], "")
    text = text.replace(_CHINESE_NUMBERS).str.replace(r"^0+(\w)", "$1")
    return pl.when(text == "").then(pl.col(field)).otherwise(text).alias(field)


_SUFFIXES = {
    F.BUILDING: r"(?:号楼|#楼|号|#|栋|幢|座|楼)$",
    F.ENTRANCE: r"(?:单元|门洞|门)$",
    F.ROOM: r"(?:号房|室|号|房)$",
}


def _read_floor(frame: pl.DataFrame) -> Step:
    text = pl.col(F.FLOOR).str.replace(r"(?:层|楼|[fF])$", "").str.replace(r"^(?:负|[bB])", "-")
    number = text.str.extract(r"^(-?\d{1,2})(?:/\d+|\(.*)?$").cast(pl.Int16)
    read = frame.with_columns(number.alias("floor.read"))
    odd = read.filter((pl.col(F.FLOOR) != "") & pl.col("floor.read").is_null())
    faults = of(odd, "no_number", F.FLOOR)
    return read.with_columns(pl.col("floor.read").alias(F.FLOOR)).drop("floor.read"), faults


def _floor_from_room(frame: pl.DataFrame) -> pl.DataFrame:
    """Room 1203 lies on floor 12 where the roster does not say otherwise."""
    shortest, longest = _FLOOR_DIGITS
    digits = pl.col(F.ROOM).str.extract(rf"^([1-9]\d{{{shortest - 1},{longest - 1}}})$")
    floor = (digits.cast(pl.Int32) // 100).cast(pl.Int16)
    return frame.with_columns(pl.coalesce(pl.col(F.FLOOR), floor).alias(F.FLOOR))


# --- areas ----------------------------------------------------------------------------------------


def _read_area(frame: pl.DataFrame) -> Step:
    """Square metres to whole hundredths; a unit behind the number and commas in it are certain."""
    bare = pl.col(F.AREA).str.replace(r"(?:平方米|平方|平米|m2|平)$", "")
    is_plain = bare.str.contains(_METRES)
    bare = bare.str.replace_all(",", "")
    number = pl.when(is_plain).then(bare.cast(pl.Float64, strict=False))
    hundredths = (number * 100).round()
    read = frame.with_columns(bare.alias("bare"), number.alias("m2"), hundredths.alias("area.read"))
    said, m2 = pl.col(F.AREA) != "", pl.col("m2")
    is_number = m2.is_not_null() & m2.is_finite()
    places = (m2 * 100 - pl.col("area.read")).abs() > 1e-4
    rounded = (pl.col("area.read") / 100).cast(pl.String).alias("rounded")
    faults = [
        *of(read.filter(said & ~is_number), "no_number", F.AREA),
        *of(read.filter(~said), "area_missing", F.AREA),
        *of(read.filter(is_number & (m2 < 0)), "area_negative", F.AREA),
        *of(read.filter(is_number & (m2 == 0)), "area_zero", F.AREA),
        *of(read.filter(is_number & (m2 > 0) & places).with_columns(rounded), "area_places",
            F.AREA, proposal="rounded"),
        *of(read.filter(is_number & (m2 * 100 > MOST_AREA)), "area_huge", F.AREA),
        *of(read.filter(is_number & (m2 > 0) & (pl.col("bare") != pl.col(F.AREA))), "read_as",
            F.AREA, proposal="bare"),
    ]  # fmt: skip
    sound = is_number & (m2 > 0) & (m2 * 100 <= MOST_AREA)
    value = pl.when(sound).then(pl.col("area.read")).cast(pl.Int64).alias(F.AREA)
    return read.with_columns(value).drop("bare", "m2", "area.read"), faults


# --- words, days, shares: few different texts, read one by one ----------------------------------


def _read_word(field: F, known: Mapping[str, Any], kind_of: Any) -> Callable[[pl.DataFrame], Step]:
    def step(frame: pl.DataFrame) -> Step:
        table = {text: _plain(value) for text, value in known.items()}
        value = pl.col(field).replace_strict(table, default=None, return_dtype=kind_of)
        read = frame.with_columns(value.alias("word"))
        odd = read.filter((pl.col(field) != "") & pl.col("word").is_null())
        if field is F.USE:
            parking = odd.filter(pl.col(field).is_in(words.PARKING))
            odd = odd.filter(~pl.col(field).is_in(words.PARKING))
            faults = [*of(parking, "parking", field), *of(odd, "unknown_word", field)]
        else:
            faults = list(of(odd, "unknown_word", field))
        return read.with_columns(pl.col("word").alias(field)).drop("word"), faults

    return step


def _read_day(frame: pl.DataFrame) -> Step:
    read = _read_each(frame, F.FROM_ON, words.day, pl.Date)
    said = pl.col(raw(F.FROM_ON)).str.strip_chars() != ""
    wrong = read.filter(said & pl.col(F.FROM_ON).is_null())
    is_number = pl.col(kind(F.FROM_ON)) == "n"
    text = read.filter(said & pl.col(F.FROM_ON).is_not_null() & (pl.col(kind(F.FROM_ON)) == "t"))
    plain = pl.col(F.FROM_ON).cast(pl.String).alias("plain")
    return read, [
        *of(wrong.filter(is_number), "day_number", F.FROM_ON),
        *of(wrong.filter(~is_number), "no_day", F.FROM_ON),
        *of(text.with_columns(plain).filter(pl.col("plain") != pl.col(raw(F.FROM_ON))), "read_as",
            F.FROM_ON, proposal="plain"),
    ]  # fmt: skip


def _read_share(frame: pl.DataFrame) -> Step:
    texts = {text: words.share(text) for text in frame[F.SHARE].unique() if text}
    odd = [text for text, value in texts.items() if value is None]
    faults = of(frame.filter(pl.col(F.SHARE).is_in(odd)), "share_odd", F.SHARE)
    sound = {text: f"{value[0]}/{value[1]}" for text, value in texts.items() if value}
    value = pl.col(F.SHARE).replace_strict(sound, default=None, return_dtype=pl.String)
    return frame.with_columns(value.alias(F.SHARE)), faults


def _read_each(
    frame: pl.DataFrame, field: F, read: Callable[[str], Any], kind_of: Any
) -> pl.DataFrame:
    known = {text: read(text) for text in frame[field].unique()}
    sound = {text: value for text, value in known.items() if value is not None}
    value = pl.col(field).replace_strict(sound, default=None, return_dtype=kind_of)
    return frame.with_columns(value.alias(field))


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool) else str(value)


# --- persons --------------------------------------------------------------------------------------


def _read_id(frame: pl.DataFrame) -> Step:
    """An ID number or credit code; one that a spreadsheet took for a number has lost its end."""
    text = pl.col(F.ID_NUMBER).str.to_uppercase().str.replace_all(r"[-()]", "")
    read = frame.with_columns(_or_null(text).alias(F.ID_NUMBER))
    number = pl.col(F.ID_NUMBER)
    lost = number.str.contains(_EXPONENT) | (
        (pl.col(kind(F.ID_NUMBER)) == "n") & (number.str.len_chars() > _EXACT_DIGITS)
    )
    odd = ~number.str.contains(r"^[0-9A-Z\p{Han}]{6,30}$")
    return read, [
        *of(read.filter(lost), "id_digits_lost", F.ID_NUMBER),
        *of(read.filter(~lost & odd), "id_odd_signs", F.ID_NUMBER),
    ]


def _read_phone(frame: pl.DataFrame) -> Step:
    """Numbers of seven to twelve digits, several with 、 between; odd ones are warned about."""
    text = pl.col(F.PHONE).str.replace_all(r"[-()]", "").str.replace_all(r"[/,;|]+", "、")
    text = text.str.replace_all(r"(^|、)\+?86(1\d{10})", "$1$2")
    read = frame.with_columns(_or_null(text).alias(F.PHONE))
    odd = ~pl.col(F.PHONE).str.contains(r"^\d{7,12}(?:、\d{7,12})*$")
    return read, of(read.filter(odd), "phone_odd", F.PHONE)


def _with_owner_kind(frame: pl.DataFrame) -> pl.DataFrame:
    """The kind that is said, or what name and number of the owner say."""
    organisation = pl.when(_IS_ORGANISATION).then(pl.lit(OwnerKind.ORGANISATION.value))
    person = pl.when(pl.col(F.OWNER).is_not_null()).then(pl.lit(OwnerKind.PERSON.value))
    kind_of = pl.coalesce(F.OWNER_KIND, organisation, person)
    return frame.with_columns(kind_of.alias(F.OWNER_KIND))


def _or_null(text: pl.Expr) -> pl.Expr:
    return pl.when(text != "").then(text)


_STEPS: Mapping[F, Callable[[pl.DataFrame], Step]] = {
    F.COMMUNITY: _read_name(F.COMMUNITY),
    F.COMPOUND: _read_name(F.COMPOUND),
    F.BUILDING: _read_required(F.BUILDING),
    F.ENTRANCE: _read_entrance,
    F.FLOOR: _read_floor,
    F.ROOM: _read_required(F.ROOM),
    F.AREA: _read_area,
    F.AREA_SOURCE: _read_word(F.AREA_SOURCE, words.SOURCES, pl.String),
    F.USE: _read_word(F.USE, words.USES, pl.String),
    F.SOLD: _read_word(F.SOLD, words.TRUTHS, pl.Boolean),
    F.DELIVERED: _read_word(F.DELIVERED, words.TRUTHS, pl.Boolean),
    F.OWNER: _read_owner,
    F.OWNER_KIND: _read_word(F.OWNER_KIND, words.OWNER_KINDS, pl.String),
    F.ID_NUMBER: _read_id,
    F.PHONE: _read_phone,
    F.SHARE: _read_share,
    F.VOTER: _read_word(F.VOTER, words.TRUTHS, pl.Boolean),
    F.FROM_ON: _read_day,
}
_KINDS: Mapping[F, Any] = {
    F.FLOOR: pl.Int16,
    F.AREA: pl.Int64,
    F.SOLD: pl.Boolean,
    F.DELIVERED: pl.Boolean,
    F.VOTER: pl.Boolean,
    F.FROM_ON: pl.Date,
}
