"""Fees, subsidies and what follows from them. Yuan, half up to 0.01 once at the end."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import Field, PositiveInt

from linli.policy.data import Formula, Unset
from linli.policy.data.formulas.money import (
    AreaRate,
    AreaRateByPlanYear,
    BudgetItem,
    LateCharge,
    PlanYearRule,
    RateShare,
    Reduction,
    SubsidyBudget,
    SubsidyOnChange,
    Transfers,
)
from linli.policy.data.quantities import Area, Money, Ratio
from linli.policy.formulas.arithmetic import exact, half_up, shown
from linli.policy.formulas.registry import (
    Ask,
    Computation,
    Given,
    Line,
    Unsettled,
    Value,
    calculation,
    settled,
)

Square = Annotated[Area, Field(ge=0)]
Amount = Annotated[Money, Field(ge=0)]
Months = Annotated[Ratio, Field(ge=0)]
"""Whole or part months: ``3``, ``17/30``."""
YEAR_DAYS = 365
"""Days of a year in an annual rate."""


class AreaAndMonths(Given):
    """Area in m² and the months billed."""

    area: Square
    months: Months


@calculation(AreaRate, AreaAndMonths)
def area_rate(rule: AreaRate, given: AreaAndMonths, ask: Ask) -> Computation:
    """Fee = area x rate x months, rounded once. Source: R-FEE-1, R-FEE-14; T37, T38, T40."""
    rate = settled(rule.rate, "rate")
    return _by_area("fee", given.area, rate, given.months)


class AreaInPlanYear(Given):
    """Area in m², the year of the plan (1 is the first), the months of it."""

    area: Square
    plan_year: PositiveInt
    months: Months = Fraction(12)


@calculation(AreaRateByPlanYear, AreaInPlanYear)
def area_rate_by_plan_year(
    rule: AreaRateByPlanYear, given: AreaInPlanYear, ask: Ask
) -> Computation:
    """Subsidy = area x the rate of the plan year x months. Source: DH-4.7.1, DH-4.7.2; D5, D6.

    Years after the last rate have none.
    """
    rate = rate_of_year(rule, given.plan_year)
    return _by_area("subsidy", given.area, rate, given.months)


def rate_of_year(rule: Formula, plan_year: int) -> Decimal:
    """The rate of a plan year; a fee has one rate for all years. Raises Unsettled."""
    if isinstance(rule, AreaRate):
        return settled(rule.rate, "rate")
    if not isinstance(rule, AreaRateByPlanYear):
        raise Unsettled("rates")
    rates = settled(rule.rates, "rates")
    return rates[plan_year - 1] if plan_year <= len(rates) else Decimal(0)


def _by_area(what: str, area: Decimal, rate: Decimal, months: Fraction) -> Computation:
    full = Fraction(area) * Fraction(rate) * months
    amount = half_up(full)
    line = Line(what, f"{shown(area)} × {rate} × {shown(months)}", f"{amount:f}")
    details: dict[str, Value] = {"wan_yuan": exact(full / 10_000), "rate": rate}
    return Computation(amount, "yuan", lines=(line,), details=details)


class ChangedYear(Given):
    """The year of the plan and how many of its months fall before and after the change."""

    area: Square
    plan_year: PositiveInt
    months_before: Months
    months_after: Months


@calculation(SubsidyOnChange, ChangedYear)
def subsidy_on_change(rule: SubsidyOnChange, given: ChangedYear, ask: Ask) -> Computation:
    """The subsidy of a year in which a compound changes class. Source: DH-4.7.3; D19.

    The document does not say whether the new class starts at its first year's rate or at the
    current one; where both rates are the same the answer does not wait for it.
    """
    before, after = ask.provision(Formula, rule.before), ask.provision(Formula, rule.after)
    years = {given.plan_year, 1} if isinstance(rule.plan_year_rule, Unset) else set()
    rates = {rate_of_year(after, year) for year in years}
    if len(rates) > 1:
        raise Unsettled("plan_year_rule")
    first = rule.plan_year_rule is PlanYearRule.FIRST
    stretches = (
        ("months_before", rate_of_year(before, given.plan_year), given.months_before),
        ("months_after", rate_of_year(after, 1 if first else given.plan_year), given.months_after),
    )
    amounts = [Fraction(given.area) * Fraction(rate) * months for _what, rate, months in stretches]
    lines = [
        Line(what, f"{shown(given.area)} × {rate} × {shown(months)}", f"{half_up(amount):f}")
        for (what, rate, months), amount in zip(stretches, amounts, strict=True)
    ]
    total = half_up(sum(amounts, Fraction(0)))
    return Computation(total, "yuan", lines=(*lines, Line("sum", "", f"{total:f}")))


class BudgetYear(Given):
    """One year of the plan, or all of them; months of each."""

    plan_year: PositiveInt | None = None
    months: Months = Fraction(12)


@calculation(SubsidyBudget, BudgetYear)
def subsidy_budget(rule: SubsidyBudget, given: BudgetYear, ask: Ask) -> Computation:
    """What the subsidies cost in 万元: exact, rounded at the end, and as the sum of rounded years.

    ``value`` is exact. Source: DH-4.7.5, DH-4.7.6; D5-D11, T41, T42.
    """
    years = range(1, rule.years + 1) if given.plan_year is None else [given.plan_year]
    lines: list[Line] = []
    totals: list[Fraction] = []
    for year in years:
        items = [_budgeted(item, year, given.months, ask) for item in rule.items]
        lines += [line for _amount, line in items]
        totals.append(sum((amount for amount, _line in items), Fraction(0)))
        lines.append(Line("plan_year", str(year), f"{exact(totals[-1]):f}"))
    total = sum(totals, Fraction(0))
    rounded = [half_up(amount, rule.places) for amount in totals]
    details: dict[str, Value] = {
        "rounded": half_up(total, rule.places),
        "sum_of_rounded": sum(rounded, Decimal(0)),
    }
    if len(totals) > 1:
        details |= {f"year_{n}": exact(amount) for n, amount in enumerate(totals, start=1)}
    working = " + ".join(f"{amount:f}" for amount in rounded)
    lines += [
        Line("sum", "", f"{exact(total):f}"),
        Line("rounded_at_the_end", "", f"{details['rounded']}"),
        Line("rounded_by_year", working, f"{details['sum_of_rounded']}"),
    ]
    return Computation(exact(total), "wan_yuan", lines=tuple(lines), details=details)


def _budgeted(item: BudgetItem, year: int, months: Fraction, ask: Ask) -> tuple[Fraction, Line]:
    rate = rate_of_year(ask.provision(Formula, item.formula), year)
    amount = Fraction(item.area) * Fraction(rate) * months / 10_000
    area = Fraction(item.area) / 10_000
    working = f"{item.formula}: {shown(area)} × {rate} × {shown(months)}"
    return amount, Line("subsidy_wan", working, f"{exact(amount):f}")


class PlanYear(Given):
    """The year of the plan."""

    plan_year: PositiveInt = 1


@calculation(RateShare, PlanYear)
def rate_share(rule: RateShare, given: PlanYear, ask: Ask) -> Computation:
    """One rate as a share of another, in percent; exact as ``details.exact`` (D12)."""
    of = rate_of_year(ask.provision(Formula, rule.of), given.plan_year)
    against = rate_of_year(ask.provision(Formula, rule.against), given.plan_year)
    if not against:
        raise Unsettled("rate")
    share = Fraction(of) / Fraction(against)
    percent = half_up(share * 100)
    line = Line("share", f"{of} / {against} = {share}", f"{percent} %")
    return Computation(percent, "percent", lines=(line,), details={"exact": str(share)})


class AmountInMonth(Given):
    """The full amount, and which month since the reason for the reduction began (1 = first)."""

    amount: Amount
    month: PositiveInt = 1


@calculation(Reduction, AmountInMonth)
def reduction(rule: Reduction, given: AmountInMonth, ask: Ask) -> Computation:
    """What is still to be paid. Source: R-FEE-6, DH-4.4.4c; T44."""
    full_months = settled(rule.after_months, "after_months")
    if given.month <= full_months:
        line = Line("full_amount", f"{given.month} ≤ {full_months}", f"{given.amount}")
        return Computation(half_up(given.amount), "yuan", lines=(line,))
    share = settled(rule.share, "share")
    amount = half_up(Fraction(given.amount) * share)
    line = Line("reduced", f"{shown(given.amount)} × {shown(share)}", f"{amount:f}")
    return Computation(amount, "yuan", lines=(line,))


class Overdue(Given):
    """An amount and the days it is overdue."""

    amount: Amount
    days: Annotated[int, Field(ge=0)]


@calculation(LateCharge, Overdue)
def late_charge(rule: LateCharge, given: Overdue, ask: Ask) -> Computation:
    """The late charge, and what a yearly cap leaves of it. Source: R-FEE-10; T39."""
    rate = settled(rule.daily_rate, "daily_rate")
    charge = half_up(Fraction(given.amount) * rate * given.days)
    working = f"{shown(given.amount)} × {shown(rate)} × {given.days}"
    lines = [Line("late_charge", working, f"{charge:f}")]
    if rule.yearly_cap is None or isinstance(rule.yearly_cap, Unset):
        return Computation(charge, "yuan", lines=tuple(lines))
    most = half_up(Fraction(given.amount) * rule.yearly_cap * given.days / YEAR_DAYS)
    working = f"{shown(given.amount)} × {shown(rule.yearly_cap)} × {given.days} / {YEAR_DAYS}"
    lines.append(Line("yearly_cap", working, f"{most:f}"))
    return Computation(min(charge, most), "yuan", lines=tuple(lines), details={"uncapped": charge})


class PaidOn(Given):
    """The amount due, and the share of it the result of the period releases."""

    amount: Amount
    share: Ratio = Fraction(1)


@calculation(Transfers, PaidOn)
def transfers(rule: Transfers, given: PaidOn, ask: Ask) -> Computation:
    """What each office hands on; the last one receives the part earned. Source: DH-4.7.5."""
    earned = half_up(Fraction(given.amount) * given.share)
    return Computation(earned, "yuan", lines=tuple(_hand_overs(rule, given, earned)))


def _hand_overs(rule: Transfers, given: PaidOn, earned: Decimal) -> Iterator[Line]:
    *upper, last = zip(rule.flow, rule.flow[1:], strict=False)
    for giver, taker in upper:
        yield Line("hand_over", f"{giver} → {taker}", f"{half_up(given.amount):f}")
    giver, taker = last
    yield Line("hand_over", f"{giver} → {taker} × {shown(given.share)}", f"{earned:f}")
