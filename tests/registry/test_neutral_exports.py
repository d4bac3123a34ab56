"""P30: whatever stands in a name, no file that is handed out can act in a spreadsheet program."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator

import openpyxl
import pytest
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from linli.registry import services
from linli.registry.data import NewCompound, NewEnterprise, RosterState
from linli.registry.models import Owner
from tests import personas
from tests.kernel.test_workbooks import FORMULAS
from tests.registry import rosters
from tests.registry.conftest import AT, MEIYUAN, Register

pytestmark = pytest.mark.one_database("looks at what is written into workbooks")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DANGEROUS = re.compile(r"[\s\u200b\u200c\u200d\u2060\ufeff]*[=+\-@＝＋－＠﹦﹢﹣﹫\t\r\n]")
READERS = ("qu-zhujian", "shenji", "xitong")
KNOWN = {
    "registry:compounds", "registry:enterprises", "registry:contracts_ending", "journal:list",
    "accounts:users", "disclosure:list", "registry:rosters",
}  # fmt: skip


@pytest.fixture
def planted(register: Register) -> Register:
    """The register with formulas for names, wherever names are kept as they are written."""
    named = [NewCompound(f"{sign}园{number}", MEIYUAN) for number, sign in enumerate(FORMULAS)]
    services.register_compounds(actor=register.district, at=AT, compounds=named)
    for number, sign in enumerate(FORMULAS):
        services.register_enterprise(
            actor=register.district, at=AT, enterprise=NewEnterprise(f"{sign}公司{number}")
        )
        services.hand_in_roster(
            actor=register.district, at=AT, name=f"{sign}{number}.csv", content=b"a"
        )
    return register


def lists() -> Iterator[str]:
    """The address of every page that takes no object."""

    def walk(patterns: Iterable[object], space: str) -> Iterator[str]:
        for one in patterns:
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, f"{one.namespace}:" if one.namespace else space)
            elif isinstance(one, URLPattern) and one.name:
                yield f"{space}{one.name}"

    yield from walk(get_resolver().url_patterns, "")


def dangerous(content: bytes) -> list[str]:
    """The cells of a workbook that a program could take for more than text."""
    return [
        f"{sheet.title} {cell.coordinate} {cell.value!r}"
        for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" or (isinstance(cell.value, str) and DANGEROUS.match(cell.value))
    ]


def test_every_list_is_handed_out_neutral(planted: Register) -> None:
    found: dict[str, bytes] = {}
    for login in READERS:
        browser = personas.client(login)
        for name in lists():
            try:
                address = reverse(name)
            except NoReverseMatch:
                continue
            answer = browser.get(address, {"format": "xlsx"})
            assert answer.status_code < 500, name
            if answer.headers.get("Content-Type") == XLSX:
                found[f"{name} {login}"] = answer.content
    assert {name.split()[0] for name in found} >= KNOWN, sorted(found)
    assert {name: cells for name in found if (cells := dangerous(found[name]))} == {}
    assert any("园" in str(row) for row in cells_of(found["registry:compounds qu-zhujian"]))


def cells_of(content: bytes) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].values)


def test_the_marked_copy_and_the_file_of_owners_are_neutral(register: Register) -> None:
    rows = [
        rosters.line(number, 业主姓名=f"{sign}王", 房号=f"{number}{sign.strip()[:1]}1")
        for number, sign in enumerate(FORMULAS)
    ]
    bad = [*rows, rosters.line(99, 建筑面积="=1+1", 用途="=cmd|'/c calc'!A0")]
    faulty = rosters.hand_in(register.street, rosters.text(bad), "册.csv")
    assert faulty.state == RosterState.FAULTY
    assert dangerous(services.marked_copy_of(roster=faulty)) == []
    rows = [
        rosters.line(number, 业主姓名=f"{sign.strip()}王") for number, sign in enumerate(FORMULAS)
    ]
    rosters.take_over(register.street, rosters.text(rows), "册.csv")
    assert Owner.objects.filter(name__startswith="=").exists()
    asked = services.ask_for_export(
        actor=register.street, at=AT, compound=register.served.public_id, reason="业主大会筹备核对",
        row_limit=100,
    )  # fmt: skip
    services.decide_on_export(actor=register.district, at=AT, export=asked.public_id, approve=True)
    content = services.hand_out_export(actor=register.street, at=AT, export=asked.public_id)
    assert len(cells_of(content)) > len(FORMULAS)
    assert dangerous(content) == []
