"""Which sheet holds a task list, where its header stands, and which annex it is (ST-A3, ST-A4)."""

from __future__ import annotations

from collections.abc import Mapping

from linli.campaigns.data import TaskKind
from linli.campaigns.wordings import TASKLIST
from linli.kernel.errors import BadInput
from linli.kernel.workbooks.data import Book, Doubt, Sheet
from linli.kernel.workbooks.headers import Header, find_header, header_key
from linli.kernel.workbooks.labels import findings

# The headers of annexes 3 and 4 come first; behind them what offices write instead.
_COMPOUNDS: Mapping[TaskKind, tuple[str, ...]] = {
    TaskKind.UPGRADE: ("实施物业企业管理的住宅小区", "已实施物业管理的住宅小区"),
    TaskKind.COVER: ("未实施物业管理的住宅小区", "未实施物业企业管理的住宅小区"),
}
_CONTENTS: Mapping[TaskKind, tuple[str, ...]] = {
    TaskKind.UPGRADE: ("提升任务", "提升工作任务"),
    TaskKind.COVER: ("工作任务", "覆盖任务"),
}
_HEADERS: Mapping[str, tuple[str, ...]] = {
    "number": ("序号",),
    "street": (
        "镇（街）",
        "镇街",
        "镇（街道）",
        "镇街道",
        "街道（镇）",
        "街镇",
        "街道",
        "镇街名称",
    ),
    "community": ("社区名称", "社区", "社区（村）", "社区（村）名称"),
    "compounds": (
        *_COMPOUNDS[TaskKind.UPGRADE],
        *_COMPOUNDS[TaskKind.COVER],
        "住宅小区",
        "小区名称",
    ),
    "content": (*_CONTENTS[TaskKind.UPGRADE], *_CONTENTS[TaskKind.COVER], "任务"),
    "responsible": ("责任人", "责任人员", "责任领导"),
    "due": ("完成时间", "完成时限", "完成日期"),
}
_REQUIRED = ("street", "community", "compounds", "content", "responsible", "due")


def choose_sheet(book: Book) -> tuple[Sheet, Header, list[str]]:
    """The first visible sheet with the fullest header, and the names of further complete ones.

    Raises:
        BadInput: no sheet looks like a task list, or the one that does lacks a column.
    """
    found = [(sheet, find_header(sheet, _HEADERS)) for sheet in book.visible()]
    if not found:
        raise _unreadable(Doubt("error", "tasklist.no_table"))
    sheet, header = max(found, key=lambda pair: len(set(pair[1].columns) & set(_REQUIRED)))
    missing = [name for name in _REQUIRED if name not in header.columns]
    if len(missing) > len(_REQUIRED) / 2:
        raise _unreadable(Doubt("error", "tasklist.no_table", sheet=sheet.name))
    if missing:
        texts = "、".join(header.texts)
        raise _unreadable(
            *(
                Doubt(
                    "error",
                    "tasklist.missing_column",
                    sheet=sheet.name,
                    row=header.last_row,
                    facts={"name": _expected(name), "found": texts},
                )
                for name in missing
            )
        )
    others = [
        other.name
        for other, its in found
        if other is not sheet and all(name in its.columns for name in _REQUIRED)
    ]
    return sheet, header, others


def _expected(name: str) -> str:
    """The header a missing column should carry; for compounds and task one of each annex."""
    kinds = {"compounds": _COMPOUNDS, "content": _CONTENTS}.get(name)
    return " / ".join(kinds[kind][0] for kind in TaskKind) if kinds else _HEADERS[name][0]


def list_kind(sheet: Sheet, header: Header) -> TaskKind:
    """Annex 3 or annex 4, told by the column of compounds, else by the column of the task.

    Raises:
        BadInput: both columns have headers that fit either annex.
    """
    texts = {header_key(text) for text in header.texts}
    for known in (_COMPOUNDS, _CONTENTS):
        for kind, names in known.items():
            if texts & {header_key(name) for name in names}:
                return kind
    raise _unreadable(
        Doubt(
            "error",
            "tasklist.unknown_kind",
            sheet=sheet.name,
            row=header.last_row,
            column=header.letters("compounds"),
            facts={"allowed": _expected("compounds")},
        )
    )


def _unreadable(*doubts: Doubt) -> BadInput:
    found = findings(doubts, TASKLIST)
    return BadInput(found[0].message, findings=found, code=found[0].code, remedy=found[0].remedy)
