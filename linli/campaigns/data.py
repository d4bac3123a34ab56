"""Words of a campaign: kinds and states of tasks and reports, figures, this app's errors."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from linli.kernel.errors import Conflict, Finding
from linli.kernel.ratios import share


class TaskKind(StrEnum):
    """What a compound on a task list is to get: better service, or service at all."""

    UPGRADE = "upgrade"
    COVER = "cover"


class TaskState(StrEnum):
    """Where a task stands; which states a kind knows is in ``rules.TASK_TRANSITIONS``."""

    OPEN = "open"
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    DONE = "done"


class TaskAct(StrEnum):
    """What can happen to a task."""

    PLAN = "plan"
    ENTER = "enter"
    LEAVE = "leave"
    STEP = "step"
    LAST_STEP = "last_step"
    WITHDRAW_STEP = "withdraw_step"


class ReportState(StrEnum):
    """Where a progress report stands; ``returned`` waits for the street to file it anew."""

    DRAFT = "draft"
    CHECKED = "checked"
    SUBMITTED = "submitted"
    RETURNED = "returned"


class ReportAct(StrEnum):
    """What can happen to a progress report."""

    EDIT = "edit"
    CHECK = "check"
    SUBMIT = "submit"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class PlanInput:
    """What a street decides for one compound without service (ST-3.1a: 一区一策).

    ``committee`` names the owners' committee and its filing, where the mode needs one (ST-3.1c).
    """

    market_ready: bool
    mode: str
    reason: str = ""
    committee: str = ""
    provider: str = ""
    planned_entry_on: date | None = None
    responsible_post: str = ""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file handed in: the name it came under and its content."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class StepInput:
    """What is recorded of one upgrade step: done or not yet, a note, evidence before and after."""

    done_on: date | None = None
    note: str = ""
    before: Upload | None = None
    after: Upload | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, with its percentage (two places, half up; None without a whole)."""

    part: int
    whole: int

    @property
    def percent(self) -> Decimal | None:
        """``part`` of ``whole`` in percent."""
        return share(self.part, self.whole)


@dataclass(frozen=True, slots=True)
class CommunityCoverage:
    """How many of a community's listed compounds have property service."""

    code: str
    name: str
    share: Share


@dataclass(frozen=True, slots=True)
class Coverage:
    """Coverage of the compounds on a campaign's lists, by community and together (ST-1.1)."""

    on: date
    communities: tuple[CommunityCoverage, ...]

    @property
    def total(self) -> Share:
        """All communities together."""
        return Share(
            sum(row.share.part for row in self.communities),
            sum(row.share.whole for row in self.communities),
        )


@dataclass(frozen=True, slots=True)
class PhaseProgress:
    """Which day of how many a phase has reached, both ends counted; 0 before its first day."""

    day: int
    days: int


REMARK_CHARACTERS = 200
"""How long a street's remark on one compound of its report may be."""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One line of the progress report (ST-A5.1), in the order of the printed columns.

    ``compound_id`` is not printed; it leads back to the register. ``nature`` and ``items`` hold
    the printed words, ``grade`` the class 1 to 3.
    """

    number: int
    community: str
    compound: str
    grade: str = ""
    enterprise: str = ""
    nature: str = ""
    entered: date | None = None
    items: str = ""
    manager: str = ""
    phone: str = ""
    note: str = ""
    served: bool = field(default=False, compare=False)
    compound_id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Difference:
    """A value in which a filled copy differs from the register.

    ``number`` is the row's number in the copy, ``column`` the printed header. Only remarks
    ``applies``: everything else is changed in the register itself.
    """

    number: int
    community: str
    compound: str
    compound_id: str
    column: str
    ours: str
    theirs: str
    applies: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """A filled copy of a report beside the register: how many values agree, and which do not.

    ``missing`` are compounds of the report that the copy leaves out, ``unknown`` the other way.
    """

    identical: int
    differences: tuple[Difference, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def remarks(self) -> dict[str, str]:
        """The remarks of the copy that could be taken over, by the compounds' public ids."""
        return {found.compound_id: found.theirs for found in self.differences if found.applies}

    @property
    def is_same(self) -> bool:
        """Whether the copy says exactly what the register says."""
        return not (self.differences or self.missing or self.unknown or self.findings)


class AlreadyImported(Conflict):
    """The same file (by content) has been imported before; the message says when and by whom."""

    default_code = "campaigns.already_imported"


class WrongState(Conflict):
    """The task or report is not in a state in which this can be done."""

    default_code = "campaigns.wrong_state"
