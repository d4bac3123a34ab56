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

from linli.policy.data import spoken


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

        def write(value: Any, serialize: Any) -> Any:
            return UNSET.value if value is UNSET else serialize(value)

        value = handler.generate_schema(inner)
        return core_schema.no_info_wrap_validator_function(
            read,
            value,
            serialization=core_schema.wrap_serializer_function_ser_schema(
                write, schema=value, when_used="json"
            ),
        )


Maybe = Annotated[T | Unset, OrUnset()]
"""A field the document may leave open; the key itself must be written."""
MaybeNone = Annotated[T | Unset | None, OrUnset()]
"""A field that need not be written at all, and may be left open where it is."""


def without_unset(annotation: Any) -> Any:
    """The type a value must have: ``int | Unset`` gives ``int``."""
    return reduce(or_, (part for part in get_args(annotation) if part is not Unset))


def once_set(annotation: Any) -> Any:
    """The type of a field that is settled: ``int | Unset | None`` gives ``int``."""
    return reduce(or_, (part for part in get_args(annotation) if part not in (Unset, type(None))))


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
    value = spoken.recurrence(value)
    try:
        rrulestr(value)
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise PydanticCustomError("recurrence", "{reason}", {"reason": str(error)}) from error
    return value


Recurrence = Annotated[str, AfterValidator(_recurrence)]
"""An RFC 5545 RRULE such as ``FREQ=MONTHLY;BYMONTHDAY=1,15``, or said in Chinese."""


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
    PROJECT = "project"
    ENTERPRISE = "enterprise"
    COMMITTEE = "committee"
    DEPARTMENT = "department"
    BODY = "body"
    HOUSEHOLD = "household"


class Interval(StrEnum):
    """How often something is published anew, or scored."""

    ON_CHANGE = "on_change"
    EACH_EVENT = "each_event"
    CONTINUOUS = "continuous"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"

    @property
    def times_a_year(self) -> int | None:
        """How often in a year, where the calendar alone says it."""
        return {"monthly": 12, "quarterly": 4, "half_yearly": 2, "yearly": 1}.get(self.value)


class Place(StrEnum):
    """Where something is published."""

    PORTAL = "portal"
    NOTICE_BOARD = "notice_board"
    PORTAL_AND_BOARD = "portal_and_board"
    GOVERNMENT_WEBSITE = "government_website"
    ON_SITE = "on_site"
    MEDIA = "media"


class Rounding(StrEnum):
    """How a figure is rounded before it is compared."""

    HALF_UP = "half_up"
    EXACT = "exact"


class Compare(StrEnum):
    """How a share is held against its limit; 以上 and 不低于 include it, 过半 and 超过 do not."""

    OVER = "over"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BELOW = "below"


class LawWarning(Text):
    """What in a clause does not go together with law; ``rule`` names the finding."""

    rule: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Za-z0-9.-]*$")]


class Item(Frozen):
    """One thing on a list: what is published, checked, discussed."""

    code: Code
    label: Text


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


class DateConfidence(StrEnum):
    """Whether the dates on the head of a document can be relied on."""

    PRINTED = "printed"
    DOUBTFUL = "doubtful"


class DocumentStatus(StrEnum):
    """Whether the document binds."""

    IN_FORCE = "in_force"
    DRAFT = "draft"


Traits = dict[Code, tuple[Words, ...]]
"""Which ones are meant: trait to the values it may have, ``{compound.kind: [renovated_old]}``."""


def cautions_of(status: str, dates: str, confidence: str) -> tuple[str, ...]:
    """Why a clause is not to be taken as printed law; empty for one that is."""
    return (
        *((status,) if status == DocumentStatus.DRAFT else ()),
        *((dates,) if dates == DateConfidence.DOUBTFUL else ()),
        *((confidence,) if confidence != Confidence.PRINTED else ()),
    )
