from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from linli.cockpit.selectors import work
from linli.journal.models import Act
from linli.kernel import events
from linli.kernel.errors import BadInput, Conflict, Forbidden, NotFound, RuleBroken
from linli.registry import selectors, services
from linli.registry.data import ContractEnded, ContractEntered, ContractSigned, NewEnterprise
from linli.registry.models import Compound, Enterprise, ServiceContract, ServicePeriod
from tests import personas
from tests.registry.acts import ENTRY, end, sign, terms
from tests.registry.conftest import AT, TODAY, Register


def _covered(compound: Compound, day: date) -> bool:
    return bool(selectors.covered_ids([compound.pk], on=day))


def test_coverage_begins_with_the_entry(register: Register) -> None:
    sign(register, register.unserved)
    assert not _covered(register.unserved, ENTRY - timedelta(1))
    assert _covered(register.unserved, ENTRY)
    assert selectors.covered_since([register.unserved.pk], on=TODAY) == {
        register.unserved.pk: ENTRY
    }


def test_a_contract_without_entry_covers_nothing_yet(register: Register) -> None:
    contract = sign(register, register.unserved, entry_on=None)
    assert not _covered(register.unserved, TODAY)
    entered = services.record_entry(
        actor=register.street, at=AT, contract=contract.public_id, entry_on=TODAY
    )
    assert entered.entry_on == TODAY
    assert _covered(register.unserved, TODAY)
    again = services.record_entry(
        actor=register.street, at=AT, contract=contract.public_id, entry_on=TODAY
    )
    assert again.pk == contract.pk
    assert Act.objects.filter(verb="registry.contract.enter").count() == 1


def test_another_entry_day_is_a_conflict(register: Register) -> None:
    contract = sign(register, register.unserved)
    with pytest.raises(Conflict):
        services.record_entry(
            actor=register.street, at=AT, contract=contract.public_id, entry_on=TODAY
        )


def test_the_contract_of_a_compound_that_came_served_moves_no_coverage(register: Register) -> None:
    long_ago = date(2015, 1, 1)
    sign(register, register.served)
    assert _covered(register.served, long_ago)
    row = selectors.service_rows([register.served.pk], on=TODAY, contacts=True)[register.served.pk]
    assert (row.enterprise, row.entry_on) == ("演示物业服务有限公司", ENTRY)
    assert ServicePeriod.objects.filter(compound=register.served).count() == 1


def test_closing_ends_coverage_and_keeps_the_past(register: Register) -> None:
    for compound in (register.served, register.unserved):
        contract = sign(register, compound)
        end(register, contract, TODAY)
        assert _covered(compound, TODAY - timedelta(1))
        assert not _covered(compound, TODAY)


def test_the_next_enterprise_may_enter_on_the_day_the_last_one_leaves(register: Register) -> None:
    end(register, sign(register, register.unserved), TODAY)
    sign(register, register.unserved, name="乙物业", starts_on=TODAY, entry_on=TODAY)
    assert _covered(register.unserved, TODAY)
    rows = selectors.service_rows([register.unserved.pk], on=TODAY, contacts=True)
    assert rows[register.unserved.pk].enterprise == "乙物业"


def test_two_services_at_a_time_are_a_conflict_that_leaves_nothing(register: Register) -> None:
    sign(register, register.unserved)
    with pytest.raises(Conflict) as refused:
        sign(register, register.unserved, name="乙物业", starts_on=TODAY, entry_on=TODAY)
    assert refused.value.code == "registry.service_in_place"
    assert "演示物业服务有限公司" in str(refused.value)
    assert not Enterprise.objects.filter(name="乙物业").exists()


def test_a_repeated_contract_counts_once(register: Register) -> None:
    sign(register, register.unserved)
    with pytest.raises(Conflict) as refused:
        sign(register, register.unserved)
    assert refused.value.code == "registry.contract_registered"
    assert ServiceContract.objects.count() == 1


def test_a_contract_is_closed_once_and_after_its_entry(register: Register) -> None:
    contract = sign(register, register.unserved)
    with pytest.raises(BadInput):
        end(register, contract, ENTRY)
    end(register, contract, TODAY)
    with pytest.raises(Conflict):
        end(register, contract, TODAY + timedelta(1))


def test_days_out_of_order_are_refused(register: Register) -> None:
    with pytest.raises(BadInput):
        sign(register, register.unserved, ends_on=ENTRY - timedelta(1))


