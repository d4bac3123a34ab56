from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings

from linli.cli.personas import seed_personas
from linli.kernel import clock
from linli.territory import services as territory


@pytest.fixture(autouse=True)
def files_root(tmp_path: Path, settings: LazySettings) -> Path:
    """Contents of each test lie in a folder of its own."""
    settings.FILES_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def offices(db: None) -> None:
    """Divisions, bodies and posts of the demonstration district."""
    territory.load_divisions()
    seed_personas(at=clock.now(), password="long enough 2020")
