"""Task lists as the office prints them: the columns of ST annexes 3 and 4, read back by us too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from linli.campaigns.data import TaskKind
from linli.campaigns.models import Task
from linli.campaigns.selectors.basis import Basis
from linli.kernel.workbooks.data import Value
from linli.kernel.workbooks.writer import Column, SheetLayout, write_workbook
from linli.territory import selectors as territory
from linli.territory.data import street_of

LIST_SIGN = "、"


def form_of(kind: TaskKind, basis: Basis) -> Any:
    """The printed form of a kind of task (ST-A3.1, ST-A4): title and columns from the policy."""
    drive = basis.drive.body
    return drive.form(drive.task(kind).form)


def annex_workbook(form: Any, tasks: Iterable[Task]) -> bytes:
    """The tasks on the printed form, one line for each community, streets told once. One query.

    Counts stand in brackets as the office writes them; deadlines as they were written.
    """
    rows = list(tasks)
    streets = territory.names({street_of(task.division) for task in rows})
    columns = [Column(column.header, column.width) for column in form.columns]
    codes = [column.code for column in form.columns]
    lines = _lines(rows, streets)
    return write_workbook(
        SheetLayout(
            name="Sheet1",
            title=form.title,
            columns=columns,
            rows=[[line.get(code) for code in codes] for line in lines],
        )
    )


def _lines(tasks: list[Task], streets: dict[str, str]) -> list[dict[str, Value]]:
    per_street = Counter(street_of(task.division) for task in tasks)
    groups: dict[tuple[str, str, str, str, str], list[Task]] = {}
    for task in tasks:
        key = (
            street_of(task.division),
            task.community_name,
            task.content,
            task.responsible_post,
            task.due_text,
        )
        groups.setdefault(key, []).append(task)
    told: dict[str, int] = {}
    lines: list[dict[str, Value]] = []
    for (street, community, content, post, due), members in groups.items():
        line: dict[str, Value] = {
            "community": f"{community}（{len(members)}）",
            "compounds": LIST_SIGN.join(task.compound.name for task in members),
            "work": content,
            "responsible": post,
            "due": due,
        }
        if street not in told:
            told[street] = len(told) + 1
            name = streets.get(street, street)
            line |= {"number": told[street], "street": f"{name}\n（{per_street[street]}个）"}
        lines.append(line)
    return lines
