"""Whether a target is met: the share reached against the value printed for its day."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import Field

from linli.policy.data import (
    Compare,
    Direction,
    Rounding,
    Target,
    TargetUnit,
    Unset,
)
from linli.policy.formulas.arithmetic import SIGNS, exact, half_up, holds, limit_count, shown
from linli.policy.formulas.registry import (
    Ask,
    Computation,
    Given,
    Line,
    Unsettled,
    Value,
    given_value,
)

Count = Annotated[int, Field(ge=0)]


class Reached(Given):
    """How far the indicator has come: the part, the whole, for rising ones the year before."""

    part: Annotated[Decimal, Field(ge=0)] | None = None
    whole: Annotated[Decimal, Field(gt=0)] | None = None
    before: Decimal | None = None


def target(rule: Target, given: Reached, ask: Ask) -> Computation:
    """Whether a figure meets the target of the day asked about; ``value`` is the target.

    A share is compared at the target's own decimals: 209 of 316 meets 66.14 %; a whole percent is
    compared exactly. ``details.needed`` is the smallest part that meets it. D14-D16, D20, T54.
    """
    if rule.direction is Direction.RISING:
        return _rising(given)
    due = rule.due_on(ask.on) if not isinstance(rule.values, Unset) else None
    if due is None:
        raise Unsettled("values")
    lines = [Line("target_by", due.by.isoformat(), _target_shown(rule, due.value))]
    whole = given.whole
    if whole is None and rule.baseline:
        whole = Decimal(rule.baseline.whole)
    details: dict[str, Value] = {"by": due.by}
    if rule.unit is TargetUnit.COUNT or whole is None:
        return _counted(rule, due.value, given, lines, details)
    needed = smallest_meeting(rule, due.value, whole)
    details["needed"] = needed
    lines.append(Line("needed", f"{shown(whole)} × {_target_shown(rule, due.value)}", str(needed)))
    outcome = ""
    if given.part is not None:
        met = meets(rule, due.value, given.part, whole)
        outcome = "met" if met else "missed"
        details["gap"] = max(Decimal(needed) - given.part, Decimal(0))
        details["share"] = half_up(Fraction(given.part) * 100 / Fraction(whole))
        lines.append(_share_line(rule, due.value, given.part, whole, outcome))
    return Computation(exact(due.value * 100), "percent", outcome, tuple(lines), details)


def compared_places(rule: Target, value: Decimal) -> int | None:
    """Decimals of the percent at which a share is compared; None compares exactly.

    The policy's own ``compare_places`` wins; else a share printed with decimals of a percent is
    taken for a rounded figure, one printed as a whole percent is not.
    """
    if rule.rounding is Rounding.EXACT:
        return None
    if rule.compare_places is not None:
        return rule.compare_places
    own = -int((value * 100).normalize().as_tuple().exponent)
    return own if own > 0 else None


def meets(rule: Target, value: Decimal, part: Decimal, whole: Decimal) -> bool:
    """Whether ``part`` of ``whole`` meets a share."""
    share = Fraction(part) * 100 / Fraction(whole)
    places = compared_places(rule, value)
    found = share if places is None else Fraction(half_up(share, places))
    compare = Compare.AT_MOST if rule.direction is Direction.AT_MOST else Compare.AT_LEAST
    return holds(found, value * 100, Fraction(1), compare)


def smallest_meeting(rule: Target, value: Decimal, whole: Decimal) -> int:
    """The smallest part of ``whole`` that meets a share; for upper limits the largest."""
    at_most = rule.direction is Direction.AT_MOST
    compare = Compare.AT_MOST if at_most else Compare.AT_LEAST
    found = limit_count(whole, Fraction(value), compare)
    step = 1 if at_most else -1
    while 0 <= found + step <= whole and meets(rule, value, Decimal(found + step), whole):
        found += step
    return found


def _share_line(rule: Target, value: Decimal, part: Decimal, whole: Decimal, outcome: str) -> Line:
    places = compared_places(rule, value)
    share = Fraction(part) * 100 / Fraction(whole)
    found = shown(share) if places is None else f"{half_up(share, places):f}"
    sign = SIGNS[Compare.AT_MOST if rule.direction is Direction.AT_MOST else Compare.AT_LEAST]
    working = f"{shown(part)} / {shown(whole)} = {found} % {sign} {_target_shown(rule, value)}"
    return Line("compared", working, outcome)


def _target_shown(rule: Target, value: Decimal) -> str:
    return f"{shown(value * 100)} %" if rule.unit is TargetUnit.SHARE else shown(value)


def _counted(
    rule: Target, value: Decimal, given: Reached, lines: list[Line], details: dict[str, Value]
) -> Computation:
    if rule.unit is TargetUnit.SHARE:
        return Computation(exact(value * 100), "percent", lines=tuple(lines), details=details)
    outcome = ""
    if given.part is not None:
        at_most = rule.direction is Direction.AT_MOST
        met = given.part <= value if at_most else given.part >= value
        outcome = "met" if met else "missed"
        lines.append(Line("compared", f"{shown(given.part)} / {shown(value)}", outcome))
    return Computation(value, "count", outcome, tuple(lines), details)


def _rising(given: Reached) -> Computation:
    part, before = given_value(given.part, "part"), given_value(given.before, "before")
    found = part * 100 / given.whole if given.whole else part
    outcome = "met" if found > before else "missed"
    line = Line("compared", f"{shown(found)} > {shown(before)}", outcome)
    return Computation(outcome, outcome=outcome, lines=(line,))
