"""The register's pages as their readers get them."""

from __future__ import annotations

import io
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from linli.registry import services
from linli.registry.data import NewCompound
from linli.registry.models import Compound, Enterprise, ServiceContract
from tests import personas
from tests.harness.editing import opened, version
from tests.registry.acts import ENTRY, classify, end, sign
from tests.registry.conftest import AT, MEIYUAN, TODAY, Register

Answer = Any  # the test client's response, which the stubs give no public name

# Upper bounds, with room for panels of higher apps; that they do not grow is tested below.
LIST_QUERIES = 16
PAGE_QUERIES = 30


def _get(login: str, name: str, *args: UUID, language: str = "en", **query: str) -> Answer:
    return _browser(login, language).get(reverse(f"registry:{name}", args=args), query)


def _browser(login: str, language: str = "en") -> Client:
    browser = personas.client(login)
    browser.cookies["django_language"] = language
    return browser


def _text(response: Answer) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


# --- compounds ------------------------------------------------------------------------------------


def test_the_list_says_its_scope(register: Register) -> None:
    page = _text(_get("shancheng", "compounds"))
    assert "3 compounds, 1 covered as of 2020-10-10" in page
    assert "2 compounds" in _text(_get("meiyuan", "compounds"))


def test_an_enterprise_is_told_what_is_hidden(register: Register) -> None:
    page = _text(_get("wuye", "compounds"))
    assert "Shown are only those your enterprise has, or had, a contract for." in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"service": "no"}, {"福源公寓", "银山小区"}),
        ({"service": "yes"}, {"梅花园"}),
        ({"class": "3"}, {"福源公寓"}),
        ({"class": "none"}, {"梅花园", "银山小区"}),
        ({"place": MEIYUAN}, {"梅花园", "福源公寓"}),
        ({"q": "ysxq"}, {"银山小区"}),
    ],
)
def test_the_list_is_narrowed_and_exports_what_it_shows(
    register: Register, query: dict[str, str], names: set[str]
) -> None:
    classify(register, register.unserved, "3")
    rows = _get("shancheng", "compounds", **query).context["page"].rows
    assert {row.cells[0].value for row in rows} == names
    exported = _get("shancheng", "compounds", format="xlsx", **query)
    book = openpyxl.load_workbook(io.BytesIO(exported.content))  # our own file
    listed = {row[0] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)}
    assert names <= listed
    assert not listed & ({"梅花园", "福源公寓", "银山小区"} - names)


def test_the_list_sorts_by_pinyin(register: Register) -> None:
    rows = _get("shancheng", "compounds", sort="name").context["page"].rows
    assert [row.cells[0].value for row in rows] == ["福源公寓", "梅花园", "银山小区"]


def test_the_file_of_a_compound(register: Register) -> None:
    sign(register, register.unserved)
    classify(register, register.unserved, "1")
    page = _text(_get("shancheng", "compound", register.unserved.public_id, language="zh-hans"))
    for words in ("一小区一档", "已覆盖", "演示物业服务有限公司", "王大明", "13812341234", "1类"):
        assert words in page
    assert "登记物业服务合同" in page
    assert reverse("registry:contract_new", args=[register.unserved.public_id]) in page


@pytest.mark.clause("ST-3.1d")
def test_the_file_compares_the_service_with_the_policys_sets(register: Register) -> None:
    contract = sign(register, register.unserved, service_items=("cleaning", "security"))
    page = _text(_get("shancheng", "compound", register.unserved.public_id))
    assert "Basic items 2 of 3" in page
    assert "Target items 2 of 5" in page
    services.amend_contract(
        actor=register.street,
        at=AT,
        contract=contract.public_id,
        service_items=("cleaning", "security", "order", "greening", "maintenance"),
        manager_name="",
        manager_phone="",
        remark="",
    )
    page = _text(_get("shancheng", "compound", register.unserved.public_id))
    assert "Target items 5 of 5" in page
    assert "missing:" not in page


