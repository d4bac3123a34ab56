"""Plain YAML says what PyYAML's own parser says, and where; more than plain is refused."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel import plain_yaml

WORDS = st.text("abc 甲乙：:-#'\"[]{},\n0.%", min_size=0, max_size=8)
TREES: st.SearchStrategy[Any] = st.recursive(
    WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


@given(TREES, st.booleans())
def test_what_was_written_comes_back(tree: Any, flow: bool) -> None:
    text = yaml.safe_dump(tree, allow_unicode=True, default_flow_style=flow)
    assert plain_yaml.read(text).tree == tree


@given(st.text("ab: -\n[]{},'\"#?|>", max_size=30))
def test_any_text_is_read_as_pyyaml_reads_it_or_refused(text: str) -> None:
    try:
        plain = plain_yaml.read(text)
    except plain_yaml.NotPlainError:
        return
    if not plain.repeated:
        assert plain.tree == yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  # texts only


def test_every_path_knows_its_line() -> None:
    plain = plain_yaml.read("a:\n  - b: 甲\n    c: [1,\n      2]\nd: x\n")
    assert plain.tree == {"a": [{"b": "甲", "c": ["1", "2"]}], "d": "x"}
    assert plain.lines[("a",)] == 1
    assert plain.lines[("a", 0, "c")] == 3
    assert plain.lines[("a", 0, "c", 1)] == 4
    assert plain.lines[("d",)] == 5


def test_the_first_of_a_repeated_key_counts() -> None:
    plain = plain_yaml.read("a: 1\nb: 2\na: {c: 3}\n")
    assert plain.tree == {"a": "1", "b": "2"}
    assert plain.repeated == (plain_yaml.RepeatedKey("a", 3, 1),)
    assert ("a", "c") not in plain.lines


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: 1\nb: &x 2\n", 2),
        ("a: &x 1\nb: *x\n", 1),
        ("a: 1\n\nb: !!int 2\n", 3),
        ("a: [1,\n", 2),
        ("? [a]\n: b\n", 1),
        ("a: 1\n---\nb: 2\n", 2),
        ("[" * 5_000, 1),
    ],
    ids=["anchor", "alias", "tag", "unclosed", "key_is_a_list", "two_documents", "too_deep"],
)
def test_more_than_plain_is_refused_where_it_stands(text: str, line: int) -> None:
    with pytest.raises(plain_yaml.NotPlainError) as refused:
        plain_yaml.read(text)
    assert refused.value.line == line


@pytest.mark.parametrize("text", ["", "# only a remark\n", "---\n"])
def test_an_empty_text_has_no_tree(text: str) -> None:
    assert not plain_yaml.read(text).tree
