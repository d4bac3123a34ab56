"""Texts for the enums and acts of campaigns."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.campaigns.data import ReportState, TaskKind, TaskState
from linli.kernel.web.cells import Chip
from linli.kernel.workbooks.labels import Wording

Text = str | Promise

RETURNED_NOTICE = "campaigns.report_returned"

TASK_KINDS: Mapping[TaskKind, Text] = {
    TaskKind.UPGRADE: _("Upgrade"),
    TaskKind.COVER: _("Full coverage"),
}

TASK_STATES: Mapping[TaskState, tuple[Text, str]] = {
    TaskState.OPEN: (pgettext_lazy("task", "Not started"), "quiet"),
    TaskState.PLANNED: (pgettext_lazy("task", "Planned"), "info"),
    TaskState.IN_PROGRESS: (pgettext_lazy("task", "In progress"), "info"),
    TaskState.DONE: (pgettext_lazy("task", "Done"), "ok"),
}

REPORT_STATES: Mapping[ReportState, tuple[Text, str]] = {
    ReportState.DRAFT: (pgettext_lazy("report", "Draft"), "quiet"),
    ReportState.CHECKED: (pgettext_lazy("report", "Checked, not filed"), "info"),
    ReportState.SUBMITTED: (pgettext_lazy("report", "Filed"), "ok"),
    ReportState.RETURNED: (pgettext_lazy("report", "Returned"), "bad"),
}

_IN_REGISTER = _("Change it in the compound's file; the report follows the register.")

REPORT_CHECKS: Mapping[str, Wording] = {
    "report.class_1_without_service": Wording(
        _("{value} is in class 1 but has no property service."),
        _("Class 1 only for compounds already served (annex 5, note 1)."),
        _IN_REGISTER,
    ),
    "report.provider_missing": Wording(
        _("Service is described for {value}, but no enterprise is named."), "", _IN_REGISTER
    ),
    "report.nature_missing": Wording(
        _("The nature of management is missing for {value}."), "", _IN_REGISTER
    ),
    "report.entry_missing": Wording(
        _("{value} has an enterprise but no entry date."),
        _("The day on which the enterprise took up the service."),
        _("Record the entry in the compound's contract."),
    ),
    "report.entry_ahead": Wording(
        _("The entry date of {value} lies ahead."), _("A day that has come."), _IN_REGISTER
    ),
    "report.class_missing": Wording(
        _("{value} has no class yet."), _("1, 2 or 3 (annex 5, note 1)."), _IN_REGISTER
    ),
    "report.provider_unknown": Wording(
        _("{value} is served according to the task list, but its enterprise is not registered."),
        "",
        _("Register the enterprise and its contract."),
    ),
    "report.items_missing": Wording(_("The services for {value} are not named."), "", _IN_REGISTER),
    "report.manager_missing": Wording(
        _("The person in charge at {value} is missing."), "", _IN_REGISTER
    ),
    "report.phone_missing": Wording(
        _("The telephone of the person in charge at {value} is missing."), "", _IN_REGISTER
    ),
}

VERBS: Mapping[str, Text] = {
    "campaigns.campaign.open": _("opened the campaign"),
    "campaigns.tasks.import": _("imported the task list"),
    "campaigns.tasks.move": _("handed tasks over with a change of communities"),
    "campaigns.task.plan": _("set the plan for the compound"),
    "campaigns.task.complete": _("completed the coverage task"),
    "campaigns.task.reopen": _("reopened the coverage task"),
    "campaigns.step.record": _("recorded an upgrade step"),
    "campaigns.step.withdraw": _("withdrew an upgrade step"),
    "campaigns.report.start": _("started the progress report"),
    "campaigns.report.remark": _("changed remarks of the progress report"),
    "campaigns.report.check": _("checked the progress report"),
    "campaigns.report.submit": _("filed the progress report"),
    "campaigns.report.return": _("returned the progress report"),
    "campaigns.coverage.publish": _("published the coverage"),
}


def task_state_chip(state: str) -> Chip:
    """The state of a task in a word with its tone."""
    text, tone = TASK_STATES[TaskState(state)]
    return Chip(text, tone)


def report_state_chip(state: str) -> Chip:
    """The state of a report in a word with its tone."""
    text, tone = REPORT_STATES[ReportState(state)]
    return Chip(text, tone)


# What the worker does by itself, as the operator reads it.
PERIODIC = {
    "campaigns.follow_register": _("keeping tasks in step with the register"),
}
