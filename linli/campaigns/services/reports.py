"""The street's progress report: begin, remark, check, file, return (ST-A5.1, ST-A5.3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from linli.campaigns import rules
from linli.campaigns.data import (
    REMARK_CHARACTERS,
    ReportAct,
    ReportRow,
    ReportState,
    WrongState,
)
from linli.campaigns.labels import REPORT_CHECKS, RETURNED_NOTICE
from linli.campaigns.models import ProgressReport, ReportFiling
from linli.campaigns.selectors.basis import PROGRESS_REPORT, Basis
from linli.campaigns.selectors.reports import live_rows, remarks_entry
from linli.campaigns.selectors.tasks import campaign as campaign_visible
from linli.duties import selectors as duty_selectors
from linli.duties import services as duties
from linli.duties.data import Standing
from linli.journal import services as journal
from linli.journal.data import Subject
from linli.kernel.actors import Actor
from linli.kernel.clock import local_date
from linli.kernel.editing import ANYTHING
from linli.kernel.errors import BadInput, Conflict, Finding, NotFound
from linli.kernel.workbooks.data import Doubt
from linli.kernel.workbooks.labels import findings
from linli.notices import services as notices
from linli.territory import selectors as territory
from linli.territory.data import BodyKind


@transaction.atomic
def start_report(
    *, actor: Actor, at: datetime, campaign: UUID, division: str, printed_on: date
) -> ProgressReport:
    """Begin the report of a street for a printed day; one that is begun already is returned.

    Raises NotFound where the street owes no report on that day, WrongState before its turn.
    """
    actor.require("campaigns.report")
    found = campaign_visible(actor, campaign)
    if not division.startswith(actor.scope):
        raise NotFound(_("There is no such place in your scope."))
    office = territory.body_of(BodyKind.STREET_TOWN, division)
    duty = duty_selectors.item(
        actor,
        key=PROGRESS_REPORT,
        body_id=str(office.public_id),
        printed_on=printed_on,
        today=local_date(at),
    )
    if duty.standing is Standing.NOT_DUE:
        raise WrongState(
            _("The period of this report begins on %(day)s.") % {"day": duty.opens_on.isoformat()},
            remedy=_("File the report before it first."),
        )
    report, created = ProgressReport.objects.get_or_create(
        district=found.district,
        campaign=found,
        division=division,
        printed_on=printed_on,
        defaults={"body": office, "state": ReportState.DRAFT},
    )
    if created:
        _record(report, actor=actor, at=at, verb="campaigns.report.start")
    return report


@transaction.atomic
def set_remarks(
    *,
    actor: Actor,
    at: datetime,
    report: UUID,
    remarks: Mapping[str, str],
    replaces: str = ANYTHING,
) -> ProgressReport:
    """Change the report's own free text, by the compounds' public ids; empty takes it away.

    Everything else on the form is changed in the register. Raises BadInput for a remark that is
    too long or for a compound not on the report, WrongState once the report is filed,
    ChangedMeanwhile for a remark that somebody changed since the version ``replaces``.
    """
    found = _locked(actor, report)
    actor.require("campaigns.report")
    after = _after(found, ReportAct.EDIT)
    entry = remarks_entry(found, live_rows(found, local_date(at)))
    _require_remarks(remarks, entry.values.keys())
    given = {key: text.strip() for key, text in remarks.items()}
    wanted = entry.settled(given, replaces=replaces)
    changed = {key: text for key, text in wanted.items() if entry.values[key] != text}
    if not changed:
        return found
    found.remarks = {**found.remarks, **changed}
    found.state = after
    found.checked_digest = ""
    found.save(update_fields=["remarks", "state", "checked_digest"])
    _record(found, actor=actor, at=at, verb="campaigns.report.remark", data={"remarks": changed})
    return found


@transaction.atomic
def check_report(*, actor: Actor, at: datetime, report: UUID) -> tuple[Finding, ...]:
    """Check the report as the register fills it now. Without errors it may be filed as checked.

    Findings name the row by its number and the column by its printed header.
    """
    found = _locked(actor, report)
    actor.require("campaigns.report")
    after = _after(found, ReportAct.CHECK)
    rows = live_rows(found, local_date(at))
    result = report_findings(report=found, rows=rows, on=local_date(at))
    errors = sum(finding.level == "error" for finding in result)
    found.state = ReportState.DRAFT if errors else after
    found.checked_digest = "" if errors else _digest(found, rows)
    found.save(update_fields=["state", "checked_digest"])
    _record(
        found,
        actor=actor,
        at=at,
        verb="campaigns.report.check",
        data={"errors": errors, "warnings": len(result) - errors},
    )
    return result


@transaction.atomic
def submit_report(*, actor: Actor, at: datetime, report: UUID) -> ReportFiling:
    """File the report: its rows are kept for good, and the street's duty is done by this act.

    Raises WrongState for a report not checked or already filed, Conflict when the register has
    changed since the check.
    """
    found = _locked(actor, report)
    actor.require("campaigns.report")
    after = _after(found, ReportAct.SUBMIT)
    rows = live_rows(found, local_date(at))
    digest = _digest(found, rows)
    if digest != found.checked_digest:
        raise Conflict(
            _("The register has changed since the report was checked."),
            remedy=_("Check the report again, then file it."),
        )
    release = Basis(found.division, local_date(at)).duty.release
    filing = ReportFiling.objects.create(
        district=found.district,
        report=found,
        version=found.filings_count + 1,
        rows=rules.plain_rows(rows),
        digest=digest,
        filed_at=at,
        filed_by=actor.title,
        release=release,
    )
    found.state = after
    found.filings_count = filing.version
    found.return_reason = ""
    found.save(update_fields=["state", "filings_count", "return_reason"])
    act = _record(
        found,
        actor=actor,
        at=at,
        verb="campaigns.report.submit",
        data={"version": filing.version, "rows": len(rows), "digest": digest},
        release=release,
    )
    duties.fulfil(
        actor=actor,
        at=at,
        key=PROGRESS_REPORT,
        body_id=str(found.body.public_id),
        printed_on=found.printed_on,
        act=act,
    )
    return filing


@transaction.atomic
def return_report(*, actor: Actor, at: datetime, report: UUID, reason: str) -> ProgressReport:
    """Return a filed report to the street with a reason; the filed version stays as it was.

    The street is told. The day of the first filing still counts for its duty.
    """
    found = _locked(actor, report)
    actor.require("campaigns.review")
    if not reason.strip():
        raise BadInput(_("Say what the street is to change."), code="reason_missing")
    found.state = _after(found, ReportAct.RETURN)
    found.return_reason = reason.strip()
    found.checked_digest = ""
    found.save(update_fields=["state", "return_reason", "checked_digest"])
    _record(
        found,
        actor=actor,
        at=at,
        verb="campaigns.report.return",
        data={"version": found.filings_count, "reason": found.return_reason},
    )
    notices.send(
        actor=actor,
        at=at,
        body_id=found.body.public_id,
        key=f"report-returned-{found.public_id}-{found.filings_count}",
        kind=RETURNED_NOTICE,
        data={"day": found.printed_on.isoformat(), "reason": found.return_reason},
        url=reverse("campaigns:report", args=[found.public_id]),
    )
    return found


def report_findings(
    *, report: ProgressReport, rows: tuple[ReportRow, ...], on: date
) -> tuple[Finding, ...]:
    """What a check of these rows finds, columns by their printed headers. Writes nothing."""
    columns = Basis(report.division, on).drive.body.form("annex5").columns
    headers = {column.code: column.header.split("\n")[0] for column in columns}
    doubts = [
        Doubt(
            doubt.level,
            doubt.code,
            row=doubt.row,
            column=headers.get(doubt.column, ""),
            value=doubt.value,
        )
        for doubt in rules.report_doubts(rows, on)
    ]
    return findings(doubts, REPORT_CHECKS)


def _locked(actor: Actor, report: UUID) -> ProgressReport:
    found: ProgressReport | None = (
        ProgressReport.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .select_related("body")
        .filter(public_id=report)
        .order_by("id")
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such report in your scope."))
    return found


def _after(report: ProgressReport, act: ReportAct) -> ReportState:
    after = rules.report_after(ReportState(report.state), act)
    if after is None:
        raise WrongState(
            _("This cannot be done with the report as it stands now."),
            remedy=_("Open the report again to see what can be done."),
            state=report.state,
        )
    return after


def _require_remarks(remarks: Mapping[str, str], known: Collection[str]) -> None:
    for key, text in remarks.items():
        if key not in known:
            raise BadInput(_("A remark is for no compound of this report."), code="unknown_row")
        if len(text) > REMARK_CHARACTERS:
            raise BadInput(
                _("A remark has at most %(limit)d characters.") % {"limit": REMARK_CHARACTERS},
                code="remark_too_long",
            )


def _digest(report: ProgressReport, rows: tuple[ReportRow, ...]) -> str:
    return rules.snapshot_digest(
        division=report.division, printed_on=report.printed_on, rows=rules.plain_rows(rows)
    )


def _record(
    report: ProgressReport,
    *,
    actor: Actor,
    at: datetime,
    verb: str,
    data: dict[str, Any] | None = None,
    release: str = "",
) -> Any:
    return journal.record(
        actor=actor,
        at=at,
        verb=verb,
        subject=Subject(
            "report", str(report.public_id), f"{report.body.name} {report.printed_on.isoformat()}"
        ),
        division=report.division,
        district=report.district,
        data={"printed_on": report.printed_on, **(data or {})},
        release=release,
    )
