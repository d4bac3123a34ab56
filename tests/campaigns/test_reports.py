"""The street's progress report: filled, remarked, checked, filed, returned, filed anew."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from linli.campaigns import selectors, services
from linli.campaigns.data import ReportState, WrongState
from linli.campaigns.models import Campaign, ProgressReport, ReportFiling
from linli.duties import selectors as duties
from linli.duties.data import Standing
from linli.kernel.actors import Actor
from linli.kernel.errors import BadInput, ChangedMeanwhile, Conflict, Forbidden, NotFound
from linli.kernel.workbooks.reader import read_workbook
from linli.notices import selectors as notices
from linli.registry import services as registry
from linli.registry.data import NewEnterprise, TraitKind
from tests import personas
from tests.campaigns.campaign import AT, STREET, TODAY, at, task, task_id, terms

MID_OCTOBER = date(2020, 10, 15)
UNSERVED = "福源公寓"


@pytest.fixture
def street(district: None) -> Actor:
    """The street officer of the seeded district."""
    return personas.actor("shancheng")


@pytest.fixture
def report(street: Actor) -> ProgressReport:
    """The report for 15 October, just begun."""
    return begin(street)


def begin(street: Actor, printed_on: date = MID_OCTOBER) -> ProgressReport:
    return services.start_report(
        actor=street,
        at=AT,
        campaign=Campaign.objects.get().public_id,
        division=STREET,
        printed_on=printed_on,
    )


def file(street: Actor, report: ProgressReport, *, month: int = 10, day: int = 10) -> ReportFiling:
    moment = at(month, day)
    services.check_report(actor=street, at=moment, report=report.public_id)
    return services.submit_report(actor=street, at=moment, report=report.public_id)


def classify(street: Actor, compound: str, value: str) -> None:
    registry.set_trait(
        actor=street,
        at=AT,
        compound=task(compound).compound.public_id,
        trait=TraitKind.CLASS,
        value=value,
        from_on=TODAY,
    )


def remark(street: Actor, report: ProgressReport, text: str) -> None:
    compound = str(task(UNSERVED).compound.public_id)
    services.set_remarks(actor=street, at=AT, report=report.public_id, remarks={compound: text})


# --- filled from the register --------------------------------------------------------------------


@pytest.mark.clause("ST-A5.1", "ST-A5.2")
def test_the_report_is_filled_from_the_register(street: Actor, report: ProgressReport) -> None:
    services.register_entry(
        actor=street,
        at=AT,
        task=task_id(UNSERVED),
        enterprise=NewEnterprise(name="测试物业服务有限公司"),
        terms=terms(),
    )
    classify(street, UNSERVED, "2")
    rows = selectors.live_rows(report, TODAY)
    assert [row.number for row in rows] == list(range(1, 42))
    (row,) = (row for row in rows if row.compound == UNSERVED)
    assert (row.community, row.grade, row.enterprise, row.nature) == (
        "梅园社区",
        "2",
        "测试物业服务有限公司",
        "自主",
    )
    assert (row.entered, row.items, row.manager, row.phone) == (
        TODAY,
        "保洁、保安、维护秩序",
        "测试甲",
        "0632-0000001",
    )


def test_other_readers_get_masked_contacts(street: Actor, report: ProgressReport) -> None:
    services.register_entry(
        actor=street,
        at=AT,
        task=task_id(UNSERVED),
        enterprise=NewEnterprise(name="测试物业服务有限公司"),
        terms=terms(),
    )
    rows = selectors.live_rows(report, TODAY)
    shown = {row.phone for row in selectors.masked(rows, personas.actor("qu-lingdao"))}
    assert "0632-0000001" not in shown
    assert "0632-0000001" in {row.phone for row in selectors.masked(rows, street)}


def test_only_remarks_are_written_and_an_edit_asks_for_a_new_check(
    street: Actor, report: ProgressReport
) -> None:
    services.check_report(actor=street, at=AT, report=report.public_id)
    remark(street, report, "业主大会筹备中")
    report.refresh_from_db()
    assert report.state == ReportState.DRAFT
    (row,) = (row for row in selectors.live_rows(report, TODAY) if row.compound == UNSERVED)
    assert row.note == "业主大会筹备中"
    with pytest.raises(BadInput):
        remark(street, report, "长" * 201)
    with pytest.raises(BadInput):
        services.set_remarks(actor=street, at=AT, report=report.public_id, remarks={"nobody": "…"})


# --- check ---------------------------------------------------------------------------------------


@pytest.mark.clause("ST-A5.1")
def test_the_check_names_row_and_column(street: Actor, report: ProgressReport) -> None:
    found = services.check_report(actor=street, at=AT, report=report.public_id)
    assert {finding.level for finding in found} == {"warning"}
    places = {(finding.code, finding.row, finding.column) for finding in found}
    assert ("report.class_missing", 1, "类别") in places
    assert ("report.provider_unknown", 1, "入驻物业管理企业名称") in places
    report.refresh_from_db()
    assert report.state == ReportState.CHECKED


def test_what_changed_after_the_check_is_not_filed(street: Actor, report: ProgressReport) -> None:
    services.check_report(actor=street, at=AT, report=report.public_id)
    classify(street, UNSERVED, "3")
    with pytest.raises(Conflict):
        services.submit_report(actor=street, at=AT, report=report.public_id)
    assert not ReportFiling.objects.exists()


def test_an_unchecked_report_is_not_filed(street: Actor, report: ProgressReport) -> None:
    with pytest.raises(WrongState):
        services.submit_report(actor=street, at=AT, report=report.public_id)


# --- filing --------------------------------------------------------------------------------------


@pytest.mark.clause("ST-A5.1", "ST-A5.3")
def test_filing_locks_the_report_and_fulfils_the_duty(
    street: Actor, report: ProgressReport
) -> None:
    filing = file(street, report)
    classify(street, UNSERVED, "3")
    (row,) = (row for row in selectors.filed_rows(filing) if row.compound == UNSERVED)
    assert row.grade == ""
    report.refresh_from_db()
    assert selectors.duty_of(street, report, TODAY).standing is Standing.ON_TIME
    with pytest.raises(WrongState):
        remark(street, report, "太迟")
    with pytest.raises(WrongState):
        services.check_report(actor=street, at=AT, report=report.public_id)


@pytest.mark.clause("ST-A5.3")
def test_the_report_for_1_october_filed_on_the_2nd_is_late_by_a_day(street: Actor) -> None:
    report = begin(street, date(2020, 10, 1))
    file(street, report, day=2)
    item = duties.item(
        street,
        key="progress_report",
        body_id=str(report.body.public_id),
        printed_on=date(2020, 10, 1),
        today=TODAY,
    )
    assert (item.standing, item.days_late) == (Standing.LATE, 1)


def test_what_was_filed_cannot_be_changed_in_the_database(
    street: Actor, report: ProgressReport
) -> None:
    filing = file(street, report)
    for change in (
        lambda: ReportFiling.objects.filter(pk=filing.pk).update(rows=[]),
        lambda: ReportFiling.objects.filter(pk=filing.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert [item for item in selectors.check_filings() if not isinstance(item, int)] == []


def test_verify_sees_a_filing_whose_rows_do_not_fit_its_digest(
    street: Actor, report: ProgressReport
) -> None:
    filing = file(street, report)
    ReportFiling.objects.create(
        district=filing.district,
        report=report,
        version=2,
        rows=[],
        digest=filing.digest,
        filed_at=AT,
        filed_by="x",
    )
    problems = [item for item in selectors.check_filings() if not isinstance(item, int)]
    assert len(problems) == 2


# --- return --------------------------------------------------------------------------------------


def test_a_returned_report_is_filed_anew_and_both_versions_stay(
    street: Actor, report: ProgressReport
) -> None:
    file(street, report)
    officer = personas.actor("qu-zhujian")
    unread = notices.unread_count(street)
    services.return_report(actor=officer, at=at(10, 11), report=report.public_id, reason="类别未填")
    assert notices.unread_count(street) == unread + 1
    classify(street, UNSERVED, "3")
    file(street, report, day=20)
    report.refresh_from_db()
    versions = [(each.version, each.filed_at) for each in selectors.filings_of(report)]
    assert versions == [(2, at(10, 20)), (1, at(10, 10))]
    duty = selectors.duty_of(street, report, date(2020, 10, 20))
    assert (duty.standing, duty.fulfilled_on) == (Standing.ON_TIME, TODAY)


def test_returning_needs_a_reason_and_the_right(street: Actor, report: ProgressReport) -> None:
    file(street, report)
    with pytest.raises(Forbidden):
        services.return_report(actor=street, at=AT, report=report.public_id, reason="…")
    with pytest.raises(BadInput):
        services.return_report(
            actor=personas.actor("qu-zhujian"), at=AT, report=report.public_id, reason=" "
        )


# --- who may, and when ---------------------------------------------------------------------------


def test_a_period_opens_only_after_the_one_before(street: Actor) -> None:
    with pytest.raises(WrongState):
        begin(street, date(2020, 11, 1))
    with pytest.raises(NotFound):
        begin(street, date(2020, 10, 2))


def test_beginning_again_opens_the_same_report(street: Actor, report: ProgressReport) -> None:
    assert begin(street).pk == report.pk


@pytest.mark.parametrize(
    ("login", "refusal"),
    [("dianzi", NotFound), ("meiyuan", NotFound), ("qu-lingdao", Forbidden)],
)
def test_only_the_street_works_on_its_report(
    report: ProgressReport, login: str, refusal: type[Exception]
) -> None:
    actor, own = personas.actor(login), report.public_id
    with pytest.raises(refusal):
        services.check_report(actor=actor, at=AT, report=own)
    with pytest.raises(refusal):
        services.submit_report(actor=actor, at=AT, report=own)
    with pytest.raises(refusal):
        services.set_remarks(actor=actor, at=AT, report=own, remarks={})


def test_the_strangers_street_does_not_owe_this_report(district: None) -> None:
    with pytest.raises(NotFound):
        begin(personas.actor("dianzi"))


def test_periods_show_every_printed_day_and_the_report(
    street: Actor, report: ProgressReport
) -> None:
    (own,) = selectors.periods(street, Campaign.objects.get(), TODAY)
    assert [period.item.printed_on.isoformat()[5:] for period in own.periods] == [
        "09-15",
        "10-01",
        "10-15",
        "11-01",
        "11-15",
    ]
    assert [bool(period.report) for period in own.periods] == [False, False, True, False, False]
    assert selectors.periods(personas.actor("meiyuan"), Campaign.objects.get(), TODAY) == []


# --- files ---------------------------------------------------------------------------------------


def printed(report: ProgressReport) -> bytes:
    report.refresh_from_db()
    return services.print_report(
        found=report, rows=selectors.live_rows(report, TODAY), suffix="xlsx", at=AT
    )


@pytest.mark.clause("ST-A5.1")
def test_the_exported_form_reads_back_with_identical_values(
    street: Actor, report: ProgressReport
) -> None:
    remark(street, report, "=1+1 尚无物业")
    content = printed(report)
    compared = services.compare_copy(
        actor=street, at=AT, public_id=report.public_id, content=content
    )
    assert compared.is_same
    assert compared.identical == 41 * 11
    sheet = read_workbook(content).sheets[0]
    assert sheet.cell(1, 1).text == "住宅小区物业管理全覆盖进展情况调度表"
    assert sheet.cell(2, 1).text == "山城街道办事处"


@pytest.mark.clause("ST-A5.1")
def test_differences_are_shown_and_only_remarks_are_taken_over(
    street: Actor, report: ProgressReport
) -> None:
    remark(street, report, "副本里的备注")
    content = printed(report)
    remark(street, report, "")
    classify(street, UNSERVED, "3")
    compared = services.compare_copy(
        actor=street, at=AT, public_id=report.public_id, content=content
    )
    assert {(found.column, found.ours, found.theirs) for found in compared.differences} == {
        ("类别", "3", ""),
        ("备注", "", "副本里的备注"),
    }
    services.apply_remarks(actor=street, at=AT, public_id=report.public_id, content=content)
    report.refresh_from_db()
    assert list(report.remarks.values()) == ["副本里的备注"]
    (row,) = (row for row in selectors.live_rows(report, TODAY) if row.compound == UNSERVED)
    assert row.grade == "3"


def test_a_copy_replaces_only_the_remarks_it_was_compared_with(
    street: Actor, report: ProgressReport
) -> None:
    remark(street, report, "正在协商")
    content = printed(report)
    remark(street, report, "")
    report.refresh_from_db()
    compared = selectors.remarks_entry(report, selectors.live_rows(report, TODAY)).version
    remark(street, report, "业主大会未成立")
    asked: dict[str, Any] = {"actor": street, "at": AT, "public_id": report.public_id}
    with pytest.raises(ChangedMeanwhile):
        services.apply_remarks(**asked, content=content, replaces=compared)
    report.refresh_from_db()
    assert set(report.remarks.values()) == {"业主大会未成立"}


def test_a_file_that_is_no_form_is_refused(street: Actor, report: ProgressReport) -> None:
    with pytest.raises(BadInput):
        services.compare_copy(
            actor=street, at=AT, public_id=report.public_id, content=b"no workbook"
        )


@pytest.mark.parametrize(("suffix", "magic"), [("docx", b"PK"), ("pdf", b"%PDF")])
def test_the_form_comes_as_document_too(
    street: Actor, report: ProgressReport, suffix: str, magic: bytes
) -> None:
    body = services.print_report(
        found=report,
        rows=selectors.live_rows(report, TODAY),
        suffix="docx" if suffix == "docx" else "pdf",
        at=AT,
    )
    assert body.startswith(magic)


def test_an_unknown_report_is_not_there(street: Actor) -> None:
    with pytest.raises(NotFound):
        selectors.report(street, UUID(int=1))
