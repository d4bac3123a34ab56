"""Shapes of owners' decisions: quorum, majorities, heads, committees, first assembly."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, PositiveInt, model_validator
from pydantic_core import PydanticCustomError

from linli.policy.data.formulas.base import Formula
from linli.policy.data.quantities import Ratio
from linli.policy.data.values import Compare, Frozen, Maybe, Text


class VoteBase(StrEnum):
    """Of whom a majority is taken."""

    PARTICIPATING = "participating"
    ALL = "all"


class SilentBallots(StrEnum):
    """What becomes of ballots that were delivered and did not come back."""

    NOT_PARTICIPATED = "not_participated"
    FOLLOW_MAJORITY = "follow_majority"
    AGREE = "agree"


class NoLimit(StrEnum):
    """The document sets no upper limit."""

    NONE = "none"


class JointDecision(Formula):
    """Do owners pass a matter: a quorum and a majority, each by area and by heads."""

    name: Literal["joint_decision"]
    quorum_area: Ratio
    quorum_heads: Ratio
    quorum_compare: Compare = Compare.AT_LEAST
    majority_area: Ratio
    majority_heads: Ratio
    compare: Compare
    base: VoteBase
    silence: Maybe[SilentBallots]


class Unanimous(Formula):
    """Everyone concerned must agree."""

    name: Literal["unanimous"]
    of: Text


class Headcount(Formula):
    """How many heads vote: one part one head, with the exceptions named."""

    name: Literal["headcount"]
    same_owner_once: bool
    developer_once: bool


class CommitteeSize(Formula):
    """How many members a committee may have."""

    name: Literal["committee_size"]
    minimum: Maybe[PositiveInt]
    maximum: Maybe[PositiveInt | NoLimit]
    odd: bool


class MinimumShare(Formula):
    """A part must stand to its whole as the limit says: signatures, attendance, party members."""

    name: Literal["minimum_share"]
    share: Maybe[Ratio]
    compare: Maybe[Compare]


class TriggerOption(Frozen):
    """One way to meet a trigger; all that is named in it must hold."""

    area: Ratio | None = None
    owners: Ratio | None = None
    households: Ratio | None = None
    years: PositiveInt | None = None
    applicants: PositiveInt | None = None

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if not self.model_fields_set:
            allowed = ", ".join(type(self).model_fields)
            raise PydanticCustomError("empty_option", "nothing is asked for", {"allowed": allowed})
        return self


class AssemblyTrigger(Formula):
    """When a first owners' assembly can be prepared: any one of the options."""

    name: Literal["assembly_trigger"]
    any_of: Annotated[tuple[TriggerOption, ...], Field(min_length=1)]
    compare: Maybe[Compare]
