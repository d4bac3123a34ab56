"""Two people at one record: the rule, and what a version tells and does not tell."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.editing import ANYTHING, VERSION_PATTERN, Entry
from linli.kernel.errors import BadInput, ChangedMeanwhile
from linli.kernel.masks import mask_phone

FIELDS = ("name", "area", "kind")
# Few values, so that two people often mean the same.
values = st.fixed_dictionaries(
    {
        name: st.one_of(st.none(), st.integers(0, 2), st.sampled_from(["", "a", "b"]))
        for name in FIELDS
    }
)


def saved(read: dict[str, Any], now: dict[str, Any], wanted: dict[str, Any], **how: Any) -> Any:
    """What is saved over ``now`` by somebody who read ``read``."""
    return Entry("r", now).settled(wanted, replaces=Entry("r", read).version, **how)


@given(values, values, values)
def test_nobody_undoes_what_they_have_not_seen(read: Any, now: Any, wanted: Any) -> None:
    """A field ends as one of both wrote it: as the later where nobody else touched it, as the
    other where the later left it; where both changed it to different values, nothing is saved.
    """
    clashing = {
        name
        for name in FIELDS
        if wanted[name] != read[name] and now[name] not in (read[name], wanted[name])
    }
    if clashing:
        with pytest.raises(ChangedMeanwhile) as refused:
            saved(read, now, wanted)
        assert refused.value.now == {name: now[name] for name in clashing}
        return
    after = saved(read, now, wanted)
    for name in FIELDS:
        assert after[name] == (wanted[name] if wanted[name] != read[name] else now[name])


@given(values, values, values)
def test_once_told_the_later_decides_and_still_undoes_nothing_else(
    read: Any, now: Any, wanted: Any
) -> None:
    try:
        saved(read, now, wanted)
    except ChangedMeanwhile as refused:
        after = Entry("r", now).settled(wanted, replaces=refused.version)
        for name in FIELDS:
            assert after[name] == (wanted[name] if wanted[name] != read[name] else now[name])


@given(values, values)
def test_saving_alone_saves_what_was_wanted(read: Any, wanted: Any) -> None:
    assert saved(read, read, wanted) == wanted
    assert Entry("r", read).settled(wanted, replaces=ANYTHING) == wanted


def test_what_is_said_anew_clashes_also_where_it_is_what_was_read() -> None:
    read, now = {"owner": "a"}, {"owner": "b"}
    assert saved(read, now, read) == now
    with pytest.raises(ChangedMeanwhile):
        saved(read, now, read, anew=True)


def test_a_list_has_no_order_and_lines_end_in_one_way() -> None:
    read = {"items": ["a", "b"], "remark": "one\ntwo"}
    now = {"items": ["c"], "remark": "three"}
    assert saved(read, now, {"items": ["b", "a"], "remark": "one\r\ntwo "}) == now


def test_a_version_tells_nothing_and_is_good_for_one_record() -> None:
    here, there = (Entry(record, {"phone": "13800001234"}) for record in "ab")
    assert "13800001234" not in here.version
    assert here.version != there.version
    with pytest.raises(ChangedMeanwhile):
        here.settled({"phone": "13900001234"}, replaces=there.version)


def test_personal_data_is_told_masked() -> None:
    entry = Entry("r", {"phone": "13800001234"}, {"phone": mask_phone})
    other = Entry("r", {"phone": "13700001234"}).version
    with pytest.raises(ChangedMeanwhile) as refused:
        entry.settled({"phone": "13900001234"}, replaces=other)
    assert refused.value.now == {"phone": "138****1234"}
    assert [found.value for found in refused.value.findings] == ["138****1234"]


@pytest.mark.parametrize("made_up", ["", "name", "name:", "other:0123456789abcdef", "\x00", ",:,"])
def test_what_is_no_version_saves_nothing(made_up: str) -> None:
    with pytest.raises(BadInput):
        Entry("r", {"name": "a"}).settled({"name": "b"}, replaces=made_up)


def test_versions_are_written_as_the_interface_takes_them() -> None:
    assert re.fullmatch(VERSION_PATTERN, Entry("r", dict.fromkeys(FIELDS)).version)
    assert re.fullmatch(VERSION_PATTERN, ANYTHING)
