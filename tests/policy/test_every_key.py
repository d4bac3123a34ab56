"""Every key of every layer can be asked; what is missing, unknown or in another unit is said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from linli.cli.policy import explanation_json
from linli.kernel.errors import BadInput
from linli.policy.data import KINDS, Formula, calculation_names
from linli.policy.data.bodies import Body, Off
from linli.policy.explaining import PolicyExplanation, explain, fields_of
from linli.policy.rules import Policy
from tests.policy.books import book, divisions, source

TEXT = (Path(__file__).parent / "sample_inputs.yaml").read_text(encoding="utf-8")
SAMPLES = yaml.load(TEXT, Loader=yaml.BaseLoader)  # noqa: S506  # makes text only
DAY = date(2024, 6, 30)
FIVE_DISTRICTS = ("120112", "370406", "150202", "320614", "120101")


def keys_of(layer: str) -> Iterator[tuple[str, str, date]]:
    """Kind, key and a day on which it holds, for everything a layer sets."""
    for row in source(layer).provisions():
        if not isinstance(row.row, Off):
            yield row.kind, row.key, DAY if row.period.contains(DAY) else row.period.start or DAY


def sample(body: Body, policy: Policy, on: date) -> dict[str, str]:
    """Inputs for a provision; where a formula decides, those of the formula too."""
    name = body.name if isinstance(body, Formula) else body.kind
    inputs = dict(SAMPLES["inputs"][name])
    decided_by = getattr(body, "decided_by", None)
    if decided_by:
        inputs = sample(policy.provision(Formula, decided_by, on=on).body, policy, on)
    return inputs


def trial(body: Body, name: str) -> str:
    """A value to try where the policy leaves one open."""
    if name == "value":
        shape = getattr(body, "name", "")
        return str(SAMPLES["period_value" if shape == "period" else "number_value"])
    return str(SAMPLES["open"][name])


def asked(policy: Policy, kind: str, key: str, on: date) -> PolicyExplanation:
    """The answer once whatever is open has been tried."""
    body = policy.provision(KINDS[kind], key, on=on).body
    inputs: dict[str, Any] = sample(body, policy, on)
    found = explain(policy, f"{kind}:{key}", on=on, inputs=inputs)
    for _attempt in range(6):
        if not found.open:
            break
        inputs = inputs | {found.open[0]: trial(body, found.open[0])}
        found = explain(policy, f"{kind}:{key}", on=on, inputs=inputs)
    return found


@pytest.mark.parametrize("layer", sorted(divisions()))
def test_every_key_of_a_layer_is_answered(layer: str) -> None:
    policy = book(divisions()[layer])
    for kind, key, on in keys_of(layer):
        found = asked(policy, kind, key, on)
        where = f"{layer} {kind}:{key}"
        assert not found.open, where
        assert found.value is not None, where
        assert found.steps, where
        assert found.citations, where
        assert all(c.clause and c.layer and c.release for c in found.citations), where
        assert json.loads(json.dumps(explanation_json(found), default=str))["key"] == key


@pytest.mark.parametrize("division", FIVE_DISTRICTS)
def test_the_five_districts_answer_for_what_is_asked_most(division: str) -> None:
    """Votes, committees, deadlines, rooms and fees answer everywhere, from whichever layer."""
    policy = book(division)
    wanted = (
        "vote.ordinary", "vote.special", "vote.headcount", "committee.size",
        "committee.attendance", "committee.decision", "committee.filing", "committee.renewal",
        "contract.dismissal", "contract.refusal", "meeting.notice", "fund.deposit", "fund.use",
        "fee.service", "assembly.trigger", "period.rules",
    )  # fmt: skip
    for key in wanted:
        assert asked(policy, "formula", key, DAY).value is not None, key


def examples() -> dict[str, tuple[str, str]]:
    """For every calculation in use: a division and a key that asks for it."""
    found: dict[str, tuple[str, str]] = {}
    for layer, division in divisions().items():
        for row in source(layer).provisions():
            if isinstance(row.row, Formula) and row.period.contains(DAY):
                found.setdefault(row.row.name, (division, row.key))
    return found


def test_every_calculation_is_in_use() -> None:
    assert set(examples()) == set(calculation_names())


@pytest.mark.parametrize("name", sorted(calculation_names()))
def test_inputs_that_cannot_be_used_are_named(name: str) -> None:
    """One input after another is left out, put in a wrong unit; one is added nobody knows."""
    division, key = examples()[name]
    policy = book(division)
    resolved = policy.provision(Formula, key, on=DAY)
    inputs = {
        field: trial(resolved.body, field) for field in resolved.unset if field in SAMPLES["open"]
    } | sample(resolved.body, policy, DAY)
    fields = {field.name: field for field in fields_of(resolved, policy)}
    with pytest.raises(BadInput) as refused:
        explain(policy, f"formula:{key}", on=DAY, inputs=inputs | {"nonsense": "1"})
    unknown = next(found for found in refused.value.findings if found.column == "nonsense")
    assert unknown.message
    assert unknown.remedy
    for wanted in (field for field in fields.values() if field.required):
        rest = {given: value for given, value in inputs.items() if given != wanted.name}
        for broken in (rest, rest | {wanted.name: "5 parsecs"}):
            with pytest.raises(BadInput) as refused:
                explain(policy, f"formula:{key}", on=DAY, inputs=broken)
            columns = {found.column for found in refused.value.findings}
            assert columns == {wanted.name}, (key, wanted.name, columns)
            assert all(found.message and found.remedy for found in refused.value.findings)
            assert all("parsecs" not in found.message for found in refused.value.findings)


def test_a_limit_is_told_with_its_sign() -> None:
    with pytest.raises(BadInput) as refused:
        explain(book("370406"), "fee.service", on=DAY, inputs={"area": "5", "months": "-3"})
    (finding,) = refused.value.findings
    assert (finding.column, finding.allowed) == ("months", "≥ 0")


@pytest.mark.clause("TJ-0.1", "HM-0.2")
@pytest.mark.parametrize(
    ("division", "key", "codes", "words"),
    [
        ("120101", "joint_meeting.community_rounds", {"doubtful", "reworded"}, "改写件"),
        ("320614", "assessment.rounds", {"draft", "doubtful", "interpreted"}, "征求意见稿"),
        ("370406", "baseline.managed", {"derived"}, ""),
    ],
)
def test_an_answer_says_what_is_no_printed_law(
    division: str, key: str, codes: set[str], words: str
) -> None:
    """The reworded copy of Tianjin and the draft of Haimen are named as what they are."""
    found = asked(book(division), "formula", key, DAY)
    assert set(found.citations[0].cautions) == codes
    told = explanation_json(found)
    assert set(told["citations"][0]["cautions"]) == codes
    assert words in str(found.note)
    assert bool(words) == bool(found.note)
