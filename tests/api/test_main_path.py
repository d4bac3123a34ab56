"""The way every program goes: a token, who am I, a list, an act with its key, the description."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from linli.accounts.data import TokenReach
from linli.accounts.models import AccessToken, Submission
from linli.journal.models import Act
from linli.kernel import clock
from linli.registry.models import Enterprise, ServiceContract
from tests import personas
from tests.api.calling import Caller, token_of
from tests.permissions.subjects import COMMUNITY, CONTRACT_FROM, _compound


def _terms() -> dict[str, object]:
    found = Enterprise.objects.get(body__code="st-demo-enterprise")
    return {
        "enterprise": str(found.public_id),
        "nature": "hired",
        "mode": "market",
        "starts_on": CONTRACT_FROM.isoformat(),
        "entry_on": CONTRACT_FROM.isoformat(),
    }


def test_a_token_says_who_calls(district: None) -> None:
    told = Caller("shancheng").get("whoami").json()
    assert told["title"] == personas.actor("shancheng").title
    assert told["scope"] == "370406001"
    assert "contracts.edit" in told["rights"]


def test_a_session_says_nothing(district: None) -> None:
    """A logged-in browser is nobody here: no page of another site can act through it."""
    answer = personas.client("shancheng").get("/api/whoami")
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_compounds_come_in_parts_that_make_the_whole(district: None) -> None:
    caller = Caller("shancheng")
    whole = [row["id"] for row in caller.get("compounds", size=200).json()["items"]]
    parts, cursor = [], ""
    while True:
        part = caller.get("compounds", size=7, cursor=cursor).json()
        parts += [row["id"] for row in part["items"]]
        cursor = part["next"]
        if not cursor:
            break
    assert parts == whole
    assert len(whole) > 7


def test_compounds_can_be_narrowed(district: None) -> None:
    caller = Caller("qu-zhujian")
    found = caller.get("compounds", division=COMMUNITY, sort="-name").json()["items"]
    assert {row["community"]["id"] for row in found} == {COMMUNITY}
    assert caller.get("compounds", q=found[0]["name"]).json()["items"][0]["id"]


def test_a_contract_is_signed_once_however_often_it_is_sent(district: None) -> None:
    caller, compound = Caller("shancheng"), _compound().public_id
    before = Act.objects.count()
    path, body = f"compounds/{compound}/contracts", _terms()
    first = caller.post(path, body, key="contract-0001")
    again = caller.post(path, dict(reversed(body.items())), key="contract-0001")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert ServiceContract.objects.filter(compound__public_id=compound).count() == 1
    assert Act.objects.filter(verb="registry.contract.sign").count() == 1
    assert Act.objects.count() == before + 1
    other = caller.post(path, {**body, "remark": "x"}, key="contract-0001")
    assert other.status_code == 409
    assert other.json()["code"] == "key_used"
    assert caller.get(f"compounds/{compound}").json()["contracts"][0]["id"] == first.json()["id"]


def test_what_was_refused_may_be_sent_again_under_its_key(district: None) -> None:
    caller, compound = Caller("shancheng"), _compound().public_id
    path, body = f"compounds/{compound}/contracts", _terms()
    late = {**body, "ends_on": "2019-01-01"}
    assert caller.post(path, late, key="contract-0002").status_code == 422
    assert not Submission.objects.filter(key="contract-0002").exists()
    assert caller.post(path, body, key="contract-0002").status_code == 201


def test_a_key_belongs_to_its_user(district: None) -> None:
    """What one sends under a key is nothing to another who chose the same."""
    for login, name in (("shancheng", "测试甲公司"), ("dianzi", "测试乙公司")):
        answer = Caller(login).post("enterprises", {"name": name}, key="enterprise-0003")
        assert (answer.status_code, answer.json()["name"]) == (201, name)


def test_without_a_key_nothing_is_done(district: None) -> None:
    answer = Caller("shancheng").post(
        f"compounds/{_compound().public_id}/contracts", _terms(), key=""
    )
    assert answer.status_code == 422
    assert answer.json()["findings"][0]["column"] == "Idempotency-Key"
    assert not ServiceContract.objects.exists()


def test_unknown_fields_are_refused_by_name(district: None) -> None:
    caller = Caller("shancheng")
    answer = caller.post(
        f"compounds/{_compound().public_id}/contracts", {**_terms(), "district": "370405"}
    )
    (finding,) = answer.json()["findings"]
    assert answer.status_code == 422
    assert finding["column"] == "district"
    assert "service_items" in finding["allowed"]
    (finding,) = caller.get("compounds", colour="red").json()["findings"]
    assert (finding["column"], finding["code"]) == ("colour", "extra_forbidden")
    assert "division" in finding["allowed"]


def test_refusals_speak_the_language_asked_for(district: None) -> None:
    english = Caller("shancheng").get("compounds", size="many").json()["findings"][0]["message"]
    chinese = (
        Caller("shancheng", language="zh-CN,zh;q=0.9,en;q=0.5")
        .get("compounds", size="many")
        .json()["findings"][0]["message"]
    )
    assert english == "This is no whole number."
    assert chinese != english


def test_the_description_is_for_everybody(db: None) -> None:
    told = Client().get("/api/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    assert "/api/compounds" in told["paths"]
    assert Client().get("/api/").status_code == 200
    missing = Client().get("/api/nothing/here")
    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(("reach", "status"), [(TokenReach.READ, 403), (TokenReach.WRITE, 201)])
def test_a_reading_token_changes_nothing(district: None, reach: TokenReach, status: int) -> None:
    caller = Caller("shancheng", reach=reach)
    path = f"compounds/{_compound().public_id}/contracts"
    assert caller.post(path, _terms()).status_code == status


def test_an_expired_token_is_dead_for_good(district: None) -> None:
    text = token_of("shancheng", days=1)
    assert Caller(token=text).get("whoami").status_code == 200
    now = clock.offset_days()
    clock.set_offset(now + 2)
    assert Caller(token=text).get("whoami").status_code == 401
    clock.set_offset(now)
    assert Caller(token=text).get("whoami").status_code == 401
    revoked_at = AccessToken.objects.get().revoked_at
    assert revoked_at is not None
    assert revoked_at > clock.now() + timedelta(days=1)
