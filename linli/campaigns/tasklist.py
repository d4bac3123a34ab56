"""Reads the task lists of the Shanting plan as the office wrote them (ST annexes 3 and 4).

From the guarded workbook to rows that name one compound each, with every doubt by row and column.
Whether a place exists is asked of ``Places``; nothing is stored here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from linli.campaigns.data import TaskKind
from linli.campaigns.phrases import (
    UnbalancedBracketsError,
    counted_name,
    due_date,
    enumerates_in_brackets,
    full_date,
    name_key,
    split_names,
    squeeze,
)
from linli.campaigns.tasklist_header import choose_sheet, list_kind
from linli.campaigns.wordings import TASKLIST
from linli.kernel.errors import Finding
from linli.kernel.workbooks.data import Book, Doubt, Level, Sheet, Value
from linli.kernel.workbooks.headers import Header, header_key
from linli.kernel.workbooks.labels import findings

NAME_CHARACTERS = 60

_DATE_EXAMPLES = "11月底、11月15日、2020-11-15"
_TOTALS = ("合计", "总计", "小计", "共计")
_NOTES = ("注:", "备注:", "说明:")


class Places(Protocol):
    """What the parser asks about places; answers are division codes, ``None`` for unknown."""

    def street(self, name: str) -> str | None:
        """The code of a street or town of the district."""

    def community(self, street: str, name: str) -> str | None:
        """The code of a community within a street, given by the street's code."""


@dataclass(frozen=True, slots=True)
class CompoundTask:
    """One compound on a list, with the row it stands in. Codes are ``None`` where unknown."""

    compound: str
    community: str
    community_code: str | None
    street: str
    street_code: str | None
    row: int
    column: str
    content: str
    responsible: str
    due_on: date | None
    due_text: str


