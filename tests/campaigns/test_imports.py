"""Task lists as the office wrote them: looked at, refused or taken over, all or nothing, once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from linli.campaigns import selectors, services
from linli.campaigns.data import AlreadyImported, Upload
from linli.campaigns.models import Campaign, Task, TaskListImport, TaskStep
from linli.duties import selectors as duties
from linli.kernel.actors import Actor
from linli.kernel.errors import BadInput, Forbidden, NotFound
from linli.registry import selectors as registry
from linli.territory import selectors as territory
from tests import personas
from tests.campaigns.campaign import (
    ADOPTED,
    ANNEX_3,
    ANNEX_4,
    DISTRICT,
    STREET,
    TODAY,
    cover_list,
    cover_row,
)
from tests.campaigns.tables import COVER

BOTH = [Upload(path.name, path.read_bytes()) for path in (ANNEX_3, ANNEX_4)]


def check(officer: Actor, uploads: Sequence[Upload], division: str = DISTRICT) -> services.Preview:
    return services.check_task_lists(actor=officer, at=ADOPTED, uploads=uploads, division=division)


def take(officer: Actor, uploads: Sequence[Upload]) -> tuple[TaskListImport, ...]:
    return services.import_task_lists(actor=officer, at=ADOPTED, uploads=uploads, division=DISTRICT)


def errors(refused: BadInput) -> set[tuple[str, int | None, str]]:
    return {(found.code, found.row, found.column) for found in refused.findings}


# --- preview -------------------------------------------------------------------------------------


@pytest.mark.clause("ST-A3.1", "ST-A4")
def test_the_preview_shows_41_compounds_in_four_communities(officer: Actor) -> None:
    preview = check(officer, BOTH)
    assert preview.errors == ()
    assert preview.compounds == preview.new_compounds == 41
    assert [len(checked.rows) for checked in preview.lists] == [20, 21]
    assert dict(preview.communities) == {
        "梅园社区": 12,
        "紫薇社区": 14,
        "丰泽社区": 14,
        "东、西鲁社区": 1,
    }
    assert preview.new_communities == ("东、西鲁社区",)
    assert preview.office_names == ("山城街道办事处",)


@pytest.mark.clause("ST-A3.1", "ST-A4")
def test_every_doubt_has_its_row_and_column(officer: Actor) -> None:
    found = {(each.code, each.row, each.column) for each in check(officer, BOTH).findings}
    assert ("tasklist.community_without_code", 6, "C") in found
    assert ("tasklist.named_like_community", 4, "D") in found


def test_looking_writes_nothing(officer: Actor) -> None:
    check(officer, BOTH)
    assert not Campaign.objects.exists()
    assert not registry.compounds_visible_to(officer).exists()


# --- taking over ---------------------------------------------------------------------------------


@pytest.mark.clause("ST-A3.1", "ST-A3.2", "ST-A4")
def test_both_lists_become_tasks(officer: Actor) -> None:
    take(officer, BOTH)
    upgrades, covers = Task.objects.filter(kind="upgrade"), Task.objects.filter(kind="cover")
    assert (upgrades.count(), covers.count()) == (20, 21)
    assert set(upgrades.values_list("due_on", "due_text")) == {(date(2020, 11, 30), "11月底")}
    assert set(covers.values_list("due_on", "due_text")) == {(date(2020, 11, 15), "11月15日")}
    assert covers.filter(compound__name="梅园（西24.25号楼）").count() == 1
    assert set(Task.objects.values_list("responsible_post", flat=True)) == {"山城街道党工委副书记"}
    assert TaskStep.objects.count() == 20 * 4


@pytest.mark.clause("ST-1.1")
@pytest.mark.parametrize("order", [BOTH, BOTH[::-1]], ids=["3-4", "4-3"])
def test_either_order_gives_the_same_baseline(officer: Actor, order: list[Upload]) -> None:
    for upload in order:
        services.import_task_list(
            actor=officer,
            at=ADOPTED,
            name=upload.name,
            content=upload.content,
            division=DISTRICT,
        )
    campaign = Campaign.objects.get()
    total = selectors.coverage(officer, campaign, TODAY).total
    assert (total.part, total.whole, str(total.percent)) == (20, 41, "48.78")


def test_the_community_without_a_code_is_opened_below_its_street(officer: Actor) -> None:
    take(officer, BOTH)
    (opened,) = territory.communities_named(STREET, "东、西鲁社区")
    assert (opened.origin, opened.parent_id) == ("local", STREET)


@pytest.mark.clause("ST-A5.3")
def test_the_street_owes_five_reports_by_that(officer: Actor) -> None:
    take(officer, BOTH)
    items = duties.items_visible_to(officer, "progress_report", TODAY)
    assert [item.printed_on for item in items] == [
        date(2020, 9, 15),
        date(2020, 10, 1),
        date(2020, 10, 15),
        date(2020, 11, 1),
        date(2020, 11, 15),
    ]


def test_compounds_already_there_are_matched(officer: Actor) -> None:
    take(officer, BOTH[1:])
    before = set(registry.compounds_visible_to(officer).values_list("pk", flat=True))
    Task.objects.all().delete()
    TaskListImport.objects.all().delete()
    assert check(officer, BOTH[1:]).new_compounds == 0
    take(officer, BOTH[1:])
    assert set(registry.compounds_visible_to(officer).values_list("pk", flat=True)) == before


# --- once, all or nothing ------------------------------------------------------------------------


def test_the_same_file_is_taken_once_and_the_refusal_says_when_and_by_whom(officer: Actor) -> None:
    take(officer, BOTH)
    renamed = Upload("another name.xlsx", BOTH[0].content)
    with pytest.raises(AlreadyImported, match=r"2020-09-11 09:00.*物业科科员"):
        take(officer, [renamed])
    assert (Task.objects.count(), TaskListImport.objects.count()) == (41, 2)


def test_the_same_file_twice_in_one_upload_is_refused(officer: Actor) -> None:
    with pytest.raises(AlreadyImported):
        check(officer, [BOTH[0], BOTH[0]])


def test_a_compound_on_two_lists_is_an_error(officer: Actor) -> None:
    first = Upload("a.xlsx", cover_list(cover_row("福源公寓、安居小区")))
    second = Upload("b.xlsx", cover_list(cover_row("福源公寓")))
    (found,) = check(officer, [first, second]).errors
    assert (found.code, found.sheet, found.row, found.column) == (
        "campaigns.compound_on_two_lists",
        "b.xlsx",
        3,
        "D",
    )


def test_a_compound_that_has_a_task_stops_the_whole_list(officer: Actor) -> None:
    take(officer, BOTH)
    again = Upload("c.xlsx", cover_list(cover_row("全新小区、福源公寓")))
    with pytest.raises(BadInput) as refused:
        take(officer, [again])
    assert errors(refused.value) >= {("campaigns.compound_has_task", 3, "D")}
    assert not registry.compounds_visible_to(officer).filter(name="全新小区").exists()
    assert Task.objects.count() == 41


# --- bad input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (
            cover_list(
                [1, "山城街道", "梅园社区", "福源公寓", "覆盖", "书记"],
                header=[text for text in COVER if text != "完成时间"],
            ),
            "tasklist.missing_column",
        ),
        (cover_list(cover_row("福源公寓", street="无此街道")), "tasklist.unknown_street"),
        (cover_list(cover_row("福源公寓", due="尽快")), "tasklist.bad_date"),
        (b"not a workbook", "workbook.other_kind"),
        (b"", "workbook.empty_file"),
    ],
    ids=["missing column", "unknown street", "no date", "no workbook", "empty"],
)
def test_bad_lists_are_refused_and_nothing_is_written(
    officer: Actor, content: bytes, code: str
) -> None:
    with pytest.raises(BadInput) as refused:
        take(officer, [Upload("bad.xlsx", content)])
    assert code in {found.code for found in refused.value.findings}
    assert not Campaign.objects.exists()


def test_a_list_of_another_street_is_unknown_where_one_street_imports(officer: Actor) -> None:
    foreign = Upload("d.xlsx", cover_list(cover_row("某小区", street="店子镇")))
    assert check(officer, [foreign]).lists[0].rows[0].street_code == "370406101"
    found = check(officer, [foreign], division=STREET).errors
    assert {each.code for each in found} == {"tasklist.unknown_street"}


def test_counts_that_do_not_add_up_are_refused(officer: Actor) -> None:
    row: list[Any] = cover_row("福源公寓、安居小区", community="梅园社区（3）")
    lists = [Upload("e.xlsx", cover_list(row))]
    assert "tasklist.community_count" in {found.code for found in check(officer, lists).errors}
    with pytest.raises(BadInput):
        take(officer, lists)
    assert not Campaign.objects.exists()


# --- who may -------------------------------------------------------------------------------------


def test_a_street_may_not_import(ground: None) -> None:
    with pytest.raises(Forbidden):
        check(personas.actor("shancheng"), BOTH)


def test_before_the_first_list_there_is_nothing_to_publish(officer: Actor) -> None:
    with pytest.raises(NotFound):
        services.publish_coverage(actor=officer, at=ADOPTED)


def test_another_district_is_not_there(officer: Actor) -> None:
    with pytest.raises(NotFound):
        check(officer, BOTH, division="120112")
