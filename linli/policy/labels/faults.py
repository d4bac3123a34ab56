"""Faults of a policy folder in words: what is wrong, what is allowed there, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from linli.kernel.errors import Finding
from linli.policy.reader import Fault

MESSAGES: Mapping[str, object] = {
    "bands_order": _("The scores of the bands must descend."),
    "due_within_missing": _("A duty after or before an event says within what time it is due."),
    "duty_timing": _("Exactly one key says when a duty is due."),
    "empty_option": _("An option must ask for something."),
    "sum_differs": _("The parts do not add up to the printed total."),
    "unknown_calculation": _("No calculation has this name."),
    "wrong_unit": _("The number has a unit that does not belong here."),
    "bad_value": _("This value is not allowed here."),
    "broken_parent": _("The layer above cannot be read itself."),
    "contradicting_clause": _("The clause works or waits, and is also said not to concern us."),
    "date_gap": _("Between two values there are days without any."),
    "date_overlap": _("Two values hold on the same day."),
    "division_outside": _("The division lies outside that of the layer above."),
    "duplicate_clause": _("The clause is written twice."),
    "duplicate_key": _("The key is written twice."),
    "empty": _("The file is empty."),
    "empty_period": _("The last day is not after the first."),
    "missing_key": _("A key is missing."),
    "missing_parent": _("The layer above is not there."),
    "not_whole": _("The parts of the provision do not make a whole."),
    "parent_cycle": _("The layers stand above each other in a circle."),
    "silent_clause": _("Nothing says what becomes of this clause."),
    "syntax": _("The file is not plain YAML."),
    "target_order": _("The days of the values must ascend."),
    "target_share": _("A share lies between 0 and 1."),
    "unknown_clause": _("No document of this layer has the clause."),
    "unknown_key": _("The key is unknown here."),
    "unknown_kind": _("Each provision names exactly one kind."),
    "unknown_reference": _("What the provision relies on is not there."),
    "unlisted_file": _("layer.yaml does not list this file."),
    "unreadable_file": _("The file cannot be read."),
}

REMEDIES: Mapping[str, object] = {
    "bands_order": _("Put the highest score first."),
    "due_within_missing": _("Write the time, or the word unset where the document is silent."),
    "duty_timing": _("Keep one of the keys; where no interval is given, write recurrence: unset."),
    "empty_option": _("Name at least one of the keys that are allowed."),
    "sum_differs": _("Compare the parts and the total with the paper."),
    "unknown_calculation": _("Use one of the names that are allowed."),
    "wrong_unit": _("Write the number in one of the units that are allowed."),
    "bad_value": _("Correct the value."),
    "broken_parent": _("Check the layer above first."),
    "contradicting_clause": _("Keep one of the two."),
    "date_gap": _("Let one value end on the day the next begins, or write the missing one."),
    "date_overlap": _("End the earlier value with “to” on the day the later one begins."),
    "division_outside": _("Correct the division or the parent."),
    "duplicate_clause": _("Remove one, or give each part an id of its own (ST-3.1a, ST-3.1b)."),
    "duplicate_key": _("Remove one of the two lines."),
    "empty": _("Write the clauses, or take the file out of layer.yaml."),
    "empty_period": _("“to” is the first day on which the value no longer holds."),
    "missing_key": _("Add the key; where the document is silent, write the word unset."),
    "missing_parent": _("Put its folder beside this one, or correct the code."),
    "not_whole": _("Correct the part named here."),
    "parent_cycle": _("Let the chain of parents end at national law."),
    "silent_clause": _("Add one of the keys that are allowed."),
    "syntax": _("Correct the line; write quotes around texts with a colon or a hash sign."),
    "target_order": _("Put the earliest day first."),
    "target_share": _("Write 0.85 for 85 percent, or use the unit count."),
    "unknown_clause": _("Correct the id, or write the clause."),
    "unknown_key": _("Remove the key or correct its spelling."),
    "unknown_kind": _("Begin the provision with its kind, for example “target: coverage”."),
    "unknown_reference": _("Correct the reference, or write what it names."),
    "unlisted_file": _("List it under chapters, or remove it."),
    "unreadable_file": _("Put the file there, saved as UTF-8."),
}

SHAPES: Mapping[str, object] = {
    "date": _("a date such as 2020-11-15"),
    "decimal": _("a decimal number such as 0.85"),
    "integer": _("a whole number"),
    "key": _("lower-case words joined by dots and underscores"),
    "limits": _("a number within its limits"),
    "list": _("a list with at least one entry"),
    "mapping": _("keys with values"),
    "pattern": _("text of this form"),
    "recurrence": _("an RFC 5545 rule such as FREQ=MONTHLY;BYMONTHDAY=1,15"),
    "text": _("text that is not empty"),
}


def findings_of(faults: Iterable[Fault]) -> tuple[Finding, ...]:
    """Faults as findings: the file is the sheet, the line the row, the key the column."""
    return tuple(
        Finding(
            level="error",
            code=fault.code,
            message=_sentence(fault),
            sheet=fault.file,
            row=fault.line,
            column=fault.key,
            value=fault.value,
            allowed=_allowed(fault),
            remedy=str(REMEDIES[fault.code]),
        )
        for fault in faults
    )


def _sentence(fault: Fault) -> str:
    message = str(MESSAGES[fault.code])
    return f"{message} ({fault.detail})" if fault.detail else message


def _allowed(fault: Fault) -> str:
    shape = str(SHAPES[fault.shape]) if fault.shape else ""
    return " · ".join(part for part in (shape, ", ".join(fault.allowed)) if part)
