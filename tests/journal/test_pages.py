"""The journal's pages: the seal of each act, the head of the chain, one act with its proof."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse

from linli.journal import selectors, services
from linli.journal.models import Act
from tests import personas
from tests.journal.acts import AT, DISTRICT, record, write
from tests.journal.tampering import drop_triggers


def _open(path: str, login: str = "shenji", **query: str) -> Any:
    return personas.client(login).get(path, query)


def test_the_list_shows_seals_and_the_head(district: None) -> None:
    services.seal(district=DISTRICT, at=AT)
    (waiting,) = write(1)
    page = _open(reverse("journal:list"))
    head = selectors.head(DISTRICT)
    assert head is not None
    assert head.hash in page.content.decode()
    states = {row.url: str(row.cells[-1].value) for row in page.context["page"].rows}
    assert states[reverse("journal:act", args=[waiting.public_id])] == "待封存"
    assert set(states.values()) == {"已封存", "待封存"}


def test_the_list_is_narrowed_by_day_body_and_act(district: None) -> None:
    mine = record(at=AT + timedelta(days=1))

    def found(**query: str) -> set[str]:
        rows = _open(reverse("journal:list"), **query).context["page"].rows
        return {row.url for row in rows}

    address = reverse("journal:act", args=[mine.public_id])
    assert found(q="2020-10-11") == {address}
    assert address not in found(q="2020-10-12")
    assert address in found(q=mine.body_name)
    assert address in found(verb=mine.verb)
    assert address not in found(verb="jobs.cancel")


def test_an_act_shows_its_data_and_its_proof(district: None) -> None:
    act = record(data={"from": "2020-09-01", "flags": {"open": True}, "list": [1, 2]})
    services.seal(district=DISTRICT, at=AT)
    page = _open(reverse("journal:act", args=[act.public_id])).content.decode()
    proof = selectors.proof_of(act)
    assert proof is not None
    for text in (act.digest, proof.seal, "flags.open", "list.2", "与封存时一致", ">起始日期<"):
        assert text in page
    drop_triggers()
    Act.objects.filter(pk=act.pk).update(actor_title="别人")
    page = _open(reverse("journal:act", args=[act.public_id])).content.decode()
    assert "与封存时不一致" in page


def test_an_act_of_another_district_does_not_exist(district: None) -> None:
    foreign = record(district="120112", division="120112001")
    assert _open(reverse("journal:act", args=[foreign.public_id])).status_code == 404
    assert _open(reverse("journal:act", args=[foreign.public_id]), "shancheng").status_code == 403
