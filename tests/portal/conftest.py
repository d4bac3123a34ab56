from __future__ import annotations

import pytest

from linli.cli.personas import seed_personas
from linli.kernel import clock
from linli.territory import services as territory


@pytest.fixture
def offices(db: None) -> None:
    """Divisions, bodies and posts of the demonstration district; nothing published yet."""
    territory.load_divisions()
    seed_personas(at=clock.now(), password="long enough 2020")
