"""What all shapes share. Nothing unknown is taken in, nothing undeclared given out.

Types are strict: a number is not a text, a text is not a day. Days are ``2020-10-08``; moments
carry their offset; areas are whole hundredths of a square metre, money whole fen.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError, PydanticUndefined

from linli.kernel.editing import MOST_VERSION, VERSION_PATTERN

T = TypeVar("T", bound=BaseModel)

PAGE_SIZE = 50
MOST_ON_A_PAGE = 200
MOST_TEXT = 80
MOST_CURSOR = 400
# What a district can mean; days outside are slips of the hand.
FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2200, 12, 31)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,9}", re.ASCII)


def _as_day(value: object) -> object:
    if isinstance(value, date):
        return value
    try:
        day = (
            date.fromisoformat(value) if isinstance(value, str) and _DAY.fullmatch(value) else None
        )
    except ValueError:
        day = None
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        raise PydanticCustomError("day", "no day", {"expected": f"{FIRST_DAY} – {LAST_DAY}"})
    return day


def _as_number(value: object) -> object:
    if isinstance(value, int) or (isinstance(value, str) and _NUMBER.fullmatch(value)):
        return int(value)
    raise PydanticCustomError("int_parsing", "no number")


Day = Annotated[date, BeforeValidator(_as_day)]
"""A calendar day in Asia/Shanghai."""

Number = BeforeValidator(_as_number)
"""What makes a whole number of the text in an address."""

Size = Annotated[int, Field(ge=1, le=MOST_ON_A_PAGE), Number]
"""How many entries a part of a list holds."""

Area = Annotated[int, Field(strict=True, ge=1, le=10_000_000)]
"""An area of a unit, a room or a place to park, in whole hundredths of a square metre."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,40}$")]
DivisionCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}[0-9X]{0,18}$")]


Version = Annotated[str, Field(description="of what can be changed, for ``replaces``")]
"""What was read, as a change of it names it."""

Replaces = Annotated[
    str,
    StringConstraints(pattern=VERSION_PATTERN, max_length=MOST_VERSION),
    Field(description="the ``version`` that was read; ``*`` replaces whatever stands there"),
]
"""What a change is based on: what somebody else has changed since is never undone unseen."""


class Given(BaseModel):
    """What is taken in: unknown fields are refused by name."""

    model_config = ConfigDict(extra="forbid")


class Whole(Given):
    """An entry as it is to be: every field is sent, as one left out would make it empty.

    ``MAY_LACK`` names the fields that change nothing when they are left out.
    """

    MAY_LACK: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        for name, field in cls.model_fields.items():
            if name not in cls.MAY_LACK:
                field.default = PydanticUndefined
        cls.model_rebuild(force=True)


class Told(BaseModel):
    """What is given out, exactly as declared."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Nothing(Told):
    """The act is done; there is nothing more to say."""


class PageQuery(Given):
    """Which part of a list: ``cursor`` is the ``next`` of the page before."""

    size: Size = PAGE_SIZE
    cursor: Annotated[str, StringConstraints(max_length=MOST_CURSOR)] = ""


class Page(Told, Generic[T]):
    """A part of a list; ``next`` is the cursor of the part after it, empty on the last."""

    items: list[T]
    next: str


class Place(Told):
    """A division or body by code or id, with its name."""

    id: str
    name: str


class Term(Told):
    """A word of the policy: its code, and its name in the language asked for."""

    code: str
    name: str


class FindingTold(Told):
    """One thing found in what was sent: where, what is allowed, what to do."""

    level: str
    code: str
    message: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    allowed: str = ""
    remedy: str = ""


class Problem(Told):
    """Why a request was not carried out. Nothing of it was.

    ``code`` is for programs, ``message`` and ``remedy`` for people, ``clause`` names the policy
    that blocks the act.
    """

    status: int
    code: str
    message: str
    clause: str = ""
    remedy: str = ""
    findings: list[FindingTold] = []
