"""What the journal speaks of: subjects of acts and the verbs an app has declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """What an act was done to, as plain values: the record outlives the thing."""

    kind: str
    id: str
    label: str


_verbs: dict[str, object] = {}


def register_verbs(verbs: Mapping[str, object]) -> None:
    """Declare the acts an app records: dotted verb and its lazy text ("submitted the report")."""
    _verbs.update(verbs)


def verb_label(verb: str) -> object:
    """The text of a verb; the verb itself when its app is gone."""
    return _verbs.get(verb, verb)


def is_declared(verb: str) -> bool:
    """Whether an app has declared the verb."""
    return verb in _verbs


def declared_verbs() -> Mapping[str, object]:
    """Every declared verb with its text."""
    return dict(_verbs)
