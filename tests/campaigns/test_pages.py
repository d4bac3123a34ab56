"""The campaign's pages through the browser's door: forms, refusals, files."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from linli.campaigns import services
from linli.campaigns.models import Campaign, ProgressReport, Task
from linli.kernel.workbooks.reader import read_workbook
from tests import personas
from tests.campaigns.campaign import (
    AT,
    STREET,
    task_id,
)
from tests.campaigns.test_tasks import PICTURE
from tests.harness.editing import opened


def url(name: str, *arguments: object) -> str:
    return reverse(f"campaigns:{name}", args=arguments)


@pytest.fixture
def report(district: None) -> ProgressReport:
    """The street's report for 15 October."""
    return services.start_report(
        actor=personas.actor("shancheng"),
        at=AT,
        campaign=Campaign.objects.get().public_id,
        division=STREET,
        printed_on=date(2020, 10, 15),
    )


# --- the campaign --------------------------------------------------------------------------------


@pytest.mark.clause("ST-1.1", "ST-5.2")
def test_the_campaign_page_shows_tasks_coverage_and_phase(district: None) -> None:
    page = personas.client("shancheng").get(url("campaign", Campaign.objects.get().public_id))
    shown = page.content.decode()
    for text in ("48.78", "16.67", "71.43", "50.00", "20 / 41", "第 30 天", "41 项任务"):
        assert text in shown


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("kind=cover", 21),
        ("community=370406001018", 12),
        ("state=done", 0),
        ("due=overdue", 0),
        ("due=soon", 0),
        ("q=公寓", 6),
        ("kind=nonsense", 41),
    ],
)
def test_the_tasks_can_be_narrowed(district: None, query: str, number: int) -> None:
    path = url("campaign", Campaign.objects.get().public_id)
    page = personas.client("shancheng").get(f"{path}?{query}").context["page"]
    assert page.total == number


def test_the_list_and_the_annex_can_be_taken_away(district: None) -> None:
    campaign, browser = Campaign.objects.get(), personas.client("meiyuan")
    listed = browser.get(url("campaign", campaign.public_id), {"format": "xlsx"})
    assert len(read_workbook(listed.content).sheets[0].rows) == 13
    annex = browser.get(url("annex", campaign.public_id, "cover"))
    assert read_workbook(annex.content).sheets[0].cell(3, 3).text == "梅园社区（10）"
    assert browser.get(url("annex", campaign.public_id, "other")).status_code == 404


# --- the task ------------------------------------------------------------------------------------


@pytest.mark.clause("ST-3.1b")
def test_a_plan_without_its_reason_is_refused_in_the_form(district: None) -> None:
    browser, path = personas.client("shancheng"), url("task_plan", task_id("福源公寓"))
    given = {"market_ready": "1", "mode": "community_fallback", "replaces": "0"}
    refused = browser.post(path, given)
    assert refused.status_code == 422
    assert "ST-3.1b" in refused.content.decode()
    done = browser.post(path, {**given, "reason": "无企业报名"})
    assert done.headers["Location"] == url("task", task_id("福源公寓"))
    assert "无企业报名" in browser.get(done.headers["Location"]).content.decode()


def test_the_entry_form_takes_one_enterprise_not_two(district: None) -> None:
    browser, path = personas.client("shancheng"), url("task_entry", task_id("福源公寓"))
    given = {"mode": "community_fallback", "nature": "self", "starts_on": "2020-10-01"}
    assert browser.post(path, given).status_code == 422
    done = browser.post(path, {**given, "new_name": "测试物业", "entry_on": "2020-10-10"})
    assert done.status_code == 302
    assert Task.objects.get(public_id=task_id("福源公寓")).state == "done"


def test_actions_are_offered_to_those_who_may_take_them(district: None) -> None:
    path = url("task", task_id("福源公寓"))
    plan = url("task_plan", task_id("福源公寓"))
    assert plan in personas.client("shancheng").get(path).content.decode()
    assert plan not in personas.client("meiyuan").get(path).content.decode()


def test_the_compound_page_shows_its_task(district: None) -> None:
    compound = Task.objects.get(public_id=task_id("福源公寓")).compound
    page = personas.client("shancheng").get(reverse("registry:compound", args=[compound.public_id]))
    assert url("task", task_id("福源公寓")) in page.content.decode()


# --- the report ----------------------------------------------------------------------------------


@pytest.mark.clause("ST-A5.1", "ST-A5.3")
def test_from_the_period_to_the_filed_report(district: None) -> None:
    browser, campaign = personas.client("shancheng"), Campaign.objects.get()
    begun = browser.post(
        url("report_start", campaign.public_id),
        {"division": STREET, "printed_on": "2020-10-15"},
    )
    own = ProgressReport.objects.get()
    compound = Task.objects.get(public_id=task_id("福源公寓")).compound
    sent = opened(browser, begun.headers["Location"], "remarks")
    sent[f"remark-{compound.public_id}"] = "筹备中"
    assert browser.post(url("report_remarks", own.public_id), sent).status_code == 302
    draft = browser.get(begun.headers["Location"]).content.decode()
    assert '<span class="print-only">筹备中</span>' in draft, "paper shows no fields"
    assert (
        browser.post(url("report_check", own.public_id)).headers["Location"]
        == begun.headers["Location"]
    )
    browser.post(url("report_submit", own.public_id))
    shown = browser.get(begun.headers["Location"])
    assert "筹备中" in shown.content.decode()
    assert shown.context["shown"].version == 1
    assert browser.post(url("report_submit", own.public_id)).status_code == 409
    assert browser.get(begun.headers["Location"] + "?version=2").status_code == 404


