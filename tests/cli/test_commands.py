"""The operator's command: one JSON document, clear refusals, honest exit codes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from linli.campaigns.models import Task
from linli.cli import demo
from linli.cli.demo import TASK_LISTS
from linli.cli.main import main
from linli.cli.personas import DISTRICT
from linli.journal import selectors
from linli.journal.models import Act
from linli.kernel import clock


def _json(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    code = main([*arguments, "--json"])
    answer = json.loads(capsys.readouterr().out)
    assert isinstance(answer, dict)
    return code, answer


@pytest.mark.clause("ST-A3.1", "ST-A4")
@pytest.mark.parametrize(("number", "compounds", "communities"), [(0, 20, 4), (1, 21, 3)])
def test_a_task_list_is_previewed_with_every_doubt_in_its_place(
    district: None,
    capsys: pytest.CaptureFixture[str],
    number: int,
    compounds: int,
    communities: int,
) -> None:
    acts = Act.objects.count()
    code, answer = _json(
        capsys, "import", "tasks", str(TASK_LISTS[number]), "--division", DISTRICT, "--check"
    )
    assert code == 0
    assert (len(answer["compounds"]), len(answer["communities"])) == (compounds, communities)
    assert answer["warnings"]
    assert all(item["row"] and item["column"] for item in answer["warnings"])
    assert answer["already_imported"]
    assert Act.objects.count() == acts


def test_the_same_list_again_is_refused_and_nothing_written(
    district: None, capsys: pytest.CaptureFixture[str]
) -> None:
    code, answer = _json(capsys, "import", "tasks", str(TASK_LISTS[0]), "--division", DISTRICT)
    assert (code, answer["code"]) == (1, "campaigns.already_imported")
    assert Task.objects.count() == 41


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"no workbook", 1), (b"", 1), (b"PK\x03\x04 broken", 1)],
)
def test_a_file_that_is_no_workbook_gets_a_clear_answer(
    district: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, code: int
) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    given, answer = _json(capsys, "import", "tasks", str(path), "--division", DISTRICT, "--check")
    assert given == code
    assert answer["ok"] is False
    assert answer["message"]


def test_verify_finds_nothing_wrong_in_a_fresh_district(
    district: None, capsys: pytest.CaptureFixture[str]
) -> None:
    code, answer = _json(capsys, "verify")
    assert (code, answer["ok"]) == (0, True)
    assert sum(check["examined"] for check in answer["checks"]) > 100


def test_demo_tells_the_way_in(district: None, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = _json(capsys, "demo")
    assert code == 0
    assert answer["base_url"].startswith("http://127.0.0.1")
    assert {"qu-zhujian", "shancheng", "dianzi"} <= {item["login"] for item in answer["personas"]}
    assert len(answer["objects"]["tasks"]) == 41


@pytest.mark.parametrize(
    ("asked", "stands"),
    [
        (None, demo.OPENING),
        (date(2020, 11, 2), date(2020, 11, 2)),
        (date(2020, 9, 1), date(2020, 9, 11)),
    ],
)
def test_the_demonstrations_clock_never_goes_behind_its_latest_act(
    district: None, asked: date | None, stands: date
) -> None:
    demo.set_clock(asked)
    assert clock.today() == stands


def test_a_command_without_words_prints_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "import" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("keys new --out {nowhere}/keys.json", "nowhere"),
        ("keys new --out {file}/keys.json", "file"),
        ("journal export --district 370406 --out {folder}", "folder"),
        ("journal export --district 370604", "no acts of a district '370604'"),
        ("journal export --district 370406 --first -1 --out {nowhere}/out", "nowhere"),
        ("verify --archive {folder}", "holds no archive"),
        ("verify --archive {nowhere}", "is no file"),
        ("duties generate --division 999999", "999999"),
        ("duties generate --division 370406001", "is no district"),
        ("divisions load {nowhere}", "cannot be read"),
        ("bodies load {folder}", "cannot be read"),
        ("calendar load {nowhere}", "cannot be read"),
    ],
)
def test_what_does_not_exist_is_said_and_no_place_of_the_program(
    district: None,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: str,
    said: str,
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("")
    places = {name: str(tmp_path / name) for name in ("nowhere", "folder", "file")}
    assert main(arguments.format(**places).split()) == 1
    printed = capsys.readouterr()
    assert said in printed.err
    assert not printed.out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("up --port 99999", "1 to 65535"),
        ("up --today yesterday", "2024-05-31"),
        ("duties generate --division 370406 --from 2020-13-01", "2024-05-31"),
    ],
)
def test_what_is_no_day_or_port_is_told_what_is(
    capsys: pytest.CaptureFixture[str], arguments: str, said: str
) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments.split())
    assert left.value.code == 2
    assert said in capsys.readouterr().err


def test_an_export_that_is_refused_leaves_the_one_before(
    district: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*_given: object, **_more: object) -> Iterator[str]:
        yield "{}"
        raise OSError(28, "No space left on device")

    kept = tmp_path / "export.jsonl"
    kept.write_text("before")
    monkeypatch.setattr(selectors, "exported", cut_off)
    assert main(["journal", "export", "--district", DISTRICT, "--out", str(kept)]) == 1
    assert kept.read_text() == "before"
