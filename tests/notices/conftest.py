from __future__ import annotations

import pytest
from django.utils.translation import gettext_lazy as _

from linli.cli.personas import seed_personas
from linli.kernel import clock
from linli.notices import data
from linli.territory import services as territory

KIND = "tests.deadline"


@pytest.fixture
def offices(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Divisions, bodies and posts of the demonstration district, and a kind of notice."""
    monkeypatch.setattr(data, "_kinds", {})
    # A text every catalogue has: it shows that the words are put together when read.
    data.register_kind(KIND, title=_("Notices"), text="%(report)s · %(day)s")
    territory.load_divisions()
    seed_personas(at=clock.now(), password="long enough 2020")
