from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.search import (
    PLACES,
    SURNAMES,
    SearchText,
    index_people,
    index_person,
    index_text,
    plain,
)

NAMES = st.text(alphabet="梅园西号楼小区Ａb1２（）．· 　", max_size=20)


@pytest.mark.parametrize(
    ("name", "found_by"),
    [
        ("梅花园", SearchText("梅花园", "meihuayuan", "mhy")),
        ("梅园（西24.25号楼）", SearchText("梅园西2425号楼", "meiyuanxi2425haolou", "myx2425hl")),
        ("ＣＢＤ花园", SearchText("cbd花园", "cbdhuayuan", "cbdhy")),
        ("", SearchText("", "", "")),
    ],
)
def test_what_a_name_is_found_by(name: str, found_by: SearchText) -> None:
    assert index_text(name) == found_by


@given(NAMES)
def test_writing_it_plainly_twice_changes_nothing(name: str) -> None:
    assert plain(plain(name)) == plain(name)


@given(NAMES, st.integers(0, 20), st.integers(0, 20))
def test_every_part_of_a_name_finds_it(name: str, start: int, end: int) -> None:
    assert plain(name[start:end]) in index_text(name).chars


# --- surnames -------------------------------------------------------------------------------------

GIVEN = st.text(alphabet="明华小芳雪田建国丽", min_size=0, max_size=3)


@pytest.mark.parametrize(
    ("name", "readings"),
    [
        ("单田芳", ["shantianfang"]), ("解小明", ["xiexiaoming"]), ("仇雪", ["qiuxue"]),
        ("曾国", ["zengguo"]), ("区明", ["ouming"]), ("尉迟恭", ["yuchigong"]),
        ("覃小明", ["qinxiaoming", "tanxiaoming"]), ("查良", ["zhaliang"]),
        ("盖明", ["geming", "gaiming"]), ("朴明", ["piaoming"]), ("翟明", ["zhaiming", "diming"]),
        ("乐雪", ["yuexue", "lexue"]), ("万俟雪", ["moqixue"]), ("王单", ["wangdan"]),
        ("任解放", ["renjiefang"]),
    ],
)  # fmt: skip
def test_surnames_are_read_as_surnames(name: str, readings: list[str]) -> None:
    assert index_person(name).pinyin.split() == readings


@given(st.sampled_from(sorted(SURNAMES)), GIVEN)
def test_a_person_is_found_by_every_reading_and_never_across_two(surname: str, given: str) -> None:
    found = index_person(surname + given)
    rest = index_person("王" + given)
    for reading in SURNAMES[surname]:
        bare = reading.replace(" ", "")
        assert bare + rest.pinyin.removeprefix("wang") in found.pinyin.split()
        letters = "".join(part[0] for part in reading.split())
        assert letters + rest.initials[1:] in found.initials.split()
    assert plain(found.pinyin) == plain(plain(found.pinyin))
    assert len(found.pinyin.split()) == len(SURNAMES[surname])


@given(st.sampled_from(sorted(SURNAMES)), st.integers(10, 100))
def test_readings_fit_their_columns(surname: str, length: int) -> None:
    found = index_person((surname + "双" * length)[:100])
    assert len(found.pinyin) <= 600
    assert len(found.initials) <= 200


@given(st.lists(st.text(alphabet="单覃王万俟李 a·小明欧阳", max_size=6), max_size=5))
def test_many_names_are_read_as_single_ones(names: list[str]) -> None:
    singly = [index_person(name) for name in names]
    assert index_people(names) == [(one.chars, one.pinyin, one.initials) for one in singly]


# --- places ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("解放路小区", "jiefangluxiaoqu"), ("乐园小区", "leyuanxiaoqu"),
        ("朝阳小区", "chaoyangxiaoqu"), ("单元楼", "danyuanlou"), ("曾经", "cengjing"),
        ("单家庄", "shanjiazhuang"), ("曾家湾小区", "zengjiawanxiaoqu"), ("大家庭", "dajiating"),
        ("单县花园", "shanxianhuayuan"), ("十里堡社区", "shilipushequ"),
        ("重庆路", "chongqinglu"), ("枣庄台儿庄", "zaozhuangtaierzhuang"), ("绿地", "lvdi"),
    ],
)  # fmt: skip
def test_compounds_are_not_read_as_persons(name: str, reading: str) -> None:
    assert index_text(name).pinyin == reading


@given(st.text(alphabet="梅园西号楼小区", max_size=8), st.sampled_from(sorted(PLACES)))
def test_a_place_is_read_alike_wherever_it_stands(before: str, place: str) -> None:
    assert index_text(before + place).pinyin.endswith(PLACES[place].replace(" ", ""))
