"""Personal data: masked by role, read in full as an act, handed out as a file only with leave."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from linli.journal.models import Act
from linli.kernel.errors import BadInput, Conflict, Forbidden, NotFound
from linli.registry import rules, selectors, services
from linli.registry.data import ExportState, PersonalField
from linli.registry.models import Owner, PersonalExport, Unit
from tests import personas
from tests.registry import rosters
from tests.registry.conftest import AT, Register

NUMBER, PHONE = rosters.id_number(3), "19900000003"
MASKED_PHONE = "199****0003"


@pytest.fixture
def owner(register: Register) -> Owner:
    """The owner of a flat in 梅花园."""
    rosters.take_over(register.street, rosters.xlsx([rosters.line(3)]))
    return Owner.objects.get()


def page(login: str, name: str, *args: Any) -> str:
    return personas.client(login).get(reverse(f"registry:{name}", args=args)).content.decode()


def test_pages_show_masked_values_only(owner: Owner) -> None:
    unit = Unit.objects.get()
    for login in ("shancheng", "meiyuan", "qu-zhujian"):
        for shown in (page(login, "unit", unit.public_id), page(login, "owner", owner.public_id)):
            assert owner.name in shown
            assert MASKED_PHONE in shown
            assert NUMBER not in shown
            assert PHONE not in shown


def test_posts_that_need_not_know_see_no_owner(owner: Owner) -> None:
    for login in ("qu-lingdao", "shenji"):
        shown = page(login, "unit", Unit.objects.get().public_id)
        assert owner.name not in shown
        assert "****" not in shown


def test_reading_in_full_is_one_act_and_the_owner_can_learn_of_it(owner: Owner) -> None:
    street = personas.actor("shancheng")
    before = Act.objects.count()
    value = services.read_personal(
        actor=street, at=AT, owner=owner.public_id, field=PersonalField.PHONE, reason="漏水通知"
    )
    assert value == PHONE
    assert Act.objects.count() == before + 1
    act = Act.objects.latest("id")
    assert (act.subject_kind, act.subject_id) == ("owner", str(owner.public_id))
    assert PHONE not in str(act.data) + act.subject_label
    seen = selectors.accesses(owner)
    assert [(access.at, access.by, access.what, access.reason) for access in seen] == [
        (AT, f"{street.body_name} · {street.title}", "联系电话", "漏水通知")
    ]
    assert "漏水通知" in page("meiyuan", "owner_accesses", owner.public_id)


@pytest.mark.parametrize("reason", ["", "   ", "查"])
def test_no_reading_without_a_reason(owner: Owner, reason: str) -> None:
    before = Act.objects.count()
    with pytest.raises(BadInput):
        services.read_personal(
            actor=personas.actor("shancheng"), at=AT, owner=owner.public_id,
            field=PersonalField.PHONE, reason=reason,
        )  # fmt: skip
    assert Act.objects.count() == before


def test_who_may_read_in_full(owner: Owner) -> None:
    for login, refusal in (
        ("meiyuan", Forbidden), ("dianzi", NotFound), ("qu-lingdao", Forbidden), ("wuye", NotFound),
    ):  # fmt: skip
        with pytest.raises(refusal):
            services.read_personal(
                actor=personas.actor(login), at=AT, owner=owner.public_id,
                field=PersonalField.ID_NUMBER, reason="核对身份",
            )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [PHONE, "199-0000-0003", "１９９００００ ０００３", NUMBER, NUMBER.lower(), "王", "wang", "w"],
)
def test_owners_are_found(owner: Owner, text: str) -> None:
    assert selectors.find_owners(personas.actor("shancheng"), text) == [owner]
    assert selectors.find_owners(personas.actor("dianzi"), text) == []


@pytest.mark.parametrize("text", [PHONE[:-1], "19900000009", NUMBER[:-1], "赵"])
def test_numbers_are_compared_exactly(owner: Owner, text: str) -> None:
    assert selectors.find_owners(personas.actor("shancheng"), text) == []


# --- files ----------------------------------------------------------------------------------------


def ask(register: Register, limit: int = 10) -> PersonalExport:
    return services.ask_for_export(
        actor=register.street, at=AT, compound=register.served.public_id,
        reason="业主大会通知", row_limit=limit,
    )  # fmt: skip


def approve(register: Register, asked: PersonalExport) -> None:
    services.decide_on_export(actor=register.district, at=AT, export=asked.public_id, approve=True)


def hand_out(register: Register, asked: PersonalExport, *, later: timedelta = timedelta()) -> bytes:
    return services.hand_out_export(actor=register.street, at=AT + later, export=asked.public_id)


def test_an_approved_file_is_handed_out_once_and_marked(register: Register, owner: Owner) -> None:
    asked = ask(register)
    approve(register, asked)
    sheet = openpyxl.load_workbook(io.BytesIO(hand_out(register, asked))).active
    assert sheet is not None
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert any(asked.mark in text and "业主大会通知" in text for text in texts)
    assert PHONE in texts
    assert NUMBER not in "".join(texts)
    assert asked.mark in [rules.find_mark(text) for text in texts]
    with pytest.raises(Conflict):
        hand_out(register, asked)
    act = Act.objects.get(verb="registry.export.hand_out")
    assert act.data["rows"] == 1
    assert "业主大会通知" in [access.reason for access in selectors.accesses(owner)]


def test_no_file_without_leave(register: Register, owner: Owner) -> None:
    asked = ask(register)
    with pytest.raises(Conflict):
        hand_out(register, asked)
    services.decide_on_export(
        actor=register.district, at=AT, export=asked.public_id, approve=False, remark="理由不足"
    )
    with pytest.raises(Conflict):
        hand_out(register, asked)
    asked.refresh_from_db()
    assert asked.state == ExportState.REFUSED


def test_nobody_decides_on_his_own_request(register: Register, owner: Owner) -> None:
    asked = services.ask_for_export(
        actor=register.district, at=AT, compound=register.served.public_id,
        reason="业主大会通知", row_limit=10,
    )  # fmt: skip
    with pytest.raises(Forbidden):
        approve(register, asked)


def test_leave_expires(register: Register, owner: Owner) -> None:
    asked = ask(register)
    approve(register, asked)
    with pytest.raises(Conflict):
        hand_out(register, asked, later=timedelta(hours=24))
    assert hand_out(register, asked, later=timedelta(hours=23))


def test_a_file_never_exceeds_what_was_approved(register: Register) -> None:
    rosters.take_over(register.street, rosters.xlsx(rosters.lines(3)))
    asked = ask(register, limit=2)
    approve(register, asked)
    with pytest.raises(Conflict):
        hand_out(register, asked)
    assert PersonalExport.objects.get().state == ExportState.APPROVED


def test_only_who_asked_is_handed_the_file(register: Register, owner: Owner) -> None:
    asked = ask(register)
    approve(register, asked)
    with pytest.raises(NotFound):
        services.hand_out_export(actor=register.district, at=AT, export=asked.public_id)


# --- canaries -------------------------------------------------------------------------------------


def test_no_canary_lies_anywhere_in_the_clear(
    register: Register, owner: Owner, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Database rows of every table, a dump, a dump of a faulty roster's leavings, the logs."""
    faulty = [rosters.line(3, 建筑面积=-1), rosters.line(4, 身份证号="?")]
    rosters.hand_in(register.street, rosters.xlsx(faulty))
    rosters.hand_in(register.street, rosters.text(rosters.lines(5)), "名册.csv")
    dump = io.StringIO()
    call_command("dumpdata", stdout=dump)
    with connection.cursor() as cursor:
        held = "".join(
            repr(bytes(value) if isinstance(value, memoryview) else value)
            for table in connection.introspection.table_names(cursor)
            for value in _values(cursor, table)
        )
    said = capfd.readouterr()
    for canary in (NUMBER, PHONE, rosters.id_number(4), "19900000004"):
        for place in (dump.getvalue(), held, said.out, said.err):
            assert canary not in place
    assert owner.name in held


def _values(cursor: Any, table: str) -> list[Any]:
    cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names from the database itself
    return [value for row in cursor.fetchall() for value in row]
