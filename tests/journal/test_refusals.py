"""Refused acts and readings of personal data leave a row too."""

from __future__ import annotations

import pytest
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from linli.journal import middleware, selectors, services
from linli.journal.data import READ, REFUSED, Subject
from linli.journal.models import Act
from linli.kernel.actors import system_actor
from linli.kernel.web.standing import standing
from linli.registry.models import Compound, CompoundTrait
from tests import personas
from tests.harness.editing import version
from tests.journal.acts import AT, DISTRICT


def _refusals() -> list[Act]:
    return list(Act.objects.filter(verb=REFUSED).order_by("id"))


def test_a_refused_post_is_noted_with_who_what_and_why(district: None) -> None:
    before = len(_refusals())
    compound = Compound.objects.earliest("id")
    address = reverse("registry:contract_new", args=[compound.public_id])
    assert personas.client("qu-lingdao").post(address).status_code == 403
    (act,) = _refusals()[before:]
    actor = personas.actor("qu-lingdao")
    assert (act.actor_user, act.actor_post) == (actor.user_id, actor.post_id)
    assert (act.district, act.division) == (DISTRICT, actor.scope)
    assert (act.subject_label, act.subject_id) == (
        "registry:contract_new",
        str(compound.public_id),
    )
    assert act.data == {"status": 403, "code": "missing_right"}


def test_a_form_that_is_refused_is_noted_once(district: None) -> None:
    before = len(_refusals())
    compound = Compound.objects.filter(community="370406001018").earliest("id")
    address = reverse("registry:compound_class", args=[compound.public_id])
    assert personas.client("shancheng").post(address, {"value": "9"}).status_code == 422
    assert [act.data["status"] for act in _refusals()[before:]] == [422]


def test_reading_and_strangers_are_not_refused_acts(district: None) -> None:
    before = len(_refusals())
    assert personas.client("qu-lingdao").get(reverse("journal:list")).status_code == 403
    assert personas.client().post("/login/", {"login": "x"}).status_code in (200, 422)
    assert personas.client("qu-zhujian").get("/nowhere/").status_code == 404
    assert len(_refusals()) == before


def test_what_was_sent_never_enters_the_note(district: None) -> None:
    before = len(_refusals())
    compound = Compound.objects.filter(community="370406001018").earliest("id")
    address = reverse("registry:contract_new", args=[compound.public_id])
    sent = {"manager_phone": "13800001234", "manager_name": "演示姓名"}
    personas.client("shancheng").post(f"{address}?phone=13800001234", sent)
    (act,) = _refusals()[before:]
    assert "13800001234" not in str(act.digested())
    assert "演示姓名" not in str(act.digested())


def test_a_refusal_stands_when_its_note_cannot_be_written(
    district: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(**_values: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(services, "record_refusal", away)
    request = RequestFactory().post("/registry/")
    standing(request).actor = personas.actor("qu-lingdao")
    answering = middleware.RefusalMiddleware(lambda _request: HttpResponse(status=403))
    assert answering(request).status_code == 403


def test_an_act_that_cannot_be_journalled_is_not_done(
    district: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(self: Act, **_values: object) -> None:
        raise DatabaseError

    compound = Compound.objects.filter(community="370406001018").earliest("id")
    seen = version(
        personas.client("shancheng"), reverse("registry:compound_class", args=[compound.public_id])
    )
    monkeypatch.setattr(Act, "save", away)
    before = list(CompoundTrait.objects.order_by("id").values_list("id", flat=True))
    address = reverse("registry:compound_class", args=[compound.public_id])
    sent = {"value": "3", "from_on": "2020-10-10", **seen}
    assert personas.client("shancheng").post(address, sent).status_code == 500
    assert list(CompoundTrait.objects.order_by("id").values_list("id", flat=True)) == before
    monkeypatch.undo()
    assert personas.client("shancheng").post(address, sent).status_code == 302
    assert CompoundTrait.objects.count() == len(before) + 1


def test_a_reading_names_fields_and_reason_and_no_values(db: None) -> None:
    who = Subject("owner", "o1", "业主")
    act = services.record_read(
        actor=system_actor(DISTRICT),
        at=AT,
        subject=who,
        division="370406001",
        district=DISTRICT,
        fields=["phone", "id_number"],
        reason=" 核实产权 ",
    )
    assert act.verb == READ
    assert act.data == {"fields": ["id_number", "phone"], "reason": "核实产权"}
    assert selectors.readings_of(DISTRICT, "owner", "o1") == [act]


@pytest.mark.parametrize(("fields", "reason"), [(["phone"], " "), ([], "核实产权")])
def test_a_reading_without_reason_or_fields_is_not_done(
    db: None, fields: list[str], reason: str
) -> None:
    with pytest.raises(ValueError, match="fields and its reason"):
        services.record_read(
            actor=system_actor(DISTRICT),
            at=AT,
            subject=Subject("owner", "o1", "业主"),
            division="370406001",
            district=DISTRICT,
            fields=fields,
            reason=reason,
        )
    assert not Act.objects.filter(verb=READ).exists()
