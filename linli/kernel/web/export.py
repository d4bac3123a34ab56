"""A list as a workbook: what it shows, every page of it, with neutralised cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar
from urllib.parse import quote

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from linli.kernel.web import lists
from linli.kernel.workbooks.data import Value
from linli.kernel.workbooks.writer import Column, Kind, SheetLayout, write_workbook

M = TypeVar("M", bound=Model)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET_NAME_LENGTH = 31
KINDS: Mapping[lists.Kind, Kind] = {"number": "number", "date": "date", "datetime": "datetime"}


def respond(
    request: HttpRequest, spec: lists.ListSpec[M], rows: QuerySet[M], *, title: object
) -> HttpResponse:
    """The rows the reader has narrowed the list to, as a download named after the list."""
    columns = [
        Column(str(column.label), 32 if column.main or column.wide else 16, _kind(column.kind))
        for column in spec.columns
    ]
    return table(str(title), columns, lists.everything(request, spec, rows))


def download(body: bytes, name: str, content_type: str) -> HttpResponse:
    """A file for the visitor to keep, with its name in any script."""
    response = HttpResponse(body, content_type=content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def table(title: str, columns: Sequence[Column], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Rows under typed columns, as a download named after their title."""
    layout = SheetLayout(name=title[:SHEET_NAME_LENGTH], columns=columns, rows=_values(rows))
    return download(write_workbook(layout), f"{title}.xlsx", XLSX)


def _kind(kind: lists.Kind) -> Kind:
    return KINDS.get(kind, "text")


def _values(rows: Iterable[Sequence[object]]) -> Iterator[list[Value | Decimal]]:
    for row in rows:
        yield [_value(item) for item in row]


def _value(item: object) -> Value | Decimal:
    """Numbers and days as they are; a chip, a bar or a lazy text as its words."""
    return item if item is None or isinstance(item, int | Decimal | date) else str(item)
