"""Names, counts and dates in office cells (ST-A3, ST-A4)."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.campaigns.phrases import (
    UnbalancedBracketsError,
    counted_name,
    due_date,
    name_key,
    split_names,
)

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5, exclude_characters="无")
PLAIN = st.text(HAN, min_size=1, max_size=6)
INNER = st.text(st.one_of(HAN, st.sampled_from("、，,；.0123456789-")), min_size=1, max_size=8)
BRACKETED = st.builds(
    lambda name, inner, pair: f"{name}{pair[0]}{inner}{pair[1]}",
    PLAIN,
    INNER,
    st.sampled_from(["（）", "()", "【】"]),
)
NAMES = st.lists(st.one_of(PLAIN, BRACKETED), min_size=1, max_size=12)


@given(NAMES, st.sampled_from(["、", "，", ",", "；", ";", "\n", "、\n", " 、 "]))
def test_joined_names_are_split_back(names: list[str], separator: str) -> None:
    assert split_names(separator.join(names)) == tuple(names)


def test_brackets_keep_a_name_together() -> None:
    text = "福源公寓、梅园（西24.25号楼）、鑫盛公寓（药材宿舍）、A区(1、2)"

    assert split_names(text) == (
        "福源公寓",
        "梅园（西24.25号楼）",
        "鑫盛公寓（药材宿舍）",
        "A区(1、2)",
    )


@pytest.mark.parametrize("text", ["梅园（西24号楼、安居小区", "梅园西24号楼）、安居小区"])
def test_open_bracket_is_refused_rather_than_guessed(text: str) -> None:
    with pytest.raises(UnbalancedBracketsError):
        split_names(text)


@pytest.mark.parametrize("text", ["", "无", "—", " / "])
def test_sign_for_nothing_is_no_name(text: str) -> None:
    assert split_names(text) == ()


@given(PLAIN, st.integers(0, 9999), st.sampled_from(["（{}）", "({})", "\n（{}个）", "（ {} 个）"]))
def test_stated_count_is_read_in_any_width(name: str, count: int, form: str) -> None:
    assert counted_name(name + form.format(count).replace(" ", "")) == (name, count)


@pytest.mark.parametrize(
    ("text", "name", "count"),
    [
        ("山城街道\n（20个）", "山城街道", 20),
        ("东、西鲁社区（1）", "东、西鲁社区", 1),
        ("梅园社区（２）", "梅园社区", 2),
        ("梅 园 社 区", "梅园社区", None),
        ("紫薇社区（北区）", "紫薇社区（北区）", None),
        ("城中社区（旧村）（3）", "城中社区（旧村）", 3),
    ],
)
def test_name_and_count_are_told_apart(text: str, name: str, count: int | None) -> None:
    assert counted_name(text) == (name, count)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("11月底", date(2020, 11, 30)),
        ("２月末", date(2020, 2, 29)),
        ("11月15日", date(2020, 11, 15)),
        ("11月15号前完成", date(2020, 11, 15)),
        ("11 月 底 前", date(2020, 11, 30)),
        ("11月中旬", date(2020, 11, 20)),
        ("12月下旬", date(2020, 12, 31)),
        ("年底", date(2020, 12, 31)),
        ("2021年1月底", date(2021, 1, 31)),
        ("2020-11-15", date(2020, 11, 15)),
        ("2020/11/5", date(2020, 11, 5)),
        ("2020.11.15", date(2020, 11, 15)),
        ("2020年11月15日", date(2020, 11, 15)),
        (date(2020, 11, 15), date(2020, 11, 15)),
        (datetime(2020, 11, 15, 12), date(2020, 11, 15)),  # noqa: DTZ001 - as a cell holds it
    ],
)
def test_due_date_is_read_as_the_office_means_it(value: object, day: date) -> None:
    assert due_date(value, 2020) == day


@pytest.mark.parametrize(
    "value",
    ["尽快", "11月31日", "13月底", "11月", "2020-13-01", "2020-1/1", "", 44150, 11.15, True],
)
def test_what_is_no_date_is_never_guessed(value: object) -> None:
    assert due_date(value, 2020) is None


@given(st.integers(1, 12))
def test_month_end_is_the_last_day_of_the_month(month: int) -> None:
    day = due_date(f"{month}月底", 2020)

    assert day is not None
    assert (day.month, date.fromordinal(day.toordinal() + 1).day) == (month, 1)


def test_width_of_signs_makes_no_second_name() -> None:
    assert name_key("梅园（西24.25号楼）") == name_key("梅园 (西24.25号楼)")
