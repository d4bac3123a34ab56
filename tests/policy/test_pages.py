"""The policy reader and its forms, as the posts of the demonstration see them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from linli.cli.personas import seed_personas
from linli.kernel import clock
from linli.kernel.actors import Actor
from linli.policy import services
from linli.policy.data import Duty, register_use
from linli.policy.models import DistrictValue, Release
from linli.territory import services as territory
from tests.harness.query_counts import QueryCount
from tests.personas import client
from tests.policy.conftest import AT, CLAUSE, SHANTING, TODAY, WriteLayer
from tests.policy.test_reader_faults import DUTY

pytestmark = pytest.mark.django_db
SET = ["duty", "progress_report", "holiday_shift"]
ANSWER = {
    "value": "next_workday",
    "since": "2020-10-01",
    "reason": "节假日不便报送",
    "reference": "区住建局会议纪要",
}


def confirm(browser: Any, address: str, values: dict[str, str]) -> Any:
    """Read the dry run of the values, then confirm it, as the page makes everybody do."""
    shown = browser.post(address, values)
    assert shown.status_code == 200
    return browser.post(address, {**values, "read": shown.context["read"].mark})


@pytest.fixture(autouse=True)
def district(shanting: Release) -> None:
    """Shanting with its posts, on the opening day of the demonstration."""
    territory.load_divisions()
    seed_personas(at=AT, password="x" * 12)
    clock.set_offset((TODAY - clock.today()).days)


@pytest.mark.clause("ST-0.1")
def test_index_lists_documents_and_what_is_left_open(query_count: QueryCount) -> None:
    browser = client("qu-zhujian")
    browser.get(reverse("policy:index"))
    with query_count("policy.index"):
        page = browser.get(reverse("policy:index"))
    text = page.content.decode()
    assert "山政办发〔2020〕9号" in text
    assert "尚未施行" in text  # the Civil Code, in October 2020
    asked = [field for field in page.context["unanswered"] if field.citation.layer == "st"]
    assert {("progress_report", "holiday_shift"), ("joint_meeting.street", "recurrence")} <= {
        (field.key, field.field) for field in asked
    }


@pytest.mark.clause("ST-2.3a")
def test_reader_shows_all_clauses_in_order(query_count: QueryCount) -> None:
    browser = client("meiyuan")
    browser.get(reverse("policy:layer", args=["st"]))
    with query_count("policy.layer"):
        page = browser.get(reverse("policy:layer", args=["st"]))
    (document,) = page.context["documents"]
    codes = [clause.code for chapter in document["chapters"] for clause in chapter.clauses]
    assert (len(codes), codes[0], codes[-1]) == (66, "ST-0.1", "ST-A5.3")
    text = page.content.decode()
    assert 'id="ST-A5.3"' in text
    assert "待建：奖补与保证金" in text
    assert "文件未规定" in text
    assert "去确定" not in text  # a community post may read, not settle


def test_reader_speaks_english_too() -> None:
    browser = client("qu-zhujian")
    browser.cookies["django_language"] = "en"
    text = browser.get(reverse("policy:layer", args=["st"])).content.decode()
    assert "100.00 % by 2020-11-15" in text
    assert "Every month on days 1, 15" in text


def test_citation_leads_to_the_clause() -> None:
    browser = client("shancheng")
    found = browser.get(reverse("policy:clause", args=["ST-A5.3"]))
    assert (found.status_code, found["Location"]) == (302, "/policy/st/#ST-A5.3")
    assert browser.get(reverse("policy:clause", args=["JN-1.1"])).status_code == 404


def test_provision_page_shows_trace_and_uses() -> None:
    register_use(Duty, "progress_report", label="报送页", url_name="policy:index")
    register_use(Duty, "progress_report", label="没有的页", url_name="nowhere:index")
    page = client("shancheng").get(reverse("policy:provision", args=SET[:2]))
    text = page.content.decode()
    assert "山亭区层有规定" in text
    assert "国家层未作规定" in text
    assert "报送页" in text
    assert "没有的页" not in text


@pytest.mark.parametrize("path", ["law/progress_report", "duty/nothing"])
def test_unknown_provisions_are_not_found(path: str) -> None:
    assert client("qu-zhujian").get(f"/policy/provisions/{path}/").status_code == 404


@pytest.mark.clause("ST-A5.3")
def test_officer_settles_what_the_policy_leaves_open() -> None:
    browser = client("qu-zhujian")
    form = browser.get(reverse("policy:set", args=SET)).content.decode()
    assert "顺延至下一工作日" in form
    answered = confirm(browser, reverse("policy:set", args=SET), ANSWER)
    assert answered.status_code == 302
    text = browser.get(reverse("policy:layer", args=["st"])).content.decode()
    assert "顺延至下一工作日" in text
    assert "区住建局会议纪要" in text
    index = browser.get(reverse("policy:index"))
    assert [field.field for field in index.context["answered"]] == ["holiday_shift"]


@pytest.mark.parametrize(
    "changed", [{"value": "skip"}, {"since": "2020-02-30"}, {"reason": ""}, {"since": ""}]
)
def test_wrong_answers_come_back_with_what_is_wrong(changed: dict[str, str]) -> None:
    page = client("qu-zhujian").post(reverse("policy:set", args=SET), {**ANSWER, **changed})
    assert page.status_code == 422
    (field,) = changed
    assert page.context["form"].errors[field]
    assert not DistrictValue.objects.exists()


def test_a_number_outside_its_limits_is_refused_beside_its_field() -> None:
    address = reverse("policy:set", args=["disclosure", "coverage", "keep_days"])
    page = client("qu-zhujian").post(address, {**ANSWER, "value": "0"})
    assert page.status_code == 422
    assert page.context["form"].errors["value"]


def test_only_who_may_settle_and_activate_gets_there() -> None:
    for login in ("shancheng", "meiyuan", "qu-lingdao", "shenji"):
        browser = client(login)
        assert browser.get(reverse("policy:set", args=SET)).status_code == 403
        assert browser.post(reverse("policy:set", args=SET), ANSWER).status_code == 403
        assert browser.get(reverse("policy:releases")).status_code == 403
    assert client().get(reverse("policy:index")).status_code == 302


def test_closed_fields_cannot_be_opened() -> None:
    address = reverse("policy:set", args=["duty", "progress_report", "recurrence"])
    assert client("qu-zhujian").get(address).status_code == 404


def test_officer_activates_a_release_of_the_district(
    operator: Actor, write_layer: WriteLayer, shanting: Release
) -> None:
    text = CLAUSE + DUTY
    release = services.load_layer(
        actor=operator, at=AT, folder=write_layer(text, division=SHANTING)
    )
    browser = client("qu-zhujian")
    listed = browser.get(reverse("policy:releases")).content.decode()
    address = reverse("policy:activate", args=[release.public_id])
    assert address in listed
    assert reverse("policy:activate", args=[shanting.public_id]) not in listed
    assert "XX-1" not in browser.get(address).content.decode()  # a first release has no difference
    assert confirm(browser, address, {"on": TODAY.isoformat()}).status_code == 302
    shown = browser.post(address, {"on": TODAY.isoformat()})
    again = browser.post(address, {"on": TODAY.isoformat(), "read": shown.context["read"].mark})
    assert again.status_code == 422
    assert "曾经启用" in again.content.decode()


def test_activation_names_the_clauses_that_change(operator: Actor, write_layer: WriteLayer) -> None:
    def load(text: str) -> Release:
        folder = write_layer(text, division=SHANTING)
        return services.load_layer(actor=operator, at=AT, folder=folder)

    first = load(CLAUSE + DUTY + CLAUSE.replace("XX-1", "XX-2") + "  not_yet: cases\n")
    services.activate_release(actor=operator, at=AT, release=first, on=TODAY)
    second = load(
        CLAUSE
        + DUTY.replace("1,15", "1,16")
        + CLAUSE.replace("XX-1", "XX-3")
        + "  not_yet: cases\n"
    )
    browser = client("qu-zhujian")
    address = reverse("policy:activate", args=[second.public_id])
    difference = browser.get(address).context["difference"]
    assert (difference.changed, difference.added, difference.removed) == (
        ("XX-1",),
        ("XX-3",),
        ("XX-2",),
    )
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    shown = browser.post(address, {"on": yesterday})
    mark = shown.context["read"].mark
    assert browser.post(address, {"on": yesterday, "read": mark}).status_code == 422


def test_releases_of_other_places_are_not_found(operator: Actor, write_layer: WriteLayer) -> None:
    foreign = services.load_layer(
        actor=operator, at=AT, folder=write_layer(CLAUSE + DUTY, division="120112")
    )
    address = reverse("policy:activate", args=[foreign.public_id])
    assert client("qu-zhujian").get(address).status_code == 404


def test_two_releases_are_compared_in_words(operator: Actor, write_layer: WriteLayer) -> None:
    texts = (CLAUSE + DUTY, CLAUSE + DUTY.replace("1,15", "1,16"))
    releases = [
        services.load_layer(actor=operator, at=AT, folder=write_layer(text, division=SHANTING))
        for text in texts
    ]
    asked = dict(zip(("old", "new"), (str(row.public_id) for row in releases), strict=True))
    page = client("meiyuan").get(reverse("policy:compare"), asked)
    (change,) = page.context["comparison"]
    assert (change.code, change.state) == ("XX-1", "changed")
    assert "16" in page.content.decode()
    other = {**asked, "new": str(Release.objects.get(layer__code="cn").public_id)}
    assert client("meiyuan").get(reverse("policy:compare"), other).status_code == 422


def test_a_provision_is_looked_up_for_a_day_and_a_place_above() -> None:
    browser = client("shancheng")
    address = reverse("policy:provision", args=SET[:2])
    assert browser.get(address, {"on": "2020-10-12"}).context["on"].day == 12
    assert browser.get(address, {"division": "37"}).status_code == 404  # the province says nothing
    assert browser.get(address, {"division": "120112"}).context["division"] == SHANTING


def test_who_read_an_old_dry_run_is_shown_the_new_one(officer: Actor) -> None:
    """Somebody else changes the policy between reading and confirming: nothing is kept."""
    browser = client("qu-zhujian")
    address = reverse("policy:set", args=SET)
    mark = browser.post(address, ANSWER).context["read"].mark
    services.set_value(
        actor=officer,
        at=AT,
        kind="disclosure",
        key="coverage",
        field="keep_days",
        value="30",
        since=TODAY,
        reason="公示期",
        reference="会议纪要",
    )
    page = browser.post(address, {**ANSWER, "read": mark})
    assert page.status_code == 409
    assert page.context["run"]
    assert DistrictValue.objects.filter(field="holiday_shift").count() == 0
    again = browser.post(address, {**ANSWER, "read": page.context["read"].mark})
    assert again.status_code == 302


def test_a_refused_page_keeps_the_text_and_what_it_was_typed_on(
    district: None, officer: Actor
) -> None:
    """Sending it again overwrites nobody; a slip beside the text renews no version either."""
    draft = services.start_draft(actor=officer, at=AT, layer="st")
    browser, page = client("qu-zhujian"), reverse("policy:draft", args=[draft.public_id])
    mine = {"text": "mine", "on": "2020-10-10", "version": str(draft.version), "do": "check"}
    services.save_draft(actor=officer, at=AT, draft=draft, name="layer.yaml", text="theirs")
    for sent in (mine, {**mine, "on": "soon"}, mine):
        refused = browser.post(page, sent)
        assert refused.status_code == 422
        told = refused.content.decode()
        assert "mine</textarea>" in told
        assert f'name="version" value="{draft.version}"' in told
    draft.refresh_from_db()
    assert draft.files["layer.yaml"] == "theirs"
