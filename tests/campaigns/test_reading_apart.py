"""P10: who answers users never opens the file of a stranger itself."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from linli.kernel.tables import reader as tables
from linli.kernel.workbooks import reader as workbooks
from linli.registry.data import RosterState
from linli.registry.models import RosterImport
from tests import personas
from tests.kernel import hostile

pytestmark = pytest.mark.one_database("looks at which process opens a file")

LINLI = Path(__file__).parents[2] / "linli"
WORKBOOK = hostile.workbook()  # made before this process may open none
OPENERS = {"kernel/tables/child.py", "kernel/workbooks/child.py"}


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What this process, which stands for the web server's, opens by itself."""
    found: list[str] = []

    def open_here(*_arguments: object, **_options: object) -> None:
        found.append("opened here")
        raise AssertionError("opened by the process that answers users")

    monkeypatch.setattr(zipfile, "ZipFile", open_here)
    monkeypatch.setattr(csv, "reader", open_here)
    monkeypatch.setattr(python_calamine.CalamineWorkbook, "from_filelike", open_here, raising=False)
    return found


def test_only_the_confined_child_knows_how_to_open_a_workbook() -> None:
    knowing = {
        path.relative_to(LINLI).as_posix()
        for path in LINLI.rglob("*.py")
        if "python_calamine" in path.read_text("utf-8") or "openpyxl" in path.read_text("utf-8")
    }
    assert knowing == OPENERS


@pytest.mark.parametrize("name", ["册.xlsx", "册.csv"])
def test_a_roster_is_only_kept_by_who_answers(
    district: None, monkeypatch: pytest.MonkeyPatch, opened: list[str], name: str
) -> None:
    """Not even the child is asked: that is the worker's."""
    content = WORKBOOK if name.endswith("xlsx") else "小区,楼号\n".encode()
    monkeypatch.setattr(tables, "_ask_child", lambda *_arguments: pytest.fail("read at once"))
    sent = {"roster": SimpleUploadedFile(name, content)}
    assert (
        personas.client("shancheng").post(reverse("registry:roster_new"), sent).status_code == 302
    )
    assert RosterImport.objects.get().state == RosterState.RECEIVED
    assert opened == []


def test_a_task_list_is_opened_by_a_child(
    district: None, monkeypatch: pytest.MonkeyPatch, opened: list[str]
) -> None:
    answers: list[Any] = []
    ask_child = workbooks.ask_child

    def ask(*arguments: Any) -> Any:
        answers.append(ask_child(*arguments))
        return answers[-1]

    monkeypatch.setattr(workbooks, "ask_child", ask)
    sent = {"lists": [SimpleUploadedFile("a.xlsx", WORKBOOK)]}
    answer = personas.client("qu-zhujian").post(reverse("campaigns:import"), sent)
    assert (answer.status_code, len(answers), opened) == (422, 1, [])
    assert "sheets" in answers[0], "the child has read it"
