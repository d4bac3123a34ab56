"""P37: old acts go into an archive, whole seals at a time, proved before and after; nothing else
can be removed, and whoever removes it is seen.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from linli.cli.commands import parser
from linli.journal import rules, selectors, services
from linli.journal.data import LEAST_DAYS, RETIRE, RETIREMENT, Published, Subject
from linli.journal.models import Act, Retirement, Seal
from linli.journal.selectors import exported
from linli.journal.services import retiring
from linli.kernel import clock
from linli.kernel.errors import BadInput, Conflict
from linli.kernel.integrity import Problem
from tests import personas
from tests.journal.acts import AT, DISTRICT, record, write
from tests.journal.tampering import drop_triggers

VERIFIER = Path(__file__).parent.parent.parent / "tools" / "verify_journal.py"
YEAR = 365
LATER = AT + timedelta(days=YEAR + 100)


def _problems() -> list[str]:
    found = [*selectors.check_chain(), *selectors.check_triggers()]
    return [f"{item.where}: {item.what}" for item in found if isinstance(item, Problem)]


def _write_old_and_young() -> None:
    """Two seals of four acts that a year's keeping lets go, one of four that it keeps, two acts
    that wait.
    """
    for age in (timedelta(), timedelta(hours=2), timedelta(days=YEAR)):
        write(4, at=AT + age)
        services.seal(district=DISTRICT, at=AT + age + timedelta(minutes=1))
    write(2, at=LATER)


def _retire(folder: Path, at: datetime = LATER) -> list[Retirement]:
    return services.retire(district=DISTRICT, at=at, days=YEAR, folder=folder)


def _verify(*files: Path, head: str) -> str:
    command = [sys.executable, "-I", str(VERIFIER), *map(str, files), "--head", head]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else f"refused: {done.stdout}{done.stderr}"


# --- what happens -------------------------------------------------------------------------------


def test_old_acts_go_into_an_archive_that_anybody_can_verify(db: None, tmp_path: Path) -> None:
    _write_old_and_young()
    before = list(selectors.exported(DISTRICT, last=2))
    (made,) = _retire(tmp_path)
    path = tmp_path / f"linli-journal-{DISTRICT}-1-2.jsonl.gz"
    assert gzip.decompress(path.read_bytes()).decode().splitlines() == before
    assert (made.archive, made.count, path.stat().st_mode & 0o777) == (path.name, 8, 0o600)
    assert Act.objects.count() == 4 + 2 + 1
    act = Act.objects.get(verb=RETIRE)
    assert act.data["sha256"] == made.sha256
    assert (act.subject_kind, act.subject_id) == (RETIREMENT, "1")
    services.seal(district=DISTRICT, at=LATER)
    assert _problems() == []
    assert list(selectors.check_archives([path])) == [8]
    seals = list(Seal.objects.order_by("number"))
    assert [seal.number for seal in seals] == [1, 2, 3, 4]
    export = tmp_path / "journal.jsonl"
    export.write_text("\n".join(selectors.exported(DISTRICT)), encoding="utf-8")
    assert "2 seals, 8 acts: sound" in _verify(path, head=seals[1].hash)
    assert "4 seals, 15 acts: sound" in _verify(path, export, head=seals[3].hash)
    assert "refused" in _verify(export, path, head=seals[1].hash)
    kept = [Published(seals[0].hash, DISTRICT, 1)]
    assert list(selectors.check_published(kept)) == [1], "a head from before is still a seal"


def test_a_second_run_finds_nothing_and_a_later_one_follows(db: None, tmp_path: Path) -> None:
    _write_old_and_young()
    _retire(tmp_path)
    assert _retire(tmp_path) == []
    services.seal(district=DISTRICT, at=LATER)
    much_later = LATER + timedelta(days=3 * YEAR)
    (second,) = _retire(tmp_path, at=much_later)
    assert (second.number, second.first_seal, second.last_seal) == (2, 3, 4)
    assert not Act.objects.filter(verb=RETIRE, subject_id="1").exists(), "archived itself"
    assert _problems() == []
    assert list(selectors.check_archives(sorted(tmp_path.glob("*.gz")))) == [8, 7]


def test_many_acts_become_several_archives(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retiring, "ACTS_PER_ARCHIVE", 5)
    monkeypatch.setattr(retiring, "ROWS_PER_DELETE", 3)
    _write_old_and_young()
    assert [(row.first_seal, row.count) for row in _retire(tmp_path)] == [(1, 4), (2, 4)]
    assert _problems() == []


def test_each_district_has_its_archives(db: None, tmp_path: Path) -> None:
    _write_old_and_young()
    write(3, district="120112", division="120112001")
    services.seal(district="120112", at=AT)
    _retire(tmp_path)
    assert Act.objects.filter(district="120112").count() == 3
    assert _problems() == []


def test_a_seal_with_one_young_act_stays_whole(db: None, tmp_path: Path) -> None:
    """A clock that was set back seals young acts early."""
    write(3)
    record(at=LATER)
    services.seal(district=DISTRICT, at=AT)
    assert _retire(tmp_path) == []
    assert Act.objects.count() == 4


@pytest.mark.parametrize("place", ["_retire", "record"])
def test_cut_off_at_any_place_nothing_is_lost(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    def killed(*_args: object, **_named: object) -> None:
        raise KeyboardInterrupt

    _write_old_and_young()
    monkeypatch.setattr(retiring, place, killed)
    with pytest.raises(KeyboardInterrupt):
        _retire(tmp_path)
    assert (Act.objects.count(), Retirement.objects.count()) == (14, 0)
    monkeypatch.undo()
    assert len(_retire(tmp_path)) == 1
    assert len(list(tmp_path.iterdir())) == 1, "the archive that was left is the one"
    assert _problems() == []


def test_below_180_days_nothing_is_retired(db: None, tmp_path: Path) -> None:
    _write_old_and_young()
    with pytest.raises(BadInput, match="at least 180 days"):
        services.retire(district=DISTRICT, at=LATER, days=LEAST_DAYS - 1, folder=tmp_path)
    assert Act.objects.count() == 14


def test_what_was_tampered_with_is_not_put_away(db: None, tmp_path: Path) -> None:
    _write_old_and_young()
    drop_triggers()
    Act.objects.filter(pk=Act.objects.order_by("id")[2].pk).update(actor_title="别人")
    with pytest.raises(Conflict, match="not sound"):
        _retire(tmp_path)
    assert not list(tmp_path.iterdir())


def test_an_archive_that_lost_a_line_removes_nothing(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lossy(*given: Any, **named: Any) -> Iterator[str]:
        return islice(exported(*given, **named), 7)

    _write_old_and_young()
    monkeypatch.setattr(selectors, "exported", lossy)
    with pytest.raises(Conflict, match="is not the archive of what was sealed"):
        _retire(tmp_path)
    assert (Act.objects.count(), list(tmp_path.iterdir())) == (14, [])


def test_a_file_in_the_way_is_no_archive(db: None, tmp_path: Path) -> None:
    _write_old_and_young()
    (tmp_path / f"linli-journal-{DISTRICT}-1-2.jsonl.gz").write_bytes(b"other")
    with pytest.raises(Conflict, match="cannot be read"):
        _retire(tmp_path)
    assert Act.objects.count() == 14


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
    assert _problems() == []
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
    assert _problems() == [f"journal_act: trigger {name} is not the one that was made"]


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
    _write_old_and_young()
    _retire(tmp_path)
    services.seal(district=DISTRICT, at=LATER)
    assert _problems() == []
    drop_triggers()
    SEEN[kind]()
    found = [problem for problem in _problems() if "trigger" not in problem]
    assert found, f"{kind}: not seen"


def test_an_archive_that_was_altered_or_lost_is_seen(db: None, tmp_path: Path) -> None:
    _write_old_and_young()
    (made,) = _retire(tmp_path)
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
    _write_old_and_young()
    lines = list(selectors.exported(DISTRICT, last=2))
    path = tmp_path / "part.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    assert list(selectors.archives.archive_faults(path, DISTRICT, 1, 2)) == []
    path.write_bytes(gzip.compress("\n".join(lines[:cut] + lines[cut + 1 :]).encode()))
    assert list(selectors.archives.archive_faults(path, DISTRICT, 1, 2))


# --- commands and pages -------------------------------------------------------------------------


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    options = parser().parse_args(arguments)
    code = options.run(options)
    return code, json.loads(capsys.readouterr().out)


def test_the_command_says_what_would_go_then_does_it_and_verify_takes_the_archives(
    db: None,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.JOURNAL_DAYS = YEAR
    _write_old_and_young()
    monkeypatch.setattr(clock, "now", lambda: LATER)
    command = ("journal", "retire", "--to", str(tmp_path), "--json")
    code, said = _run(capsys, *command, "--check")
    assert (code, [plan["count"] for plan in said["retirable"]]) == (0, [8])
    assert Act.objects.count() == 14
    code, said = _run(capsys, *command)
    assert (code, [row["count"] for row in said["retired"]]) == (0, [8])
    code, said = _run(capsys, "verify", "--json", "--archive", str(tmp_path))
    archives = {check["name"]: check for check in said["checks"]}["journal.archives"]
    assert (archives["examined"], archives["problems"]) == (8, [])
    with pytest.raises(BadInput):
        _run(capsys, "verify", "--archive", str(tmp_path / "missing"))
    with pytest.raises(Conflict, match="in archives"):
        _run(capsys, "journal", "export", "--district", DISTRICT, "--first", "2")


def test_the_page_says_that_earlier_acts_are_in_an_archive(district: None, tmp_path: Path) -> None:
    services.seal(district=DISTRICT, at=AT)
    write(1, at=LATER)
    auditor = personas.client("shenji")
    assert "更早记录已归档" not in auditor.get(reverse("journal:list")).content.decode()
    assert _retire(tmp_path)
    page = auditor.get(reverse("journal:list")).content.decode()
    assert "2020-10-10及以前的更早记录已归档" in page
