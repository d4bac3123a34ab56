from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from linli.journal.models import Act
from linli.kernel import events
from linli.kernel.errors import BadInput, Conflict, Forbidden, NotFound, RuleBroken
from linli.registry import selectors, services
from linli.registry.data import NewCompound, TraitChanged, TraitKind
from linli.registry.models import Compound, CompoundTrait
from tests import personas
from tests.registry.acts import ENTRY, classify, end, sign
from tests.registry.conftest import AT, MEIYUAN, TODAY, ZIWEI, Register


def _verbs(compound: Compound) -> list[str]:
    acts = Act.objects.filter(subject_id=str(compound.public_id)).order_by("id")
    return list(acts.values_list("verb", flat=True))


def test_registering_is_one_act_for_each(register: Register) -> None:
    assert _verbs(register.unserved) == ["registry.compound.register"]
    assert register.unserved.district == "370406"
    assert register.unserved.search_initials == "fygy"


def test_all_are_registered_or_none(register: Register) -> None:
    before = Compound.objects.count()
    new = [
        NewCompound("新小区", MEIYUAN),
        NewCompound("福源公寓", MEIYUAN),
        NewCompound("新小区", MEIYUAN),
    ]
    with pytest.raises(BadInput) as refused:
        services.register_compounds(actor=register.district, at=AT, compounds=new)
    assert [finding.value for finding in refused.value.findings] == ["福源公寓", "新小区"]
    assert Compound.objects.count() == before


def test_one_name_in_two_communities_are_two_compounds(register: Register) -> None:
    new = [NewCompound("福源公寓", ZIWEI)]
    assert services.register_compounds(actor=register.district, at=AT, compounds=new)


def test_nobody_registers_in_a_foreign_town(register: Register) -> None:
    new = [NewCompound("福源公寓", MEIYUAN)]
    with pytest.raises(NotFound):
        services.register_compounds(actor=personas.actor("dianzi"), at=AT, compounds=new)


def test_reading_is_not_writing(register: Register) -> None:
    community = personas.actor("meiyuan")
    with pytest.raises(Forbidden):
        services.register_compounds(
            actor=community, at=AT, compounds=[NewCompound("新小区", MEIYUAN)]
        )
    with pytest.raises(Forbidden):
        services.set_trait(
            actor=community,
            at=AT,
            compound=register.unserved.public_id,
            trait=TraitKind.CLASS,
            value="2",
            from_on=TODAY,
        )


def test_editing_says_what_changed_and_finds_the_new_name(register: Register) -> None:
    edited = services.edit_compound(
        actor=register.street,
        at=AT,
        compound=register.unserved.public_id,
        name="福源新寓",
        buildings=4,
        households=168,
        built_year=1998,
        area=1_248_000,
    )
    act = Act.objects.get(verb="registry.compound.edit")
    assert act.data["name"] == {"before": "福源公寓", "after": "福源新寓"}
    assert edited.public_id in {
        row.public_id for row in selectors.compounds_visible_to(register.street).matching("fyxy")
    }


def test_editing_nothing_is_no_act(register: Register) -> None:
    found = register.unserved
    services.edit_compound(
        actor=register.street,
        at=AT,
        compound=found.public_id,
        name=found.name,
        buildings=None,
        households=None,
        built_year=None,
        area=None,
    )
    assert "registry.compound.edit" not in _verbs(found)


def test_a_name_is_not_taken_twice_by_editing(register: Register) -> None:
    with pytest.raises(Conflict):
        services.edit_compound(
            actor=register.street,
            at=AT,
            compound=register.unserved.public_id,
            name=register.served.name,
            buildings=None,
            households=None,
            built_year=None,
            area=None,
        )


# --- class (ST-A5.2) ------------------------------------------------------------------------------


@pytest.mark.clause("ST-A5.2")
def test_class_1_needs_service_in_place(register: Register) -> None:
    with pytest.raises(RuleBroken) as refused:
        classify(register, register.unserved, "1")
    assert refused.value.clause == "ST-A5.2"
    assert refused.value.remedy
    assert classify(register, register.unserved, "2").value == "2"
    assert classify(register, register.served, "1").value == "1"


@pytest.mark.clause("ST-A5.2")
def test_class_1_needs_service_on_the_day_it_holds_from(register: Register) -> None:
    contract = sign(register, register.unserved)
    with pytest.raises(RuleBroken):
        classify(register, register.unserved, "1", ENTRY - timedelta(1))
    classify(register, register.unserved, "1", ENTRY)
    end(register, contract, TODAY)
    with pytest.raises(RuleBroken):
        classify(register, register.unserved, "1", TODAY)


def test_a_class_the_policy_does_not_know(register: Register) -> None:
    with pytest.raises(BadInput) as refused:
        classify(register, register.served, "4")
    assert refused.value.clause == "ST-A5.2"


def test_classes_follow_each_other_without_a_gap(register: Register) -> None:
    first = classify(register, register.unserved, "3", date(2020, 9, 28))
    second = classify(register, register.unserved, "2", TODAY)
    first.refresh_from_db()
    assert (first.valid_to, second.valid_to) == (TODAY, None)
    ids = [register.unserved.pk]
    on = {day: selectors.trait_on(ids, TraitKind.CLASS, on=day).get(ids[0]) for day in DAYS}
    assert list(on.values()) == [None, "3", "3", "2"]


DAYS = (date(2020, 9, 27), date(2020, 9, 28), date(2020, 10, 9), TODAY)


def test_the_same_class_again_is_no_act(register: Register) -> None:
    first = classify(register, register.unserved, "3")
    assert classify(register, register.unserved, "3", TODAY + timedelta(9)).pk == first.pk
    assert _verbs(register.unserved).count("registry.trait.set") == 1


def test_the_same_day_again_corrects(register: Register) -> None:
    classify(register, register.unserved, "3")
    classify(register, register.unserved, "2")
    rows = CompoundTrait.objects.filter(compound=register.unserved)
    assert list(rows.values_list("value", "valid_to")) == [("2", None)]
    assert _verbs(register.unserved).count("registry.trait.set") == 2


def test_the_past_is_not_rewritten(register: Register) -> None:
    classify(register, register.unserved, "3")
    with pytest.raises(Conflict):
        classify(register, register.unserved, "2", TODAY - timedelta(1))


def test_the_database_holds_one_open_value(register: Register) -> None:
    row = classify(register, register.unserved, "3")
    with pytest.raises(IntegrityError), transaction.atomic():
        CompoundTrait.objects.create(
            district=row.district, compound=row.compound, trait="class", value="2", valid_from=TODAY
        )


def test_a_changed_class_is_announced(
    register: Register, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    heard: list[TraitChanged] = []
    events.subscribe(TraitChanged, heard.append)
    with django_capture_on_commit_callbacks(execute=True):
        classify(register, register.unserved, "3", ENTRY)
        classify(register, register.unserved, "2")
    assert [(event.before, event.value) for event in heard] == [("", "3"), ("3", "2")]


# --- service known from the task list -------------------------------------------------------------


def test_baseline_service_is_recorded_once(register: Register) -> None:
    again = services.record_baseline_service(
        actor=register.district, at=AT, compounds=[register.served, register.unserved]
    )
    assert again == 1
    both = [register.served.pk, register.unserved.pk]
    assert selectors.covered_ids(both, on=date(1990, 1, 1)) == set(both)


def test_baseline_service_stays_in_scope(register: Register) -> None:
    with pytest.raises(NotFound):
        services.record_baseline_service(
            actor=personas.actor("dianzi"), at=AT, compounds=[register.unserved]
        )