@pytest.mark.parametrize("login", ["meiyuan", "qu-lingdao", "shenji"])
def test_contacts_are_masked_on_every_page(register: Register, login: str) -> None:
    sign(register, register.unserved)
    for response in (
        _get(login, "compound", register.unserved.public_id),
        _get(login, "enterprise", register.enterprise.public_id),
    ):
        page = _text(response)
        assert "王**" in page
        assert "138****1234" in page
        assert "王大明" not in page
        assert "13812341234" not in page


def test_readers_are_offered_no_acts(register: Register) -> None:
    page = _text(_get("shenji", "compound", register.unserved.public_id))
    assert "Register entry" not in page
    assert "Set the class" not in page
    district = _text(_get("qu-zhujian", "compound", register.unserved.public_id))
    assert "Contracts are registered by the street or town." in district


@pytest.mark.clause("ST-A5.2")
def test_a_class_that_no_longer_fits_is_shown(register: Register) -> None:
    contract = sign(register, register.unserved)
    classify(register, register.unserved, "1")
    said = "The service of this compound has ended, so its class no longer fits."
    assert said not in _text(_get("shancheng", "compound", register.unserved.public_id))
    end(register, contract, TODAY)
    assert said in _text(_get("shancheng", "compound", register.unserved.public_id))


@pytest.mark.clause("ST-A5.2")
def test_the_class_form_says_why_a_class_cannot_be_chosen(register: Register) -> None:
    page = _text(_get("shancheng", "compound_class", register.unserved.public_id))
    assert 'value="1" required disabled aria-describedby="why-1"' in page
    assert 'value="2" required disabled' not in page
    browser = _browser("shancheng")
    address = reverse("registry:compound_class", args=[register.unserved.public_id])
    sent = browser.post(
        address, {"value": "1", "from_on": "2020-10-10", **version(browser, address)}
    )
    assert sent.status_code == 422
    assert "ST-A5.2" in sent.content.decode()


def test_setting_a_class_and_correcting_the_basics(register: Register) -> None:
    browser, public_id = _browser("shancheng"), register.unserved.public_id
    for name, sent in (
        ("compound_class", {"value": "3", "from_on": "2020-10-10"}),
        (
            "compound_edit",
            {"name": "福源公寓", "buildings": "4", "households": "168", "area": "12480.05"},
        ),
    ):
        address = reverse(f"registry:{name}", args=[public_id])
        done = browser.post(address, {**opened(browser, address), **sent})
        assert done.status_code == 302, name
    stored = Compound.objects.get(public_id=public_id)
    assert (stored.area, stored.buildings, stored.built_year) == (1_248_005, 4, None)
    assert "12,480.05 m²" in _text(_get("shancheng", "compound", public_id))


# --- contracts ------------------------------------------------------------------------------------

ENTERED = {
    "new_name": "丁物业",
    "new_uscc": "9137",
    "nature": "hired",
    "mode": "market",
    "starts_on": "2020-10-01",
    "entry_on": "2020-10-01",
    "service_items": ["cleaning", "order"],
}


def test_registering_an_entry_with_a_new_enterprise(register: Register) -> None:
    url = reverse("registry:contract_new", args=[register.unserved.public_id])
    browser = _browser("shancheng")
    done = browser.post(url, ENTERED, follow=True)
    page = done.content.decode()
    assert "The contract is registered." in page
    assert "The credit code does not have 18 characters." in page
    contract = ServiceContract.objects.get()
    assert (contract.enterprise.name, contract.entry_on) == ("丁物业", ENTRY)
    assert contract.service_items == ["cleaning", "order"]
    again = browser.post(url, ENTERED)
    assert again.status_code == 422
    assert ServiceContract.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"new_name": ""}, "enterprise"),
        ({"ends_on": "2020-09-01"}, "ends_on"),
        ({"starts_on": ""}, "starts_on"),
        ({"mode": "invented"}, "mode"),
    ],
)
def test_a_contract_form_out_of_shape_writes_nothing(
    register: Register, change: dict[str, str], field: str
) -> None:
    url = reverse("registry:contract_new", args=[register.unserved.public_id])
    response = _browser("shancheng").post(url, ENTERED | change)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not ServiceContract.objects.exists()
    assert not Enterprise.objects.filter(name="丁物业").exists()


