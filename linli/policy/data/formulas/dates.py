"""Shapes of periods and deadlines."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from linli.policy.data.bodies import Reference
from linli.policy.data.formulas.base import Formula
from linli.policy.data.quantities import Period
from linli.policy.data.values import HolidayShift, Maybe, MaybeNone

PERIOD_RULES = "period.rules"
"""Key of the law on periods; deadlines that say nothing of holidays follow it."""


class Toward(StrEnum):
    """Whether a period runs from its day or up to it."""

    AFTER = "after"
    BEFORE = "before"


class PeriodRules(Formula):
    """How periods are counted in law: the first day, and a last day that is a holiday."""

    name: Literal["period_rules"]
    start_day_counts: bool
    forward_holiday: HolidayShift
    backward_holiday: HolidayShift


class Deadline(Formula):
    """A day so long after, or before, another one."""

    name: Literal["deadline"]
    period: Maybe[Period]
    direction: Toward
    holiday: MaybeNone[HolidayShift] = None

    def references(self) -> Iterator[Reference]:
        """The law on periods, where the deadline does not say what a holiday does."""
        if self.holiday is None:
            yield ("formula", PERIOD_RULES, "")


class LongestNotice(Formula):
    """Notice before an end, the longest of several periods."""

    name: Literal["longest_notice"]
    periods: Annotated[tuple[Period, ...], Field(min_length=1)]


class StatedPeriod(Formula):
    """A length of time as the document states it."""

    name: Literal["period"]
    value: Maybe[Period]
    choices: tuple[Period, ...] = ()
