"""Writing campaigns: task lists, plans and entries, steps, reports, publication."""

from linli.campaigns.services.copies import (
    Suffix,
    apply_remarks,
    compare_copy,
    form_layout,
    print_report,
)
from linli.campaigns.services.imports import import_task_list, import_task_lists, keep_originals
from linli.campaigns.services.moving import foresee_move, move_tasks
from linli.campaigns.services.preview import (
    CheckedList,
    Preview,
    check_task_list,
    check_task_lists,
)
from linli.campaigns.services.publishing import CoverageDraft, draft_coverage, publish_coverage
from linli.campaigns.services.reports import (
    check_report,
    report_findings,
    return_report,
    set_remarks,
    start_report,
    submit_report,
)
from linli.campaigns.services.steps import record_step, withdraw_step
from linli.campaigns.services.tasks import follow_register, plan_task, register_entry

__all__ = [
    "CheckedList",
    "CoverageDraft",
    "Preview",
    "Suffix",
    "apply_remarks",
    "check_report",
    "check_task_list",
    "check_task_lists",
    "compare_copy",
    "draft_coverage",
    "follow_register",
    "foresee_move",
    "form_layout",
    "import_task_list",
    "import_task_lists",
    "keep_originals",
    "move_tasks",
    "plan_task",
    "print_report",
    "publish_coverage",
    "record_step",
    "register_entry",
    "report_findings",
    "return_report",
    "set_remarks",
    "start_report",
    "submit_report",
    "withdraw_step",
]
