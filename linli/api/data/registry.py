"""Shapes of the register: compounds, enterprises, contracts."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from linli.api.data.shapes import (
    MOST_TEXT,
    Code,
    Day,
    DivisionCode,
    Given,
    Line,
    PageQuery,
    Place,
    Replaces,
    Told,
    Version,
    Whole,
    Words,
)
from linli.api.data.shapes import Term as TermTold
from linli.registry.data import TraitKind

Search = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MOST_TEXT)]


ServiceItems = Annotated[list[Code], Field(max_length=60)]
Telephone = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)]
Remark = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]


class CompoundQuery(PageQuery):
    """Which compounds: by place, service, class on today's day, or part of the name."""

    q: Search = ""
    division: DivisionCode | None = None
    service: Literal["yes", "no"] | None = None
    compound_class: Annotated[Code | None, Field(description="a class, or none")] = None
    sort: Literal["name", "-name", "community", "-community"] = "community"


class CompoundTold(Told):
    """A compound in a list, with who serves it today."""

    id: UUID
    name: str
    community: Place
    compound_class: str | None
    is_covered: bool
    served_by: str | None
    served_since: Day | None


class TraitTold(Told):
    """What a compound is said to be on the days ``[valid_from, valid_to)``."""

    trait: str
    value: TermTold
    valid_from: Day
    valid_to: Day | None


class ActTold(Told):
    """One act in a compound's history: what, when, by which office."""

    title: str
    at: datetime
    by: str
    detail: str


class ContractTold(Told):
    """A service contract. Contact persons are masked for posts without the right to them."""

    id: UUID
    compound: Place
    enterprise: Place
    state: str
    nature: TermTold
    mode: TermTold
    service_items: list[TermTold]
    basic_missing: list[str]
    signed_on: Day | None
    starts_on: Day
    ends_on: Day | None
    entry_on: Day | None
    ended_on: Day | None
    end_reason: str
    manager: str
    phone: str
    remark: str
    version: Version


class CompoundFile(Told):
    """Everything of one compound's file. ``area`` in whole hundredths of a square metre."""

    id: UUID
    name: str
    community: Place
    buildings: int | None
    households: int | None
    built_year: int | None
    area: int | None
    source: str
    is_covered: bool
    traits: list[TraitTold]
    contracts: list[ContractTold]
    history: list[ActTold]
    version: Version


class BasicsGiven(Whole):
    """The basics of a compound as they are to be; null is what is not known.

    ``area`` in whole hundredths of a square metre.
    """

    name: Annotated[Line, StringConstraints(min_length=1)]
    buildings: Annotated[int | None, Field(strict=True, ge=0, le=9999)]
    households: Annotated[int | None, Field(strict=True, ge=0, le=999_999)]
    built_year: Annotated[int | None, Field(strict=True, ge=1900, le=2100)]
    area: Annotated[int | None, Field(strict=True, ge=0, le=999_999_999_999)]
    replaces: Replaces


class TraitGiven(Given):
    """What a compound is from a day on: class, kind or mode, in the policy's codes."""

    trait: TraitKind
    value: Code
    from_on: Day
    replaces: Replaces


class EnterpriseQuery(PageQuery):
    """Which enterprises: part of the name, or the beginning of the credit code."""

    q: Search = ""


class EnterpriseTold(Told):
    """An enterprise. ``doubts`` say what is odd about the credit code."""

    id: UUID
    name: str
    uscc: str
    doubts: list[str]
    version: Version


class EnterpriseGiven(Given):
    """An enterprise to register. An odd credit code is kept, with a doubt."""

    name: Annotated[Line, StringConstraints(min_length=1)]
    uscc: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] = ""


class EnterpriseChange(Whole, EnterpriseGiven):
    """An enterprise as it is to be."""

    replaces: Replaces


class ContractGiven(Given):
    """A contract to register. The codes are the policy's; one of the two says who serves."""

    enterprise: UUID | None = None
    new_enterprise: EnterpriseGiven | None = None
    nature: Code
    mode: Code
    starts_on: Day
    ends_on: Day | None = None
    signed_on: Day | None = None
    entry_on: Day | None = None
    notice_days: Annotated[int | None, Field(strict=True, ge=0, le=365)] = None
    service_items: ServiceItems = []
    manager_name: Line = ""
    manager_phone: Telephone = ""
    remark: Remark = ""

    @model_validator(mode="after")
    def _one_enterprise(self) -> ContractGiven:
        if (self.enterprise is None) == (self.new_enterprise is None):
            raise PydanticCustomError("one_enterprise", "name one enterprise")
        return self


class AmendmentGiven(Given):
    """What a contract says about service and contact, as it is to be."""

    service_items: ServiceItems
    manager_name: Line
    manager_phone: Telephone
    remark: Remark
    replaces: Replaces


class EntryGiven(Given):
    """The day an enterprise has entered."""

    entry_on: Day


class ContractEndGiven(Given):
    """The first day without the contract, and why it ends."""

    ended_on: Day
    reason: Annotated[Words, StringConstraints(min_length=1)]


class EndingTold(Told):
    """A contract whose term ends, with the last day on which notice can be given in time."""

    contract: UUID
    compound: Place
    community: Place
    enterprise: Place
    ends_on: Day
    notice_by: Day | None
    state: Literal["runs", "notice", "held_over"]
