"""The report as files: the printed form out, a filled copy back and compared (ST-A5.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext as _

from linli.campaigns.annex5 import (
    FIELDS,
    FormLayout,
    annex5_docx,
    annex5_pdf,
    annex5_workbook,
    layout_of,
    new_report,
)
from linli.campaigns.annex5_reader import read_annex5
from linli.campaigns.data import Comparison, Difference, ReportRow
from linli.campaigns.models import ProgressReport
from linli.campaigns.phrases import name_key
from linli.campaigns.selectors.basis import CLASSES, NATURES, Basis
from linli.campaigns.selectors.reports import live_rows, report
from linli.campaigns.services.reports import set_remarks
from linli.kernel.actors import Actor
from linli.kernel.clock import local_date
from linli.kernel.editing import ANYTHING
from linli.kernel.errors import BadInput
from linli.kernel.workbooks.reader import read_workbook
from linli.territory import selectors as territory

Suffix = Literal["xlsx", "docx", "pdf"]
ANNEX_5 = "annex5"
NOTE = "note"


def print_report(
    *, found: ProgressReport, rows: Sequence[ReportRow], suffix: Suffix, at: datetime
) -> bytes:
    """The rows on the printed form, as a workbook, a Word file or a PDF. Writes nothing.

    ``at`` is the moment the rows are of: when they were filed, or now for a draft.
    """
    layout = form_layout(basis=Basis(found.division, local_date(at)))
    street = territory.division(found.division).name
    printed = new_report(layout, street=street, rows=rows)
    if suffix == "xlsx":
        return annex5_workbook(printed, layout)
    # The document is the office's own paper: its footer is Chinese whatever the screen shows.
    footer = f"报送日期：{found.printed_on.isoformat()}　数据截至：{local_date(at).isoformat()}"
    make = annex5_docx if suffix == "docx" else annex5_pdf
    return make(printed, layout, footer=footer, at=at)


def form_layout(*, basis: Basis) -> FormLayout:
    """The form of annex 5 with the words its columns allow, as the policy in force prints it."""
    return layout_of(
        basis.drive.body.form(ANNEX_5),
        terms={
            "class": [term.code for term in basis.vocabulary(CLASSES).body.terms],
            "nature": [term.label.zh for term in basis.vocabulary(NATURES).body.terms],
        },
    )


def compare_copy(*, actor: Actor, at: datetime, public_id: UUID, content: bytes) -> Comparison:
    """A filled form beside the report as the register fills it now. Writes nothing.

    Raises BadInput for a file that is no such form; doubts inside it are in the result.
    """
    found = report(actor, public_id)
    actor.require("campaigns.report")
    on = local_date(at)
    layout = form_layout(basis=Basis(found.division, on))
    reading = read_annex5(read_workbook(content), layout)
    ours = {_key(row): row for row in live_rows(found, on)}
    theirs = {_key(row): row for row in reading.report.rows}
    pairs = [(ours[key], row) for key, row in theirs.items() if key in ours]
    differences = tuple(
        difference for our, their in pairs for difference in _differences(our, their, layout)
    )
    return Comparison(
        identical=len(pairs) * len(FIELDS) - len(differences),
        differences=differences,
        missing=tuple(_name(row) for key, row in ours.items() if key not in theirs),
        unknown=tuple(_name(row) for key, row in theirs.items() if key not in ours),
        findings=reading.findings,
    )


def apply_remarks(
    *, actor: Actor, at: datetime, public_id: UUID, content: bytes, replaces: str = ANYTHING
) -> ProgressReport:
    """Take over the remarks of a filled copy; nothing else of it.

    Raises BadInput when the copy has errors, and what ``set_remarks`` raises.
    """
    compared = compare_copy(actor=actor, at=at, public_id=public_id, content=content)
    if any(finding.level == "error" for finding in compared.findings):
        raise BadInput(
            _("The copy has errors; no remark was taken over."), findings=compared.findings
        )
    return set_remarks(
        actor=actor, at=at, report=public_id, remarks=compared.remarks, replaces=replaces
    )


def _key(row: ReportRow) -> tuple[str, str]:
    return name_key(row.community), name_key(row.compound)


def _name(row: ReportRow) -> str:
    return f"{row.community} {row.compound}"


def _differences(our: ReportRow, their: ReportRow, layout: FormLayout) -> Iterator[Difference]:
    for column in layout.columns:
        mine, other = (getattr(row, FIELDS[column.code]) for row in (our, their))
        if mine == other:
            continue
        yield Difference(
            number=their.number,
            community=our.community,
            compound=our.compound,
            compound_id=our.compound_id,
            column=column.header.split("\n")[0],
            ours=_text(mine),
            theirs=_text(other),
            applies=column.code == NOTE,
        )


def _text(value: str | int | date | None) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")
