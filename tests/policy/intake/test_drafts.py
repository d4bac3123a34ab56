"""The folder of a new layer: complete where the document speaks, empty where only a person can."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml

from linli.cli.main import main
from linli.kernel.errors import BadInput, Conflict, DomainError, NotFound
from linli.policy.data.kinds import KINDS
from linli.policy.intake import draft_layer, split_text
from linli.policy.intake.drafts import skeletons
from linli.policy.intake.wordings import wordings
from linli.policy.reader.layers import FolderFaults, read_layer
from tests.policy.conftest import PROFILES
from tests.policy.intake.documents import CITES, LAW, PLAN

DIVISION = "370499"


@pytest.fixture
def layers(tmp_path: Path) -> Path:
    """A folder with the layers above the new one."""
    for code in ("cn", "sd"):
        shutil.copytree(PROFILES / code, tmp_path / code)
    return tmp_path


def draft(layers: Path, text: str = PLAN) -> Path:
    return draft_layer(
        code="sq",
        parent="sd",
        into=layers,
        reading=split_text(text),
        division=DIVISION,
        name="试点区",
    ).folder


def complete(folder: Path, *, provisions: bool) -> None:
    """Do what the official does: fill in every empty value, uncomment the provisions."""
    for path in folder.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        text = text.replace("zh: ,", "zh: 本区要求,").replace("en: }", "en: What it asks}")
        text = re.sub(r"(issued|effective):\n", r"\1: 2031-04-01\n", text)
        if provisions:
            text = re.sub(r"^  # (provisions:|  .*)$", r"  \1", text, flags=re.MULTILINE)
            for number in range(text.count("own.key")):
                text = text.replace("own.key", f"trial.k{path.stem[0]}_{number}", 1)
        path.write_text(text, encoding="utf-8")


def test_every_empty_value_is_named_by_the_check(layers: Path) -> None:
    folder = draft(layers)
    with pytest.raises(FolderFaults) as refused:
        read_layer(folder)
    head = (folder / "layer.yaml").read_text(encoding="utf-8").splitlines()
    named = {fault.line for fault in refused.value.faults}
    empty = {
        number
        for number, line in enumerate(head, 1)
        if re.search(r"(zh|en): [,}]|^ +effective:$", line)
    }
    assert named == empty
    assert {fault.file for fault in refused.value.faults} == {"sq/layer.yaml"}


def test_the_clauses_are_asked_for_when_the_head_is_complete(layers: Path) -> None:
    folder = draft(layers)
    head = folder / "layer.yaml"
    before = {path: path.read_text(encoding="utf-8") for path in folder.glob("*.yaml")}
    complete(folder, provisions=False)
    for path, text in before.items():
        if path != head:
            path.write_text(text, encoding="utf-8")
    with pytest.raises(FolderFaults) as refused:
        read_layer(folder)
    assert len(refused.value.faults) == 2 * len(CITES)  # says.zh and says.en of each


@pytest.mark.parametrize("text", [PLAN, LAW])
def test_a_completed_draft_is_a_layer(layers: Path, text: str) -> None:
    folder = draft(layers, text)
    complete(folder, provisions=False)
    source = read_layer(folder)
    found = [clause.entry for document in source.documents for clause in document.clauses]
    assert [entry.cite for entry in found] == [c.cite for c in split_text(text).clauses]
    assert len({entry.clause for entry in found}) == len(found)
    assert source.entry.division == DIVISION


def test_codes_of_clauses_follow_their_numbers(layers: Path) -> None:
    folder = draft(layers)
    complete(folder, provisions=False)
    ids = {c.entry.cite: c.entry.clause for d in read_layer(folder).documents for c in d.clauses}
    assert ids["一（一）1"] == "SQ-1.1.1"
    assert ids["二（末段）"] == "SQ-2.end"
    assert ids["附件2 注2"] == "SQ-A2.n.2"
    assert ids["印发通知"] == "SQ-0"


def test_the_examples_beside_a_clause_only_need_uncommenting(layers: Path) -> None:
    folder = draft(layers)
    complete(folder, provisions=True)
    kinds = {row.kind for row in read_layer(folder).provisions()}
    assert {"duty", "rule", "gate", "route", "scheme", "formula", "target"} <= kinds


def test_there_is_an_example_of_every_kind_that_is_proposed() -> None:
    assert set(wordings()) <= set(skeletons()) <= set(KINDS)


def test_persons_and_numbers_of_the_document_stay_out(layers: Path) -> None:
    text = "一、联系：0000-0000000，someone@office.example。\n二、其他。\n附件1\n组长：某某  局长\n"
    folder = draft(layers, text)
    written = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.yaml"))
    assert "0000000" not in written
    assert "office.example" not in written
    assert "组长" not in written


def test_without_a_document_there_is_a_head_and_an_empty_chapter(layers: Path) -> None:
    made = draft_layer(code="sq", parent="sd", into=layers, division=DIVISION)
    assert made.clauses == 0
    assert yaml.safe_load((made.folder / "1-text.yaml").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("code", "parent", "division", "error"),
    [
        ("SQ", "sd", "", BadInput),
        ("../sq", "sd", "", BadInput),
        ("sq", "zz", "", NotFound),
        ("sq", "sd", "3704", None),
        ("sq", "sd", "37040", BadInput),
        ("sd", "cn", "", Conflict),
    ],
)
def test_what_is_refused_writes_nothing(
    layers: Path, code: str, parent: str, division: str, error: type[DomainError] | None
) -> None:
    before = set(layers.rglob("*"))
    if error is None:
        draft_layer(code=code, parent=parent, into=layers, division=division)
        assert set(layers.rglob("*")) > before
        return
    with pytest.raises(error):
        draft_layer(code=code, parent=parent, into=layers, division=division)
    assert set(layers.rglob("*")) == before


def test_the_command(layers: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = layers.parent / "plan-of-sq.txt"
    source.write_text(PLAN, encoding="utf-8")
    arguments = ["policy", "new", "sq", "--parent", "sd", "--from", str(source)]
    assert main([*arguments, "--into", str(layers), "--division", DIVISION]) == 0
    assert f"{len(CITES)} clauses" in capsys.readouterr().out
    assert main([*arguments, "--into", str(layers)]) == 1
    assert main(["policy", "check", str(layers / "sq")]) == 1