@dataclass(frozen=True, slots=True)
class TaskList:
    """A task list that could be read. It may be written only when it has no errors."""

    kind: TaskKind
    title: str
    sheet: str
    rows: tuple[CompoundTask, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def streets(self) -> tuple[str, ...]:
        """The streets on the list, in its order."""
        return tuple(dict.fromkeys(row.street for row in self.rows))

    @property
    def communities(self) -> tuple[str, ...]:
        """The communities on the list, in its order."""
        return tuple(dict.fromkeys(row.community for row in self.rows))

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What must be mended before the list can be written."""
        return tuple(finding for finding in self.findings if finding.level == "error")


def parse_tasklist(book: Book, *, year: int, places: Places) -> TaskList:
    """The task list in a workbook; ``year`` completes dates written without one.

    Merged cells count for every row they cover, and so do empty cells below a filled one within the
    same street. Counts in brackets are compared with the names; a difference is a warning.

    Raises:
        BadInput: no task list at all, or one without a column it needs.
    """
    sheet, header, others = choose_sheet(book)
    kind = list_kind(sheet, header)
    reader = _Reader(sheet, header, year, places)
    reader.read()
    doubts = [Doubt("warning", "tasklist.other_sheet", sheet=name) for name in others]
    title = next((cell.text for row in sheet.rows[: header.first_row - 1] for cell in row), "")
    return TaskList(
        kind=kind,
        title=squeeze(title),
        sheet=sheet.name,
        rows=tuple(reader.rows),
        findings=findings([*doubts, *reader.doubts], TASKLIST),
    )


@dataclass(slots=True)
class _Group:
    """A run of rows under one street or one community, with the count stated for it."""

    text: str = ""
    name: str = ""
    code: str | None = None
    stated: int | None = None
    counted: int = 0
    row: int = 0


@dataclass(slots=True)
class _Reader:
    """Walks down the rows and remembers which street and community they stand under."""

    sheet: Sheet
    header: Header
    year: int
    places: Places
    rows: list[CompoundTask] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    _street: _Group = field(default_factory=_Group)
    _community: _Group = field(default_factory=_Group)
    _carried: dict[str, tuple[Value, int]] = field(default_factory=dict)
    _seen: dict[str, CompoundTask] = field(default_factory=dict)
    _asked: set[tuple[str, int]] = field(default_factory=set)

    def read(self) -> None:
        for row in self._table_rows():
            self._enter_street(row)
            self._enter_community(row)
            self._read_compounds(row)
        self._close_street()
        if not self.rows and not self.doubts:
            self._doubt("error", "tasklist.empty", self.header.last_row)
        self._note_names_of_communities()
        self.doubts.sort(key=lambda doubt: (doubt.row or 0, doubt.column))

    def _table_rows(self) -> Iterator[int]:
        for row in range(self.header.last_row + 1, len(self.sheet.rows) + 1):
            texts = [header_key(cell.text) for cell in self.sheet.rows[row - 1] if cell.text]
            if not texts or len(set(texts) & set(map(header_key, self.header.texts))) > 2:
                continue  # an empty row, or the header printed again on the next page
            if texts[0].startswith(_NOTES):
                return
            if texts[0].startswith(_TOTALS):
                self._doubt("note", "tasklist.total_row", row)
                continue
            yield row

    def _enter_street(self, row: int) -> None:
        text = self._text(row, "street")
        if not text or text == self._street.text:
            if not self._street.text and not text:
                self._doubt("error", "tasklist.no_street", row, "street")
            return
        self._close_street()
        name, stated = counted_name(text)
        code = self.places.street(name)
        self._street = _Group(text, name, code, stated, 0, row)
        self._carried = {}
        if code is None:
            self._doubt("error", "tasklist.unknown_street", row, "street", name)

    def _enter_community(self, row: int) -> None:
        text = self._text(row, "community")
        if not text or text == self._community.text:
            if not self._community.text and not text:
                self._doubt("error", "tasklist.no_community", row, "community")
            return
        self._close_community()
        name, stated = counted_name(text)
        code = self.places.community(self._street.code, name) if self._street.code else None
        self._community = _Group(text, name, code, stated, 0, row)
        # A place opened locally before has letters in its code: national codes are digits only.
        if self._street.code and not (code or "").isdigit():
            self._doubt("warning", "tasklist.community_without_code", row, "community", name)
        if len(split_names(name)) > 1:
            self._doubt("note", "tasklist.one_community", row, "community", name)

    def _read_compounds(self, row: int) -> None:
        text = self._text(row, "compounds")
        if self._is_repetition(row):
            return
        try:
            names = split_names(text)
        except UnbalancedBracketsError:
            self._doubt("error", "tasklist.brackets", row, "compounds", text)
            return
        for name in names:
            if enumerates_in_brackets(name):
                self._doubt("note", "tasklist.one_compound", row, "compounds", name)
            self._add(name, row)

    def _is_repetition(self, row: int) -> bool:
        """A list merged over several rows is one list, told once."""
        column = self.header.columns["compounds"]
        return any(
            area.first_column <= column <= area.last_column
            and area.first_row < row <= area.last_row
            for area in self.sheet.merged
        )

    def _add(self, name: str, row: int) -> None:
        if len(name) > NAME_CHARACTERS:
            self._doubt(
                "error", "tasklist.long_name", row, "compounds", name, limit=NAME_CHARACTERS
            )
            return
        task = CompoundTask(
            compound=name,
            community=self._community.name,
            community_code=self._community.code,
            street=self._street.name,
            street_code=self._street.code,
            row=row,
            column=self.header.letters("compounds"),
            content=self._required_text(row, "content", "tasklist.no_content"),
            responsible=self._required_text(row, "responsible", "tasklist.no_responsible"),
            due_on=self._due(row),
            due_text=_written(self._carry(row, "due")[0]),
        )
        if self._is_duplicate(task):
            return
        self._community.counted += 1
        self._street.counted += 1
        self.rows.append(task)

    def _is_duplicate(self, task: CompoundTask) -> bool:
        first = self._seen.setdefault(name_key(task.compound), task)
        if first is task:
            return False
        same = (first.street, first.community) == (task.street, task.community)
        self._doubt(
            "warning",
            "tasklist.duplicate" if same else "tasklist.name_in_two_communities",
            task.row,
            "compounds",
            task.compound,
            first=first.row,
            community=first.community,
        )
        return same

    def _required_text(self, row: int, name: str, code: str) -> str:
        value, origin = self._carry(row, name)
        text = squeeze(_written(value))
        if not text and self._first_time(code, origin):
            self._doubt("warning", code, origin, name)
        return text

    def _due(self, row: int) -> date | None:
        value, origin = self._carry(row, "due")
        text = _written(value)
        due_on = due_date(value, self.year)
        if not self._first_time("due", origin):
            return due_on
        if not text:
            self._doubt("error", "tasklist.no_due_date", origin, "due", examples=_DATE_EXAMPLES)
        elif due_on is None:
            self._doubt("error", "tasklist.bad_date", origin, "due", text, examples=_DATE_EXAMPLES)
        elif due_on.year != self.year:
            self._doubt("warning", "tasklist.other_year", origin, "due", text, year=self.year)
        elif full_date(value) is None:
            self._doubt("note", "tasklist.year_added", origin, "due", text, day=str(due_on))
        return due_on

    def _carry(self, row: int, name: str) -> tuple[Value, int]:
        """A cell's value and its row; an empty cell has that of the last one above it."""
        cell = self.sheet.cell(row, self.header.columns[name])
        if cell.text:
            known = self._carried.get(name)
            if known is None or known[0] != cell.value or not cell.merged:
                self._carried[name] = (cell.value, row)
        return self._carried.get(name, (None, row))

    def _first_time(self, code: str, row: int) -> bool:
        fresh = (code, row) not in self._asked
        self._asked.add((code, row))
        return fresh

    def _close_street(self) -> None:
        self._close_community()
        group = self._street
        if group.stated is not None and group.stated != group.counted:
            self._count_doubt("street", group, street=group.name)

    def _close_community(self) -> None:
        group = self._community
        self._community = _Group()
        if not group.text:
            return
        if group.counted == 0 and group.stated != 0 and not self._has_error(group.row):
            self._doubt(
                "error", "tasklist.no_compound", group.row, "compounds", community=group.name
            )
        elif group.stated is not None and group.stated != group.counted:
            self._count_doubt("community", group, community=group.name)

    def _count_doubt(self, name: str, group: _Group, **facts: str) -> None:
        stated = group.stated or 0
        self._doubt(
            "error",
            f"tasklist.{name}_count",
            group.row,
            name,
            stated=stated,
            counted=group.counted,
            **facts,
        )

    def _has_error(self, row: int) -> bool:
        column = self.header.letters("compounds")
        return any((doubt.row, doubt.column) == (row, column) for doubt in self.doubts)

    def _note_names_of_communities(self) -> None:
        communities = {name_key(task.community) for task in self.rows}
        for task in self.rows:
            key = name_key(task.compound)
            if key in communities or key.endswith("社区"):
                self._doubt(
                    "note", "tasklist.named_like_community", task.row, "compounds", task.compound
                )

    def _text(self, row: int, name: str) -> str:
        return self.sheet.cell(row, self.header.columns[name]).text

    def _doubt(
        self,
        level: Level,
        code: str,
        row: int,
        name: str = "",
        value: str = "",
        **facts: str | int,
    ) -> None:
        column = self.header.letters(name)
        self.doubts.append(Doubt(level, code, self.sheet.name, row, column, value[:120], facts))


def _written(value: Value) -> str:
    """A value as the sender sees it; a date cell without its empty time of day."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else str(value).strip()
