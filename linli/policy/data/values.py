"""The smallest things a policy is written in: bilingual text, codes, units, the word ``unset``."""

from __future__ import annotations

from enum import Enum, StrEnum
from functools import reduce
from operator import or_
from typing import Annotated, Any, Final, TypeVar, get_args

from dateutil.rrule import rrulestr
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    StringConstraints,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema


class Unset(Enum):
    """The policy does not say. A value in its own right: the district decides it on a screen."""

    UNSET = "unset"


UNSET: Final = Unset.UNSET

T = TypeVar("T")


class OrUnset:
    """Marks a field that may hold the word ``unset`` instead of a value."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        inner = without_unset(source)

        def read(value: Any, validate: Any) -> Any:
            return UNSET if value in (UNSET, UNSET.value) else validate(value)

        return core_schema.no_info_wrap_validator_function(read, handler.generate_schema(inner))


Maybe = Annotated[T | Unset, OrUnset()]


def without_unset(annotation: Any) -> Any:
    """The type a value must have once it is set: ``int | Unset`` gives ``int``."""
    return reduce(or_, (part for part in get_args(annotation) if part is not Unset))


class Frozen(BaseModel):
    """Base of everything read from a policy file: unknown keys refused, never changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Text(Frozen):
    """Words in both languages of the product."""

    zh: Words
    en: Words

    def __str__(self) -> str:
        return self.zh

    def in_language(self, language: str) -> str:
        """The words for a language code: Chinese for ``zh…``, English for any other."""
        return self.zh if language.startswith("zh") else self.en


Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)*$")]
"""A dotted key: lower-case words joined by ``_`` and ``.``."""


def _recurrence(value: str) -> str:
    try:
        rrulestr(value)
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise PydanticCustomError("recurrence", "{reason}", {"reason": str(error)}) from error
    return value


Recurrence = Annotated[str, AfterValidator(_recurrence)]
"""An RFC 5545 RRULE such as ``FREQ=MONTHLY;BYMONTHDAY=1,15``."""


class Unit(StrEnum):
    """What a number counts."""

    DAY = "day"


class HolidayShift(StrEnum):
    """What happens to a due date that is not a working day."""

    NONE = "none"
    NEXT_WORKDAY = "next_workday"
    PREVIOUS_WORKDAY = "previous_workday"


class Each(StrEnum):
    """What a duty or a publication is owed for: one instance for each of these."""

    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    COMPOUND = "compound"


class Interval(StrEnum):
    """How often something is published anew."""

    ON_CHANGE = "on_change"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"


class Place(StrEnum):
    """Where something is published."""

    PORTAL = "portal"
    NOTICE_BOARD = "notice_board"
    PORTAL_AND_BOARD = "portal_and_board"


class Rounding(StrEnum):
    """How a figure is rounded before it is compared."""

    HALF_UP = "half_up"
    EXACT = "exact"


class Confidence(StrEnum):
    """How sure we are that a value is what the document says."""

    PRINTED = "printed"
    DERIVED = "derived"
    INTERPRETED = "interpreted"
    MIRROR = "mirror"
    """Read in full in an unofficial collection of texts."""
    SECONDARY = "secondary"
    """Read as an excerpt or in a secondary source, not in the text itself."""
    UNVERIFIED = "unverified"
    """Held to be so; no text was at hand."""
    REWORDED = "reworded"
    """From a copy whose wording is not the office's, and whose date may not be either."""


class ReleaseState(StrEnum):
    """Life of a loaded release; there is no way back."""

    INACTIVE = "inactive"
    ACTIVE = "active"
    SUPERSEDED = "superseded"


class DocumentStatus(StrEnum):
    """Whether the document binds."""

    IN_FORCE = "in_force"
    DRAFT = "draft"