def test_two_at_one_report_keep_each_others_remarks(report: ProgressReport) -> None:
    browser, page = personas.client("shancheng"), url("report", report.public_id)
    here, there = (
        f"remark-{Task.objects.get(public_id=task_id(name)).compound.public_id}"
        for name in ("福源公寓", "梅花园")
    )
    first, second, late = (opened(browser, page, "remarks") for _tab in range(3))
    save = url("report_remarks", report.public_id)
    assert browser.post(save, {**first, here: "筹备中"}).status_code == 302
    assert browser.post(save, {**second, there: "已改造"}).status_code == 302
    refused = browser.post(save, {**late, here: "业主大会未成立"})
    assert refused.status_code == 422
    told = refused.content.decode()
    assert "现为：筹备中" in told
    assert "业主大会未成立" in told, "what was typed stays"
    report.refresh_from_db()
    kept = {here.removeprefix("remark-"): "筹备中", there.removeprefix("remark-"): "已改造"}
    assert report.remarks == kept
    read = refused.context["remarks"]["replaces"].value()
    again = {**late, here: "业主大会未成立", "remark-replaces": read}
    assert browser.post(save, again).status_code == 302
    report.refresh_from_db()
    assert report.remarks == kept | {here.removeprefix("remark-"): "业主大会未成立"}


def test_two_at_one_step_keep_each_others_words(district: None) -> None:
    browser, task = personas.client("shancheng"), task_id("梅花园")
    code = Task.objects.get(public_id=task).steps.earliest("position").code
    page = url("task_step", task, code)
    picture = SimpleUploadedFile("整治后.png", PICTURE.content)
    late = {name: text for name, text in opened(browser, page).items() if "file" not in name}
    first = {**late, "note": "甲记", "done_on": "2020-10-09", "after": picture}
    assert browser.post(page, first).status_code == 302
    refused = browser.post(page, {**late, "note": "乙记"})
    assert refused.status_code == 422
    assert "现为：甲记" in refused.content.decode()
    other = SimpleUploadedFile("另一张.png", PICTURE.content)
    refused = browser.post(page, {**late, "after": other})
    assert refused.status_code == 422
    assert "现为：整治后.png" in refused.content.decode()
    row = Task.objects.get(public_id=task).steps.get(code=code)
    assert row.after
    assert (row.note, row.done_on, row.after.name) == ("甲记", date(2020, 10, 9), "整治后.png")


def test_the_printed_form_comes_in_three_kinds(report: ProgressReport) -> None:
    browser = personas.client("shancheng")
    for suffix in ("xlsx", "docx", "pdf"):
        answer = browser.get(url("report_export", report.public_id, suffix))
        assert answer.status_code == 200
        assert "attachment" in answer["Content-Disposition"]
    assert browser.get(url("report_export", report.public_id, "exe")).status_code == 404


@pytest.mark.clause("ST-A5.1")
def test_a_filled_copy_is_compared_before_anything_is_taken_over(report: ProgressReport) -> None:
    browser = personas.client("shancheng")
    content = browser.get(url("report_export", report.public_id, "xlsx")).content
    path = url("report_compare", report.public_id)
    assert browser.post(path, {"file": SimpleUploadedFile("x.xlsx", b"none")}).status_code == 422
    sent = browser.post(path, {"file": SimpleUploadedFile("copy.xlsx", content)})
    shown = browser.get(sent.headers["Location"])
    assert shown.context["compared"].is_same
    assert shown.context["may_apply"] is False
    assert browser.post(path, {"kept": str(uuid4())}).status_code == 404


def test_the_district_returns_with_a_reason(report: ProgressReport) -> None:
    street = personas.actor("shancheng")
    services.check_report(actor=street, at=AT, report=report.public_id)
    services.submit_report(actor=street, at=AT, report=report.public_id)
    browser, path = personas.client("qu-zhujian"), url("report_return", report.public_id)
    assert browser.post(path, {"reason": ""}).status_code == 422
    assert browser.post(path, {"reason": "类别未填"}).status_code == 302
    page = personas.client("shancheng").get(url("report", report.public_id))
    assert "类别未填" in page.content.decode()


def test_the_duty_page_leads_to_the_report(report: ProgressReport) -> None:
    browser = personas.client("shancheng")
    periods = browser.get(url("reports", report.campaign.public_id)).context["streets"]
    item = periods[0]["periods"][2]["item"]
    page = browser.get(reverse("duties:duty", args=[item.public_id]))
    assert url("report", report.public_id) in page.content.decode()


def test_publishing_shows_first_and_then_publishes(district: None) -> None:
    browser, path = (
        personas.client("qu-zhujian"),
        url("publish", Campaign.objects.get().public_id),
    )
    assert "覆盖率48.78%" in browser.get(path).content.decode()
    assert browser.post(path).status_code == 302
