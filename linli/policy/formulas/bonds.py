"""Bonds, deposits, service rooms and splits of a cost. Yuan to 0.01, square metres to 0.01."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, PositiveInt, model_validator
from pydantic_core import PydanticCustomError

from linli.policy.data import Unset, band_of
from linli.policy.data.formulas.money import (
    Apportion,
    ApportionMixed,
    AreaTiers,
    BelowShare,
    DepositByArea,
    PartialIncrement,
    ReleasedByScore,
    ShareCap,
    ShareOfYearlyFee,
    ShareOrMinimum,
)
from linli.policy.data.quantities import Area, Money, Rate, Ratio, UnitPrice
from linli.policy.formulas.arithmetic import SIGNS, apportioned, half_up, holds, shown
from linli.policy.formulas.registry import (
    Ask,
    Computation,
    Given,
    InputWrong,
    Line,
    Value,
    calculation,
    given_value,
    settled,
)

Square = Annotated[Area, Field(ge=0)]
Amount = Annotated[Money, Field(ge=0)]


class OnlyArea(Given):
    """An area in m²."""

    area: Square


class YearlyFee(Given):
    """The fee of a year, or the area and monthly rate it follows from."""

    yearly_fee: Amount | None = None
    area: Square | None = None
    rate: Annotated[Rate, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _fee_known(self) -> Self:
        if self.yearly_fee is None and (self.area is None or self.rate is None):
            allowed = {"allowed": "yearly_fee, area + rate"}
            raise PydanticCustomError("fee_unknown", "no fee is given", allowed)
        return self

    def fee(self) -> Decimal:
        """The fee of a year in yuan."""
        if self.yearly_fee is not None:
            return self.yearly_fee
        return (self.area or Decimal(0)) * (self.rate or Decimal(0)) * 12


@calculation(ShareOfYearlyFee, YearlyFee)
def share_of_yearly_fee(rule: ShareOfYearlyFee, given: YearlyFee, ask: Ask) -> Computation:
    """A bond as a share of the yearly fee. Source: DH-4.5.3a, R-BND-2; D18, T48.

    Whether the fee due or the fee received is meant may be open; the step says so.
    """
    share = settled(rule.share, "share")
    bond = half_up(Fraction(given.fee()) * share)
    lines = [Line("yearly_fee", "", shown(given.fee()))]
    if isinstance(rule.base, Unset):
        lines.append(Line("base_open"))
    lines.append(Line("bond", f"{shown(given.fee())} × {shown(share)}", f"{bond:f}"))
    return Computation(bond, "yuan", lines=tuple(lines))


class BondAndScore(Given):
    """The bond, the years of the contract, the score of the year or the share it releases."""

    bond: Amount
    years: PositiveInt
    score: Decimal | None = None
    share: Ratio | None = None


@calculation(ReleasedByScore, BondAndScore)
def released_by_score(rule: ReleasedByScore, given: BondAndScore, ask: Ask) -> Computation:
    """What is returned for one year: bond / years x the share of the band. DH-4.5.3b; D18, T48."""
    share = given.share
    lines: list[Line] = []
    if share is None:
        bands = settled(rule.bands, "bands")
        score = given_value(given.score, "score")
        band = band_of(bands, score)
        share = settled(band.share, "bands") if band else Fraction(0)
        lines.append(Line("band", f"{shown(score)}", f"{shown(share * 100)} %"))
    amount = half_up(Fraction(given.bond) / given.years * share)
    working = f"{shown(given.bond)} / {given.years} × {shown(share)}"
    lines.append(Line("released", working, f"{amount:f}"))
    return Computation(amount, "yuan", lines=tuple(lines))


@calculation(AreaTiers, OnlyArea)
def area_tiers(rule: AreaTiers, given: OnlyArea, ask: Ask) -> Computation:
    """A bond by planned area: a unit price up to a limit, a fixed amount for each step above it.

    A step that is not full is counted as the district settles; where all ways agree the answer
    does not wait for it. Source: HM-4.2d, R-BND-1; bond table of 2.5, T45, T46.
    """
    low = min(given.area, rule.up_to)
    base = half_up(Fraction(low) * Fraction(rule.unit_price))
    lines = [Line("base_tier", f"{shown(low)} × {rule.unit_price}", f"{base:f}")]
    steps = Fraction(max(given.area - rule.up_to, Decimal(0))) / Fraction(rule.step)
    if not steps:
        return Computation(base, "yuan", lines=tuple(lines))
    counted = _steps(steps, rule.partial_increment)
    above = half_up(counted * Fraction(rule.step_amount))
    working = f"({shown(given.area)} − {shown(rule.up_to)}) / {shown(rule.step)} = {shown(steps)}"
    lines.append(Line("steps", working, shown(counted)))
    lines.append(Line("above", f"{shown(counted)} × {shown(rule.step_amount)}", f"{above:f}"))
    lines.append(Line("sum", f"{base:f} + {above:f}", f"{base + above:f}"))
    return Computation(base + above, "yuan", lines=tuple(lines))


def _steps(steps: Fraction, mode: PartialIncrement | Unset) -> Fraction:
    if steps.denominator == 1:
        return steps
    mode = settled(mode, "partial_increment")
    if mode is PartialIncrement.FLOOR:
        return Fraction(floor(steps))
    return Fraction(ceil(steps)) if mode is PartialIncrement.CEILING else steps


class AmountOfBase(Given):
    """An amount and what it is compared with, in yuan."""

    amount: Amount
    base: Annotated[Money, Field(gt=0)]


@calculation(ShareCap, AmountOfBase)
def share_cap(rule: ShareCap, given: AmountOfBase, ask: Ask) -> Computation:
    """How much of the base the amount is, in percent, and whether that is within the cap (T47)."""
    share = Fraction(given.amount) / Fraction(given.base)
    percent = half_up(share * 100)
    outcome = "pass" if share <= rule.cap else "fail"
    working = (
        f"{shown(given.amount)} / {shown(given.base)} = {percent} % ≤ {shown(rule.cap * 100)} %"
    )
    return Computation(percent, "percent", outcome, (Line("cap", working, outcome),))


@calculation(ShareOrMinimum, OnlyArea)
def share_or_minimum(rule: ShareOrMinimum, given: OnlyArea, ask: Ask) -> Computation:
    """Floor area to be provided: a share, and never less than the minimum. HM-4.1a; H2, T49.

    ``value`` is what is required at least; ``details.upper`` where the document gives a range.
    """
    share, least = settled(rule.share, "share"), settled(rule.minimum, "minimum")
    by_share = half_up(Fraction(given.area) * share)
    needed = max(by_share, half_up(least))
    lines = [
        Line("by_share", f"{shown(given.area)} × {shown(share)}", f"{by_share:f}"),
        Line("larger_of", f"max({by_share:f}, {shown(least)})", f"{needed:f}"),
    ]
    details: dict[str, Value] = {"break_even": half_up(Fraction(least) / share)} if share else {}
    if isinstance(rule.share_to, Fraction):
        upper = max(half_up(Fraction(given.area) * rule.share_to), needed)
        details["upper"] = upper
        lines.append(Line("upper", f"{shown(given.area)} × {shown(rule.share_to)}", f"{upper:f}"))
    return Computation(needed, "m2", lines=tuple(lines), details=details)


class AreaAndCost(Given):
    """Area in m² and, where the policy does not name it, the building cost per m²."""

    area: Square
    unit_cost: Annotated[UnitPrice, Field(ge=0)] | None = None
    share: Ratio | None = None


@calculation(DepositByArea, AreaAndCost)
def deposit(rule: DepositByArea, given: AreaAndCost, ask: Ask) -> Computation:
    """First deposit into the maintenance fund: area x building cost x share. R-FND-2; T31."""
    share = settled(rule.share if given.share is None else given.share, "share")
    cost = settled(rule.unit_cost if given.unit_cost is None else given.unit_cost, "unit_cost")
    low, high = rule.share, rule.share_to
    if isinstance(low, Fraction) and isinstance(high, Fraction) and not low <= share <= high:
        raise InputWrong("share", f"{shown(low)} … {shown(high)}")
    amount = half_up(Fraction(given.area) * Fraction(cost) * share)
    working = f"{shown(given.area)} × {shown(cost)} × {shown(share)}"
    return Computation(amount, "yuan", lines=(Line("deposit", working, f"{amount:f}"),))


@calculation(BelowShare, AmountOfBase)
def below_share(rule: BelowShare, given: AmountOfBase, ask: Ask) -> Computation:
    """Whether a balance calls for topping up, ``yes`` or ``no``. R-FND-6; T32."""
    share = settled(rule.share, "share")
    answer = "yes" if holds(given.amount, given.base, share, rule.compare) else "no"
    limit = f"{shown(share)} × {shown(given.base)} = {shown(Fraction(given.base) * share)}"
    working = f"{shown(given.amount)} {SIGNS[rule.compare]} {limit}"
    return Computation(answer, outcome=answer, lines=(Line("compared", working, answer),))


def _numbers(value: Any) -> Any:
    return tuple(value.split(",")) if isinstance(value, str) else value


Weights = Annotated[
    tuple[Annotated[Decimal, Field(ge=0)], ...],
    BeforeValidator(_numbers),
    Field(min_length=1, max_length=1000),
]
"""Weights in the order of the room codes: ``89.50,120.30,65.20``."""


class AmountByWeight(Given):
    """The amount, and the weights (areas) it is split by."""

    amount: Amount
    weights: Weights


@calculation(Apportion, AmountByWeight)
def apportion(rule: Apportion, given: AmountByWeight, ask: Ask) -> Computation:
    """Split by largest remainder so that the parts make the whole. R-FND-19; T33-T35."""
    if not sum(given.weights):
        raise InputWrong("weights", "> 0")
    parts = apportioned(half_up(given.amount), given.weights, rule.unit)
    lines = [
        Line("part", shown(weight), f"{part:f}")
        for weight, part in zip(given.weights, parts, strict=True)
    ]
    lines.append(Line("sum", "", f"{sum(parts):f}"))
    value = " / ".join(f"{part:f}" for part in parts)
    return Computation(value, "yuan", lines=tuple(lines))


class MixedCost(Given):
    """A cost, the areas of both kinds of housing, and the deposits behind public housing."""

    amount: Amount
    commodity_area: Square
    public_area: Square
    owner_deposit: Amount
    unit_deposit: Amount


@calculation(ApportionMixed, MixedCost)
def apportion_mixed(rule: ApportionMixed, given: MixedCost, ask: Ask) -> Computation:
    """First by area, then public housing between owners and selling unit. R-FND-8; T36."""
    areas, deposits = (
        (given.commodity_area, given.public_area),
        (given.owner_deposit, given.unit_deposit),
    )
    if not sum(areas) or not sum(deposits):
        raise InputWrong("weights", "> 0")
    commodity, public = apportioned(half_up(given.amount), areas, rule.unit)
    owners, unit = apportioned(public, deposits, rule.unit)
    details: dict[str, Value] = {
        "commodity": commodity, "public_owners": owners, "selling_unit": unit,
    }  # fmt: skip
    lines = tuple(Line(name, "", f"{amount:f}") for name, amount in details.items())
    return Computation(
        f"{commodity:f} / {owners:f} / {unit:f}", "yuan", lines=lines, details=details
    )
