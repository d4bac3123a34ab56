"""What a calculation is given, what it asks, what it answers; the registry of them all.

A calculation is a pure function of its parameters (what the policy says), its inputs (the case at
hand) and what it may ask: the day, the working days, other provisions of the same policy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from linli.kernel.workdays import WorkCalendar
from linli.policy.data import UNSET, Body, Formula, Unset
from linli.policy.data.values import Frozen

T = TypeVar("T")
F = TypeVar("F", bound=Formula)
G = TypeVar("G", bound="Given")
B = TypeVar("B", bound=Body)

Value = Decimal | int | str | date | None


class Given(Frozen):
    """Base of what a calculation is given about the case; unknown names are refused."""


class Nothing(Given):
    """A calculation that needs nothing but its parameters."""


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the arithmetic: ``what`` is a code that ``labels.steps`` puts into words."""

    what: str
    working: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True)
class Computation:
    """The answer: a value with its unit, an ``outcome`` where it is a decision, every step."""

    value: Value
    unit: str = ""
    outcome: str = ""
    lines: tuple[Line, ...] = ()
    details: Mapping[str, Value] = field(default_factory=dict)


class Unsettled(Exception):
    """The answer hangs on a value that the policy leaves open. ``field`` names it."""

    def __init__(self, field_name: str) -> None:
        super().__init__(field_name)
        self.field = field_name


class InputWrong(Exception):
    """An input is missing or cannot be; ``name`` says which, ``allowed`` what would do."""

    def __init__(self, name: str, allowed: str = "") -> None:
        super().__init__(name)
        self.name = name
        self.allowed = allowed


class Ask(Protocol):
    """What a calculation may ask besides its parameters and inputs."""

    on: date
    calendar: WorkCalendar

    def provision(self, kind: type[B], key: str) -> B:
        """Another provision of the same policy; what it gave is cited. Raises NotConfigured."""

    def find(self, kind: type[B], key: str) -> B | None:
        """The same, or None where no layer has it."""

    def compute(self, key: str, given: Mapping[str, Any]) -> Computation:
        """The answer of another formula to the same inputs."""


@dataclass(frozen=True, slots=True)
class Calculation:
    """A registered calculation: its inputs and what works it out."""

    given: type[Given]
    work_out: Callable[[Any, Any, Ask], Computation]


CALCULATIONS: dict[type[Formula], Calculation] = {}
"""Every calculation by the shape of its parameters."""


def calculation(
    shape: type[F], given: type[G]
) -> Callable[[Callable[[F, G, Ask], Computation]], Callable[[F, G, Ask], Computation]]:
    """Register a function as what works out the formulas of a shape."""

    def register(
        function: Callable[[F, G, Ask], Computation],
    ) -> Callable[[F, G, Ask], Computation]:
        CALCULATIONS[shape] = Calculation(given, function)
        return function

    return register


def given_value(value: T | None, name: str, allowed: str = "") -> T:
    """An input that this answer needs; raises InputWrong where it was not given."""
    if value is None:
        raise InputWrong(name, allowed)
    return value


def settled(value: T | Unset | None, name: str) -> T:
    """A parameter that must be known; raises Unsettled where the policy leaves it open."""
    if value is UNSET or value is None or isinstance(value, Unset):
        raise Unsettled(name)
    return value
