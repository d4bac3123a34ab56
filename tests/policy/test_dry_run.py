"""What a change would do to the running district, said before it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.policy import selectors, services
from linli.policy.data import ChangeState, PreviewChange
from linli.policy.models import Draft
from linli.registry.models import Compound, CompoundTrait
from tests import personas

DAY = date(2020, 10, 11)
FIRST = "  - duty: progress_report\n"
Edit = Callable[[str, str], dict[str, tuple[PreviewChange, ...]]]


@pytest.fixture
def officer(district: None) -> Actor:
    """The housing officer of the demonstration district."""
    return personas.actor("qu-zhujian")


@pytest.fixture
def edit(officer: Actor) -> Edit:
    """The effects of a draft in which one word of the text in force is another."""

    def change(old: str, new: str) -> dict[str, tuple[PreviewChange, ...]]:
        draft: Draft = services.start_draft(actor=officer, at=clock.now(), layer="st")
        name = next(name for name, text in draft.files.items() if old in text)
        text = draft.files[name].replace(old, new)
        draft = services.save_draft(
            actor=officer, at=clock.now(), draft=draft, name=name, text=text
        )
        preview = services.try_draft(draft=draft, district=officer.district, on=DAY)
        return {section.name: section.changes for section in selectors.dry_run(preview).effects}

    return change


def counts(changes: tuple[PreviewChange, ...]) -> dict[ChangeState, int]:
    """How many things change in which way."""
    found: dict[ChangeState, int] = {}
    for change in changes:
        found[change.state] = found.get(change.state, 0) + change.count
    return found


def test_what_stays_the_same_changes_nothing(edit: Edit) -> None:
    assert not any(edit("code: st", "code: st").values())


@pytest.mark.clause("ST-A5.3")
def test_due_days_that_fall_away_and_come_are_told_by_body(edit: Edit) -> None:
    """The 16th for the 15th: for every street one day falls away and another comes."""
    duties = edit("BYMONTHDAY=1,15", "BYMONTHDAY=1,16")["duties"]
    found = counts(duties)
    assert found == {ChangeState.REMOVED: 2, ChangeState.ADDED: 1}  # 16 November is past phase 2
    assert all("·" in change.subject for change in duties)
    added = [change for change in duties if change.state is ChangeState.ADDED]
    assert all(example.text.endswith("-16") for change in added for example in change.examples)


@pytest.mark.clause("ST-A5.2")
def test_compounds_that_would_break_a_rule_are_listed(edit: Edit, officer: Actor) -> None:
    """Class 3 without service in place: one compound of that class breaks the changed rule."""
    compound = Compound.objects.filter(district=officer.district).uncovered_on(DAY).earliest("id")
    CompoundTrait.objects.filter(compound=compound, trait="class").delete()
    CompoundTrait.objects.create(
        district=officer.district,
        compound=compound,
        trait="class",
        value="3",
        valid_from=DAY - timedelta(days=5),
    )
    (breach,) = edit("class: '1'", "class: '3'")["rules"]
    assert (breach.state, breach.count) == (ChangeState.BREAKS, 1)
    assert breach.examples[0].text == compound.name
    assert str(compound.public_id) in breach.examples[0].url


def test_amounts_are_worked_out_on_the_compounds_of_the_district(
    edit: Edit, officer: Actor
) -> None:
    compound = Compound.objects.filter(district=officer.district).earliest("id")
    Compound.objects.filter(pk=compound.pk).update(area=Decimal(60_000) * 100)
    rate = """\
  - formula: trial.subsidy
    name: area_rate
    label: {zh: 试行补贴, en: Trial subsidy}
    rate: 0.10 元/平方米·月
"""
    (amount,) = edit(FIRST, rate + FIRST)["amounts"]
    assert amount.state is ChangeState.ADDED
    assert amount.count == 1
    assert amount.examples[0].text.startswith(compound.name)
    assert "72000" in amount.examples[0].text


def test_a_route_that_changes_names_the_bodies(edit: Edit, officer: Actor) -> None:
    route = """\
  - route: trial.noise
    label: {zh: 噪声扰民, en: Noise}
    lead: street_town
    assist: [housing_authority]
    channel: request
"""
    (change,) = edit(FIRST, route + FIRST)["routes"]
    assert (change.subject, change.before) == ("噪声扰民", "—")
    assert change.after == "街镇 (2 个单位)牵头，区住建局配合"


def test_a_foreign_district_sees_its_own_data_only(edit: Edit, officer: Actor) -> None:
    stranger = replace(officer, district="120112", scope="120112")
    draft = services.start_draft(actor=officer, at=clock.now(), layer="st")
    preview = services.try_draft(draft=draft, district=stranger.district, on=DAY)
    duties = next(s for s in selectors.dry_run(preview).effects if s.name == "duties")
    assert all(change.state is ChangeState.ADDED for change in duties.changes)


def test_a_duty_the_policy_gives_by_itself_is_counted_for_every_body(edit: Edit) -> None:
    duty = """\
  - duty: trial.patrol
    label: {zh: 试行巡查, en: Trial patrol}
    by: street_town
    each: street
    receiver: {zh: 区住建局, en: Housing bureau}
    recurrence: FREQ=MONTHLY;BYMONTHDAY=5
    fulfilled_by: oversight.patrol.record
    holiday_shift: none
"""
    changes = edit(FIRST, duty + FIRST)["duties"]
    assert [change.state for change in changes] == [ChangeState.ADDED, ChangeState.ADDED]
    assert [change.count for change in changes] == [12, 12]  # a year from 11 October 2020
    assert changes[0].examples[0].text == "2020-11-05"
