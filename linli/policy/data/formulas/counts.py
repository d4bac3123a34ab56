"""Shapes of plain figures: stated values, sums, shares, scores, counts of work."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, PositiveInt, model_validator
from pydantic_core import PydanticCustomError

from linli.policy.data.formulas.base import Formula
from linli.policy.data.quantities import Ratio
from linli.policy.data.schemes import Band, Grade, check_bands
from linli.policy.data.values import Code, Maybe, Text


class NumberUnit(StrEnum):
    """What a stated number counts."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WORKDAY = "workday"
    MONTH = "month"
    YEAR = "year"
    YUAN = "yuan"
    WAN_YUAN = "wan_yuan"
    M2 = "m2"
    WAN_M2 = "wan_m2"
    PERCENT = "percent"
    RATIO = "ratio"
    COUNT = "count"
    POINT = "point"


class StatedNumber(Formula):
    """A number as the document states it."""

    name: Literal["number"]
    value: Maybe[Decimal]
    unit: NumberUnit
    choices: tuple[Decimal, ...] = ()


class SumOfParts(Formula):
    """Figures that the document adds up; where it prints the total, the two must agree."""

    name: Literal["sum_of_parts"]
    parts: Annotated[dict[Code, Decimal], Field(min_length=1)]
    unit: NumberUnit
    printed: Decimal | None = None

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        total = sum(self.parts.values())
        if self.printed is not None and total != self.printed:
            raise PydanticCustomError(
                "sum_differs",
                "the parts make {total}, printed is {printed}",
                {"total": str(total), "printed": str(self.printed), "allowed": str(total)},
            )
        return self


class ShareOfWhole(Formula):
    """A part of a whole in percent."""

    name: Literal["share_of_whole"]
    part: Decimal | None = None
    whole: Annotated[Decimal, Field(gt=0)] | None = None
    places: Annotated[int, Field(ge=0, le=6)] = 2


class WeightedSum(Formula):
    """Several rates or scores, weighted into one."""

    name: Literal["weighted_sum"]
    weights: Maybe[Annotated[dict[Code, Ratio], Field(min_length=1)]]


class GradeByScore(Formula):
    """The grade a score earns."""

    name: Literal["grade_by_score"]
    bands: Maybe[Annotated[tuple[Band, ...], Field(min_length=1)]]

    @model_validator(mode="after")
    def _bands_descend(self) -> Self:
        check_bands(self.bands)
        return self


class CreditGrade(Formula):
    """The grade of base and good points less bad ones; below the bands a bad record decides."""

    name: Literal["credit_grade"]
    bands: Maybe[Annotated[tuple[Band, ...], Field(min_length=1)]]
    below_without_bad: Maybe[Grade]
    below_with_bad: Maybe[Grade]
    not_enrolled: Maybe[Grade]

    @model_validator(mode="after")
    def _bands_descend(self) -> Self:
        check_bands(self.bands)
        return self


class AnswerShare(Formula):
    """Answers by degree, each degree counted as a part of a full one."""

    name: Literal["answer_share"]
    levels: Maybe[Annotated[dict[Code, Ratio], Field(min_length=1)]]


class Visits(Formula):
    """How much work a rule makes: so often for each unit."""

    name: Literal["visits"]
    per_period: PositiveInt
    periods_per_year: PositiveInt
    units: Text | None = None


class Spread(Formula):
    """How many at least each time, so that all have had their turn by the end."""

    name: Literal["spread"]
    periods: PositiveInt
    cover: Ratio


class Staffing(Formula):
    """How many people at least, for each office or place."""

    name: Literal["staffing"]
    minimum: Maybe[PositiveInt]
    per: Code
