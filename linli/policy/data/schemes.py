"""The kind of score sheets: assessments, star ratings, credit, red and black lists, surveys."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, ClassVar, Self

from pydantic import Field, PositiveInt, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from linli.policy.data.bodies import Reference, Single
from linli.policy.data.offices import office_references
from linli.policy.data.quantities import Ratio
from linli.policy.data.values import (
    Code,
    Frozen,
    Interval,
    Maybe,
    MaybeNone,
    Text,
    Traits,
    Unset,
    Words,
)

Grade = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_]*$")]
"""A grade as its office writes it: ``AAA``, ``5``, ``excellent``."""


class Subject(StrEnum):
    """Who or what is scored."""

    ENTERPRISE = "enterprise"
    PROJECT = "project"
    COMPOUND = "compound"
    STREET = "street"
    COMMUNITY = "community"
    COMMITTEE = "committee"
    DEVELOPER = "developer"
    DEPARTMENT = "department"
    SERVICE_UNIT = "service_unit"
    PERSON = "person"


class SchemeItemKind(StrEnum):
    """What an item of a score sheet does to the score."""

    BASE = "base"
    PLUS = "plus"
    MINUS = "minus"
    VETO = "veto"


class SchemeItem(Frozen):
    """One line of a score sheet."""

    code: Code
    label: Text
    points: Decimal | None = None
    kind: SchemeItemKind = SchemeItemKind.BASE


class Band(Frozen):
    """From a score upwards: the grade, the share of an amount it earns, what follows."""

    at_least: Decimal
    grade: Grade | None = None
    label: Text | None = None
    share: Ratio | None = None
    measures: tuple[Text, ...] = ()


def check_bands(bands: tuple[Band, ...] | Unset | None) -> None:
    """Bands run from the highest score down; raises PydanticCustomError."""
    if bands is None or isinstance(bands, Unset):
        return
    if any(higher.at_least <= lower.at_least for higher, lower in pairwise(bands)):
        raise PydanticCustomError("bands_order", "bands run from the highest score down")


class Combine(StrEnum):
    """How several sheets become one result."""

    SUM = "sum"
    AVERAGE = "average"
    WEIGHTED = "weighted"
    SEPARATE = "separate"


class Scheme(Single):
    """Who is scored by whom, how often, on which scale, and what follows from it."""

    kind: ClassVar[str] = "scheme"

    label: Text
    subject: Subject
    assessors: Maybe[tuple[Code, ...]]
    cycle: Maybe[Interval]
    scale: Maybe[Decimal]
    items: tuple[SchemeItem, ...] = ()
    weights: MaybeNone[dict[Code, Annotated[Decimal, Field(ge=0)]]] = None
    bands: MaybeNone[tuple[Band, ...]] = None
    combine: MaybeNone[Combine] = None
    fewest_assessors: MaybeNone[PositiveInt] = None
    only: Traits = Field(default_factory=dict)
    not_for: Traits = Field(default_factory=dict)
    uses: tuple[Code, ...] = ()
    publish: Code | None = None
    legal_basis: MaybeNone[Words] = None

    @model_validator(mode="after")
    def _bands_descend(self) -> Self:
        check_bands(self.bands)
        return self

    def references(self) -> Iterator[Reference]:
        """The offices that score, and where the result is published."""
        if self.publish:
            yield ("disclosure", self.publish, "")
        yield from office_references(self.assessors)

    def band(self, score: Decimal) -> Band | None:
        """The band of a score; None below the lowest, or where no bands are settled."""
        if self.bands is None or isinstance(self.bands, Unset):
            return None
        return band_of(self.bands, score)


def band_of(bands: tuple[Band, ...], score: Decimal) -> Band | None:
    """The first band, from the top, that a score reaches."""
    return next((band for band in bands if score >= band.at_least), None)
