"""Shanting, Donghe and Haimen asked row by row what their papers order (papers/st_dh_hm.yaml).

The golden cases show what the papers calculate; these rows show who owes, decides, publishes and
scores what, how hard a rule is, and what stays open.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from linli.policy.data import UNSET, Resolved
from linli.policy.data.kinds import KINDS
from linli.policy.explaining import PolicyExplanation, explain
from tests.harness.papers import stated
from tests.policy.books import book, source

DAY = date(2024, 6, 30)
PLACES = {"ST": "370406", "DH": "150202", "HM": "320614"}
PAPERS = Path(__file__).parent / "papers" / "st_dh_hm.yaml"


def found(clause: str, kind: str, key: str) -> Resolved[Any]:
    """A provision as it holds in the clause's district, said by that clause."""
    resolved = book(PLACES[clause[:2]]).provision(KINDS[kind], key, on=DAY)
    assert clause in {citation.clause for citation in resolved.citations}
    return resolved


def answer(clause: str, kind: str, key: str, **inputs: str) -> PolicyExplanation:
    """The answer to a question, resting on the clause."""
    told = explain(book(PLACES[clause[:2]]), f"{kind}:{key}", on=DAY, inputs=inputs)
    assert clause in {citation.clause for citation in told.citations}
    return told


@pytest.mark.parametrize(("clause", "category", "lead", "assist"), stated(PAPERS, "routes"))
def test_a_matter_goes_where_the_paper_sends_it(
    clause: str, category: str, lead: Any, assist: str
) -> None:
    told = answer(clause, "route", category)
    assert told.value == ("street_town" if lead is UNSET else lead)
    assert told.outcome == ("fallback" if lead is UNSET else "")
    assert told.details["assist"] == ", ".join(assist.split())


@pytest.mark.parametrize(("clause", "key", "by", "each", "when"), stated(PAPERS, "duties"))
def test_a_duty_is_owed_by_whom_and_when(
    clause: str, key: str, by: str, each: str, when: Any
) -> None:
    duty = found(clause, "duty", key).body
    assert (duty.by, duty.each) == (by, each)
    told = answer(clause, "duty", key, event="2024-05-10")
    if when == "standing":
        assert told.value == "continuous"
    elif when == "after":
        assert told.open == ("due_within",)
    else:
        assert when is UNSET
        assert told.open == ("recurrence",)


@pytest.mark.parametrize(("clause", "key", "codes"), stated(PAPERS, "words"))
def test_words_are_those_of_the_clause(clause: str, key: str, codes: str) -> None:
    words = found(clause, "vocabulary", key).body
    assert [term.code for term in words.terms if term.clause == clause] == codes.split()


@pytest.mark.parametrize(("clause", "key", "by", "form", "effect"), stated(PAPERS, "gates"))
def test_a_decision_waits_for_who_must_agree_or_be_heard(
    clause: str, key: str, by: str, form: str, effect: Any
) -> None:
    gate = found(clause, "gate", key).body
    assert (gate.by, gate.form, gate.effect) == (by, form, effect)
    if not gate.decided_by and effect == "block":
        assert answer(clause, "gate", key).value == "closed"
        assert answer(clause, "gate", key, answer="consent").value == "open"


@pytest.mark.parametrize(("clause", "key", "items", "by"), stated(PAPERS, "published"))
def test_what_is_published_and_by_whom(clause: str, key: str, items: str, by: str) -> None:
    published = found(clause, "disclosure", key).body
    assert ([item.code for item in published.items], published.by) == (items.split(), by)


@pytest.mark.parametrize(("clause", "key", "assessors", "cycle"), stated(PAPERS, "sheets"))
def test_who_scores_and_how_often(clause: str, key: str, assessors: Any, cycle: Any) -> None:
    sheet = found(clause, "scheme", key).body
    assert sheet.assessors == (assessors if assessors is UNSET else tuple(assessors.split()))
    assert sheet.cycle == cycle
    if cycle is UNSET:
        assert answer(clause, "scheme", key, units="3").open == ("cycle",)


@pytest.mark.parametrize(("clause", "key", "effect"), stated(PAPERS, "rules"))
def test_a_rule_is_as_hard_as_the_paper(clause: str, key: str, effect: str) -> None:
    if found(clause, "rule", key).body.decided_by:
        assert found(clause, "rule", key).body.effect == effect
    else:
        assert answer(clause, "rule", key, met="no").value == effect
        assert answer(clause, "rule", key, met="yes").value == "pass"


@pytest.mark.parametrize(("clause", "key", "name"), stated(PAPERS, "figures"))
def test_figures_stand_in_their_clause(clause: str, key: str, name: str) -> None:
    kind = name if name in KINDS else "formula"
    body = found(clause, kind, key).body
    assert kind != "formula" or body.name == name


# --- one mechanism, five documents ----------------------------------------------------------------

CONFIGURATION: dict[str, dict[str, list[str] | str]] = yaml.safe_load(
    (Path(__file__).parent / "papers" / "configuration.yaml").read_text(encoding="utf-8")
)
LAYERS = {"JN": "jn", "ST": "st", "TJ": "tj", "DH": "dh", "HM": "hm"}


@pytest.mark.parametrize("mechanism", sorted(CONFIGURATION))
def test_a_mechanism_that_differs_is_configured_where_a_document_has_it(mechanism: str) -> None:
    """Each document sets it by keys of its own layer; what it leaves open a district can answer."""
    assert set(CONFIGURATION[mechanism]) == set(LAYERS)
    for district, keys in CONFIGURATION[mechanism].items():
        own = {f"{row.kind}:{row.key}" for row in source(LAYERS[district]).provisions()}
        assert not isinstance(keys, list) or set(keys) <= own, (district, set(keys) - own)
