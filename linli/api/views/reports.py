"""Progress reports: periods, one report, remarks, check, filing, return (ST-A5.1, ST-A5.3)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Body

from linli.api.data.campaigns import (
    CheckTold,
    FiledTold,
    PeriodTold,
    RemarksGiven,
    ReportTold,
    ReturnGiven,
    RowTold,
    StartGiven,
    Streets,
    StreetTold,
)
from linli.api.data.shapes import FindingTold, Place
from linli.api.labels import Tag
from linli.api.operations import operation
from linli.api.views.common import moment, place
from linli.campaigns import selectors, services
from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.kernel.web.route import ActorRequest


@operation(
    "GET", "campaigns/{uuid:public_id}/reports", right="campaigns.view", tag=Tag.REPORTS,
    gives=Streets, says=_("Each street's reporting periods and reports"),
)  # fmt: skip
def report_periods(request: ActorRequest, public_id: UUID) -> Streets:
    """When due, how it stands, which report was begun."""
    found = selectors.campaign(request.actor, public_id)
    streets = selectors.periods(request.actor, found, clock.today())
    return Streets(items=[_street(street) for street in streets])


@operation(
    "POST", "campaigns/{uuid:public_id}/reports", right="campaigns.report", tag=Tag.REPORTS,
    gives=ReportTold, status=201, says=_("Begin a street's report for a printed day"),
)  # fmt: skip
def report_start(request: ActorRequest, public_id: UUID, payload: Body[StartGiven]) -> ReportTold:
    """One that is begun already is given back."""
    begun = services.start_report(
        actor=request.actor,
        at=clock.now(),
        campaign=public_id,
        division=payload.division,
        printed_on=payload.printed_on,
    )
    return report_told(request.actor, begun.public_id)


@operation(
    "GET", "reports/{uuid:public_id}", right="campaigns.view", tag=Tag.REPORTS, gives=ReportTold,
    says=_("One report: filled from the register while open, as filed once filed"),
)  # fmt: skip
def report(request: ActorRequest, public_id: UUID) -> ReportTold:
    """Contact persons come masked without the right to them."""
    return report_told(request.actor, public_id)


@operation(
    "POST", "reports/{uuid:public_id}/remarks", right="campaigns.report", tag=Tag.REPORTS,
    gives=ReportTold, says=_("Change the report's own remarks"),
)  # fmt: skip
def report_remarks(
    request: ActorRequest, public_id: UUID, payload: Body[RemarksGiven]
) -> ReportTold:
    """Everything else on the form is changed in the register."""
    services.set_remarks(
        actor=request.actor,
        at=clock.now(),
        report=public_id,
        remarks={str(remark.compound): remark.text for remark in payload.remarks},
        replaces=payload.replaces,
    )
    return report_told(request.actor, public_id)


@operation(
    "POST", "reports/{uuid:public_id}/check", right="campaigns.report", tag=Tag.REPORTS,
    gives=CheckTold, says=_("Check the report as the register fills it now"),
)  # fmt: skip
def report_check(request: ActorRequest, public_id: UUID) -> CheckTold:
    """Without errors it may be filed as checked."""
    found = services.check_report(actor=request.actor, at=clock.now(), report=public_id)
    state = selectors.report(request.actor, public_id).state
    return CheckTold(state=state, findings=[FindingTold(**item.as_dict()) for item in found])


@operation(
    "POST", "reports/{uuid:public_id}/submit", right="campaigns.report", tag=Tag.REPORTS,
    gives=FiledTold, status=201, says=_("File the checked report; the street's duty is done by it"),
)  # fmt: skip
def report_submit(request: ActorRequest, public_id: UUID) -> FiledTold:
    """Refused with 409 when the register has changed since the check."""
    filed = services.submit_report(actor=request.actor, at=clock.now(), report=public_id)
    return FiledTold(
        report=public_id,
        version=filed.version,
        digest=filed.digest,
        filed_at=moment(filed.filed_at),
    )


@operation(
    "POST", "reports/{uuid:public_id}/return", right="campaigns.review", tag=Tag.REPORTS,
    gives=ReportTold, says=_("Return a filed report to the street, saying why"),
)  # fmt: skip
def report_return(request: ActorRequest, public_id: UUID, payload: Body[ReturnGiven]) -> ReportTold:
    """The filed version stays as it was; the street is told."""
    services.return_report(
        actor=request.actor, at=clock.now(), report=public_id, reason=payload.reason
    )
    return report_told(request.actor, public_id)


def _street(street: selectors.StreetPeriods) -> StreetTold:
    return StreetTold(
        body=Place(id=street.body_id, name=street.body_name),
        division=street.division,
        periods=[
            PeriodTold(
                printed_on=period.item.printed_on,
                due_on=period.item.due_on,
                standing=str(period.item.standing),
                report=period.report.public_id if period.report else None,
            )
            for period in street.periods
        ],
    )


def report_told(actor: Actor, public_id: UUID) -> ReportTold:
    """A report as it stands: filled from the register while open, as filed afterwards."""
    found = selectors.report(actor, public_id)
    filings = selectors.filings_of(found)
    filed = filings[0] if filings and found.state == "submitted" else None
    full = selectors.filed_rows(filed) if filed else selectors.live_rows(found, clock.today())
    return ReportTold(
        id=found.public_id,
        campaign=found.campaign.public_id,
        division=found.division,
        body=place(found.body),
        printed_on=found.printed_on,
        state=found.state,
        versions=found.filings_count,
        filed_at=moment(filings[0].filed_at) if filings else None,
        return_reason=found.return_reason,
        rows=[_row(row) for row in selectors.masked(full, actor)],
        version=selectors.remarks_entry(found, full).version,
    )


def _row(row: Any) -> RowTold:
    return RowTold(
        number=row.number,
        community=row.community,
        compound=Place(id=row.compound_id, name=row.compound),
        grade=row.grade,
        enterprise=row.enterprise,
        nature=row.nature,
        entered=row.entered,
        items=row.items,
        manager=row.manager,
        phone=row.phone,
        note=row.note,
    )
