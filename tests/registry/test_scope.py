"""Who sees what of the register: where a post reaches, and for an enterprise, whom it serves."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from linli.kernel.errors import NotFound
from linli.registry import selectors
from linli.registry.models import Compound, CompoundTrait, ServiceContract, ServicePeriod
from tests import personas
from tests.registry.acts import classify, end, sign
from tests.registry.conftest import TODAY, Register


def _names(login: str) -> set[str]:
    seen = selectors.compounds_visible_to(personas.actor(login))
    return set(seen.values_list("name", flat=True))


@pytest.mark.clause("ST-2.3a")
def test_a_division_sees_what_lies_in_it(register: Register) -> None:
    everything = {"梅花园", "福源公寓", "银山小区"}
    for login in ("qu-zhujian", "qu-lingdao", "shancheng", "shenji"):
        assert _names(login) == everything, login
    assert _names("meiyuan") == {"梅花园", "福源公寓"}
    assert _names("dianzi") == set()


def test_an_enterprise_sees_whom_it_serves_until_the_end_is_recorded(register: Register) -> None:
    """P27: the browser that is logged in loses the compound with its next click."""
    assert _names("wuye") == set()
    contract = sign(register, register.unserved)
    assert _names("wuye") == {"福源公寓"}
    browser = personas.client("wuye")
    address = reverse("registry:compound", args=[register.unserved.public_id])
    assert browser.get(address).status_code == 200
    end(register, contract, TODAY)
    assert _names("wuye") == set()
    assert browser.get(address).status_code == 404


def test_an_enterprise_sees_only_its_own_contracts(register: Register) -> None:
    end(register, sign(register, register.unserved), TODAY)
    sign(register, register.unserved, name="乙物业", starts_on=TODAY, entry_on=TODAY)
    wuye = personas.actor("wuye")
    assert ServiceContract.objects.visible_to(wuye).count() == 1
    files = selectors.contract_files(register.unserved, actor=wuye, on=TODAY)
    assert [file.contract.enterprise.name for file in files] == ["演示物业服务有限公司"]
    told = selectors.history(register.unserved, actor=wuye, on=TODAY)
    assert not any("乙物业" in entry.detail for entry in told)
    assert list(selectors.enterprises_visible_to(wuye)) == [register.enterprise]


def test_what_belongs_to_a_compound_is_seen_with_it(register: Register) -> None:
    classify(register, register.neighbour, "2")
    sign(register, register.unserved)
    for login in ("shancheng", "meiyuan", "dianzi", "wuye"):
        actor = personas.actor(login)
        seen = set(Compound.objects.visible_to(actor).values_list("pk", flat=True))
        for model in (CompoundTrait, ServicePeriod):
            rows = model.objects.visible_to(actor).values_list("compound_id", flat=True)
            everywhere = model.objects.filter(compound_id__in=seen)
            assert sorted(rows) == sorted(everywhere.values_list("compound_id", flat=True))


def test_no_scope_is_no_sight(register: Register) -> None:
    nobody = replace(register.street, scope="")
    assert not selectors.compounds_visible_to(nobody).exists()
    assert not selectors.enterprises_visible_to(nobody).exists()
    assert not ServiceContract.objects.visible_to(nobody).exists()
    assert not ServicePeriod.objects.visible_to(nobody).exists()


def test_foreign_and_missing_look_the_same(register: Register) -> None:
    contract = sign(register, register.unserved)
    stranger = personas.actor("dianzi")
    with pytest.raises(NotFound) as foreign:
        selectors.compound(stranger, register.unserved.public_id)
    with pytest.raises(NotFound) as missing:
        selectors.compound(stranger, contract.public_id)
    assert str(foreign.value) == str(missing.value)
    with pytest.raises(NotFound):
        selectors.contract(stranger, contract.public_id)


@pytest.mark.parametrize("text", ["福源", "fuyuan", "fyg", "ＦＹＧＹ", "源公寓", "福 源"])
def test_compounds_are_found_by_characters_pinyin_and_initials(
    register: Register, text: str
) -> None:
    found = selectors.compounds_visible_to(register.street).matching(text)
    assert [row.name for row in found] == ["福源公寓"]


def test_enterprises_are_found_by_their_code_too(register: Register) -> None:
    register.enterprise.uscc = "9144030071526726XG"
    register.enterprise.save(update_fields=["uscc"])
    seen = selectors.enterprises_visible_to(register.street)
    assert [row.name for row in seen.matching("914403")] == ["演示物业服务有限公司"]
    assert not seen.matching("（").exists()
