"""The least a roster can cost: what a good programmer writes by hand for this one file.

Parses with calamine or csv, checks a few things over whole columns, and sends the rows to the
database with COPY or executemany. It knows no other layout, names no faulty cell, compares nothing.
"""

from __future__ import annotations

import csv
import io
from typing import Any

HEADER = (
    "社区", "小区", "楼号", "单元", "楼层", "房号", "建筑面积", "用途", "业主姓名", "身份证号",
    "联系电话", "份额",
)  # fmt: skip


def floor(kind: str, content: bytes, *, is_bare: bool) -> None:
    """As little as can be done: no guard, no places, no comparing."""
    import polars as pl
    from django.db import transaction
    from python_calamine import CalamineWorkbook

    from linli.kernel import bulk
    from linli.registry.models import Building, Compound, Owner, Ownership, Unit

    if kind == "xlsx":
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            rows: list[list[object]] = [list(row) for row in book.get_sheet_by_index(0).to_python()]
    else:
        rows = [list(row) for row in csv.reader(io.StringIO(content.decode("gb18030")))]
    columns = [list(map(str, column)) for column in zip(*rows[1:], strict=True)]
    frame = pl.DataFrame(dict(zip(HEADER, columns, strict=True)))
    area = (pl.col("建筑面积").cast(pl.Float64, strict=False) * 100).round().cast(pl.Int64)
    frame = frame.with_columns(area.alias("area")).filter(
        (pl.col("area") > 0) & (pl.col("房号") != "") & pl.col("身份证号").str.contains(r"^\d{17}")
    )
    assert frame.height == len(rows) - 1
    assert not frame.select("小区", "楼号", "单元", "房号").is_duplicated().any()
    ids = dict(Compound.objects.values_list("name", "id"))
    frame = frame.with_columns(pl.col("小区").replace_strict(ids).alias("compound_id"))
    floor = pl.col("楼层").cast(pl.Float64).cast(pl.Int16)
    with transaction.atomic(), bulk.roomy():
        houses = frame.select("compound_id", pl.col("楼号").alias("name")).unique()
        houses = _keyed(Building, houses)
        bulk.insert_frame(Building, houses)
        units = _keyed(Unit, frame.join(
            houses.select("compound_id", "name", pl.col("id").alias("building_id")),
            left_on=["compound_id", "楼号"], right_on=["compound_id", "name"],
            maintain_order="left",
        ))  # fmt: skip
        bulk.insert_frame(Unit, units.select(
            "id", "public_id", "district", "compound_id", "building_id",
            pl.col("单元").alias("entrance"), floor.alias("floor"),
            pl.col("房号").alias("room"), "area", pl.lit("").alias("area_source"),
            pl.lit("residential").alias("use"), pl.lit(value=True).alias("is_sold"),
            pl.lit(value=True).alias("is_delivered"),
        ))  # fmt: skip
        owners = _keyed(Owner, frame.drop("id", "public_id", strict=False))
        bulk.insert_frame(Owner, owners.select(
            "id", "public_id", "district", pl.lit("person").alias("kind"),
            pl.col("业主姓名").alias("name"), *(_bare if is_bare else _same)(owners),
        ))  # fmt: skip
        pairs = pl.DataFrame({"unit_id": units["id"], "owner_id": owners["id"]})
        bulk.insert_frame(Ownership, _keyed(Ownership, pairs).with_columns(
            pl.lit(1).alias("numerator"), pl.lit(1).alias("denominator"),
            pl.lit(value=False).alias("is_voter"), pl.lit(None, dtype=pl.Date).alias("from_on"),
            pl.lit(None, dtype=pl.Date).alias("to_on"),
        ))  # fmt: skip


def _bare(_owners: Any) -> list[Any]:
    """Plain texts where the product seals, hashes and prepares the search."""
    import polars as pl

    number, phone, name = pl.col("身份证号"), pl.col("联系电话"), pl.col("业主姓名")
    return [
        number.alias("id_number"), number.alias("id_hash"), phone.alias("phone"),
        phone.alias("phone_hash"), number.alias("identity"), name.alias("search_chars"),
        name.alias("search_pinyin"), name.alias("search_initials"),
    ]  # fmt: skip


def _same(owners: Any) -> list[Any]:
    """What the product stores, one value after the other."""
    import polars as pl

    from linli.kernel.keys import keyring
    from linli.kernel.search import index_person

    keys = keyring()
    numbers, phones = owners["身份证号"].to_list(), owners["联系电话"].to_list()
    found = [index_person(name) for name in owners["业主姓名"].to_list()]
    columns = {
        "id_number": [keys.seal(number, "registry.owner.id_number") for number in numbers],
        "id_hash": [keys.index(number, "registry.owner.id_number") for number in numbers],
        "phone": [keys.seal(phone, "registry.owner.phone") for phone in phones],
        "phone_hash": [keys.index(phone, "registry.owner.phone") for phone in phones],
        "identity": [keys.index(f"i\x1f{number}", "registry.owner.identity") for number in numbers],
        "search_chars": [text.chars for text in found],
        "search_pinyin": [text.pinyin for text in found],
        "search_initials": [text.initials for text in found],
    }
    return [pl.Series(name, values) for name, values in columns.items()]


def _keyed(model: Any, frame: Any) -> Any:
    import polars as pl

    from linli.kernel import bulk

    return frame.with_columns(
        pl.Series("id", list(bulk.reserve_ids(model, frame.height)), dtype=pl.Int64),
        pl.Series("public_id", bulk.public_ids(frame.height)),
        pl.lit("370406").alias("district"),
    )
