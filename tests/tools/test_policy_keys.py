"""The page of keys says what the layers and calculations say today."""

from __future__ import annotations

from pathlib import Path

import pytest

from linli.policy.data import calculation_names
from tests.policy.books import divisions, source
from tools import policy_keys


def test_the_page_is_current() -> None:
    text = policy_keys.PAGE.read_text(encoding="utf-8")
    assert text == policy_keys.page(), "run python -m tools.policy_keys"


def test_every_key_and_calculation_is_on_it() -> None:
    text = policy_keys.PAGE.read_text(encoding="utf-8")
    keys = {row.key for layer in divisions() for row in source(layer).provisions()}
    assert not [name for name in {*keys, *calculation_names()} if f"`{name}`" not in text]


def test_a_page_that_lags_behind_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale = tmp_path / "policy-keys.md"
    text = policy_keys.PAGE.read_text(encoding="utf-8")
    stale.write_text(text.replace("`vote.ordinary`", "`vote.simple`"), encoding="utf-8")
    monkeypatch.setattr(policy_keys, "PAGE", stale)
    assert policy_keys.main(["--check"]) == 1
    assert policy_keys.main([]) == 0
    assert stale.read_text(encoding="utf-8") == text
