"""What a lookup gives, what an app registers, what this app refuses."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from linli.kernel.errors import BadInput, DomainError
from linli.kernel.explain import Citation
from linli.policy.data.bodies import Body
from linli.policy.data.values import Unset

B = TypeVar("B", bound=Body)


@dataclass(frozen=True, slots=True)
class Answer:
    """A district's answer to a field the policy leaves ``unset``."""

    field: str
    value: str
    since: date
    reason: str
    reference: str


@dataclass(frozen=True, slots=True)
class Step:
    """One place a lookup went to: a layer (or the district's answer) and what it found there.

    ``outcome`` is ``taken``, ``overridden``, ``silent``, ``answered`` or ``unset``.
    """

    outcome: str
    layer: str
    release: str = ""
    field: str = ""
    citation: Citation | None = None
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Resolved(Generic[B]):
    """A provision as it holds in one division on one day, with where it came from."""

    key: str
    body: B
    division: str
    on: date
    release: str
    citations: tuple[Citation, ...]
    overrides: tuple[Citation, ...]
    answers: tuple[Answer, ...]
    unset: tuple[str, ...]
    steps: tuple[Step, ...]

    @property
    def citation(self) -> Citation:
        """The clause that states it (the first one, if several do)."""
        return self.citations[0]

    def citation_of(self, clause: str) -> Citation:
        """The citation of one of its clauses (a phase, a term); the first one if unknown."""
        return next((c for c in self.citations if c.clause == clause), self.citation)


@dataclass(frozen=True, slots=True)
class FieldValue:
    """One field: its value or ``UNSET``, the clause, and the district's answer if it gave one."""

    value: Any
    citation: Citation
    answer: Answer | None = None

    @property
    def is_set(self) -> bool:
        """Whether the policy or the district says something."""
        return not isinstance(self.value, Unset)


class NotConfigured(DomainError):
    """No layer in force here on that day has the provision asked for."""

    default_code = "policy.not_configured"


class PolicyInvalid(BadInput):
    """A policy folder with errors; ``findings`` name file (sheet), line (row), key (column)."""

    default_code = "policy.invalid"


@dataclass(frozen=True, slots=True)
class Use:
    """A screen that shows or applies a provision; ``label`` may be a lazy text."""

    label: object
    url_name: str


_uses: dict[tuple[str, str], list[Use]] = defaultdict(list)


def register_use(kind: type[Body], key: str, *, label: object, url_name: str) -> None:
    """Tell the reader which page a provision acts on. Called in an app's ``ready()``.

    ``url_name`` must reverse without arguments and ask for a right its readers have.
    """
    use = Use(label, url_name)
    if use not in _uses[kind.kind, key]:
        _uses[kind.kind, key].append(use)


def uses_of(kind: str, key: str) -> tuple[Use, ...]:
    """Where a provision shows, in order of registration."""
    return tuple(_uses.get((kind, key), ()))
