"""P37: the database lets nothing go but what a retirement takes, and what is forged is seen."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from linli.journal import rules, selectors, services
from linli.journal.data import RETIRE, RETIREMENT, Subject
from linli.journal.models import Act, Retirement, Seal
from linli.kernel import clock
from linli.kernel.integrity import Problem
from tests.journal.acts import AT, DISTRICT, record, write
from tests.journal.retiring import LATER, YEAR, problems, retire, write_old_and_young
from tests.journal.tampering import drop_triggers

# --- what the database refuses ------------------------------------------------------------------


def _open_retirement(**changes: Any) -> Retirement:
    """A retirement without its act: while it stands, the database lets its rows go."""
    seals = list(Seal.objects.order_by("number"))
    row = Retirement(
        **{
            "district": DISTRICT,
            "number": 1,
            "at": LATER,
            "first_seal": 1,
            "last_seal": len(seals),
            "first_id": seals[0].first_id,
            "last_id": seals[-1].last_id,
            "count": sum(seal.count for seal in seals),
            "archive": "forged",
            "sha256": "0" * 64,
            "algorithm": "sha256",
            **changes,
        }
    )
    row.hash = row.computed_hash()
    row.save(force_insert=True)
    return row


def _record_of(row: Retirement, at: datetime | None = None) -> Act:
    subject = Subject(RETIREMENT, str(row.number), row.archive)
    return record(at=at or row.at, verb=RETIRE, subject=subject, data=row.recorded())


def _sealed_a_hundred_days_ago() -> None:
    at = clock.now() - timedelta(days=100)
    write(2, at=at)
    services.seal(district=DISTRICT, at=at)
    _open_retirement(at=clock.now())


def _open_for_another_district() -> None:
    write(2)
    services.seal(district=DISTRICT, at=AT)
    _open_retirement(district="120112")


def _open_for_earlier_rows() -> None:
    write(2)
    services.seal(district=DISTRICT, at=AT)
    _open_retirement()
    record()


def _recorded() -> None:
    write(2)
    services.seal(district=DISTRICT, at=AT)
    _record_of(_open_retirement())


def _followed_by_another() -> None:
    write(2)
    services.seal(district=DISTRICT, at=AT)
    _open_retirement()
    _open_retirement(number=2, first_id=10**9, last_id=10**9)


@pytest.mark.parametrize(
    "prepared",
    [
        _sealed_a_hundred_days_ago,
        _open_for_another_district,
        _open_for_earlier_rows,
        _recorded,
        _followed_by_another,
    ],
)
def test_the_database_lets_nothing_else_go(db: None, prepared: Callable[[], None]) -> None:
    prepared()
    latest = Act.objects.filter(district=DISTRICT).exclude(verb=RETIRE).latest("id")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM journal_act WHERE id = %s", [latest.pk])
    assert Act.objects.filter(pk=latest.pk).exists()


def test_an_old_act_goes_while_its_retirement_is_not_recorded(db: None) -> None:
    """The other side of the test above: without it, a trigger that refuses all would pass it."""
    write(2)
    services.seal(district=DISTRICT, at=AT)
    _open_retirement()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_act")
    assert not Act.objects.exists()


@pytest.mark.parametrize(
    "verb", ["UPDATE journal_retirement SET count = 0", "DELETE FROM journal_retirement"]
)
def test_retirements_are_kept_like_seals(db: None, verb: str) -> None:
    _recorded()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb)


def test_a_guard_that_was_exchanged_is_seen(db: None) -> None:
    assert problems() == []
    name = "journal_act_no_delete"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(
                f"CREATE TRIGGER {name} BEFORE DELETE ON journal_act WHEN 0 BEGIN SELECT 1; END"
            )
        else:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION journal_act_keep() RETURNS trigger "
                "LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$"
            )
    assert problems() == [f"journal_act: trigger {name} is not the one that was made"]


# --- what is seen afterwards --------------------------------------------------------------------


def _raw_delete(rows: Any) -> None:
    rows._raw_delete("default")


def _seal_act_removed() -> None:
    _raw_delete(Act.objects.filter(pk=Seal.objects.get(number=3).first_id))


def _row_put_back() -> None:
    gone = Seal.objects.get(number=1).first_id
    write(1, at=AT)
    latest = Act.objects.latest("id")
    Act.objects.filter(pk=latest.pk).update(id=gone)


def _retirement_stretched() -> None:
    """One seal more than the archive holds, its rows gone, the row made to fit."""
    third = Seal.objects.get(number=3)
    row = Retirement.objects.get()
    row.last_seal, row.last_id, row.count = 3, third.last_id, row.count + third.count
    Retirement.objects.filter(pk=row.pk).update(
        last_seal=3, last_id=row.last_id, count=row.count, hash=row.computed_hash()
    )
    _raw_delete(Act.objects.filter(id__in=rules.ids_in(third.spans)))


def _young_acts_retired(at: datetime = LATER) -> None:
    """A second retirement in good form, with its act, over acts of the last hundred days."""
    first, third = Retirement.objects.get(), Seal.objects.get(number=3)
    row = _open_retirement(
        number=2,
        at=at,
        first_seal=3,
        last_seal=3,
        first_id=third.first_id,
        last_id=third.last_id,
        count=third.count,
        previous=first.hash,
    )
    _raw_delete(Act.objects.filter(id__in=rules.ids_in(third.spans)))
    _record_of(row)
    services.seal(district=DISTRICT, at=LATER + timedelta(minutes=2))


def _record_again() -> None:
    _record_of(Retirement.objects.get())


def _edit_first_seal() -> None:
    Seal.objects.filter(number=1).update(root="0" * 64)


def _exchange(**values: Any) -> None:
    Retirement.objects.update(**values)


def _exchange_all(sha256: str) -> None:
    row = Retirement.objects.get()
    row.sha256 = sha256
    Retirement.objects.update(sha256=sha256, hash=row.computed_hash())


SEEN: dict[str, Callable[[], None]] = {
    "an act removed that is not retired": _seal_act_removed,
    "a retired act put back": _row_put_back,
    "the archive's hash exchanged": lambda: _exchange(sha256="1" * 64),
    "the archive's hash exchanged, the retirement made to fit": lambda: _exchange_all("1" * 64),
    "the retirement removed": lambda: _raw_delete(Retirement.objects.all()),
    "its act removed": lambda: _raw_delete(Act.objects.filter(verb=RETIRE)),
    "its act doubled": _record_again,
    "the retirement stretched over one seal more": _retirement_stretched,
    "young acts retired": _young_acts_retired,
    "young acts retired, dated a year ahead": lambda: _young_acts_retired(
        LATER + timedelta(days=YEAR)
    ),
    "a retired seal removed": lambda: _raw_delete(Seal.objects.filter(number=1)),
    "a retired seal edited": _edit_first_seal,
}


@pytest.mark.parametrize("kind", SEEN)
def test_what_is_forged_afterwards_is_seen(db: None, tmp_path: Path, kind: str) -> None:
    write_old_and_young()
    retire(tmp_path)
    services.seal(district=DISTRICT, at=LATER)
    assert problems() == []
    drop_triggers()
    SEEN[kind]()
    found = [problem for problem in problems() if "trigger" not in problem]
    assert found, f"{kind}: not seen"


def test_an_archive_that_was_altered_or_lost_is_seen(db: None, tmp_path: Path) -> None:
    write_old_and_young()
    (made,) = retire(tmp_path)
    path = tmp_path / made.archive
    whole = path.read_bytes()
    lines = gzip.decompress(whole).decode().splitlines()
    act = json.loads(lines[1])
    act["act"]["actor_title"] = "别人"
    altered = "\n".join([lines[0], json.dumps(act), *lines[2:]])
    for content in (b"", whole[:-20], gzip.compress(altered.encode())):
        path.write_bytes(content)
        problems = [item for item in selectors.check_archives([path]) if isinstance(item, Problem)]
        assert len(problems) == 2, "no retirement names it, and the retirement is without one"
    assert [item for item in selectors.check_archives([]) if isinstance(item, Problem)]


@pytest.mark.parametrize("cut", [0, 1, 4, 9])
def test_an_archive_is_read_back_line_by_line(db: None, tmp_path: Path, cut: int) -> None:
    """What a disk could have lost on the way: any line."""
    write_old_and_young()
    lines = list(selectors.exported(DISTRICT, last=2))
    path = tmp_path / "part.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    assert list(selectors.archives.archive_faults(path, DISTRICT, 1, 2)) == []
    path.write_bytes(gzip.compress("\n".join(lines[:cut] + lines[cut + 1 :]).encode()))
    assert list(selectors.archives.archive_faults(path, DISTRICT, 1, 2))
