"""The registry of provision kinds: a new kind is a class and an entry here."""

from collections.abc import Mapping
from typing import Any

from linli.policy.data.bodies import Body, Off, Row
from linli.policy.data.composed import Campaign, Vocabulary
from linli.policy.data.conduct import Gate, Route
from linli.policy.data.formulas import Formula
from linli.policy.data.plain import Disclosure, Duty, Rule, Target
from linli.policy.data.schemes import Scheme

KINDS: dict[str, type[Body]] = {
    body.kind: body
    for body in (
        Duty,
        Route,
        Rule,
        Gate,
        Formula,
        Scheme,
        Disclosure,
        Target,
        Vocabulary,
        Campaign,
    )
}


def row_type(kind: str, raw: Mapping[str, Any]) -> type[Row] | None:
    """The type of a row as written; None for a formula whose calculation is unknown."""
    return Off if "off" in raw else KINDS[kind].row_for(raw)
