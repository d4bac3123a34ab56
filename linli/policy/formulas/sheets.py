"""Score sheets: one result from several, the band it falls into, how many sheets there are."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import Field

from linli.policy.data import Combine, Scheme, Unset
from linli.policy.formulas.arithmetic import exact, shown
from linli.policy.formulas.counts import NamedNumbers
from linli.policy.formulas.registry import (
    Ask,
    Computation,
    Given,
    InputWrong,
    Line,
    Value,
    settled,
)


class Sheets(Given):
    """One score, or the scores by assessor or item, or how many are assessed."""

    score: Annotated[Decimal, Field(ge=0)] | None = None
    scores: NamedNumbers | None = None
    units: Annotated[int, Field(ge=0)] | None = None


def scheme(body: Scheme, given: Sheets, ask: Ask) -> Computation:
    """The grade of a score, the result of several, or how many sheets a cycle brings.

    Scores above the scale are refused. Absent assessors share out their weight among the others,
    as long as enough take part. J4, J7, H7, T50.
    """
    if given.scores is not None:
        total, lines = _combined(body, given.scores)
        return _graded(body, total, lines)
    if given.score is not None:
        return _graded(body, given.score, ())
    return _sheets(body, given.units or 0)


def _combined(body: Scheme, scores: dict[str, Decimal]) -> tuple[Decimal, tuple[Line, ...]]:
    if isinstance(body.fewest_assessors, int) and len(scores) < body.fewest_assessors:
        raise InputWrong("scores", f"≥ {body.fewest_assessors}")
    combine = settled(body.combine, "combine")
    if combine is Combine.SEPARATE:
        raise InputWrong("scores", "score")
    if combine is Combine.SUM:
        total = sum((Fraction(score) for score in scores.values()), Fraction(0))
        working = " + ".join(shown(score) for score in scores.values())
    elif combine is Combine.AVERAGE:
        total = sum((Fraction(score) for score in scores.values()), Fraction(0)) / len(scores)
        working = f"({' + '.join(shown(score) for score in scores.values())}) / {len(scores)}"
    else:
        total, working = _weighted(settled(body.weights, "weights"), scores)
    return exact(total, 4), (Line(combine.value, working, f"{exact(total, 4):f}"),)


def _weighted(weights: dict[str, Decimal], scores: dict[str, Decimal]) -> tuple[Fraction, str]:
    known = {name: score for name, score in scores.items() if name in weights}
    whole = sum((Fraction(weights[name]) for name in known), Fraction(0))
    if not whole:
        raise InputWrong("scores", ", ".join(weights))
    total = sum((Fraction(s) * Fraction(weights[name]) for name, s in known.items()), Fraction(0))
    working = " + ".join(f"{shown(s)} × {shown(weights[name])}" for name, s in known.items())
    return total / whole, f"({working}) / {shown(whole)}"


def _graded(body: Scheme, score: Decimal, lines: tuple[Line, ...]) -> Computation:
    if isinstance(body.scale, Decimal) and score > body.scale:
        raise InputWrong("score", f"0 … {shown(body.scale)}")
    details: dict[str, Value] = {"score": score}
    if body.bands is None or isinstance(body.bands, Unset):
        stated = (*lines, Line("stated", "", shown(score)))
        return Computation(score, "point", lines=stated, details=details)
    band = body.band(score)
    grade = (band.grade if band else None) or "none"
    lines = (*lines, Line("band", shown(score), grade))
    return Computation(grade, "grade", lines=lines, details=details)


def _sheets(body: Scheme, units: int) -> Computation:
    cycle = settled(body.cycle, "cycle")
    assessors = () if isinstance(body.assessors, Unset) else body.assessors
    per_cycle = units * max(len(assessors), 1)
    lines = [Line("per_cycle", f"{units} × {max(len(assessors), 1)}", str(per_cycle))]
    details: dict[str, Value] = {"cycle": cycle.value, "runs_a_year": cycle.times_a_year}
    if cycle.times_a_year is not None:
        details["a_year"] = per_cycle * cycle.times_a_year
        working = f"{per_cycle} × {cycle.times_a_year}"
        lines.append(Line("per_year", working, str(details["a_year"])))
    return Computation(per_cycle, "count", lines=tuple(lines), details=details)
