"""Plain figures: stated numbers, sums, shares, scores, how much work a rule makes."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PositiveInt

from linli.policy.data import band_of
from linli.policy.data.formulas.counts import (
    AnswerShare,
    CreditGrade,
    GradeByScore,
    ShareOfWhole,
    Spread,
    Staffing,
    StatedNumber,
    SumOfParts,
    Visits,
    WeightedSum,
)
from linli.policy.formulas.arithmetic import exact, half_up, shown
from linli.policy.formulas.registry import (
    Ask,
    Computation,
    Given,
    InputWrong,
    Line,
    Nothing,
    Value,
    calculation,
    given_value,
    settled,
)

Count = Annotated[int, Field(ge=0)]


@calculation(StatedNumber, Nothing)
def stated_number(rule: StatedNumber, given: Nothing, ask: Ask) -> Computation:
    """The number the document states."""
    value = settled(rule.value, "value")
    return Computation(value, rule.unit.value, lines=(Line("stated", "", f"{value:f}"),))


@calculation(SumOfParts, Nothing)
def sum_of_parts(rule: SumOfParts, given: Nothing, ask: Ask) -> Computation:
    """The sum of printed figures. J1, J6, S1, S2, S7, S8, D1-D4, H4, T53."""
    total = sum(rule.parts.values(), Decimal(0))
    working = " + ".join(f"{part:f}" for part in rule.parts.values())
    lines = [Line("sum", working, f"{total:f}")]
    if rule.printed is not None:
        lines.append(Line("printed", "", f"{rule.printed:f}"))
    return Computation(total, rule.unit.value, lines=tuple(lines), details=dict(rule.parts))


class OptionalPart(Given):
    """Another part and whole than those printed."""

    part: Decimal | None = None
    whole: Annotated[Decimal, Field(gt=0)] | None = None


@calculation(ShareOfWhole, OptionalPart)
def share_of_whole(rule: ShareOfWhole, given: OptionalPart, ask: Ask) -> Computation:
    """A part in percent of its whole, half up. S4, D16, D17."""
    part = given_value(rule.part if given.part is None else given.part, "part")
    whole = given_value(rule.whole if given.whole is None else given.whole, "whole")
    percent = half_up(Fraction(part) * 100 / Fraction(whole), rule.places)
    line = Line("share", f"{shown(part)} / {shown(whole)}", f"{percent:f} %")
    return Computation(percent, "percent", lines=(line,))


def _named_numbers(value: Any) -> Any:
    if isinstance(value, str):
        return dict(pair.split("=", 1) for pair in value.split(",") if "=" in pair)
    return value


NamedNumbers = Annotated[
    dict[str, Decimal], BeforeValidator(_named_numbers), Field(min_length=1, max_length=100)
]
"""Values by name: ``response=0.992,solved=0.901``."""


class NamedValues(Given):
    """The value of each part, by its name."""

    values: NamedNumbers


@calculation(WeightedSum, NamedValues)
def weighted_sum(rule: WeightedSum, given: NamedValues, ask: Ask) -> Computation:
    """Values weighted into one; weights of absent values are shared out among the others (T51)."""
    weights = settled(rule.weights, "weights")
    known = {name: value for name, value in given.values.items() if name in weights}
    whole = sum((weights[name] for name in known), Fraction(0))
    if not whole:
        raise InputWrong("values", ", ".join(weights))
    total = sum((Fraction(value) * weights[name] for name, value in known.items()), Fraction(0))
    working = " + ".join(f"{shown(v)} × {shown(weights[name])}" for name, v in known.items())
    result = total / whole
    lines = (Line("weighted", working, shown(result)),)
    details: dict[str, Value] = {"percent": half_up(result * 100)}
    return Computation(exact(result), "", lines=lines, details=details)


class Score(Given):
    """A score."""

    score: Decimal


@calculation(GradeByScore, Score)
def grade_by_score(rule: GradeByScore, given: Score, ask: Ask) -> Computation:
    """The grade of a score; ``none`` below the lowest band."""
    band = band_of(settled(rule.bands, "bands"), given.score)
    grade = (band.grade if band else None) or "none"
    line = Line("band", shown(given.score), grade)
    return Computation(grade, "grade", lines=(line,))


class Points(Given):
    """Base, good and bad points, and whether the enterprise takes part in the ratings at all."""

    base_points: Annotated[Decimal, Field(ge=0)] = Decimal(0)
    good_points: Annotated[Decimal, Field(ge=0)] = Decimal(0)
    bad_points: Annotated[Decimal, Field(ge=0)] = Decimal(0)
    enrolled: bool = True


@calculation(CreditGrade, Points)
def credit_grade(rule: CreditGrade, given: Points, ask: Ask) -> Computation:
    """The grade of base + good - bad points. Source: domain rules 6.1 (SDC-1); T50.

    Below the lowest band the grade hangs on whether there is a bad record at all.
    """
    if not given.enrolled:
        grade = settled(rule.not_enrolled, "not_enrolled")
        return Computation(grade, "grade", lines=(Line("not_enrolled", "", grade),))
    base, good, bad = given.base_points, given.good_points, given.bad_points
    score = base + good - bad
    working = f"{shown(base)} + {shown(good)} − {shown(bad)}"
    band = band_of(settled(rule.bands, "bands"), score)
    if band is None:
        name = "below_with_bad" if bad else "below_without_bad"
        grade = settled(getattr(rule, name), name)
    else:
        grade = band.grade or "none"
    lines = (Line("sum", working, shown(score)), Line("band", shown(score), grade))
    return Computation(grade, "grade", lines=lines, details={"score": score})


class Answers(Given):
    """How many answered in each degree."""

    answers: NamedNumbers


@calculation(AnswerShare, Answers)
def answer_share(rule: AnswerShare, given: Answers, ask: Ask) -> Computation:
    """Answers weighted by degree, as a share of all of them. Source: R-HOT-9; T52."""
    levels = settled(rule.levels, "levels")
    unknown = [name for name in given.answers if name not in levels]
    total = sum((Fraction(count) for count in given.answers.values()), Fraction(0))
    if unknown or not total or any(count < 0 for count in given.answers.values()):
        raise InputWrong("answers", ", ".join(levels))
    reached = sum(
        (Fraction(count) * levels[name] for name, count in given.answers.items()), Fraction(0)
    )
    parts = (f"{shown(count)} × {shown(levels[name])}" for name, count in given.answers.items())
    result = reached / total
    line = Line("weighted", f"({' + '.join(parts)}) / {shown(total)}", shown(result))
    details: dict[str, Value] = {"percent": half_up(result * 100)}
    return Computation(exact(result), "", lines=(line,), details=details)


class Units(Given):
    """How many units, and how many offices assess each."""

    units: Count
    assessors: PositiveInt = 1


@calculation(Visits, Units)
def visits(rule: Visits, given: Units, ask: Ask) -> Computation:
    """How many visits or sheets a rule makes in a year. J3, J4, T2, H7."""
    per_period = given.units * given.assessors * rule.per_period
    year = per_period * rule.periods_per_year
    lines = (
        Line(
            "per_period", f"{given.units} × {given.assessors} × {rule.per_period}", str(per_period)
        ),
        Line("per_year", f"{per_period} × {rule.periods_per_year}", str(year)),
    )
    return Computation(year, "count", lines=lines, details={"per_period": per_period})


@calculation(Spread, Units)
def spread(rule: Spread, given: Units, ask: Ask) -> Computation:
    """How many at least in each period, so that all have had their turn (H5)."""
    needed = ceil(given.units * rule.cover / rule.periods)
    line = Line("each_period", f"{given.units} × {shown(rule.cover)} / {rule.periods}", str(needed))
    return Computation(needed, "count", lines=(line,))


@calculation(Staffing, Units)
def staffing(rule: Staffing, given: Units, ask: Ask) -> Computation:
    """How many people at least."""
    least = settled(rule.minimum, "minimum")
    people = least * given.units
    line = Line("people", f"{least} × {given.units}", str(people))
    return Computation(people, "person", lines=(line,))
