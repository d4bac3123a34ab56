"""Shapes of campaigns, their tasks, and progress reports."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from linli.api.data.registry import ContractGiven
from linli.api.data.shapes import (
    Code,
    Day,
    DivisionCode,
    FindingTold,
    Given,
    Line,
    PageQuery,
    Place,
    Replaces,
    Term,
    Told,
    Version,
)

Long = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]


class CampaignTold(Told):
    """A campaign of the district."""

    id: UUID
    key: str
    name: str


class Campaigns(Told):
    """The campaigns of the district."""

    items: list[CampaignTold]


class ShareTold(Told):
    """A part of a whole; ``percent`` to two places, none without a whole."""

    part: int
    whole: int
    percent: Decimal | None


class CommunityShare(Told):
    """Coverage of one community."""

    community: Place
    share: ShareTold


class TargetTold(Told):
    """The coverage to reach: percent, day, compounds still missing."""

    percent: Decimal
    by: Day
    gap: int
    reached: bool
    clause: str


class CampaignFile(Told):
    """A campaign with its coverage as of a day, in the post's reach."""

    campaign: CampaignTold
    on: Day
    total: ShareTold
    communities: list[CommunityShare]
    target: TargetTold


class TaskQuery(PageQuery):
    """Which tasks: by kind, state, place."""

    kind: Literal["upgrade", "cover"] | None = None
    state: Literal["open", "planned", "in_progress", "done"] | None = None
    division: DivisionCode | None = None


class TaskTold(Told):
    """What one compound is to reach by a day."""

    id: UUID
    kind: str
    state: str
    compound: Place
    community: Place
    content: str
    responsible_post: str
    due_on: Day
    completed_on: Day | None


class PlanTold(Told):
    """The plan of a compound without service. ``version`` is what a change replaces."""

    market_ready: bool
    mode: Term
    reason: str
    committee: str
    provider: str
    planned_entry_on: Day | None
    responsible_post: str
    version: int


class StepTold(Told):
    """One step of an upgrade."""

    code: str
    done_on: Day | None
    note: str
    version: Version


class TaskFile(Told):
    """A task with its plan or its steps."""

    task: TaskTold
    plan: PlanTold | None
    steps: list[StepTold]


class PlanGiven(Given):
    """The plan of a compound; ``replaces`` is the version it is based on, 0 for the first."""

    market_ready: Annotated[bool, Field(strict=True)]
    mode: Code
    reason: Long = ""
    committee: Line = ""
    provider: Line = ""
    planned_entry_on: Day | None = None
    responsible_post: Line = ""
    replaces: Annotated[int, Field(strict=True, ge=0, le=100_000)] = 0


class EntryOfTask(ContractGiven):
    """Who serves the compound, and the contract."""


class EntryTold(Told):
    """The contract that was registered, and the task as it stands now."""

    contract: UUID
    task: TaskTold


class PeriodTold(Told):
    """One printed day of a street's report and how it stands."""

    printed_on: Day
    due_on: Day
    standing: str
    report: UUID | None


class StreetTold(Told):
    """The reporting periods of one street."""

    body: Place
    division: str
    periods: list[PeriodTold]


class Streets(Told):
    """Streets in reach, by division."""

    items: list[StreetTold]


class RowTold(Told):
    """One line of the report, in the order of the printed columns."""

    number: int
    community: str
    compound: Place
    grade: str
    enterprise: str
    nature: str
    entered: Day | None
    items: str
    manager: str
    phone: str
    note: str


class ReportTold(Told):
    """A street's report for a printed day; rows as filed once it is filed, else as of today."""

    id: UUID
    campaign: UUID
    division: str
    body: Place
    printed_on: Day
    state: str
    versions: int
    filed_at: datetime | None
    return_reason: str
    rows: list[RowTold]
    version: Version


class StartGiven(Given):
    """Which street's report for which printed day."""

    division: DivisionCode
    printed_on: Day


class RemarkGiven(Given):
    """The street's remark on one compound; empty takes it away."""

    compound: UUID
    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]


class RemarksGiven(Given):
    """Remarks on compounds of the report."""

    remarks: Annotated[list[RemarkGiven], Field(min_length=1, max_length=500)]
    replaces: Replaces


class ReturnGiven(Given):
    """What the street is to change."""

    reason: Annotated[Long, StringConstraints(min_length=1)]


class CheckTold(Told):
    """What a check found, and the report as it stands now."""

    state: str
    findings: list[FindingTold]


class FiledTold(Told):
    """A filed version of a report."""

    report: UUID
    version: int
    digest: str
    filed_at: datetime


# --- steps of an upgrade --------------------------------------------------------------------------


class StepGiven(Given):
    """One step of an upgrade: the day it was done, left out while it is not, and a note."""

    done_on: Day | None = None
    note: Long
    replaces: Replaces


class CopyGiven(Given):
    """What the remarks of a filled copy replace: the version of the report it was compared with."""

    replaces: Replaces


class StepBackGiven(Given):
    """Why a step is taken back."""

    reason: Annotated[Long, StringConstraints(min_length=1)]


# --- task lists -----------------------------------------------------------------------------------


class ListPlanTold(Told):
    """What taking a task list over would write; ``already`` says when it was, if it was."""

    title: str
    kind: str
    division: str
    compounds: int
    new_compounds: int
    new_communities: list[str]
    already: str
    findings: list[FindingTold]


class ListTold(Told):
    """A task list taken over."""

    id: UUID
    campaign: UUID
    division: str
    kind: str
    title: str
    counts: dict[str, Any]


# --- filled copies --------------------------------------------------------------------------------


class DifferenceTold(Told):
    """A value of a filled copy that differs; only remarks can be taken over (``applies``)."""

    number: int
    community: str
    compound: str
    column: str
    ours: str
    theirs: str
    applies: bool


class ComparisonTold(Told):
    """A filled copy beside the report: how many values agree, which do not."""

    identical: int
    differences: list[DifferenceTold]
    missing: list[str]
    unknown: list[str]
    findings: list[FindingTold]
