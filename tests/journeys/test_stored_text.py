"""P14 in a browser: what people stored never runs on any page, and no policy has to stop it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Dialog

from tests.journeys.conftest import Visiting
from tests.journeys.product import Product
from tests.journeys.test_pages import LOOKED_AT, start_of
from tests.journeys.touring import Tour

SHOWN = "<svg onload=alert(1)>"


@pytest.fixture(scope="module")
def planted(product: Product) -> int:
    """How many columns of the running district hold the hostile text."""
    return int(product.run_module("tests.journeys.planting"))


def test_nothing_stored_runs(planted: int, visiting: Visiting) -> None:
    assert planted > 20
    dialogs: list[str] = []
    shown = 0

    def heard(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    for login in LOOKED_AT:
        visit = visiting(login)
        visit.page.on("dialog", heard)
        for path in Tour(visit).follow(start_of(login)).pages.values():
            visit.open(path)
            shown += SHOWN in visit.page.inner_text("body")
    assert dialogs == []
    assert shown > 10, "the hostile text is hardly shown anywhere: the test looks past it"
