"""A list as a workbook: what it shows, every page of it, with neutralised cells."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, datetime
from typing import TypeVar
from urllib.parse import quote

import xlsxwriter
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse

from linli.kernel.web import lists

M = TypeVar("M", bound=Model)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def respond(
    request: HttpRequest, spec: lists.ListSpec[M], rows: QuerySet[M], *, title: object
) -> HttpResponse:
    """The rows the reader has narrowed the list to, as a download named after the list."""
    headings = [str(column.label) for column in spec.columns]
    body = table(str(title), headings, lists.everything(request, spec, rows))
    return download(body, f"{title}.xlsx", XLSX)


def download(body: bytes, name: str, content_type: str) -> HttpResponse:
    """A file for the visitor to keep, with its name in any script."""
    response = HttpResponse(body, content_type=content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def table(title: str, headings: list[str], rows: Iterable[list[object]]) -> bytes:
    """A one-sheet workbook of the rows."""
    buffer = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet(title[:31])
        sheet.write_row(0, 0, headings)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                sheet.write(number, column, _plain(value))
    return buffer.getvalue()


def _plain(value: object) -> object:
    if value is None or (isinstance(value, int | float | date) and not isinstance(value, datetime)):
        return value
    return str(value)
