"""P37: old acts go into an archive, whole seals at a time, proved before and after; nothing else
can be removed, and whoever removes it is seen.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from linli.campaigns import services as campaigns
from linli.campaigns.models import Campaign, ProgressReport, Task
from linli.cli.commands import parser
from linli.journal import selectors, services
from linli.journal.data import LEAST_DAYS, RETIRE, RETIREMENT, Published, Subject
from linli.journal.models import Act, Retirement, Seal
from linli.journal.selectors import exported
from linli.journal.services import retiring
from linli.kernel import clock
from linli.kernel.errors import BadInput, Conflict
from linli.registry.data import OWNER
from linli.registry.models import Owner, OwnerLogin
from tests import personas
from tests.journal.acts import AT, DISTRICT, record, write
from tests.journal.retiring import LATER, YEAR, problems, retire, write_old_and_young
from tests.journal.tampering import drop_triggers

STREET = "370406001"
VERIFIER = Path(__file__).parent.parent.parent / "tools" / "verify_journal.py"


def _verify(*files: Path, head: str) -> str:
    command = [sys.executable, "-I", str(VERIFIER), *map(str, files), "--head", head]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else f"refused: {done.stdout}{done.stderr}"


# --- what happens -------------------------------------------------------------------------------


def test_old_acts_go_into_an_archive_that_anybody_can_verify(db: None, tmp_path: Path) -> None:
    write_old_and_young()
    before = list(selectors.exported(DISTRICT, last=2))
    (made,) = retire(tmp_path)
    path = tmp_path / f"linli-journal-{DISTRICT}-1-2.jsonl.gz"
    assert gzip.decompress(path.read_bytes()).decode().splitlines() == before
    assert (made.archive, made.count, path.stat().st_mode & 0o777) == (path.name, 8, 0o600)
    assert Act.objects.count() == 4 + 2 + 1
    act = Act.objects.get(verb=RETIRE)
    assert act.data["sha256"] == made.sha256
    assert (act.subject_kind, act.subject_id) == (RETIREMENT, "1")
    services.seal(district=DISTRICT, at=LATER)
    assert problems() == []
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
    write_old_and_young()
    retire(tmp_path)
    assert retire(tmp_path) == []
    services.seal(district=DISTRICT, at=LATER)
    much_later = LATER + timedelta(days=3 * YEAR)
    (second,) = services.retire(district=DISTRICT, at=much_later, days=YEAR, folder=tmp_path)
    assert (second.number, second.first_seal, second.last_seal) == (2, 3, 4)
    assert not Act.objects.filter(verb=RETIRE, subject_id="1").exists(), "archived itself"
    assert problems() == []
    assert list(selectors.check_archives(sorted(tmp_path.glob("*.gz")))) == [8, 7]


def test_many_acts_become_several_archives(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retiring, "ACTS_PER_ARCHIVE", 5)
    monkeypatch.setattr(retiring, "ROWS_PER_DELETE", 3)
    write_old_and_young()
    assert [(row.first_seal, row.count) for row in retire(tmp_path)] == [(1, 4), (2, 4)]
    assert problems() == []


def test_each_district_has_its_archives(db: None, tmp_path: Path) -> None:
    write_old_and_young()
    write(3, district="120112", division="120112001")
    services.seal(district="120112", at=AT)
    retire(tmp_path)
    assert Act.objects.filter(district="120112").count() == 3
    assert problems() == []


def test_a_seal_with_one_young_act_stays_whole(db: None, tmp_path: Path) -> None:
    """A clock that was set back seals young acts early."""
    write(3)
    record(at=LATER)
    services.seal(district=DISTRICT, at=AT)
    assert retire(tmp_path) == []
    assert Act.objects.count() == 4


@pytest.mark.parametrize("place", ["_retire", "record"])
def test_cut_off_at_any_place_nothing_is_lost(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    def killed(*_args: object, **_named: object) -> None:
        raise KeyboardInterrupt

    write_old_and_young()
    monkeypatch.setattr(retiring, place, killed)
    with pytest.raises(KeyboardInterrupt):
        retire(tmp_path)
    assert (Act.objects.count(), Retirement.objects.count()) == (14, 0)
    monkeypatch.undo()
    assert len(retire(tmp_path)) == 1
    assert len(list(tmp_path.iterdir())) == 1, "the archive that was left is the one"
    assert problems() == []


def test_below_180_days_nothing_is_retired(db: None, tmp_path: Path) -> None:
    write_old_and_young()
    with pytest.raises(BadInput, match="at least 180 days"):
        services.retire(district=DISTRICT, at=LATER, days=LEAST_DAYS - 1, folder=tmp_path)
    assert Act.objects.count() == 14


def test_what_was_tampered_with_is_not_put_away(db: None, tmp_path: Path) -> None:
    write_old_and_young()
    drop_triggers()
    Act.objects.filter(pk=Act.objects.order_by("id")[2].pk).update(actor_title="别人")
    with pytest.raises(Conflict, match="not sound"):
        retire(tmp_path)
    assert not list(tmp_path.iterdir())


def test_an_archive_that_lost_a_line_removes_nothing(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lossy(*given: Any, **named: Any) -> Iterator[str]:
        return islice(exported(*given, **named), 7)

    write_old_and_young()
    monkeypatch.setattr(selectors, "exported", lossy)
    with pytest.raises(Conflict, match="is not the archive of what was sealed"):
        retire(tmp_path)
    assert (Act.objects.count(), list(tmp_path.iterdir())) == (14, [])


def test_a_file_in_the_way_is_no_archive(db: None, tmp_path: Path) -> None:
    write_old_and_young()
    (tmp_path / f"linli-journal-{DISTRICT}-1-2.jsonl.gz").write_bytes(b"other")
    with pytest.raises(Conflict, match="cannot be read"):
        retire(tmp_path)
    assert Act.objects.count() == 14


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
    write_old_and_young()
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
    assert retire(tmp_path)
    page = auditor.get(reverse("journal:list")).content.decode()
    assert "及以前的更早记录已归档" in page


@pytest.mark.parametrize(
    ("at", "archived"), [(AT, [True] * 5), (LATER, [True, True, False, False, False])]
)
def test_a_history_says_that_earlier_acts_are_in_an_archive_and_no_other_does(
    district: None, tmp_path: Path, at: datetime, archived: list[bool]
) -> None:
    """A compound's and a task's history, which are old; a report's, and who looked at an owner's
    data, on both its pages, which begin long before the old acts are retired, or then."""
    services.seal(district=DISTRICT, at=AT)
    report = campaigns.start_report(
        actor=personas.actor("shancheng"),
        at=at,
        campaign=Campaign.objects.get().public_id,
        division=STREET,
        printed_on=date(2020, 10, 15),
    )
    owner = OwnerLogin.objects.filter(district=DISTRICT).earliest("id").owner
    services.record_read(
        actor=personas.actor("shancheng"),
        at=at,
        subject=Subject(OWNER, str(owner.public_id), ""),
        division=STREET,
        district=DISTRICT,
        fields=["phone"],
        reason="入户核对",
    )
    services.seal(district=DISTRICT, at=at)
    assert not any("更早记录已归档" in page for page in _histories(report, owner))
    assert retire(tmp_path)
    shown = ["更早记录已归档，此处不再显示" in page for page in _histories(report, owner)]
    assert shown == archived


def test_what_was_retired_is_known_thing_by_thing(db: None, tmp_path: Path) -> None:
    write_old_and_young()
    young = record(subject=Subject("post", "young", "岗位"), at=LATER)
    retire(tmp_path)

    def until(subject_id: str, district: str = DISTRICT) -> datetime | None:
        return selectors.acts_archived_until(district, "post", subject_id)

    assert until("3") == AT + timedelta(hours=2)
    assert until("4") is until(young.subject_id) is until("3", "120112") is None
    assert selectors.readings_archived_until(DISTRICT, "post", "3") is None


def _histories(report: ProgressReport, owner: Owner) -> list[str]:
    task = Task.objects.filter(district=DISTRICT).select_related("compound").earliest("id")
    officer = personas.client("qu-zhujian")
    pages = [
        officer.get(reverse("registry:compound", args=[task.compound.public_id])),
        officer.get(reverse("campaigns:task", args=[task.public_id])),
        officer.get(reverse("campaigns:report", args=[report.public_id])),
        officer.get(reverse("registry:owner_accesses", args=[owner.public_id])),
        personas.client("yezhu").get(reverse("registry:own")),
    ]
    return [page.content.decode() for page in pages]
