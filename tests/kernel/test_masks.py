from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.masks import mask_name, mask_phone


@pytest.mark.parametrize(
    ("name", "masked"),
    [("王大明", "王**"), ("王", "王*"), ("欧阳明、李四", "欧**、李*"), ("", "")],
)
def test_names(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812341234", "138****1234"),
        ("0632-8811234", "063****1234"),
        ("8811234", "****34"),
        ("110", "***"),
        ("13812341234、13911112222", "138****1234、139****2222"),
        ("13812341234（王大明）", "138****1234"),
        ("见公示栏", "***"),
        ("", ""),
    ],
)
def test_phones(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@given(st.text(max_size=40))
def test_no_number_one_could_call_is_left(text: str) -> None:
    assert not re.search(r"\d{5,}", mask_phone(text))


@given(st.text(alphabet="王大明李四 、，", max_size=20))
def test_of_a_name_only_its_first_character_is_left(text: str) -> None:
    for person in mask_name(text).split("、"):
        assert set(person[1:]) <= {"*"}
