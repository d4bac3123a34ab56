"""The policy of Shanting, loaded and active, and small layers made on the spot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import linli
from linli.kernel.actors import Actor, system_actor
from linli.policy import services
from linli.policy.models import Release

PROFILES = Path(linli.__file__).parent / "profiles"
AT = datetime(2020, 10, 10, 1, 30, tzinfo=UTC)
TODAY = date(2020, 10, 10)
SHANTING = "370406"
LAYER = """\
code: {code}
name: {{zh: 试点层, en: Trial layer}}
{parent}division: "{division}"
documents:
  - document: {code}.plan
    title: {{zh: 试点方案, en: Trial plan}}
    publisher: {{zh: 试点办, en: Trial office}}
    issued: 2020-09-01
    effective: 2020-09-10
    status: in_force
    confidence: printed
    chapters:
      - {{file: 1-main.yaml, title: {{zh: 正文, en: Text}}}}
"""
CLAUSE = """\
- clause: XX-1
  cite: 第一条
  says: {zh: 试点内容, en: What it says}
  confidence: printed
"""

WriteLayer = Callable[..., Path]


@pytest.fixture
def operator() -> Actor:
    """Who loads and activates layers from the command line."""
    return system_actor(SHANTING, frozenset({"policy.activate"}))


@pytest.fixture
def officer() -> Actor:
    """The district housing officer, who may answer what the policy leaves open."""
    return Actor(
        user_id="u1",
        post_id="p1",
        role="district_officer",
        title="物业科科员",
        body_id="b1",
        body_name="区住建局",
        body_kind="housing_authority",
        district=SHANTING,
        scope=SHANTING,
        rights=frozenset({"policy.view", "policy.set", "policy.activate"}),
    )


@pytest.fixture
def write_layer(tmp_path: Path) -> WriteLayer:
    """Write a small layer folder; ``chapter`` is the text of its only chapter."""

    def write(
        chapter: str, *, code: str = "xx", parent: str = "", division: str = "", head: str = ""
    ) -> Path:
        folder = tmp_path / code
        folder.mkdir(exist_ok=True)
        above = f"parent: {parent}\n" if parent else ""
        layer = head or LAYER.format(code=code, parent=above, division=division)
        (folder / "layer.yaml").write_text(layer, encoding="utf-8")
        (folder / "1-main.yaml").write_text(chapter, encoding="utf-8")
        return folder

    return write


@pytest.fixture
def shanting(db: None, operator: Actor) -> Release:
    """cn, sd and st loaded and active; returns the release of st."""
    release = None
    for layer in ("cn", "sd", "st"):
        release = services.load_layer(actor=operator, at=AT, folder=PROFILES / layer)
        services.activate_release(actor=operator, at=AT, release=release, on=TODAY)
    assert release
    return release
