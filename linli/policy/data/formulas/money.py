"""Shapes of amounts: fees, subsidies, bonds, deposits, shares of a cost."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, PositiveInt, model_validator

from linli.policy.data.formulas.base import Formula
from linli.policy.data.quantities import Area, Money, Rate, Ratio, UnitPrice
from linli.policy.data.schemes import Band, check_bands
from linli.policy.data.values import Code, Compare, Frozen, Interval, Maybe, MaybeNone

NotNegative = Field(ge=0)


class PlanYearRule(StrEnum):
    """Which year's rate applies when a compound changes class during the plan."""

    CURRENT = "current"
    FIRST = "first"


class FeeBase(StrEnum):
    """The yearly fee a share is taken of."""

    BILLABLE = "billable"
    COLLECTED = "collected"


class PartialIncrement(StrEnum):
    """How a step that is not full is counted."""

    FLOOR = "floor"
    CEILING = "ceiling"
    PRO_RATA = "pro_rata"


class AreaRate(Formula):
    """A fee by area, rate and months."""

    name: Literal["area_rate"]
    rate: Maybe[Annotated[Rate, NotNegative]]


class AreaRateByPlanYear(Formula):
    """An amount by area and months, at a rate for each year of the plan."""

    name: Literal["area_rate_by_plan_year"]
    rates: Maybe[Annotated[tuple[Annotated[Rate, NotNegative], ...], Field(min_length=1)]]


class SubsidyOnChange(Formula):
    """A subsidy in a year in which a compound moves from one class to another."""

    name: Literal["subsidy_on_change"]
    before: Code
    after: Code
    plan_year_rule: Maybe[PlanYearRule]

    def formula_keys(self) -> tuple[str, ...]:
        """The subsidies of the two classes."""
        return (self.before, self.after)


class BudgetItem(Frozen):
    """A subsidy and the area it is budgeted for."""

    formula: Code
    area: Annotated[Area, NotNegative]


class SubsidyBudget(Formula):
    """What the subsidies of a plan cost, in 万元, exact and as a budget prints it."""

    name: Literal["subsidy_budget"]
    items: Annotated[tuple[BudgetItem, ...], Field(min_length=1)]
    years: PositiveInt
    places: Annotated[int, Field(ge=0, le=6)] = 0

    def formula_keys(self) -> tuple[str, ...]:
        """The subsidies budgeted."""
        return tuple(item.formula for item in self.items)


class RateShare(Formula):
    """One rate as a share of another."""

    name: Literal["rate_share"]
    of: Code
    against: Code

    def formula_keys(self) -> tuple[str, ...]:
        """The two rates."""
        return (self.of, self.against)


class ShareOfYearlyFee(Formula):
    """A part of the fee of one year."""

    name: Literal["share_of_yearly_fee"]
    share: Maybe[Ratio]
    base: Maybe[FeeBase]


class ReleasedByScore(Formula):
    """The part of an amount that is returned for a year, by the score reached."""

    name: Literal["released_by_score"]
    bands: Maybe[tuple[Band, ...]]

    @model_validator(mode="after")
    def _bands_descend(self) -> Self:
        check_bands(self.bands)
        return self


class AreaTiers(Formula):
    """A unit price up to an area, and a fixed amount for every step above it."""

    name: Literal["area_tiers"]
    unit_price: Annotated[UnitPrice, NotNegative]
    up_to: Annotated[Area, Field(gt=0)]
    step: Annotated[Area, Field(gt=0)]
    step_amount: Annotated[Money, NotNegative]
    partial_increment: Maybe[PartialIncrement]


class ShareCap(Formula):
    """An amount may be at most so much of another one."""

    name: Literal["share_cap"]
    cap: Ratio


class ShareOrMinimum(Formula):
    """A share of the floor area, and never less than a minimum."""

    name: Literal["share_or_minimum"]
    share: Maybe[Ratio]
    share_to: MaybeNone[Ratio] = None
    minimum: Maybe[Area]


class FreeMonths(Formula):
    """Months of service at the beginning that nobody is billed for."""

    name: Literal["free_months"]
    months: Maybe[Annotated[int, NotNegative]]
    choices: tuple[Annotated[int, NotNegative], ...] = ()


class Reduction(Formula):
    """The part of the full amount that is still to be paid."""

    name: Literal["reduction"]
    share: Maybe[Ratio]
    after_months: Maybe[Annotated[int, NotNegative]] = 0
    groups: tuple[Code, ...] = ()


class DepositByArea(Formula):
    """A share of the building cost, by area."""

    name: Literal["deposit"]
    share: Maybe[Ratio]
    share_to: MaybeNone[Ratio] = None
    unit_cost: MaybeNone[UnitPrice] = None


class BelowShare(Formula):
    """Whether an amount has fallen below a share of another."""

    name: Literal["below_share"]
    share: Maybe[Ratio]
    compare: Compare = Compare.BELOW


class LateCharge(Formula):
    """A charge for every day an amount is overdue."""

    name: Literal["late_charge"]
    daily_rate: Maybe[Ratio]
    yearly_cap: MaybeNone[Ratio] = None


class Apportion(Formula):
    """An amount split by weight so that the parts add up to it exactly."""

    name: Literal["apportion"]
    unit: Annotated[Decimal, Field(gt=0)]
    tie: Literal["lowest_code"] = "lowest_code"


class ApportionMixed(Formula):
    """A cost split between commodity housing and sold public housing."""

    name: Literal["apportion_mixed"]
    unit: Annotated[Decimal, Field(gt=0)]


class Transfers(Formula):
    """Money handed on from office to office, for one purpose only."""

    name: Literal["transfers"]
    flow: Annotated[tuple[Code, ...], Field(min_length=2)]
    cycle: Maybe[Interval]
    basis: MaybeNone[Code] = None
    earmarked: bool = True

    def offices(self) -> tuple[str, ...]:
        """The offices the money passes."""
        return self.flow
