from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.search import SearchText, index_text, plain

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
