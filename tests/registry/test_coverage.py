"""Coverage is arithmetic over service periods: counted here a second time, by hand."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linli.kernel.errors import BadInput, Conflict
from linli.kernel.explain import Explanation
from linli.registry import selectors
from linli.registry.data import CommunityCoverage
from tests.registry.acts import ENTRY, end, sign
from tests.registry.conftest import AT, MEIYUAN, TODAY, ZIWEI, Register

START = date(2020, 1, 1)
WINDOW = [START + timedelta(days) for days in range(-2, 43)]
STAYS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 15)), max_size=4)


@given(stays=STAYS, came_served=st.booleans())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_covered_days_are_the_days_of_the_stays(
    register: Register, stays: list[tuple[int, int]], came_served: bool
) -> None:
    """Enterprises come and go in any order; refused stays leave no trace in the coverage."""
    compound = register.served if came_served else register.unserved
    expected = set(WINDOW) if came_served else set()
    open_ended = came_served
    with transaction.atomic():
        for number, (first, length) in enumerate(stays):
            entry, leave = START + timedelta(first), START + timedelta(first + length)
            try:
                with transaction.atomic():
                    contract = sign(
                        register, compound, name=f"物业{number}", starts_on=entry, entry_on=entry
                    )
                    end(register, contract, leave)
            except (Conflict, BadInput):
                continue
            if open_ended:
                expected = {day for day in WINDOW if day < leave}
                open_ended = False
            else:
                expected |= {day for day in WINDOW if entry <= day < leave}
        covered = {day for day in WINDOW if selectors.covered_ids([compound.pk], on=day)}
        transaction.set_rollback(True)
    assert covered == expected


def test_coverage_by_community_adds_up(register: Register) -> None:
    ids = [register.served.pk, register.unserved.pk, register.neighbour.pk]
    rows = selectors.coverage_by_community(ids, on=TODAY)
    assert rows == [
        CommunityCoverage(ZIWEI, register.neighbour.community.name, covered=0, total=1),
        CommunityCoverage(MEIYUAN, register.served.community.name, covered=1, total=2),
    ]
    sign(register, register.neighbour)
    assert sum(row.covered for row in selectors.coverage_by_community(ids, on=TODAY)) == 2
    assert sum(row.covered for row in selectors.coverage_by_community(ids, on=START)) == 1


def test_the_querysets_agree_with_the_ids(register: Register) -> None:
    sign(register, register.unserved)
    seen = selectors.compounds_visible_to(register.street)
    ids = list(seen.values_list("pk", flat=True))
    for day in (START, ENTRY - timedelta(1), ENTRY, TODAY):
        covered = set(seen.covered_on(day).values_list("pk", flat=True))
        assert covered == selectors.covered_ids(ids, on=day)
        assert set(seen.uncovered_on(day).values_list("pk", flat=True)) == set(ids) - covered
        annotated = seen.with_service(day).filter(is_covered=True)
        assert set(annotated.values_list("pk", flat=True)) == covered


def test_the_explanation_names_every_period(register: Register) -> None:
    end(register, sign(register, register.unserved), TODAY)
    explanation = selectors.coverage_explanation(register.unserved, on=TODAY, as_of=AT)
    assert isinstance(explanation, Explanation)
    assert [entry.value for entry in explanation.inputs] == ["演示物业服务有限公司"]
    assert explanation.citations
    served = selectors.coverage_explanation(register.served, on=TODAY, as_of=AT)
    assert served.value != explanation.value


def test_a_row_for_every_compound_asked_about(register: Register) -> None:
    ids = [register.served.pk, register.unserved.pk]
    rows = selectors.service_rows(ids, on=TODAY, contacts=True)
    assert sorted(rows) == sorted(ids)
    assert rows[register.unserved.pk].enterprise == ""
    assert rows[register.unserved.pk].name == "福源公寓"