@pytest.mark.parametrize(
    "change", [{"nature": "rented"}, {"mode": "none"}, {"service_items": ("singing",)}]
)
def test_words_come_from_the_policy(register: Register, change: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as refused:
        sign(register, register.unserved, **change)
    assert refused.value.clause


def test_a_mode_brings_its_nature(register: Register) -> None:
    with pytest.raises(RuleBroken):
        sign(register, register.unserved, nature="self")


def test_who_may_register_contracts(register: Register) -> None:
    for login, error in (("qu-zhujian", Forbidden), ("meiyuan", Forbidden), ("dianzi", NotFound)):
        with pytest.raises(error):
            services.sign_contract(
                actor=personas.actor(login),
                at=AT,
                compound=register.unserved.public_id,
                enterprise=register.enterprise.public_id,
                terms=terms(),
            )


def test_contact_data_never_reaches_the_journal(register: Register) -> None:
    contract = sign(register, register.unserved)
    services.amend_contract(
        actor=register.street,
        at=AT,
        contract=contract.public_id,
        service_items=("cleaning",),
        manager_name="赵小云",
        manager_phone="13911112222",
        remark="电话下班后不接",
    )
    acts = Act.objects.filter(subject_id=str(register.unserved.public_id))
    written = json.dumps([act.data for act in acts], ensure_ascii=False)
    for secret in ("王大明", "13812341234", "赵小云", "13911112222", "下班"):
        assert secret not in written
    amended = acts.get(verb="registry.contract.amend")
    assert "manager_phone" in amended.data["changed"]
    assert amended.data["items"]["after"] == ["cleaning"]


def test_amending_nothing_is_no_act(register: Register) -> None:
    contract = sign(register, register.unserved)
    services.amend_contract(
        actor=register.street,
        at=AT,
        contract=contract.public_id,
        service_items=("cleaning", "security", "order"),
        manager_name="王大明",
        manager_phone="13812341234",
        remark="",
    )
    assert not Act.objects.filter(verb="registry.contract.amend").exists()


def test_contacts_are_masked_without_the_right(register: Register) -> None:
    sign(register, register.unserved)
    ids = [register.unserved.pk]
    masked = selectors.service_rows(ids, on=TODAY, contacts=False)[ids[0]]
    assert (masked.manager, masked.phone) == ("王**", "138****1234")
    plain = selectors.service_rows(ids, on=TODAY, contacts=True)[ids[0]]
    assert (plain.manager, plain.phone) == ("王大明", "13812341234")


def test_what_happens_is_announced(
    register: Register, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    heard: list[object] = []
    for kind in (ContractSigned, ContractEntered, ContractEnded):
        events.subscribe(kind, heard.append)
    with django_capture_on_commit_callbacks(execute=True):
        end(register, sign(register, register.unserved), TODAY)
    assert [type(event) for event in heard] == [ContractSigned, ContractEntered, ContractEnded]


def test_the_database_holds_one_open_service(register: Register) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ServicePeriod.objects.create(
            district="370406", compound=register.served, from_on=TODAY, basis="task_list"
        )


# --- enterprises ----------------------------------------------------------------------------------


def test_an_odd_credit_code_is_kept(register: Register) -> None:
    made = services.register_enterprise(
        actor=register.street, at=AT, enterprise=NewEnterprise("丙物业", " 9137 0406ma3c0000x1")
    )
    assert made.uscc == "91370406MA3C0000X1"


@pytest.mark.parametrize("double", [NewEnterprise("丙物业"), NewEnterprise("丁物业", "ABC")])
def test_names_and_codes_are_registered_once(register: Register, double: NewEnterprise) -> None:
    services.register_enterprise(
        actor=register.street, at=AT, enterprise=NewEnterprise("丙物业", "ABC")
    )
    with pytest.raises(Conflict):
        services.register_enterprise(actor=register.street, at=AT, enterprise=double)


def test_an_enterprise_does_not_keep_its_own_entry(register: Register) -> None:
    with pytest.raises(Forbidden):
        services.edit_enterprise(
            actor=personas.actor("wuye"),
            at=AT,
            enterprise=register.enterprise.public_id,
            name="另名物业",
            uscc="",
        )


def test_editing_an_enterprise_is_one_act(register: Register) -> None:
    for _ in range(2):
        services.edit_enterprise(
            actor=register.street,
            at=AT,
            enterprise=register.enterprise.public_id,
            name="演示物业服务有限公司",
            uscc="9144030071526726XG",
        )
    assert Act.objects.filter(verb="registry.enterprise.edit").count() == 1


@pytest.mark.parametrize(
    ("login", "own"),
    [
        ("qu-zhujian", True),
        ("shancheng", True),
        ("meiyuan", True),
        ("wuye", True),
        ("qu-lingdao", False),
    ],
)
def test_contracts_to_settle_stand_on_the_workbench_with_their_list(
    register: Register, login: str, own: bool
) -> None:
    """Past the term, past the last day for notice, and neither: each counted where it is listed."""
    start, by_contract = date(2020, 1, 1), 10
    cases = (
        (register.served, TODAY - timedelta(1), None),
        (register.unserved, TODAY + timedelta(59), None),
    )
    for compound, ends_on, notice_days in cases:
        sign(
            register, compound, starts_on=start, signed_on=None, entry_on=None,
            ends_on=ends_on, notice_days=notice_days,
        )  # fmt: skip
    sign(
        register, register.neighbour, starts_on=start, signed_on=None, entry_on=None,
        ends_on=TODAY + timedelta(by_contract), notice_days=by_contract,
    )  # fmt: skip
    found = [item for item in work(personas.actor(login), AT).everything if item.kind == "contract"]
    assert [item.is_own for item in found] == [own, own]
    assert [item.due_on for item in found] == [ends_on for _compound, ends_on, _days in cases]
    for item, (compound, _ends_on, _days) in zip(found, cases, strict=True):
        page = personas.client(login).get(item.url)
        assert page.context["page"].total == 1
        assert compound.name in page.content.decode()
        assert "1" in item.title
