"""Lists: filter, sort by allow-listed columns, keyset pages, and export of what is shown.

A page is found by the sort value and id of its neighbour, not by an offset, so that page 1,000
costs what page 1 costs and a new row never shifts the reader.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Field, Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.http import urlencode

from linli.kernel.texts import is_plain

M = TypeVar("M", bound=Model)
Kind = Literal["text", "number", "date", "datetime", "chip", "bar"]

PAGE_SIZE = 50
MAX_TEXT = 80


@dataclass(frozen=True)
class Column(Generic[M]):
    """One column: how to read it off a row, and the field it sorts by (empty: not sortable).

    ``sort`` must name a non-null field. ``main`` marks the one column that matters.
    """

    key: str
    label: object
    value: Callable[[M], object]
    sort: str = ""
    kind: Kind = "text"
    main: bool = False
    wide: bool = False


@dataclass(frozen=True)
class Filter(Generic[M]):
    """A choice above the list. ``choices`` yields (value, label); anything else is ignored."""

    key: str
    label: object
    choices: Sequence[tuple[str, object]]
    apply: Callable[[QuerySet[M], str], QuerySet[M]]


@dataclass(frozen=True)
class ListSpec(Generic[M]):
    """What a list shows and how it may be asked for."""

    key: str
    columns: Sequence[Column[M]]
    filters: Sequence[Filter[M]] = ()
    search: Callable[[QuerySet[M], str], QuerySet[M]] | None = None
    row_url: Callable[[M], str] | None = None
    default_sort: str = ""
    page_size: int = PAGE_SIZE


@dataclass(frozen=True)
class Cell:
    """A rendered value and the column it belongs to."""

    column: Column[Any]
    value: object


@dataclass(frozen=True)
class Row:
    """One line of the list; ``url`` opens the object."""

    cells: list[Cell]
    url: str


@dataclass(frozen=True)
class Heading:
    """A column head with the link that sorts by it and the present direction."""

    column: Column[Any]
    url: str
    direction: str


@dataclass(frozen=True)
class FilterState:
    """A filter with the value now chosen."""

    filter: Filter[Any]
    value: str


@dataclass(frozen=True)
class ListPage:
    """Everything ``kernel/list.html`` needs."""

    spec: ListSpec[Any]
    headings: list[Heading]
    rows: list[Row]
    total: int
    filters: list[FilterState]
    query: str
    previous_url: str
    next_url: str
    export_url: str
    sort: str
    narrowed: bool = field(default=False)

    @property
    def searchable(self) -> bool:
        """Whether the list can be searched. (A template would call ``spec.search`` itself.)"""
        return self.spec.search is not None


def searched(request: HttpRequest) -> str:
    """What the reader searches for (``q``), bounded, without the NUL that PostgreSQL refuses."""
    return request.GET.get("q", "").replace("\0", "").strip()[:MAX_TEXT]


def build(request: HttpRequest, spec: ListSpec[M], rows: QuerySet[M]) -> ListPage:
    """The page the request asks for. ``rows`` is already limited to the actor's scope.

    Two queries: the count and the page. Unknown parameters and broken cursors are ignored.
    """
    asked = _Asked.of(request, spec)
    matching = asked.narrow(rows)
    page, has_before, has_after = asked.slice(matching)
    return ListPage(
        spec=spec,
        headings=[asked.heading(column) for column in spec.columns],
        rows=[_row(spec, item) for item in page],
        total=matching.count(),
        filters=[FilterState(item, asked.chosen.get(item.key, "")) for item in spec.filters],
        query=asked.text,
        previous_url=asked.cursor_url("before", page[0]) if page and has_before else "",
        next_url=asked.cursor_url("after", page[-1]) if page and has_after else "",
        export_url=asked.url(format="xlsx"),
        sort=asked.sort,
        narrowed=bool(asked.text or asked.chosen),
    )


def everything(
    request: HttpRequest, spec: ListSpec[M], rows: QuerySet[M]
) -> Iterable[list[object]]:
    """The cell values of every row that matches, in the order shown: what an export writes."""
    asked = _Asked.of(request, spec)
    for item in asked.ordered(asked.narrow(rows)).iterator(chunk_size=1000):
        yield [column.value(item) for column in spec.columns]


def window(rows: QuerySet[M], *, sort: str, cursor: str, size: int) -> tuple[list[M], str] | None:
    """One page in the order of a field (``-`` before it: downwards) after a cursor, and the
    cursor of the next page, empty on the last. None for a cursor that is not one of ours.

    For callers without a page: the cursors are those of the lists. One query.
    """
    column = Column[M](sort.lstrip("-"), "", str, sort=sort.lstrip("-"))
    asked = _Asked(ListSpec("", [column], page_size=size), "", "", {}, sort, cursor, "")
    if cursor and _decode(rows, asked.field, cursor) is None:
        return None
    page, _has_before, has_after = asked.slice(rows)
    return page, asked.cursor(page[-1]) if page and has_after else ""


def _row(spec: ListSpec[M], item: M) -> Row:
    cells = [Cell(column, column.value(item)) for column in spec.columns]
    return Row(cells, spec.row_url(item) if spec.row_url else "")


@dataclass(frozen=True)
class _Asked:
    """The request's wishes, reduced to what the list allows."""

    spec: ListSpec[Any]
    path: str
    text: str
    chosen: dict[str, str]
    sort: str
    after: str
    before: str

    @classmethod
    def of(cls, request: HttpRequest, spec: ListSpec[Any]) -> _Asked:
        get = request.GET
        sortable = {column.key for column in spec.columns if column.sort}
        sort = get.get("sort", "")
        if sort.lstrip("-") not in sortable:
            sort = spec.default_sort
        chosen = {}
        for item in spec.filters:
            value = get.get(item.key, "")
            if value in {str(choice) for choice, _label in item.choices} and value:
                chosen[item.key] = value
        text = searched(request) if spec.search else ""
        after, before = get.get("after", ""), get.get("before", "")
        return cls(spec, request.path, text, chosen, sort, after, before)

    def narrow(self, rows: QuerySet[M]) -> QuerySet[M]:
        for item in self.spec.filters:
            if item.key in self.chosen:
                rows = item.apply(rows, self.chosen[item.key])
        if self.text and self.spec.search:
            rows = self.spec.search(rows, self.text)
        return rows

    @property
    def field(self) -> str:
        """The model field the list is sorted by, with ``id`` as its unique tail."""
        for column in self.spec.columns:
            if column.key == self.sort.lstrip("-"):
                return column.sort
        return "id"

    @property
    def descending(self) -> bool:
        return self.sort.startswith("-")

    def ordered(self, rows: QuerySet[M], *, reverse: bool = False) -> QuerySet[M]:
        sign = "-" if self.descending != reverse else ""
        return rows.order_by(*dict.fromkeys((f"{sign}{self.field}", f"{sign}id")))

    def slice(self, rows: QuerySet[M]) -> tuple[list[M], bool, bool]:
        """One page, and whether there is one before and one after it."""
        size = self.spec.page_size
        after, before = (
            _decode(rows, self.field, self.after),
            _decode(rows, self.field, self.before),
        )
        if before is not None:
            found = list(
                self.ordered(rows.filter(self._beyond(before, "lt")), reverse=True)[: size + 1]
            )
            return found[:size][::-1], len(found) > size, True
        if after is not None:
            rows = rows.filter(self._beyond(after, "gt"))
        found = list(self.ordered(rows)[: size + 1])
        return found[:size], after is not None, len(found) > size

    def _beyond(self, position: tuple[object, int], direction: str) -> Q:
        if self.descending:
            direction = {"gt": "lt", "lt": "gt"}[direction]
        value, pk = position
        further = Q(**{f"{self.field}__{direction}": value})
        return further | Q(**{self.field: value, f"id__{direction}": pk})

    def heading(self, column: Column[Any]) -> Heading:
        if not column.sort:
            return Heading(column, "", "")
        current = self.sort.lstrip("-") == column.key
        direction = ("desc" if self.descending else "asc") if current else ""
        target = f"-{column.key}" if direction == "asc" else column.key
        return Heading(column, self.url(sort=target), direction)

    def cursor_url(self, name: str, item: Model) -> str:
        return self.url(**{name: self.cursor(item)})

    def cursor(self, item: Model) -> str:
        value: Any = item
        for part in self.field.split("__"):
            value = getattr(value, part)
        return _encode(value, item.pk)

    def url(self, **changes: str) -> str:
        params = {"q": self.text, **self.chosen, "sort": self.sort, **changes}
        return f"{self.path}?{urlencode({key: value for key, value in params.items() if value})}"


def _encode(value: object, pk: object) -> str:
    return urlsafe_b64encode(json.dumps([str(value), pk]).encode()).decode().rstrip("=")


def _decode(rows: QuerySet[Any], name: str, cursor: str) -> tuple[object, int] | None:
    """The position a cursor names, or None when it is not one of ours."""
    try:
        raw = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        value, pk = json.loads(raw)
        if not isinstance(pk, int) or abs(pk) >= 2**63:
            return None
        if not isinstance(value, str) or not is_plain(value):
            return None
        return _field(rows.model, name).to_python(value), pk
    except (ValueError, TypeError, RecursionError, ValidationError, FieldDoesNotExist):
        return None


def _field(model: type[Model], path: str) -> Field[Any, Any]:
    *relations, last = path.split("__")
    for name in relations:
        related = model._meta.get_field(name).related_model
        if not isinstance(related, type):
            raise FieldDoesNotExist(name)
        model = related
    found = model._meta.get_field(last)
    if not isinstance(found, Field):
        raise FieldDoesNotExist(last)
    return found
