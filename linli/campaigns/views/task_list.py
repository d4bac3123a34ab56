"""The list of tasks on the campaign page: columns, filters, search."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from linli.campaigns.data import TaskKind, TaskState
from linli.campaigns.labels import TASK_KINDS, TASK_STATES, task_state_chip
from linli.campaigns.models import Task
from linli.kernel.web import lists
from linli.kernel.web.cells import Chip

OVERDUE, SOON, SOON_DAYS = "overdue", "soon", 14


def task_spec(
    *, on: date, communities: Sequence[tuple[str, str]], modes: dict[str, str]
) -> lists.ListSpec[Task]:
    """The list as it stands on a day; ``communities`` are (code, name), ``modes`` code to word."""
    return lists.ListSpec[Task](
        key="tasks",
        columns=_columns(on, modes),
        filters=_filters(on, communities),
        search=lambda rows, text: rows.filter(compound__name__icontains=text),
        row_url=lambda task: reverse("campaigns:task", args=[task.public_id]),
        default_sort="community",
    )


def _columns(on: date, modes: dict[str, str]) -> list[lists.Column[Task]]:
    def state(task: Task) -> Chip:
        late = (on - task.due_on).days
        if task.state == TaskState.DONE or late <= 0:
            return task_state_chip(task.state)
        words = ngettext("%(n)d day overdue", "%(n)d days overdue", late) % {"n": late}
        return Chip(words, "bad")

    def plan(task: Task) -> str:
        found = getattr(task, "plan", None)
        return modes.get(found.mode, found.mode) if found else ""

    return [
        lists.Column(
            "compound",
            _("Compound"),
            lambda task: task.compound.name,
            sort="compound__search_pinyin",
            main=True,
        ),
        lists.Column(
            "community", _("Community"), lambda task: task.community_name, sort="division"
        ),
        lists.Column("kind", _("Task"), lambda task: TASK_KINDS[TaskKind(task.kind)], sort="kind"),
        lists.Column("post", _("Responsible post"), lambda task: task.responsible_post),
        lists.Column("due", _("Due"), lambda task: task.due_on, sort="due_on", kind="date"),
        lists.Column("plan", _("Plan"), plan),
        lists.Column("state", _("State"), state, sort="state", kind="chip"),
    ]


def _filters(on: date, communities: Sequence[tuple[str, str]]) -> list[lists.Filter[Task]]:
    return [
        lists.Filter(
            "kind",
            _("Task"),
            list(TASK_KINDS.items()),
            lambda rows, value: rows.filter(kind=value),
        ),
        lists.Filter(
            "community",
            _("Community"),
            communities,
            lambda rows, value: rows.filter(division=value),
        ),
        lists.Filter(
            "state",
            _("State"),
            [(state, text) for state, (text, _tone) in TASK_STATES.items()],
            lambda rows, value: rows.filter(state=value),
        ),
        lists.Filter(
            "due",
            _("Due"),
            [(OVERDUE, _("Overdue")), (SOON, _("Within 14 days"))],
            lambda rows, value: _by_due(rows, value, on),
        ),
    ]


def _by_due(rows: QuerySet[Task], value: str, on: date) -> QuerySet[Task]:
    unfinished = rows.exclude(state=TaskState.DONE)
    if value == OVERDUE:
        return unfinished.filter(due_on__lt=on)
    last = date.fromordinal(on.toordinal() + SOON_DAYS)
    return unfinished.filter(due_on__gte=on, due_on__lte=last)