def test_closing_names_what_it_changes_first(register: Register) -> None:
    contract = sign(register, register.unserved)
    classify(register, register.unserved, "1")
    page = _text(_get("shancheng", "contract_end", contract.public_id))
    assert "From that day 福源公寓 counts as not covered." in page
    assert "Class 1 no longer fits" in page
    done = _browser("shancheng").post(
        reverse("registry:contract_end", args=[contract.public_id]),
        {"ended_on": "2020-10-10", "reason": "退出"},
    )
    assert done.status_code == 302
    contract.refresh_from_db()
    assert contract.ended_on == TODAY


def test_entry_and_amendment_by_form(register: Register) -> None:
    contract = sign(register, register.unserved, entry_on=None)
    browser = _browser("shancheng")
    for name, sent in (
        ("contract_entry", {"entry_on": "2020-10-10"}),
        ("contract_amend", {"service_items": ["order"], "manager_name": "赵某"}),
    ):
        address = reverse(f"registry:{name}", args=[contract.public_id])
        read = version(browser, address) if name == "contract_amend" else {}
        assert browser.post(address, {**sent, **read}).status_code == 302, name
    contract.refresh_from_db()
    assert (contract.entry_on, contract.service_items) == (TODAY, ["order"])


# --- who gets what --------------------------------------------------------------------------------


def test_foreign_is_404_and_missing_right_is_403(register: Register) -> None:
    contract = sign(register, register.unserved)
    compound = register.unserved.public_id
    expected = {
        ("dianzi", "compound", compound): 404,
        ("dianzi", "compound_class", compound): 404,
        ("dianzi", "contract_new", compound): 404,
        ("dianzi", "contract_end", contract.public_id): 404,
        ("meiyuan", "compound_edit", compound): 403,
        ("meiyuan", "contract_new", compound): 403,
        ("qu-zhujian", "contract_new", compound): 403,
        ("qu-zhujian", "compound_edit", compound): 200,
        ("wuye", "compound", compound): 200,
        ("wuye", "compound", register.served.public_id): 404,
        ("wuye", "contract_amend", contract.public_id): 403,
    }
    assert {key: _get(*key).status_code for key in expected} == expected


# --- cost -----------------------------------------------------------------------------------------


def _more(register: Register, number: int) -> None:
    new = [NewCompound(f"新小区{n}", MEIYUAN) for n in range(number)]
    for n, compound in enumerate(
        services.register_compounds(actor=register.district, at=AT, compounds=new)
    ):
        sign(register, compound, name=f"新物业{n}")


def test_lists_cost_the_same_for_many_rows(
    register: Register, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    _more(register, 8)
    browser = _browser("shancheng")
    for name in ("compounds", "enterprises"):
        with django_assert_max_num_queries(LIST_QUERIES):
            assert browser.get(reverse(f"registry:{name}")).status_code == 200


def test_the_file_costs_the_same_for_a_long_history(
    register: Register, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    contract = sign(register, register.unserved)
    for number in range(12):
        services.amend_contract(
            actor=register.street,
            at=AT,
            contract=contract.public_id,
            service_items=("cleaning",),
            manager_name="",
            manager_phone="",
            remark=str(number),
        )
    _more(register, 3)
    browser = _browser("shancheng")
    with django_assert_max_num_queries(PAGE_QUERIES):
        page = browser.get(reverse("registry:compound", args=[register.unserved.public_id]))
    assert "earlier acts" in _text(page)
