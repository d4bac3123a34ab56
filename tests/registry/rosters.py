"""Rosters as offices send them, made up: the same lines as workbook or text in any encoding."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import xlsxwriter

from linli.kernel.actors import Actor
from linli.registry import rules, services
from linli.registry.models import RosterImport
from tests.registry.conftest import AT

HEADER = (
    "小区", "楼号", "单元", "房号", "建筑面积", "用途", "业主姓名", "身份证号", "联系电话", "份额",
)  # fmt: skip
Line = list[Any]


def id_number(number: int) -> str:
    """A made-up identity number whose check digit fits; its division code does not exist."""
    first = f"990406{1950 + number % 50}{1 + number % 12:02}{1 + number % 28:02}{number % 1000:03}"
    return first + rules.id_check_digit(first)


def line(number: int, **changes: Any) -> Line:
    """One flat of 梅花园 with its owner; ``changes`` by header."""
    plain = {
        "小区": "梅花园",
        "楼号": f"{1 + number // 20}号楼",
        "单元": f"{1 + number // 10 % 2}单元",
        "房号": f"{1 + number // 2 % 5}0{1 + number % 2}",
        "建筑面积": 80 + number / 100,
        "用途": "住宅",
        "业主姓名": f"王{chr(0x5B89 + number)}",
        "身份证号": id_number(number),
        "联系电话": f"1990000{number:04}",
        "份额": "1/1",
    }
    return list((plain | changes).values())


def lines(count: int = 6) -> list[Line]:
    """The first flats."""
    return [line(number) for number in range(count)]


def xlsx(rows: Sequence[Line], header: Sequence[str] = HEADER, *, title: str = "") -> bytes:
    """A workbook; a title stands above the header, merged over all columns."""
    target = io.BytesIO()
    options = {"strings_to_formulas": False, "default_date_format": "yyyy-mm-dd"}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet("花名册")
        first = 0
        if title:
            sheet.merge_range(0, 0, 0, len(header) - 1, title)
            first = 1
        for row, values in enumerate([list(header), *rows], first):
            for column, value in enumerate(values):
                sheet.write(row, column, value)
    return target.getvalue()


def text(rows: Sequence[Line], encoding: str = "utf-8", header: Sequence[str] = HEADER) -> bytes:
    """A text table in an encoding."""
    target = io.StringIO()
    csv.writer(target).writerows([list(header), *rows])
    return target.getvalue().encode(encoding)


def ignore(done: int, total: int = 0, message: str = "") -> None:
    """A progress that nobody looks at."""


def hand_in(actor: Actor, content: bytes, name: str = "花名册.xlsx") -> RosterImport:
    """The roster handed in and checked."""
    roster = services.hand_in_roster(actor=actor, at=AT, name=name, content=content)
    return services.check_roster(actor=actor, at=AT, roster=roster.public_id, progress=ignore)


def write(actor: Actor, roster: UUID) -> RosterImport:
    """The roster confirmed and written."""
    services.confirm_roster(actor=actor, at=AT, roster=roster)
    return services.write_roster(actor=actor, at=AT, roster=roster, progress=ignore)


def take_over(actor: Actor, content: bytes, name: str = "花名册.xlsx") -> RosterImport:
    """The roster handed in, checked, confirmed and written."""
    return write(actor, hand_in(actor, content, name).public_id)


def codes(roster: RosterImport) -> list[tuple[str, int | None, str]]:
    """What was found: code, row, letters of the column."""
    return [(found["code"], found.get("row"), found.get("column", "")) for found in roster.findings]
