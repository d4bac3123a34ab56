"""The operator's commands about the journal."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from linli.cli.commands import parser
from linli.journal import selectors, services
from linli.kernel.errors import BadInput
from tests.journal.acts import AT, DISTRICT, write
from tests.journal.tampering import HIDDEN, drop_triggers


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    options = parser().parse_args(arguments)
    code = options.run(options)
    return code, capsys.readouterr().out


def _seal_twice() -> None:
    for number in range(2):
        write(3)
        services.seal(district=DISTRICT, at=AT + timedelta(hours=number))


def test_verify_says_the_heads_and_compares_with_kept_ones(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _seal_twice()
    file = tmp_path / "heads.json"
    file.write_text(_run(capsys, "journal", "head", "--json")[1], encoding="utf-8")
    code, printed = _run(capsys, "verify", "--json", "--head", str(file))
    said = json.loads(printed)
    head = selectors.head(DISTRICT)
    assert head is not None
    assert (code, said["ok"]) == (0, True), said
    assert [item["hash"] for item in said["journal_heads"]] == [head.hash]
    drop_triggers()
    HIDDEN["a row edited, everything recomputed"]()
    services.seal(district=DISTRICT, at=AT)
    for kept in (str(file), head.hash):
        code, printed = _run(capsys, "verify", "--json", "--head", kept)
        bad = [check["name"] for check in json.loads(printed)["checks"] if check["problems"]]
        assert (code, sorted(bad)) == (1, ["journal.published", "journal.triggers"])


def test_a_head_that_is_none_is_refused(db: None, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.write_text("nothing", encoding="utf-8")
    for given in ("abc", str(empty), str(tmp_path / "missing")):
        options = parser().parse_args(["verify", "--head", given])
        with pytest.raises(BadInput):
            options.run(options)


def test_the_export_holds_the_seals_asked_for(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _seal_twice()
    file = tmp_path / "out.jsonl"
    arguments = ("journal", "export", "--district", DISTRICT, "--first", "2", "--out", str(file))
    assert _run(capsys, *arguments)[0] == 0
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [line["seal"]["number"] for line in lines if "seal" in line] == [2]
    assert sum("act" in line for line in lines) == 3
    assert len(_run(capsys, "journal", "export", "--district", DISTRICT)[1].splitlines()) == 8
