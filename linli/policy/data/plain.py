"""Kinds that one clause writes whole: target, rule, duty, disclosure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import Field, PositiveInt, model_validator
from pydantic_core import PydanticCustomError

from linli.policy.data.bodies import Reference, Single
from linli.policy.data.values import (
    Code,
    Each,
    Frozen,
    HolidayShift,
    Interval,
    Maybe,
    Place,
    Recurrence,
    Rounding,
    Text,
    Unit,
    Words,
)
from linli.territory.data import BodyKind

# --- target --------------------------------------------------------------------------------------


class TargetUnit(StrEnum):
    """A share between 0 and 1, or a plain number."""

    SHARE = "share"
    COUNT = "count"


class TargetValue(Frozen):
    """The value to reach, and the last day to reach it."""

    by: date
    value: Decimal


class Baseline(Frozen):
    """Where the campaign starts from: ``part`` of ``whole``."""

    part: Annotated[int, Field(ge=0)]
    whole: PositiveInt


class Target(Single):
    """An indicator to bring to a value by a day. The key is the indicator."""

    kind: ClassVar[str] = "target"

    label: Text
    unit: TargetUnit
    values: Annotated[tuple[TargetValue, ...], Field(min_length=1)]
    baseline: Baseline | None = None
    compare_places: Annotated[int, Field(ge=0, le=4)]
    """Decimal places of the percent figure that is compared with the target."""
    rounding: Rounding

    @model_validator(mode="after")
    def _values_make_sense(self) -> Self:
        days = [value.by for value in self.values]
        if sorted(set(days)) != days:
            raise PydanticCustomError("target_order", "the days of the values must ascend")
        if self.unit is TargetUnit.SHARE and any(not 0 <= v.value <= 1 for v in self.values):
            raise PydanticCustomError("target_share", "a share lies between 0 and 1")
        return self

    def due_on(self, day: date) -> TargetValue:
        """The value being worked towards on a day; after the last day, the last value."""
        return next((value for value in self.values if day <= value.by), self.values[-1])


# --- rule ----------------------------------------------------------------------------------------


class Effect(StrEnum):
    """What a rule does when its condition is not met."""

    BLOCK = "block"
    WARN = "warn"
    INFORM = "inform"


class Rule(Single):
    """A condition an operation must meet. Code knows the check of the key; this says how hard."""

    kind: ClassVar[str] = "rule"

    effect: Effect
    operation: Code
    when: dict[Code, Words] = Field(default_factory=dict)
    requires: Code
    message: Text
    remedy: Text


# --- duty ----------------------------------------------------------------------------------------


class Window(Frozen):
    """The days of a campaign phase."""

    campaign: Code
    phase: PositiveInt


class Duty(Single):
    """Who owes what, how often, to whom, and which act proves it done."""

    kind: ClassVar[str] = "duty"

    label: Text
    by: BodyKind
    each: Each
    having: Code | None = None
    receiver: Text
    recurrence: Recurrence
    within: Window | None = None
    fulfilled_by: Code
    holiday_shift: Maybe[HolidayShift]
    form: Code | None = None

    def references(self) -> Iterator[Reference]:
        """The campaign phase it runs in, and the form it is filed on."""
        if self.within:
            yield ("campaign", self.within.campaign, f"phase {self.within.phase}")
            if self.form:
                yield ("campaign", self.within.campaign, f"form {self.form}")


# --- disclosure ----------------------------------------------------------------------------------


class DisclosureItem(Frozen):
    """One thing to publish."""

    code: Code
    label: Text


class Disclosure(Single):
    """What is published, by whom, for each what; how often, where and how long."""

    kind: ClassVar[str] = "disclosure"

    label: Text
    by: BodyKind
    each: Each
    items: Annotated[tuple[DisclosureItem, ...], Field(min_length=1)]
    interval: Maybe[Interval]
    where: Maybe[Place]
    keep_days: Annotated[Maybe[PositiveInt], Unit.DAY]
