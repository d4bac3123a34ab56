"""Many rows at once: all of them, however they fall into statements, or none."""

from __future__ import annotations

from uuid import UUID

import polars as pl
import pytest
from django.db import IntegrityError, connection, transaction

from linli.kernel import bulk
from linli.registry.models import Building
from tests.registry.conftest import Register

# On SQLite: a few statements of many rows, and a rest that does not fill one.
MANY = 457


def frame(register: Register, names: list[str]) -> pl.DataFrame:
    """New buildings of a compound."""
    count = len(names)
    return pl.DataFrame(
        {
            "id": list(bulk.reserve_ids(Building, count)),
            "public_id": bulk.public_ids(count),
            "district": [register.served.district] * count,
            "compound_id": [register.served.pk] * count,
            "name": names,
        }
    )


def test_every_row_arrives_as_it_is(register: Register) -> None:
    given = frame(register, [f"{number}" for number in range(MANY)])
    with transaction.atomic(), bulk.roomy():
        assert bulk.insert_frame(Building, given) == MANY
    stored = Building.objects.order_by("id").values_list("id", "public_id", "compound_id", "name")
    assert [(key, public.hex, *rest) for key, public, *rest in stored] == given.select(
        "id", "public_id", "compound_id", "name"
    ).rows()


@pytest.mark.parametrize("at", [1, MANY - 1])
def test_one_row_too_many_keeps_all_out(register: Register, at: int) -> None:
    names = [f"{number}" for number in range(MANY)]
    names[at] = names[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.insert_frame(Building, frame(register, names))
    assert not Building.objects.exists()


def test_public_ids_are_of_version_7_and_ascend() -> None:
    made = bulk.public_ids(500)
    assert made == sorted(set(made))
    assert {(UUID(text).version, UUID(text).variant) for text in made} == {
        (7, "specified in RFC 4122")
    }


@pytest.mark.django_db
def test_room_is_given_back_whatever_happens() -> None:
    before = _room()
    if connection.vendor == "sqlite":
        with pytest.raises(OSError, match="in between"):
            _fail_with_room(before)
    else:
        with bulk.roomy():
            assert _room() is None
    assert _room() == before


def _room() -> int | None:
    if connection.vendor != "sqlite":
        return None
    with connection.cursor() as cursor:
        return int(cursor.execute("PRAGMA cache_size").fetchone()[0])


def _fail_with_room(before: int | None) -> None:
    with bulk.roomy():
        assert _room() != before
        raise OSError("in between")
