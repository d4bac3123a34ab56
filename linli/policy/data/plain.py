"""Kinds that one clause writes whole: target, rule, duty, disclosure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import Field, PositiveInt, model_validator
from pydantic_core import PydanticCustomError

from linli.policy.data.bodies import Reference, Single
from linli.policy.data.offices import office_references
from linli.policy.data.quantities import Period, Periods, WrittenShare
from linli.policy.data.values import (
    Code,
    Each,
    Frozen,
    HolidayShift,
    Interval,
    Item,
    Maybe,
    MaybeNone,
    Place,
    Recurrence,
    Rounding,
    Text,
    Traits,
    Unit,
    Unset,
    Words,
)

# --- target --------------------------------------------------------------------------------------


class TargetUnit(StrEnum):
    """A share between 0 and 1, or a plain number."""

    SHARE = "share"
    COUNT = "count"


class Direction(StrEnum):
    """Which way the indicator has to go."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    RISING = "rising"
    """Each year above the year before, without a figure."""


class TargetValue(Frozen):
    """The value to reach, and the last day to reach it."""

    by: date
    value: WrittenShare


class Baseline(Frozen):
    """Where the campaign starts from: ``part`` of ``whole``."""

    part: Annotated[int, Field(ge=0)]
    whole: PositiveInt


class Measures(Frozen):
    """What is counted: the part, and the whole it is a share of."""

    part: Text
    whole: Text | None = None


class Target(Single):
    """An indicator to bring to a value by a day. The key is the indicator."""

    kind: ClassVar[str] = "target"

    label: Text
    unit: TargetUnit
    values: Maybe[tuple[TargetValue, ...]]
    direction: Direction = Direction.AT_LEAST
    baseline: Baseline | None = None
    measures: Measures | None = None
    compare_places: Annotated[int, Field(ge=0, le=4)] | None = None
    """Decimal places of the percent figure that is compared; without it the target's own."""
    rounding: Rounding = Rounding.HALF_UP

    @model_validator(mode="after")
    def _values_make_sense(self) -> Self:
        if isinstance(self.values, Unset):
            return self
        days = [value.by for value in self.values]
        if not days and self.direction is not Direction.RISING:
            raise PydanticCustomError("target_order", "a target needs a value, or the word unset")
        if sorted(set(days)) != days:
            raise PydanticCustomError("target_order", "the days of the values must ascend")
        if self.unit is TargetUnit.SHARE and any(not 0 <= v.value <= 1 for v in self.values):
            raise PydanticCustomError("target_share", "a share lies between 0 and 1")
        return self

    def due_on(self, day: date) -> TargetValue:
        """The value being worked towards on a day; after the last day, the last value.

        Raises LookupError where the document names none.
        """
        if isinstance(self.values, Unset) or not self.values:
            raise LookupError("the target has no value")
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
    decided_by: Code | None = None
    """Key of the formula whose outcome is the answer."""
    message: Text
    remedy: Text

    def references(self) -> Iterator[Reference]:
        """The formula that decides."""
        if self.decided_by:
            yield ("formula", self.decided_by, "")


# --- duty ----------------------------------------------------------------------------------------


class Window(Frozen):
    """The days of a campaign phase."""

    campaign: Code
    phase: PositiveInt


class Duty(Single):
    """Who owes what, how often or by when, to whom, and which act proves it done.

    Exactly one of ``recurrence``, ``once``, ``after``, ``before`` and ``continuous`` says when.
    Reminders are periods counted from the due day; ``escalate_to`` is an office or ``parent``.
    """

    kind: ClassVar[str] = "duty"
    settable: ClassVar[tuple[str, ...]] = (
        "remind_before",
        "remind_on",
        "remind_after",
        "escalate_to",
        "escalate_after",
    )

    label: Text
    by: Code
    each: Each
    having: Code | None = None
    only: Traits = Field(default_factory=dict)
    not_for: Traits = Field(default_factory=dict)
    receiver: Text
    recurrence: MaybeNone[Recurrence] = None
    once: date | None = None
    after: Code | None = None
    before: Code | None = None
    due_within: MaybeNone[Period] = None
    continuous: bool = False
    within: Window | None = None
    fulfilled_by: Code
    holiday_shift: Maybe[HolidayShift]
    assist: tuple[Code, ...] = ()
    items: tuple[Item, ...] = ()
    scheme: Code | None = None
    form: Code | None = None
    minimum: PositiveInt | None = None
    remind_before: MaybeNone[Periods] = None
    remind_on: MaybeNone[bool] = None
    remind_after: MaybeNone[Periods] = None
    escalate_to: MaybeNone[Code] = None
    escalate_after: MaybeNone[Period] = None

    @model_validator(mode="after")
    def _has_one_timing(self) -> Self:
        named = [name for name in TIMINGS if getattr(self, name) not in (None, False)]
        if len(named) != 1:
            raise PydanticCustomError(
                "duty_timing",
                "{named}",
                {"named": ", ".join(named) or "none", "allowed": ", ".join(TIMINGS)},
            )
        if named[0] in ("after", "before") and self.due_within is None:
            raise PydanticCustomError(
                "due_within_missing", "due_within", {"allowed": "15 days, 5 workdays, unset"}
            )
        return self

    @property
    def rrule(self) -> str:
        """The recurrence as written; empty where the duty does not recur or says not when."""
        return self.recurrence if isinstance(self.recurrence, str) else ""

    def references(self) -> Iterator[Reference]:
        """The campaign phase it runs in, its form and score sheet, the offices it names."""
        if self.within:
            yield ("campaign", self.within.campaign, f"phase {self.within.phase}")
            if self.form:
                yield ("campaign", self.within.campaign, f"form {self.form}")
        if self.scheme:
            yield ("scheme", self.scheme, "")
        above = None if self.escalate_to == PARENT else self.escalate_to
        yield from office_references(self.by, above, self.assist)


PARENT = "parent"
"""Where a missed duty may be taken: to the body above the one that owes it."""
TIMINGS = ("recurrence", "once", "after", "before", "continuous")


# --- disclosure ----------------------------------------------------------------------------------

DisclosureItem = Item
"""One thing to publish."""


class Mask(StrEnum):
    """What of persons a publication may show."""

    NONE = "none"
    ROOMS = "rooms"
    NAMES = "names"


class Disclosure(Single):
    """What is published, by whom, for each what; how often, where and how long."""

    kind: ClassVar[str] = "disclosure"

    label: Text
    by: Code
    each: Each
    items: Annotated[tuple[Item, ...], Field(min_length=1)]
    interval: Maybe[Interval]
    where: Maybe[Place]
    keep_days: Annotated[Maybe[PositiveInt], Unit.DAY]
    channels: tuple[Code, ...] = ()
    only: Traits = Field(default_factory=dict)
    not_for: Traits = Field(default_factory=dict)
    after: Code | None = None
    publish_within: MaybeNone[Period] = None
    objection_days: Annotated[MaybeNone[PositiveInt], Unit.DAY] = None
    mask: Mask | None = None

    def references(self) -> Iterator[Reference]:
        """The office that publishes."""
        yield from office_references(self.by)
