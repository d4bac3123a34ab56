"""What is missing is brought, or named with the one command that brings it."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

from tools import need

FONT = need.Need("a font", "fonts-none", lambda: None)


def test_this_machine_has_what_the_tests_need() -> None:
    assert need.missing() == []


def test_names_the_one_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(need.Missing) as refusal:
        need.install([FONT])
    assert "apt-get install -y --no-install-recommends fonts-none" in str(refusal.value)


def test_does_not_call_it_done_when_it_is_still_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(need, "NEEDS", (FONT,))
    monkeypatch.setattr(need, "ATTEMPTS", 1)
    monkeypatch.setattr(need, "command", lambda needs: "true")
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    with pytest.raises(need.Missing, match="a font"):
        need.install([FONT])


def test_another_chromium_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    other = tmp_path / "browser"
    other.touch(mode=0o755)
    monkeypatch.setenv("LINLI_CHROMIUM", str(other))
    assert need.chromium() == other
