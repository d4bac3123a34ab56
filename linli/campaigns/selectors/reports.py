"""Reading progress reports: periods of the street, rows from the register, filed versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from linli.campaigns import rules
from linli.campaigns.data import ReportRow
from linli.campaigns.models import Campaign, ProgressReport, ReportFiling, Task
from linli.campaigns.selectors.basis import ITEMS, NATURES, PROGRESS_REPORT, Basis
from linli.campaigns.selectors.tasks import in_list_order
from linli.duties import selectors as duties
from linli.duties.data import DutyItem
from linli.kernel.actors import Actor
from linli.kernel.editing import Entry
from linli.kernel.errors import NotFound
from linli.kernel.integrity import Problem
from linli.kernel.masks import mask_name, mask_phone
from linli.registry import selectors as registry
from linli.registry.data import CONTACTS

LIST_SIGN = "、"


@dataclass(frozen=True, slots=True)
class Period:
    """One printed day of a street's report: how the duty stands, and the report if begun."""

    item: DutyItem
    report: ProgressReport | None


@dataclass(frozen=True, slots=True)
class StreetPeriods:
    """The reporting periods of one street, by printed day."""

    body_id: str
    body_name: str
    division: str
    periods: tuple[Period, ...]


def report(actor: Actor, public_id: UUID | str) -> ProgressReport:
    """One report with campaign and street office joined. One query. Raises NotFound."""
    found: ProgressReport | None = (
        ProgressReport.objects.visible_to(actor)
        .select_related("campaign", "body")
        .filter(public_id=public_id)
        .order_by("id")
        .first()
    )
    if found is None:
        raise NotFound(_("There is no such report in your scope."))
    return found


def report_for(actor: Actor, division: str, printed_on: date) -> ProgressReport | None:
    """The street's report for a printed day, or None when none is begun. One query."""
    found = ProgressReport.objects.visible_to(actor)
    return found.filter(division=division, printed_on=printed_on).order_by("id").first()


def periods(actor: Actor, campaign: Campaign, today: date) -> list[StreetPeriods]:
    """Every street in scope with its periods and reports, by division. Two queries."""
    begun = {
        (found.division, found.printed_on): found
        for found in ProgressReport.objects.visible_to(actor).filter(campaign=campaign)
    }
    return [
        StreetPeriods(
            strip.body_id,
            strip.body_name,
            strip.division,
            tuple(
                Period(item, begun.get((strip.division, item.printed_on))) for item in strip.items
            ),
        )
        for strip in duties.strips(actor, PROGRESS_REPORT, today)
    ]


def duty_of(actor: Actor, found: ProgressReport, today: date) -> DutyItem:
    """How the duty behind a report stands. Raises NotFound."""
    return duties.item(
        actor,
        key=PROGRESS_REPORT,
        body_id=str(found.body.public_id),
        printed_on=found.printed_on,
        today=today,
    )


def live_rows(found: ProgressReport, on: date) -> tuple[ReportRow, ...]:
    """The report as the register fills it on a day, one line per task compound (ST-A5.1).

    By community, then in the order of the task lists. The remark is the report's own where it
    has one, else that of the contract. Three queries. Names and telephones are in full: mask
    them with ``masked`` for readers without the right.
    """
    tasks = in_list_order(
        Task.objects.filter(
            district=found.district,
            campaign_id=found.campaign_id,
            division__startswith=found.division,
        ).select_related("compound")
    )
    ids = [task.compound_id for task in tasks]
    basis = Basis(found.division, on)
    natures, items = basis.printed(NATURES), basis.printed(ITEMS)
    rows = registry.service_rows(ids, on=on, contacts=True)
    served = registry.covered_ids(ids, on=on)
    return tuple(
        ReportRow(
            number=number,
            community=task.community_name,
            compound=task.compound.name,
            grade=row.class_code,
            enterprise=row.enterprise,
            nature=natures.get(row.nature, row.nature),
            entered=row.entry_on,
            items=LIST_SIGN.join(items.get(code, code) for code in row.service_items),
            manager=row.manager,
            phone=row.phone,
            note=found.remarks.get(str(task.compound.public_id), row.remark),
            served=task.compound_id in served,
            compound_id=str(task.compound.public_id),
        )
        for number, (task, row) in enumerate(
            ((task, rows[task.compound_id]) for task in tasks), start=1
        )
    )


def remarks_entry(found: ProgressReport, rows: Iterable[ReportRow]) -> Entry:
    """The remarks of a report by compound, for those who change them. No query."""
    return Entry(found.public_id, {row.compound_id: row.note for row in rows})


def masked(rows: Iterable[ReportRow], actor: Actor) -> tuple[ReportRow, ...]:
    """The rows as this reader may see them: without the right, contact persons are masked."""
    if actor.may(CONTACTS):
        return tuple(rows)
    return tuple(
        replace(row, manager=mask_name(row.manager), phone=mask_phone(row.phone)) for row in rows
    )


def filings_of(found: ProgressReport) -> list[ReportFiling]:
    """The filed versions of a report, latest first. One query."""
    rows = ReportFiling.objects.filter(district=found.district, report=found)
    return list(rows.order_by("-version", "id"))


def filed_rows(filing: ReportFiling) -> tuple[ReportRow, ...]:
    """The rows of a filed version, exactly as filed. No query."""
    return rules.rows_of(filing.rows)


def check_filings() -> Iterator[Problem | int]:
    """Each filed version still has the digest it was filed with, and none is missing."""
    filings = ReportFiling.objects.select_related("report").order_by("report_id", "version")
    counted: dict[int, int] = {}
    for filing in filings.iterator(chunk_size=500):
        found = filing.report
        counted[found.pk] = counted.get(found.pk, 0) + 1
        digest = rules.snapshot_digest(
            division=found.division, printed_on=found.printed_on, rows=filing.rows
        )
        if digest != filing.digest:
            yield Problem(f"report filing {filing.pk}", "the filed rows were altered afterwards")
        if filing.version != counted[found.pk]:
            yield Problem(f"report filing {filing.pk}", "a version before this one is missing")
        yield 1
    for pk, stated in ProgressReport.objects.order_by("id").values_list("pk", "filings_count"):
        if stated != counted.get(pk, 0):
            yield Problem(f"report {pk}", f"says {stated} filings, has {counted.get(pk, 0)}")
        yield 1
