"""What the workbench and the cockpit show. Read models only: nothing here is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from linli.kernel.deadlines import Deadline
from linli.kernel.explain import Citation, Explanation


class WorkKind(StrEnum):
    """Where an entry of the workbench comes from."""

    DUTY = "duty"
    TASK = "task"
    REPORT = "report"
    CONTRACT = "contract"
    POLICY = "policy"


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One thing to do: what, where, on which clause, until when; ``is_own``: by the reader's post.

    ``deadline`` is None for what has no day; such entries come last.
    """

    kind: WorkKind
    title: str
    note: str
    url: str
    is_own: bool
    due_on: date | None = None
    deadline: Deadline | None = None
    citation: Citation | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """Everything to do in the reader's reach, most pressing first."""

    everything: tuple[WorkItem, ...]

    @property
    def own(self) -> tuple[WorkItem, ...]:
        """What the reader's own post has to do."""
        return tuple(item for item in self.everything if item.is_own)


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell of the figure strip. ``part`` of ``whole`` draws the bar, ``target`` its tick.

    ``alert`` is the part of the note that is overdue.
    """

    label: str
    value: Decimal | int | str | None
    unit: str = ""
    note: str = ""
    alert: str = ""
    tone: str = ""
    part: Decimal | int | None = None
    whole: Decimal | int | None = None
    target: Decimal | int | None = None
    explanation: Explanation | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class CommunityRow:
    """A community's coverage, against an earlier day; ``change`` in compounds, None without one."""

    code: str
    name: str
    responsible: str
    covered: int
    total: int
    percent: Decimal | None
    change: int | None
    explanation: Explanation


@dataclass(frozen=True, slots=True)
class Step:
    """One level of the breadcrumb; ``code`` is empty where the reader's reach does not go."""

    name: str
    code: str
