"""Divisions: the real table, names as people write them, places without a national code."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.journal import selectors as journal
from linli.kernel.actors import system_actor
from linli.kernel.errors import BadInput, Conflict, NotFound
from linli.territory import rules, selectors, services
from linli.territory.data import Level, Origin, district_of, street_of

AT = datetime(2020, 9, 11, 1, 0, tzinfo=UTC)
SHANCHENG = "370406001"


@pytest.fixture
def divisions(db: None) -> None:
    services.load_divisions()


def test_the_real_divisions_load_once(divisions: None) -> None:
    assert services.load_divisions() == 0
    assert [place.name for place in selectors.ancestors(f"{SHANCHENG}018")] == [
        "山东省",
        "枣庄市",
        "山亭区",
        "山城街道",
        "梅园社区",
    ]
    assert len(selectors.children("370406")) == 11


TABLE = "code,name,level,parent\n370406901,新街道,street,370406\n"


def load(tmp_path: Path, content: bytes) -> int:
    path = tmp_path / "places.csv"
    path.write_bytes(content)
    return services.load_places(actor=system_actor(""), at=AT, path=path)


@pytest.mark.parametrize("table", [TABLE, TABLE.replace("\n", ",,\n")], ids=["plain", "padded"])
def test_a_table_as_spreadsheets_save_it_is_read(
    divisions: None, tmp_path: Path, table: str
) -> None:
    """With a mark of its encoding before it, and with empty columns behind."""
    assert load(tmp_path, table.encode("utf-8-sig")) == 1
    assert selectors.division("370406901").name == "新街道"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "缺少列"),
        (TABLE.encode("gb18030"), "不能作为表格读取"),
        (b"PK\x03\x04" + bytes(range(256)), "不能作为表格读取"),
        (TABLE.replace("level,", "").encode(), "缺少列"),
        (TABLE.replace("name,", "name,name,").encode(), "列名重复"),
        (TABLE.replace("新街道", "新,街道").encode(), "第 2 行的单元格多于首行"),
        (TABLE.replace("street", "road").encode(), "有误"),
    ],
)
def test_a_table_that_is_none_or_leaves_room_to_guess_is_refused_whole(
    divisions: None, tmp_path: Path, content: bytes, told: str
) -> None:
    with pytest.raises(BadInput, match=told):
        load(tmp_path, content)
    with pytest.raises(NotFound):
        selectors.division("370406901")


@pytest.mark.parametrize("written", ["梅园社区", "梅园居委会", "梅园", " 梅园 社区"])
def test_a_community_is_found_however_it_is_written(divisions: None, written: str) -> None:
    found = selectors.communities_named(SHANCHENG, written)
    assert [place.code for place in found] == [f"{SHANCHENG}018"]


def test_an_unknown_name_finds_nothing(divisions: None) -> None:
    assert selectors.communities_named(SHANCHENG, "东、西鲁社区") == []
    assert selectors.streets_named("370406", "西城街道") == []
    with pytest.raises(NotFound):
        selectors.division("370406999")


def test_a_local_division_keeps_the_prefix_and_is_journalled(divisions: None) -> None:
    street = selectors.division(SHANCHENG)
    opened = services.open_local_division(
        actor=system_actor("370406"),
        at=AT,
        parent=street,
        name="东、西鲁社区",
        level=Level.COMMUNITY,
    )
    assert opened.code == f"{SHANCHENG}X01"
    assert opened.origin == Origin.LOCAL
    assert opened.district == "370406"
    assert [act.verb for act in journal.acts_of("370406", "division", opened.code)] == [
        "territory.division.open"
    ]
    with pytest.raises(Conflict):
        services.open_local_division(
            actor=system_actor("370406"),
            at=AT,
            parent=street,
            name="东、西鲁居委会",
            level=Level.COMMUNITY,
        )


@given(st.text("0123456789", min_size=9, max_size=9), st.integers(1, 99))
def test_local_codes_stay_below_their_parent_and_apart_from_national_ones(
    parent: str, number: int
) -> None:
    code = rules.local_code(parent, number)
    assert code.startswith(parent)
    assert len(code) == 12
    assert not code.isdigit()
    assert (district_of(code), street_of(code)) == (parent[:6], parent)


@given(st.text("梅园紫薇丰泽东西鲁、", min_size=1, max_size=8))
def test_the_ending_never_decides_which_place_is_meant(name: str) -> None:
    stems = {rules.stem(name + ending) for ending in ("", "社区", "居委会", "社区居民委员会")}
    assert len(stems) == 1
