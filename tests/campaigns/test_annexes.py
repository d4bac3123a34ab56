"""The task lists leave in the annexes' own columns, and our own reader takes them back."""

from __future__ import annotations

import pytest

from linli.campaigns import annexes
from linli.campaigns.data import TaskKind
from linli.campaigns.models import Task
from linli.campaigns.selectors import Basis
from linli.campaigns.tasklist import parse_tasklist
from linli.kernel.workbooks.reader import read_workbook
from tests.campaigns.campaign import ANNEX_3, ANNEX_4, DISTRICT, TODAY
from tests.campaigns.tables import ShantingPlaces

LISTS = {TaskKind.UPGRADE: ANNEX_3, TaskKind.COVER: ANNEX_4}


@pytest.mark.clause("ST-A3.1", "ST-A4")
@pytest.mark.parametrize("kind", list(TaskKind))
def test_the_export_has_the_annex_columns_and_reads_back(district: None, kind: TaskKind) -> None:
    form = annexes.form_of(kind, Basis(DISTRICT, TODAY))
    tasks = Task.objects.filter(kind=kind).select_related("compound")
    book = read_workbook(annexes.annex_workbook(form, tasks.order_by("source_id", "number")))
    original = read_workbook(LISTS[kind])
    header = [cell.text for cell in original.sheets[0].rows[1]]
    assert [cell.text for cell in book.sheets[0].rows[1]] == header
    ours, theirs = (
        parse_tasklist(each, year=2020, places=ShantingPlaces()) for each in (book, original)
    )
    assert [
        (row.compound, row.community, row.content, row.responsible, row.due_on, row.due_text)
        for row in ours.rows
    ] == [
        (row.compound, row.community, row.content, row.responsible, row.due_on, row.due_text)
        for row in theirs.rows
    ]
    assert ours.errors == ()
    assert not any(found.code.endswith("_count") for found in ours.findings)
